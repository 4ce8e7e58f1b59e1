"""A scenario in any number of futures at once: what each threshold does in each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from listlab.analyse.answers import Array
from listlab.analyse.bands import probit_of_share
from listlab.analyse.sensitivity.inputs import Input
from listlab.analyse.sensitivity.law import Law
from listlab.analyse.sensitivity.result import Output
from listlab.model.language import Text
from listlab.model.quantity import persons

THRESHOLD = "threshold"  # code of the lever
NODES = 9  # of growth
_CHUNK = 2048  # rows of factors at once
_SLACK = 1e-9  # of shares that are equal on paper


@dataclass(frozen=True)
class Futures:
    """What every threshold does in every future; arrays have shape (futures, thresholds).

    `freed`: share of enterprises below. `exposure`: persons times severity a year. `loss`:
    expected persons times severity lost in incidents a year. `serves`: whether the bound that
    decides still meets the need. `enterprises`: in each future, shape (futures,).
    """

    freed: Array
    exposure: Array
    loss: Array
    serves: NDArray[np.bool_]
    enterprises: Array


@dataclass(frozen=True)
class ScenarioModel:
    """A scenario that can be asked anything: factors in, share freed, exposure, loss, verdict.

    `thresholds` are the candidates that the law leaves open. `caution` is how far, on the
    probit scale, the bound that decides lay from the estimate; it is held in every future.
    `silent` is the share of the frame that did not answer.
    """

    thresholds: tuple[int, ...]
    chosen: int | None  # threshold that outputs are of; None: a lever
    recommended: int | None
    need: float
    factors: tuple[Input, ...]
    fixed: Mapping[str, float]
    law: Law
    growth_mean: float
    enterprises: float
    severity: float
    silent: float
    share_lost: float
    idle: float  # share of enterprises without exports this year
    caution: Array = field(repr=False)
    ceiling: Array = field(repr=False)  # largest share below that the answers allow

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Share freed, exposure and expected loss at the threshold; the recommended one."""
        at = persons(self.chosen) if self.chosen is not None else Text("阈值", "the threshold")
        when = "" if self.chosen is None else f"阈值取{at.zh}时的"
        none = Text("无可行阈值", "no feasible threshold")
        freed = Text(f"{at.zh}以下的企业比例", f"share of enterprises below {at.en}")
        exposure = Text(f"{when}敞口", f"exposure at {at.en}")
        loss = Text(f"{when}年预期损失", f"expected yearly loss at {at.en}")
        chosen = Text("建议阈值", "the recommended threshold")
        return (
            Output("freed", freed, is_share=True),
            Output("exposure", exposure),
            Output("loss", loss),
            Output("recommended", chosen, labels=(*map(persons, self.thresholds), none)),
        )

    def __call__(self, rows: Array) -> Array:
        """Outputs, shape (n, 4), at rows of shape (n, factors)."""
        futures = self.futures(rows)
        at = np.full(len(rows), 0)
        if self.chosen is not None:
            at[:] = self.thresholds.index(self.chosen)
        else:
            at[:] = np.searchsorted(self.thresholds, self._columns(rows)[THRESHOLD])
        each = np.arange(len(rows))
        shown = [part[each, at] for part in (futures.freed, futures.exposure, futures.loss)]
        return np.column_stack([*shown, self.verdict(futures.serves)])

    def verdict(self, serves: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Index of the smallest threshold before the first that fails, from the largest down.

        The number of thresholds where the largest fails already: nothing is feasible.
        """
        upwards = np.logical_and.accumulate(serves[:, ::-1], axis=1)
        failing: NDArray[np.int64] = len(self.thresholds) - upwards.sum(axis=1)
        return failing

    def futures(self, rows: Array) -> Futures:
        """What every threshold does at rows of factors, shape (n, factors)."""
        parts = [self._futures(self._columns(rows[s])) for s in _slices(len(rows))]
        return Futures(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("freed", "exposure", "loss", "serves", "enterprises")
            )
        )

    def _columns(self, rows: Array) -> dict[str, Array]:
        given = {each.code: rows[:, j] for j, each in enumerate(self.factors)}
        return {code: np.full(len(rows), value) for code, value in self.fixed.items()} | given

    def _futures(self, x: Mapping[str, Array]) -> Futures:
        log_threshold = np.log(np.array(self.thresholds, dtype=float))
        reported = np.log1p(-x["under_reporting"])
        entrants = x["entrants"][:, None]
        node, chance = np.polynomial.hermite_e.hermegauss(NODES)
        growth = (self.growth_mean + x["growth_shift"])[:, None] + x["growth_sd"][:, None] * node
        staying = self._below(log_threshold, growth - reported[:, None], chance / chance.sum())
        if self.silent > 0:
            larger = growth - reported[:, None] + np.log(x["nonresponse_ratio"])[:, None]
            quiet = self._below(log_threshold, larger, chance / chance.sum())
            staying = staying + self.silent * (quiet - staying)
        if self.idle > 0:  # of those that export nothing, some start like the others
            starting = x["start_rate"] * self.idle / (1 - self.idle)
            staying = staying * (1 + starting[:, None])
        new = self._below(log_threshold, -reported[:, None], np.ones(1))
        caught, below = (staying + entrants * new) / (1 + entrants)
        number = self.enterprises * (1 + x["entrants"])
        mass = self.severity * number[:, None]
        beta = x["beta"][:, None]
        freed = 1 - caught
        permitted = freed * (np.exp(log_threshold) - 1)
        exposure = mass * ((1 - beta) * below + beta * permitted)
        bound = np.minimum(ndtr(probit_of_share(caught) - self.caution), self.ceiling)
        loss = self.share_lost * x["incident_rate"][:, None] * exposure
        return Futures(freed, exposure, loss, bound >= self.need - _SLACK, number)

    def _below(self, log_threshold: Array, moved: Array, chance: Array) -> Array:
        """Share caught and persons below each threshold when log volumes move: (2, n, K).

        `moved` has shape (n, nodes), `chance` (nodes,).
        """
        caught, persons_below = self.law.below(log_threshold[:, None] - moved[:, None, :])
        return np.stack([caught @ chance, (persons_below * np.exp(moved)[:, None, :]) @ chance])


def _slices(rows: int) -> Iterator[slice]:
    return (slice(i, i + _CHUNK) for i in range(0, rows, _CHUNK))
