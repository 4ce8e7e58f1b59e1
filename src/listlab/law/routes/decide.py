"""Routes of all cases at once: every route that the answers and counts leave open.

Each unknown answer and each interval is followed both ways. What remains is a set of routes a
case, as bits: one route is the answer, several are for people to review.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from listlab.law.routes.case import NO, UNKNOWN, YES, Answers, Cases
from listlab.law.routes.count import (
    ASSESSMENT,
    CONTRACT,
    EXCLUDED,
    FREE,
    Flags,
    Masks,
    Persons,
    Whole,
    heavier_of,
    less,
    routes_by_volume,
)
from listlab.law.routes.held import Held, held
from listlab.law.routes.in_force import LawOn
from listlab.law.routes.place import NATIONAL, UNCHECKED, Place, Placement, Scope, place_trait


@dataclass(frozen=True)
class Together:
    """Persons of all flows of a processor in one scope of the list, and how many flows."""

    persons: Persons
    flows: Whole


@dataclass(frozen=True)
class Decision:
    """What was found on the way, an entry a case.

    `held` are the volumes of persons held that exports alone reach.
    `own` counts what the flow itself provides without exemption, `in_scope` the processor's flows
    in each scope of the list together, `in_scenario` those in the flow's narrowest one, `in_all`
    all of its flows for the national lines; `groups` says how many flows the processor has.
    `by_list` and `by_nation` are the routes of a processor that is no CIIO, `by_ciio` those of
    a CIIO, `besides` the routes left unless
    another regime governs, `mask` what is left in the end. `freed`: whether a list frees the
    flow; `freed_besides`, `caught_besides`, `excluded_besides`: whether another flow of the
    processor has persons that a list frees, that a list's own volumes may catch, or whose data
    another regime governs; `exempt_in_group`: whether any flow has exempt ones.
    """

    placements: Sequence[Placement]
    held: Held
    own: Persons
    in_scope: Mapping[tuple[str, str], Together]
    in_scenario: Persons
    in_all: Persons
    excluded: Answers
    important: Answers
    listed: Answers
    freed: Answers
    freed_besides: Flags
    caught_besides: Flags
    excluded_besides: Flags
    exempt_in_group: Flags
    groups: Whole
    by_list: Masks
    by_nation: Masks
    by_ciio: Masks
    by_volume: Masks
    besides: Masks
    mask: Masks


def decide(cases: Cases, law: LawOn) -> Decision:
    """Routes that remain possible for each case under the law of the day.

    References
    ----------
    law:national/assessment.ciio, law:national/assessment.important,
    law:national/count.national_scope, law:national/count.list_scope,
    law:national/count.freed_by_list, law:national/count.under_list,
    law:national/count.other_regime
    """
    placements = [
        place_trait(trait, law.applied, law.pack, law.on) for trait in cases.traits.values
    ]
    own = Persons(
        less(cases.total.personal, cases.exempt.personal),
        less(cases.total.sensitive, cases.exempt.sensitive),
    )
    excluded, off_list = _excluded(cases, law)
    volumes = held(cases, law)
    important = _important(cases, placements, law, volumes)
    listed = _listed(cases, placements, law)
    counted = own.kept(surely=listed == YES, maybe=listed != NO)
    if not law.lists_excluded:
        counted = counted.kept(surely=off_list == NO, maybe=off_list != YES)
    in_scope = _in_scopes(cases, placements, own, counted)
    in_scenario, by_list = _by_list(cases, placements, own, in_scope)
    freed = _freed(cases, own, important, listed, by_list)
    in_all = _in_all(cases, own, (listed, freed, off_list), law)
    by_nation = _unless_nobody(own, routes_by_volume(in_all, law.lines))
    by_ciio = _unless_nobody(own, np.full(len(cases), ASSESSMENT, np.uint8))
    by_volume = _where(listed != NO, by_list) | _where(listed != YES, by_nation)
    rest = _where(cases.ciio != YES, by_volume) | _where(cases.ciio != NO, by_ciio)
    besides = _where(important != YES, rest) | _always(important != NO, ASSESSMENT)
    return Decision(
        placements=placements,
        held=volumes,
        own=own,
        in_scope=in_scope,
        in_scenario=in_scenario,
        in_all=in_all,
        excluded=excluded,
        important=important,
        listed=listed,
        freed=freed,
        freed_besides=_another(cases, freed != NO),
        caught_besides=_another(cases, (listed != NO) & (freed != YES) & own.maybe_some),
        excluded_besides=_another(cases, (off_list != NO) & own.maybe_some),
        exempt_in_group=_any_in_group(cases, cases.exempt.maybe_some),
        groups=np.bincount(cases.processors)[cases.processors],
        by_list=by_list,
        by_nation=by_nation,
        by_ciio=by_ciio,
        by_volume=by_volume,
        besides=besides,
        mask=_where(excluded != YES, besides) | _always(excluded != NO, EXCLUDED),
    )


def _excluded(cases: Cases, law: LawOn) -> tuple[Answers, Answers]:
    """Whether another regime governs the data, and whether it takes them off a list as well."""
    # the rule on restricted recipients is about persons; without any it has nothing to govern
    restricted = _lesser(cases.restricted, _some(cases.total))
    answers = {
        "classified": cases.classified,
        "core": cases.core,
        "export_controlled": cases.export_controlled,
        "restricted_recipient": restricted,
    }
    excluded = off_list = np.full(len(cases), NO, np.int8)
    for ground, answer in answers.items():
        facts = law.grounds[ground]
        for fact in facts:
            there = cases.in_zone if law.is_of_zone(fact) else np.full_like(answer, YES)
            excluded = _greater(excluded, _lesser(answer, there))
        if any(fact.excludes and not fact.excludes.data_route for fact in facts):
            off_list = _greater(off_list, answer)
    return excluded, off_list


def _important(cases: Cases, placements: Sequence[Placement], law: LawOn, volumes: Held) -> Answers:
    """Whether data count as important; an authority's notice prevails over the processor.

    Who exports many persons holds as many, and may so be above a volume held; without a notice
    or publication such data need not be declared, and only people can say.
    """
    said = np.where(cases.notified == YES, YES, cases.important)
    # what nobody notified or published need not be declared
    said = np.where((said == UNKNOWN) & (cases.notified == NO), NO, said).astype(np.int8)
    match = np.asarray([entry.important for entry in placements], np.int8)[cases.traits.codes]
    match = np.where(match == UNCHECKED, NO, match).astype(np.int8)
    reached = np.where(volumes.any & (cases.notified != NO), UNKNOWN, NO)
    found = _greater(match, reached.astype(np.int8))
    return _greater(said, _lesser(found, _in_zone(cases, law)))


def _in_zone(cases: Cases, law: LawOn) -> Answers:
    """Whether the zone's law and list bind the processor; unknown where nobody knows they hold."""
    if law.doubts:
        return _lesser(cases.in_zone, np.full_like(cases.in_zone, UNKNOWN))
    return cases.in_zone


