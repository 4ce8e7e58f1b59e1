"""Everything that the page shows of one scenario, ready for the template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from listlab.analyse.evidence import EvidenceResult
from listlab.analyse.explained import Explained
from listlab.analyse.result import Estimate, ScenarioResult
from listlab.model.language import Lang, Text
from listlab.model.negative_list import NegativeList
from listlab.model.punctuation import clauses
from listlab.report import labels, numbers, words
from listlab.report.audience import Names
from listlab.report.charts import (
    CURVE_COLUMNS,
    coverage_chart,
    exposure_chart,
    first_beta,
    rounded,
)
from listlab.report.evidence import break_even_table, evidence_chart, evidence_lines, evidence_table
from listlab.report.fit_chart import fit_chart
from listlab.report.procedure import routes, section_words
from listlab.report.question import Question, question
from listlab.report.scenario_tables import (
    candidate_table,
    equivalence_table,
    exposure_table,
    fit_table,
    threshold_table,
    verdict,
)
from listlab.report.survey_tables import by_size, route_of
from listlab.report.table import Table
from listlab.report.volume_chart import shown_threshold, volumes_chart
from listlab.report.words import Line


@dataclass(frozen=True)
class Answer:
    """One enterprise's answer, with the route it leads to at the threshold shown first."""

    name: str
    volume: str
    low: int
    high: int | None
    route: str
    route_words: str
    sources: str


@dataclass(frozen=True)
class Slider:
    """Where the sliders of a scenario start, and what they read from."""

    start: int
    beta: float
    steps: int
    grid: dict[str, Any]
    shown: dict[str, str]


@dataclass(frozen=True)
class EvidenceSection:
    """Public figures beside a scenario."""

    source: str
    lines: list[str]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class ScenarioSection:
    """A scenario as the template draws it; `charts` by name."""

    code: str
    name: str
    subject: str
    tier: str
    threshold: str
    shown: str
    headline: str
    runner_up: str
    words: dict[str, str]
    cautions: list[str]
    reasons: list[str]
    changes: list[str]
    caught: list[Line]
    answers: list[Answer]
    n: str
    candidates: list[tuple[int, str]]
    tables: dict[str, Table]
    charts: dict[str, alt.TopLevelMixin]
    slider: Slider
    evidence: EvidenceSection | None
    questions: list[Question]
    warnings: list[str]
    provenance: str


def scenario_section(
    result: ScenarioResult,
    evidence: EvidenceResult | None,
    negative_list: NegativeList,
    *,
    questions: Mapping[str, Explained],
    names: Names,
    lang: Lang,
) -> ScenarioSection:
    """Section of one scenario, with the names that its reader may see.

    `questions` are asked of the scenario beyond one threshold, by the keys of their charts.
    """
    asked = [question(found, key=key, lang=lang, names=names) for key, found in questions.items()]
    advice, shown = result.recommendation, shown_threshold(result)
    charts: dict[str, alt.TopLevelMixin] = {
        "volumes": volumes_chart(result, lang, names=names),
        "coverage": coverage_chart(result, lang),
        "exposure": exposure_chart(result, lang),
        "fit": fit_chart(result, lang),
    }
    if evidence is not None:
        charts["evidence"] = evidence_chart(evidence, threshold=shown, lang=lang)
    charts |= {each.key: each.chart for each in asked if each.chart is not None}
    return ScenarioSection(
        code=result.scenario,
        name=result.scenario_name.say(lang),
        subject=words.subject(result, lang),
        tier=result.tier,
        threshold=_threshold(result, lang),
        shown=_shown(result, shown, lang),
        headline=advice.headline.say(lang),
        runner_up=words.runner_up(result, lang) if advice.threshold else "",
        words=section_words(result.tier, lang),
        cautions=[*words.held_back(result, negative_list, lang), *words.cautions(result, lang)],
        reasons=[reason.say(lang) for reason in advice.reasons],
        changes=words.changes(result, lang),
        caught=words.caught(result, shown, lang, names=names),
        answers=_answers(result, shown, lang, names),
        n=_answered(result, lang),
        candidates=[(r.threshold, numbers.persons(r.threshold, lang)) for r in result.thresholds],
        tables=_tables(result, lang),
        charts=charts,
        slider=_slider(result, shown, lang),
        evidence=None if evidence is None else _evidence(evidence, shown, lang),
        questions=asked,
        warnings=[warning.say(lang) for warning in result.warnings],
        provenance=result.provenance.id,
    )


def _threshold(result: ScenarioResult, lang: Lang) -> str:
    chosen = result.recommendation.threshold
    return "" if chosen is None else numbers.persons(chosen, lang)


