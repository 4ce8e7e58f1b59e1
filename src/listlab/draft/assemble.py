"""The draft list from the recommendations."""

from collections.abc import Iterable, Sequence

from listlab.analyse.result import ScenarioResult
from listlab.draft.contents import Contents, scenario_contents
from listlab.draft.important import Identified, important_items
from listlab.draft.notes import list_notes
from listlab.draft.thresholds import ANY, Analyses, Grounds, by_kind, unlawful
from listlab.errors import DraftError
from listlab.law.fact import Fact
from listlab.law.pack import Industry, Pack
from listlab.model.language import Text
from listlab.model.negative_list import (
    ListItem,
    Named,
    NegativeList,
    Part,
    ThresholdBasis,
    Thresholds,
)
from listlab.model.params import Kind, Params, Tier
from listlab.model.problem import Problem
from listlab.model.provenance import Provenance
from listlab.model.tables import SurveyTables
from listlab.model.terms import KINDS, TIERS

_TIERS: dict[Part, Tier] = {1: "assessment", 2: "contract"}
_INFEASIBLE = Text(
    "没有可行的建议阈值，暂取国家规定", "no feasible threshold, the national line is taken"
)
_HELD_BACK = Text(
    "建议阈值高于安全评估的量级，须作决定，暂取国家规定",
    "the recommended threshold lies above the assessment line, a decision is needed and the "
    "national line is taken",
)
_FEATURES: dict[Part, str] = {1: "list.assessment_personal", 2: "list.contract_personal"}


def assemble(
    results: Sequence[ScenarioResult],
    *,
    tables: SurveyTables,
    pack: Pack,
    industry: Industry,
    params: Params,
    provenance: Provenance,
    identified: Identified | None = None,
) -> NegativeList:
    """Draft list in two parts: what the analysis recommends, else what the nation says.

    Parameters
    ----------
    results : sequence of ScenarioResult
        At most one a scenario, kind and tier. A scenario of `params` without one, or without a
        feasible threshold, takes the national lines and says so.
    tables, pack, industry, params
        What the enterprises said, and the law of `params.as_of`.
    provenance : Provenance
        Of the list as a whole; each threshold carries the id of its own analysis.
    identified : Identified, optional
        What step 2 found. Important data enter part 1 where a person decided so; the rest is
        counted in a note.

    Raises
    ------
    DraftError
        When a threshold leaves what the law allows, or the pack has no list in two parts.

    Notes
    -----
    A contract threshold never lies above the assessment threshold of its kind. Where the analysis
    recommends one that does, the national line stands and the list says that a decision is needed.
    """
    builder = _Builder(tables, pack, industry, params)
    asked = {*params.scenarios, *(result.scenario for result in results)}
    codes = [scenario.code for scenario in industry.scenarios if scenario.code in asked]
    contents = {code: scenario_contents(tables, code, pack) for code in codes}
    analyses = {code: _analyses(results, code) for code in codes}
    items = [builder.ciio(), *builder.important(identified)]
    above: dict[str, Thresholds] = {}
    for part in _TIERS:
        made = {
            code: builder.personal(
                part, contents[code], analyses[code], scenario=code, at_most=above.get(code, ANY)
            )
            for code in codes
        }
        above = {code: item.assessment for code, item in made.items()}
        items += made.values()
    _refuse_unlawful(items)
    title = Text(
        f"{pack.list_name.zh}（{industry.name.zh}行业）", f"{pack.list_name.en}: {industry.name.en}"
    )
    return NegativeList(
        id=params.study,
        title=title,
        zone=pack.region,
        pack=pack.id,
        industry=Named(industry.code, industry.name),
        version=params.as_of.isoformat(),
        status="draft",
        as_of=params.as_of,
        synthetic=tables.is_synthetic,
        part_titles=(builder.sentence("list.part1_title"), builder.sentence("list.part2_title")),
        items=tuple(items),
        notes=list_notes(
            items,
            contents,
            pack=pack,
            unreported=builder.unreported(codes),
            tables=tables,
            identified=identified,
        ),
        provenance=provenance,
    )


