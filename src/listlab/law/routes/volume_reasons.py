"""What the counts of persons mean for a route, in plain words: exempt, by list, by nation."""

from collections.abc import Iterator

from listlab.law.fact import Fact
from listlab.law.routes.case import NO, UNKNOWN, YES
from listlab.law.routes.count import (
    ASSESSMENT,
    CONTRACT,
    FREE,
    Lines,
    Persons,
    routes_by_volume,
)
from listlab.law.routes.place import Place
from listlab.law.routes.story import Reasons, Story
from listlab.law.routes.words import KINDS, ROUTES, Bounds, among, persons, possible
from listlab.model.language import Text

_KINDS = ("personal", "sensitive")
_OTHERS = Text("同一处理者的其他业务：", "of the processor's other flows: ")


def tell_counted(story: Story, told: Reasons) -> None:
    """Say what is exempt and what is left, of each kind."""
    place, law = story.place, story.law
    bases = story.cases.bases.at(place)
    facts = [law.bases[name] for name in bases if name in law.bases]
    for kind in _KINDS:
        total = getattr(story.cases.total, kind).at(place)
        exempt = getattr(story.cases.exempt, kind).at(place)
        own = getattr(story.decision.own, kind).at(place)
        if exempt == (0, 0) or total == (0, 0):
            continue
        shown = KINDS[kind]
        parts = persons(total), persons(exempt), persons(own)
        told.say(
            f"{shown.zh}：共 {parts[0].zh}，豁免 {parts[1].zh}，计 {parts[2].zh}",
            f"{shown.en}: {parts[0].en} in all, {parts[1].en} exempt, {parts[2].en} counted",
            *facts,
        )
        if len(facts) > 1 and exempt[0] != exempt[1]:
            told.say(
                "各项豁免的可能是同样的人：合计不少于最大的一项、不多于各项之和",
                "the claims may share persons: together at least the largest, at most the sum",
                law.find("count.exempt_overlap"),
            )
    for fact in facts:
        for condition in fact.exempts.conditions if fact.exempts else ():
            name = condition.name
            told.say(
                f"该豁免以此为条件：{name.zh}", f"the exemption holds only if: {name.en}", fact
            )
        told.say_readings(fact)
    if facts and not any(_some(story.cases.exempt, place)) and story.found("besides") == FREE:
        told.say("属于豁免情形，没有个人信息计入", "exempt, and no persons count", *facts)


def _some(counts: Persons, place: int) -> Iterator[bool]:
    return (bounds != (0, 0) for bounds in counts.at(place))


def tell_ciio(story: Story, told: Reasons) -> None:
    """Say what follows from being critical information infrastructure."""
    law, answer = story.law, story.answer("ciio")
    rule = law.find("assessment.ciio")
    if answer == NO:
        return
    own = possible(story.found("by_ciio"))
    if answer == UNKNOWN:
        if story.found("by_ciio") != story.found("by_volume"):
            told.ask("ciio")
        others = among(possible(story.found("by_volume")))
        told.say(
            f"不知是否关键信息基础设施运营者：如果是，{among(own).zh}；如果不是，{others.zh}",
            f"not known whether a CIIO: if it is, {among(own).en}; if not, {others.en}",
            rule,
        )
        return
    part = law.find("list.ciio") if story.answer("in_zone") != NO else None
    if story.found("by_ciio") == ASSESSMENT:
        told.say(
            "关键信息基础设施运营者提供个人信息，不论数量都须申报安全评估",
            "a CIIO that provides personal information needs an assessment, whatever the volume",
            rule,
            part,
        )
    elif story.found("by_ciio") == FREE:
        none = not any(_some(story.cases.exempt, story.place))
        told.say(
            "关键信息基础设施运营者，但"
            + ("没有个人信息" if none else "扣除豁免后没有个人信息计入"),
            "a CIIO, but "
            + ("no persons' data leave" if none else "nobody counts once the exempt are taken off"),
            rule,
        )
    else:
        ask_counts(story.decision.own, story, told)
        told.say(
            "关键信息基础设施运营者：只要有一人计入就须申报安全评估，而计数可能为零",
            "a CIIO: one person counted needs an assessment, and the count may be zero",
            rule,
            part,
        )


def tell_volume(story: Story, told: Reasons) -> None:
    """Say which volumes are reached, by the list or by the national lines."""
    if story.found("listed") != NO:
        _tell_excepted(story, told)
    if not any(high != 0 for _, high in story.decision.own.at(story.place)):
        _tell_nobody(story, told)
        return
    if story.found("listed") != NO:
        _tell_list(story, told)
    if story.found("listed") != YES:
        _tell_nation(story, told)


