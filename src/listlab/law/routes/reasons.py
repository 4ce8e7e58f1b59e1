"""Why a case has its route: the steps of the decision in plain words, each with its article."""

from listlab.law.fact import Fact
from listlab.law.routes.case import NO, UNKNOWN, YES
from listlab.law.routes.count import FREE
from listlab.law.routes.count_reasons import ask_counts, tell_counted
from listlab.law.routes.doubts import stand_in, tell_doubts, tell_list_status, tell_start
from listlab.law.routes.in_force import LawOn
from listlab.law.routes.place import UNCHECKED, Placement
from listlab.law.routes.procedure import not_begun
from listlab.law.routes.story import Reasons, Story
from listlab.law.routes.volume_reasons import tell_ciio, tell_volume
from listlab.law.routes.words import PROCEDURES, ROUTES, among, joined, possible
from listlab.model.language import Text


def reasons(story: Story) -> Reasons:
    """Steps of the decision in the order in which the law asks."""
    told = Reasons()
    _tell_regime(story, told)
    if _is_closed(story):
        if story.answer("in_zone") != NO:
            tell_start(story.law, told)
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
    in_zone = story.answer("in_zone")
    for ground, answer in answers.items():
        grounds = story.law.grounds[ground]
        zone = [f for f in grounds if story.law.is_of_zone(f) and in_zone != NO]
        facts = [f for f in grounds if not story.law.is_of_zone(f)] or zone
        if answer == NO or not facts:
            continue
        names = joined((fact.name for fact in facts), "、", ", ")
        if answer == UNKNOWN:
            told.ask(ground)
            told.say(f"不知是否属于{names.zh}", f"not known: whether {names.en}", *facts, *zone)
            continue
        told.say(
            f"属于{names.zh}，由其本身的法律制度管理，不按数据出境三种程序办理",
            f"{names.en}: governed by its own regime, not by the procedures of data export",
            *facts,
        )
        if zone and zone != facts:
            texts = [fact.text_on(story.law.on) or fact.name for fact in zone]
            told.say(
                f"区内办法也写明：{''.join(text.zh for text in texts).rstrip('。')}",
                "the zone's measures say as well: "
                + " ".join(text.en for text in texts).rstrip("."),
                *zone,
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
        told.remark(
            f"处理者不在{law.pack.region.zh}登记注册，只适用国家规定",
            f"the processor is not registered in {law.pack.region.en}: national law only",
            registration,
        )
        told.say(
            "负面清单以外的数据免予三种程序，只及于区内的处理者",
            "that data outside a list are exempt holds for processors in the zone alone",
            law.find("exempt.zone_list"),
        )
        _tell_pilot(story, told)
    elif in_zone == UNKNOWN:
        told.ask("in_zone")
        told.say(
            "不知处理者是否在区内登记注册，按区内、区外两种情形判断",
            "not known whether the processor is registered in the zone; decided both ways",
            registration,
        )
    if in_zone != NO:
        tell_start(law, told)
        tell_doubts(story, told)
    tell_list_status(law, told)
    if in_zone != NO and not law.zone_in_force and "text_not_held" not in law.doubts:
        _tell_not_in_force(law, told)


def _tell_not_in_force(law: LawOn, told: Reasons) -> None:
    """Say that the present measures are not in force, and what is known of older ones."""
    doubt = stand_in(law)
    older = [
        fact for fact in law.pack.facts.values() if law.is_of_zone(fact) and fact.value_on(law.on)
    ]
    said = Text("，只适用国家规定", ": national law only")
    if older and law.on < law.pack.in_force.start:
        title = older[0].source.title
        said = Text(
            f"，规则包没有此前办法的文本，只有《{title.zh}》中的重要数据量级；其余按国家规定",
            f"; of what went before the pack holds the volumes of important data of {title.en} "
            "alone: for the rest national law",
        )
    told.say(
        f"{law.pack.name.zh}在 {law.on} 没有施行（自 {law.pack.in_force.start}{doubt.zh}）"
        f"{said.zh}",
        f"{law.pack.name.en} are not in force on {law.on} (from {law.pack.in_force.start}"
        f"{doubt.en}){said.en}",
    )


def _tell_pilot(story: Story, told: Reasons) -> None:
    """Say that a pilot may reach a flow outside the zone which the list names and law burdens."""
    law = story.law
    pilot = law.find("zone.pilot")
    text = pilot.text_on(law.on) if pilot else None
    is_named = any(place.kind == "listed" for place in story.placement.places)
    if pilot and text and is_named and story.found("mask") != FREE:
        told.remark(
            f"试点另行处理，不影响本结论：{text.zh.rstrip('。')}",
            f"a pilot apart, which does not change this route: {text.en.rstrip('.')}",
            pilot,
        )


def _tell_important(story: Story, told: Reasons) -> None:
    law, answer = story.law, story.found("important")
    said, notified = story.answer("important"), story.answer("notified")
    placed = story.placement
    rules = _important_rules(story)
    if notified == YES:
        besides = "，不论处理者怎样判断" if said != YES else ""
        told.say(
            f"已被告知或公开发布为重要数据{besides}：须申报安全评估，不论数量、不论处理者",
            "notified or published as important: a security assessment, whoever the processor is",
            *rules,
        )
    elif said == YES:
        told.say(
            "数据是重要数据：须申报安全评估，不论数量、不论处理者",
            "the data are important: a security assessment, whoever the processor is",
            *rules,
        )
    elif said == UNKNOWN and notified == NO:
        told.say(
            "既未被告知也未公开发布为重要数据，不需要作为重要数据申报",
            "neither notified nor published as important: need not be declared as such",
            *story.restated("important.undeclared"),
        )
    elif said == UNKNOWN:
        told.ask("important")
        told.say(
            "不知是否重要数据，也没有说是否被告知或公开发布：重要数据须申报安全评估",
            "not known whether the data are important or were notified: important data need a "
            "security assessment",
            *rules,
        )
    if placed.important in {YES, UNKNOWN} and story.answer("in_zone") != NO:
        _tell_important_items(placed, law, told)
    elif placed.important == UNCHECKED and answer != YES and story.answer("in_zone") != NO:
        _tell_unchecked(story, told)
    asks = notified != NO and answer != YES and story.answer("in_zone") != NO
    several = story.found("groups") > 1
    for fact in story.decision.held.at(story.place) if asks else ():
        told.ask("notified")
        line = fact.persons_on(law.on)
        told.say(
            "向境外提供多少人的数据，掌握的至少也有多少；按"
            + ("同一处理者各项业务合计的上限" if several else "人数的上限")
            + f"达到“{fact.name.zh}”的 {line:,} 人："
            "可能识别为重要数据，除非确认未被告知也未公开发布",
            "who exports so many persons holds as many; by the upper end "
            + ("of the processor's flows together" if several else "of the count")
            + f" {line:,} is reached ({fact.name.en}): the data may be important unless neither "
            "notified nor published as such",
            fact,
            *story.restated("important.undeclared"),
        )
        told.say_readings(fact)
    if answer != NO:
        _tell_claims(story, told)


def _tell_unchecked(story: Story, told: Reasons) -> None:
    """Say why data were not compared with the list's important-data items."""
    names = "、".join(story.placement.important_items)
    if story.trait.items is None:
        told.say(
            f"清单另有重要数据条目 {names}；没有写明数据项，未逐项比对",
            f"the list has important-data items too ({names}); no data items were named to compare",
        )
        return
    told.say(
        f"清单另有重要数据条目 {names}；listlab 没有其逐项内容，未能与所写数据项比对",
        f"the list has important-data items too ({names}); listlab does not hold what they name, "
        "so the data items were not compared",
    )


def _important_rules(story: Story) -> list[Fact | None]:
    """What sends important data to an assessment: of a CIIO another item than of others."""
    law, ciio = story.law, story.answer("ciio")
    found = [law.find("assessment.important")] if ciio != YES else []
    if ciio != NO:
        found.append(law.find("assessment.ciio"))
        if story.answer("in_zone") != NO:
            found.append(law.find("list.ciio"))
    return found


def _tell_claims(story: Story, told: Reasons) -> None:
    """Say of each exemption claimed that it does not reach important data, by its own article."""
    law = story.law
    general = law.find("exempt.not_important")
    for name in story.cases.bases.at(story.place):
        fact = law.bases.get(name)
        if fact is None:
            continue
        same = general is not None and general.source.article == fact.source.article
        told.say(
            f"主张的豁免“{fact.name.zh}”不包括重要数据"
            + ("" if story.found("important") == YES else "，须先确定是否重要数据"),
            f"the exemption claimed, “{fact.name.en}”, covers no important data"
            + ("" if story.found("important") == YES else ", which has to be settled first"),
            general if same else fact,
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
        if name != "list_row":  # a row of persons says nothing of important data
            told.ask(name)
    told.say(
        f"可能属于清单的重要数据条目 {names}，所缺条件或数据项说明后才能判断",
        f"may match the list's important-data items {names}; what is missing decides",
        law.find("list.important"),
    )


def _tell_not_begun(law: LawOn, route: str, told: Reasons) -> None:
    """Say that a way of a route has no rules in the pack before a day."""
    for kind, instrument in not_begun(law, route):
        name, start = PROCEDURES[kind], instrument.in_force_from
        told.say(
            f"{name.zh}：《{instrument.title.zh}》自 {start} 起施行，此前怎样办理规则包没有依据，"
            "不列步骤",
            f"{name.en}: {instrument.title.en} take effect on {start}; for the time before the "
            "pack holds no rules, so no stages are listed",
        )


def _tell_end(story: Story, told: Reasons) -> None:
    routes = possible(story.found("mask"))
    for name in routes:
        _tell_not_begun(story.law, name, told)
    if len(routes) == 1:
        told.missing.clear()
        told.say(f"结论：{ROUTES[routes[0]].zh}", f"result: {ROUTES[routes[0]].en}")
        return
    if not told.missing:
        ask_counts(story.decision.own, story, told)
    names, asked = among(routes), joined(told.missing)
    told.say(f"可能的路径：{names.zh}", f"possible routes: {names.en}")
    told.say(f"须人工复核，缺少：{asked.zh}", f"for people to review; missing: {asked.en}")
