"""Why a case has its route: the steps of the decision in plain words, each with its article."""

from listlab.law.routes.case import NO, UNKNOWN, YES
from listlab.law.routes.in_force import LawOn
from listlab.law.routes.place import UNCHECKED, Placement
from listlab.law.routes.story import Reasons, Story
from listlab.law.routes.volume_reasons import ask_counts, tell_ciio, tell_counted, tell_volume
from listlab.law.routes.words import ROUTES, among, joined, possible


def reasons(story: Story) -> Reasons:
    """Steps of the decision in the order in which the law asks."""
    told = Reasons()
    _tell_regime(story, told)
    if _is_closed(story):
        _tell_end(story, told)
        return told
    _tell_zone(story, told)
    _tell_important(story, told)
    tell_counted(story, told)
    if story.found("important") != YES:
        tell_ciio(story, told)
        if story.answer("ciio") != YES:
            tell_volume(story, told)
    _tell_end(story, told)
    return told


def _is_closed(story: Story) -> bool:
    """Whether another regime governs alone, so that nothing more is asked."""
    controlled = story.answer("export_controlled")
    return story.found("excluded") == YES and controlled == NO


def _tell_regime(story: Story, told: Reasons) -> None:
    answers = {
        "classified": story.answer("classified"),
        "core": story.answer("core"),
        "export_controlled": story.answer("export_controlled"),
        "restricted_recipient": story.answer("restricted"),
    }
    if story.found("excluded") == NO:
        return
    for ground, answer in answers.items():
        facts = story.law.grounds[ground]
        if answer == NO or not facts:
            continue
        names = joined((fact.name for fact in facts), "、", ", ")
        if answer == UNKNOWN:
            told.ask(ground)
            told.say(f"不知是否属于{names.zh}", f"not known: whether {names.en}", *facts)
            continue
        told.say(
            f"属于{names.zh}，由其本身的法律制度管理，不按数据出境三种程序办理",
            f"{names.en}: governed by its own regime, not by the procedures of data export",
            *facts,
        )
        if any(fact.excludes and fact.excludes.data_route for fact in facts):
            besides = among(possible(story.found("besides")))
            told.say(
                f"此外，仅就数据出境规则而言，路径是：{besides.zh}",
                f"besides, by the rules on data export alone the route is: {besides.en}",
            )


def _tell_zone(story: Story, told: Reasons) -> None:
    law, in_zone = story.law, story.answer("in_zone")
    if not law.is_zone:
        return
    registration = law.find("processor.registration")
    if in_zone == NO:
        told.say(
            f"处理者不在{law.pack.region.zh}登记注册，只适用国家规定",
            f"the processor is not registered in {law.pack.region.en}: national law only",
            registration,
        )
        pilot = law.find("zone.pilot")
        text = pilot.text_on(law.on) if pilot else None
        if pilot and text:
            told.say(
                f"试点另行处理：{text.zh.rstrip('。')}",
                f"a pilot apart: {text.en.rstrip('.')}",
                pilot,
            )
    elif in_zone == UNKNOWN:
        told.ask("in_zone")
        told.say(
            "不知处理者是否在区内登记注册，按区内、区外两种情形判断",
            "not known whether the processor is registered in the zone; decided both ways",
            registration,
        )
    given = law.negative_list
    if given is not None and law.applied is None:
        begins = given.in_force_from.isoformat() if given.in_force_from else "-"
        told.say(
            f"清单“{given.title.zh}”在 {law.on} 没有施行（状态 {given.status}，施行日 {begins}），"
            "按国家规定判断",
            f"the list “{given.title.en}” is not in force on {law.on} (status {given.status}, in "
            f"force from {begins}): national law",
        )
    if not law.zone_in_force:
        told.say(
            f"{law.pack.name.zh}在 {law.on} 没有施行（自 {law.pack.in_force.start}），"
            "只适用国家规定",
            f"{law.pack.name.en} are not in force on {law.on} (from {law.pack.in_force.start}): "
            "national law only",
        )


def _tell_important(story: Story, told: Reasons) -> None:
    law, answer = story.law, story.found("important")
    said, notified = story.answer("important"), story.answer("notified")
    placed = story.placement
    rule = law.find("assessment.important")
    if notified == YES:
        besides = "，不论处理者怎样判断" if said != YES else ""
        told.say(
            f"已被告知或公开发布为重要数据{besides}：须申报安全评估，不论数量、不论处理者",
            "notified or published as important: a security assessment, whoever the processor is",
            rule,
        )
    elif said == YES:
        told.say(
            "数据是重要数据：须申报安全评估，不论数量、不论处理者",
            "the data are important: a security assessment, whoever the processor is",
            rule,
        )
    elif said == UNKNOWN and notified == NO:
        told.say(
            "既未被告知也未公开发布为重要数据，不需要作为重要数据申报",
            "neither notified nor published as important: need not be declared as such",
            law.find("important.undeclared"),
        )
    elif said == UNKNOWN:
        told.ask("important")
        told.say(
            "不知是否重要数据，也没有说是否被告知或公开发布：重要数据须申报安全评估",
            "not known whether the data are important or were notified: important data need a "
            "security assessment",
            rule,
        )
    if placed.important in {YES, UNKNOWN} and story.answer("in_zone") != NO:
        _tell_important_items(placed, law, told)
    elif placed.important == UNCHECKED and answer != YES and story.answer("in_zone") != NO:
        told.say(
            "清单另有重要数据条目；没有写明数据项，未逐项比对",
            "the list has important-data items too; no data items were named to compare",
        )
    if answer == YES and story.cases.bases.at(story.place):
        told.say(
            "豁免情形不包括重要数据",
            "no exemption covers important data",
            law.find("exempt.not_important"),
        )


def _tell_important_items(placed: Placement, law: LawOn, told: Reasons) -> None:
    names = "、".join(placed.important_items)
    for item in placed.important_items:
        told.cite_item(law, item)
    if placed.important == YES:
        told.say(
            f"数据项属于清单的重要数据条目 {names}：须申报安全评估",
            f"the data match the list's important-data items {names}: a security assessment",
            law.find("list.important"),
        )
        return
    for name in placed.missing:
        told.ask(name)
    told.say(
        f"可能属于清单的重要数据条目 {names}，所缺条件或数据项说明后才能判断",
        f"may match the list's important-data items {names}; what is missing decides",
        law.find("list.important"),
    )


def _tell_end(story: Story, told: Reasons) -> None:
    routes = possible(story.found("mask"))
    if len(routes) == 1:
        told.missing.clear()
        told.say(f"结论：{ROUTES[routes[0]].zh}", f"result: {ROUTES[routes[0]].en}")
        return
    if not told.missing:
        ask_counts(story.decision.own, story, told)
    names, asked = among(routes), joined(told.missing)
    told.say(f"可能的路径：{names.zh}", f"possible routes: {names.en}")
    told.say(f"须人工复核，缺少：{asked.zh}", f"for people to review; missing: {asked.en}")