def _tell_nobody(story: Story, told: Reasons) -> None:
    """Say that no volume is in question: nobody's data leave, or all of them exempt."""
    law = story.law
    if any(_some(story.cases.total, story.place)):
        told.say(
            "扣除豁免后没有个人信息计入，达不到任何一条量级",
            "nobody is counted once the exempt are taken off, so no volume is reached",
            *story.restated("count.exempt"),
        )
    elif story.found("important") == NO:
        told.say(
            "不含个人信息，也不作为重要数据：三种程序只针对这两类数据，没有量级可言",
            "no personal information and no important data: the procedures are for these alone",
            law.find("exempt.trade_data"),
        )
    else:
        told.say("没有个人信息，不看量级", "no personal information: volumes do not matter")


def _tell_excepted(story: Story, told: Reasons) -> None:
    """Say which exception of the list takes the data off which item."""
    law, placed = story.law, story.placement
    for item in placed.excepted:
        told.cite_item(law, item)
        items = law.applied.items if law.applied else ()
        texts = [entry.text for row in items if row.id == item for entry in row.exceptions]
        quoted = "、".join(f"“{text}”" for text in texts if text)
        told.say(
            f"符合条目 {item} 的除外情形{quoted}，条件均已说明为满足，不再属于该条目",
            f"the exception of item {item} applies, every condition of it being met",
            law.find("outcome.outside"),
            law.find("exempt.zone_list"),
        )


def _tell_list(story: Story, told: Reasons) -> None:
    law, placed = story.law, story.placement
    if law.applied is None:
        return
    title = law.applied.title
    for name in placed.missing:
        if story.found("by_volume") not in {FREE, CONTRACT, ASSESSMENT}:
            told.ask(name)
    scope = Text("清单所列行业", "an industry of the list")
    if story.found("listed") == UNKNOWN:
        scope = Text(
            "如果属于清单所列行业且在区内", "if in an industry of the list and in the zone"
        )
    told.say(
        f"{scope.zh}，适用“{title.zh}”",
        f"{scope.en}: “{title.en}” applies",
        law.find("exempt.zone_authority"),
    )
    mode = law.find("use.mode")
    said = mode.says.get(mode.rule_on(law.on) or "") if mode else None
    if said is not None:
        told.say(f"使用清单的方式：{said.zh}", f"how the list is used: {said.en}", mode)
    for place in placed.places:
        _tell_place(place, story, told)
    if story.found("freed") != NO:
        _tell_freed(story, told, own=True)


def _tell_place(place: Place, story: Story, told: Reasons) -> None:
    law = story.law
    if place.kind == "outside":
        known = story.placement.scenario_is_known and story.trait.scenario
        if not (known and story.placement.excepted):
            told.say(
                "场景或数据项不在清单上，属于清单外" if known else "如果场景不在清单上，属于清单外",
                "the scenario or its data items are outside the list",
                law.find("outcome.outside"),
                law.find("exempt.zone_list"),
            )
        if not story.placement.scenario_is_known:
            told.say(
                f"场景“{story.trait.scenario}”不是规则包或清单认识的名称，不能据此放行；"
                "请核对是否为清单场景的别名，改用规则包的名称",
                f"neither pack nor list knows the scenario “{story.trait.scenario}”, which frees "
                "nothing; check whether it is another name of a listed one",
            )
    elif place.kind == "undecided":
        told.ask("list_row")
        told.say(
            "该清单这一场景的条目没有可靠来源，不能据此判断", "the list's row is not known for sure"
        )
    elif place.kind == "listed":
        for item in place.items:
            told.cite_item(law, item)
        names = "、".join(place.items)
        told.say(
            f"场景在清单上，按条目 {names} 的量级、按本场景计数",
            f"the scenario is on the list: thresholds of {names}, counted within the scenario",
            law.find("count.list_scope"),
        )
        for caveat in place.caveats:
            told.say(f"所用条目{caveat}", f"of the items used: {caveat}")
        _compare(story, told, story.decision.in_scenario, place.lines, {})
        _tell_outcome(place, story, told)
        for kind in place.unknown:
            if getattr(story.decision.in_scenario, kind).at(story.place) != (0, 0):
                told.ask("list_row")
                told.say(
                    f"{KINDS[kind].zh}在该场景的量级不详",
                    f"the list's volume for {KINDS[kind].en} in this scenario is not known",
                )


def _tell_outcome(place: Place, story: Story, told: Reasons) -> None:
    """Say what the item's volumes mean: on the list with its procedure, or outside it."""
    law = story.law
    routes = int(routes_by_volume(story.decision.in_scenario, place.lines)[story.place])
    if routes & (CONTRACT | ASSESSMENT):
        told.say(
            "达到条目量级的属于清单内，按清单办理相应程序",
            "at the item's volumes the data are on the list and need its procedure",
            law.find("outcome.inside"),
            law.find("exempt.zone_authority"),
        )
    if routes & FREE and not place.unknown:
        told.say(
            "低于条目全部量级的属于清单外，免予三种程序",
            "below all volumes of the item the data are outside the list and exempt",
            law.find("outcome.outside"),
            law.find("exempt.zone_list"),
        )


