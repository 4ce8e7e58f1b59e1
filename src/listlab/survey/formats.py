"""Number formats that show a unit which the cell does not store: 5 looks like 5万."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES = "xl/styles.xml"
_SECTION = re.compile(r"\[[^\]]*\]")  # colours, conditions, locales
_ESCAPED = re.compile(r'"([^"]*)"|[\\!_*](.)')
_UNIT = re.compile(r"[百千万亿萬億]|(?<![a-z])(?:[kw](?![a-z])|thousand|million)", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma after the digits divides what is stored
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_TEXT = re.compile(rb"""\bt=["'](?!n["'])""")


def unit_styles(parts: Mapping[str, bytes]) -> frozenset[int]:
    """Styles whose number format shows 万 or the like behind a number stored without it.

    A format that divides the number too (`0!.0,"万"`) shows what is stored and is none of them.
    """
    if _STYLES not in parts:
        return frozenset()
    styles = ElementTree.fromstring(parts[_STYLES])
    formats = {
        number.get("numFmtId")
        for number in styles.iter(f"{_MAIN}numFmt")
        if _shows_unit(number.get("formatCode") or "")
    }
    cells = styles.find(f"{_MAIN}cellXfs")
    return frozenset(
        index
        for index, style in enumerate(() if cells is None else cells)
        if style.get("numFmtId") in formats
    )


def _shows_unit(code: str) -> bool:
    positive = _SECTION.sub("", code).split(";")[0]
    literal = _ESCAPED.sub(lambda match: match[1] or match[2] or "", positive)
    return bool(_UNIT.search(literal)) and not _SCALED.search(_ESCAPED.sub("", positive))


def has_style(attributes: bytes, styles: frozenset[int]) -> bool:
    """Whether the attributes of a cell name one of these styles, and a number in it."""
    style = _STYLE.search(attributes)
    return style is not None and int(style[1]) in styles and not _TEXT.search(attributes)
