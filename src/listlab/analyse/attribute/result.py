"""What each change between two drafts did to a figure, with words, rows and a chart."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import Estimate
from listlab.analyse.rounded import rounded
from listlab.model.language import Lang, Text
from listlab.model.quantity import percent, points

_NAMED = 5  # changes named in a sentence each; the rest together


@dataclass(frozen=True, slots=True)
class Contribution:
    """One change: what it was, what it is (None: not there), and its part of the difference."""

    code: Hashable
    name: Text
    before: Any
    after: Any
    share: Estimate


@dataclass(frozen=True)
class Attribution(Explained):
    """Difference of a figure between two drafts, shared among the changes, the largest first.

    `method`: exact over all orders, or sampled with 95 % intervals. `evaluations`: distinct
    drafts whose figure was taken. Parts sum to the difference either way.
    """

    outcome: Text
    is_share: bool
    before: float
    after: float
    contributions: tuple[Contribution, ...]
    method: Literal["exact", "sampled"]
    evaluations: int

    @property
    def difference(self) -> float:
        """New figure less the old one."""
        return self.after - self.before

    @property
    def title(self) -> Text:
        """Heading."""
        return Text("两稿差异的归因", "What the changes between the drafts did")

    def lines(self) -> Sequence[Text]:
        """Difference, the part of each main change, and how the parts were reckoned."""
        if not self.contributions:
            return [
                Text(
                    f"两稿相同，{self.outcome.zh}没有变化（{self._say(self.after).zh}）。",
                    f"The drafts are the same: {self.outcome.en} stays {self._say(self.after).en}.",
                )
            ]
        old, new, by = self._say(self.before), self._say(self.after), self._by(self.difference)
        head = Text(
            f"{self.outcome.zh}由 {old.zh} 变为 {new.zh}（{by.zh}），"
            f"由 {len(self.contributions)} 处修改共同造成。",
            f"{self.outcome.en} went from {old.en} to {new.en} ({by.en}), by "
            f"{len(self.contributions)} changes together.",
        )
        main, rest = self.contributions[:_NAMED], self.contributions[_NAMED:]
        return [head, *(self._part(each) for each in main), *self._rest(rest), self._method()]

    def to_frame(self) -> pl.DataFrame:
        """Row a change: code, before, after (as text), part of the difference with its limits."""
        names = ("code", "zh", "en", "before", "after")
        rows: list[dict[str, Any]] = [
            {
                "code": str(each.code),
                "zh": each.name.zh,
                "en": each.name.en,
                "before": None if each.before is None else str(each.before),
                "after": None if each.after is None else str(each.after),
            }
            | each.share.to_dict()
            for each in self.contributions
        ]
        schema = dict.fromkeys(names, pl.String) | dict.fromkeys(
            ("estimate", "low", "high"), pl.Float64
        )
        return pl.DataFrame(rows, schema=schema)

    def chart(self, lang: Lang = "zh") -> Chart:
        """From the old figure to the new one, a bar a change."""
        from listlab.analyse.attribute.picture import waterfall_chart

        return waterfall_chart(self, lang)

    def _part(self, each: Contribution) -> Text:
        by = self._by(each.share.estimate or 0.0)
        limits = Text("", "")
        if self.method == "sampled" and each.share.low is not None and each.share.high is not None:
            low, high = self._number(each.share.low), self._number(each.share.high)
            limits = Text(
                f"（95% 区间 {low.zh} 至 {high.zh}）", f" (95 % interval {low.en} to {high.en})"
            )
        return Text(f"{each.name.zh}：{by.zh}{limits.zh}。", f"{each.name.en}: {by.en}{limits.en}.")

    def _rest(self, rest: Sequence[Contribution]) -> list[Text]:
        if not rest:
            return []
        by = self._by(sum(each.share.estimate or 0.0 for each in rest))
        return [
            Text(
                f"其余 {len(rest)} 处修改合计：{by.zh}。",
                f"The other {len(rest)} changes together: {by.en}.",
            )
        ]

    def _method(self) -> Text:
        count = f"{self.evaluations:,}"
        if self.method == "exact":
            return Text(
                f"按所有先后次序平均（沙普利值，精确，计算 {count} 种组合），"
                "各部分之和等于总变化。",
                f"Averaged over every order of the changes (Shapley, exact, {count} combinations); "
                "the parts sum to the difference.",
            )
        return Text(
            f"按随机先后次序平均（沙普利值，抽样，计算 {count} 种组合），各部分之和等于总变化。",
            f"Averaged over random orders of the changes (Shapley, sampled, {count} combinations); "
            "the parts sum to the difference.",
        )

    def _say(self, value: float) -> Text:
        return Text(percent(value), percent(value)) if self.is_share else rounded(value, 4)

    def _by(self, change: float) -> Text:
        size = self._number(change)
        return Text(f"{size.zh} 个百分点", f"{size.en} points") if self.is_share else size

    def _number(self, change: float) -> Text:
        """Change with its sign, in percentage points where the figure is a share."""
        sign = "+" if change > 0 else "−" if change < 0 else ""
        if self.is_share:
            size = points(abs(change))
            return Text(f"{sign}{size}", f"{sign}{size}")
        of = rounded(abs(change))
        return Text(f"{sign}{of.zh}", f"{sign}{of.en}")
