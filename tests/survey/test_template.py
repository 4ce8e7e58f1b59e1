"""A form is easy to fill in, opens everywhere without repair, and reads back without problems."""

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from listlab.law import load_pack, pack_ids
from listlab.run.intake import surveyed
from listlab.survey.archive import ARCHIVE_FORM, read_archive
from listlab.survey.choices import FREQUENCY, NEED, ROUTE, SIZE, YES_NO, read_choice
from listlab.survey.columns import ENTERPRISE, SHEETS, TEMPLATE_NAME
from listlab.survey.fields import read_clause
from listlab.survey.findings import Findings
from listlab.survey.forms.load import document
from listlab.survey.frame import FRAME_FORM, read_frame
from listlab.survey.open import open_table, open_workbook
from listlab.survey.read import read_workbooks
from listlab.survey.template import TEMPLATE_KINDS, TEMPLATE_VERSION, build_template
from listlab.survey.template_options import offered_options

AS_OF = date(2026, 3, 31)
BEIJING = load_pack("beijing")
PHARMA = BEIJING.industry("pharma")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LISTS = SHEETS[1:]
OFFICE = shutil.which("soffice")
EXAMPLE, ENTRY, HEADER = 6, 7, 5  # rows of a list, as Excel counts


def build(kind="survey", lang="zh", pack=BEIJING, industry=PHARMA):
    return build_template(pack, industry, as_of=AS_OF, kind=kind, lang=lang)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def status(book, name):
    """What a sheet says of itself: in B where A is printed again on a second page."""
    return next(text for text in book.get_sheet_by_name(name).to_python()[2] if text)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill_in_examples(content):
    """Template filled in with its own printed examples."""
    book = opened(content)
    sheet = book[ENTERPRISE.name]
    for row in range(HEADER, HEADER + len(ENTERPRISE.columns)):
        sheet.cell(row, 2).value = sheet.cell(row, 4).value
    for form in LISTS:
        sheet = book[form.name]
        sheet.cell(ENTRY, 1).value = "1"
        for column in range(2, len(form.columns) + 1):
            sheet.cell(ENTRY, column).value = sheet.cell(EXAMPLE, column).value
    return saved(book)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert [] == [name for name, count in Counter(names).items() if count > 1]
        return {name: archive.read(name) for name in names}


def repair_causes(content):
    """What is known to make Excel or WPS ask whether a workbook should be repaired."""
    parts, found = parts_of(content), []
    trees = {n: ElementTree.fromstring(p) for n, p in parts.items() if n.endswith(("xml", "rels"))}
    book = trees["xl/workbook.xml"]
    sheets = [sheet.get("name") for sheet in book.iter(f"{MAIN}sheet")]
    found += [s for s in sheets if len(s) > 31 or re.search(r"[\[\]:*?/\\]", s)]
    found += [s for s, count in Counter(map(str.casefold, sheets)).items() if count > 1]
    for name in book.iter(f"{MAIN}definedName"):
        own = re.fullmatch(r"[A-Za-z_\u4e00-\u9fff][\w.]*", name.get("name").removeprefix("_xlnm."))
        named = re.findall(r"'([^']+)'!", name.text)
        broken = "#REF!" in name.text or re.fullmatch(r"[A-Za-z]{1,3}\d+", name.get("name"))
        found += [name.get("name")] * bool(broken or not own or set(named) - set(sheets))
    for part, tree in trees.items():
        if not part.startswith("xl/worksheets/sheet"):
            continue
        for rule in tree.iter(f"{MAIN}dataValidation"):
            longest = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 225}
            found += [
                (part, k, rule.get(k)) for k, n in longest.items() if len(rule.get(k, "")) > n
            ]
            formula = rule.findtext(f"{MAIN}formula1") or ""
            found += [(part, formula)] * (len(formula) > 255 or "!" in formula)
        for rule in tree.iter(f"{MAIN}cfRule"):
            found += [(part, f.text) for f in rule.iter(f"{MAIN}formula") if "!" in f.text]
        for formula in tree.iter(f"{MAIN}f"):
            found += [(part, formula.text)] * (len(formula.text) > 8192)
        merged = [
            openpyxl.worksheet.cell_range.CellRange(m.get("ref"))
            for m in tree.iter(f"{MAIN}mergeCell")
        ]
        found += [
            (part, a.coord) for i, a in enumerate(merged) for b in merged[:i] if not a.isdisjoint(b)
        ]
    found += [
        n
        for n, p in parts.items()
        if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|_x00[01][0-9A-F]_(?!t202)", p)
    ]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_nothing_in_a_form_asks_for_repair(kind, lang):
    """No form holds what makes Excel or WPS repair a file."""
    assert [] == repair_causes(build(kind, lang))


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_industry_has_its_form(pack_id):
    """The form of any zone and industry is sound and offers that industry's scenarios."""
    pack = load_pack(pack_id)
    for industry in pack.industries:
        content = build(pack=pack, industry=industry)
        words = opened(content)["选项"].iter_cols(values_only=True)
        offered = {column[0]: [word for word in column[1:] if word] for column in words}

        assert [] == repair_causes(content)
        assert [*(s.name.zh for s in industry.scenarios), "其他"] == offered["scenario"]


