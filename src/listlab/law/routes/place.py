"""Where a flow stands to a list: off its industries, outside it, or under items of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from listlab.law.pack import Industry, Pack, normalise
from listlab.law.routes.case import NO, UNKNOWN, YES, Trait
from listlab.law.routes.count import NO_LINES, Lines
from listlab.law.routes.listed import ItemException, ListedItem, RouteList

UNCHECKED = 2  # the list has important-data items, but the flow's data items are not named
_LETTERS = "ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst"


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that a list may say of a flow; only `listed` places have a scenario and lines.

    `unknown`: kinds of persons for which no threshold is known, though the list may have one.
    """

    kind: Literal["national", "outside", "undecided", "listed"]
    scenario: str | None = None
    lines: Lines = NO_LINES
    items: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


NATIONAL, OUTSIDE = Place("national"), Place("outside")


@dataclass(frozen=True, slots=True)
class Placement:
    """All places that a flow may have, and whether its data match an important-data item.

    `important` is yes, no, unknown or `UNCHECKED`; `missing` names what would decide:
    `industry`, `scenario`, `items`, or a condition's own words.
    """

    places: tuple[Place, ...]
    important: int = NO
    important_items: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    scenario_is_known: bool = True


def place_trait(trait: Trait, found: RouteList | None, pack: Pack) -> Placement:
    """Places that a flow of this trait may have under a list in force; None without a list."""
    if found is None:
        return Placement((NATIONAL,))
    listed, industry = _industry(trait.industry, found, pack)
    if listed == NO:
        return Placement((NATIONAL,))
    found = _of_industry(found, None if listed == UNKNOWN else industry, trait.industry)
    is_known = trait.scenario is None or _is_known(trait, found, industry, pack)
    if not is_known:  # a name that nobody knows frees nothing: it may mean any scenario
        trait = replace(trait, scenario=None)
    names = (
        tuple(dict.fromkeys(item.scenario for item in found.items if item.scenario))
        if trait.scenario is None
        else _scenarios(trait.scenario, found, industry)
    )
    places: list[Place] = [NATIONAL] if listed == UNKNOWN else []
    missing = ["industry"] if listed == UNKNOWN else []
    excepted: list[str] = []
    if trait.scenario is None:
        places.append(OUTSIDE)
        missing.append("scenario")
    for name in names:
        places += _under(name, trait, found, missing, excepted)
    if not names and trait.scenario is not None:
        places.append(OUTSIDE if found.is_complete else Place("undecided"))
    important, items = _important(trait, names, found, missing, excepted)
    if important == YES and listed == UNKNOWN:
        important = UNKNOWN
    return Placement(
        tuple(dict.fromkeys(places)),
        important,
        items,
        tuple(dict.fromkeys(missing)),
        tuple(dict.fromkeys(excepted)),
        is_known,
    )


def _industry(name: str | None, found: RouteList, pack: Pack) -> tuple[int, Industry | None]:
    if name is None:
        nouns = [pack.find_industry(code) for code in found.industries]
        return UNKNOWN, next((noun for noun in nouns if noun), None)
    noun = pack.find_industry(name)
    if name.strip(_LETTERS).isdigit():  # a GB/T 4754 code stands for the industry that covers it
        covering = [industry for industry in pack.industries if industry.covers(name)]
        listed = [industry for industry in covering if industry.code in found.industries]
        noun = next(iter((*listed, *covering)), None)
    code = noun.code if noun else name
    is_listed = normalise(code) in map(normalise, found.industries)
    return (YES if is_listed else NO), noun


def _of_industry(found: RouteList, industry: Industry | None, name: str | None) -> RouteList:
    """List with the items of one industry, those that speak of all included."""
    if name is None:
        return found
    code = normalise(industry.code if industry else name)
    items = (item for item in found.items if normalise(item.industry) in {"", code})
    return replace(found, items=tuple(items))


def _scenarios(name: str, found: RouteList, industry: Industry | None) -> tuple[str, ...]:
    """Codes of the list's scenarios that a name means; none when the list doesn't name it."""
    noun = industry.match(name) if industry else None
    wanted = {normalise(name)} | (
        {normalise(noun.code), normalise(noun.name.zh)} if noun else set()
    )
    codes = (item.scenario for item in found.items if item.scenario and wanted & item.names)
    return tuple(dict.fromkeys(codes))