def _listed(cases: Cases, placements: Sequence[Placement], law: LawOn) -> Answers:
    """Whether the list decides: a processor in the zone, in an industry of the list."""
    if law.applied is None:
        return np.full(len(cases), NO, np.int8)
    answers = [
        NO if entry.places == (NATIONAL,) else UNKNOWN if NATIONAL in entry.places else YES
        for entry in placements
    ]
    return _lesser(np.asarray(answers, np.int8)[cases.traits.codes], _in_zone(cases, law))


def _in_scopes(
    cases: Cases, placements: Sequence[Placement], own: Persons, counted: Persons
) -> dict[tuple[str, str], Together]:
    """Persons of each processor's flows in each scope of the list: their union, as bounds."""
    found: dict[tuple[str, str], Together] = {}
    keys = {scope.key for entry in placements for place in entry.places for scope in place.scopes}
    for key in sorted(keys):
        within = np.asarray([any(_is_in(key, p) for p in e.places) for e in placements])
        always = np.asarray([all(_is_in(key, p) for p in e.places) for e in placements])
        here = within[cases.traits.codes]
        there = counted.kept(surely=always[cases.traits.codes], maybe=here)
        flows = np.bincount(cases.processors, weights=here & there.maybe_some)
        found[key] = Together(
            there.merged(cases.processors).at_least(own),
            flows.astype(np.int64)[cases.processors],
        )
    return found


def _is_in(key: tuple[str, str], place: Place) -> bool:
    return any(scope.key == key for scope in place.scopes)


def _by_list(
    cases: Cases,
    placements: Sequence[Placement],
    own: Persons,
    in_scope: Mapping[tuple[str, str], Together],
) -> tuple[Persons, Masks]:
    """Persons counted in each flow's narrowest scope, and the routes of the list."""
    in_scenario = own
    mask = _always(_has(cases, placements, lambda place: place.kind == "outside"), FREE)
    undecided = _has(cases, placements, lambda place: place.kind == "undecided")
    mask |= _always(undecided, FREE | CONTRACT | ASSESSMENT)
    places = {place for entry in placements for place in entry.places if place.scopes}
    for place in sorted(places, key=lambda place: place.items):
        is_it = _has(cases, placements, place.__eq__)
        in_scenario = in_scenario.replaced(in_scope[place.scopes[0].key].persons, where=is_it)
        mask |= _where(is_it, routes_in(place, in_scope))
    return in_scenario, np.where(mask == 0, 0, _unless_nobody(own, mask)).astype(np.uint8)


