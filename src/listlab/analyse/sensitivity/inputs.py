"""What a model is varied over: numeric ranges, and levers that have levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Array
from listlab.analyse.assumptions.factor import Factor, number
from listlab.analyse.rounded import rounded
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption
from listlab.model.problem import Problem

_NOTHING = Text("", "")
_SHARE = "share"  # unit, as the factors' file names it


@dataclass(frozen=True, slots=True)
class Range:
    """A numeric factor: anything between `low` and `high` is as likely as anything else.

    With `log`, evenly in its logarithm. `base` is what counts when others are varied.
    """

    code: str
    name: Text
    low: float
    high: float
    base: float
    unit: Text = _NOTHING
    log: bool = False

    def at(self, chance: Array) -> Array:
        """Values whose cumulative probability is `chance`, same shape."""
        if self.log:
            return np.asarray(self.low * (self.high / self.low) ** chance)
        return self.low + (self.high - self.low) * chance

    @property
    def ends(self) -> tuple[float, ...]:
        """Values that a tornado looks at."""
        return self.low, self.high

    def say(self, value: float) -> Text:
        """Value as a sentence shows it: per cent where the unit is a share."""
        if self.unit.en == _SHARE:
            said = f"{100 * value:.3g}%"
            return Text(said, said)
        return rounded(value)


@dataclass(frozen=True, slots=True)
class Lever:
    """A choice among levels, each with its probability; equal ones when none are given.

    The model gets the level's number; `labels` say what it stands for.
    """

    code: str
    name: Text
    levels: tuple[float, ...]
    base: float
    chances: tuple[float, ...] = ()
    labels: tuple[Text, ...] = ()
    unit: Text = _NOTHING

    def at(self, chance: Array) -> Array:
        """Levels whose cumulative probability is reached at `chance`, same shape."""
        shares = self.chances or (1 / len(self.levels),) * len(self.levels)
        edges = np.cumsum(shares)[:-1]
        return np.asarray(self.levels, dtype=float)[np.searchsorted(edges, chance, side="right")]

    @property
    def ends(self) -> tuple[float, ...]:
        """Every level: a tornado looks at all."""
        return self.levels

    def say(self, value: float) -> Text:
        """Label of a level, or its number."""
        return self.labels[self.levels.index(value)] if self.labels else rounded(value)


Input = Range | Lever


def range_of(
    factor: Factor, assumptions: Mapping[str, Assumption], *, base: float | None = None
) -> Range:
    """Range of a factor that the study assumes, over its span and what the study says itself."""
    middle = number(factor, assumptions) if base is None else base
    given = assumptions.get(factor.code)
    values = (middle, *(given.values if given else ()), *factor.span)
    return Range(factor.code, factor.name, min(values), max(values), middle, factor.unit)


def check_inputs(inputs: Sequence[Input]) -> None:
    """Refuse factors that can't be varied.

    Raises
    ------
    ScenarioError
        No factor, or every factor that is wrong, with its cause.
    """
    problems = [] if inputs else [Text("没有给出因素", "no factor was given")]
    codes = [each.code for each in inputs]
    problems += [
        Text(f"因素 {code} 重复", f"factor {code} is given twice")
        for code in sorted({code for code in codes if codes.count(code) > 1})
    ]
    for each in inputs:
        cause = _wrong_range(each) if isinstance(each, Range) else _wrong_lever(each)
        if cause is not None:
            problems.append(
                Text(f"因素 {each.code}：{cause.zh}", f"factor {each.code}: {cause.en}")
            )
    if problems:
        raise ScenarioError(
            Problem("sensitivity.factor", "error", Text(f"{p.zh}。", f"{p.en}.")) for p in problems
        )


def _wrong_range(given: Range) -> Text | None:
    values = (given.low, given.high, given.base)
    if not all(map(np.isfinite, values)) or not given.low < given.high:
        return Text(
            f"下限应小于上限且均为有限数，得到 {given.low:g} 与 {given.high:g}",
            f"low must be below high and both finite, got {given.low:g} and {given.high:g}",
        )
    if not given.low <= given.base <= given.high:
        return Text(
            f"基准值 {given.base:g} 应在 {given.low:g} 与 {given.high:g} 之间",
            f"base {given.base:g} must lie between {given.low:g} and {given.high:g}",
        )
    if given.log and given.low <= 0:
        return Text(
            f"按对数变化时下限应大于 0，得到 {given.low:g}",
            f"a range in logarithms must start above 0, got {given.low:g}",
        )
    return None


def _wrong_lever(given: Lever) -> Text | None:
    levels, chances = given.levels, given.chances
    if len(levels) < 2 or len(set(levels)) < len(levels) or not all(map(np.isfinite, levels)):
        return Text(
            f"应有至少两个互不相同的有限水平，得到 {len(levels)} 个",
            f"at least two different finite levels are needed, got {len(levels)}",
        )
    if given.base not in levels:
        return Text(
            f"基准值 {given.base:g} 不是其中一个水平", f"base {given.base:g} is none of the levels"
        )
    if chances and (
        len(chances) != len(levels) or min(chances) <= 0 or abs(sum(chances) - 1) > 1e-9
    ):
        return Text(
            f"每个水平应有一个正的概率，合计为 1，得到 {list(chances)}",
            f"each level needs a probability above 0, 1 in all, got {list(chances)}",
        )
    if given.labels and len(given.labels) != len(levels):
        return Text(
            f"每个水平应有一个名称，得到 {len(given.labels)} 个",
            f"each level needs a label, got {len(given.labels)}",
        )
    return None
