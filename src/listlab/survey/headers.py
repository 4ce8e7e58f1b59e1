"""Headers of a sheet matched to its columns, and its rows by column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_name, cell_text, column_letters, is_blank, plain_text
from listlab.survey.columns import FLOWS, HISTORY, OPINIONS, SheetForm
from listlab.survey.findings import Findings, Issue
from listlab.survey.formulas import formula_notices
from listlab.survey.header_names import HeaderNames, header_names, is_serial, match_header
from listlab.survey.header_problems import (
    MERGED,
    NOTE_ROW,
    TOTAL_ROW,
    missing,
    no_header,
    repeated,
    unknown,
    unread,
)
from listlab.survey.merged import MergedCells
from listlab.survey.private import mask
from listlab.survey.sheets import Grid
from listlab.survey.wording import says_none, says_unknown

__all__ = ["Row", "match_header", "read_rows"]

_HEADER_WITHIN = 10
_PLAINLY = 0.8  # share of the columns that no row but the header names
_EXAMPLE = re.compile(
    r"[(【\[]?(示?例|样例|填写示例|示范|范例|example)[0-9一二三四五]{0,2}(\([^()]*\))?[)】\]]?([:：].*)?"
)
_TOTAL = re.compile(r"^(合计|总计|小计|共计|总数|total|subtotal|sum)[:：]?$")
_NOTE = re.compile(
    r"^(注|备注|附注|说明|填表说明|填表人|填报人|制表人?|审核人?|复核人?|负责人|联系人|经办人|"
    r"填表日期|填报日期|日期|盖章|单位盖章|note|notes|remarks?)([:：].*|[0-9]?[、.].*)?$"
)
# Numbers of persons or times: what a merged cell says of several rows counts once.
_COUNTED: dict[str, frozenset[str]] = {
    FLOWS.name: frozenset(
        {"personal", "sensitive", "next_personal", "next_sensitive", "exempt_persons"}
        | {"events_per_year", "persons_per_event"}
    ),
    HISTORY.name: frozenset({"personal", "sensitive"}),
    OPINIONS.name: frozenset({"wanted"}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row: values and cell names by column key; unknown columns by header."""

    sheet: str
    number: int  # 1-based, as Excel counts
    values: Mapping[str, Cell]
    places: Mapping[str, str]
    extras: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # header → cell, text
    with_unit: frozenset[str] = frozenset()  # columns whose cell's format alone shows 万
    noted: frozenset[str] = frozenset()  # columns whose blank is explained by another problem


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the header of a sheet stands, and which column is where."""

    top: int  # last row of the header
    columns: dict[str, int]
    extras: dict[str, int]
    labels: dict[str, str | None]  # header of each column, as written


def read_rows(grid: Grid, form: SheetForm, findings: Findings) -> list[Row]:
    """Filled rows of a sheet, top to bottom; headers that don't fit become problems."""
    names = header_names(form)
    merged = MergedCells(grid)
    header = _header(grid, names, merged)
    if header is None:
        findings.add(no_header(form, within=_HEADER_WITHIN), sheet=grid.name)
        return []
    layout = _layout(grid, form, header, findings)
    if any(column.required and column.key not in layout.columns for column in form.columns):
        return []
    for notice in formula_notices(grid, (layout.top + 1, 0)):
        findings.add(notice.issue, sheet=notice.sheet, cell=notice.cell)
    return list(_filled(grid, form, (layout, merged), findings))


def _header(
    grid: Grid, names: HeaderNames, merged: MergedCells
) -> tuple[int, list[str | None]] | None:
    """Last row of the header, and the header of each column, in one row or in two."""
    rows = grid.rows[:_HEADER_WITHIN]
    found: list[int] = []
    for row in rows:
        found.append(sum(names.match(cell) is not None for cell in row))
        if found[-1] > _PLAINLY * len(names.form.columns):
            break  # no need to look for headers among the answers
    best = max(found, default=0)
    top = found.index(best) if best else 0
    chosen = top, best, [cell_text(cell) for cell in rows[top]] if rows else []
    if merged:
        for upper in range(max(top - 1, 0), min(top + 1, len(rows) - 1)):
            labels = _joined(grid, (upper, upper + 1), names, merged)
            matched = sum(names.match(label) is not None for label in labels)
            if matched > chosen[1]:
                chosen = upper + 1, matched, labels
    return (chosen[0], chosen[2]) if chosen[1] >= min(2, len(names.form.columns)) else None


def _joined(
    grid: Grid, rows: tuple[int, int], names: HeaderNames, merged: MergedCells
) -> list[str | None]:
    """Headers written in two rows: 本年度 over 敏感个人信息人数, or one cell over both."""
    labels = []
    for place in range(len(grid.rows[rows[0]])):
        upper, lower = (cell_text(merged.value(row, place)) or "" for row in rows)
        pair = (upper + lower, lower + upper) if upper != lower else ()
        alone = (lower,) if lower else (upper,)
        labels.append(next((t for t in (*pair, *alone) if names.match(t)), lower or upper) or None)
    return labels