def _is_known(trait: Trait, found: RouteList, industry: Industry | None, pack: Pack) -> bool:
    """Whether the list or the pack knows a scenario by this name."""
    name = trait.scenario or ""
    nouns = pack.industries if trait.industry is None else (industry,)
    return bool(_scenarios(name, found, industry)) or any(
        noun is not None and noun.match(name) is not None for noun in nouns
    )


def _under(
    scenario: str, trait: Trait, found: RouteList, missing: list[str], excepted: list[str]
) -> Iterable[Place]:
    """Places of a flow in one scenario: by exceptions that surely apply, and by all that may."""
    items = [
        item
        for item in found.items
        if item.kind == "personal"
        and item.scenario in {scenario, None}
        and _names_some(item, trait)
    ]
    met = {item.id: _is_excepted(item, trait, missing, excepted) for item in items}
    for off in ({YES}, {YES, UNKNOWN}):
        yield _place(scenario, [item for item in items if met[item.id] not in off], found)


def _place(scenario: str, items: list[ListedItem], found: RouteList) -> Place:
    if not items:
        is_named = any(
            item.kind == "personal" and item.scenario == scenario for item in found.items
        )
        return OUTSIDE if found.is_complete or is_named else Place("undecided")
    lines = Lines()
    for item in items:
        lines = lines.lowered(item.lines)
    ids = tuple(item.id for item in items)
    unknown = () if found.is_complete else _without_lines(lines)
    caveats = tuple(dict.fromkeys(item.caveat for item in items if item.caveat))
    return Place("listed", scenario, lines, ids, unknown, caveats)


def _without_lines(lines: Lines) -> tuple[str, ...]:
    pairs = {
        "personal": (lines.assessment_personal, lines.contract_personal),
        "sensitive": (lines.assessment_sensitive, lines.contract_sensitive),
    }
    return tuple(kind for kind, known in pairs.items() if known == (None, None))


def _names_some(item: ListedItem, trait: Trait) -> bool:
    """Whether an item speaks of a flow's data; it does when either names no data items."""
    if trait.items is None or not item.data_items:
        return True
    return not item.data_items.isdisjoint(map(normalise, trait.items))


def _important(
    trait: Trait,
    names: tuple[str, ...],
    found: RouteList,
    missing: list[str],
    excepted: list[str],
) -> tuple[int, tuple[str, ...]]:
    """Whether data match an important-data item of the list, and which items may be meant."""
    answers: dict[str, int] = {}
    for item in found.items:
        if item.kind != "important":
            continue
        match = _matches(item, trait, names, found)
        if match == NO:
            continue
        asked = [] if match == UNCHECKED else missing
        freed = _is_excepted(item, trait, asked, excepted)
        if freed == YES:
            continue
        answers[item.id] = UNKNOWN if freed == UNKNOWN and match == YES else match
        if match == UNKNOWN:
            missing.append("items")
    for answer in (YES, UNKNOWN, UNCHECKED):
        if answer in answers.values():
            return answer, tuple(name for name, found in answers.items() if found == answer)
    return NO, ()


def _matches(item: ListedItem, trait: Trait, names: tuple[str, ...], found: RouteList) -> int:
    if item.scenario is not None and item.scenario not in names:
        return NO
    if trait.items is not None and item.data_items:
        if not _names_some(item, trait):
            return NO
        in_scenario = item.scenario is None or trait.scenario is not None
        return YES if in_scenario else UNKNOWN
    # items not named: where the list knows the scenario by important data alone, they decide
    only = item.scenario is not None and not any(
        other.kind == "personal" and other.scenario == item.scenario for other in found.items
    )
    return UNKNOWN if only and trait.scenario is not None else UNCHECKED


def _is_excepted(item: ListedItem, trait: Trait, missing: list[str], excepted: list[str]) -> int:
    """Whether an exception takes the flow off the item: every condition of it stated as met."""
    stated = {normalise(name): met for name, met in trait.conditions}
    answers = [_is_met(entry, stated, missing) for entry in item.exceptions]
    if YES in answers:
        excepted.append(item.id)
        return YES
    return UNKNOWN if UNKNOWN in answers else NO


def _is_met(entry: ItemException, stated: dict[str, bool], missing: list[str]) -> int:
    if any(stated.get(name) for name in entry.whole):
        return YES
    found = [next((stated[n] for n in names if n in stated), None) for names in entry.conditions]
    if False in found:
        return NO
    unknown = [name for name, met in zip(entry.shown, found, strict=True) if met is None]
    missing.extend(unknown)
    return UNKNOWN if unknown else YES
