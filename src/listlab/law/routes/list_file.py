"""A list as it was read from a file, so that problems can name the file and the line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from listlab.model.language import Text
from listlab.model.problem import Problem


@dataclass(frozen=True)
class ListFile:
    """Content of a list.json, where it stands, and the lists that lie beside it."""

    content: Any
    file: str | None = None
    find_line: Callable[[str], int] | None = None
    beside: tuple["ListFile", ...] = ()

    @property
    def id(self) -> str | None:
        """Id of the list; None where the content is no list."""
        return self._said("id")

    @property
    def extends(self) -> str | None:
        """Id of the list that this one amends; None where it stands alone."""
        return self._said("extends")

    def problem(self, code: str, key: str, message: Text, got: str | None) -> Problem:
        """Problem of a key: with its line where the file is known, else with the key itself."""
        cell = f"L{self.find_line(key)}" if self.find_line else key or None
        return Problem(code, "error", message, self.file, None, cell, got)

    def _said(self, key: str) -> str | None:
        head = self.content.get("list") if isinstance(self.content, Mapping) else None
        found = head.get(key) if isinstance(head, Mapping) else None
        return found if isinstance(found, str) else None
