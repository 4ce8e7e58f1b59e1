"""What the XML of a sheet says besides values is read from any XML that is valid."""

import pytest

from listlab.survey.cell_flags import column_number, scan_cells
from listlab.survey.sheets import Flags, UnusableWorkbook

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def scan(rows: str, units: frozenset[int] = frozenset(), prefix: str = "") -> Flags:
    """Flags of a sheet with these rows."""
    space = f'xmlns:{prefix[:-1]}="{SPACE}"' if prefix else f'xmlns="{SPACE}"'
    data = f"<{prefix}sheetData>{rows}</{prefix}sheetData>"
    return scan_cells(f"<{prefix}worksheet {space}>{data}</{prefix}worksheet>".encode(), units)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>SUM(1,1)</f></c>',
        '<c r="B2"><f>SUM(1,1)</f><v></v></c>',
        '<c r="B2"><f>SUM(1,1)</f><v/></c>',
        '<c r="B2"><f>SUM(1,1)</f> <v> </v></c>',
        "<c t='n' s='3' r='B2'><f t='shared' si='0'/></c>",
        '<c r="B2"><f><![CDATA[1<2]]></f></c>',
    ],
)
def test_a_formula_without_a_value_is_seen(cell: str) -> None:
    """However the file leaves the value out."""
    assert ((1, 1),) == scan(f'<row r="2">{cell}</row>').no_value


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>SUM(1,1)</f><v>2</v></c>',
        '<c r="B2"><f>1</f><v><![CDATA[2]]></v></c>',
        '<c r="B2"><f>1</f><!-- no --><v>2</v></c>',
        '<c r="B2" t="str"><f>""</f><v></v></c>',
        '<c r="B2"><v>2</v></c>',
        '<c r="B2"/>',
        '<!-- <c r="B2"><f>1</f></c> -->',
    ],
)
def test_a_formula_with_a_value_is_none_of_them(cell: str) -> None:
    """A blank text is a result too, and comments are no cells."""
    assert () == scan(f'<row r="2">{cell}</row>').no_value


def test_cells_are_found_under_any_prefix_and_without_places() -> None:
    """Some programs name every element with its namespace, or leave out where a cell stands."""
    rows = '<x:row r="3"><x:c><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c></x:row>'
    rows += '<x:row><x:c t="e"><x:v>#N/A</x:v></x:c></x:row>'

    assert ((2, 1), (3, 0)) == scan(rows, prefix="x:").errors


def test_only_numbers_show_a_unit_by_their_format() -> None:
    """A text in the same format is shown as it is."""
    rows = '<row r="1"><c r="A1" s="5"><v>5</v></c><c r="B1" t="s" s="5"><v>0</v></c>'
    rows += '<c r="C1" s="4"><v>5</v></c><c r="D1" s="5"/></row>'

    assert frozenset({(0, 0)}) == scan(rows, frozenset({5})).units


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c>' + "<c/>" * 30 + "<c><v>1</v></c></row>",
        '<row r="1"><c r="xfd1048576"><v>1</v></c></row>',
        "<row><c><v>1</v></c></row>" * 400_001,
        '<mergeCell ref="A1:B1"/>' * 20_001,
    ],
    ids=["far", "far without places", "far in small letters", "many", "merged"],
)
def test_what_no_answer_has_is_refused(rows: str) -> None:
    """Cells far off or by the hundred thousand, merged areas by the ten thousand."""
    with pytest.raises(UnusableWorkbook) as caught:
        scan(rows)

    assert "workbook.too_large" == caught.value.issue.code


def test_blank_cells_with_a_format_are_no_area() -> None:
    """People draw borders far down; only what is filled counts."""
    assert Flags() == scan('<row r="1048576"><c r="XFD1048576" s="1"/></row>')


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)])
def test_columns_are_numbered(letters: str, number: int) -> None:
    """A is 1."""
    assert number == column_number(letters)


@pytest.mark.parametrize("name", ["B", "7", "A1 B2", "A1&#10;B2", "!!", "A1B2"])
def test_a_cell_of_no_name_makes_the_sheet_useless(name: str) -> None:
    """Nothing is guessed about where it stands."""
    with pytest.raises(UnusableWorkbook) as caught:
        scan(f'<row r="1"><c r="{name}"><v>1</v></c></row>')

    assert "workbook.broken" == caught.value.issue.code