def _shown(result: ScenarioResult, shown: int, lang: Lang) -> str:
    at = numbers.persons(shown, lang)
    if result.recommendation.threshold is None:
        return Text(f"没有推荐阈值；按 {at} 列出：", f"None is recommended; at {at}:").say(lang)
    return Text(
        f"按推荐阈值 {at}（不随滑块移动）：", f"At the recommended threshold, {at} (fixed):"
    ).say(lang)


def _tables(result: ScenarioResult, lang: Lang) -> dict[str, Table]:
    return {
        "candidates": candidate_table(result, lang),
        "equivalence": equivalence_table(result, lang),
        "exposure": exposure_table(result, lang),
        "thresholds": threshold_table(result, lang),
        "fits": fit_table(result, lang),
    }


def _answered(result: ScenarioResult, lang: Lang) -> str:
    effective = f"{result.n_effective:.0f}"
    return Text(
        f"{result.n} 家企业申报此场景，{result.n_answered} 家给出了人数（有效样本 {effective}）。",
        f"{result.n} enterprises declare this scenario, {result.n_answered} gave a number of "
        f"persons (effective sample {effective}).",
    ).say(lang)


def _answers(result: ScenarioResult, shown: int, lang: Lang, names: Names) -> list[Answer]:
    found = []
    for row in by_size(result.volumes).to_dicts():
        low, high = row["low"] or 0, row["high"]
        route = route_of(low, high, shown, result.tier)
        found.append(
            Answer(
                name=names.enterprise(row["enterprise_id"], row["name"]),
                volume=numbers.volume(low, high, lang),
                low=low,
                high=high,
                route=route,
                route_words=routes(result.tier)[route].say(lang),
                sources=clauses((names.place(place) for place in row["source"]), lang),
            )
        )
    return found


def _slider(result: ScenarioResult, shown: int, lang: Lang) -> Slider:
    grid = result.curve.select(CURVE_COLUMNS).sort("threshold")
    columns: dict[str, list[Any]] = pl.DataFrame(rounded(grid), schema=grid.schema).to_dict(
        as_series=False
    )
    thresholds = columns["threshold"]
    start = min(range(len(thresholds)), key=lambda i: abs(thresholds[i] - shown))
    data: dict[str, Any] = dict(columns)
    data["weight"] = float(result.volumes["weight"].sum())
    data["unanswered"] = _unanswered_weight(result)
    data["tier"] = result.tier
    data["verdicts"] = {
        str(row.threshold): verdict(result, row.threshold, lang) for row in result.thresholds
    }
    beta = first_beta(result)
    return Slider(start, beta, len(thresholds) - 1, data, _figures(data, start, beta, lang))


def _unanswered_weight(result: ScenarioResult) -> float:
    blank = (pl.col("low").fill_null(0) == 0) & pl.col("high").is_null()
    return round(float(result.volumes.filter(blank)["weight"].sum()))


def _figures(grid: dict[str, Any], place: int, beta: float, lang: Lang) -> dict[str, str]:
    at = {name: grid[name][place] for name in CURVE_COLUMNS}
    real, may = at["realised"], at["permitted"]
    mixed = None if real is None or may is None else (1 - beta) * real + beta * may
    told = {
        name: numbers.share_with_band(
            Estimate(at[name], at[f"{name}_low"], at[f"{name}_high"]), lang
        )
        for name in ("forecast", "coverage")
    }
    sure, most = (
        numbers.count(grid["weight"] * (1 - at[end])) for end in ("observed_high", "observed_low")
    )
    blank = grid["unanswered"]
    caught = labels.SCRIPT["sure_unanswered" if blank else "sure"]
    return told | {
        "threshold": numbers.persons(at["threshold"], lang),
        "beta": numbers.share(beta, decimals=0),
        "caught": caught.say(lang).format(a=sure, b=most, c=numbers.count(blank)),
        "realised": numbers.quantity(real, lang),
        "permitted": numbers.quantity(may, lang),
        "mixed": numbers.quantity(mixed, lang),
        "verdict": grid["verdicts"].get(
            str(at["threshold"]), labels.SCRIPT["no_candidate"].say(lang)
        ),
    }


def _evidence(evidence: EvidenceResult, shown: int, lang: Lang) -> EvidenceSection:
    return EvidenceSection(
        source=evidence.source.say(lang),
        lines=evidence_lines(evidence, threshold=shown, lang=lang),
        tables=(break_even_table(evidence, lang), evidence_table(evidence, lang)),
    )
