"""What the counts of persons mean for a route, in plain words: exempt, by list, by nation."""

from listlab.law.routes.case import NO, UNKNOWN, YES
from listlab.law.routes.count import ASSESSMENT, FREE
from listlab.law.routes.count_reasons import (
    OTHERS,
    ask_counts,
    some_counted,
    tell_freed,
    tell_lines,
    tell_reading,
    tell_union,
)
from listlab.law.routes.list_reasons import tell_excepted, tell_list
from listlab.law.routes.story import Reasons, Story
from listlab.law.routes.words import among, possible
from listlab.model.language import Text


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
        none = not any(some_counted(story.cases.exempt, story.place))
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
        tell_excepted(story, told)
    if not any(high != 0 for _, high in story.decision.own.at(story.place)):
        _tell_nobody(story, told)
        return
    if story.found("listed") != NO:
        tell_list(story, told)
    if story.found("listed") != YES:
        _tell_nation(story, told)


def _tell_nobody(story: Story, told: Reasons) -> None:
    """Say that no volume is in question: nobody's data leave, or all of them exempt."""
    law = story.law
    if any(some_counted(story.cases.total, story.place)):
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


def _tell_nation(story: Story, told: Reasons) -> None:
    law = story.law
    if law.applied is not None and story.found("listed") == NO and story.answer("in_zone") == YES:
        fact = law.find("outcome.not_listed")
        told.say(
            "不属于清单所列行业，按国家规定", "not an industry of the list: national law", fact
        )
        if fact is not None and fact.note is not None:
            told.say(f"条文说明：{fact.note.zh.rstrip('。')}", fact.note.en.rstrip("."), fact)
        if fact is not None:
            told.say_readings(fact)
    groups = story.found("groups")
    if groups > 1:
        what = Text(
            "国家量级按处理者全部业务合并计数", "national lines count all flows of the processor"
        )
        tell_union(what, groups, story, told, law.find("count.national_scope"))
        if bool(story.decision.exempt_in_group[story.place]):
            told.say(
                "豁免的是提供行为：豁免人数只从其所在业务中扣除，在其他计数业务中仍计",
                "the provision is exempt, not the person: taken off its own flow only",
                law.find("count.exempt_overlap"),
            )
    if bool(story.decision.freed_besides[story.place]):
        tell_freed(story, told, own=False)
    caught = law.find("count.under_list")
    if caught and bool(story.decision.caught_besides[story.place]):
        told.say_readings(caught, OTHERS)
    if bool(story.decision.excluded_besides[story.place]):
        tell_reading(law.find("count.other_regime"), "nation", told)
    tell_lines(story, told, story.decision.in_all, law.lines, law.line_facts)
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
