"""A table of law for people: headers and cells in both languages."""

from dataclasses import dataclass
from typing import Any

from listlab.model.language import Lang, Text


@dataclass(frozen=True)
class Sheet:
    """Rows under headers, with a title; how it is drawn is left to who shows it."""

    id: str
    title: Text
    headers: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]

    def to_lines(self, lang: Lang = "zh") -> list[str]:
        """Title, then a paragraph a row with its headers, for a terminal."""
        lines = [f"## {self.title.say(lang)} ({len(self.rows)})"]
        for row in self.rows:
            cells = zip(self.headers, row, strict=True)
            said = [(head.say(lang), cell.say(lang)) for head, cell in cells]
            lines.append("- " + " | ".join(f"{h}: {c}" for h, c in said if c and c != "—"))
        return lines

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Sheet as plain values: a mapping a row."""
        keys = [header.say(lang) for header in self.headers]
        rows = [dict(zip(keys, (c.say(lang) for c in row), strict=True)) for row in self.rows]
        return {"id": self.id, "title": self.title.say(lang), "rows": rows}
