"""Important-data rules of rules.yaml."""

from typing import Any, cast

from listlab.law.entry import Entry
from listlab.law.parse_facts import (
    CODE,
    CODE_FORM,
    Instruments,
    parse_interpretations,
    parse_source,
    parse_status,
    refuse_twice,
)
from listlab.law.rule import PREDICATES, Facet, Qualifier, Rule
from listlab.model.language import Text


def parse_qualifiers(top: Entry) -> list[Qualifier]:
    """Properties that the facets of the file ask for, by name."""
    found = []
    for entry in top.entries("qualifiers"):
        code = entry.text("id", pattern=CODE, expected=CODE_FORM)
        found.append(Qualifier(code, entry.both("name")))
        entry.close()
    refuse_twice(top, "qualifiers", [qualifier.id for qualifier in found])
    return found


def parse_rules(top: Entry, instruments: Instruments, qualifiers: set[str]) -> list[Rule]:
    """Rules of the file; their facets may ask for the known qualifiers only."""
    found = [_rule(entry, instruments, qualifiers) for entry in top.entries("rules")]
    refuse_twice(top, "rules", [rule.id for rule in found])
    return found


def _rule(entry: Entry, instruments: Instruments, qualifiers: set[str]) -> Rule:
    categories = entry.wholes("categories")
    facets = tuple(_facet(child, categories, qualifiers) for child in entry.entries("facets"))
    rule = Rule(
        id=entry.text("id", pattern=CODE, expected=CODE_FORM),
        kind=cast(Any, entry.choice("kind", ("volume", "nature", "example"))),
        name=entry.both("name"),
        predicate=cast(Any, entry.choice("predicate", PREDICATES)),
        fact=entry.maybe_text("fact"),
        categories=categories,
        facets=facets,
        source=parse_source(entry, instruments),
        status=parse_status(entry),
        note=entry.maybe_both("note"),
        interpretations=parse_interpretations(entry),
    )
    refuse_twice(entry, "facets", [facet.id for facet in facets])
    entry.close()
    return rule


def _facet(entry: Entry, categories: tuple[int, ...], qualifiers: set[str]) -> Facet:
    facet = Facet(
        id=entry.text("id", pattern=CODE, expected=CODE_FORM),
        name=entry.both("name"),
        keywords=entry.words("keywords"),
        qualifiers=entry.words("qualifiers"),
        joined=cast(Any, entry.choice("joined", ("any", "all"), default="all")),
        categories=entry.wholes("categories") or categories,
    )
    for code in facet.qualifiers:
        if code not in qualifiers:
            expected = Text("本文件 qualifiers 中的编号", "an id of this file's qualifiers")
            entry.refuse("qualifiers", code, expected, code="pack.reference")
    for number in facet.categories:
        if number not in categories:
            expected = Text("该规则 categories 中的序号", "a number of the rule's categories")
            entry.refuse("categories", number, expected, code="pack.reference")
    entry.close()
    return facet
