"""The law of a pack on one day, as far as a route depends on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from listlab.errors import PackError
from listlab.law.fact import Fact
from listlab.law.pack import Pack
from listlab.law.routes.count import Lines
from listlab.law.routes.listed import RouteList
from listlab.model.language import Text
from listlab.model.problem import Problem

Ground = Literal["classified", "core", "export_controlled", "restricted_recipient"]
Doubt = Literal["trial_ended", "text_not_held", "day_unknown", "base_not_in_force"]
GROUNDS: tuple[Ground, ...] = ("classified", "core", "export_controlled", "restricted_recipient")


@dataclass(frozen=True)
class LawOn:
    """Law in force on a day.

    `negative_list` is the list given, `applied` the same, or the one that it extends, when it is
    in force and the zone's measures are too. `line_facts` holds the national lines by tier and
    kind, `grounds` what leaves data to another regime. `counts_freed`: whether persons freed
    under a list still enter the national count, `counts_listed`: whether those under a list's
    own procedure do, `counts_excluded` and `lists_excluded`: whether those of data that another
    regime governs enter the national and a list's count, by the readings that the pack takes.
    `doubts` says why nobody can be sure that the zone's law or the list holds on the day: then
    both are followed.
    """

    pack: Pack
    on: date
    lines: Lines
    line_facts: Mapping[tuple[str, str], Fact]
    grounds: Mapping[str, tuple[Fact, ...]]
    bases: Mapping[str, Fact]
    counts_freed: bool
    counts_listed: bool
    counts_excluded: bool
    lists_excluded: bool
    is_zone: bool
    zone_in_force: bool
    negative_list: RouteList | None
    applied: RouteList | None
    doubts: tuple[Doubt, ...]

    def find(self, fact_id: str, *, in_zone: bool = True) -> Fact | None:
        """Fact with a value on the day; outside the zone the nation's, whatever the zone says."""
        found = self.restated(fact_id, in_zone=in_zone)
        return found[-1] if found else None

    def restated(self, fact_id: str, *, in_zone: bool = True) -> tuple[Fact, ...]:
        """Fact of the nation, then the zone's that restates it, for a processor in the zone."""
        fact = self.pack.find(fact_id, self.on)
        if fact is None:
            return ()
        found = with_restated([fact], self.on)
        return tuple(each for each in found if in_zone or not self.is_of_zone(each))

    def is_of_zone(self, fact: Fact) -> bool:
        """Whether a fact is the zone's own law, which binds processors there only."""
        return self.is_zone and fact.pack == self.pack.id

    @property
    def claimable(self) -> dict[str, bool]:
        """Exemptions that a case may claim, and whether data of persons may fall under each."""
        return {
            basis: fact.exempts.persons != "none"
            for basis, fact in self.bases.items()
            if fact.exempts and fact.exempts.claimed == "case"
        }

    @property
    def small_volume(self) -> Fact | None:
        """Exemption that follows from the volume alone."""
        found = (f for f in self.bases.values() if f.exempts and f.exempts.claimed == "volume")
        return next(found, None)