def _tell_nation(story: Story, told: Reasons) -> None:
    law = story.law
    if law.applied is not None and story.found("listed") == NO and story.answer("in_zone") == YES:
        fact = law.find("outcome.not_listed")
        note = fact.note if fact else None
        told.say(
            "不属于清单所列行业，按国家规定"
            + (f"；条文所指：{note.zh.rstrip('。')}" if note else ""),
            "not an industry of the list: national law"
            + (f"; the article is about: {note.en.rstrip('.')}" if note else ""),
            fact,
        )
    groups = story.found("groups")
    if groups > 1:
        told.say(
            f"国家量级按处理者全部业务合并计数：共 {groups} 项业务，人数取并集，"
            "不少于最大的一项、不多于各项之和",
            f"national lines count all flows of the processor: {groups} flows, the union of "
            "persons, at least the largest and at most the sum",
            law.find("count.national_scope"),
            law.find("count.merge"),
        )
        if bool(story.decision.exempt_in_group[story.place]):
            told.say(
                "豁免的是提供行为：豁免人数只从其所在业务中扣除，在其他计数业务中仍计",
                "the provision is exempt, not the person: taken off its own flow only",
                law.find("count.exempt_overlap"),
            )
    if bool(story.decision.freed_in_group[story.place]):
        _tell_freed(story, told, own=False)
    caught = law.find("count.under_list")
    if groups > 1 and caught and bool(story.decision.caught_in_group[story.place]):
        told.say_readings(caught, _OTHERS)
    _compare(story, told, story.decision.in_all, law.lines, dict(law.line_facts))
    low = law.small_volume
    bounds = story.decision.in_all.at(story.place)
    if low and story.found("by_nation") == FREE and bounds[1] == (0, 0):
        is_open = story.answer("ciio") == UNKNOWN
        who = Text("如果不是", "if not a CIIO") if is_open else Text("不是", "not a CIIO")
        told.say(
            f"{who.zh}关键信息基础设施运营者，人数少且不含敏感个人信息，免予三种程序",
            f"{who.en}: few persons and none of them sensitive, exempt from the procedures",
            low,
        )


def _tell_freed(story: Story, told: Reasons, *, own: bool) -> None:
    fact = story.law.find("count.freed_by_list")
    whose = Text("本业务：", "of this flow: ") if own else _OTHERS
    if fact is not None:
        told.say_readings(fact, whose)


def _compare(
    story: Story,
    told: Reasons,
    counted: Persons,
    lines: Lines,
    facts: dict[tuple[str, str], Fact],
) -> None:
    """Say for each kind which line its count reaches, may reach, or stays below."""
    for kind in _KINDS:
        bounds: Bounds = getattr(counted, kind).at(story.place)
        if bounds == (0, 0):
            continue
        shown, count = KINDS[kind], persons(bounds)
        for tier, route in (
            ("assessment", "assessment"),
            ("contract", "contract_or_certification"),
        ):
            line = getattr(lines, f"{tier}_{kind}")
            if line is None:
                continue
            fact = facts.get((tier, kind))
            name = ROUTES[route]
            if bounds[0] >= line:
                told.say(
                    f"{shown.zh} {count.zh}，达到 {line:,} 人：{name.zh}",
                    f"{shown.en}: {count.en}, at or above {line:,}: {name.en}",
                    fact,
                )
                break
            if bounds[1] is None or bounds[1] >= line:
                _ask_persons(kind, story, told)
                told.say(
                    f"{shown.zh} {count.zh}，跨越 {line:,} 人：达到则{name.zh}",
                    f"{shown.en}: {count.en} spans {line:,}: if reached, {name.en}",
                    fact,
                )
                continue
            room = line - bounds[1]
            told.say(
                f"{shown.zh} {count.zh}，未达到 {line:,} 人（{name.zh}），还差 {room:,} 人",
                f"{shown.en}: {count.en}, below {line:,} ({name.en}) by {room:,}",
                fact,
            )


def _ask_persons(kind: str, story: Story, told: Reasons) -> None:
    """Ask for the count of a kind, or for the exempt where these alone are open."""
    total = getattr(story.cases.total, kind).at(story.place)
    exempt = getattr(story.cases.exempt, kind).at(story.place)
    if exempt[0] != exempt[1]:
        told.ask("exempt")
        if total[0] == total[1] and story.found("groups") == 1:
            return
    told.ask(kind)


def ask_counts(counted: Persons, story: Story, told: Reasons) -> None:
    """Ask for the counts that may be zero."""
    for kind in _KINDS:
        low, high = getattr(counted, kind).at(story.place)
        if low == 0 and high != 0:
            told.ask(kind)
