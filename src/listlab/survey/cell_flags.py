"""What the XML of a sheet says of its cells besides values: area, errors, formats, formulas."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.parsers import expat

from listlab.survey.cells import cell_name
from listlab.survey.formats import has_unit
from listlab.survey.refusals import BROKEN, TOO_LARGE, UNSAFE
from listlab.survey.room import MOST_CELLS_FILLED, Room
from listlab.survey.sheets import Flags, Place, UnusableWorkbook

_NAME = re.compile(r"([A-Z]+)([0-9]+)")
_NAMES = re.compile(rf"(?:\A|\0){_NAME.pattern}(?=\0|\Z)")  # no XML holds the character \0
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
# Formulas that start programs (DDE: program|topic!item) or ask the network.
_COMMAND = re.compile(
    r"\||\b(?:CALL|EXEC|REGISTER|REGISTER\.ID|RTD|DDE|WEBSERVICE)\s{0,9}\(", re.IGNORECASE
)


def is_command(formula: str) -> bool:
    """Whether a formula starts a program or asks the network, which no answer needs to.

    Examples
    --------
    >>> is_command("cmd|' /C calc'!A0"), is_command('IF(A1="|",1,2)')
    (True, False)
    """
    return bool(_COMMAND.search(_QUOTED.sub("", formula)))


def scan_cells(sheet: bytes, unit_styles: frozenset[int], room: Room | None = None) -> Flags:
    """Cells that show errors, those whose format alone shows 万, formulas without a value.

    Parameters
    ----------
    sheet : bytes
        XML of the sheet.
    unit_styles : frozenset of int
        Styles whose format shows a unit that the number is stored without.
    room : Room, optional
        What the answer may still hold, when it has several sheets.

    Raises
    ------
    UnusableWorkbook
        More cells, or cells farther off, than any answer has; a document type declaration.
    ExpatError
        The XML is malformed.
    """
    room = room or Room()
    scan = _Scan(unit_styles, room)
    scan.parse(sheet)
    room.take_sheet(len(scan.filled), *_area(scan.filled))
    return Flags(
        tuple(map(_place, scan.errors)),
        frozenset(map(_place, scan.units)),
        tuple(map(_place, scan.no_value)),
        tuple(map(_place, scan.commands)),
    )


class _Scan:
    """State of one pass over the elements of a sheet; cells by name, such as B4."""

    __slots__ = (
        *("filled", "errors", "units", "no_value", "_unit_styles", "_cell", "_row", "_parser"),
        *("_pending", "_formula", "commands", "_room"),
    )

    def __init__(self, unit_styles: frozenset[int], room: Room) -> None:
        self.filled: list[str] = []
        self.errors: list[str] = []
        self.units: list[str] = []
        self.no_value: list[str] = []
        self.commands: list[str] = []
        self._room = room
        self._formula: list[str] = []
        self._unit_styles = unit_styles
        self._cell: Mapping[str, str] = {}
        self._row = -1
        self._pending = False  # a formula whose value has not been met
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse

    def parse(self, sheet: bytes) -> None:
        """Pass over the whole sheet."""
        self._parser.Parse(sheet, True)
        self._settle()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if ":" in name:  # some programs write every name with its namespace
            name = name.rpartition(":")[2]
        if name == "c":
            if self._pending:
                self._settle()
            if "r" not in attributes:  # cells may leave their place out
                attributes = {**attributes, "r": self._next_name()}
            self._cell = attributes
        elif name in ("v", "is"):
            self._fill()
        elif name == "f":
            self._pending = True
            self._parser.CharacterDataHandler = self._formula.append
        elif name == "row":
            if self._pending:  # the last cell of the row before
                self._settle()
            number = attributes.get("r")
            self._row = int(number) - 1 if number else self._row + 1
            self._cell = {}
        elif name == "mergeCell":
            self._room.take_merged(_width(attributes.get("ref", "")))

    def _next_name(self) -> str:
        before = self._cell.get("r")
        return cell_name(self._row, _place(before)[1] + 1 if before else 0)

    def _fill(self) -> None:
        name, kind = self._cell.get("r", ""), self._cell.get("t", "n")
        self.filled.append(name)
        if len(self.filled) > MOST_CELLS_FILLED:
            raise UnusableWorkbook(TOO_LARGE)
        if kind == "e":
            self.errors.append(name)
        elif kind == "n" and self._unit_styles and has_unit(self._cell.get("s"), self._unit_styles):
            self.units.append(name)
        if self._pending:
            self._judge()
            self._parser.CharacterDataHandler = self._read

    def _judge(self) -> None:
        """Note a formula that is a command, once it has been read."""
        if self._formula and is_command("".join(self._formula)):
            self.commands.append(self._cell.get("r", ""))
        self._formula.clear()

    def _read(self, text: str) -> None:
        if text.strip():
            self._pending = False
            self._parser.CharacterDataHandler = None

    def _settle(self) -> None:
        """Close the cell before; a formula whose result is a blank text has a result."""
        if self._pending:
            self._judge()
            if self._cell.get("t") != "str":
                self.no_value.append(self._cell.get("r", ""))
                if len(self.no_value) > MOST_CELLS_FILLED:
                    raise UnusableWorkbook(TOO_LARGE)
            self._pending = False
            self._parser.CharacterDataHandler = None

    def _refuse(self, *_: object) -> None:
        raise UnusableWorkbook(UNSAFE)


def _area(filled: Sequence[str]) -> tuple[int, int]:
    """Rows and columns up to the farthest cells; cells far off would fill the memory."""
    places = _NAMES.findall("\0".join(filled).upper())
    if len(places) < len(filled):
        raise UnusableWorkbook(BROKEN)
    rows = max((int(row) for _, row in places), default=0)
    return rows, max(map(column_number, {letters for letters, _ in places}), default=0)


def _width(reference: str) -> int:
    """Columns of an area such as A1:C3."""
    first, _, last = reference.upper().replace("$", "").partition(":")
    return _place(last)[1] - _place(first)[1] + 1 if last else 1


def _place(name: str) -> Place:
    match = _NAME.fullmatch(name.upper())
    if match is None:
        raise ValueError(name)
    return int(match[2]) - 1, column_number(match[1]) - 1


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Number of a column from 1 on, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
