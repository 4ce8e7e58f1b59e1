"""What the sensitivity analysis finds, as frozen values with words, rows and charts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import Estimate
from listlab.analyse.rounded import rounded, whole_percent
from listlab.analyse.sensitivity.inputs import Input
from listlab.model.language import Lang, Text
from listlab.model.quantity import percent

_MATTERS = 0.05  # share of the variance from which a factor is named
_NAMED = 3
_STILL = 1e-9  # relative; a swing that is rounding only


@dataclass(frozen=True, slots=True)
class Output:
    """A number that the model gives: a share, a quantity, or the index of a label."""

    code: str
    name: Text
    is_share: bool = False
    labels: tuple[Text, ...] = ()

    def say(self, value: float) -> Text:
        """Value as a sentence shows it."""
        if self.labels:
            return self.labels[round(value)]
        return Text(percent(value), percent(value)) if self.is_share else rounded(value)


@dataclass(frozen=True, slots=True)
class Effect:
    """How much of an output's variance a factor explains: alone, and with all others."""

    output: str
    factor: str
    first: Estimate
    total: Estimate


@dataclass(frozen=True, slots=True)
class Bar:
    """An output at the factor's values that make it least and most, others at their base."""

    output: str
    factor: str
    least_at: float
    most_at: float
    least: float
    most: float
    base: float

    @property
    def swing(self) -> float:
        """From the least to the most."""
        return self.most - self.least


@dataclass(frozen=True, slots=True)
class Step:
    """One size of the design: points, runs of the model, widest half-width of any index.

    The half-width is None while that of some index cannot be told.
    """

    n: int
    runs: int
    half_width: float | None


