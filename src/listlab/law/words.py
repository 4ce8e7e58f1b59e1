"""What a fact or a stage says, in words for people."""

from collections.abc import Iterable
from datetime import date

from listlab.law.fact import Fact, Value
from listlab.law.pack import Pack
from listlab.model.language import Text

NOTHING = Text("—", "—")
UNITS = {
    "persons": Text("人", "persons"),
    "working_days": Text("个工作日", "working days"),
    "years": Text("年", "years"),
    "months": Text("个月", "months"),
    "hours": Text("小时", "hours"),
}
CHECKED = {"verified": Text("已核实", "verified"), "unverified": Text("未核实", "unverified")}
_WAN = 10**4


def said_on(fact: Fact, day: date) -> Text:
    """Value in force on a day in its unit, a rule in its words; a dash when there is none."""
    return said_value(fact, fact.value_on(day))


def last_said(fact: Fact) -> Text:
    """Last value of a fact in its unit: what it says once all its dates have come."""
    return said_value(fact, fact.values[max(fact.values)]) if fact.values else NOTHING


def said_value(fact: Fact, value: Value) -> Text:
    """A value of the fact in its unit, a rule in its words."""
    if value is None:
        return NOTHING
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return fact.says.get(value, Text(value, value))
    unit = UNITS[fact.unit]
    whole = value % _WAN == 0 and value > 0 and fact.unit == "persons"
    zh = f"{value // _WAN:,}万" if whole else f"{value:,}"
    return Text(f"{zh}{unit.zh}", f"{value:,} {unit.en}")


def bodies_named(pack: Pack, ids: Iterable[str]) -> Text:
    """Bodies by name; a dash when there are none."""
    named = {body.id: body.name for body in pack.bodies}
    return listed(named.get(code, Text(code, code)) for code in ids)


def listed(texts: Iterable[Text]) -> Text:
    """Texts joined as each language does; a dash when there are none."""
    found = list(texts)
    if not found:
        return NOTHING
    return Text("、".join(text.zh for text in found), "; ".join(text.en for text in found))


def words_listed(words: Iterable[str]) -> Text:
    """Words of the law joined, the same in both languages."""
    return listed(Text(word, word) for word in words)


def plain(text: str) -> Text:
    """The same word in both languages."""
    return Text(text, text)
