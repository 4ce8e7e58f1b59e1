"""A mapping of a pack file, taken key by key; whatever is wrong with it is collected.

An entry may lie over the entry of the same name of a base: what it does not say itself it takes
from there, lists of mappings are joined by id, and `without` leaves out ids of the base.
"""

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
    and everything wrong in a file is found in one pass. Of what stands in a shared base, `home` is
    the author's own file, where what the base lacks is to be stated, and `is_checked` says whether
    the author vouches for it.
    """

    def __init__(
        self,
        node: Any,
        *,
        file: str,
        problems: list[Problem],
        line: int = 1,
        key: str = "",
        base: "Entry | None" = None,
        home: str | None = None,
        is_checked: bool = True,
    ) -> None:
        self.file, self.line, self.key, self.problems = file, line, key, problems
        self.base, self.home, self.is_checked = base, home, is_checked
        self._known: set[Any] = set()
        self._left_out: set[str] = set()
        if not isinstance(node, CommentedMap):
            if node is not _ABSENT:
                self.refuse(None, node, Text("键值对", "a mapping"))
            node, self.problems = CommentedMap(), []  # said once, not again for each key in it
        self._node = node

    def text(self, key: str, *, pattern: str = r"(?s).+", expected: Text = _TEXT) -> str:
        """Text under a key that must be there and match the whole pattern."""
        at = self._at(key)
        found = at._take(key, required=expected)
        if found is _ABSENT:
            return ""
        if not isinstance(found, str) or not re.fullmatch(pattern, found):
            at.refuse(key, found, expected)
            return ""
        return str(found)

    def maybe_text(self, key: str) -> str | None:
        """Text under a key that may be absent or null."""
        return self.text(key) if self.has(key) else None

    def both(self, key: str) -> Text:
        """Sentence in both languages: a mapping of `zh` and `en`."""
        pair = self._at(key).entry(key)
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
        at = self._at(key)
        one_of = Text("以下之一：" + "、".join(names), "one of " + ", ".join(names))
        found = at._take(key, required=one_of)
        if found is _ABSENT:
            return names[0]
        if found not in names:
            at.refuse(key, found, one_of, code="pack.value")
            return names[0]
        return str(found)

    def whole(self, key: str) -> int:
        """Whole number from 0."""
        at = self._at(key)
        expected = Text("不小于 0 的整数", "a whole number from 0")
        found = at._take(key, required=expected)
        if found is _ABSENT:
            return 0
        if not is_whole(found):
            at.refuse(key, found, expected)
            return 0
        return int(found)

    def maybe_whole(self, key: str) -> int | None:
        """Whole number from 0 under a key that may be absent or null."""
        return self.whole(key) if self.has(key) else None

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false under a key that may be absent."""
        if not self.has(key):
            return default
        at = self._at(key)
        found = at._take(key)
        if not isinstance(found, bool):
            at.refuse(key, found, Text("true 或 false", "true or false"))
            return default
        return found

    def day(self, key: str) -> date:
        """Day under a key that must be there."""
        at = self._at(key)
        expected = Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
        if self.has(key):
            return self.maybe_day(key) or date.max
        at._take(key, required=expected)
        return date.max

    def maybe_day(self, key: str) -> date | None:
        """Day under a key that may be absent or null."""
        if not self.has(key):
            return None
        at = self._at(key)
        found = at._take(key)
        if not is_day(found):
            at.refuse(key, found, Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD"))
            return None
        return day_of(found)

    def words(self, key: str) -> tuple[str, ...]:
        """Texts of a list under a key that may be absent, each stated once."""
        at = self._at(key)
        found = at._take(key) if self.has(key) else CommentedSeq()
        if not isinstance(found, CommentedSeq) or not all(isinstance(w, str) for w in found):
            at.refuse(key, found, Text("文字列表（数字加引号）", "a list of texts (quoted)"))
            return ()
        if len(set(found)) < len(found):
            at.refuse(key, list(found), Text("不重复的列表", "no word twice"), code="pack.value")
        return tuple(str(word) for word in found)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Whole numbers of a list under a key that may be absent, each stated once."""
        at = self._at(key)
        found = at._take(key) if self.has(key) else CommentedSeq()
        if not isinstance(found, CommentedSeq) or not all(map(is_whole, found)):
            at.refuse(key, found, Text("整数列表", "a list of whole numbers"))
            return ()
        if len(set(found)) < len(found):
            at.refuse(key, list(found), Text("不重复的列表", "no number twice"), code="pack.value")
        return tuple(int(number) for number in found)

    def entry(self, key: str) -> "Entry":
        """Mapping under a key that must be there, over the base's one of the same key."""
        at = self._at(key)
        if at is not self:
            return at.entry(key)
        expected = Text("键值对", "a mapping")
        found = self._take(key, required=expected)
        below = self.base.entry(key) if self.base and self.base.has(key) else None
        return self._child(found, line=self.line_of(key), key=self._path(key), base=below)

    def entries(self, key: str) -> list["Entry"]:
        """Mappings of a list under a key that may be absent; those of the base come first."""
        own = self._own_entries(key)
        if self.base is None:
            return own
        out = {str(name) for name in self._node.get("without") or ()}
        self._known.add("without")
        named = {child.name: child for child in own if child.name}
        merged = []
        for below in self.base.entries(key):
            if below.name in out:
                self._left_out.add(below.name)
                continue
            child = named.pop(below.name, None)
            if child is not None:
                child.base = below
            merged.append(child or below)
        return merged + [child for child in own if child.base is None]

    def _own_entries(self, key: str) -> list["Entry"]:
        self._known.add(key)
        found = self._node.get(key)
        if found is None:
            return []
        if not isinstance(found, CommentedSeq):
            self.refuse(key, found, Text("列表", "a list"))
            return []
        return [
            self._child(
                node, line=found.lc.item(i)[0] + 1, key=f"{self._path(key)}{_place(node, i)}"
            )
            for i, node in enumerate(found)
        ]

    @property
    def name(self) -> str:
        """Id or code by which the entry of a list lies over that of a base; empty without one."""
        found = self._node.get("id", self._node.get("code"))
        return "" if found is None else str(found)

    def pairs(self) -> list[tuple[Any, Any]]:
        """All keys with their values; marks every key as known."""
        self._known |= set(self._node)
        return list(self._node.items())

    def has(self, key: str) -> bool:
        """Whether the key is there with a value, here or in the base; marks it as known."""
        return self._at(key)._node.get(key) is not None

    def close(self) -> None:
        """Refuse the keys that nobody took, and what is left out though it is not there."""
        known = "、".join(sorted(map(str, self._known)))
        for key in self._node:
            if key not in self._known:
                expected = Text(f"已知的键：{known}", f"a known key: {known}")
                self.refuse(key, key, expected, code="pack.unknown_key")
        if "without" in self._known:
            for name in self._node.get("without") or ():
                if str(name) not in self._left_out:
                    expected = Text("上级包中的编号", "an id of the base")
                    self.refuse("without", name, expected, code="pack.reference")
        if self.base is not None:
            self.base.close()

    def _at(self, key: str) -> "Entry":
        """Entry that says something under the key: this one (null too), else the base."""
        self._known.add(key)
        if self.base is None:
            return self
        below = self.base._at(key)
        is_below = key not in self._node and below._node.get(key) is not None
        return below if is_below else self

    def refuse(self, key: Any, got: object, expected: Text, *, code: str = "pack.type") -> None:
        """Record that the value under a key is not what was expected; None when it has none."""
        if self.base is not None and key not in self._node and key in self.base._node:
            self.base.refuse(key, got, expected, code=code)
            return
        where = self._path(key) if key is not None else self.key or "-"
        shown = repr(got) if isinstance(got, str) else str(got)
        found = Text("空", "nothing") if got is None else Text(shown, shown)
        line = self.line if key is None else self.line_of(key)
        cell: str | None = f"L{line}"
        how = Text("请改正该行后重试", "mend that line and try again")
        if self.home is not None and code == "pack.missing_key":
            shared, cell = f"{self.file} L{line}", None
            how = Text(
                f"该条来自共同部分（{shared}）：请在自己的文件里写明，或用 without 去掉",
                f"it stands in the shared base ({shared}): state it in your own file, or leave it "
                "out by `without`",
            )
        message = Text(
            f"键 {where}：得到{found.zh}，应为{expected.zh}；{how.zh}",
            f"key {where}: got {found.en}, expected {expected.en}; {how.en}",
        )
        quoted = None if got is None else str(got)
        file = self.file if cell else self.home
        self.problems.append(Problem(code, "error", message, file=file, cell=cell, got=quoted))

    def stating(self, key: str, name: str) -> "Entry":
        """Entry whose own list under a key states a name twice: this one, else the base."""
        named = [entry.name for entry in self._own_entries(key)]
        if self.base is None or named.count(name) > 1:
            return self
        return self.base.stating(key, name)

    def vouches(self, key: str) -> bool:
        """Whether what stands under a key is the author's own, or the author vouches for it."""
        return self._at(key).is_checked

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

    def _child(self, node: Any, *, line: int, key: str, base: "Entry | None" = None) -> "Entry":
        return Entry(
            node,
            file=self.file,
            problems=self.problems,
            line=line,
            key=key,
            base=base,
            home=self.home,
            is_checked=self.is_checked,
        )

    def _path(self, key: Any) -> str:
        return f"{self.key}.{key}" if self.key else str(key)


def _place(node: Any, number: int) -> str:
    """How the key of an entry in a list goes on: by its id, else by its number."""
    name = node.get("id", node.get("code")) if isinstance(node, CommentedMap) else None
    return f"[{number}]" if name is None else f".{name}"


def is_whole(value: object) -> bool:
    """Whether a value is a whole number from 0 (a truth value is none)."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_day(value: object) -> bool:
    """Whether a value is a calendar day without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def day_of(value: date) -> date:
    """Plain date of a day as the YAML reader gives it."""
    return date(value.year, value.month, value.day)
