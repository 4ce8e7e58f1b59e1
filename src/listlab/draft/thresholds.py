"""Which threshold a list item carries, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from listlab.analyse.result import ScenarioResult
from listlab.draft.labels import KINDS, TIERS
from listlab.law.limits import Limits, limits
from listlab.law.pack import Pack, Scenario
from listlab.model.language import Text
from listlab.model.negative_list import ThresholdBasis, Thresholds
from listlab.model.params import Audience, Kind, Tier
from listlab.model.problem import Problem
from listlab.model.quantity import persons

BOTH_KINDS: tuple[Kind, Kind] = ("personal", "sensitive")
Analyses = Mapping[tuple[Tier, Kind], ScenarioResult]


@dataclass(frozen=True)
class Grounds:
    """What every threshold of a list is decided on."""

    pack: Pack
    on: date
    audience: Audience

    def bases(
        self, scenario: Scenario, tier: Tier, analyses: Analyses
    ) -> tuple[ThresholdBasis, ...]:
        """Thresholds of one tier: the recommended ones, else the national lines."""
        return tuple(self._basis(scenario, tier, kind, analyses) for kind in BOTH_KINDS)

    def _basis(
        self, scenario: Scenario, tier: Tier, kind: Kind, analyses: Analyses
    ) -> ThresholdBasis:
        bounds = limits(self.pack, kind, tier, scenario=scenario, on=self.on)
        result = analyses.get((tier, kind))
        recommended = result.recommendation.threshold if result else None
        fact, cap_fact = bounds.national_fact, bounds.cap_fact
        cells = _cells(result) if result else ()
        shown = cells if self.audience == "internal" else ()
        return ThresholdBasis(
            tier=tier,
            kind=kind,
            national=bounds.national,
            persons=bounds.national if recommended is None else recommended,
            ground="national" if recommended is None else "recommended",
            note=_note(result, bounds),
            fact=fact.cite,
            citation=Text(fact.citation_text("zh"), fact.citation_text("en")),
            cap=bounds.cap,
            cap_fact=cap_fact.cite if cap_fact else None,
            cap_citation=Text(cap_fact.citation_text("zh"), cap_fact.citation_text("en"))
            if cap_fact
            else None,
            analysis=result.provenance.id if result else None,
            rows=shown,
            rows_withheld=len(cells) - len(shown),
        )


def by_kind(bases: Iterable[ThresholdBasis]) -> Thresholds:
    """Thresholds of one tier's bases."""
    values = {basis.kind: basis.persons for basis in bases}
    return Thresholds(values.get("personal"), values.get("sensitive"))


def unlawful(item: str, bases: Iterable[ThresholdBasis]) -> list[Problem]:
    """Thresholds below the national line, or not below the important-data volume."""
    found = []
    for basis in bases:
        lowest = basis.national
        if lowest <= basis.persons and (basis.cap is None or basis.persons < basis.cap):
            continue
        kind, tier = KINDS[basis.kind], TIERS[basis.tier]
        top = persons(basis.cap) if basis.cap else Text("不限", "no end")
        least, got = persons(lowest), persons(basis.persons)
        message = Text(
            f"条目 {item} 的{tier.zh}阈值（{kind.zh}）得到 {got.zh}，"
            f"应不低于 {least.zh}、低于 {top.zh}；请改候选阈值后重新分析",
            f"item {item}, {tier.en} threshold ({kind.en}): got {got.en}, expected at least "
            f"{least.en} and below {top.en}; change the candidates and analyse again",
        )
        found.append(Problem("draft.unlawful", "error", message, got=str(basis.persons)))
    return found


def out_of_order(item: str, contract: Thresholds, assessment: Thresholds) -> list[Problem]:
    """Kinds whose contract threshold lies above their assessment threshold."""
    found = []
    for kind in BOTH_KINDS:
        low, high = contract.of(kind), assessment.of(kind)
        if low is None or high is None or low <= high:
            continue
        label = KINDS[kind]
        message = Text(
            f"条目 {item}（{label.zh}）：标准合同阈值得到 {persons(low).zh}，"
            f"应不高于安全评估阈值 {persons(high).zh}；请改候选阈值后重新分析",
            f"item {item} ({label.en}): got a contract threshold of {persons(low).en}, expected at "
            f"most the assessment threshold of {persons(high).en}; change the candidates and "
            "analyse again",
        )
        found.append(Problem("draft.tiers", "error", message, got=str(low)))
    return found


def _cells(result: ScenarioResult) -> tuple[str, ...]:
    cells: dict[str, None] = {}
    for places in result.volumes["source"].to_list():
        cells |= dict.fromkeys(places or ())
    return tuple(cells)


def _note(result: ScenarioResult | None, bounds: Limits) -> Text:
    line = persons(bounds.national)
    if result is None:
        return Text(
            f"本项未作分析，取国家规定的 {line.zh}",
            f"not analysed; the national line of {line.en} is taken",
        )
    headline = result.recommendation.headline
    if result.recommendation.threshold is None:
        return Text(
            f"分析没有得到可行的阈值，取国家规定的 {line.zh}。{headline.zh}",
            f"no feasible threshold; the national line of {line.en} is taken. {headline.en}",
        )
    unchecked = Text("", "")
    if result.law != "checked":
        unchecked = Text(
            "（分析时未核对法律界限，起草时已核对）", " (law checked when drafted only)"
        )
    return Text(headline.zh + unchecked.zh, headline.en + unchecked.en)
