"""Dated facts of a pack, with the citations, readings and marks that other entries share."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from listlab.law.entry import Entry, day_of, is_day, is_whole
from listlab.law.fact import Applies, Citation, Fact, Instrument, Interpretation, Status, Value
from listlab.model.language import Text

STATUSES = ("verified", "unverified")
UNITS = ("persons", "working_days", "years", "rule", "text")
CODE = r"[a-z][a-z0-9_]*"
FACT_ID = rf"{CODE}(\.{CODE})*"
CODE_FORM = Text("小写字母、数字和下划线", "lower-case letters, digits and underscores")
FACT_ID_FORM = Text("用点连接的小写名称", "lower-case names joined by dots")

Instruments = Mapping[str, Instrument]


def parse_facts(top: Entry, pack: str, instruments: Instruments) -> list[Fact]:
    """Facts of thresholds.yaml and counting.yaml, and the dated ones of workflow.yaml."""
    return [_fact(entry, pack, instruments) for entry in top.entries("facts")]


def parse_interpretation(entry: Entry) -> Interpretation | None:
    """Readings under `interpretation`, if there are any."""
    if not entry.has("interpretation"):
        return None
    part = entry.entry("interpretation")
    readings = part.entry("readings")
    found = {str(name): readings.both(name) for name, _ in readings.pairs()}
    if len(found) < 2:
        expected = Text("至少两种读法", "at least two readings")
        part.refuse("readings", ", ".join(found), expected, code="pack.value")
    default = part.choice("default", found or ("-",))
    part.close()
    return Interpretation(default, found)


def parse_source(entry: Entry, instruments: Instruments) -> Citation:
    """Citation under `source`, whose instrument must be known."""
    part = entry.entry("source")
    code = part.text("instrument")
    if code and code not in instruments:
        known = "、".join(instruments) or "-"
        expected = Text(
            f"sources.yaml 中的文件：{known}", f"an instrument of sources.yaml: {known}"
        )
        part.refuse("instrument", code, expected, code="pack.reference")
    title = instruments[code].title if code in instruments else Text(code, code)
    citation = Citation(code, title, part.maybe_text("article"), part.maybe_text("paragraph"))
    part.close()
    return citation


def parse_status(entry: Entry) -> Status:
    """Whether the entry was checked against its source."""
    return cast(Status, entry.choice("status", STATUSES))


def refuse_twice(entry: Entry, key: str, names: Iterable[str]) -> None:
    """Record every name that stands more than once."""
    seen: set[str] = set()
    for name in names:
        if name and name in seen:
            expected = Text("每个编号只出现一次", "each id once")
            entry.refuse(key, name, expected, code="pack.duplicate_id")
        seen.add(name)


def _fact(entry: Entry, pack: str, instruments: Instruments) -> Fact:
    unit = entry.choice("unit", UNITS)
    status = parse_status(entry)
    fact = Fact(
        id=entry.text("id", pattern=FACT_ID, expected=FACT_ID_FORM),
        pack=pack,
        name=entry.both("name"),
        unit=unit,
        values=_values(entry, unit),
        source=parse_source(entry, instruments),
        status=status,
        dated=cast(Status, entry.choice("dated", STATUSES, default=status)),
        note=entry.maybe_both("note"),
        interpretation=parse_interpretation(entry),
        applies=_applies(entry),
    )
    entry.close()
    return fact


def _values(entry: Entry, unit: str) -> dict[date, Value]:
    dated = entry.entry("values")
    found: dict[date, Value] = {}
    for day, value in dated.pairs():
        if not is_day(day):
            expected = Text("生效日期 YYYY-MM-DD", "a date of effect YYYY-MM-DD")
            dated.refuse(day, day, expected)
            continue
        found[day_of(day)] = _value(dated, day, value, unit)
    if not found and entry.has("values"):
        entry.refuse("values", "", Text("至少一个带日期的值", "at least one dated value"))
    if list(found) != sorted(found):
        expected = Text("按日期先后排列", "dates in order")
        entry.refuse("values", [day.isoformat() for day in found], expected, code="pack.value")
    return dict(sorted(found.items()))


def _value(dated: Entry, day: Any, value: object, unit: str) -> Value:
    if value is None:  # repealed from this day on
        return None
    if unit == "text":
        return dated.both(day)
    if unit == "rule":
        return dated.text(day, pattern=CODE, expected=CODE_FORM)
    if not is_whole(value):
        dated.refuse(day, value, Text("不小于 0 的整数", "a whole number from 0"))
        return None
    return int(cast(int, value))


def _applies(entry: Entry) -> Applies | None:
    if not entry.has("applies"):
        return None
    part = entry.entry("applies")
    applies = Applies(
        tier=cast(Any, part.choice("tier", ("assessment", "contract", "important", "exempt"))),
        kind=cast(Any, part.choice("kind", ("personal", "sensitive"))),
        measure=cast(Any, part.choice("measure", ("exported", "held"))),
        bound=cast(Any, part.choice("bound", ("at_least", "fewer_than"))),
        processor=cast(Any, part.choice("processor", ("any", "ciio", "not_ciio"))),
        contains=part.words("contains"),
    )
    part.close()
    return applies
