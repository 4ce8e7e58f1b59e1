"""Dated facts of a pack, with the citations, readings and marks that other entries share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from listlab.law.entry import Entry, day_of, is_day, is_whole
from listlab.law.fact import Citation, Earlier, Fact, Instrument, Interpretation, Status, Value
from listlab.law.parse_blocks import parse_applies, parse_duty, parse_excludes, parse_exempts
from listlab.model.language import Text

STATUSES = ("verified", "unverified")
UNITS = ("persons", "working_days", "years", "months", "hours", "rule", "text")
IN_FORCE = "in_force"  # instead of a day: the day on which the pack's measures take effect
CODE = r"[a-z][a-z0-9_]*"
FACT_ID = rf"{CODE}(\.{CODE})*"
CODE_FORM = Text("小写字母、数字和下划线", "lower-case letters, digits and underscores")
FACT_ID_FORM = Text("用点连接的小写名称", "lower-case names joined by dots")

Instruments = Mapping[str, Instrument]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a pack's entries refer to: its id, its instruments, the day its measures begin."""

    pack: str
    instruments: Instruments
    in_force: date


def parse_facts(top: Entry, setting: Setting) -> list[Fact]:
    """Facts of a file, in its order."""
    return [_fact(entry, setting) for entry in top.entries("facts")]


def parse_interpretations(entry: Entry) -> tuple[Interpretation, ...]:
    """Questions under `interpretations` that the text leaves open, each with its readings."""
    found = tuple(map(_interpretation, entry.entries("interpretations")))
    refuse_twice(entry, "interpretations", [each.id for each in found])
    return found


def _interpretation(part: Entry) -> Interpretation:
    code = part.text("id", pattern=CODE, expected=CODE_FORM)
    question = part.both("question")
    readings = part.entry("readings")
    found = {str(name): readings.both(name) for name, _ in readings.pairs()}
    if len(found) < 2:
        expected = Text("至少两种读法", "at least two readings")
        part.refuse("readings", ", ".join(found), expected, code="pack.value")
    default = part.choice("default", found or ("-",))
    part.close()
    return Interpretation(code, question, default, found)


def parse_source(entry: Entry, instruments: Instruments, key: str = "source") -> Citation:
    """Citation under a key, whose instrument must be known."""
    part = entry.entry(key)
    code = part.text("instrument")
    if code and code not in instruments:
        known = "、".join(instruments) or "-"
        expected = Text(
            f"sources.yaml 中的文件：{known}", f"an instrument of sources.yaml: {known}"
        )
        part.refuse("instrument", code, expected, code="pack.reference")
    named = instruments.get(code)
    citation = Citation(
        named.id if named else code,
        named.title if named else Text(code, code),
        part.maybe_text("article"),
        part.maybe_text("paragraph"),
        part.maybe_text("keyword"),
    )
    part.close()
    return citation


def parse_status(entry: Entry) -> Status:
    """Whether the entry was checked against its source.

    What a shared base says of its entries holds for a pack whose author vouches for it alone.
    """
    found = cast(Status, entry.choice("status", STATUSES))
    return found if entry.vouches("status") else "unverified"


def refuse_twice(entry: Entry, key: str, names: Iterable[str]) -> None:
    """Record every name that stands more than once."""
    seen: set[str] = set()
    for name in names:
        if name and name in seen:
            expected = Text("每个编号只出现一次", "each id once")
            entry.stating(key, name).refuse(key, name, expected, code="pack.duplicate_id")
        seen.add(name)


def _fact(entry: Entry, setting: Setting) -> Fact:
    unit = entry.choice("unit", UNITS)
    status = parse_status(entry)
    fact = Fact(
        id=entry.text("id", pattern=FACT_ID, expected=FACT_ID_FORM),
        pack=setting.pack,
        name=entry.both("name"),
        unit=unit,
        values=_values(entry, unit, setting.in_force),
        source=parse_source(entry, setting.instruments),
        status=status,
        dated=cast(Status, entry.choice("dated", STATUSES, default=status)),
        note=entry.maybe_both("note"),
        interpretations=parse_interpretations(entry),
        applies=parse_applies(entry),
        exempts=parse_exempts(entry),
        excludes=parse_excludes(entry),
        duty=parse_duty(entry),
        says=_says(entry),
        earlier=_earlier(entry, setting),
    )
    entry.close()
    return fact


def _earlier(entry: Entry, setting: Setting) -> Earlier | None:
    """Source of the values from before the day on which the pack's measures begin."""
    if not entry.has("earlier_source"):
        return None
    source = parse_source(entry, setting.instruments, "earlier_source")
    return Earlier(setting.in_force, source)


def _says(entry: Entry) -> dict[str, Text]:
    if not entry.has("says"):
        return {}
    codes = entry.entry("says")
    return {str(code): codes.both(code) for code, _ in codes.pairs()}


def _values(entry: Entry, unit: str, in_force: date) -> dict[date, Value]:
    dated = entry.entry("values")
    found: dict[date, Value] = {}
    for key, value in dated.pairs():
        if not is_day(key) and key != IN_FORCE:
            expected = Text("生效日期 YYYY-MM-DD", "a date of effect YYYY-MM-DD")
            dated.refuse(key, key, expected)
            continue
        day = in_force if key == IN_FORCE else day_of(key)
        found[day] = _value(dated, key, value, unit)
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
