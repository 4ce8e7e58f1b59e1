"""What is wrong with the cases handed in, and single values read with care."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from listlab.law.routes.count import MOST, OPEN
from listlab.model.language import Text
from listlab.model.problem import Problem

FindLine = Callable[[int, str], int]
Bounds = tuple[int, int]
ANYTHING: Bounds = (0, OPEN)

MAPPING = Text("键值对", "a mapping")
LIST = Text("列表", "a list")
NAME = Text("非空文字", "a text that is not empty")
ID = Text("非空文字或整数", "a text that is not empty, or a whole number")
FLAG = Text("true、false 或 null（不知道）", "true, false or null (unknown)")
COUNT = Text(
    '不小于 0 的整数、{"low": …, "high": …} 或 null（不知道）',
    'a whole number from 0, {"low": …, "high": …}, or null (unknown)',
)
_INTERVAL = frozenset({"low", "high"})
_LONGEST = 40
_SCALAR = re.compile(r"[-+]?\d[\d,_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|nan|inf")
_NUMBER = re.compile(r"\[\d+\]")


class Findings:
    """Problems of all cases, each with file, line, key, what was found and what was expected.

    Where cases are the rows of a table, `columns` names the column that each key came from.
    """

    def __init__(
        self,
        file: str | None = None,
        find_line: FindLine | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self.file, self.find_line, self.columns = file, find_line, columns
        self.ids: Sequence[object] = ()
        self._found: list[tuple[int, Problem]] = []

    @property
    def problems(self) -> list[Problem]:
        """All problems, those of the first case first."""
        return [problem for _, problem in sorted(self._found, key=lambda entry: entry[0])]

    def refuse(
        self, place: int, key: str, got: object, expected: Text, code: str = "case.value"
    ) -> None:
        """Record that the value under a key of a case is not what was expected."""
        quoted = quote(got)
        zh = "空" if quoted is None else quoted
        en = "nothing" if quoted is None else quoted
        name = self.ids[place] if place < len(self.ids) else None
        called = f"（{name}）" if is_id(name) else ""
        named = f" ({name})" if is_id(name) else ""
        spot = self._spot(place, key, Text(called, named))
        message = Text(
            f"{spot.zh}：得到 {zh}，应为{expected.zh}；请改正后重试",
            f"{spot.en}: got {en}, expected {expected.en}; mend it and try again",
        )
        cell = f"L{self.find_line(place, key)}" if self.find_line else None
        if self.columns is not None:
            cell = f"{self._column(key)}[{place + 1}]"
        problem = Problem(code, "error", message, self.file, None, cell, quoted)
        self._found.append((place, problem))

    def _spot(self, place: int, key: str, called: Text) -> Text:
        """Where a value stands, in words: case and key, or row and column."""
        if self.columns is None:
            return Text(
                f"第 {place + 1} 个案例{called.zh}的键 {key or '-'}",
                f"case {place + 1}{called.en}, key {key or '-'}",
            )
        column = self._column(key)
        return Text(
            f"第 {place + 1} 行{called.zh}的列 {column}",
            f"row {place + 1}{called.en}, column {column}",
        )

    def _column(self, key: str) -> str:
        """Column that a key came from, or the nearest that holds it."""
        columns = self.columns or {}
        path = _NUMBER.sub("", key)
        while path not in columns and "." in path:
            path = path.rpartition(".")[0]
        within = [name for known, name in columns.items() if known.startswith(f"{path}.")]
        return columns.get(path) or next(iter(within), path or "-")

    def strangers(self, place: int, part: Mapping[Any, Any], known: Set[str], path: str) -> None:
        """Refuse the keys that are not known."""
        names = sorted(known)
        expected = Text("已知的键：" + "、".join(names), "a known key: " + ", ".join(names))
        for key in part:
            if key not in known:
                self.refuse(place, f"{path}{key}", key, expected, "case.unknown_key")

    def listed(self, place: int, value: object, key: str) -> list[Any]:
        """Entries of a list."""
        if isinstance(value, list | tuple):
            return list(value)
        self.refuse(place, key, value, LIST)
        return []

    def count(self, place: int, value: object, key: str) -> Bounds:
        """Bounds of a count of persons; null is unknown."""
        if value is None:
            return ANYTHING
        if isinstance(value, Mapping):
            return self._interval(place, value, key)
        whole = whole_of(value)
        if whole is not None:
            return whole, whole
        self.refuse(place, key, value, COUNT, "case.count")
        return ANYTHING

    def _interval(self, place: int, value: Mapping[Any, Any], key: str) -> Bounds:
        self.strangers(place, value, _INTERVAL, f"{key}.")
        ends: list[int] = []
        for name, absent in (("low", 0), ("high", OPEN)):
            given = value.get(name)
            end = absent if given is None else whole_of(given)
            if end is None:
                self.refuse(place, f"{key}.{name}", given, COUNT, "case.count")
            ends.append(absent if end is None else end)
        if ends[0] > ends[1]:
            expected = Text("low 不大于 high", "low not above high")
            self.refuse(place, key, f"{ends[0]} > {ends[1]}", expected, "case.count")
            return ANYTHING
        return ends[0], ends[1]


def whole_of(value: object) -> int | None:
    """Whole number from 0 that a value is, as integer or as a float without a fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return int(value) if value == int(value) and 0 <= value <= MOST else None


def is_id(value: object) -> bool:
    """Whether a value names a case or a processor."""
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, int) and not isinstance(value, bool)


def _plain(value: object) -> str:
    """Value as JSON has it where Python's own way is none of the reader's; words without quotes."""
    if isinstance(value, str):
        return f'"{value}"' if not value.strip() or _SCALAR.fullmatch(value.strip()) else value
    if isinstance(value, Mapping | list | tuple | bool):
        try:
            return json.dumps(value, ensure_ascii=False)
        except (TypeError, ValueError):
            return repr(value)
    return repr(value)


def quote(value: object) -> str | None:
    """Value as a message shows it; None when there is none."""
    if value is None:
        return None
    shown = _plain(value)
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
