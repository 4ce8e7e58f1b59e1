"""Which threshold a list item carries, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from listlab.analyse.result import ScenarioResult
from listlab.law.limits import Limits, limits
from listlab.law.pack import Pack, Scenario
from listlab.model.language import Text
from listlab.model.negative_list import ThresholdBasis, Thresholds
from listlab.model.params import Audience, Kind, Tier
from listlab.model.problem import Problem
from listlab.model.quantity import persons
from listlab.model.terms import KINDS, TIERS

BOTH_KINDS: tuple[Kind, Kind] = ("personal", "sensitive")
ANY = Thresholds()
Analyses = Mapping[tuple[Tier, Kind], ScenarioResult]


@dataclass(frozen=True)
class Grounds:
    """What every threshold of a list is decided on."""

    pack: Pack
    on: date
    audience: Audience

    def bases(
        self,
        scenario: Scenario,
        tier: Tier,
        analyses: Analyses,
        *,
        at_most: Thresholds = ANY,
    ) -> tuple[ThresholdBasis, ...]:
        """Thresholds of one tier: the recommended ones up to `at_most`, else the national lines."""
        return tuple(
            self._basis(scenario, analyses.get((tier, kind)), tier=tier, kind=kind, at_most=at_most)
            for kind in BOTH_KINDS
        )

    def _basis(
        self,
        scenario: Scenario,
        result: ScenarioResult | None,
        *,
        tier: Tier,
        kind: Kind,
        at_most: Thresholds,
    ) -> ThresholdBasis:
        bounds = limits(self.pack, kind, tier, scenario=scenario, on=self.on)
        recommended = result.recommendation.threshold if result else None
        top = at_most.of(kind)
        is_taken = recommended is not None and (top is None or recommended <= top)
        fact, cap_fact = bounds.national_fact, bounds.cap_fact
        cells = _cells(result) if result else ()
        shown = cells if self.audience == "internal" else ()
        return ThresholdBasis(
            tier=tier,
            kind=kind,
            national=bounds.national,
            persons=recommended if is_taken and recommended else bounds.national,
            ground="recommended" if is_taken else "national",
            note=_note(result, bounds, top),
            fact=fact.cite,
            citation=Text(fact.citation_text("zh"), fact.citation_text("en")),
            cap=bounds.cap,
            cap_fact=cap_fact.cite if cap_fact else None,
            cap_citation=Text(cap_fact.citation_text("zh"), cap_fact.citation_text("en"))
            if cap_fact
            else None,
            analysis=result.provenance.id if result else None,
            recommended=recommended,
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


def _cells(result: ScenarioResult) -> tuple[str, ...]:
    cells: dict[str, None] = {}
    for places in result.volumes["source"].to_list():
        cells |= dict.fromkeys(places or ())
    return tuple(cells)


def _note(result: ScenarioResult | None, bounds: Limits, top: int | None) -> Text:
    line = persons(bounds.national)
    if result is None:
        return Text(
            f"本项未作分析，取国家规定的 {line.zh}",
            f"not analysed; the national line of {line.en} is taken",
        )
    headline, recommended = result.recommendation.headline, result.recommendation.threshold
    if recommended is None:
        return Text(
            f"分析没有得到可行的阈值，取国家规定的 {line.zh}。{headline.zh}",
            f"no feasible threshold; the national line of {line.en} is taken. {headline.en}",
        )
    if top is not None and recommended > top:
        asked, most, above = persons(recommended), persons(top), TIERS["assessment"]
        return Text(
            f"分析建议 {asked.zh}，高于{above.zh}的量级 {most.zh}，两者不能并存，须作决定；"
            f"在此之前取国家规定的 {line.zh}。{headline.zh}",
            f"the analysis recommends {asked.en}, above the line of the {above.en}, {most.en}; "
            f"the two cannot stand together and a decision is needed; until then the national "
            f"line of {line.en} is taken. {headline.en}",
        )
    unchecked = Text("", "")
    if result.law != "checked":
        unchecked = Text(
            "（分析时未核对法律界限，起草时已核对）", " (law checked when drafted only)"
        )
    return Text(headline.zh + unchecked.zh, headline.en + unchecked.en)
