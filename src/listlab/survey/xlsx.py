"""Sheets of .xlsx and .xlsm files, with guards against files that lie; macros are never read."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from python_calamine import CalamineWorkbook

from listlab.survey.cell_flags import column_number, scan_cells
from listlab.survey.cells import cell_text
from listlab.survey.columns import REVISION_NAME, TEMPLATE_NAME
from listlab.survey.formats import unit_styles
from listlab.survey.package import Package, pack_parts
from listlab.survey.parts import BookPart, Relation, read_book, write_book
from listlab.survey.refusals import BROKEN, EXTERNAL_LINKS, TOO_LARGE, refuse_package
from listlab.survey.room import MOST_CELLS_FILLED, MOST_SHEETS, Room
from listlab.survey.sheets import Flags, Grid, Stamp, UnusableWorkbook, revision_number
from listlab.survey.strings import check_strings

_CELL_REFERENCE = re.compile(r"'?([^'!]+)'?!\$?([A-Z]{1,3})\$?(\d{1,7})")
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
Wanted = Callable[[str, bool], bool]  # name of a sheet, whether it is hidden


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


def read_xlsx(content: bytes, wanted: Wanted) -> tuple[list[Grid], Stamp]:
    """Grids of the sheets wanted in their order, and what listlab wrote into the file.

    Raises
    ------
    UnusableWorkbook
        Encrypted, broken, unsafe, too large, linked to other files, or no workbook at all.
    """
    package = Package(content)
    book = read_book(package.part(package.workbook))
    if book.root != "workbook":
        raise refuse_package([package.workbook])
    relations = package.relations(package.workbook)
    if any(relation.kind == "externalLink" for relation in relations.values()):
        raise UnusableWorkbook(EXTERNAL_LINKS)
    version, revision = (
        book.names.get(name, "").strip().lstrip("=") for name in (TEMPLATE_NAME, REVISION_NAME)
    )
    reference = _CELL_REFERENCE.fullmatch(version)
    sheets = [
        sheet
        for sheet in _sheets(book, relations)
        if wanted(sheet.name, sheet.hidden) or (reference and sheet.name == reference[1])
    ]
    grids = _grids(package, sheets, relations, from_1904=book.from_1904)
    kept = [grids[sheet.name] for sheet in sheets if wanted(sheet.name, sheet.hidden)]
    template = _referred(reference, grids) if reference else version.strip('"') or None
    return kept, Stamp(template, revision_number(revision))


def _sheets(book: BookPart, relations: Mapping[str, Relation]) -> list[_Sheet]:
    """Sheets of cells in their order; charts and the like are none."""
    found = ((entry, relations.get(entry.relation)) for entry in book.sheets)
    return [
        _Sheet(entry.name, relation.target, entry.hidden)
        for entry, relation in found
        if relation and relation.kind == "worksheet"
    ]


def _referred(reference: re.Match[str], grids: Mapping[str, Grid]) -> str | None:
    """Version in the cell that the defined name points at."""
    grid = grids.get(reference[1])
    column = column_number(reference[2]) - 1
    return cell_text(grid.at(int(reference[3]) - 1, column)) if grid else None


def _grids(
    package: Package,
    sheets: Sequence[_Sheet],
    relations: Mapping[str, Relation],
    *,
    from_1904: bool,
) -> dict[str, Grid]:
    if len({sheet.name for sheet in sheets}) < len(sheets):
        raise UnusableWorkbook(BROKEN)
    if len(sheets) > MOST_SHEETS:
        raise UnusableWorkbook(TOO_LARGE)
    parts = {relation.kind: relation.target for relation in relations.values()}
    styles = package.part(parts.get("styles", _STYLES))
    strings = package.part(parts.get("sharedStrings", _STRINGS))
    units, room = unit_styles(styles), Room()
    flags = {sheet.name: scan_cells(package.part(sheet.part), units, room) for sheet in sheets}
    xml = {f"worksheets/sheet{n}.xml": package.part(s.part) for n, s in enumerate(sheets, 1)}
    check_strings(strings, xml.values(), MOST_CELLS_FILLED - room.filled)
    package.check()
    names = dict(zip(xml, flags, strict=True))
    read = write_book(names, from_1904=from_1904) | {_STYLES: styles, _STRINGS: strings}
    read |= {f"xl/{name}": data for name, data in xml.items()}
    return _taken(pack_parts(read), sheets, flags)


def _taken(content: bytes, sheets: Sequence[_Sheet], flags: Mapping[str, Flags]) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for sheet in sheets:
            cells = book.get_sheet_by_name(sheet.name)
            grids[sheet.name] = Grid(
                sheet.name,
                cells.to_python(skip_empty_area=False),  # type: ignore[arg-type]
                tuple(cells.merged_cell_ranges or ()),
                flags[sheet.name],
                sheet.hidden,
            )
    return grids