def _layout(
    grid: Grid, form: SheetForm, header: tuple[int, list[str | None]], findings: Findings
) -> _Layout:
    top, labels = header
    names = header_names(form)
    columns: dict[str, int] = {}
    extras: dict[str, int] = {}
    # The template's own headers come first, so that 序号 never takes the place of 场景编号.
    order = sorted(range(len(labels)), key=lambda place: not names.is_own(labels[place]))
    for place in order:
        label, name = labels[place], cell_name(top, place)
        column = names.match(label)
        if column is not None and column.key not in columns:
            columns[column.key] = place
        elif column is not None and names.is_own(label):
            findings.add(repeated(column), sheet=grid.name, cell=name)
        elif label and not is_serial(label):
            extras[label] = place
            issue = unknown(mask(label).text, names.nearest(label))
            findings.add(issue, sheet=grid.name, cell=name)
    lacking = [column for column in form.columns if column.key not in columns]
    needed = [column for column in lacking if column.required]
    for issue in [unread(needed)] if needed and not form.required else map(missing, lacking):
        findings.add(issue, sheet=grid.name)
    return _Layout(top, columns, extras, {key: labels[place] for key, place in columns.items()})


def _filled(
    grid: Grid, form: SheetForm, where: tuple[_Layout, MergedCells], findings: Findings
) -> Iterator[Row]:
    layout, merged = where
    columns = layout.columns
    letters = {key: column_letters(place) for key, place in columns.items()}
    extras = [(header, place, column_letters(place)) for header, place in layout.extras.items()]
    first = form.columns[0].key
    silent = {*grid.flags.errors, *grid.flags.no_value}
    for index in range(layout.top + 1, len(grid.rows)):
        cells = grid.rows[index]
        values = {key: cells[place] for key, place in columns.items()}
        # The number of a flow alone is printed in the form.
        if all(is_blank(value) for key, value in values.items() if key != "flow"):
            continue
        issue = _no_answer(values, first, layout)
        if issue is not None:
            if issue is not _SILENT:
                place = columns.get(first, min(columns.values()))
                findings.add(issue, sheet=grid.name, cell=cell_name(index, place))
            continue
        number = str(index + 1)
        noted = {key for key, place in columns.items() if (index, place) in silent}
        if merged:
            noted |= _fill_merged(values, (index, columns), (form, grid, merged), findings)
        yield Row(
            grid.name,
            index + 1,
            values,
            {key: letter + number for key, letter in letters.items()},
            {
                header: (letter + number, text)
                for header, place, letter in extras
                if (text := cell_text(cells[place]))
            },
            frozenset(key for key, place in columns.items() if (index, place) in grid.flags.units)
            if grid.flags.units
            else _NONE,
            frozenset(noted) if noted else _NONE,
        )


def _no_answer(values: Mapping[str, Cell], first: str, layout: _Layout) -> Issue | None:
    """Why a row is none of the answers: an example, totals, a note, dashes, the header again."""
    key, written = next((pair for pair in values.items() if not is_blank(pair[1])), (first, None))
    head = values.get(first)
    if isinstance(head, str) and _EXAMPLE.fullmatch(plain_text(head)):
        return _SILENT
    for cell in (head, written):
        if isinstance(cell, str):
            plain = plain_text(cell)
            if _TOTAL.match(plain):
                return TOTAL_ROW
            if _NOTE.match(plain):
                return NOTE_ROW
    if all(map(_is_dash, values.values())):
        return _SILENT
    if written == layout.labels[key] and written is not None:
        again = sum(value == layout.labels[other] for other, value in values.items())
        return _SILENT if again >= 2 else None
    return None


def _is_dash(value: Cell) -> bool:
    plain = plain_text(value) if isinstance(value, str) or value is None else "0"
    return says_unknown(plain) or says_none(plain)


def _fill_merged(
    values: dict[str, Cell],
    row: tuple[int, Mapping[str, int]],
    sheet: tuple[SheetForm, Grid, MergedCells],
    findings: Findings,
) -> set[str]:
    """Give a row what a merged cell says for it; numbers count only once: their columns."""
    (index, columns), (form, grid, merged) = row, sheet
    counted = _COUNTED.get(form.name, _NONE)
    passed: set[str] = set()
    for key, place in columns.items():
        origin = merged.origin(index, place)
        if origin is None or origin == (index, place) or is_blank(grid.at(*origin)):
            continue
        if key in counted:
            findings.add(MERGED, sheet=grid.name, cell=cell_name(*origin))
            passed.add(key)
        elif origin[1] == place:
            values[key] = grid.at(*origin)
    return passed


_NONE: frozenset[str] = frozenset()
_SILENT = Issue("row.none", Text("", ""))
