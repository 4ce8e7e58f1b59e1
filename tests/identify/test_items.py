"""Tables of items are brought into one form; what can't be read is told, the rest goes on."""

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from listlab.errors import SurveyError
from listlab.identify.identify import identify
from listlab.identify.items import LONGEST, normalise_items
from listlab.identify.read import read_items
from listlab.law.load import load_pack

PACK = load_pack("beijing")


def codes(table: dict[str, list[object]]) -> list[str]:
    return [p.code for p in normalise_items(pl.DataFrame(table), PACK).problems]


def test_headers_and_answers_are_read_in_both_languages() -> None:
    """Chinese headers, yes and no in all spellings, volumes as people write them."""
    table = {
        "数据项名称": ["病历"],
        "数据项说明": ["诊断"],
        "是否个人信息": ["√"],
        "是否已公开": ["N"],
        "掌握人数": ["约12万"],
        "出境人数": ["５万以上"],
    }

    row = normalise_items(pl.DataFrame(table), PACK).frame.row(0, named=True)

    assert ("病历", "诊断", "yes", "no") == tuple(
        row[key] for key in ("name", "description", "personal", "public")
    )
    assert (108_000, 132_000) == (row["persons_held_low"], row["persons_held_high"])
    assert (50 * 1000, None) == (row["persons_low"], row["persons_high"])
    assert "1" == row["id"]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"name": [None], "description": ["诊断"]}, "item.no_name"),
        ({"name": [" "]}, "item.no_name"),
        ({"name": ["a", "b"], "id": ["1", "1"]}, "item.same_id"),
        ({"name": ["a"], "self_category": ["41"]}, "category.unknown"),
        ({"name": ["a"], "self_category": ["-1"]}, "category.unknown"),
        ({"name": ["长" * 200_000]}, "text.too_long"),
        ({"name": ["a"], "description": ["长" * 200_000]}, "text.too_long"),
        ({"name": ["😀🎉"]}, "text.no_letters"),
        ({"name": ["a"], "description": ["🏥"]}, "text.no_letters"),
        ({"name": ["2026-01"]}, "text.no_letters"),
        ({"name": ["VІN"]}, "text.mixed_scripts"),
        ({"name": ["身\u200b份证"]}, "text.unseen"),
        ({"name": ["\u200b"], "description": ["诊断"]}, "text.unseen item.no_name"),
        ({"name": ["a"], "personal": ["大概"]}, "yes_no.unreadable"),
        ({"name": ["a"], "persons_held": ["很多"]}, "volume.unreadable"),
        ({"name": ["a"], "contains": ["bank_account;xyz"]}, "contains.unknown"),
        ({"name": ["a"], "价格": ["1"]}, "column.unknown"),
    ],
)
def test_what_is_wrong_is_told(table: dict[str, list[object]], code: str) -> None:
    """Each fault gives a problem of its own, and the items are there."""
    problems = normalise_items(pl.DataFrame(table), PACK, file="items.csv").problems

    assert code.split() == [p.code for p in problems]
    assert all("items.csv" in p.where() for p in problems)
    assert all(p.message.zh != p.message.en and "请" in p.message.zh for p in problems if p.cell)
    assert len(table["name"]) == normalise_items(pl.DataFrame(table), PACK).frame.height


@pytest.mark.parametrize(
    "text",
    [
        "病历😀",
        "患者 VIN，GPS",
        "肿瘤坏死因子TNFα、β2微球蛋白",
        "Карта пациента",
        "身份證（繁體）",
        "Ⅲ期试验①",
    ],
)
def test_mixed_but_readable_texts_are_no_problem(text: str) -> None:
    """Emoji beside words, Greek in names of molecules, and whole words of any script are taken."""
    assert [] == codes({"name": [text]})


