"""What the counts of persons are, and which lines they reach, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from listlab.law.fact import Fact
from listlab.law.routes.count import FREE, Lines, Persons
from listlab.law.routes.story import Reasons, Story
from listlab.law.routes.words import KINDS, ROUTES, Bounds, persons
from listlab.model.language import Text

KINDS_COUNTED = ("personal", "sensitive")
OTHERS = Text("同一处理者的其他业务：", "of the processor's other flows: ")
NO_FACTS: Mapping[tuple[str, str], Fact] = MappingProxyType({})


def tell_counted(story: Story, told: Reasons) -> None:
    """Say what is exempt and what is left, of each kind."""
    place, law = story.place, story.law
    bases = story.cases.bases.at(place)
    facts = [law.bases[name] for name in bases if name in law.bases]
    for kind in KINDS_COUNTED:
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
        if int(story.cases.claims[place]) > 1 and exempt[0] != exempt[1]:
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
    if (
        facts
        and not any(some_counted(story.cases.exempt, place))
        and story.found("besides") == FREE
    ):
        told.say("属于豁免情形，没有个人信息计入", "exempt, and no persons count", *facts)


def some_counted(counts: Persons, place: int) -> Iterator[bool]:
    """Whether somebody is or may be counted, of each kind."""
    return (bounds != (0, 0) for bounds in counts.at(place))


def tell_union(what: Text, flows: int, story: Story, told: Reasons, *scope: Fact | None) -> None:
    """Say that so many flows are counted together, by the union of their persons."""
    told.say(
        f"{what.zh}：共 {flows} 项业务，人数取并集，不少于最大的一项、不多于各项之和",
        f"{what.en}: {flows} flows, the union of persons, at least the largest and at most the sum",
        *scope,
        story.law.find("count.merge"),
    )


def tell_freed(story: Story, told: Reasons, *, own: bool) -> None:
    """Say by which reading persons that a list frees count nationally."""
    fact = story.law.find("count.freed_by_list")
    whose = Text("本业务：", "of this flow: ") if own else OTHERS
    if fact is not None:
        told.say_readings(fact, whose)


def tell_reading(fact: Fact | None, question: str, told: Reasons) -> None:
    """Say one of the questions that a fact leaves open, for the processor's other flows."""
    if fact is not None:
        asked = tuple(each for each in fact.interpretations if each.id == question)
        told.say_readings(replace(fact, interpretations=asked), OTHERS)


def tell_lines(
    story: Story,
    told: Reasons,
    counted: Persons,
    lines: Lines,
    facts: Mapping[tuple[str, str], Fact] = NO_FACTS,
) -> None:
    """Say for each kind which line its count reaches, may reach, or stays below."""
    for kind in KINDS_COUNTED:
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
                _ask_persons(kind, counted, story, told)
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


def _ask_persons(kind: str, counted: Persons, story: Story, told: Reasons) -> None:
    """Ask for what leaves a count open: the flow's own, the exempt, or the union of flows."""
    place = story.place
    total = getattr(story.cases.total, kind).at(place)
    exempt = getattr(story.cases.exempt, kind).at(place)
    own, together = getattr(story.decision.own, kind).at(place), getattr(counted, kind).at(place)
    if exempt[0] != exempt[1]:
        told.ask("exempt" if int(story.cases.claims[place]) > 1 else "exempt_persons")
    if total[0] != total[1]:
        told.ask(kind)
    if together != own:
        told.ask(f"merged_{kind}")


def ask_counts(counted: Persons, story: Story, told: Reasons) -> None:
    """Ask for the counts that may be zero."""
    for kind in KINDS_COUNTED:
        low, high = getattr(counted, kind).at(story.place)
        if low == 0 and high != 0:
            _ask_persons(kind, counted, story, told)
