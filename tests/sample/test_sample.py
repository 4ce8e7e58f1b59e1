"""Rules the synthetic survey keeps: marked, fictitious, and made again to the same content."""

import importlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
PHARMA, RETAIL = SAMPLE / "pharma-2026", SAMPLE / "retail-2026"
SURVEYS = PHARMA / "surveys"
FILES = sorted(SURVEYS.glob("*.xlsx"))
BROKEN = [path for path in FILES if path.stem.endswith("_上传中断")]
READABLE = [path for path in FILES if path not in BROKEN]
FIRST_EDITIONS = [path for path in READABLE if "副本" not in path.stem and "修订" not in path.stem]
SHEETS = ["填表说明", "企业信息", "出境场景", "数据项", "历史量", "意见建议"]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # GB 32100, table


def _make(study, out):
    script = f"make_{study.name.split('-')[0]}.py"
    command = [sys.executable, "-B", str(SAMPLE / script), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return _files(out)


def _files(folder):
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _content(path):
    """Parts of a workbook unpacked: another zlib may pack the same bytes differently."""
    if path.stem.endswith("_上传中断"):
        return "cut short"
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module", params=[PHARMA, RETAIL], ids=["pharma", "retail"])
def study(request):
    return request.param


@pytest.fixture(scope="module")
def made(study, tmp_path_factory):
    return _make(study, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def books():
    return {path.name: load_workbook(path) for path in READABLE}


def _information(book):
    return {item.value: answer.value for item, answer in book["企业信息"].iter_rows(max_col=2)}


def test_two_runs_write_the_same_bytes(study, made, tmp_path):
    """The same generator run twice gives the same files, byte for byte."""
    again = _make(study, tmp_path)

    assert {n: p.read_bytes() for n, p in made.items()} == {
        n: p.read_bytes() for n, p in again.items()
    }


def test_committed_files_are_what_the_generator_writes(study, made):
    """Committed files hold exactly what the generator writes today.

    Confirmations are made by a generator of their own, and held against the items they name.
    """
    committed = {n: p for n, p in _files(study).items() if n != "confirmations.xlsx"}

    assert list(committed) == list(made)
    assert [] == [n for n in made if _content(made[n]) != _content(committed[n])]


def test_there_are_95_enterprises_and_three_planted_files():
    """95 first editions, one copy, one revision, one broken file."""
    assert (len(FIRST_EDITIONS), len(READABLE), len(FILES)) == (95, 97, 98)
    assert max(path.stat().st_size for path in FILES) < 14_000


def test_every_workbook_says_that_it_is_synthetic(books):
    """First cell of 填表说明, file properties and name say 样例."""
    for name, book in books.items():
        assert "合成样例，不是真实企业数据" in book["填表说明"]["A1"].value, name
        assert "合成样例" in book.properties.title, name
        assert "合成样例" in book.properties.description, name
        assert _information(book)["企业名称"].startswith("样例"), name


def test_every_workbook_has_the_sheets_and_template_name_of_the_form(books):
    """Sheets stand in the form's order, and the template's version in its defined name."""
    for name, book in books.items():
        assert book.sheetnames == SHEETS, name
        assert "listlab_template" in book.defined_names, name


def test_nothing_in_a_workbook_tells_when_it_was_made(books):
    """File properties carry one fixed date."""
    dates = {(book.properties.created, book.properties.modified) for book in books.values()}

    assert len(dates) == 1


def test_credit_codes_are_valid_and_of_no_real_registration_block(books):
    """18 characters, check character of GB 32100, division 999999; one code an enterprise."""
    codes = [_information(books[path.name])["统一社会信用代码"] for path in FIRST_EDITIONS]
    for code in codes:
        total = sum(ALPHABET.index(c) * w for c, w in zip(code[:17], WEIGHTS, strict=True))
        assert ALPHABET[(31 - total % 31) % 31] == code[17]
        assert code.startswith("91999999")

    assert len(set(codes)) == 95


def test_check_character_agrees_with_a_published_example():
    """91350100M000100Y43, the example commonly given for GB 32100, ends in 3."""
    spec = importlib.util.spec_from_file_location("credit_code", SAMPLE / "credit_code.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.check_character("91350100M000100Y4") == "3"


def test_scenarios_are_reported_as_often_as_the_readme_says(books, monkeypatch):
    """Enterprises by scenario: 76 trials, 48 vigilance, 42 professionals, 40 supply."""
    wanted = {"临床": 76, "警戒": 48, "卫生专业": 42, "供应链": 40}
    monkeypatch.syspath_prepend(str(SAMPLE))
    texts = importlib.import_module("pharma_texts")
    code_of = {name: s.names[0] for s in texts.SCENARIOS.values() for name in s.names}
    found = dict.fromkeys(wanted, 0)
    for path in FIRST_EDITIONS:
        sheet = books[path.name]["出境场景"]
        column = next(c.column for c in sheet[1] if c.value == "标准场景")
        cells = sheet.iter_rows(min_row=2, min_col=column, max_col=column, values_only=True)
        names = {code_of[cell] for (cell,) in cells if cell}
        for word in wanted:
            found[word] += any(word in name for name in names)

    assert found == wanted


def test_copy_has_the_content_of_its_original():
    """The duplicate is another enterprise's workbook under another name."""
    copy = next(path for path in READABLE if "副本" in path.stem)

    assert copy.read_bytes() == copy.with_stem(copy.stem.removesuffix("（副本）")).read_bytes()


def test_revision_changes_volumes_only(books):
    """The revision differs from its first edition in 出境场景 alone."""
    revised = next(path for path in READABLE if path.stem.endswith("_修订1"))
    first = revised.with_stem(revised.stem.removesuffix("_修订1"))
    pair = books[first.name], books[revised.name]
    differing = [s for s in SHEETS if len({tuple(book[s].values) for book in pair}) == 2]

    assert differing == ["出境场景"]


def test_broken_file_is_a_zip_cut_short():
    """The broken file begins like a workbook and can't be opened."""
    assert len(BROKEN) == 1
    assert BROKEN[0].read_bytes()[:2] == b"PK"
    assert not zipfile.is_zipfile(BROKEN[0])
