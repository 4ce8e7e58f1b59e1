"""A form as a workbook: looks, protection without a password, lists of any length."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from listlab.model.language import Lang
from listlab.survey.columns import OPTIONS
from listlab.survey.forms.load import both

_FONT = "Microsoft YaHei"
_A4 = 9
_NAVY, _INK, _GREY, _LINE = "#1F4E79", "#1F2933", "#7B8794", "#CBD2D9"
_PALE, _CREAM, _MUST, _RED = "#EAF1F8", "#FFF8E1", "#C05621", "#9C2B1B"
_BAND = {"font_size": 9, "align": "center", "valign": "vcenter", "bg_color": _PALE}
_HEAD = {
    "bold": True,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": _LINE,
}
_BOXED = {"border": 1, "border_color": _LINE, "text_wrap": True, "valign": "vcenter", "indent": 1}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {
        "indent": 1,
        "bold": True,
        "font_size": 16,
        "font_color": "#FFFFFF",
        "bg_color": _NAVY,
    },
    "how": {"indent": 1, "bg_color": _PALE, "font_size": 10},
    "status": {"indent": 1, "bg_color": _PALE, "bold": True, "font_color": _NAVY},
    "band_must": {**_BAND, "font_color": _MUST, "bold": True},
    "band_ask": {**_BAND, "font_color": _NAVY},
    "band_may": {**_BAND, "font_color": _GREY},
    "head_must": {**_HEAD, "bg_color": _NAVY, "font_color": "#FFFFFF"},
    "head_ask": {**_HEAD, "bg_color": "#BDD3EA"},
    "head_may": {**_HEAD, "bg_color": "#E4EBF2"},
    "example": {**_BOXED, "italic": True, "font_color": _GREY, "bg_color": "#F5F7FA"},
    "hint": {**_BOXED, "font_color": "#52606D", "font_size": 9.5},
    "entry": {**_BOXED, "num_format": "@", "locked": False},
    "answer": {**_BOXED, "num_format": "@", "locked": False, "font_size": 11},
    "heading": {
        "bold": True,
        "font_size": 12,
        "font_color": _NAVY,
        "bottom": 2,
        "bottom_color": _NAVY,
    },
    "text": {"text_wrap": True, "valign": "top"},
    "label": {"bold": True, "valign": "top"},
    "link": {"font_color": "#0B5CAD", "underline": 1, "valign": "top"},
    "stamp": {"font_color": _GREY, "font_size": 9},
}
_MARKS: Mapping[str, Mapping[str, Any]] = {
    "missing": {"bg_color": "#FFE699"},
    "doubtful": {"bg_color": "#F8CBAD", "font_color": _RED},
}
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
}
MOST_MESSAGE, MOST_TITLE = 255, 32  # characters; beyond them Excel repairs the file


class FormBook:
    """A form under way. Strings stay strings; same content gives the same bytes."""

    def __init__(
        self,
        words: Mapping[str, Any],
        options: Mapping[str, Sequence[str]],
        *,
        title: str,
        as_of: date,
        lang: Lang,
    ) -> None:
        self.lang: Lang = lang
        self.options = options
        self._words = words
        self._stream = BytesIO()
        self._footer = title.replace("&", "&&")
        self._book = xlsxwriter.Workbook(
            self._stream,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        made = datetime.combine(as_of, datetime.min.time())
        self._book.set_properties({"title": title, "created": made})
        look = {"font_name": _FONT, "font_size": 10.5, "font_color": _INK, "valign": "vcenter"}
        self.formats = {n: self._book.add_format({**look, **f}) for n, f in _FORMATS.items()}
        self.marks = {n: self._book.add_format(dict(f)) for n, f in _MARKS.items()}

    def add_sheet(self, name: str, *, landscape: bool = True, wide: int = 1) -> Any:
        """Sheet to print on A4, protected but for what is to be filled in."""
        sheet = self._book.add_worksheet(name)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(wide, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.hide_gridlines(2)
        sheet.set_footer(f"&L&8{self._footer}&R&8&P / &N")
        sheet.protect("", _PROTECTION)
        return sheet

    def say(self, word: str) -> str:
        """One of the words that all forms share."""
        return both(self._words[word]).say(self.lang)

    def define(self, name: str, refers_to: str) -> None:
        """Define a name for a place or a value."""
        self._book.define_name(name, f"={refers_to}")

    def add_options(self) -> Any:
        """Add the hidden sheet with all lists, each under a name, so that none is too long.

        It comes last of all sheets. What is typed into a rule itself may have 255 characters.
        """
        sheet = self._book.add_worksheet(OPTIONS)
        sheet.very_hidden()
        for place, (name, options) in enumerate(self.options.items()):
            letter = column_letter(place)
            sheet.write_string(0, place, name)
            for row, option in enumerate(options, start=1):
                sheet.write_string(row, place, option)
            cells = f"${letter}$2:${letter}${len(options) + 1}"
            self.define(list_name(name), f"{quoted(OPTIONS)}!{cells}")
        return sheet

    def content(self) -> bytes:
        """Bytes of the workbook; nothing can be added afterwards."""
        self._book.close()
        return self._stream.getvalue()


def column_letter(place: int) -> str:
    """Letters of a column counted from 0."""
    letters: str = xlsxwriter.utility.xl_col_to_name(place)
    return letters


def quoted(sheet: str) -> str:
    """Name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def list_name(name: str) -> str:
    """Defined name of a list to choose from."""
    return f"listlab_{name}"
