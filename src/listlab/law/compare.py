"""What two packs say differently; mere typography is no difference."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from listlab.law.fact import Citation, Fact, Interpretation
from listlab.law.pack import Category, Pack, Stage, normalise
from listlab.law.rule import Facet, Rule
from listlab.law.words import NOTHING, bodies_named, last_said, listed, words_listed
from listlab.model.language import Lang, Text


@dataclass(frozen=True, slots=True)
class Side:
    """What one pack says in one place, and where it says so."""

    said: Text
    source: Citation | None
    status: str
    parts: tuple[str, ...] = ()

    def matches(self, other: "Side") -> bool:
        """Whether both say the same whatever the width, case, spaces and punctuation."""
        if self.parts or other.parts:
            return _folded(self.parts) == _folded(other.parts)
        return normalise(self.said.zh) == normalise(other.said.zh)


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect that two packs state differently; None where a pack says nothing."""

    topic: str
    id: str
    name: Text
    aspect: Text
    left: Side | None
    right: Side | None

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Difference as the command prints it."""
        return {
            "topic": self.topic,
            "id": self.id,
            "name": self.name.say(lang),
            "aspect": self.aspect.say(lang),
            "left": _side(self.left, lang),
            "right": _side(self.right, lang),
        }


def compare_packs(left: Pack, right: Pack) -> tuple[Difference, ...]:
    """Differences in facts, bodies, stages, categories, rules and industries, in this order.

    Last values are compared; days of effect, article numbers and notes are not. Lists compare
    whatever their order. A thing that one pack lacks is one difference, not one an aspect.
    """
    ours, theirs = _things(left), _things(right)
    found: list[Difference] = []
    for key in dict.fromkeys([*ours, *theirs]):
        a, b = ours.get(key), theirs.get(key)
        thing = a or b
        assert thing is not None
        if a is None or b is None:
            whole = Text("有无", "presence")
            sides = (a.whole if a else None, b.whole if b else None)
            found.append(Difference(key[0], key[1], thing.name, whole, *sides))
            continue
        found += [
            Difference(key[0], key[1], a.name, _ASPECTS[aspect], a.aspects[aspect], other)
            for aspect, other in b.aspects.items()
            if not a.aspects[aspect].matches(other)
        ]
    return tuple(found)


def special_to(pack: Pack, others: Sequence[Pack]) -> tuple[Difference, ...]:
    """What a pack says unlike every other one, against the first of them.

    Bodies and those who lead a stage differ in every zone by name and are left out.
    """
    if not others:
        return ()
    found = [compare_packs(pack, other) for other in others]
    shared = set.intersection(*({_place(each) for each in differences} for differences in found))
    return tuple(
        each
        for each in found[0]
        if _place(each) in shared and each.topic != "bodies" and each.aspect not in _BY_NAME
    )


def _place(found: Difference) -> tuple[str, str, Text]:
    return found.topic, found.id, found.aspect


@dataclass(frozen=True, slots=True)
class _Thing:
    name: Text
    whole: Side
    aspects: dict[str, Side]


def _things(pack: Pack) -> dict[tuple[str, str], _Thing]:
    found = {("facts", fact.id): _of_fact(pack, fact) for fact in pack.facts.values()}
    for body in pack.bodies:
        side = Side(body.name, body.source, body.status)
        found["bodies", body.id] = _Thing(body.name, side, {"name": side})
    for group, stages in pack.workflow.groups().items():
        for stage in stages:
            found["workflow", f"{group}.{stage.id}"] = _of_stage(pack, stage)
    for category in pack.categories:
        found["categories", str(category.code)] = _of_category(pack, category)
    for rule in pack.rules:
        found["rules", rule.id] = _of_rule(pack, rule)
        for facet in rule.facets:
            found["rules", f"{rule.id}.{facet.id}"] = _of_facet(pack, rule, facet)
    for industry in pack.industries:
        names = listed(scenario.name for scenario in industry.scenarios)
        side = Side(names, None, industry.status)
        found["industries", industry.code] = _Thing(industry.name, side, {"scenarios": side})
    return found


def _of_fact(pack: Pack, fact: Fact) -> _Thing:
    def side(said: Text, parts: tuple[str, ...] = ()) -> Side:
        return Side(said, fact.source, fact.status, parts)

    whole = side(last_said(fact))
    aspects = {"value": whole}
    if fact.applies:
        contains = fact.applies.contains
        aspects["contains"] = side(words_listed(contains), contains)
    if fact.duty:
        aspects["to"] = side(bodies_named(pack, fact.duty.to))
    if fact.exempts:
        conditions = listed(condition.name for condition in fact.exempts.conditions)
        aspects["conditions"] = side(conditions)
    aspects["readings"] = side(_readings(fact.interpretations))
    return _Thing(fact.name, whole, aspects)


def _readings(interpretations: Iterable[Interpretation]) -> Text:
    return listed(said for each in interpretations for said in each.readings.values())


def _of_stage(pack: Pack, stage: Stage) -> _Thing:
    def side(said: Text) -> Side:
        return Side(said, stage.source, stage.status)

    def term(fact_id: str | None) -> Side:
        return side(last_said(pack.fact(fact_id)) if fact_id else NOTHING)

    aspects = {
        "name": side(stage.name),
        "leads": side(bodies_named(pack, stage.leads)),
        "decides": side(bodies_named(pack, stage.decides)),
        "consults": side(bodies_named(pack, stage.consults)),
        "hand_in": side(listed(stage.hand_in)),
        "deadline": term(stage.deadline),
        "validity": term(stage.validity),
        "note": side(stage.note or NOTHING),
        "readings": side(_readings(stage.interpretations)),
    }
    return _Thing(stage.name, side(stage.name), aspects)


def _of_category(pack: Pack, category: Category) -> _Thing:
    def side(said: Text, parts: tuple[str, ...] = ()) -> Side:
        return Side(said, category.source, category.status, parts)

    titles = listed(pack.instruments[code].title for code in category.defers_to)
    aspects = {
        "name": side(category.name),
        "group": side(category.parent.name),
        "keywords": side(words_listed(category.keywords), category.keywords),
        "defers_to": side(titles),
        "note": side(category.note or NOTHING),
        "readings": side(_readings(category.interpretations)),
    }
    return _Thing(category.name, side(category.name), aspects)


def _of_rule(pack: Pack, rule: Rule) -> _Thing:
    def side(said: Text) -> Side:
        return Side(said, rule.source, rule.status)

    numbers = tuple(str(code) for code in rule.categories)
    volume = last_said(pack.fact(rule.fact)) if rule.fact else NOTHING
    aspects = {
        "name": side(rule.name),
        "categories": side(words_listed(numbers)),
        "volume": side(volume),
        "readings": side(_readings(rule.interpretations)),
    }
    return _Thing(rule.name, side(rule.name), aspects)


def _of_facet(pack: Pack, rule: Rule, facet: Facet) -> _Thing:
    def side(said: Text, parts: tuple[str, ...] = ()) -> Side:
        return Side(said, rule.source, rule.status, parts)

    asked = [pack.qualifiers[code].name for code in facet.qualifiers]
    joined = _JOINED[facet.joined] if len(asked) > 1 else NOTHING
    aspects = {
        "name": side(facet.name),
        "keywords": side(words_listed(facet.keywords), facet.keywords),
        "qualifiers": side(listed(asked), facet.qualifiers),
        "joined": side(joined),
    }
    name = Text(f"{rule.name.zh}：{facet.name.zh}", f"{rule.name.en}: {facet.name.en}")
    return _Thing(name, side(facet.name), aspects)


def _folded(parts: tuple[str, ...]) -> set[str]:
    return {normalise(part) for part in parts}


def _side(side: Side | None, lang: Lang) -> dict[str, str] | None:
    if side is None:
        return None
    source = side.source.text(lang) if side.source else ""
    return {"said": side.said.say(lang), "source": source, "status": side.status}


def by_topic(differences: tuple[Difference, ...]) -> Iterator[tuple[str, list[Difference]]]:
    """Differences a topic, in their order."""
    for topic in dict.fromkeys(each.topic for each in differences):
        yield topic, [each for each in differences if each.topic == topic]


_JOINED = {
    "any": Text("具备其一即可", "any of them suffices"),
    "all": Text("须全部具备", "all of them are needed"),
}
_ASPECTS = {
    "value": Text("内容", "value"),
    "contains": Text("含有的内容", "contents"),
    "to": Text("报告对象", "told to"),
    "conditions": Text("条件", "conditions"),
    "name": Text("名称", "name"),
    "leads": Text("牵头", "led by"),
    "decides": Text("决定", "decided by"),
    "consults": Text("征求意见", "consulted"),
    "hand_in": Text("提交材料", "to hand in"),
    "deadline": Text("期限", "term"),
    "validity": Text("有效期", "valid for"),
    "note": Text("说明", "note"),
    "readings": Text("理解", "readings"),
    "group": Text("一级类别", "first level"),
    "keywords": Text("关键词", "keywords"),
    "defers_to": Text("参照的标准", "standard deferred to"),
    "categories": Text("适用类别", "categories"),
    "volume": Text("量级", "volume"),
    "qualifiers": Text("性质", "properties"),
    "joined": Text("性质之间", "properties joined"),
    "scenarios": Text("场景", "scenarios"),
}
_BY_NAME = {_ASPECTS[aspect] for aspect in ("leads", "decides", "consults", "to", "note")}
