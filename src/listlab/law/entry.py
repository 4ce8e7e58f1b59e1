"""A mapping of a pack file, taken key by key; whatever is wrong with it is collected."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from listlab.model.language import Text
from listlab.model.problem import Problem

_TEXT = Text("文字", "text")
_ABSENT = object()


class Entry:
    """Mapping at a line of a file; each `take` marks its key as known, `close` refuses the rest.

    A wrong value is recorded in `problems` and read as an empty one, so that the reader goes on
    and everything wrong in a file is found in one pass.
    """

    def __init__(
        self, node: Any, *, file: str, problems: list[Problem], line: int = 1, key: str = ""
    ) -> None:
        self.file, self.line, self.key, self.problems = file, line, key, problems
        self._known: set[Any] = set()
        if not isinstance(node, CommentedMap):
            if node is not _ABSENT:
                self.refuse(None, node, Text("键值对", "a mapping"))
            node, self.problems = CommentedMap(), []  # said once, not again for each key in it
        self._node = node

    def text(self, key: str, *, pattern: str = r"(?s).+", expected: Text = _TEXT) -> str:
        """Text under a key that must be there and match the whole pattern."""
        found = self._take(key, required=expected)
        if found is _ABSENT:
            return ""
        if not isinstance(found, str) or not re.fullmatch(pattern, found):
            self.refuse(key, found, expected)
            return ""
        return str(found)

    def maybe_text(self, key: str) -> str | None:
        """Text under a key that may be absent or null."""
        return self.text(key) if self.has(key) else None

    def both(self, key: str) -> Text:
        """Sentence in both languages: a mapping of `zh` and `en`."""
        pair = self.entry(key)
        said = Text(pair.text("zh"), pair.text("en"))
        pair.close()
        return said

    def maybe_both(self, key: str) -> Text | None:
        """Sentence in both languages under a key that may be absent or null."""
        return self.both(key) if self.has(key) else None

    def choice(self, key: str, allowed: Iterable[str], *, default: str | None = None) -> str:
        """One of the words allowed; the default when there is one and the key is absent."""
        names = list(allowed)
        if default is not None and not self.has(key):
            return default
        one_of = Text("以下之一：" + "、".join(names), "one of " + ", ".join(names))
        found = self._take(key, required=one_of)
        if found is _ABSENT:
            return names[0]
        if found not in names:
            self.refuse(key, found, one_of, code="pack.value")
            return names[0]
        return str(found)

    def whole(self, key: str) -> int:
        """Whole number from 0."""
        expected = Text("不小于 0 的整数", "a whole number from 0")
        found = self._take(key, required=expected)
        if found is _ABSENT:
            return 0
        if not is_whole(found):
            self.refuse(key, found, expected)
            return 0
        return int(found)

    def maybe_day(self, key: str) -> date | None:
        """Day under a key that may be absent or null."""
        if not self.has(key):
            return None
        found = self._take(key)
        if not is_day(found):
            self.refuse(key, found, Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD"))
            return None
        return day_of(found)

    def words(self, key: str) -> tuple[str, ...]:
        """Texts of a list under a key that may be absent, each stated once."""
        found = self._take(key) if self.has(key) else CommentedSeq()
        if not isinstance(found, CommentedSeq) or not all(isinstance(w, str) for w in found):
            self.refuse(key, found, Text("文字列表（数字加引号）", "a list of texts (quoted)"))
            return ()
        if len(set(found)) < len(found):
            self.refuse(key, list(found), Text("不重复的列表", "no word twice"), code="pack.value")
        return tuple(str(word) for word in found)

    def entry(self, key: str) -> "Entry":
        """Mapping under a key that must be there."""
        expected = Text("键值对", "a mapping")
        found = self._take(key, required=expected)
        return self._child(found, line=self.line_of(key), key=self._path(key))

    def entries(self, key: str) -> list["Entry"]:
        """Mappings of a list under a key that may be absent."""
        found = self._take(key) if self.has(key) else CommentedSeq()
        if not isinstance(found, CommentedSeq):
            self.refuse(key, found, Text("列表", "a list"))
            return []
        return [
            self._child(node, line=found.lc.item(i)[0] + 1, key=f"{self._path(key)}[{i}]")
            for i, node in enumerate(found)
        ]

    def pairs(self) -> list[tuple[Any, Any]]:
        """All keys with their values; marks every key as known."""
        self._known |= set(self._node)
        return list(self._node.items())

    def has(self, key: str) -> bool:
        """Whether the key is there with a value; marks it as known."""
        self._known.add(key)
        return self._node.get(key) is not None

    def close(self) -> None:
        """Refuse the keys that nobody took."""
        known = "、".join(sorted(map(str, self._known)))
        for key in self._node:
            if key not in self._known:
                expected = Text(f"已知的键：{known}", f"a known key: {known}")
                self.refuse(key, key, expected, code="pack.unknown_key")

    def refuse(self, key: Any, got: object, expected: Text, *, code: str = "pack.type") -> None:
        """Record that the value under a key is not what was expected; None when it has none."""
        where = self._path(key) if key is not None else self.key or "-"
        shown = repr(got) if isinstance(got, str) else str(got)
        found = Text("空", "nothing") if got is None else Text(shown, shown)
        message = Text(
            f"键 {where}：得到{found.zh}，应为{expected.zh}；请改正该行后重试",
            f"key {where}: got {found.en}, expected {expected.en}; mend that line and try again",
        )
        line = self.line if key is None else self.line_of(key)
        quoted = None if got is None else str(got)
        self.problems.append(
            Problem(code, "error", message, file=self.file, cell=f"L{line}", got=quoted)
        )

    def line_of(self, key: Any) -> int:
        """Line of a key, 1-based; the mapping's own line when the key is absent."""
        try:
            return int(self._node.lc.key(key)[0]) + 1
        except (KeyError, AttributeError, TypeError):
            return self.line

    def _take(self, key: str, *, required: Text | None = None) -> Any:
        self._known.add(key)
        found = self._node.get(key)
        if found is None and required is not None:
            self.refuse(key, None, required, code="pack.missing_key")
            return _ABSENT
        return found

    def _child(self, node: Any, *, line: int, key: str) -> "Entry":
        return Entry(node, file=self.file, problems=self.problems, line=line, key=key)

    def _path(self, key: Any) -> str:
        return f"{self.key}.{key}" if self.key else str(key)


def is_whole(value: object) -> bool:
    """Whether a value is a whole number from 0 (a truth value is none)."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_day(value: object) -> bool:
    """Whether a value is a calendar day without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def day_of(value: date) -> date:
    """Plain date of a day as the YAML reader gives it."""
    return date(value.year, value.month, value.day)
