"""Days of a year on which the law changes between two counts, and what is known of them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from listlab.law.pack import Pack
from listlab.law.routes.listed import RouteList

Counts = Mapping[Any, Mapping[str, Any]]


def days_of_change(pack: Pack, listed: RouteList | None) -> frozenset[date]:
    """Days on which a line, the zone's measures or a list takes effect or ends.

    References
    ----------
    law:guangdong/measures.trial, law:jiangsu/measures.trial
    """
    facts = [fact for fact in pack.facts.values() if fact.applies or fact.exempts or fact.excludes]
    days: set[date | None] = {day for fact in facts for day in fact.values}
    days.add(pack.in_force.start)
    if pack.in_force.end is not None:
        days.add(pack.in_force.end + timedelta(days=1))
    for each in (listed, *listed.bases) if listed is not None else ():
        days |= {each.in_force_from, each.successor_from}
    return frozenset(day for day in days if day is not None)


def between(
    persons_on: Mapping[date, Counts], changes: Iterable[date]
) -> dict[date, dict[Any, dict[str, Any]]]:
    """Bounds of the persons on days of change between two counts.

    At least the one and at most the other, as cumulative counts do not fall.
    """
    found: dict[date, dict[Any, dict[str, Any]]] = {}
    for before, after in pairwise(sorted(persons_on)):
        for day in sorted(changes):
            if before < day < after:
                found[day] = {
                    name: {**known, "persons": _span(known["persons"], persons_on[after][name])}
                    for name, known in persons_on[before].items()
                }
    return found


def _span(
    before: Mapping[str, Mapping[str, int | None]], after: Mapping[str, Any]
) -> dict[str, dict[str, int | None]]:
    later = after["persons"]
    return {
        kind: {"low": ends["low"], "high": later[kind]["high"]} for kind, ends in before.items()
    }