def test_a_form_may_serve_all_industries():
    """Without an industry the form offers the scenarios of all and names no codes."""
    industry = surveyed(BEIJING, None)
    content = build(industry=industry)
    hints = [cell.value for cell in opened(content)[ENTERPRISE.name]["C"] if cell.value]

    assert [] == repair_causes(content)
    assert "【请填】主营业务在 GB/T 4754 中的四位代码。" in hints


@pytest.mark.parametrize(
    ("kind", "form", "read"),
    [
        ("frame", FRAME_FORM, read_frame),
        ("archive", ARCHIVE_FORM, lambda grids, found: read_archive(grids, PHARMA, found)),
    ],
)
def test_other_forms_are_read_too(kind, form, read):
    """A frame or archive filled in with its own example is read without any problem."""
    book, codes = opened(build(kind)), {"credit_code": "91999999XXXX01011F", "case": "甲-1"}
    for place, column in enumerate(form.columns, start=1):
        example = book[form.name].cell(EXAMPLE, place).value if place > 1 else None
        book[form.name].cell(ENTRY, place).value = example or codes.get(column.key)
    findings = Findings("表.xlsx")
    records = read(open_table(with_values(saved(book)), "表.xlsx"), findings)

    assert [] == findings.problems
    assert 1 == len(records)


def test_same_arguments_give_same_bytes():
    """A form depends on its arguments alone."""
    assert build() == build()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack_id", pack_ids())
def test_the_reader_takes_whatever_is_offered(pack_id, lang):
    """Every word of a drop-down list is read without an issue, in both languages."""
    pack = load_pack(pack_id)
    for industry in pack.industries:
        offered = offered_options(document("guide"), pack, industry, as_of=AS_OF, lang=lang)
        tables = {
            "frequency": FREQUENCY,
            "yes_no": YES_NO,
            "route": ROUTE,
            "need": NEED,
            "size": SIZE,
        }
        for name, table in tables.items():
            codes = [read_choice(word, table) for word in offered[name]]
            assert [(code, None) for code in document("guide")["options"][name]] == codes
        assert None not in [industry.match(word) for word in offered["scenario"][:-1]]
        claimed = [f.exempts.basis for f in pack.exemptions if f.exempts.claimed == "case"]
        clauses = [read_clause(word) for word in offered["exemption"]]
        assert [(None, None), *((basis, None) for basis in claimed)] == clauses
        categories = [pack.category(word) for word in offered.get("category", ())]
        assert list(pack.categories) == categories
        assert ("2025", "2024", "2023") == offered["year"]


def test_lists_may_be_longer_than_excel_types():
    """A list of more than 255 characters stands in a hidden sheet under a name."""
    book = opened(build())
    name = book.defined_names["listlab_category"].attr_text
    letter = re.fullmatch(r"'?选项'?!\$([A-Z]+)\$2:\$\1\$(\d+)", name)
    words = [cell.value for cell in book["选项"][letter[1]][1:] if cell.value]
    rules = book["数据项"].data_validations.dataValidation
    rule = next(rule for rule in rules if rule.formula1 == "listlab_category")

    assert "veryHidden" == book["选项"].sheet_state
    assert int(letter[2]) == len(words) + 1 == len(BEIJING.categories) + 1
    assert len(",".join(words)) > 255
    assert f"F{ENTRY}:F2006" == str(rule.sqref)
    assert not rule.showErrorMessage


def test_every_answer_has_a_hint():
    """Each column to fill in shows a hint when one of its cells is chosen."""
    book = opened(build())
    hints = {form.name: len(book[form.name].data_validations.dataValidation) for form in SHEETS}

    assert {form.name: len(form.columns) for form in SHEETS} == hints


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_printed_examples_are_right(lang, tmp_path):
    """A form filled in with its own examples is read without any problem."""
    path = tmp_path / "甲.xlsx"
    path.write_bytes(with_values(fill_in_examples(build(lang=lang))))
    tables = read_workbooks([path], industry=PHARMA, root=tmp_path)

    assert [] == tables.problems.rows()
    assert [1, 1, 1, 1, 1] == [
        getattr(tables, name).height
        for name in ("enterprises", "flows", "items", "history", "opinions")
    ]
    assert [TEMPLATE_VERSION] == tables.workbooks["template"].to_list()
    assert ["clinical_trial"] == tables.flows["scenario"].to_list()


def with_values(content):
    """Workbook without its own formulas, for openpyxl stores no values."""
    book = opened(content)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = None
    return saved(book)


