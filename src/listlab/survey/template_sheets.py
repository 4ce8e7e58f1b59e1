"""Sheets to fill in: the enterprise's lines, and lists of rows under a printed example."""

from typing import Any

from listlab.model.measure import row_height
from listlab.survey.columns import FLOWS
from listlab.survey.template_book import (
    MOST_MESSAGE,
    MOST_TITLE,
    FormBook,
    column_letter,
    list_name,
    quoted,
)
from listlab.survey.template_checks import FLOW_NUMBERS, SelfCheck, mark_doubtful
from listlab.survey.template_forms import Entry, EntryForm

_TITLE, _HOW, _STATUS, _BAND, _HEADER, _EXAMPLE, _ENTRY = range(7)  # rows, counted from 0
_EXAMPLE_MARK = "示例"  # by which the reader knows the row, in any language
_WIDEST_PAGE = 200  # characters; a wider list is printed on two pages side by side
_ANSWER_WIDTHS = (30, 42, 62, 26)


def write_list(book: FormBook, form: EntryForm, check: SelfCheck) -> tuple[str, str]:
    """Add a list; its status cell comes back, and what it says at first."""
    broad = sum(entry.width for entry in form.entries)
    sheet = book.add_sheet(form.form.name, wide=1 + (broad > _WIDEST_PAGE))
    last = len(form.entries) - 1
    start = int(broad > _WIDEST_PAGE)  # column A is printed again on each page across
    _banner(book, sheet, (form.form.name, form.how), (start, last))
    formula, said = check.watch_list(form, _ENTRY)
    sheet.write_formula(_STATUS, start, formula, book.formats["status"], said)
    for place, entry in enumerate(form.entries):
        sheet.set_column(place, place, entry.width, book.formats["entry"])
        level = book.say(entry.level)
        sheet.write_string(_BAND, place, level, book.formats[f"band_{entry.level}"])
        sheet.write_string(_HEADER, place, entry.header, book.formats[f"head_{entry.level}"])
        shown = entry.example if place else _EXAMPLE_MARK
        sheet.write_string(_EXAMPLE, place, shown, book.formats["example"])
        _guide_cells(book, sheet, entry, (_ENTRY, place, _ENTRY + form.rows - 1, place))
    widths = [entry.width for entry in form.entries]
    sheet.set_row(_HEADER, max(row_height([e.header for e in form.entries], widths), 34))
    sheet.set_row(_EXAMPLE, row_height([entry.example for entry in form.entries], widths))
    mark_doubtful(book, sheet, form, _ENTRY)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letter(last)}{_ENTRY + form.rows}"})
    sheet.freeze_panes(_HEADER + 1, 1, _EXAMPLE)
    sheet.repeat_rows(_BAND, _HEADER)
    sheet.repeat_columns(0)
    sheet.set_selection(_ENTRY, 0, _ENTRY, 0)
    if form.form is FLOWS:
        _define_flow_numbers(book, form)
    return f"{quoted(form.form.name)}!${column_letter(start)}${_STATUS + 1}", said


def write_answers(book: FormBook, form: EntryForm, check: SelfCheck) -> tuple[str, str]:
    """Add the enterprise sheet, a line an answer; its status cell comes back as with a list."""
    sheet = book.add_sheet(form.form.name)
    for place, width in enumerate(_ANSWER_WIDTHS):
        sheet.set_column(place, place, width)
    _banner(book, sheet, (form.form.name, form.how), (0, len(_ANSWER_WIDTHS) - 1))
    sheet.write_string(_BAND, 2, book.say("hint"), book.formats["band_ask"])
    sheet.write_string(_BAND, 3, book.say("example"), book.formats["band_may"])
    top = _BAND + 1
    for row, entry in enumerate(form.entries, start=top):
        sheet.write_string(row, 0, entry.header, book.formats[f"head_{entry.level}"])
        sheet.write_blank(row, 1, None, book.formats["answer"])
        level = book.say(entry.level)
        sheet.write_string(row, 2, f"【{level}】{entry.hint}", book.formats["hint"])
        sheet.write_string(row, 3, entry.example, book.formats["example"])
        _guide_cells(book, sheet, entry, (row, 1, row, 1))
        texts = (entry.header, entry.hint, entry.example)
        widths = (_ANSWER_WIDTHS[0], _ANSWER_WIDTHS[2], _ANSWER_WIDTHS[3])
        sheet.set_row(row, max(row_height(texts, widths), 28))
    musts = [top + row for row, entry in enumerate(form.entries) if entry.level == "must"]
    for row in musts:
        blank = {"type": "formula", "criteria": f"=LEN(TRIM($B${row + 1}))=0"}
        sheet.conditional_format(row, 1, row, 1, {**blank, "format": book.marks["missing"]})
    here = quoted(form.form.name)
    formula, said = check.watch_answers(
        f"{here}!$B${top + 1}:$B${top + len(form.entries)}",
        [f"{here}!$B${row + 1}" for row in musts],
        f"{here}!$B${top + form.place('credit_code') + 1}",
    )
    sheet.write_formula(_STATUS, 0, formula, book.formats["status"], said)
    sheet.ignore_errors({"number_stored_as_text": f"B{top + 1}:D{top + len(form.entries)}"})
    sheet.set_selection(top, 1, top, 1)
    return f"{here}!$A${_STATUS + 1}", said


def _banner(book: FormBook, sheet: Any, lines: tuple[str, str], across: tuple[int, int]) -> None:
    (title, how), (start, last) = lines, across
    for row, style, height in ((_TITLE, "title", 30), (_HOW, "how", 20), (_STATUS, "status", 20)):
        sheet.set_row(row, height)
        for place in range(last + 1):
            sheet.write_blank(row, place, None, book.formats[style])
    sheet.write_string(_TITLE, start, title, book.formats["title"])
    sheet.write_string(_HOW, start, how, book.formats["how"])


def _guide_cells(book: FormBook, sheet: Any, entry: Entry, area: tuple[int, int, int, int]) -> None:
    """Hint that shows when a cell is chosen, and its list where there is one."""
    rule: dict[str, Any] = {"validate": "any"}
    if entry.options == "flow":
        rule = {"validate": "list", "source": f"={list_name('flow')}", "show_error": False}
    elif entry.options and entry.options in book.options:
        rule = {"validate": "list", "source": f"={list_name(entry.options)}"}
        rule |= {"show_error": False} if entry.open else _refusal(book)
    rule["input_title"] = entry.header.split("\n")[0][:MOST_TITLE]
    rule["input_message"] = entry.hint[:MOST_MESSAGE]
    sheet.data_validation(*area, rule)


def _refusal(book: FormBook) -> dict[str, str]:
    words = {"error_title": book.say("choose"), "error_message": book.say("refused")}
    return {"error_type": "stop", **words}


def _define_flow_numbers(book: FormBook, form: EntryForm) -> None:
    """Numbers of the flows filled in so far, for the other sheets to choose from."""
    here, first, last = quoted(form.form.name), _ENTRY + 1, _ENTRY + form.rows
    numbers = f"{here}!$A${first}:$A${last}"
    book.define(FLOW_NUMBERS, numbers)
    filled = f"MAX(1,COUNTA({numbers}))"
    book.define(list_name("flow"), f"OFFSET({here}!$A${first},0,0,{filled},1)")
