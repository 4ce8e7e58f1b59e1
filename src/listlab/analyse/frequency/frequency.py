"""Frequency of one scenario: from flows to filings by month, district and counting rule."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.random import Generator

from listlab.analyse.answers import Answers, Array, checked_volumes, group_answers
from listlab.analyse.assumptions.factor import by_class, number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.bands import resample
from listlab.analyse.candidates import checked
from listlab.analyse.flows import by_enterprise
from listlab.analyse.frequency.crossing import crossings, peaked
from listlab.analyse.frequency.frames import (
    calendar_frame,
    district_frame,
    enterprise_frame,
    rule_frame,
    season_frame,
)
from listlab.analyse.frequency.notes import notes_on
from listlab.analyse.frequency.occupancy import VARIANTS, Variant
from listlab.analyse.frequency.result import FrequencyResult
from listlab.analyse.frequency.table import flow_table, named_flows
from listlab.analyse.frequency.tally import tally
from listlab.analyse.frequency.transfers import transfers
from listlab.analyse.laws import fit
from listlab.analyse.options import too_few
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind
from listlab.model.problem import Problem


def analyse(
    flows: Any,
    *,
    thresholds: Sequence[int],
    rng: Generator,
    variant: Variant = "population",
    kind: Kind = "sensitive",
    enterprises: Any | None = None,
    assumptions: Mapping[str, Assumption] | None = None,
    bootstrap: int = 1000,
) -> FrequencyResult:
    """Crossing dates of one scenario: filings by month, by district, and by rule of counting.

    Parameters
    ----------
    flows : polars or pandas DataFrame
        A study's flows of one scenario; or a plain table with low and high (distinct persons a
        year; missing high = unbounded) and optional events_per_year, persons_per_event,
        repeat_share (in [0, 1]), frequency, enterprise, district, weight, count, stratum.
    thresholds : sequence of int
        Persons a year, each at least 1.
    variant : {"population", "cohort"}
        Whether transfers draw anew from the same people (members, travellers), or carry everyone
        under observation (trial participants, employees): `persons` of the pack's scenario.
    enterprises : polars or pandas DataFrame, optional
        The study's enterprises: gives region and frame weight by enterprise_id.
    assumptions : mapping, optional
        Of `events_by_frequency`, `repeat_share`, `january_stock`, `monthly_profile` and
        `peak_quarter`; defaults where left out.
    bootstrap : int, default 1000
        Replicates, at least 50.

    Returns
    -------
    FrequencyResult
        Frames calendar, districts, rules, seasons and enterprises; problems of single flows.

    Raises
    ------
    ScenarioError
        Unusable rows, thresholds or options. Flows that contradict themselves are no error: they
        are named in `problems` and their month is not told.

    Notes
    -----
    Of this year's enterprises; transfers spread over the months as `monthly_profile` says, evenly
    unless it says otherwise, a month being a twelfth of a year. See docs/method/frequency.md.
    """
    assumptions = assumptions or {}
    _check_options(variant, bootstrap)
    chosen = checked(thresholds)
    profile = _profile(assumptions)
    frame = named_flows(flows, enterprises, kind)
    volumes = by_enterprise(frame, kind)
    answers, groups = _row_by_row(volumes)
    place = {name: i for i, name in enumerate(volumes["enterprise"])}
    owner = np.array([place[name] for name in frame["enterprise"]], dtype=np.int64)
    table = flow_table(frame, owner, kind)
    stand_in = "january_stock" if variant == "cohort" else "repeat_share"
    moves = transfers(
        table,
        variant,
        by_class(factors()["events_by_frequency"], assumptions),
        number(factors()[stand_in], assumptions),
    )
    model = fit(groups)
    peak = number(factors()["peak_quarter"], assumptions)
    profiles = {"given": profile} | {f"quarter_{q + 1}": peaked(profile, q, peak) for q in range(4)}
    found = {
        name: crossings(moves, answers, model, chosen, profile=each)
        for name, each in profiles.items()
    }
    given = found["given"]
    draws = resample(answers, bootstrap, rng)
    whole = tally(given, answers, draws, np.ones(len(answers.low), dtype=bool))
    districts = _district_of(frame, volumes)
    by_district = {
        name: tally(given, answers, draws, (districts == name).to_numpy())
        for name in districts.drop_nulls().unique().sort()
    }
    return FrequencyResult(
        variant=variant,
        kind=kind,
        thresholds=tuple(chosen),
        n=answers.n,
        n_dated=round(float(answers.count[given.is_dated].sum())),
        peak=peak,
        calendar=calendar_frame(whole, chosen),
        rules=rule_frame(whole, chosen),
        districts=district_frame(by_district, chosen),
        seasons=season_frame(found, answers, chosen),
        enterprises=enterprise_frame(given, moves, volumes["enterprise"], districts, chosen),
        notes=notes_on(moves, model, given, whole, assumptions=assumptions),
        problems=table.problems,
    )


def _check_options(variant: str, bootstrap: int) -> None:
    problems = [*too_few(bootstrap)]
    if variant not in VARIANTS:
        message = Text(
            f"variant 应为 {'、'.join(VARIANTS)} 之一，得到 {variant}。",
            f"variant must be one of {', '.join(VARIANTS)}, got {variant}.",
        )
        problems.append(Problem("scenario.variant", "error", message, got=variant))
    if problems:
        raise ScenarioError(problems)


def _profile(assumptions: Mapping[str, Assumption]) -> Array:
    """Share of each month in the year's transfers."""
    weights = np.array(list(by_class(factors()["monthly_profile"], assumptions).values()))
    if not np.isfinite(weights).all() or (weights < 0).any() or weights.sum() <= 0:
        raise ScenarioError(
            Text(
                "monthly_profile 各月比重应为不小于 0 的数，且不全为 0；请更正后重试。",
                "monthly_profile must hold weights of at least 0, not all of them 0; correct it.",
            )
        )
    return np.asarray(weights / weights.sum())


def _row_by_row(volumes: pl.DataFrame) -> tuple[Answers, Answers]:
    """Answers an enterprise each in the table's order, and the same grouped as fits take them."""
    rows, groups = checked_volumes(volumes), group_answers(volumes)
    low, high, count, weight, severity = (
        rows[name].fill_null(np.inf).to_numpy().astype(float)
        for name in ("low", "high", "count", "weight", "severity")
    )
    names = rows["stratum"].unique().sort()
    lonely = set(groups.merged)
    codes = {name: int(name not in lonely) * (i + 1) for i, name in enumerate(names)}
    stratum = np.array([codes[name] for name in rows["stratum"]], dtype=np.int64)
    return Answers(low, high, count, weight, severity, stratum, groups.merged), groups


def _district_of(frame: pl.DataFrame, volumes: pl.DataFrame) -> pl.Series:
    first = frame.group_by("enterprise", maintain_order=True).agg(pl.col("district").first())
    joined = volumes.select("enterprise").join(
        first, on="enterprise", how="left", maintain_order="left"
    )
    return joined["district"].cast(pl.String)
