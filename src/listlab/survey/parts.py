"""Parts of a package that say what is in it: workbook and relations, read in one pass.

No tree is built, so a part takes hardly more memory than its bytes, whatever it holds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from listlab.survey.columns import REVISION_NAME, TEMPLATE_NAME
from listlab.survey.refusals import UNSAFE
from listlab.survey.sheets import UnusableWorkbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOOK = "xl/workbook.xml"
_LONGEST_NAME = 1000  # characters of a defined name's content
Start = Callable[[str, Mapping[str, str]], None]


@dataclass(slots=True)
class BookPart:
    """What the workbook part says: its sheets, its base of dates, what listlab named in it."""

    sheets: list["SheetEntry"] = field(default_factory=list)
    from_1904: bool = False
    names: dict[str, str] = field(default_factory=dict)  # contents of listlab's defined names
    root: str = ""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation leads within the package, and of which kind it is."""

    kind: str  # last step of its type, such as worksheet
    target: str


def read_elements(xml: bytes, start: Start, text: Callable[[str], None] | None = None) -> None:
    """Pass over a part, telling names without their namespaces.

    Raises
    ------
    UnusableWorkbook
        A document type declaration.
    ExpatError
        The XML is malformed.
    """

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        start(name.rpartition(":")[2], attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = _refuse
    if text:
        parser.CharacterDataHandler = text
    parser.Parse(xml, True)


def read_book(xml: bytes) -> BookPart:
    """Sheets, base of dates and the names that listlab gives, from the workbook part."""
    book = BookPart()
    within: str | None = None  # the defined name whose content comes

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal within
        if not book.root:
            book.root = name
        within = None
        if name == "sheet":
            book.sheets.append(_sheet(attributes))
        elif name == "workbookPr":
            book.from_1904 = attributes.get("date1904", "") in ("1", "true", "on")
        elif name == "definedName":
            named = attributes.get("name", "").lower()
            if named in (TEMPLATE_NAME, REVISION_NAME) and named not in book.names:
                within = named

    def text(content: str) -> None:
        if within is not None:
            book.names[within] = (book.names.get(within, "") + content)[:_LONGEST_NAME]

    read_elements(xml, start, text)
    return book


def read_relations(xml: bytes, source: str) -> dict[str, Relation]:
    """Relations of a part by id; those that lead out of the package are left out.

    Parameters
    ----------
    xml : bytes
        The part of relations; empty where the package has none.
    source : str
        Name of the part that has them: targets count from its folder.
    """
    relations: dict[str, Relation] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            place = normpath(join("/", dirname(source), target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            relations[attributes.get("Id", "")] = Relation(kind, place)

    if xml:
        read_elements(xml, start)
    return relations


def write_book(names: Mapping[str, str], *, from_1904: bool) -> dict[str, bytes]:
    """Parts of a workbook that has these sheets alone: name by part's name below `xl/`."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names.values(), 1)
    )
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>{sheets}</sheets></workbook>'
    )
    return {
        "_rels/.rels": _relations("officeDocument", [_BOOK]),
        _BOOK: book.encode(),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", names),
    }


def _relations(kind: str, targets: Iterable[str]) -> bytes:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}/>'
        for number, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'.encode()


def _sheet(attributes: Mapping[str, str]) -> SheetEntry:
    relation = next((v for name, v in attributes.items() if name.endswith(":id")), "")
    name, state = attributes.get("name", ""), attributes.get("state", "visible")
    return SheetEntry(name, relation, state != "visible")


def _refuse(*_: object) -> None:
    raise UnusableWorkbook(UNSAFE)
