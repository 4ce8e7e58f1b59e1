"""A negative list as a route reads it: items by scenario, with thresholds and exceptions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from listlab.errors import CaseError
from listlab.law.pack import normalise
from listlab.law.routes.count import Lines
from listlab.law.routes.findings import quote
from listlab.law.routes.list_file import ListFile
from listlab.model.language import Text
from listlab.model.negative_list import Status
from listlab.model.problem import Problem

Alternative = frozenset[str]  # normalised names by which one condition may be stated
_TIERS = ("assessment", "contract")
_KINDS = ("personal", "sensitive")
_STATUSES: tuple[str, ...] = get_args(Status)
_APART = re.compile(r"[,，;；、&+]\s*(?:并且|并|且|and\b)?|\band\b|并且")


@dataclass(frozen=True, slots=True)
class ItemException:
    """What takes data off an item when every one of its conditions is stated as met.

    Each condition is a set of names of which one must be stated; `whole` states all at once.
    """

    text: str
    whole: Alternative
    conditions: tuple[Alternative, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item of a list; without a scenario it speaks of the whole industry.

    `caveat` must be said when the item is used; empty when there is none.
    """

    id: str
    kind: str
    industry: str
    scenario: str | None
    names: frozenset[str]
    data_items: frozenset[str]
    lines: Lines
    exceptions: tuple[ItemException, ...]
    caveat: str = ""


@dataclass(frozen=True)
class RouteList:
    """A list with what decides whether it applies.

    `is_complete` is False for a published list of which not every row is known, nor every
    industry where it names none. `successor` is the zone's newer edition, dated `successor_from`.
    `base` is the list that it extends, whose items stand among its own.
    """

    id: str
    title: Text
    industries: tuple[str, ...]
    items: tuple[ListedItem, ...]
    status: str
    in_force_from: date | None
    is_complete: bool = True
    successor: "RouteList | None" = None
    successor_from: date | None = None
    base: "RouteList | None" = None

    def is_in_force(self, on: date) -> bool | None:
        """Whether the list is in force on a day; None where it is, but since when is not known."""
        if self.status != "in_force":
            return False
        return None if self.in_force_from is None else self.in_force_from <= on

    @property
    def bases(self) -> tuple["RouteList", ...]:
        """The lists that it extends, the nearest first."""
        return () if self.base is None else (self.base, *self.base.bases)

    def superseded(self, on: date) -> "RouteList | None":
        """List, this one or one that it extends, of which a day has seen a newer edition."""
        for each in (self, *self.bases):
            newer = each.successor_from
            if each.successor is not None and newer is not None and newer <= on:
                return each
        return None


def read_items(file: ListFile) -> RouteList:
    """List from the content of a list.json; CaseError with all that is wrong with it."""
    reader = _ListReader(file)
    found = reader.read(file.content)
    if reader.problems:
        raise CaseError(reader.problems)
    return found


