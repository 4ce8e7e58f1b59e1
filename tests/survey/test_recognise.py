"""Sheets are recognised by their names, by similar ones, and by their headers."""

import pytest

from listlab.survey.columns import ENTERPRISE, FLOWS, HISTORY, ITEMS, OPINIONS, SHEETS, SheetForm
from listlab.survey.recognise import form_of_name, is_set_aside, recognise_sheets
from listlab.survey.sheets import Grid

HEADERS = {form.name: [column.header for column in form.columns] for form in SHEETS}


def sheet(name: str, form: SheetForm | None = None, *, hidden: bool = False) -> Grid:
    """Sheet with the headers of a form, or with a word of its own."""
    rows = [[header] for header in HEADERS[form.name]] if form is ENTERPRISE else None
    return Grid(name, rows or [list(HEADERS[form.name]) if form else ["随便写的"]], hidden=hidden)


def read(*grids: Grid) -> tuple[dict[str, str], list[tuple[str | None, str]]]:
    """Names of the sheets by form, and what is said of which sheet."""
    found = recognise_sheets(grids, SHEETS)
    notices = [(notice.sheet, notice.issue.code) for notice in found.notices]
    return {form: grid.name for form, grid in found.sheets.items()}, notices


@pytest.mark.parametrize("name", ["企业信息", " 企业 信息 ", "企业信息。", "Enterprise"])
def test_width_blanks_and_punctuation_are_no_renaming(name: str) -> None:
    """Nor is the name in an English form."""
    assert ({"企业信息": name}, []) == read(sheet(name, ENTERPRISE))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("企业基本信息", ENTERPRISE),
        ("表1 企业信息", ENTERPRISE),
        ("一、单位基本信息", ENTERPRISE),
        ("附件2-出境场景", FLOWS),
        ("出境场景（北京）", FLOWS),
        ("2.数据出境场景清单", FLOWS),
        ("数据项明细", ITEMS),
        ("数据项 (2)", ITEMS),
        ("数据项_副本", ITEMS),
        ("历史数据量表", HISTORY),
        ("意见与建议", OPINIONS),
        ("Sheet3 数据项", ITEMS),
    ],
)
def test_similar_names_are_read_and_said(name: str, form: SheetForm) -> None:
    """People number sheets, translate them, and save copies."""
    assert ({form.name: name}, [(name, "sheet.renamed")]) == read(sheet(name, form))


@pytest.mark.parametrize("form", SHEETS, ids=lambda form: form.name)
def test_headers_tell_what_a_name_does_not(form: SheetForm) -> None:
    """Sheet2 with the columns of a form is that form."""
    assert ({form.name: "Sheet2"}, [("Sheet2", "sheet.renamed")]) == read(sheet("Sheet2", form))


def test_the_exact_name_wins() -> None:
    """A second sheet for the same form is not read, and that is said."""
    copy, own = sheet("出境场景 (2)", FLOWS), sheet("出境场景", FLOWS)

    assert ({"出境场景": "出境场景"}, [("出境场景 (2)", "sheet.repeated")]) == read(copy, own)


@pytest.mark.parametrize(
    "name", ["填表说明", "问题清单", "选项", "填写示例", "参考代码表", "Guide"]
)
def test_guidance_lists_and_former_problems_are_set_aside(name: str) -> None:
    """Also where they hold the headers of a form."""
    assert is_set_aside(name)
    assert ({}, []) == read(sheet(name, FLOWS))


def test_other_sheets_are_said_to_be_unread() -> None:
    """Unless they are blank, or hidden from people."""
    blank = Grid("Sheet1", [[None, " "]])

    assert ({}, [("我的表", "sheet.unknown")]) == read(
        sheet("我的表"), blank, sheet("x", hidden=True)
    )


def test_a_name_that_holds_two_forms_speaks_of_none() -> None:
    """Nothing is guessed."""
    assert form_of_name("企业信息和出境场景", SHEETS) is None
    assert form_of_name("甲公司出境场景", SHEETS) is FLOWS


def test_personal_data_in_a_name_is_masked_and_reported() -> None:
    """The sheet is read all the same; nobody's number goes any further."""
    found = recognise_sheets([sheet("出境场景 张三13800138000", FLOWS)], SHEETS)

    assert "13800138000" not in found.sheets[FLOWS.name].name
    assert {"private.mobile", "private.name", "sheet.renamed"} >= {
        notice.issue.code for notice in found.notices
    }
    assert "private.mobile" in [notice.issue.code for notice in found.notices]
