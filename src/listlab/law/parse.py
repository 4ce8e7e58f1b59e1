"""From the mappings of a pack's files to the law's nouns, each file's shape in one function."""

from typing import Any, cast

from listlab.law.entry import Entry
from listlab.law.fact import Instrument
from listlab.law.pack import (
    Body,
    Category,
    CategoryGroup,
    Industry,
    Scenario,
    Stage,
    Workflow,
)
from listlab.law.parse_facts import (
    CODE,
    CODE_FORM,
    Instruments,
    parse_interpretations,
    parse_source,
    parse_status,
    refuse_twice,
)
from listlab.model.language import Text

LEVELS = ("nation", "province", "city", "district", "region", "service")
PERSONS = ("population", "cohort")
PROCEDURES = ("assessment", "contract", "certification")
STAGE_KINDS = {
    "making": ("making",),
    "using": ("filing", "report"),
    "catalogue": ("catalogue",),
    "adoption": ("adoption",),
}


def parse_instruments(top: Entry) -> list[Instrument]:
    """Instruments of sources.yaml."""
    found = [_instrument(entry) for entry in top.entries("instruments")]
    refuse_twice(top, "instruments", [i.id for i in found])
    top.close()
    return found


def parse_industries(top: Entry) -> list[Industry]:
    """Industries of industries.yaml with their scenarios."""
    found = [_industry(entry) for entry in top.entries("industries")]
    refuse_twice(top, "industries", [i.code for i in found])
    top.close()
    return found


def parse_workflow(top: Entry, instruments: Instruments) -> Workflow:
    """Stages of workflow.yaml."""

    def stages(part: Entry, key: str, kinds: tuple[str, ...]) -> tuple[Stage, ...]:
        return tuple(_stage(entry, instruments, kinds) for entry in part.entries(key))

    groups = {key: stages(top, key, kinds) for key, kinds in STAGE_KINDS.items()}
    procedures: dict[str, tuple[Stage, ...]] = {}
    if top.has("procedures"):
        part = top.entry("procedures")
        procedures = {kind: stages(part, kind, (kind,)) for kind in PROCEDURES if part.has(kind)}
        part.close()
    workflow = Workflow(**groups, procedures=procedures)
    refuse_twice(top, "making", [stage.id for group in groups.values() for stage in group])
    return workflow


def parse_categories(top: Entry, instruments: Instruments) -> list[Category]:
    """Second-level categories of categories.yaml, each with its first-level one."""
    found: list[Category] = []
    groups: list[int] = []
    for entry in top.entries("groups"):
        group = CategoryGroup(entry.whole("code"), entry.both("name"))
        groups.append(group.code)
        found += [_category(child, group, instruments) for child in entry.entries("categories")]
        entry.close()
    refuse_twice(top, "groups", [str(code) for code in groups])
    refuse_twice(top, "groups", [str(category.code) for category in found])
    top.close()
    return found


def parse_bodies(top: Entry, instruments: Instruments) -> list[Body]:
    """Bodies of pack.yaml."""
    found = []
    for entry in top.entries("bodies"):
        code = entry.text("id", pattern=CODE, expected=CODE_FORM)
        level = entry.choice("level", LEVELS)
        body = Body(
            code,
            entry.both("name"),
            level,
            parse_source(entry, instruments),
            parse_status(entry),
            entry.maybe_text("acts_as"),
        )
        entry.close()
        found.append(body)
    refuse_twice(top, "bodies", [body.id for body in found])
    return found


def _instrument(entry: Entry) -> Instrument:
    instrument = Instrument(
        id=entry.text("id", pattern=CODE, expected=CODE_FORM),
        title=entry.both("title"),
        in_force_from=entry.maybe_day("in_force_from"),
        in_force_to=entry.maybe_day("in_force_to"),
        status=parse_status(entry),
        note=entry.maybe_both("note"),
        articles=entry.maybe_whole("articles"),
    )
    begin, end = instrument.in_force_from, instrument.in_force_to
    if begin and end and end < begin:
        later = Text("不早于 in_force_from 的日期", "a day not before in_force_from")
        entry.refuse("in_force_to", end, later, code="pack.value")
    if begin is None and instrument.status == "verified":
        unsourced = Text("unverified（没有施行日期）", "unverified (no day in force is given)")
        entry.refuse("status", "verified", unsourced, code="pack.value")
    entry.close()
    return instrument


def _industry(entry: Entry) -> Industry:
    scenarios = tuple(_scenario(child) for child in entry.entries("scenarios"))
    industry = Industry(
        code=entry.text("code", pattern=CODE, expected=CODE_FORM),
        name=entry.both("name"),
        gbt4754=entry.words("gbt4754"),
        scenarios=scenarios,
        status=parse_status(entry),
        note=entry.maybe_both("note"),
        synonyms=entry.words("synonyms"),
    )
    refuse_twice(entry, "scenarios", [scenario.code for scenario in scenarios])
    entry.close()
    return industry


def _scenario(entry: Entry) -> Scenario:
    scenario = Scenario(
        code=entry.text("code", pattern=CODE, expected=CODE_FORM),
        name=entry.both("name"),
        synonyms=entry.words("synonyms"),
        holds=entry.words("holds"),
        note=entry.maybe_both("note"),
        persons=cast(Any, entry.choice("persons", PERSONS, default="population")),
    )
    entry.close()
    return scenario


def _category(entry: Entry, group: CategoryGroup, instruments: Instruments) -> Category:
    category = Category(
        code=entry.whole("code"),
        name=entry.both("name"),
        parent=group,
        keywords=entry.words("keywords"),
        defers_to=entry.words("defers_to"),
        source=parse_source(entry, instruments),
        status=parse_status(entry),
        note=entry.maybe_both("note"),
        interpretations=parse_interpretations(entry),
    )
    for code in category.defers_to:
        if code not in instruments:
            expected = Text("sources.yaml 中的文件", "an instrument of sources.yaml")
            entry.refuse("defers_to", code, expected, code="pack.reference")
    entry.close()
    return category


def _stage(entry: Entry, instruments: Instruments, kinds: tuple[str, ...]) -> Stage:
    only = kinds[0] if len(kinds) == 1 else None
    stage = Stage(
        id=entry.text("id", pattern=CODE, expected=CODE_FORM),
        kind=entry.choice("kind", kinds, default=only),
        name=entry.both("name"),
        leads=entry.words("leads"),
        decides=entry.words("decides"),
        consults=entry.words("consults"),
        hand_in=_hand_in(entry),
        deadline=entry.maybe_text("deadline"),
        validity=entry.maybe_text("validity"),
        source=parse_source(entry, instruments),
        status=parse_status(entry),
        note=entry.maybe_both("note"),
        interpretations=parse_interpretations(entry),
    )
    entry.close()
    return stage


def _hand_in(entry: Entry) -> tuple[Text, ...]:
    found = []
    for part in entry.entries("hand_in"):
        found.append(Text(part.text("zh"), part.text("en")))
        part.close()
    return tuple(found)
