"""Where a flow stands to a list: off its industries, outside it, or under items of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from listlab.law.pack import Industry, Pack, normalise
from listlab.law.routes.case import NO, UNKNOWN, YES, Trait
from listlab.law.routes.count import Lines
from listlab.law.routes.listed import ItemException, ListedItem, RouteList

UNCHECKED = 2  # the list has important-data items, but the flow's data items are not named
_LETTERS = "ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list's thresholds count: the processor's flows of a scenario, or of an industry."""

    kind: Literal["scenario", "industry"]
    code: str
    lines: Lines
    items: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What tells the scope apart, whatever its lines."""
        return self.kind, self.code


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that a list may say of a flow; only `listed` places have scopes and their lines.

    `unknown`: kinds of persons for which no threshold is known, though the list may have one.
    """

    kind: Literal["national", "outside", "undecided", "listed"]
    scopes: tuple[Scope, ...] = ()
    unknown: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """Items of the list that the flow comes under."""
        return tuple(item for scope in self.scopes for item in scope.items)


NATIONAL, OUTSIDE, UNDECIDED = Place("national"), Place("outside"), Place("undecided")


@dataclass(frozen=True, slots=True)
class Placement:
    """All places that a flow may have, and whether its data match an important-data item.

    `important` is yes, no, unknown or `UNCHECKED`; `missing` names what would decide:
    `industry`, `scenario`, `items`, `list_row`, `list_industries`, a row as `row:<id>`, or a
    condition's own words. `superseded` is the list of which a newer edition is to be looked at.
    """

    places: tuple[Place, ...]
    important: int = NO
    important_items: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    industry_is_known: bool = True
    scenario_is_known: bool = True
    superseded: RouteList | None = None


def place_trait(trait: Trait, found: RouteList | None, pack: Pack, on: date) -> Placement:
    """Places that a flow of this trait may have under a list in force; national without a list.

    Where a newer edition was dated by the day, and the flow's place rests on what is not the
    amending list's own, the places under both editions.
    """
    if found is None:
        return Placement((NATIONAL,))
    placed = _place_trait(trait, found, pack)
    old = found.superseded(on)
    if old is None or old.successor is None or not _rests_on(placed, old, found):
        return placed
    newer = _place_trait(trait, old.successor, pack)
    important = placed.important
    if YES in {important, newer.important} and important != newer.important:
        important = UNKNOWN
    return replace(
        placed,
        places=tuple(dict.fromkeys((*placed.places, *newer.places))),
        important=important,
        missing=tuple(dict.fromkeys((*placed.missing, *newer.missing))),
        superseded=old,
    )


def _rests_on(placed: Placement, old: RouteList, found: RouteList) -> bool:
    """Whether a place is that of an old list: by a row of it, or by what stands in no row."""
    if any(place.kind != "listed" for place in placed.places):
        return True
    named = {item for place in placed.places for item in place.items}
    named |= {*placed.excepted}
    if placed.important in {YES, UNKNOWN}:
        named |= {*placed.important_items}
    return any(item in old.items for item in found.items if item.id in named)


def _place_trait(trait: Trait, found: RouteList, pack: Pack) -> Placement:
    listed, industry = _industry(trait.industry, found, pack)
    if listed == NO:
        return Placement((NATIONAL,))
    known_industry = trait.industry is None or industry is not None or listed == YES
    if not known_industry:
        trait = replace(trait, industry=None)  # a name that nobody knows may mean any industry
    if listed == YES:
        found = _of_industry(found, industry, trait.industry)
    is_known = trait.scenario is None or _is_known(trait, found, industry, pack)
    if not is_known:  # nor does a name that nobody knows free anything
        trait = replace(trait, scenario=None)
    names = (
        tuple(dict.fromkeys(item.scenario for item in found.items if item.scenario))
        if trait.scenario is None
        else _scenarios(trait.scenario, found, industry)
    )
    missing = _asked(trait, listed, known_industry, found)
    places: list[Place] = [NATIONAL] if listed == UNKNOWN else []
    excepted: list[str] = []
    for name in names:
        places += _under(name, trait, found, missing, excepted)
    if trait.scenario is None or not names:
        places += _under(None, trait, found, missing, excepted)
    important, items = _important(trait, names, found, missing, excepted)
    if important == YES and listed == UNKNOWN:
        important = UNKNOWN
    return Placement(
        tuple(dict.fromkeys(places)),
        important,
        items,
        tuple(dict.fromkeys(missing)),
        tuple(dict.fromkeys(excepted)),
        known_industry,
        is_known,
    )


def _asked(trait: Trait, listed: int, known_industry: bool, found: RouteList) -> list[str]:
    """What is missing to tell industry and scenario."""
    asked = []
    if listed == UNKNOWN:
        asked.append("list_industries" if not found.industries else "industry")
    if listed == UNKNOWN and not found.industries and trait.industry is None:
        asked.append("industry")
    if trait.scenario is None:
        asked.append("scenario")
        if not found.is_complete:
            asked.append("list_row")
    return asked