def routes_in(place: Place, in_scope: Mapping[tuple[str, str], Together]) -> Masks:
    """Routes of flows in a place of the list: the heaviest of its scopes' volumes."""
    found = [_routes_of(scope, place, in_scope[scope.key].persons) for scope in place.scopes]
    mask = found[0]
    for other in found[1:]:
        mask = heavier_of(mask, other)
    return mask


def _routes_of(scope: Scope, place: Place, together: Persons) -> Masks:
    known = routes_by_volume(together, scope.lines)
    mask = known
    for kind in place.unknown:
        some = getattr(together, kind).high > 0
        mask = mask | _where(some, _or_heavier(known))
    return mask


def _or_heavier(mask: Masks) -> Masks:
    """Routes and all heavier ones: what a further threshold may add."""
    mask = mask | np.where(mask & FREE, CONTRACT, 0).astype(np.uint8)
    return mask | np.where(mask & CONTRACT, ASSESSMENT, 0).astype(np.uint8)


def _freed(
    cases: Cases, own: Persons, important: Answers, listed: Answers, by_list: Masks
) -> Answers:
    """Whether a list frees the persons of a flow."""
    some = own.maybe_some
    yes = (listed == YES) & (by_list == FREE) & (important == NO) & (cases.ciio == NO) & some
    no = (listed == NO) | (by_list & FREE == 0) | (important == YES) | (cases.ciio == YES) | ~some
    return np.where(yes, YES, np.where(no, NO, UNKNOWN)).astype(np.int8)


def _in_all(
    cases: Cases, own: Persons, found: tuple[Answers, Answers, Answers], law: LawOn
) -> Persons:
    """Persons of all flows of the processor, with those that the pack's readings leave in."""
    listed, freed, off_list = found
    counted = own
    if not law.counts_excluded:
        counted = counted.kept(surely=off_list == NO, maybe=off_list != YES)
    if not law.counts_freed:
        counted = counted.kept(surely=freed == NO, maybe=freed != YES)
    if not law.counts_listed:
        surely, maybe = (listed == NO) | (freed == YES), (listed != YES) | (freed != NO)
        counted = counted.kept(surely=surely, maybe=maybe)
    return counted.merged(cases.processors).at_least(own)


def _unless_nobody(own: Persons, mask: Masks) -> Masks:
    """Routes of a flow, free where nobody's data leave without an exemption."""
    found = np.where(own.maybe_some, mask, FREE)
    return np.where(own.some, found, found | FREE).astype(np.uint8)


def _has(cases: Cases, placements: Sequence[Placement], holds: Callable[[Place], bool]) -> Flags:
    """Whether any place of a case is such a one."""
    found = np.asarray([any(map(holds, entry.places)) for entry in placements], np.bool_)
    return found[cases.traits.codes]


def _any_in_group(cases: Cases, flags: Flags) -> Flags:
    size = int(cases.processors.max(initial=-1)) + 1
    found = np.zeros(size, np.bool_)
    found[cases.processors[flags]] = True
    return found[cases.processors]


def _another(cases: Cases, flags: Flags) -> Flags:
    """Whether another flow of the same processor is flagged."""
    if not flags.any():
        return flags
    found = np.bincount(cases.processors, weights=flags)[cases.processors]
    return np.asarray(found > flags, np.bool_)


def _some(persons: Persons) -> Answers:
    found = np.where(persons.some, YES, np.where(persons.maybe_some, UNKNOWN, NO))
    return found.astype(np.int8)


def _greater(first: Answers, second: Answers) -> Answers:
    """Answer of "either": yes if any is, else unknown if any is."""
    either_unknown = (first == UNKNOWN) | (second == UNKNOWN)
    found = np.where(either_unknown, UNKNOWN, NO)
    return np.where((first == YES) | (second == YES), YES, found).astype(np.int8)


def _lesser(first: Answers, second: Answers) -> Answers:
    """Answer of "both": no if any is, else unknown if any is."""
    either_unknown = (first == UNKNOWN) | (second == UNKNOWN)
    found = np.where(either_unknown, UNKNOWN, YES)
    return np.where((first == NO) | (second == NO), NO, found).astype(np.int8)


def _where(flags: Flags, mask: Masks) -> Masks:
    return np.where(flags, mask, 0).astype(np.uint8)


def _always(flags: Flags, route: int) -> Masks:
    return np.where(flags, route, 0).astype(np.uint8)