@dataclass(frozen=True)
class Sensitivity(Explained):
    """Sobol indices and tornado of every output, and how their precision was reached.

    `joint` is the share of each output's variance that no factor explains alone. `notes` hold
    the cause of every value that does not exist, by output.
    """

    factors: tuple[Input, ...]
    outputs: tuple[Output, ...]
    effects: tuple[Effect, ...]
    joint: tuple[Estimate, ...]
    bars: tuple[Bar, ...]
    trail: tuple[Step, ...]
    target: float
    notes: dict[str, Text] = field(default_factory=dict)

    @property
    def converged(self) -> bool:
        """Whether every interval is as narrow as was asked for."""
        widest = self.trail[-1].half_width
        return widest is not None and widest <= self.target

    @property
    def title(self) -> Text:
        """Heading."""
        return Text("敏感性分析", "Sensitivity")

    def effect(self, output: str, factor: str) -> Effect:
        """Effect of one factor on one output; KeyError when there is none."""
        for effect in self.effects:
            if (effect.output, effect.factor) == (output, factor):
                return effect
        raise KeyError((output, factor))

    def lines(self) -> Sequence[Text]:
        """For each output what it varies by and how far; then how sure the shares are."""
        told = [line for output in self.outputs for line in self._about(output)]
        return [*told, self._precision()]

    def to_frame(self) -> pl.DataFrame:
        """Row an output and factor: indices with their intervals, and the tornado's ends."""
        bars = {(bar.output, bar.factor): bar for bar in self.bars}
        rows = []
        for effect in self.effects:
            bar = bars[effect.output, effect.factor]
            first, total = effect.first.to_dict(), effect.total.to_dict()
            rows.append(
                {"output": effect.output, "factor": effect.factor}
                | {f"first_{name}": value for name, value in first.items()}
                | {f"total_{name}": value for name, value in total.items()}
                | {"least_at": bar.least_at, "least": bar.least}
                | {"most_at": bar.most_at, "most": bar.most, "base": bar.base}
            )
        return pl.DataFrame(rows, infer_schema_length=None)

    def trail_frame(self) -> pl.DataFrame:
        """Row a size of the design: n, runs, half_width (null where it could not be told)."""
        return pl.DataFrame(
            {
                "n": [step.n for step in self.trail],
                "runs": [step.runs for step in self.trail],
                "half_width": [step.half_width for step in self.trail],
            },
            schema_overrides={"half_width": pl.Float64},
        )

    def chart(self, lang: Lang = "zh") -> Chart:
        """Total and first-order shares of every factor, with intervals, a panel an output."""
        from listlab.analyse.sensitivity.picture import effects_chart

        return effects_chart(self, lang)

    def tornado(self, lang: Lang = "zh", *, output: str | None = None) -> Chart:
        """Least and most of an output (the first, unless named), one factor varied at a time."""
        from listlab.analyse.sensitivity.picture import tornado_chart

        codes = [each.code for each in self.outputs]
        return tornado_chart(self, self.outputs[codes.index(output or codes[0])], lang)

    def ranked(self, output: str) -> list[Effect]:
        """Effects on one output, the largest total share first; none where it does not vary."""
        known = [e for e in self.effects if e.output == output and e.total.estimate is not None]
        return sorted(known, key=lambda e: -(e.total.estimate or 0.0))

    def name(self, factor: str) -> Text:
        """Name of a factor."""
        return next(each.name for each in self.factors if each.code == factor)

    def _about(self, output: Output) -> list[Text]:
        if output.code in self.notes:
            return [self.notes[output.code]]
        ranked = self.ranked(output.code)
        main = [e for e in ranked if (e.total.high or 0.0) >= _MATTERS][:_NAMED] or ranked[:1]
        small = [e for e in ranked if (e.total.high or 0.0) < _MATTERS and e not in main]
        zh, en = (self._shares(main, lang) for lang in ("zh", "en"))
        lines = [
            Text(
                f"{output.name.zh}的不确定性主要来自：{zh}。",
                f"Uncertainty of {output.name.en} comes mostly from: {en}.",
            )
        ]
        if small:
            left = [self.name(e.factor) for e in small]
            lines.append(
                Text(
                    f"影响可忽略（总效应上限不足 5%）：{'、'.join(n.zh for n in left)}。",
                    f"Negligible (total effect surely below 5 %): {', '.join(n.en for n in left)}.",
                )
            )
        lines += self._together(output)
        lines += [self._swing(output, effect.factor) for effect in main]
        return lines

    def _shares(self, effects: Sequence[Effect], lang: Lang) -> str:
        said = []
        for effect in effects:
            share = whole_percent(effect.total.estimate or 0.0)
            low, high = (
                whole_percent(effect.total.low or 0.0),
                whole_percent(effect.total.high or 0.0),
            )
            text = Text(
                f"{self.name(effect.factor).zh}（总效应 {share}，95% 区间 {low}–{high}）",
                f"{self.name(effect.factor).en} (total effect {share}, 95 % interval {low}–{high})",
            )
            said.append(text.say(lang))
        return ("、" if lang == "zh" else ", ").join(said)

    def _together(self, output: Output) -> list[Text]:
        joint = self.joint[self.outputs.index(output)]
        if joint.low is None or joint.low < _MATTERS or joint.estimate is None:
            return []
        share = whole_percent(joint.estimate)
        return [
            Text(
                f"其中约 {share} 来自因素的共同作用，单看任何一个因素都看不到。",
                f"About {share} of it comes from factors acting together, which no factor "
                "shows alone.",
            )
        ]

    def _swing(self, output: Output, factor: str) -> Text:
        bar = next(b for b in self.bars if (b.output, b.factor) == (output.code, factor))
        given = next(each for each in self.factors if each.code == factor)
        first, last = given.say(bar.least_at), given.say(bar.most_at)
        least, most = output.say(bar.least), output.say(bar.most)
        if bar.swing <= _STILL * max(abs(bar.least), abs(bar.most), 1.0):
            return Text(
                f"单独改变{given.name.zh}，{output.name.zh}仍为{least.zh}。",
                f"With {given.name.en} alone, {output.name.en} stays at {least.en}.",
            )
        return Text(
            f"单独改变{given.name.zh}：取 {first.zh} 时{output.name.zh}最低（{least.zh}），"
            f"取 {last.zh} 时最高（{most.zh}）。",
            f"With {given.name.en} alone, {output.name.en} is least ({least.en}) at {first.en} "
            f"and most ({most.en}) at {last.en}.",
        )

    def _precision(self) -> Text:
        last = self.trail[-1]
        runs = f"{last.runs:,}"
        if not self.varies:
            return Text(f"共计算 {runs} 次。", f"{runs} runs of the model.")
        widest = last.half_width
        width = ">100" if widest is None or widest >= 1 else f"{100 * widest:.1f}"
        target = f"{100 * self.target:g}"
        done = Text(
            f"达到 {target} 个百分点的要求"
            if self.converged
            else f"未达到 {target} 个百分点的要求",
            f"within the {target} points asked for"
            if self.converged
            else f"short of the {target} points asked for",
        )
        return Text(
            f"样本逐次加倍 {len(self.trail) - 1} 次至 {last.n:,} 组（共计算 {runs} 次），"
            f"各效应 95% 区间的最大半宽为 {width} 个百分点，{done.zh}；各因素视为相互独立。",
            f"The design was doubled {len(self.trail) - 1} times to {last.n:,} points ({runs} "
            f"runs); the widest 95 % half-width of any effect is {width} points, {done.en}. "
            "Factors are taken as independent.",
        )

    @property
    def varies(self) -> bool:
        """Whether any output varies at all."""
        return any(effect.total.estimate is not None for effect in self.effects)
