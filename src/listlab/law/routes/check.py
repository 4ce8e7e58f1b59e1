"""Cases taken from what people hand in; whatever is wrong with any of them is said at once."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from listlab.errors import CaseError
from listlab.law.routes.case import NO, UNKNOWN, YES, Answers, Cases, Coded, Trait
from listlab.law.routes.claims import read_claims
from listlab.law.routes.columns import ABSENT, Columns
from listlab.law.routes.count import Persons, Whole
from listlab.law.routes.findings import FLAG, ID, NAME, Findings, FindLine, is_id
from listlab.model.language import Text

_CASE = frozenset(
    {"id", "processor", "industry", "scenario", "data", "persons", "exempt", "conditions"}
)
_PROCESSOR = frozenset({"id", "ciio", "in_zone", "restricted_recipient"})
_DATA = frozenset({"important", "notified", "core", "classified", "export_controlled", "items"})
_PERSONS = frozenset({"personal", "sensitive"})
_MET = frozenset({"condition", "met"})
_ITEM = frozenset({"id", "name"})
_IMPORTANT = {"yes": YES, "no": NO, "unknown": UNKNOWN}
_ONE_OF = Text("yes、no 或 unknown", "yes, no or unknown")


def check_cases(
    raw: object,
    *,
    bases: Mapping[str, bool],
    file: str | None = None,
    find_line: FindLine | None = None,
    columns: Mapping[str, str] | None = None,
) -> Cases:
    """Cases as columns, once every value of every case is checked.

    Parameters
    ----------
    raw : list of mappings
    bases : mapping
        Exemptions that a case may claim, and whether data of persons may fall under each.
    file : str, optional
        How problems name the file that the cases come from.
    find_line : callable, optional
        Line of a key, by the number of the case (from 0) and the key's path.
    columns : mapping, optional
        Column of the table that each key comes from, where cases are rows of one.

    Raises
    ------
    CaseError
        Anything is wrong: all of it, each with file, line, key, what was found and expected.
    """
    findings = Findings(file, find_line, columns)
    if not isinstance(raw, list | tuple):
        findings.refuse(0, "", raw, Text("案例的列表或表格", "a list of cases, or a table"))
        raise CaseError(findings.problems)
    found = _cases(Columns(raw, findings), bases, findings)
    if findings.problems:
        raise CaseError(findings.problems)
    return found


def _cases(rows: Columns, bases: Mapping[str, bool], findings: Findings) -> Cases:
    findings.ids = ids = rows.values("id")
    _check_ids(ids, findings)
    rows.check_keys(_CASE)
    processor = rows.part("processor", _PROCESSOR)
    data = rows.part("data", _DATA)
    persons = rows.part("persons", _PERSONS)
    total = Persons(persons.counts("personal"), persons.counts("sensitive"))
    _check_flows(rows, total, findings)
    claimed, claims, exempt = read_claims(rows, persons, total, bases)
    names = processor.values("id")
    groups = _groups(names, findings)
    return Cases(
        ids=tuple(ids),
        processors=groups,
        ciio=_of_processor(processor.flags("ciio"), groups, "ciio", findings),
        in_zone=_of_processor(processor.flags("in_zone"), groups, "in_zone", findings),
        restricted=_or_no(processor.flags("restricted_recipient")),
        core=_or_no(data.flags("core")),
        classified=_or_no(data.flags("classified")),
        export_controlled=_or_no(data.flags("export_controlled")),
        important=data.choice("important", _IMPORTANT, UNKNOWN, _ONE_OF),
        notified=_absent_as(data.flags("notified"), UNKNOWN),
        traits=_traits(rows, data, findings),
        bases=claimed,
        claims=claims,
        total=total,
        exempt=exempt,
    )


def _check_ids(ids: list[Any], findings: Findings) -> None:
    if set(map(type, ids)) <= {str, int} and len(set(ids)) == len(ids) and all(map(is_id, ids)):
        return
    first: dict[object, int] = {}
    for place, name in enumerate(ids):
        if not is_id(name):
            code = "case.missing_key" if name is None else "case.value"
            findings.refuse(place, "id", name, ID, code)
        elif first.setdefault(name, place) != place:
            earlier = first[name] + 1
            expected = Text(
                f"与第 {earlier} 个案例不同的编号", f"an id other than that of case {earlier}"
            )
            findings.refuse(place, "id", name, expected, "case.duplicate_id")


def _check_flows(rows: Columns, total: Persons, findings: Findings) -> None:
    """Sensitive persons belong to a flow, which `data` describes."""
    flows = rows.values("data")
    if None not in flows:
        return
    expected = Text(
        "以 data（表格中为 important 等列）说明这些人数所属的业务数据",
        "the flow they belong to, as `data` (columns such as important in a table)",
    )
    for place, flow in enumerate(flows):
        count = int(total.sensitive.low[place])
        if flow is None and count:
            findings.refuse(place, "persons.sensitive", count, expected, "case.no_flow")


def _groups(names: list[Any], findings: Findings) -> Whole:
    """Number of each case's processor; a case that names none has one of its own."""
    for place, name in enumerate(names):
        if name is not None and not is_id(name):
            findings.refuse(place, "processor.id", name, ID)
            names[place] = None
    numbers: dict[object, int] = {}
    keys = (name if name is not None else (place,) for place, name in enumerate(names))
    return np.asarray([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


def _of_processor(said: Answers, groups: Whole, key: str, findings: Findings) -> Answers:
    """Answers, where what one flow says of its processor holds for all of its flows."""
    size = int(groups.max(initial=-1)) + 1
    yes, no = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    yes[groups[said == YES]] = True
    no[groups[said == NO]] = True
    for group in np.flatnonzero(yes & no).tolist():
        places = np.flatnonzero((groups == group) & (said >= NO)).tolist()
        _contradict(places, said, key, findings)
    absent = YES if key == "in_zone" else UNKNOWN
    found = np.where(said == ABSENT, absent, said)
    found = np.where(no[groups], NO, np.where(yes[groups], YES, found))
    return np.asarray(found, np.int8)


def _contradict(places: list[int], said: Answers, key: str, findings: Findings) -> None:
    first = places[0]
    shown = "true" if said[first] == YES else "false"
    other = findings.ids[first]
    expected = Text(
        f"{shown}（与同一处理者的案例 {other} 一致）",
        f"{shown}, as case {other} of the same processor says",
    )
    for place in places:
        if said[place] != said[first]:
            got = bool(said[place] == YES)
            findings.refuse(place, f"processor.{key}", got, expected, "case.contradiction")


def _or_no(said: Answers) -> Answers:
    return _absent_as(said, NO)


def _absent_as(said: Answers, answer: int) -> Answers:
    return np.where(said == ABSENT, answer, said).astype(np.int8)


def _traits(rows: Columns, data: Columns, findings: Findings) -> Coded[Trait]:
    items = [
        None if given is None else _items(place, given, findings)
        for place, given in enumerate(data.values("items"))
    ]
    conditions = [
        () if given is None else _conditions(place, given, findings)
        for place, given in enumerate(rows.values("conditions"))
    ]
    found = zip(rows.names("industry"), rows.names("scenario"), items, conditions, strict=True)
    coded = Coded.of(found)
    return Coded(tuple(Trait(*entry) for entry in coded.values), coded.codes)


def _items(place: int, given: object, findings: Findings) -> tuple[str, ...]:
    names: list[str] = []
    for number, item in enumerate(findings.listed(place, given, "data.items")):
        key, name = f"data.items[{number}]", item
        if isinstance(item, Mapping):
            findings.strangers(place, item, _ITEM, f"{key}.")
            key, name = f"{key}.name", item.get("name")
        if isinstance(name, str) and name.strip():
            names.append(name)
        else:
            findings.refuse(place, key, name, NAME)
    return tuple(names)


def _conditions(place: int, given: object, findings: Findings) -> tuple[tuple[str, bool], ...]:
    found: dict[str, bool] = {}
    for number, entry in enumerate(findings.listed(place, given, "conditions")):
        key, name = f"conditions[{number}]", entry
        met: object = True
        if isinstance(entry, Mapping):
            findings.strangers(place, entry, _MET, f"{key}.")
            name, met = entry.get("condition"), entry.get("met")
        if not isinstance(name, str) or not name.strip():
            findings.refuse(place, key, name, NAME)
        elif met is not None and not isinstance(met, bool):
            findings.refuse(place, f"{key}.met", met, FLAG)
        elif met is not None and found.setdefault(name, met) is not met:
            expected = Text("同一条件只有一个回答", "one answer for each condition")
            findings.refuse(place, key, name, expected, "case.contradiction")
    return tuple(found.items())
