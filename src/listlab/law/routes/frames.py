"""Cases and counts given as a table: a row a flow, a column a property."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import narwhals as nw

from listlab.errors import CaseError
from listlab.model.language import Text
from listlab.model.problem import Problem

_PROCESSOR = {
    "processor": "id",
    "ciio": "ciio",
    "in_zone": "in_zone",
    "restricted_recipient": "restricted_recipient",
}
_FLAGS = frozenset(
    {*_PROCESSOR, "notified", "core", "classified", "export_controlled"} - {"processor"}
)
_DATA = ("important", "notified", "core", "classified", "export_controlled", "items")
_PERSONS = ("personal", "sensitive")
_ENDS = ("low", "high")
_CLAIM = ("basis", "personal", "sensitive")
_LISTS = frozenset({"items", "conditions", "exempt"})
_WORDS = {"yes": True, "no": False, "unknown": None}

# column of a table, by the key that it stands for in a case
CASE_COLUMNS: Mapping[str, str] = {
    "id": "id",
    **{f"processor.{key}": column for column, key in _PROCESSOR.items()},
    "industry": "industry",
    "scenario": "scenario",
    **{f"data.{key}": key for key in _DATA},
    **{f"persons.{kind}": kind for kind in _PERSONS},
    **{f"persons.{kind}.{end}": f"{kind}_{end}" for kind in _PERSONS for end in _ENDS},
    "exempt": "exempt",
    **{f"exempt.{key}": f"exempt_{key}" for key in _CLAIM},
    "conditions": "conditions",
}
COUNT_COLUMNS: Mapping[str, str] = {
    "on": "on",
    "id": "id",
    **{kind: kind for kind in _PERSONS},
    **{f"{kind}.{end}": f"{kind}_{end}" for kind in _PERSONS for end in _ENDS},
    "exempt": "exempt",
    **{f"exempt.{key}": f"exempt_{key}" for key in _CLAIM},
}


@dataclass(frozen=True)
class Given:
    """Entries as `route` reads them, and the columns they came from; None where from no table."""

    entries: object
    columns: Mapping[str, str] | None = None


def given_cases(cases: object) -> Given:
    """Cases of a table, one a row, as mappings; anything that is no table as it is.

    Raises
    ------
    CaseError
        The table has a column that no case knows, or none that names the cases.
    """
    table = _read(cases, CASE_COLUMNS)
    if table is None:
        return Given(cases)
    return Given([_case(table, row) for row in range(table.height)], table.columns)


def given_counts(counts: object) -> Given:
    """Counts of a year of a table, one a row, as mappings; anything that is no table as it is."""
    table = _read(counts, COUNT_COLUMNS)
    if table is None:
        return Given(counts)
    entries = [
        {"on": table.at("on", row), "id": table.at("id", row)}
        | _persons(table, row)
        | _claims(table, row)
        for row in range(table.height)
    ]
    return Given(entries, table.columns)


@dataclass(frozen=True)
class _Table:
    values: Mapping[str, Sequence[Any]]
    height: int
    columns: Mapping[str, str]

    def at(self, column: str, row: int) -> Any:
        """Value of a cell; None where it is empty or there is no such column."""
        return self.values[column][row] if column in self.values else None


def _read(given: object, known: Mapping[str, str]) -> _Table | None:
    frame: Any = nw.from_native(given, eager_only=True, pass_through=True)
    if not isinstance(frame, nw.DataFrame):
        return None
    names = tuple(dict.fromkeys(known.values()))
    problems = [_unknown(name, names) for name in frame.columns if name not in names]
    if "id" not in frame.columns:
        problems.append(_missing(names))
    for kind in _PERSONS:
        ends = {f"{kind}_{end}" for end in _ENDS} & set(frame.columns)
        if kind in frame.columns and ends:
            problems.append(_doubled(kind, sorted(ends)))
    if problems:
        raise CaseError(problems)
    values = {name: _column(frame[name], name) for name in frame.columns}
    columns = {key: name for key, name in known.items() if name in values}
    return _Table(values, len(frame), columns)


def _column(series: "nw.Series[Any]", name: str) -> list[Any]:
    """Values of a column, None where the table has none (NaN is none in pandas alone)."""
    empty = series.is_null().to_list()
    found = [
        None if gone or (isinstance(v, str) and not v.strip()) else v
        for v, gone in zip(series.to_list(), empty, strict=True)
    ]
    if name in _FLAGS:
        return [_WORDS.get(v, v) if isinstance(v, str) else v for v in found]
    if name in _LISTS:
        return [_listed(value) for value in found]
    return [_plain(value) for value in found]


def _plain(value: Any) -> Any:
    """Whole number of a float without a fraction, day of a time at midnight."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    return value


