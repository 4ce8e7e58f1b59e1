"""What the robustness analysis finds, as frozen values with words, rows and a chart."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import Estimate
from listlab.analyse.robust.rules import Rule
from listlab.analyse.rounded import rounded, whole_percent
from listlab.analyse.sensitivity.inputs import Input
from listlab.model.language import Lang, Text
from listlab.model.quantity import percent, persons

_MAJORITY = 0.5
_OFTEN = Text("较易失效的情形", "It fails more often when")
_SHOWN = 3  # factors of the worst future that are named, the most unusual first


@dataclass(frozen=True, slots=True)
class Alternative:
    """One threshold over all futures; regrets in enterprises, as the objective is.

    `worst`: largest regret met; `worst_at`: the factors of that future. `tail`: regret passed in
    5 % of futures. `best`: share of futures where no threshold does better. `serves`: share
    where it still meets the need.
    """

    threshold: int
    worst: float
    worst_at: tuple[float, ...]
    mean: Estimate
    tail: float
    best: Estimate
    serves: Estimate


@dataclass(frozen=True)
class Robust(Explained):
    """Regret of every threshold, the minimax one, and where the recommendation fails.

    `price` is λ: how many freed enterprises one unit of loss weighs. `changes_at`: nearest
    prices below and above at which another threshold is chosen, None where none is within two
    decades. `corners`: combinations of the factors' ends that were looked at besides the futures.
    """

    price: float
    changes_at: tuple[float | None, float | None]
    factors: tuple[Input, ...]
    futures: int
    corners: int
    alternatives: tuple[Alternative, ...]
    threshold: int
    recommended: int | None
    need: float
    fails: Estimate | None  # of the recommended threshold; None without one
    rules: tuple[Rule, ...]

    @property
    def title(self) -> Text:
        """Heading."""
        return Text("稳健性分析", "Robustness")

    def row(self, threshold: int) -> Alternative:
        """One threshold; KeyError when it is none of those compared."""
        for row in self.alternatives:
            if row.threshold == threshold:
                return row
        raise KeyError(threshold)

    def lines(self) -> Sequence[Text]:
        """Objective, robust threshold with its regret, how the recommendation fails."""
        return [self._objective(), self._choice(), *self._priced(), *self._failures()]

    def to_frame(self) -> pl.DataFrame:
        """Row a threshold: regrets, and shares of futures with their intervals."""
        rows = [
            {"threshold": row.threshold, "regret_worst": row.worst, "regret_95": row.tail}
            | {f"regret_mean_{name}": value for name, value in row.mean.to_dict().items()}
            | {f"best_{name}": value for name, value in row.best.to_dict().items()}
            | {f"serves_{name}": value for name, value in row.serves.to_dict().items()}
            for row in self.alternatives
        ]
        return pl.DataFrame(rows)

    def rules_frame(self) -> pl.DataFrame:
        """Row a rule: in words, with coverage and density and their limits."""
        rows = [
            {"zh": rule.say().zh, "en": rule.say().en}
            | {f"coverage_{name}": value for name, value in rule.coverage.to_dict().items()}
            | {f"density_{name}": value for name, value in rule.density.to_dict().items()}
            for rule in self.rules
        ]
        shares = [f"{a}_{b}" for a in ("coverage", "density") for b in ("estimate", "low", "high")]
        schema = dict.fromkeys(("zh", "en"), pl.String) | dict.fromkeys(shares, pl.Float64)
        return pl.DataFrame(rows, schema=schema)

    def chart(self, lang: Lang = "zh") -> Chart:
        """Worst, 95 % and mean regret of every threshold."""
        from listlab.analyse.robust.picture import regret_chart

        return regret_chart(self, lang)

    def _objective(self) -> Text:
        price = rounded(self.price)
        extremes = f"及 {self.corners:,} 个极端组合" if self.corners else ""
        besides = f" and {self.corners:,} extreme combinations" if self.corners else ""
        return Text(
            f"目标：低于阈值的企业数减去 {price.zh} × 年预期损失，"
            f"在 {self.futures:,} 个抽取的未来{extremes}中比较。",
            f"Objective: enterprises freed less {price.en} × expected yearly loss, compared in "
            f"{self.futures:,} sampled futures{besides}.",
        )

    def _choice(self) -> Text:
        row = self.row(self.threshold)
        where, worst, mean = persons(row.threshold), rounded(row.worst), _mean(row)
        future = self._worst_future(row)
        return Text(
            f"最大遗憾最小的阈值为{where.zh}：所见最坏的未来中，比事后最优少 {worst.zh} 家"
            f"（{future.zh}），平均少 {mean.zh} 家。",
            f"Least largest regret: {where.en}. In the worst future met, it falls short of the "
            f"best in hindsight by {worst.en} enterprises ({future.en}), on average by {mean.en}.",
        )

    def _worst_future(self, row: Alternative) -> Text:
        given = list(zip(self.factors, row.worst_at, strict=True))
        unusual = sorted(given, key=lambda pair: -_departure(*pair))[:_SHOWN]
        return Text(
            "、".join(f"{f.name.zh} {f.say(value).zh}" for f, value in unusual),
            ", ".join(f"{f.name.en} {f.say(value).en}" for f, value in unusual),
        )

    def _priced(self) -> list[Text]:
        low, high = self.changes_at
        if self.price == 0:
            return []
        if low is None and high is None:
            return [
                Text(
                    "损失的权重小到百分之一或大到一百倍，这一选择都不变。",
                    "The choice stays the same with a hundredth or a hundred times that price.",
                )
            ]
        zh, en = [], []
        if low is not None:
            zh.append(f"降到 {rounded(low).zh}")
            en.append(f"falls to {rounded(low).en}")
        if high is not None:
            zh.append(f"升到 {rounded(high).zh}")
            en.append(f"rises to {rounded(high).en}")
        return [
            Text(
                f"损失的权重{'或'.join(zh)}时，选择改变。",
                f"The choice changes when the price of loss {' or '.join(en)}.",
            )
        ]

    def _failures(self) -> list[Text]:
        if self.recommended is None or self.fails is None:
            return [
                Text(
                    "没有建议阈值，因此没有何时失效可言。",
                    "Nothing is recommended, so there is nothing to fail.",
                )
            ]
        where, need = persons(self.recommended), percent(self.need)
        share, limits = _share(self.fails), _limits(self.fails)
        head = Text(
            f"建议阈值{where.zh}在 {share} 的未来中（95% 区间 {limits}）不再满足 {need} 的要求。",
            f"In {share} of futures (95 % interval {limits}) the recommended {where.en} no longer "
            f"meets the need of {need}.",
        )
        if not self.fails.estimate:
            return [head]
        if not self.rules:
            return [
                head,
                Text(
                    "这些未来没有共同特征可归纳为简单规则。",
                    "No simple rule tells those futures from the others.",
                ),
            ]
        return [head, *(_rule_line(rule) for rule in self.rules)]


def _rule_line(rule: Rule) -> Text:
    said = rule.say()
    density, coverage = _share(rule.density), _share(rule.coverage)
    inside, held = _limits(rule.density), _limits(rule.coverage)
    mostly = (rule.density.estimate or 0.0) > _MAJORITY
    head = Text("失效的情形", "It fails when") if mostly else _OFTEN
    return Text(
        f"{head.zh}：{said.zh}。此时 {density} 失效（{inside}），"
        f"占全部失效的 {coverage}（{held}）。",
        f"{head.en} {said.en}: then in {density} of futures ({inside}), which are {coverage} "
        f"of all failures ({held}).",
    )


def _share(share: Estimate) -> str:
    return "–" if share.estimate is None else whole_percent(share.estimate)


def _limits(share: Estimate) -> str:
    if share.low is None or share.high is None:
        return "–"
    return f"{whole_percent(share.low)}–{whole_percent(share.high)}"


def _mean(row: Alternative) -> Text:
    return rounded(row.mean.estimate or 0.0)


def _departure(factor: Input, value: float) -> float:
    """How far a value lies from the base, as a share of what the factor is varied over."""
    ends = factor.ends
    return abs(value - factor.base) / (max(ends) - min(ends))
