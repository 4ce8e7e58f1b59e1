"""A returned copy as bytes: same content, same bytes, and formulas with the values they showed."""

import re
import zipfile
from datetime import date, datetime
from html import escape
from io import BytesIO

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import to_excel

from listlab.survey.cells import Cell
from listlab.survey.returned_open import Copy
from listlab.survey.sheets import Grid

_EPOCH = datetime(1980, 1, 1)  # first day that zip files know
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)')
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")


def workbook_bytes(copy: Copy, as_of: date | None) -> bytes:
    """Bytes of the workbook, its times set to the day given and not to the clock's."""
    made = datetime.combine(as_of, datetime.min.time()) if as_of else _EPOCH
    copy.book.properties.created = made
    raw, fixed = BytesIO(), BytesIO()
    copy.book.save(raw)
    titles = [sheet.title for sheet in copy.book.worksheets]
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _part(name, source.read(name), (copy, titles), made))
    return fixed.getvalue()


def _part(name: str, content: bytes, book: tuple[Copy, list[str]], made: datetime) -> bytes:
    if name == "docProps/core.xml":
        stamp = made.isoformat().encode() + b"Z"
        return _MODIFIED.sub(lambda found: found[1] + stamp + found[2], content)
    copy, titles = book
    sheet = _SHEET.fullmatch(name)
    grid = copy.values.get(titles[int(sheet[1]) - 1]) if sheet else None
    if grid is None:
        return content
    return _with_values(content.decode("utf-8"), grid).encode("utf-8")


def _with_values(xml: str, grid: Grid) -> str:
    """Sheet whose formulas show what they showed, also where nothing calculates them anew."""

    def fill(found: re.Match[str]) -> str:
        row, column = coordinate_to_tuple(found[1])
        kind, value = _stored(grid.at(row - 1, column - 1))
        return f'<c r="{found[1]}"{found[2]}{kind}>{found[3]}{value}'

    return _FORMULA.sub(fill, xml)


def _stored(value: Cell) -> tuple[str, str]:
    """Type and value as a sheet stores them; nothing where the formula had none."""
    if value is None or value == "":
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, (int, float)):
        return "", f"<v>{value!r}</v>"
    if isinstance(value, str):
        return ' t="str"', f"<v>{escape(value, quote=False)}</v>"
    return "", f"<v>{to_excel(value)!r}</v>"
