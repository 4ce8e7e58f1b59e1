"""What a list says of a flow, in plain words: on it, outside it, or not known."""

from listlab.law.routes.case import NO, UNKNOWN
from listlab.law.routes.count import ASSESSMENT, CONTRACT, FREE
from listlab.law.routes.count_reasons import tell_freed, tell_lines, tell_reading, tell_union
from listlab.law.routes.decide import routes_in
from listlab.law.routes.place import Place, Scope
from listlab.law.routes.story import Reasons, Story
from listlab.law.routes.words import KINDS
from listlab.model.language import Text


def tell_excepted(story: Story, told: Reasons) -> None:
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


def tell_list(story: Story, told: Reasons) -> None:
    """Say where the flow stands to the list, and what its volumes make of that."""
    law, placed = story.law, story.placement
    if law.applied is None:
        return
    title = law.applied.title
    for name in placed.missing:
        if story.found("by_volume") not in {FREE, CONTRACT, ASSESSMENT}:
            told.ask(name)
    _tell_names(story, told)
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
        tell_freed(story, told, own=True)


def _tell_names(story: Story, told: Reasons) -> None:
    """Say that a name of an industry or scenario, or the list's industries, are not known."""
    placed, trait = story.placement, story.trait
    if not placed.industry_is_known:
        told.say(
            f"行业“{trait.industry}”不是规则包或清单认识的名称，不知是否清单所列行业；"
            "请改用规则包的名称或 GB/T 4754 代码",
            f"neither pack nor list knows the industry “{trait.industry}”, so it may be one of the "
            "list; use the pack's name or a GB/T 4754 code",
        )
    if "list_industries" in placed.missing:
        told.say(
            "不知该清单列了哪些行业，不能据此判断是否属于清单所列行业",
            "which industries the list names is not known",
        )
    if not placed.scenario_is_known:
        told.say(
            f"场景“{trait.scenario}”不是规则包或清单认识的名称，不能据此放行；"
            "请核对是否为清单场景的别名，改用规则包的名称",
            f"neither pack nor list knows the scenario “{trait.scenario}”, which frees "
            "nothing; check whether it is another name of a listed one",
        )


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
    elif place.kind == "undecided":
        told.ask("list_row")
        told.say(
            "该清单这一场景的条目没有可靠来源，不能据此判断"
            if story.trait.scenario is not None and story.placement.scenario_is_known
            else "该清单只知部分条目，场景又不能确定，不能据此判断",
            "the list's row is not known for sure",
        )
    elif place.kind == "listed":
        for scope in place.scopes:
            _tell_scope(scope, story, told)
        for caveat in place.caveats:
            told.say(f"所用条目{caveat}", f"of the items used: {caveat}")
        for scope in place.scopes:
            together = story.decision.in_scope[scope.key].persons
            tell_lines(story, told, together, scope.lines)
        _tell_outcome(place, story, told)
        for kind in _unknown(place, story):
            told.ask("list_row")
            told.say(
                f"{KINDS[kind].zh}在该场景的量级不详",
                f"the list's volume for {KINDS[kind].en} in this scenario is not known",
            )


def _tell_scope(scope: Scope, story: Story, told: Reasons) -> None:
    """Say by which items a flow is counted, and with which other flows."""
    law, names = story.law, "、".join(scope.items)
    for item in scope.items:
        told.cite_item(law, item)
    within = Text("本场景", "the scenario")
    if scope.kind == "industry":
        within = Text("本行业", "the industry")
        told.say(
            f"条目 {names} 没有写明场景，及于整个行业：按其量级、按本行业计数",
            f"item {names} names no scenario and reaches the whole industry: its thresholds, "
            "counted within the industry",
            law.find("count.list_scope"),
        )
    else:
        told.say(
            f"场景在清单上，按条目 {names} 的量级、按本场景计数",
            f"the scenario is on the list: thresholds of {names}, counted within the scenario",
            law.find("count.list_scope"),
        )
    together = story.decision.in_scope[scope.key]
    flows = int(together.flows[story.place])
    if flows > 1:
        what = Text(
            f"同一处理者在{within.zh}的业务合并计数",
            f"the processor's flows within {within.en} are counted together",
        )
        tell_union(what, flows, story, told)
    if bool(story.decision.excluded_besides[story.place]):
        tell_reading(law.find("count.other_regime"), "in_list", told)


def _unknown(place: Place, story: Story) -> list[str]:
    """Kinds of persons counted for which the list may have a volume that is not known."""
    counted = [story.decision.in_scope[scope.key].persons for scope in place.scopes]
    return [
        kind
        for kind in place.unknown
        if any(getattr(each, kind).at(story.place) != (0, 0) for each in counted)
    ]


def _tell_outcome(place: Place, story: Story, told: Reasons) -> None:
    """Say what the item's volumes mean: on the list with its procedure, or outside it."""
    law = story.law
    routes = int(routes_in(place, story.decision.in_scope)[story.place])
    reached = routes & (CONTRACT | ASSESSMENT)
    if reached and (not routes & FREE or not _unknown(place, story)):
        told.say(
            "达到条目量级的属于清单内，按清单办理相应程序",
            "at the item's volumes the data are on the list and need its procedure",
            law.find("outcome.inside"),
            law.find("exempt.zone_authority"),
        )
    if routes & FREE and not _unknown(place, story):
        told.say(
            "低于条目全部量级的属于清单外，免予三种程序",
            "below all volumes of the item the data are outside the list and exempt",
            law.find("outcome.outside"),
            law.find("exempt.zone_list"),
        )
