"""Answers read from a form that people filled in."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from listlab.errors import SurveyError
from listlab.identify.confirm.answer import Answer
from listlab.identify.confirm.doubts import Doubt, unreadable
from listlab.identify.confirm.form import AGREES, COLUMNS, IMPORTANT, PERSONAL, SHEET
from listlab.model.language import Lang, Text
from listlab.model.problem import Problem

_NEEDED = ("item", "seen", "agrees", "category", "personal", "important", "reason")
_DECIDES = ("agrees", "category", "personal", "important")
_CODE = re.compile(r"\s*(\d+)(?:\.0)?(?:\s.*)?", re.DOTALL)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s.*)?")
_YES = {"√", "✓", "y", "是"}  # what people type where a list offers one word
_LOST = "—"  # a check that somebody cleared fits no evidence
Cells = Mapping[str, Any]


def read_answers(content: bytes, *, file: str) -> tuple[list[Answer], list[Problem]]:
    """Answers on a form, and problems of the cells that can't be read.

    Parameters
    ----------
    content : bytes
        The workbook.
    file : str
        Its name, for problems.

    Raises
    ------
    SurveyError
        It is no workbook, or not the form.
    """
    name, rows = _sheet(content, file)
    headers = {header: column.key for column in COLUMNS for header in _headers(column.header)}
    keys = [headers.get(_plain(cell)) for cell in rows[0]] if rows else []
    missing = [
        column.header for column in COLUMNS if column.key in _NEEDED and column.key not in keys
    ]
    if missing:
        raise SurveyError(Problem("confirm.no_form", "error", _no_form(missing), file=file))
    answers: list[Answer] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], 2):
        cells = {key: row[at] for at, key in enumerate(keys) if key and at < len(row)}
        if not any(_plain(cells.get(key)) for key in _DECIDES):
            problems += _stray(cells, file, name, _cell(keys, "reason", number))
            continue
        answer, found = _answer(cells, keys, place=(file, name, number))
        problems += found
        if answer:
            answers.append(answer)
    return answers, problems


def _sheet(content: bytes, file: str) -> tuple[str, Sequence[Sequence[Any]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [SHEET.say(lang) for lang in _LANGS if SHEET.say(lang) in book.sheet_names]
        name = names[0] if names else book.sheet_names[0]
        return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError, ValueError) as cause:
        raise SurveyError(
            Problem("confirm.no_workbook", "error", _NO_WORKBOOK, file=file)
        ) from cause


_LANGS: tuple[Lang, Lang] = ("zh", "en")


def _answer(
    cells: Cells, keys: Sequence[str | None], *, place: tuple[str, str, int]
) -> tuple[Answer | None, list[Problem]]:
    """Answer of one row; none where a cell of it can't be read."""
    file, sheet, number = place
    wrong: list[Doubt] = []

    def read(key: str, take: Any, expected: Text) -> Any:
        text = cells.get(key)
        if not _plain(text):
            return None
        value = take(text)
        if value is None:
            column = next(column for column in COLUMNS if column.key == key)
            wrong.append(unreadable(key, column.header.zh, expected))
        return value

    read("agrees", _agrees, Text("“同意”或留空", "agree or blank"))
    category = read("category", _code, Text("列表中的类别", "a category of the list"))
    answer = Answer(
        item=_plain(cells.get("item")),
        category=category or None,
        names_category=category is not None,
        personal=read("personal", _word(PERSONAL), Text("列表中的词", "a word of the list")),
        important=read("important", _word(IMPORTANT), Text("是或否", "yes or no")),
        reason=_plain(cells.get("reason")),
        by=_plain(cells.get("by")),
        on=read("on", _day, Text("日期，如 2026-03-31", "a day such as 2026-03-31")),
        seen=_plain(cells.get("seen")) or _LOST,
        sheet=sheet,
        cells={key: _cell(keys, key, number) for key in keys if key},
    )
    problems = [
        Problem(doubt.code, "error", doubt.message, file, sheet, _cell(keys, doubt.column, number))
        for doubt in wrong
    ]
    return (None if wrong else answer), problems


def _stray(cells: Cells, file: str, sheet: str, cell: str) -> list[Problem]:
    """A reason beside no decision was meant for something."""
    if not _plain(cells.get("reason")):
        return []
    return [Problem("confirm.no_decision", "warning", _NO_DECISION, file, sheet, cell)]


def _cell(keys: Sequence[str | None], key: str, number: int) -> str:
    place = keys.index(key)
    return f"{chr(ord('A') + place)}{number}"


def _agrees(value: object) -> bool | None:
    text = _plain(value).casefold()
    return (
        True if text in _YES | {word for said in AGREES.values() for word in _both(said)} else None
    )


def _code(value: object) -> int | None:
    found = _CODE.fullmatch(_plain(value))
    return int(found[1]) if found else None


def _word(known: Mapping[str, Text]) -> Any:
    words = {word: code for code, said in known.items() for word in (*_both(said), code)}
    return lambda value: words.get(_plain(value).casefold())


def _both(said: Text) -> tuple[str, str]:
    return said.zh.casefold(), said.en.casefold()


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DAY.fullmatch(_plain(value))
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _plain(value: object) -> str:
    return "" if value is None else str(value).strip()


def _headers(said: Text) -> tuple[str, str]:
    return said.zh, said.en


_NO_WORKBOOK = Text(
    "打不开，应为 listlab identify form 导出的 xlsx 确认表",
    "can't be opened; expected the xlsx form that `listlab identify form` exports",
)
_NO_DECISION = Text(
    "写了理由而没有作出选择，本行未采用；请选“同意”或要改的内容",
    "a reason without a choice: the row is not taken; choose what it is for",
)


def _no_form(missing: Sequence[Text]) -> Text:
    zh, en = "、".join(each.zh for each in missing), ", ".join(each.en for each in missing)
    return Text(
        f"不是确认表：缺少 {zh} 这几列；请用 listlab identify form 导出的表，不要删列",
        f"not the form: columns {en} are missing; use what `listlab identify form` exports",
    )
