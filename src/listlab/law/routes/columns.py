"""Columns taken from many mappings at once; only odd entries are read one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from listlab.law.routes.case import NO, UNKNOWN, YES, Answers
from listlab.law.routes.count import MOST, OPEN, Counts
from listlab.law.routes.findings import FLAG, MAPPING, NAME, Findings
from listlab.model.language import Text

Rows = Sequence[Mapping[Any, Any]]
ABSENT = -2  # nobody said anything, not even "unknown"
_REFUSED = -3
_NOTHING: Mapping[Any, Any] = {}


class Columns:
    """Rows of the same kind, read a column at a time.

    Parameters
    ----------
    rows : sequence of mappings
    findings : Findings
    path : str
        Key of each case under which the rows stand, with a dot.
    owners : sequence of (int, int), optional
        Case and number within it of each row, where a case may have several.
    """

    def __init__(
        self,
        rows: Sequence[object],
        findings: Findings,
        path: str = "",
        owners: Sequence[tuple[int, int]] | None = None,
    ) -> None:
        self.findings, self.path, self.owners = findings, path, owners
        if set(map(type, rows)) <= {dict}:
            self.rows: Rows = rows  # type: ignore[assignment]
            return
        self.rows = [self._mapping(place, row) for place, row in enumerate(rows)]

    def part(self, key: str, known: frozenset[str]) -> "Columns":
        """Mappings under a key that may be absent, their keys checked."""
        found = Columns(self.values(key), self.findings, f"{self.path}{key}.")
        found.check_keys(known)
        return found

    def check_keys(self, known: frozenset[str]) -> None:
        """Refuse every key that is not known."""
        if all(known.issuperset(keys) for keys in set(map(tuple, self.rows))):
            return
        for place, row in enumerate(self.rows):
            case, path = self.where(place)
            self.findings.strangers(case, row, known, path)

    def values(self, key: str, absent: object = None) -> list[Any]:
        """Value under a key in every row."""
        return [row.get(key, absent) for row in self.rows]

    def names(self, key: str) -> list[str | None]:
        """Text under a key that may be absent."""
        found = self.values(key)
        kinds = set(map(type, found))
        if kinds <= {str, type(None)} and all(name is None or name.strip() for name in set(found)):
            return found
        for place, name in enumerate(found):
            if not (name is None or (isinstance(name, str) and name.strip())):
                self.refuse(place, key, name, NAME)
                found[place] = None
        return found

    def flags(self, key: str) -> Answers:
        """Yes, no, unknown or `ABSENT` in every row."""
        absent = object()
        found = self.values(key, absent)
        answers = np.asarray([_flag(value, absent) for value in found], np.int8)
        for place in np.flatnonzero(answers == _REFUSED).tolist():
            self.refuse(place, key, found[place], FLAG)
        return answers

    def choice(self, key: str, codes: Mapping[str, int], absent: int, expected: Text) -> Answers:
        """Code of a word in every row."""
        found = self.values(key, absent)
        if set(map(type, found)) <= {str, int} and set(found) <= {*codes, absent}:
            known: dict[Any, int] = {**codes, absent: absent}
            return np.asarray([known[value] for value in found], np.int8)
        answers = np.full(len(found), absent, np.int8)
        for place, value in enumerate(found):
            if isinstance(value, str) and value in codes:
                answers[place] = codes[value]
            elif value is not absent:
                self.refuse(place, key, value, expected)
        return answers

    def counts(self, key: str, absent: int | None = None) -> Counts:
        """Bounds of a count in every row; null is unknown."""
        found = self.values(key, absent)
        plain = [value if type(value) is int and 0 <= value <= MOST else -1 for value in found]
        low = np.asarray(plain, np.int64)
        high = low.copy()
        for place in np.flatnonzero(low < 0).tolist():
            value = found[place]
            if value is None:
                low[place], high[place] = 0, OPEN
                continue
            case, path = self.where(place)
            low[place], high[place] = self.findings.count(case, value, f"{path}{key}")
        return Counts(low, high)

    def where(self, place: int) -> tuple[int, str]:
        """Case and path of a row."""
        if self.owners is None:
            return place, self.path
        case, number = self.owners[place]
        return case, f"{self.path.rstrip('.')}[{number}]."

    def refuse(
        self, place: int, key: str, got: object, expected: Text, code: str = "case.value"
    ) -> None:
        """Record that the value under a key of a row is not what was expected."""
        case, path = self.where(place)
        self.findings.refuse(case, f"{path}{key}", got, expected, code)

    def _mapping(self, place: int, row: object) -> Mapping[Any, Any]:
        if isinstance(row, Mapping):
            return row
        if row is not None or not self.path or self.owners is not None:
            case, path = self.where(place)
            self.findings.refuse(case, path.rstrip("."), row, MAPPING)
        return _NOTHING


def _flag(value: object, absent: object) -> int:
    if value is False:
        return NO
    if value is True:
        return YES
    if value is absent:
        return ABSENT
    return UNKNOWN if value is None else _REFUSED
