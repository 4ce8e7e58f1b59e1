"""A problem found in what people handed in: what, where, got, expected, next step."""

from dataclasses import dataclass
from typing import Literal

from listlab.model.language import Lang, Text

Severity = Literal["error", "warning"]
# How a problem is told: to be mended, to be checked, or a remark on how something was read.
Level = Literal["must", "check", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding with a stable code.

    `got` quotes numbers, dates, codes, yes/no and volumes only; for free text it is None.
    `written` is the text of the cell, masked and cut, for staff and the enterprise alone.
    Errors block the row or file they name, warnings do not.
    """

    code: str
    severity: Severity
    message: Text
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    got: str | None = None
    written: str | None = None
    level: Level | None = None

    def told_as(self) -> Level:
        """Level at which people are told: its own, else that of its severity."""
        return self.level or ("must" if self.severity == "error" else "check")

    def where(self) -> str:
        """Place of the problem as `file › sheet › cell`, empty parts left out."""
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)

    def to_dict(self, lang: Lang = "zh") -> dict[str, str | None]:
        """Problem as the commands print it."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "code": self.code,
            "severity": self.severity,
            "got": self.got,
            "message": self.message.say(lang),
        }

    def line(self, lang: Lang = "zh") -> str:
        """One line for a terminal: place, then message."""
        place = self.where()
        return f"{place}: {self.message.say(lang)}" if place else self.message.say(lang)