def _industry(name: str | None, found: RouteList, pack: Pack) -> tuple[int, Industry | None]:
    """Whether the list names an industry, and which; unknown where nobody knows either."""
    if name is None:
        nouns = [pack.find_industry(code) for code in found.industries]
        return UNKNOWN, next((noun for noun in nouns if noun), None)
    listed = [noun for code in found.industries if (noun := pack.find_industry(code))]
    noun = pack.find_industry(name)
    if not found.industries:  # of such a list only the title is known
        return UNKNOWN, noun
    code = noun.code if noun else name
    if normalise(code) in map(normalise, found.industries):
        return YES, noun
    if noun is not None:
        return NO, noun
    if not name.strip(_LETTERS).isdigit():
        return UNKNOWN, None
    return _by_number(name, found, listed, pack)


def _by_number(
    number: str, found: RouteList, listed: list[Industry], pack: Pack
) -> tuple[int, Industry | None]:
    """Whether a GB/T 4754 code, which stands for the industry that covers it, is the list's."""
    for noun in listed:
        if noun.covers(number):
            return YES, noun
    covering = next((noun for noun in pack.industries if noun.covers(number)), None)
    digits = number.strip(_LETTERS)
    wider = any(code.startswith(digits) for noun in listed for code in noun.gbt4754)
    numbered = len(listed) == len(found.industries) and all(noun.gbt4754 for noun in listed)
    return (UNKNOWN if wider or not (numbered or covering) else NO), covering


def _of_industry(found: RouteList, industry: Industry | None, name: str | None) -> RouteList:
    """List with the items of one industry, those that speak of all included."""
    code = normalise(industry.code if industry else name or "")
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
    scenario: str | None, trait: Trait, found: RouteList, missing: list[str], excepted: list[str]
) -> Iterable[Place]:
    """Places of a flow in a scenario, or in none that the list names.

    By exceptions that surely apply, and by all that may. Items without a scenario reach every one.
    """
    items = [
        item
        for item in found.items
        if item.kind == "personal"
        and item.scenario in {scenario, None}
        and _names_some(item, trait)
    ]
    met = {item.id: _is_excepted(item, trait, missing, excepted) for item in items}
    for off in ({YES}, {YES, UNKNOWN}):
        place = _place(scenario, [item for item in items if met[item.id] not in off], found)
        if place == UNDECIDED:
            missing.append("list_row")
        yield place


def _place(scenario: str | None, items: list[ListedItem], found: RouteList) -> Place:
    is_named = scenario is not None and any(
        item.kind == "personal" and item.scenario == scenario for item in found.items
    )
    if not found.is_complete and not is_named:
        return UNDECIDED  # a row that is not known may be about it
    if not items:
        return OUTSIDE
    scopes = [
        _scope("scenario", scenario or "", [item for item in items if item.scenario is not None])
    ]
    for industry in dict.fromkeys(item.industry for item in items if item.scenario is None):
        wide = [item for item in items if item.scenario is None and item.industry == industry]
        scopes.append(_scope("industry", industry, wide))
    known = tuple(scope for scope in scopes if scope.items)
    unknown = () if found.is_complete else _without_lines(known)
    caveats = tuple(dict.fromkeys(item.caveat for item in items if item.caveat))
    return Place("listed", known, unknown, caveats)


def _scope(kind: Literal["scenario", "industry"], code: str, items: Iterable[ListedItem]) -> Scope:
    lines, named = Lines(), []
    for item in items:
        lines = lines.lowered(item.lines)
        named.append(item.id)
    return Scope(kind, code, lines, tuple(named))


def _without_lines(scopes: Iterable[Scope]) -> tuple[str, ...]:
    lines = Lines()
    for scope in scopes:
        lines = lines.lowered(scope.lines)
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
            missing.append(_unmatched(item, trait))
    for answer in (YES, UNKNOWN, UNCHECKED):
        if answer in answers.values():
            return answer, tuple(name for name, found in answers.items() if found == answer)
    return NO, ()


def _unmatched(item: ListedItem, trait: Trait) -> str:
    """What is missing to compare data items: those of the flow, or those of the list's row."""
    return f"row:{item.id}" if trait.items is not None and not item.data_items else "items"


def _matches(item: ListedItem, trait: Trait, names: tuple[str, ...], found: RouteList) -> int:
    if item.scenario is not None and item.scenario not in names:
        return NO
    if trait.items is not None and item.data_items:
        if not _names_some(item, trait):
            return NO
        in_scenario = item.scenario is None or trait.scenario is not None
        return YES if in_scenario else UNKNOWN
    # items not named by flow or row: where the list knows the scenario by important data alone,
    # they decide
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
