"""Number formats that show a unit which the cell does not store: 5 looks like 5万."""

import re
from collections.abc import Mapping
from functools import lru_cache

from listlab.survey.parts import read_elements

_SECTION = re.compile(r"\[[^\]]*\]")  # colours, conditions, locales
_ESCAPED = re.compile(r'"([^"]*)"|[\\!_*](.)')
_UNIT = re.compile(r"[百千万亿萬億]|(?<![a-z])(?:[kw](?![a-z])|thousand|million)", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma after the digits divides what is stored
_FORMATS = b"numFmts"
_KEPT_BYTES = 2**18
_LONGEST_CODE = 255  # characters of a number format; spreadsheets take no more


def unit_styles(styles: bytes) -> frozenset[int]:
    """Styles whose number format shows 万 or the like behind a number stored without it.

    A format that divides the number too (`0!.0,"万"`) shows what is stored and is none of them.
    """
    if _FORMATS not in styles:
        return frozenset()
    # The workbooks of a survey share their template's styles; monstrous ones are not kept.
    return _with_unit(styles) if len(styles) < _KEPT_BYTES else _with_unit.__wrapped__(styles)


@lru_cache(maxsize=64)
def _with_unit(styles: bytes) -> frozenset[int]:
    scan = _Scan()
    read_elements(styles, scan.start)
    return frozenset(scan.found)


class _Scan:
    """State of one pass over the styles: formats with a unit, and the styles that use them."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self._formats: set[str | None] = set()
        self._within, self._index = "", 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "xf":
            if self._within == "cellXfs":
                if attributes.get("numFmtId") in self._formats:
                    self.found.append(self._index)
                self._index += 1
        elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
            self._within = name
        elif name == "numFmt" and shows_unit(attributes.get("formatCode", "")[:_LONGEST_CODE]):
            self._formats.add(attributes.get("numFmtId"))


def shows_unit(code: str) -> bool:
    """Whether a number format adds a unit that the number shown is not divided by."""
    positive = _SECTION.sub("", code).split(";")[0]
    literal = _ESCAPED.sub(lambda match: match[1] or match[2] or "", positive)
    return bool(_UNIT.search(literal)) and not _SCALED.search(_ESCAPED.sub("", positive))


def has_unit(style: str | None, styles: frozenset[int]) -> bool:
    """Whether the style that a cell names is one of these."""
    return style is not None and style.isdecimal() and int(style) in styles
