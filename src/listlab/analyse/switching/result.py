"""Switching values of one scenario, as a frozen value that explains itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.switching.verdict_map import NeedStep
from listlab.model.language import Lang, Text
from listlab.model.quantity import at_least, percent, persons, points


@dataclass(frozen=True)
class Switching(Explained):
    """Where the verdicts on a scenario turn, everything else held.

    `margin`: smallest margin from which the pair is equivalent, `margin_without_model` without a
    law. `equivalent_until`, `recommended_until`, `any_until`: largest multiple of all volumes at
    which the pair is equivalent, the recommended threshold meets the need, and the largest lawful
    one does; None beyond `most_times` or where the verdict does not hold as it is.
    `answers_against_pair`, `answers_against_recommended`: further answers between the two that end
    the verdict; None beyond `most_answers`, or likewise. `cells`: recommendation and equivalence
    over need and margin together, a row a rectangle (schema `verdict_map.CELLS`). `beta`: share
    of enterprises growing into the headroom at which exposure doubles from the smaller to the
    larger.
    """

    scenario_name: Text
    need: float
    delta: float
    pair: tuple[int, int]
    recommended: int | None
    equivalent: bool | None
    needs: tuple[NeedStep, ...]
    margin: float | None
    margin_without_model: float
    answers_needed: int | None
    permitted_ratio: float | None
    beta: float | None
    most_times: float
    most_answers: int
    largest: int | None = None
    equivalent_until: float | None = None
    recommended_until: float | None = None
    any_until: float | None = None
    answers_against_pair: int | None = None
    answers_against_recommended: int | None = None
    cells: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)
    notes: Mapping[str, Text] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """Name of the question."""
        return Text("转换值：结论在何处改变", "Switching values: where the verdicts turn")

    def lines(self) -> Sequence[Text]:
        """By need, by margin, by size of the volumes, by further answers, by β."""
        return [*self._lines()]

    def to_frame(self) -> pl.DataFrame:
        """Row a rectangle of need and margin: threshold recommended, and what is not equivalent."""
        return self.cells

    def chart(self, lang: Lang = "zh") -> Chart | None:
        """Recommended threshold and equivalence over need and margin."""
        from listlab.analyse.switching.picture import draw

        chart: Chart | None = draw(self, lang)
        return chart

    def _lines(self) -> Iterator[Text]:
        yield self._by_need()
        yield self._by_margin()
        yield from self._by_both()
        if "law" not in self.notes:
            yield from self._by_size()
            yield from self._by_answers()
        yield from self._by_growth()
        yield from self.notes.values()

    def _by_need(self) -> Text:
        zh: list[str] = []
        en: list[str] = []
        for step in self.needs:
            if step.threshold is None:
                zh.append("再高则没有可行的阈值" if zh else "没有可行的阈值")
                en.append("none beyond" if en else "none")
                continue
            to, where = at_least(step.up_to), persons(step.threshold)
            zh.append(f"不超过 {to} 时为{where.zh}")
            en.append(f"{where.en} up to {to}")
        return Text(
            f"应放行的比例与建议阈值：{'，'.join(zh)}（现为 {percent(self.need)}）。",
            f"Threshold recommended by need: {', '.join(en)} (asked for: {percent(self.need)}).",
        )

    def _by_margin(self) -> Text:
        a, b = map(persons, self.pair)
        alone = points(self.margin_without_model, upper=True)
        if self.margin is None:
            return Text(
                f"{a.zh}与{b.zh}：没有模型可判，不用模型时界限至少 {alone} 个百分点才能视为等效。",
                f"{a.en} and {b.en}: no law tells; without one they count as equivalent from a "
                f"margin of {alone} points.",
            )
        margin = points(self.margin, upper=True)
        return Text(
            f"{a.zh}与{b.zh}：等效界限在 {margin} 个百分点以上即视为等效（现为 "
            f"{points(self.delta)}）；不用模型则须 {alone} 个百分点以上。",
            f"{a.en} and {b.en} count as equivalent from a margin of {margin} points (now "
            f"{points(self.delta)}); without a model from {alone} points.",
        )

    def _by_both(self) -> Iterator[Text]:
        """Needs and margins around those asked for over which both verdicts stay as they are."""
        own = self.cells.filter(
            (pl.col("need_from") < self.need)
            & (self.need <= pl.col("need_to"))
            & (pl.col("margin_from") < self.delta)
            & (self.delta <= pl.col("margin_to"))
        )
        if self.recommended is None or own.is_empty():
            return
        cell = own.row(0, named=True)
        same = self.cells.filter(
            (pl.col("threshold") == self.recommended)
            & pl.col("larger").eq_missing(pl.lit(cell["larger"], pl.Int64))
        )
        needs = at_least(cell["need_from"]), at_least(cell["need_to"])
        margins = same["margin_from"].to_numpy().min(), same["margin_to"].to_numpy().max()
        span = points(float(margins[0])), points(float(margins[1]))
        at = persons(self.recommended)
        if cell["larger"] is None:
            zh, en = "更大的合法候选都与它等效", "all larger lawful candidates are equivalent to it"
        else:
            other = persons(cell["larger"])
            zh, en = f"{other.zh}不能视为与它等效", f"{other.en} does not count as equivalent to it"
        yield Text(
            f"两者同时变动：比例在 {needs[0]} 至 {needs[1]}、界限在 {span[0]} 至 {span[1]} "
            f"个百分点之间，都建议{at.zh}，且{zh}。",
            f"Both moved together: for needs from {needs[0]} to {needs[1]} and margins from "
            f"{span[0]} to {span[1]} points {at.en} is recommended, and {en}.",
        )

    def _by_size(self) -> Iterator[Text]:
        a, b = map(persons, self.pair)
        most = f"{self.most_times:g}"
        if self.equivalent:
            zh, en = _until(self.equivalent_until, most)
            yield Text(
                f"若所有企业的人数都是现在的若干倍：{zh}，{a.zh}与{b.zh}仍等效。",
                f"Were all volumes larger, {a.en} and {b.en} would stay equivalent {en}.",
            )
        if self.recommended is not None and self.largest is not None:
            chosen, largest = persons(self.recommended), persons(self.largest)
            zh, en = _until(self.recommended_until, most)
            rest = Text("", "")
            if self.largest != self.recommended:
                last, final = _until(self.any_until, most)
                rest = Text(
                    f"；法律允许的最大候选{largest.zh}则{last}仍满足",
                    f"; the largest lawful candidate, {largest.en}, {final}",
                )
            yield Text(
                f"同样放大：{zh}，{chosen.zh}仍满足要求{rest.zh}。"
                if self.equivalent
                else f"若所有企业的人数都是现在的若干倍：{zh}，{chosen.zh}仍满足要求{rest.zh}。",
                f"Were all volumes larger, {chosen.en} would meet the need {en}{rest.en}.",
            )

    def _by_answers(self) -> Iterator[Text]:
        a, b = map(persons, self.pair)
        if self.equivalent:
            yield _answers(
                Text(f"{a.zh}与{b.zh}即不再等效", f"{a.en} and {b.en} are no longer equivalent"),
                Text("落在两者之间", "between the two"),
                self.answers_against_pair,
                self.most_answers,
            )
        if self.recommended is not None:
            at = persons(self.recommended)
            yield _answers(
                Text(f"{at.zh}即不再满足要求", f"{at.en} no longer meets the need"),
                Text(f"远在{at.zh}以上", f"far above {at.en}"),
                self.answers_against_recommended,
                self.most_answers,
            )

    def _by_growth(self) -> Iterator[Text]:
        a, b = map(persons, self.pair)
        if self.permitted_ratio is not None:
            ratio = f"{self.permitted_ratio:.3g}"
            even = (
                Text(
                    f"；{percent(self.beta)} 的企业扩大到线内上限，敞口就翻一番",
                    f"; exposure doubles once {percent(self.beta)} of enterprises grow into it",
                )
                if self.beta is not None
                else Text("", "")
            )
            yield Text(
                f"由{a.zh}放宽到{b.zh}，允许的敞口为 {ratio} 倍{even.zh}。",
                f"From {a.en} to {b.en} the exposure permitted is {ratio} times{even.en}.",
            )
        if self.answers_needed is not None:
            yield Text(
                f"不用模型判定这一等效，共需约 {self.answers_needed} 份给出人数的答复，"
                "且新增答复都不落在两者之间。",
                f"Without a model about {self.answers_needed} answers in all would settle it, if "
                "no further one lies between.",
            )


def _until(times: float | None, most: str) -> tuple[str, str]:
    if times is None:
        return f"直到 {most} 倍", f"up to {most} times and beyond"
    return f"不超过 {_floored(times)} 倍时", f"up to {_floored(times)} times"


def _floored(times: float) -> str:
    """Multiple with two decimals, never rounded up."""
    return f"{int(times * 100) / 100:.2f}"


def _answers(then: Text, where: Text, count: int | None, most: int) -> Text:
    if count is None:
        return Text(
            f"即使再有 {most} 份答复{where.zh}，结论也不变。",
            f"Even {most} further answers {where.en} would not change the verdict.",
        )
    plural = "answer" if count == 1 else "answers"
    return Text(
        f"再有 {count} 份答复{where.zh}，{then.zh}。",
        f"With {count} further {plural} {where.en}, {then.en}.",
    )
