"""list.json keeps to its schema, list.xlsx prints, and both are the same bytes every time."""

import json
from importlib.resources import files
from zipfile import ZipFile

import jsonschema
import openpyxl
import pytest

from listlab.draft.documents import write_documents, write_list_json, write_list_xlsx
from listlab.errors import DraftError
from listlab.model.params import ScenarioParams

SCHEMA = json.loads(files("listlab.draft").joinpath("list.schema.json").read_text("utf-8"))
SHEETS = ["说明", "第一部分", "第二部分", "依据与出处"]


@pytest.fixture
def written(drafted, tmp_path):
    """Folder with both documents."""
    write_documents(drafted, tmp_path)
    return tmp_path


@pytest.fixture
def book(written):
    """Workbook as openpyxl reads it."""
    return openpyxl.load_workbook(written / "list.xlsx")


def _table(sheet):
    header = [cell.value for cell in sheet[3]]
    return [
        dict(zip(header, [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=4)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_keeps_to_the_schema(drafted, tmp_path, lang):
    """The schema shipped with the package describes what is written."""
    path = tmp_path / "list.json"
    write_list_json(drafted, path, lang=lang)
    made = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert [] == list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(made))


WRONG = [
    (("list", "status"), "done"),
    (("list", "surprise"), 1),
    (("items", 1, "part"), 3),
    (("items", 1, "scenario"), None),
    (("items", 1, "thresholds", "assessment", "sensitive"), 0),
    (("items", 1, "thresholds", "assessment", "sensitive"), 1.5),
    (("items", 2, "kind"), "ciio"),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_the_schema_refuses_what_no_list_says(drafted, path, value):
    """A schema that admits everything would prove nothing."""
    made = drafted.to_dict()
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(made)


def test_json_has_the_shape_of_the_contract(written):
    """List, items in two parts, thresholds by tier and kind, provenance."""
    made = json.loads((written / "list.json").read_text("utf-8"))
    assert ("beijing", "pharma", "draft") == tuple(
        made["list"][key] for key in ("pack", "industry", "status")
    )
    item = made["items"][1]
    assert {"code": "clinical_trial", "name": "药物临床试验"} == item["scenario"]
    assert {"code": 28, "name": "健康医疗"} == item["category"]
    assert {
        "assessment": {"personal": 1_000_000, "sensitive": 50_000},
        "contract": {"personal": None, "sensitive": None},
    } == item["thresholds"]
    assert item["provenance"]["analysis"] and item["provenance"]["decision"] is None


def test_same_list_same_bytes(drafted, tmp_path):
    """Nothing in either file depends on clock or order."""
    first, second = tmp_path / "a", tmp_path / "b"
    write_documents(drafted, first)
    write_documents(drafted, second)
    for name in ("list.json", "list.xlsx"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    assert {"list.json", "list.xlsx"} == {path.name for path in first.iterdir()}


def test_the_files_own_times_come_from_as_of(written, book):
    """Core properties from as_of, fixed times in the archive."""
    assert "2026-03-31" == book.properties.created.date().isoformat()
    with ZipFile(written / "list.xlsx") as archive:
        assert {(1980, 1, 1)} == {info.date_time[:3] for info in archive.infolist()}


def test_cover_says_what_it_is(book):
    """Title, draft, day, synthetic mark and notes."""
    assert SHEETS == book.sheetnames
    said = [str(cell.value) for row in book["说明"].iter_rows() for cell in row if cell.value]
    assert "草案" in said and "2026-03-31" in said
    assert any("合成样例" in text for text in said)
    assert any("重要数据识别尚未进行" in text for text in said)


def test_parts_print_the_volumes(book):
    """Part 1 from the assessment threshold, part 2 from the contract threshold up to it."""
    first, second = _table(book["第一部分"]), _table(book["第二部分"])
    assert ["不论数量", "5万人以上"] == [row["敏感个人信息量级"] for row in first]
    assert ["1人以上、不满5万人"] == [row["敏感个人信息量级"] for row in second]
    assert ["10万人以上、不满100万人"] == [row["个人信息（不含敏感）量级"] for row in second]
    assert "28 健康医疗\n4 项有自评（其中 3 项为此类），3 项未填或认不出" == first[1]["数据类别"]


def test_grounds_lead_to_cells_and_articles(book):
    """Each threshold: number, id, value, analysis, articles; then a row a survey cell."""
    rows = _table(book["依据与出处"])
    traced = [row for row in rows if row["来源文件"] == "甲.xlsx"]
    assert [("1.2", "1-clinical_trial", 50_000, "出境场景", "M4")] == [
        (row["序号"], row["条目编号"], row["阈值（人）"], row["工作表"], row["单元格"])
        for row in traced
    ]
    lead = next(row for row in rows if row["取值"] == "分析建议")
    assert "第7条" in lead["条文"] and "第2点" in lead["条文"]
    assert lead["分析编号"] == traced[0]["分析编号"]


def test_readers_see_running_numbers_not_codes(book):
    """The parts count their items; English codes stay with the grounds."""
    assert [["1.1", "1.2"], ["2.1"]] == [
        [row["序号"] for row in _table(book[name])] for name in ("第一部分", "第二部分")
    ]
    said = [cell.value for name in SHEETS[:3] for row in book[name].iter_rows() for cell in row]
    assert not any("clinical_trial" in str(value) for value in said)


def test_an_expert_finds_no_enterprise_in_any_document(draft, result, tables, tmp_path):
    """Neither file, nor name, nor code stands in list.json or in any sheet of list.xlsx."""
    secret = ("甲.xlsx", "乙.xlsx", "甲制药有限公司", "91110000MA00000001")
    firms = [{"enterprise_id": secret[3], "name": secret[2]}]
    made = draft(
        result("clinical_trial", 50_000),
        tables=tables(enterprises=firms),
        params={"audience": "expert"},
        inputs={"问卷 001": "ab" * 32},
    )
    write_documents(made, tmp_path)
    with ZipFile(tmp_path / "list.xlsx") as archive:
        parts = [archive.read(name).decode() for name in archive.namelist()]
    told = "".join([(tmp_path / "list.json").read_text("utf-8"), *parts])
    assert [] == [word for word in secret if word in told]
    assert "2 个单元格（对本读者不列）" in told


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_is_set_up_to_print(book, sheet):
    """A4, landscape, one page wide, page numbers, marked as draft and sample."""
    page = book[sheet]
    assert ("landscape", 9) == (page.page_setup.orientation, int(page.page_setup.paperSize))
    assert (True, 0) == (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight)
    assert "&P" in page.oddFooter.right.text and "合成样例" in page.oddFooter.left.text
    assert sheet == "说明" or "$3:$3" == page.print_title_rows


RISKY = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "https://example.org", "\t=1"]


@pytest.mark.parametrize("text", RISKY)
def test_free_text_never_becomes_a_formula(draft, result, tables, tmp_path, text):
    """Whatever an enterprise writes stays text, also after editing the cell."""
    told = [
        {"flow_id": f"{firm}/1", "name": text, "personal": "yes", "description": text}
        for firm in "AB"
    ]
    made = draft(result("clinical_trial", 50_000), tables=tables(items=told))
    write_list_xlsx(made, tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx")["第一部分"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == text.strip())
    assert ("s", text.strip()) == (cell.data_type, cell.value)
    assert cell.hyperlink is None
    assert (text.strip()[0] in "=+-@") is cell.quotePrefix


def test_a_long_text_is_cut_with_a_mark(draft, result, tables, tmp_path):
    """Excel takes 32,767 characters a cell; more is not lost without a sign."""
    told = [{"flow_id": f"{firm}/1", "name": "长" * 40_000, "personal": "yes"} for firm in "AB"]
    made = draft(result("clinical_trial", 50_000), tables=tables(items=told))
    write_list_xlsx(made, tmp_path / "list.xlsx")
    value = _table(openpyxl.load_workbook(tmp_path / "list.xlsx")["第一部分"])[1]["数据项示例"]
    assert (32_767, "…") == (len(value), value[-1])


def test_english_headers(drafted, tmp_path):
    """`lang` turns headers, notes and volumes."""
    write_list_xlsx(drafted, tmp_path / "list.xlsx", lang="en")
    made = openpyxl.load_workbook(tmp_path / "list.xlsx")
    assert ["About", "Part 1", "Part 2", "Grounds"] == made.sheetnames
    assert "50,000 persons or more" == _table(made["Part 1"])[1]["Sensitive personal information"]


def test_english_documents_have_english_marks(draft, result, tmp_path):
    """No Chinese punctuation or words but the zone's sources stand in the parts of the list."""
    made = draft(result("clinical_trial", 20_000, tier="contract"))
    write_list_xlsx(made, tmp_path / "list.xlsx", lang="en")
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    said = [book[name].oddFooter.left.text for name in book.sheetnames]
    for name in ("About", "Part 1", "Part 2"):
        said += [str(cell.value) for row in book[name].iter_rows() for cell in row]
    marks = [text for text in said if set(text) & set("，。；：、（）　")]
    assert [] == marks


def test_many_scenarios_keep_to_the_schema(draft, result):
    """All scenarios of the industry, one of them without a feasible threshold."""
    codes = ("clinical_trial", "pharmacovigilance", "hcp_management", "supply_quality")
    made = draft(
        result("clinical_trial", 50_000),
        result("pharmacovigilance", None),
        params={"scenarios": {code: ScenarioParams() for code in codes}},
    )
    assert 9 == len(made.items)
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(made.to_dict())


def test_a_place_that_cannot_be_written_is_a_sentence(drafted, tmp_path):
    """The file is named, the next step is said, and nothing half-written stays."""
    (tmp_path / "list.xlsx").mkdir()
    with pytest.raises(DraftError) as caught:
        write_list_xlsx(drafted, tmp_path / "list.xlsx")
    assert "list.xlsx" in caught.value.say("zh")
    assert ["list.xlsx"] == [path.name for path in tmp_path.iterdir()]