@pytest.mark.parametrize(
    "endless",
    [
        "患者病历" * 50_000,
        "（" * 200_000,
        "不含" * 100_000,
        "😀" * 200_000,
        "a" * 200_000,
        "12万人" * 50_000,
    ],
    ids=["words", "brackets", "negations", "emoji", "letters", "volumes"],
)
def test_bad_cells_leave_the_other_items_alone(endless: str) -> None:
    """Beside endless, empty and unreadable cells an item is judged as it is alone."""
    good = {"id": "good", "name": "患者身份证号", "description": "含诊断", "persons_held": "120万"}
    bad = [
        {"id": "empty", "name": None, "description": None, "persons_held": "-5"},
        {"id": "endless", "name": endless, "description": endless, "persons_held": endless},
        {"id": "emoji", "name": "😀", "description": "🏥", "persons_held": "😀"},
    ]
    alone = identify(pl.DataFrame([good]), pack="beijing").items
    found = identify(pl.DataFrame([*bad, good]), pack="beijing")

    assert alone.equals(found.items.tail(1))
    assert ["review", "review"] == found.items[[0, 2]]["suggested_important"].to_list()
    assert {"2", "3", "4"} == {p.cell for p in found.problems}
    assert found.evidence.height < LONGEST  # a word that is repeated is shown a few times


@pytest.mark.parametrize("text", ["40", "1", "12.0", "电力", "以前的编号"])
def test_categories_of_the_pack_are_taken(text: str) -> None:
    """A number or name of the pack is no problem; free words are left to people."""
    assert [] == codes({"name": ["a"], "self_category": [text]})


def test_long_texts_are_cut() -> None:
    """Of an endless cell the beginning is read."""
    frame = normalise_items(pl.DataFrame({"name": ["长" * (LONGEST + 5)]}), PACK).frame

    assert LONGEST == len(frame["name"][0])


def test_contents_come_as_text_or_list() -> None:
    """Contents are separated by any mark, or given as a list."""
    expected = ["bank_account", "medical_treatment"]
    for given_as in ("bank_account;medical_treatment", "bank_account、medical_treatment", expected):
        frame = normalise_items(pl.DataFrame({"name": ["a"], "contains": [given_as]}), PACK).frame
        assert expected == frame["contains"][0].to_list()


@pytest.mark.parametrize("suffix", ["csv", "gb.csv", "xlsx", "parquet"])
def test_files_give_the_same_items(tmp_path: Path, suffix: str) -> None:
    """Files of csv in either encoding, xlsx and parquet say the same."""
    table = pl.DataFrame({"name": ["病历", "VIN，GPS"], "persons_held": ["10万", None]})
    path = tmp_path / f"items.{suffix}"
    if suffix == "parquet":
        table.write_parquet(path)
    elif suffix == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([table.columns, *table.rows()]):
                sheet.write_row(number, 0, row)
    else:
        path.write_bytes(table.write_csv().encode("gb18030" if suffix == "gb.csv" else "utf-8-sig"))

    read = read_items(path, PACK)

    assert () == read.problems
    assert ["病历", "VIN，GPS"] == read.frame["name"].to_list()
    assert [100 * 1000, None] == read.frame["persons_held_low"].to_list()


@pytest.mark.parametrize("name", ["missing.csv", "items.docx", "broken.xlsx", "empty.parquet"])
def test_unreadable_files_are_refused(tmp_path: Path, name: str) -> None:
    """What is no table raises one error that names the file."""
    if name != "missing.csv":
        (tmp_path / name).write_bytes(b"no table")

    with pytest.raises(SurveyError, match=name.partition(".")[0]):
        read_items(tmp_path / name, PACK)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=6))
def test_any_text_is_taken(names: list[str]) -> None:
    """Whatever stands in the cells, each row stays an item with an id of its own."""
    frame = normalise_items(pl.DataFrame({"id": names, "name": names}), PACK).frame

    assert len(names) == frame["id"].n_unique()


def test_problems_name_the_row_of_the_sheet(tmp_path: Path) -> None:
    """Blank rows are left out, and the others keep their numbers."""
    path = tmp_path / "items.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in ((1, ["name", "自评类别"]), (4, ["姓名", "99"])):
            sheet.write_row(number, 0, row)

    assert ["5"] == [problem.cell for problem in read_items(path, PACK).problems]
