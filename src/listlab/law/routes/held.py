"""Volumes held: who exports so many persons holds at least as many."""

from dataclasses import dataclass

import numpy as np

from listlab.law.fact import Fact
from listlab.law.routes.case import NO, Cases, Trait
from listlab.law.routes.count import OPEN, Counts, Flags, union
from listlab.law.routes.in_force import LawOn

_KINDS = ("personal", "sensitive")


@dataclass(frozen=True)
class Held:
    """Lines of persons held, each with the flows whose exports reach or may reach it."""

    lines: tuple[tuple[Fact, Flags], ...]
    any: Flags

    def at(self, place: int) -> tuple[Fact, ...]:
        """Lines that one flow reaches."""
        return tuple(fact for fact, flags in self.lines if flags[place])


def held(cases: Cases, law: LawOn) -> Held:
    """Lines of persons held that exports alone reach, exempt persons included.

    Flows of one processor are taken together. A bounded count, of one flow or of several
    together, is taken by its upper end, so that what is left open holds every exact count; of
    an unbounded one the lower end alone is known.

    References
    ----------
    law:beijing/held.personal, law:beijing/held.sensitive, law:beijing/held.sensitive_contents,
    law:beijing/held.ciio
    """
    found = []
    for fact in law.pack.facts.values():
        line = fact.persons_on(law.on)
        if fact.applies is None or fact.applies.measure != "held" or line is None:
            continue
        found.append((fact, _reached(fact, line, cases, law)))
    reached = np.zeros(len(cases), np.bool_)
    for _, flags in found:
        reached |= flags
    return Held(tuple(found), reached & (cases.in_zone != NO))


def _reached(fact: Fact, line: int, cases: Cases, law: LawOn) -> Flags:
    applies = fact.applies
    meant = np.ones(len(cases), np.bool_)
    if applies is not None and applies.contains:
        holds = [_holds(trait, applies.contains, law) for trait in cases.traits.values]
        meant = np.asarray(holds, np.bool_)[cases.traits.codes]
    kinds: tuple[str, ...] = (applies.kind,) if applies is not None else ()
    if applies is not None and applies.processor == "ciio":
        meant, kinds = meant & (cases.ciio != NO), _KINDS
    flags = np.zeros(len(cases), np.bool_)
    for kind in kinds:
        total = getattr(cases.total, kind)
        here = meant & (total.high > 0)
        most = np.where(here, np.where(total.high >= OPEN, total.low, total.high), 0)
        together = union(Counts(most, most), cases.processors).high
        flags |= here & (together[cases.processors] >= line)
    return flags


def _holds(trait: Trait, contents: tuple[str, ...], law: LawOn) -> bool:
    """Whether the flow's scenario holds contents that lower the volume."""
    if trait.scenario is None:
        return False
    nouns = law.pack.industries
    if trait.industry is not None:
        named = law.pack.find_industry(trait.industry)
        nouns = (named,) if named else tuple(i for i in nouns if i.covers(trait.industry or ""))
    scenarios = (noun.match(trait.scenario) for noun in nouns)
    return any(found is not None and set(found.holds) & set(contents) for found in scenarios)