class _Builder:
    """Items of one list."""

    def __init__(
        self, tables: SurveyTables, pack: Pack, industry: Industry, params: Params
    ) -> None:
        self.tables, self.pack, self.industry, self.params = tables, pack, industry, params
        self.grounds = Grounds(pack, params.as_of, params.audience)

    def sentence(self, fact_id: str) -> Text:
        """Sentence of the pack in force on the study's day."""
        return _text(self.fact(fact_id), self.params)

    def fact(self, fact_id: str) -> Fact:
        """Fact of the pack; DraftError when the pack is not that of a zone with a list."""
        if fact_id not in self.pack.facts:
            message = Text(
                f"规则包 {self.pack.id} 没有清单两部分的规定（缺 {fact_id}），不能据以起草；"
                "请在 pack 中改用某地的规则包",
                f"pack {self.pack.id} has no list in two parts ({fact_id} is missing); "
                "name the pack of a zone under `pack`",
            )
            raise DraftError(Problem("draft.pack", "error", message, got=self.pack.id))
        return self.pack.facts[fact_id]

    def unreported(self, codes: Iterable[str]) -> tuple[Text, ...]:
        """Names of the scenarios that no enterprise reported."""
        reported = set(self.tables.flows["scenario"])
        return tuple(self.industry.scenario(code).name for code in codes if code not in reported)

    def ciio(self) -> ListItem:
        """Item of critical information infrastructure operators, which no volume decides."""
        fact = self.fact("list.ciio")
        return ListItem(
            id="1-ciio",
            part=1,
            kind="ciio",
            industry=self.industry.code,
            features=self.sentence("list.ciio"),
            counting=Text("关键信息基础设施运营者不按人数计", "CIIO: not by volume"),
            rule=fact.cite,
            rule_citation=_cited(fact),
        )

    def important(self, identified: Identified | None) -> list[ListItem]:
        """Items of important data, one a category, of what people decided alone."""
        if identified is None or identified.decided.is_empty():
            return []
        said = self.sentence("list.important")
        return important_items(identified, self.tables, self.industry, features=said)

    def personal(
        self,
        part: Part,
        contents: Contents,
        analyses: Analyses,
        *,
        scenario: str,
        at_most: Thresholds,
    ) -> ListItem:
        """Item of one scenario in one part, with no threshold above `at_most`."""
        named, tier = self.industry.scenario(scenario), _TIERS[part]
        bases = self.grounds.bases(named, tier, analyses, at_most=at_most)
        fact, category = self.fact(_FEATURES[part]), contents.category
        return ListItem(
            id=f"{part}-{scenario}",
            part=part,
            kind="personal",
            industry=self.industry.code,
            features=_features(self.sentence(fact.id), bases),
            counting=self.sentence("count.statement"),
            rule=fact.cite,
            rule_citation=_cited(fact),
            category=Named(category.code, category.name) if category else None,
            category_answers=contents.category_answers,
            scenario=Named(scenario, named.name),
            purpose=contents.purpose,
            data_items=contents.data_items,
            assessment=by_kind(bases) if part == 1 else Thresholds(),
            contract=by_kind(bases) if part == 2 else Thresholds(),
            bases=bases,
        )


def _analyses(results: Iterable[ScenarioResult], code: str) -> Analyses:
    found: dict[tuple[Tier, Kind], ScenarioResult] = {}
    for result in results:
        if result.scenario != code:
            continue
        key = (result.tier, result.kind)
        if key in found:
            kind, tier = KINDS[result.kind], TIERS[result.tier]
            message = Text(
                f"场景 {code} 的{tier.zh}（{kind.zh}）得到两个分析结果，应只有一个；请去掉其中之一",
                f"scenario {code}, {tier.en} ({kind.en}): got two results, expected one; "
                "take one away",
            )
            raise DraftError(Problem("draft.twice", "error", message, got=code))
        found[key] = result
    return found


def _features(said: Text, bases: Iterable[ThresholdBasis]) -> Text:
    bases = tuple(bases)
    failed = [KINDS[basis.kind] for basis in bases if basis.is_infeasible]
    held = [KINDS[basis.kind] for basis in bases if basis.is_held_back]
    for kinds, why in ((failed, _INFEASIBLE), (held, _HELD_BACK)):
        zh, en = "、".join(kind.zh for kind in kinds), ", ".join(kind.en for kind in kinds)
        if kinds:
            said = Text(f"{said.zh}（{zh}：{why.zh}）", f"{said.en} ({en}: {why.en})")
    return said


def _text(fact: Fact, params: Params) -> Text:
    said = fact.text_on(params.as_of)
    if said is None:
        first = min(fact.values)
        message = Text(
            f"{fact.cite} 在 {params.as_of} 尚未施行，应不早于 {first}；请改用此后的 as_of",
            f"{fact.cite} is not in force on {params.as_of}, expected {first} or later; "
            "choose a later as_of",
        )
        raise DraftError(Problem("draft.date", "error", message, got=params.as_of.isoformat()))
    return said


def _cited(fact: Fact) -> Text:
    return Text(fact.citation_text("zh"), fact.citation_text("en"))


def _refuse_unlawful(items: Sequence[ListItem]) -> None:
    problems = [problem for item in items for problem in unlawful(item.id, item.bases)]
    if problems:
        raise DraftError(problems)