def law_on(
    pack: Pack, on: date, negative_list: RouteList | None = None, *, assume: bool = False
) -> LawOn:
    """Law of a pack on a day; with `assume` a list counts as in force whatever its status.

    Raises
    ------
    PackError
        The national lines are not in force on that day.

    References
    ----------
    law:national/assessment.personal, law:national/assessment.sensitive,
    law:national/contract.personal, law:national/contract.sensitive,
    law:national/count.freed_by_list, law:national/count.under_list,
    law:national/count.other_regime,
    law:guangdong/measures.trial, law:jiangsu/measures.trial
    """
    if pack.line("personal", "assessment", on) is None:
        raise PackError(_not_in_force(pack, on))
    pack = pack.at(on)
    line_facts = _line_facts(pack, on)
    persons = {pair: fact.persons_on(on) for pair, fact in line_facts.items()}
    grounds: dict[str, tuple[Fact, ...]] = {
        ground: _excluding(pack, ground, on) for ground in GROUNDS
    }
    bases = {
        fact.exempts.basis: fact
        for fact in pack.exemptions
        if fact.exempts and fact.value_on(on) is not None
    }
    is_zone = pack.extends is not None
    end = pack.in_force.end
    ended = end is not None and end < on and not pack.in_force.ends_unverified
    zone_in_force = is_zone and pack.in_force.start <= on and not ended
    chosen = negative_list if assume else _chosen(negative_list, on)
    doubts: list[Doubt] = []
    if zone_in_force and end is not None and end < on:
        doubts.append("trial_ended")
    if chosen is not None:
        doubts += _list_doubts(chosen, pack, on, assume=assume)
    applies = chosen is not None and (zone_in_force or "text_not_held" in doubts)
    return LawOn(
        pack=pack,
        on=on,
        lines=Lines(
            persons["assessment", "personal"],
            persons["assessment", "sensitive"],
            persons["contract", "personal"],
            persons["contract", "sensitive"],
        ),
        line_facts=line_facts,
        grounds=grounds,
        bases=bases,
        counts_freed=_is_counted(pack, "count.freed_by_list", on),
        counts_listed=_is_counted(pack, "count.under_list", on),
        counts_excluded=_is_counted(pack, "count.other_regime", on, "nation"),
        lists_excluded=_is_counted(pack, "count.other_regime", on, "in_list"),
        is_zone=is_zone,
        zone_in_force=zone_in_force,
        negative_list=negative_list,
        applied=chosen if applies else None,
        doubts=tuple(doubts),
    )


def _chosen(given: RouteList | None, on: date) -> RouteList | None:
    """List that decides: the one given, or what it extends while it is not in force itself."""
    while given is not None and given.base is not None and given.is_in_force(on) is False:
        given = given.base  # an amendment that is not in force leaves its base as it is
    return given if given is not None and given.is_in_force(on) is not False else None


def _list_doubts(chosen: RouteList, pack: Pack, on: date, *, assume: bool) -> Iterator[Doubt]:
    """Why nobody can be sure that a list, or the measures it stands on, hold on a day."""
    if chosen.is_in_force(on) and pack.extends is not None and on < pack.in_force.start:
        yield "text_not_held"
    if assume:
        return
    if any(each.is_in_force(on) is None for each in (chosen, *chosen.bases)):
        yield "day_unknown"
    if not_in_force(chosen, on):
        yield "base_not_in_force"


def not_in_force(chosen: RouteList, on: date) -> RouteList | None:
    """List that one in force extends though it has no force itself; None when all have.

    What was superseded was so by the amendment.
    """
    for each in chosen.bases:
        day = each.in_force_from
        stands = each.status in {"in_force", "superseded"} and (day is None or day <= on)
        if not stands:
            return each
    return None


def _is_counted(pack: Pack, fact_id: str, on: date, question: str | None = None) -> bool:
    fact = pack.find(fact_id, on)
    asked = fact.interpretations if fact is not None else ()
    return any(each.default == "counted" for each in asked if question in {None, each.id})


def _line_facts(pack: Pack, on: date) -> dict[tuple[str, str], Fact]:
    found: dict[tuple[str, str], Fact] = {}
    for tier in ("assessment", "contract"):
        for kind in ("personal", "sensitive"):
            fact = pack.line(kind, tier, on)
            if fact is None:
                raise PackError(_not_in_force(pack, on))
            found[tier, kind] = fact
    return found


def with_restated(facts: Iterable[Fact], on: date) -> Iterator[Fact]:
    """Facts in force on a day, each after the national one that it restates."""
    for fact in facts:
        if fact.restates is not None:
            yield from with_restated([fact.restates], on)
        if fact.value_on(on) is not None:
            yield fact


def _excluding(pack: Pack, ground: str, on: date) -> tuple[Fact, ...]:
    return tuple(
        fact
        for fact in with_restated(pack.exclusions, on)
        if fact.excludes and fact.excludes.ground == ground
    )


def _not_in_force(pack: Pack, on: date) -> Problem:
    lines = (fact for fact in pack.facts.values() if fact.applies)
    first = min(min(f.values) for f in lines if f.applies and f.applies.measure == "exported")
    message = Text(
        f"日期 on 得到 {on}，应不早于 {first}：此前规则包 {pack.id} 的国家量级尚未施行；"
        "请改用此后的日期",
        f"`on`: got {on}, expected {first} or later: before it the national lines of pack "
        f"{pack.id} were not in force; choose a later day",
    )
    return Problem("pack.not_in_force", "error", message, got=on.isoformat())
