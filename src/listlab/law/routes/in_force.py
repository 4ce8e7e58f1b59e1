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
Doubt = Literal["trial_ended", "text_not_held", "superseded"]
GROUNDS: tuple[Ground, ...] = ("classified", "core", "export_controlled", "restricted_recipient")


@dataclass(frozen=True)
class LawOn:
    """Law in force on a day.

    `negative_list` is the list given, `applied` the same, or the one that it extends, when it is
    in force and the zone's measures are too. `line_facts` holds the national lines by tier and
    kind, `grounds` what leaves data to another regime. `counts_freed`: whether persons freed
    under a list still enter the national count, `counts_listed`: whether those under a list's
    own procedure do, by the readings that the pack takes. `doubts` says why nobody can be sure
    that the zone's law or the list holds on the day: then both are followed.
    """

    pack: Pack
    on: date
    lines: Lines
    line_facts: Mapping[tuple[str, str], Fact]
    grounds: Mapping[str, tuple[Fact, ...]]
    bases: Mapping[str, Fact]
    counts_freed: bool
    counts_listed: bool
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
    chosen = negative_list
    while chosen and chosen.base and not assume and not chosen.is_in_force(on):
        chosen = chosen.base  # an amendment that is not in force leaves its base as it is
    begun = chosen is not None and chosen.is_in_force(on)
    chosen = chosen if begun else negative_list
    doubts: list[Doubt] = []
    if zone_in_force and end is not None and end < on:
        doubts.append("trial_ended")
    if begun and is_zone and on < pack.in_force.start:
        doubts.append("text_not_held")
    replaced = chosen.successor_from if chosen else None
    if begun and replaced is not None and replaced <= on:
        doubts.append("superseded")
    applies = (zone_in_force and (assume or begun)) or "text_not_held" in doubts
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
        is_zone=is_zone,
        zone_in_force=zone_in_force,
        negative_list=negative_list,
        applied=chosen if applies else None,
        doubts=tuple(doubts),
    )


def _is_counted(pack: Pack, fact_id: str, on: date) -> bool:
    fact = pack.find(fact_id, on)
    return fact is not None and any(each.default == "counted" for each in fact.interpretations)


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
