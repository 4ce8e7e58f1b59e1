"""Thresholds of all scenarios jointly under total budgets: the best, frontier, shadow prices."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from listlab.analyse.answers import Array
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.portfolio.candidates import (
    Budget,
    candidates_of,
    checked_candidates,
    choices_of,
)
from listlab.analyse.portfolio.infeasible import infeasible
from listlab.analyse.portfolio.result import Change, Pick, Point, Portfolio, Shadow
from listlab.analyse.portfolio.solve import Choices, Picks, best_picks, least_use
from listlab.analyse.result import Estimate, ScenarioResult
from listlab.model.language import Text
from listlab.model.params import Assumption

_POINTS = 15  # of the frontier along one budget


def analyse(
    candidates: Any,
    *,
    budgets: Mapping[str, Budget | float],
    assumptions: Mapping[str, Assumption] | None = None,
) -> Portfolio:
    """Thresholds that free most enterprises in all scenarios together, within total budgets.

    Parameters
    ----------
    candidates : DataFrame or sequence of ScenarioResult
        A row a candidate with scenario, threshold, benefit (enterprises freed; optional
        benefit_low, benefit_high, scenario_zh, scenario_en) and a column for each budget. Of
        results, the lawful candidates that meet the need, with exposure and filings.
    budgets : mapping
        Most of each column in all; a `Budget` also says what one unit more is.
    assumptions : mapping, optional
        The study's; β counts for the exposure of results.

    Returns
    -------
    Portfolio
        One threshold a scenario; of equal benefits the smallest ones.

    Raises
    ------
    ScenarioError
        Unusable candidates or budgets, all named; or budgets that nothing meets, with the ones
        that bind and the least relaxation that would do.

    Notes
    -----
    Exact: `max Σ b x` subject to one candidate a scenario and `Σ c x ≤ budget` for each, by
    branch and bound without a gap. Shadow prices are found by solving again at one unit more,
    because choices are whole and a price at the margin would not hold for a unit. Limits of the
    total are sums of limits: wider than need be unless all scenarios err together.

    References
    ----------
    .. [1] Huangfu and Hall (2018), doi:10.1007/s12532-017-0130-5 (HiGHS).
    """
    given = {c: b if isinstance(b, Budget) else Budget(float(b)) for c, b in budgets.items()}
    table, left_out = _table(candidates, assumptions or {})
    frame = checked_candidates(table, given)
    choices = choices_of(frame, given)
    limits = np.array([budget.most for budget in given.values()], dtype=float)
    picks = best_picks(choices, limits)
    if picks is None:
        raise infeasible(choices, given, limits)
    return Portfolio(
        picks=tuple(_pick(frame, int(i), given) for i in picks),
        benefit=_total(frame, picks),
        budgets=given,
        used=dict(zip(given, map(float, choices.use(picks)), strict=True)),
        shadows={
            code: _shadow(frame, choices, picks, limits, budget=(i, budget.unit))
            for i, (code, budget) in enumerate(given.items())
        },
        frontier=tuple(
            point
            for i, code in enumerate(given)
            for point in _frontier(frame, choices, limits, budget=(i, code))
        ),
        left_out=left_out,
    )


def _table(candidates: Any, assumptions: Mapping[str, Assumption]) -> tuple[Any, tuple[Text, ...]]:
    """Table of candidates, and the names of scenarios that have none."""
    if not isinstance(candidates, Sequence):
        return candidates, ()
    results: Sequence[ScenarioResult] = candidates
    table = candidates_of(results, beta=number(factors()["beta"], assumptions))
    kept = set(table["scenario"])
    return table, tuple(r.scenario_name for r in results if r.scenario not in kept)


def _name(frame: pl.DataFrame, i: int) -> Text:
    row = frame.row(i, named=True)
    code = str(row["scenario"])
    return Text(row.get("scenario_zh") or code, row.get("scenario_en") or code)


def _pick(frame: pl.DataFrame, i: int, budgets: Mapping[str, Budget]) -> Pick:
    row = frame.row(i, named=True)
    return Pick(
        scenario=str(row["scenario"]),
        name=_name(frame, i),
        threshold=int(row["threshold"]),
        benefit=Estimate(row["benefit"], row.get("benefit_low"), row.get("benefit_high")),
        use={code: float(row[code]) for code in budgets},
    )


def _total(frame: pl.DataFrame, picks: Picks) -> Estimate:
    chosen = frame[picks]
    limits = [
        float(chosen[name].sum()) if name in frame.columns else None
        for name in ("benefit_low", "benefit_high")
    ]
    return Estimate(float(chosen["benefit"].sum()), limits[0], limits[1])


def _shadow(
    frame: pl.DataFrame, choices: Choices, picks: Picks, limits: Array, *, budget: tuple[int, float]
) -> Shadow:
    """Solve again at one unit more of one budget, and find the next step that frees more."""
    i, unit = budget
    top = choices.total(picks)
    more = limits.copy()
    more[i] += unit
    richer = best_picks(choices, more)
    richer = picks if richer is None else richer
    step = least_use(choices, i, limits, above=top)
    changes = tuple(
        Change(
            _name(frame, int(a)), int(frame["threshold"][int(a)]), int(frame["threshold"][int(b)])
        )
        for a, b in zip(picks, richer, strict=True)
        if a != b
    )
    return Shadow(
        gain=choices.total(richer) - top,
        changes=changes,
        next_amount=None if step is None else float(choices.use(step)[i] - limits[i]),
        next_gain=None if step is None else choices.total(step) - top,
    )


def _frontier(
    frame: pl.DataFrame, choices: Choices, limits: Array, *, budget: tuple[int, str]
) -> Iterator[Point]:
    """Largest benefit along one budget, from the least that anything needs upwards.

    Solved from the top down: what fits a smaller limit already need not be solved for again.
    """
    i, code = budget
    free = limits.copy()
    free[i] = np.inf
    least, picks = least_use(choices, i, limits), best_picks(choices, free)
    if least is None or picks is None:
        return
    ends = float(choices.use(least)[i]), float(choices.use(picks)[i])
    points = []
    for limit in sorted({*np.linspace(*ends, _POINTS).tolist(), float(limits[i])}, reverse=True):
        if choices.use(picks)[i] > limit:
            at = limits.copy()
            at[i] = limit
            smaller = best_picks(choices, at)
            if smaller is None:
                break
            picks = smaller
        thresholds = tuple(int(t) for t in frame["threshold"].to_numpy()[picks])
        points.append(Point(code, limit, choices.total(picks), thresholds))
    yield from reversed(points)
