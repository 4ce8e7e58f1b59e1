"""Counts of a year as they are handed in, made into bounds of distinct persons since January."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from listlab.errors import CaseError
from listlab.law.routes.findings import ANYTHING, MAPPING, Findings, is_id
from listlab.law.routes.frames import given_counts
from listlab.model.language import Text

Counted = Literal["cumulative", "by_period"]
Bound = tuple[int, int]
_KINDS = ("personal", "sensitive")
_ENTRY = frozenset({"on", "id", "personal", "sensitive", "exempt"})
_COUNTS = Text("人数的列表或表格", "a list of counts, or a table")
_DAY = Text("日期 YYYY-MM-DD，全部在同一年", "a date YYYY-MM-DD, all of one year")


def read_counts(
    flows: Sequence[Mapping[str, Any]], counts: object, counted: Counted
) -> dict[date, dict[Any, dict[str, Any]]]:
    """Persons of every flow on every day: bounds of the distinct ones since 1 January."""
    table = given_counts(counts)
    findings = Findings(columns=table.columns)
    if not isinstance(table.entries, list | tuple):
        findings.refuse(0, "counts", counts, _COUNTS)
        raise CaseError(findings.problems)
    names = {flow.get("id"): number for number, flow in enumerate(flows) if is_id(flow.get("id"))}
    dated: dict[date, dict[Any, dict[str, Any]]] = {}
    for place, entry in enumerate(table.entries):
        if not isinstance(entry, Mapping):
            findings.refuse(place, "", entry, MAPPING)
            continue
        findings.strangers(place, entry, _ENTRY, "")
        day, name = _day(entry.get("on")), entry.get("id")
        if day is None or (dated and day.year != next(iter(dated)).year):
            findings.refuse(place, "on", entry.get("on"), _DAY)
            continue
        if not is_id(name) or name not in names:
            known = "、".join(map(str, names))
            findings.refuse(place, "id", name, Text(f"业务编号之一：{known}", f"one of {known}"))
            continue
        given: dict[str, Any] = {
            kind: findings.count(place, entry.get(kind, 0), kind) for kind in _KINDS
        }
        given["exempt"] = entry.get("exempt")
        if name in dated.setdefault(day, {}):
            once = Text("同一业务同一天只有一个数", "one count a flow and day")
            findings.refuse(place, "on", day.isoformat(), once, "case.duplicate_id")
        dated[day][name] = given
    if not dated and not findings.problems:
        findings.refuse(0, "counts", None, Text("至少一个日期的人数", "counts of one day at least"))
    found = _since_january(dated, list(names), counted, findings)
    if findings.problems:
        raise CaseError(findings.problems)
    return found


def _since_january(
    dated: Mapping[date, Mapping[Any, Mapping[str, Any]]],
    names: list[Any],
    counted: Counted,
    findings: Findings,
) -> dict[date, dict[Any, dict[str, Any]]]:
    so_far: dict[Any, dict[str, Bound]] = {name: dict.fromkeys(_KINDS, (0, 0)) for name in names}
    exempt: dict[Any, Any] = {}
    found: dict[date, dict[Any, dict[str, Any]]] = {}
    for day in sorted(dated):
        for name, given in dated[day].items():
            exempt[name] = given.get("exempt") or exempt.get(name)
            for kind in _KINDS:
                bounds = given[kind]
                before = so_far[name][kind]
                if counted == "by_period":
                    high = min(before[1] + bounds[1], ANYTHING[1])
                    so_far[name][kind] = max(before[0], bounds[0]), high
                    continue
                if bounds[1] < before[0]:
                    least = Text(
                        f"不小于此前的累计人数 {before[0]:,}",
                        f"at least the {before[0]:,} persons counted before",
                    )
                    place = names.index(name)
                    findings.refuse(place, f"{day}.{kind}", bounds[1], least, "case.count")
                so_far[name][kind] = max(before[0], bounds[0]), bounds[1]
        found[day] = {
            name: {"persons": {kind: _shown(bounds) for kind, bounds in kinds.items()}}
            | ({"exempt": exempt[name]} if exempt.get(name) else {})
            for name, kinds in so_far.items()
        }
    return found


def _shown(bounds: Bound) -> dict[str, int | None]:
    low, high = bounds
    return {"low": low, "high": None if high >= ANYTHING[1] else high}


def _day(value: object) -> date | None:
    if isinstance(value, date) and type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
