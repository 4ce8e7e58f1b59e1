"""What the reader of a draft list must know before believing it."""

from collections.abc import Iterable, Iterator, Mapping

from listlab.draft.contents import Contents
from listlab.draft.important import Identified, important_note
from listlab.law.fact import Fact
from listlab.law.pack import Pack
from listlab.model.language import Text
from listlab.model.negative_list import ListItem, ThresholdBasis
from listlab.model.quantity import persons
from listlab.model.tables import SurveyTables
from listlab.model.terms import KINDS, TIERS


def list_notes(
    items: Iterable[ListItem],
    contents: Mapping[str, Contents],
    *,
    pack: Pack,
    unreported: tuple[Text, ...],
    tables: SurveyTables,
    identified: Identified | None = None,
) -> tuple[Text, ...]:
    """Notes on what was not decided, not asked, not verified or read one way of two."""
    items = tuple(items)
    facts = [pack.fact(fact_id) for fact_id in _fact_ids(items, pack)]
    return (
        *_standing(tables, identified),
        *_gaps(items, unreported),
        *_answers(contents),
        *_doubts(facts),
        *_readings(facts),
    )


def _standing(tables: SurveyTables, identified: Identified | None) -> Iterator[Text]:
    if tables.is_synthetic:
        yield Text(
            "合成样例：问卷是按公开数据校准生成的，不是真实企业的填报，本清单只作演示。",
            "Synthetic sample: the answers were generated, no enterprise gave them; for show only.",
        )
    yield Text(
        "草案：阈值由分析提出，尚未经论证、征求意见和审批，没有任何人对阈值作出决定。",
        "Draft: the analysis proposes; no review, consultation or approval has taken place.",
    )
    yield important_note(identified)


def _gaps(items: tuple[ListItem, ...], unreported: tuple[Text, ...]) -> Iterator[Text]:
    for name in unreported:
        yield Text(
            f"场景“{name.zh}”没有企业填报，阈值取国家规定。",
            f"Nobody reported the scenario {name.en}; the national lines are taken.",
        )
    failed = {
        item.scenario.name: None
        for item in items
        for basis in item.bases
        if item.scenario and basis.is_infeasible
    }
    for name in failed:
        yield Text(
            f"场景“{name.zh}”的分析没有得到可行的阈值，暂取国家规定。",
            f"No threshold is feasible for the scenario {name.en}; the national line is taken.",
        )
    for item in items:
        yield from (_held_back(item, basis) for basis in item.bases if basis.is_held_back)
    taken = [b for item in items for b in item.bases if b.ground == "national" and not b.analysis]
    if taken:
        yield Text(
            f"有 {len(taken)} 个阈值没有作分析，照国家规定填列，见“依据与出处”。",
            f"{len(taken)} thresholds were not analysed and repeat the national lines; see the "
            "sheet of grounds.",
        )


def _held_back(item: ListItem, basis: ThresholdBasis) -> Text:
    name = item.scenario.name if item.scenario else Text(item.id, item.id)
    tier, kind, above = TIERS[basis.tier], KINDS[basis.kind], TIERS["assessment"]
    asked, line = persons(basis.recommended or 0), persons(basis.persons)
    return Text(
        f"待决定：场景“{name.zh}”的{tier.zh}建议阈值（{kind.zh}）{asked.zh}，"
        f"高于本清单{above.zh}的量级，清单暂取国家规定的 {line.zh}。"
        f"请决定是否连同{above.zh}的量级一并提高。",
        f"To be decided: for the scenario {name.en}, the threshold recommended for {tier.en} "
        f"({kind.en}), {asked.en}, lies above the list's line of the {above.en}; the list takes "
        f"the national line of {line.en}. Decide whether to raise the line of the {above.en} too.",
    )


def _answers(contents: Mapping[str, Contents]) -> Iterator[Text]:
    yield Text(
        "数据类别取企业自评最多的一类，未经核实；出境目的和数据项只列两家以上企业共同填报的。",
        "Categories are the enterprises' most frequent own answer, unconfirmed; purposes and data "
        "items are those that at least two enterprises report.",
    )
    unshared = sum(part.unshared for part in contents.values())
    if unshared:
        yield Text(
            f"另有 {unshared} 个数据项名称只有一家企业填报，或写有企业名称，没有列出。",
            f"{unshared} names of data items were given by one enterprise only, or name an "
            "enterprise, and are left out.",
        )


def _doubts(facts: Iterable[Fact]) -> Iterator[Text]:
    for fact in facts:
        if fact.status == "unverified":
            yield Text(
                f"未核实：{fact.name.zh}（{fact.cite}）。{fact.note.zh if fact.note else ''}",
                f"Unverified: {fact.name.en} ({fact.cite}). {fact.note.en if fact.note else ''}",
            )
    undated = [fact for fact in facts if fact.status == "verified" and fact.dated == "unverified"]
    if undated:
        zh, en = "；".join(f.name.zh for f in undated), "; ".join(f.name.en for f in undated)
        yield Text(f"条文已核实、生效日期未核实：{zh}。", f"Date of effect unverified: {en}.")


def _readings(facts: Iterable[Fact]) -> Iterator[Text]:
    for fact, each in ((found, each) for found in facts for each in found.interpretations):
        yield Text(
            f"条文有两种读法（{fact.name.zh}）：本清单取“{_clause(each.taken)}”；"
            f"另一种是“{_clause(each.others[0])}”。",
            f"The text admits two readings ({fact.name.en}); taken: {each.taken.en} The other: "
            f"{each.others[0].en}",
        )


def _clause(said: Text) -> str:
    return said.zh.rstrip("。")


def _fact_ids(items: tuple[ListItem, ...], pack: Pack) -> list[str]:
    cites = [item.rule for item in items]
    for item in items:
        for basis in item.bases:
            cites += [basis.fact, *([basis.cap_fact] if basis.cap_fact else [])]
    ids = [cite.rsplit("/", 1)[-1] for cite in cites]
    counting = [fact_id for fact_id in pack.facts if fact_id.startswith("count.")]
    return list(dict.fromkeys([*ids, *counting]))
