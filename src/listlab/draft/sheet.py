"""Sheets to print: A4 landscape, repeated headers, page numbers, text that stays text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

import xlsxwriter

from listlab.model.language import Lang, Text
from listlab.model.measure import row_height

Align = Literal["text", "centre", "number"]
_FONT = "Microsoft YaHei"
_A4 = 9
_HEADER = 2  # row of a table's header, counted from 0
_INK, _LINE, _HEAD, _WARN = "#1F2933", "#9AA5B1", "#E4EBF2", "#9C2B1B"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 32767  # characters that Excel takes in a cell
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "status": {"bold": True, "font_size": 12, "font_color": _WARN, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 13, "valign": "vcenter"},
    "remark": {"font_size": 9, "valign": "vcenter"},
    "label": {"bold": True, "bg_color": _HEAD, "border": 1, "valign": "top"},
    "head": {"bold": True, "bg_color": _HEAD, "border": 1, "align": "center", "valign": "vcenter"},
    "text": {"border": 1, "valign": "top"},
    "centre": {"border": 1, "valign": "top", "align": "center"},
    "number": {"border": 1, "valign": "top", "num_format": "#,##0"},
}
_WRAPPED = {"label", "head", "text", "centre", "number"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table: header, width in characters, how its cells stand."""

    header: Text
    width: int
    align: Align = "text"


class Sheets:
    """A workbook under way. Strings are always written as strings, whatever they begin with."""

    def __init__(self, stream: BytesIO, lang: Lang, *, footer: str) -> None:
        self.lang = lang
        self._footer = footer.replace("&", "&&")
        self._book = xlsxwriter.Workbook(
            stream,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._formats = {
            (name, quoted): self._book.add_format(
                {
                    "font_name": _FONT,
                    "font_size": 10,
                    "font_color": _INK,
                    "border_color": _LINE,
                    "text_wrap": name in _WRAPPED,
                    "quote_prefix": quoted,
                    **style,
                }
            )
            for name, style in _FORMATS.items()
            for quoted in (False, True)
        }

    def describe(self, *, title: str, subject: str, created: datetime) -> None:
        """Fix the file's own properties, so that the same list gives the same bytes."""
        self._book.set_properties({"title": title, "subject": subject, "created": created})

    def cover(
        self,
        name: Text,
        title: str,
        status: str,
        *,
        facts: Sequence[tuple[Text, str]],
        notes: Sequence[Text],
    ) -> None:
        """Add the cover: title, status, facts and numbered notes."""
        sheet = self._sheet(name)
        widths = (16, 116)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_row(0, 34)
        self._put(sheet, 0, 0, title, style="title")
        self._put(sheet, 1, 0, status, style="status")
        row = 3
        for label, said in facts:
            self._put(sheet, row, 0, label.say(self.lang), style="label")
            self._put(sheet, row, 1, said, style="text")
            sheet.set_row(row, row_height((label.say(self.lang), said), widths))
            row += 1
        row += 1
        self._put(sheet, row, 0, Text("说明", "Notes").say(self.lang), style="heading")
        for number, note in enumerate(notes, 1):
            self._put(sheet, row + number, 0, number, style="centre")
            self._put(sheet, row + number, 1, note.say(self.lang), style="text")
            sheet.set_row(row + number, row_height((number, note.say(self.lang)), widths))

    def table(
        self,
        name: Text,
        heading: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str | int]],
        *,
        remark: str = "",
        filtered: bool = False,
    ) -> None:
        """Add a table under a heading and a remark; its header stands on every printed page."""
        sheet, widths = self._sheet(name), [column.width for column in columns]
        headers = [column.header.say(self.lang) for column in columns]
        sheet.set_row(0, 28)
        self._put(sheet, 0, 0, heading, style="heading")
        self._put(sheet, 1, 0, remark, style="remark")
        for place, header in enumerate(headers):
            sheet.set_column(place, place, widths[place])
            self._put(sheet, _HEADER, place, header, style="head")
        sheet.set_row(_HEADER, row_height(headers, widths))
        for down, row in enumerate(rows, _HEADER + 1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._put(sheet, down, place, value, style=column.align)
            sheet.set_row(down, row_height(row, widths))
        sheet.repeat_rows(_HEADER)
        sheet.freeze_panes(_HEADER + 1, 2)
        if filtered:
            sheet.autofilter(_HEADER, 0, len(rows) + _HEADER, len(columns) - 1)

    def close(self) -> None:
        """Write the workbook into its stream."""
        self._book.close()

    def _sheet(self, name: Text) -> Any:
        sheet = self._book.add_worksheet(name.say(self.lang))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.hide_gridlines(2)
        pages = Text("第 &P 页，共 &N 页", "Page &P of &N").say(self.lang)
        sheet.set_footer(f"&L&8{self._footer}&R&8{pages}")
        return sheet

    def _put(self, sheet: Any, row: int, column: int, value: str | int, *, style: str) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, self._formats[style, False])
            return
        risky = value.startswith(_FORMULA_SIGNS)
        shown = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
        sheet.write_string(row, column, shown, self._formats[style, risky])