class _ListReader:
    """A list.json taken key by key, and everything wrong with it."""

    def __init__(self, file: ListFile) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, given: Mapping[str, Any]) -> RouteList:
        head = self._mapping(given.get("list"), "list")
        rows = given.get("items")
        if not isinstance(rows, list | tuple):
            self._refuse("items", rows, Text("列表", "a list"))
            rows = ()
        items = tuple(self._item(row, f"items[{place}]") for place, row in enumerate(rows))
        seen: set[str] = set()
        for place, item in enumerate(items):
            if item.id and item.id in seen:
                self._refuse(f"items[{place}].id", item.id, Text("不重复的编号", "an id once"))
            seen.add(item.id)
        industry = self._text(head, "industry", "list.")
        title = self._text(head, "title", "list.")
        self._text(head, "pack", "list.")
        if head.get("extends") is not None:
            self._text(head, "extends", "list.")
        return RouteList(
            id=self._text(head, "id", "list."),
            title=Text(title, title),
            industries=tuple(dict.fromkeys((industry, *(item.industry for item in items)))),
            items=items,
            status=self._status(head),
            in_force_from=self._day(head.get("in_force_from")),
        )

    def _item(self, given: object, path: str) -> ListedItem:
        row = self._mapping(given, path)
        kind = self._text(row, "kind", f"{path}.")
        if kind and kind not in {"ciio", "important", "personal"}:
            self._refuse(f"{path}.kind", kind, Text("ciio、important 或 personal", "a kind"))
        scenario = row.get("scenario")
        named = self._mapping(scenario, f"{path}.scenario") if scenario is not None else {}
        code = self._text(named, "code", f"{path}.scenario.") if scenario is not None else None
        return ListedItem(
            id=self._text(row, "id", f"{path}."),
            kind=kind,
            industry=self._text(row, "industry", f"{path}."),
            scenario=code,
            names=frozenset(normalise(str(name)) for name in named.values()),
            data_items=frozenset(
                normalise(name) for name in self._texts(row.get("data_items"), f"{path}.data_items")
            ),
            lines=self._lines(row, path, kind),
            exceptions=self._exceptions(row.get("exceptions"), f"{path}.exceptions"),
        )

    def _lines(self, row: Mapping[str, Any], path: str, kind: str) -> Lines:
        tiers = self._mapping(row.get("thresholds"), f"{path}.thresholds")
        found: dict[str, int | None] = {}
        self._known(tiers, _TIERS, f"{path}.thresholds.")
        for tier in _TIERS:
            pair = self._mapping(tiers.get(tier, {}), f"{path}.thresholds.{tier}")
            self._known(pair, _KINDS, f"{path}.thresholds.{tier}.")
            for persons in _KINDS:
                line = pair.get(persons)
                if line is not None and (type(line) is not int or line < 1):
                    expected = Text("不小于 1 的整数或 null", "a whole number from 1, or null")
                    self._refuse(f"{path}.thresholds.{tier}.{persons}", line, expected)
                    line = None
                found[f"{tier}_{persons}"] = line
        lines = Lines(**found)
        if kind != "personal" or lines != Lines():
            return lines
        if row.get("part") not in (1, 2):
            self._refuse(f"{path}.part", row.get("part"), Text("1 或 2", "1 or 2"))
        # a personal item that counts by no volume catches every person
        return Lines(1, 1) if row.get("part") == 1 else Lines(None, None, 1, 1)

    def _exceptions(self, given: object, path: str) -> tuple[ItemException, ...]:
        found: dict[str, list[str]] = {}
        for place, entry in enumerate(self._entries(given, path)):
            row = self._mapping(entry, f"{path}[{place}]")
            condition = row.get("condition")
            parts = [condition] if isinstance(condition, str) else condition
            names = self._texts(parts, f"{path}[{place}].condition")
            if not names:
                expected = Text("条件的名称", "the name of a condition")
                self._refuse(f"{path}[{place}].condition", condition, expected)
            # entries of the same text are the conditions of one exception
            found.setdefault(str(row.get("text", "")), []).extend(names)
        return tuple(_exception(text, names) for text, names in found.items())

    def _entries(self, given: object, path: str) -> list[Any]:
        if given is None:
            return []
        if not isinstance(given, list | tuple):
            self._refuse(path, given, Text("列表", "a list"))
            return []
        return list(given)

    def _texts(self, given: object, path: str) -> list[str]:
        entries = self._entries(given, path)
        if all(isinstance(entry, str) for entry in entries):
            return entries
        self._refuse(path, given, Text("文字列表", "a list of texts"))
        return []

    def _text(self, row: Mapping[str, Any], key: str, path: str) -> str:
        found = row.get(key)
        if isinstance(found, str) and found:
            return found
        self._refuse(f"{path}{key}", found, Text("非空文字", "a text that is not empty"))
        return ""

    def _status(self, head: Mapping[str, Any]) -> str:
        found = self._text(head, "status", "list.")
        if found and found not in _STATUSES:
            expected = Text("以下之一：" + "、".join(_STATUSES), "one of " + ", ".join(_STATUSES))
            self._refuse("list.status", found, expected)
        return found

    def _known(self, row: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
        """Refuse a threshold of another name: it would be left out unseen."""
        for key in row:
            if key not in known:
                expected = Text("以下之一：" + "、".join(known), "one of " + ", ".join(known))
                self._refuse(f"{path}{key}", key, expected)

    def _day(self, given: object) -> date | None:
        if given is None or (isinstance(given, date) and type(given) is date):
            return given
        try:
            return date.fromisoformat(str(given))
        except ValueError:
            expected = Text("日期 YYYY-MM-DD 或 null", "a date YYYY-MM-DD, or null")
            self._refuse("list.in_force_from", given, expected)
            return None

    def _mapping(self, given: object, path: str) -> Mapping[str, Any]:
        if isinstance(given, Mapping):
            return given
        self._refuse(path, given, Text("键值对", "a mapping"))
        return {}

    def _refuse(self, key: str, got: object, expected: Text) -> None:
        shown = quote(got)
        message = Text(
            f"清单的键 {key}：得到 {shown or '空'}，应为{expected.zh}；请改正后重试",
            f"list, key {key}: got {shown or 'nothing'}, expected {expected.en}; "
            "mend it and try again",
        )
        self.problems.append(self.file.problem("list.value", key, message, shown))


def _exception(text: str, names: list[str]) -> ItemException:
    """Exception with the conditions that a list states, one by one or joined in a sentence."""
    parts = [part.strip() for name in names for part in _APART.split(name) if part.strip()]
    conditions = tuple(frozenset({normalise(part)}) for part in parts)
    whole = frozenset({normalise(" ".join(names)), normalise(text)})
    return ItemException(text, whole, conditions, tuple(parts))