def test_examples_are_no_data():
    """The example rows of an empty form are not read as answers."""
    book = open_workbook(build())

    assert all(len(book.sheet(form.name).rows) <= EXAMPLE for form in LISTS)
    assert {"示例"} == {book.sheet(form.name).rows[EXAMPLE - 1][0] for form in LISTS}
    assert TEMPLATE_VERSION == book.stamp.template


def test_only_answers_can_be_typed():
    """Sheets are protected without a password; what is to be filled in is open, also far below."""
    book = opened(build())
    for form in LISTS:
        sheet = book[form.name]
        columns = list(sheet.column_dimensions.values())
        assert (True, None) == (sheet.protection.sheet, sheet.protection.password)
        assert not any(column.protection.locked for column in columns)
        assert {"@"} == {column.number_format for column in columns}
        assert len(form.columns) == max(column.max for column in columns)
        assert all(cell.protection.locked for row in sheet["A1:D6"] for cell in row)
    answers = [book[ENTERPRISE.name].cell(row, 2) for row in range(5, 13)]
    assert [False] * 8 == [cell.protection.locked for cell in answers]


def test_what_is_required_is_marked():
    """Whatever a workbook is rejected for when missing is marked as required."""
    words = document("survey")["sheets"]
    required = {(f.name, c.key) for f in SHEETS for c in f.columns if c.required}
    marked = {
        (n, k) for n, s in words.items() for k, c in s["columns"].items() if c["level"] == "must"
    }

    assert set() == required - marked


def test_headers_come_first_from_the_contract():
    """Headers are those of the forms, in their order; English ones keep the Chinese."""
    for lang, shown in (("zh", "{0}"), ("en", "{0}\n{1}")):
        book = opened(build(lang=lang))
        for form in LISTS:
            wanted = [shown.format(column.header, column.english) for column in form.columns]
            assert wanted == [cell.value for cell in book[form.name][HEADER]]


def test_calamine_opens_it():
    """The reader's own library sees all sheets, and the self-check says that nothing is there."""
    with CalamineWorkbook.from_filelike(io.BytesIO(build())) as book:
        names = ["填表说明", *(form.name for form in SHEETS), "选项"]
        said = {name: status(book, name) for name in names[1:6]}

        assert names == book.sheet_names
        assert {"还没有填写", "没有填写（可以不填）"} == set(said.values())


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_the_self_check_counts(tmp_path):
    """LibreOffice reopens a form; its self-check finds what is missing, doubled and unknown."""
    book = opened(fill_in_examples(build()))
    flows, items = book["出境场景"], book["数据项"]
    book[ENTERPRISE.name]["B5"] = "91999999XXXX01011G"
    for column in (1, 2, 13):
        flows.cell(ENTRY + 1, column).value = "1"
    flows.cell(ENTRY + 1, 12).value = None
    flows.cell(ENTRY, 12).value = "5万人次"
    items.cell(ENTRY, 1).value = "7"
    path = tmp_path / "form.xlsx"
    path.write_bytes(saved(book))
    command = [OFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    out = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command + out, check=True, capture_output=True, timeout=120)
    with CalamineWorkbook.from_path(str(tmp_path / "out" / "form.xlsx")) as reopened:
        said = [status(reopened, form.name) for form in SHEETS]

    assert [
        "已填 8 项，共 8 项；必填项已填完；统一社会信用代码有误，请核对",
        "已填 2 行；1 个必填单元格漏填；2 个场景编号重复；1 个人数写成了人次或条",
        "已填 1 行；必填项已填完；1 行的场景编号在“出境场景”表中没有",
        "已填 1 行；必填项已填完",
        "已填 1 行",
    ] == said
    assert TEMPLATE_NAME in opened((tmp_path / "out" / "form.xlsx").read_bytes()).defined_names


def test_examples_fit_every_zone_and_industry():
    """No example names a place of one zone, and the class of the industry is a real one."""
    for pack in (BEIJING, load_pack("guangdong")):
        book = opened(build(pack=pack, industry=pack.industry("retail")))
        texts = [c.value for s in book for row in s.iter_rows() for c in row if c.value]
        assert "5211" in texts
        assert [] == [text for text in texts if "海淀" in str(text) or "售后" in str(text)]


def test_the_letter_cites_the_law_as_readers_know_it():
    """Words by which the office finds a place in the text are not for the letter."""
    pack = load_pack("guangdong")
    sheet = opened(build(pack=pack, industry=pack.industry("retail")))["填表说明"]
    letter = "".join(str(row[0].value or "") for row in sheet.iter_rows(min_col=2, max_col=2))

    assert "第7条" in letter
    assert "一段）" not in letter


def test_corrections_may_fill_in_what_was_blank():
    """The former value is no required cell: most corrections fill in a blank by telephone."""
    columns = document("corrections")["sheets"]["更正"]["columns"]

    assert "must" != columns["old"]["level"]
    assert {"id", "field", "reason", "by", "when"} == {
        key for key, words in columns.items() if words["level"] == "must"
    }