def _listed(value: Any) -> Any:
    """Entries of a cell: a list, or a text with semicolons between them."""
    if isinstance(value, str):
        parts = value.replace("；", ";").split(";")
        return [part.strip() for part in parts if part.strip()]
    if value is None or isinstance(value, Mapping):
        return value
    entries = value.tolist() if hasattr(value, "tolist") else value
    return [_filled(entry) for entry in entries] if isinstance(entries, list | tuple) else entries


def _filled(entry: Any) -> Any:
    """Entry without the fields that only another row of the table fills."""
    if not isinstance(entry, Mapping):
        return entry
    return {key: value for key, value in entry.items() if value is not None}


def _case(table: _Table, row: int) -> dict[str, Any]:
    there = table.values
    found: dict[str, Any] = {
        name: table.at(name, row)
        for name in ("id", "industry", "scenario", "conditions")
        if name in there
    }
    found["processor"] = {
        key: there[column][row] for column, key in _PROCESSOR.items() if column in there
    }
    if any(name in there for name in _DATA):
        found["data"] = {name: there[name][row] for name in _DATA if name in there}
        if found["data"].get("important") is None:
            found["data"].pop("important", None)
    return found | {"persons": _persons(table, row)} | _claims(table, row)


def _persons(table: _Table, row: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in _PERSONS:
        ends = {end: table.at(f"{kind}_{end}", row) for end in _ENDS}
        if kind in table.values:
            found[kind] = table.at(kind, row)
        elif any(f"{kind}_{end}" in table.values for end in _ENDS):
            is_exact = ends["low"] is not None and ends["low"] == ends["high"]
            found[kind] = ends["low"] if is_exact else ends
    return found


def _claims(table: _Table, row: int) -> dict[str, Any]:
    claim = {key: table.at(f"exempt_{key}", row) for key in _CLAIM}
    stated = {key: value for key, value in claim.items() if value is not None}
    listed = table.at("exempt", row)
    if not any(stated.values()):
        return {} if listed is None else {"exempt": listed}
    if listed is None:
        return {"exempt": [stated]}
    return {"exempt": [stated, *listed] if isinstance(listed, list) else listed}


def _unknown(name: str, known: Sequence[str]) -> Problem:
    message = Text(
        f"表格的列 {name}：不认识；应为以下之一：{'、'.join(known)}。请改名或去掉后重试",
        f"column {name}: not known; expected one of {', '.join(known)}. Rename it or drop it",
    )
    return Problem("case.unknown_key", "error", message, cell=name, got=name)


def _missing(known: Sequence[str]) -> Problem:
    message = Text(
        f"表格没有列 id；每行须有编号。可用的列：{'、'.join(known)}。请补上后重试",
        f"no column id; every row needs one. Columns are: {', '.join(known)}. Add it",
    )
    return Problem("case.missing_key", "error", message, cell="id")


def _doubled(kind: str, ends: Sequence[str]) -> Problem:
    others = "、".join(ends)
    message = Text(
        f"表格的列 {kind} 与 {others} 同时存在；应只给人数或只给上下限。请去掉其一后重试",
        f"columns {kind} and {', '.join(ends)}: expected the count or its bounds. Drop one",
    )
    return Problem("case.contradiction", "error", message, cell=kind, got=others)
