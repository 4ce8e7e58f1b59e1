"""What the joint choice of thresholds finds, as frozen values with words, rows and a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.portfolio.candidates import Budget
from listlab.analyse.result import Estimate
from listlab.analyse.rounded import rounded, whole_percent
from listlab.model.language import Lang, Text
from listlab.model.quantity import persons

_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Pick:
    """Threshold chosen for one scenario; `benefit` in enterprises freed, `use` by budget."""

    scenario: str
    name: Text
    threshold: int
    benefit: Estimate
    use: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Change:
    """A scenario whose threshold another budget would change."""

    name: Text
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Shadow:
    """What one unit more of a budget gains, by solving again; and the next step up.

    `gain` in enterprises, `changes` what moves. `next_amount`: least increase of this budget
    alone that frees more, None where no increase does; `next_gain` what it then frees more.
    """

    gain: float
    changes: tuple[Change, ...]
    next_amount: float | None
    next_gain: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """Largest benefit when one budget is `limit` and the others as given."""

    budget: str
    limit: float
    benefit: float
    thresholds: tuple[int, ...]


@dataclass(frozen=True)
class Portfolio(Explained):
    """Best thresholds of all scenarios together under total budgets.

    `benefit`: enterprises freed in all, its limits the sums of the scenarios' own.
    """

    picks: tuple[Pick, ...]
    benefit: Estimate
    budgets: Mapping[str, Budget]
    used: Mapping[str, float]
    shadows: Mapping[str, Shadow]
    frontier: tuple[Point, ...]
    left_out: tuple[Text, ...] = ()  # scenarios without a candidate to choose

    @property
    def title(self) -> Text:
        """Heading."""
        return Text("各场景阈值的联合选择", "Thresholds of all scenarios together")

    def lines(self) -> Sequence[Text]:
        """Thresholds, what they free, what each budget has left and one unit more would free."""
        told = [self._chosen()]
        for code in self.budgets:
            told += [self._used(code), self._shadow(code)]
        if self.left_out:
            told.append(
                Text(
                    f"未纳入（没有可选的候选阈值）：{'、'.join(n.zh for n in self.left_out)}。",
                    f"Left out, without a candidate: {', '.join(n.en for n in self.left_out)}.",
                )
            )
        return told

    def to_frame(self) -> pl.DataFrame:
        """Row a scenario: threshold, benefit with its limits, use of each budget."""
        return pl.DataFrame(
            [
                {"scenario": pick.scenario, "threshold": pick.threshold}
                | {f"benefit_{name}": value for name, value in pick.benefit.to_dict().items()}
                | dict(pick.use)
                for pick in self.picks
            ],
            infer_schema_length=None,
        )

    def frontier_frame(self) -> pl.DataFrame:
        """Row a point: budget, limit, benefit, thresholds in the order of the picks."""
        return pl.DataFrame(
            {
                "budget": [point.budget for point in self.frontier],
                "limit": [point.limit for point in self.frontier],
                "benefit": [point.benefit for point in self.frontier],
                "thresholds": [list(point.thresholds) for point in self.frontier],
            }
        )

    def chart(self, lang: Lang = "zh") -> Chart:
        """Frontier along each budget, the others as given; the budget in force marked."""
        from listlab.analyse.portfolio.picture import frontier_chart

        return frontier_chart(self, lang)

    def _chosen(self) -> Text:
        freed = _enterprises(self.benefit)
        zh = "、".join(f"{p.name.zh} {persons(p.threshold).zh}" for p in self.picks)
        en = ", ".join(f"{p.name.en} {persons(p.threshold).en}" for p in self.picks)
        return Text(
            f"在全部预算之内最优的阈值：{zh}；预计共有 {freed.zh}低于阈值。",
            f"Best thresholds within all budgets: {en}; {freed.en} are expected below them.",
        )

    def _used(self, code: str) -> Text:
        budget, used = self.budgets[code], self.used[code]
        name = budget.called(code)
        share = whole_percent(used / budget.most) if budget.most > 0 else "–"
        has, spent = rounded(budget.most, 6), rounded(used, 4)
        return Text(
            f"{name.zh}：已用 {spent.zh}，预算 {has.zh}（{share}）。",
            f"{name.en}: {spent.en} of {has.en} used ({share}).",
        )

    def _shadow(self, code: str) -> Text:
        budget, shadow = self.budgets[code], self.shadows[code]
        name, step = budget.called(code), budget.step(code)
        if shadow.gain > _STILL * max(abs(self.benefit.estimate or 0.0), 1.0):
            return self._gains(step, shadow)
        if shadow.next_amount is None or shadow.next_gain is None:
            return Text(
                f"{name.zh}不构成约束：单独增加它不会使更多企业低于阈值。",
                f"{name.en} does not bind: more of it alone frees nobody.",
            )
        more, freed = rounded(shadow.next_amount, up=True), rounded(shadow.next_gain)
        return Text(
            f"多{step.zh}不改变方案；{name.zh}至少增加 {more.zh} 才会多 {freed.zh} 家。",
            f"With {step.en} more nothing changes; {name.en} must rise by {more.en} before "
            f"{freed.en} enterprises more are freed.",
        )

    def _gains(self, step: Text, shadow: Shadow) -> Text:
        base = self.benefit.estimate or 0.0
        gain, moved = rounded(shadow.gain), _moves(shadow.changes)
        share = f"（{100 * shadow.gain / base:.1f}%）" if base > 0 else ""
        part = f" ({100 * shadow.gain / base:.1f} %)" if base > 0 else ""
        return Text(
            f"多{step.zh}，可使低于阈值的企业增加 {gain.zh} 家{share}：{moved.zh}。",
            f"With {step.en} more, {gain.en} enterprises more are freed{part}: {moved.en}.",
        )


def _enterprises(benefit: Estimate) -> Text:
    middle = rounded(benefit.estimate or 0.0, 4)
    if benefit.low is None or benefit.high is None:
        return Text(f"{middle.zh} 家企业", f"{middle.en} enterprises")
    low, high = rounded(benefit.low, 4), rounded(benefit.high, 4)
    return Text(
        f"{middle.zh} 家企业（{low.zh}–{high.zh}，由各场景的 95% 区间相加）",
        f"{middle.en} enterprises ({low.en}–{high.en}, the scenarios' 95 % limits summed)",
    )


def _moves(changes: Sequence[Change]) -> Text:
    moves = [(c.name, persons(c.before), persons(c.after)) for c in changes]
    return Text(
        "、".join(f"{name.zh}由{before.zh}改为{after.zh}" for name, before, after in moves),
        ", ".join(f"{name.en} from {before.en} to {after.en}" for name, before, after in moves),
    )
