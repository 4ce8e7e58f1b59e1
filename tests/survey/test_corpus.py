"""Every planted defect is found at its cell under its code, and nothing else is reported.

The corpus and its truth come from `corpus.make`; see there for what is planted, and how.
"""

import sys
import unicodedata
from collections import Counter
from pathlib import Path
from random import Random

import polars as pl
import pytest

from listlab.law.load import load_pack
from listlab.model.tables import SCHEMAS
from listlab.survey.read import read_workbooks

sys.path.insert(0, str(Path(__file__).parent))  # test folders are no packages
from corpus import make
from corpus.answers import clean_form
from corpus.form import ENTERPRISE, HEADERS
from corpus.private import SECRETS
from corpus.studies import make_study
from corpus.written import write_form

OTHER_SEEDS = range(1, 21)
CARD = ("企业名称", "所属区域", "国民经济行业代码", "企业规模", "员工人数", "信用等级")


@pytest.fixture(scope="module")
def industry():
    return load_pack("beijing").industry("pharma")


@pytest.fixture(scope="module")
def defective(tmp_path_factory, industry):
    folder = tmp_path_factory.mktemp("defective")
    truths = make.make_defective(folder)
    return truths, read_workbooks([folder], industry=industry, root=folder)


@pytest.fixture(scope="module")
def clean(tmp_path_factory, industry):
    folder = tmp_path_factory.mktemp("clean")
    answers = make.make_clean(folder)
    return answers, read_workbooks([folder], industry=industry, root=folder)


def read_study(root, industry):
    folder = root / "data"
    return read_workbooks(
        [folder / "surveys"],
        industry=industry,
        root=root,
        frame=folder / "frame.csv",
        archive=[folder / "archive.xlsx"],
        corrections=folder / "corrections.csv",
    )


def reported(tables):
    columns = ("file", "sheet", "cell", "code", "severity")
    return Counter(tables.problems.select(columns).iter_rows())


def missed_and_extra(truths, tables):
    wanted, found = Counter(truth.found_as for truth in truths), reported(tables)
    kinds = {truth.found_as: truth.kind for truth in truths}
    return [(kinds[place], *place) for place in wanted - found], list(found - wanted)


def test_every_defect_is_found_at_its_cell_and_nothing_else(defective):
    """Problems of the defective files are exactly the truth: file, sheet, cell, code, severity."""
    missed, extra = missed_and_extra(*defective)

    assert ([], []) == (missed, extra)


def test_defects_between_files_are_found_and_nothing_else(tmp_path, industry):
    """Copies, revisions, frame, archive and corrections: the truth, and not a word more."""
    truths = make_study(tmp_path, Random(make.SEED))
    tables = read_study(tmp_path, industry)

    assert ([], []) == missed_and_extra(truths, tables)
    assert {"accepted", "duplicate", "superseded", "rejected"} == set(tables.workbooks["status"])


def test_clean_workbooks_have_no_problem(clean):
    """80 clean answers in .xlsx, .xlsm, .xls and .csv: accepted, and not a word about them."""
    answers, tables = clean

    assert [] == tables.problems.select("file", "sheet", "cell", "code", "got").rows()
    assert {"accepted"} == set(tables.workbooks["status"])
    assert len(answers) == tables.enterprises.height == 80


def test_clean_workbooks_lose_no_row_and_gain_none(clean):
    """Every row that says something is read, examples and crossed-out rows are not."""
    answers, tables = clean
    flows, items = (
        dict(table["source"].struct.field("file").value_counts().iter_rows())
        for table in (tables.flows, tables.items)
    )

    assert {a.path.name: (a.flows, a.items) for a in answers} == {
        name: (flows[name], items[name]) for name in flows
    }


def test_corpus_is_as_large_as_it_must_be(defective, clean):
    """At least 120 kinds over 60 workbooks, 60 clean ones, and all forms of files."""
    truths, _ = defective
    kinds = {truth.kind for truth in truths}
    files = {truth.file for truth in truths}
    suffixes = {answer.path.suffix for answer in clean[0]}

    assert {kind.name for kind in make.KINDS} <= kinds
    assert len(kinds) >= 250
    assert len(files) >= 100
    assert len(clean[0]) >= 60
    assert {".xlsx", ".xlsm", ".xls", ""} == suffixes


def test_errors_leave_out_their_row_or_file_and_nothing_more(defective):
    """Files with warnings or row errors are accepted; only files refused as a whole are not."""
    truths, tables = defective
    refusing = {"workbook", "sheet", "header", "credit_code"}
    refused = {
        truth.file
        for truth in truths
        if truth.severity == "error" and truth.code.split(".")[0] in refusing
    }
    rejected = set(tables.workbooks.filter(pl.col("status") == "rejected")["file"])

    assert refused == rejected


def test_personal_data_stands_in_nothing_that_is_kept(defective):
    """No identity, mobile or card number, mail address or name of the corpus is in any table."""
    _, tables = defective
    kept = "\n".join(getattr(tables, name).write_json() for name in SCHEMAS)
    plain = "".join(unicodedata.normalize("NFKC", kept).split()).replace("-", "").upper()

    assert [] == [secret for secret in SECRETS if secret.replace("-", "").upper() in plain]


@pytest.mark.parametrize("secret", ["13800138000", 13_800_138_000, "11010519491231002X"])
def test_personal_data_in_any_cell_leaks_nowhere(tmp_path, industry, secret):
    """A number of a person in any cell, of whatever column, stands in no table and no message."""
    columns = {ENTERPRISE: CARD} | {sheet: HEADERS[sheet][1:] for sheet in HEADERS}
    for number in range(max(map(len, columns.values()))):
        form = clean_form(701 + number, Random(number), flows=2)
        for sheet, headers in columns.items():
            rows = [form.card.answers] if sheet == ENTERPRISE else form.tables[sheet].rows
            for row in rows[:1]:
                row[headers[number % len(headers)]] = secret
        write_form(form, tmp_path / f"{number}.xlsx")
    tables = read_workbooks([tmp_path], industry=industry, root=tmp_path)
    kept = "".join(str(getattr(tables, name).rows()) for name in SCHEMAS)

    assert str(secret) not in kept.replace(",", "").replace(" ", "")


def test_same_seed_gives_the_same_corpus(tmp_path):
    """Two runs write the same truth and the same clean files, byte for byte."""
    for name in ("one", "two"):
        make.make_clean(tmp_path / name, count=20)
    files = [
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for folder in (tmp_path / "one", tmp_path / "two")
    ]

    assert files[0] == files[1]


@pytest.mark.soak
@pytest.mark.parametrize("seed", OTHER_SEEDS)
def test_other_seeds_hold_too(tmp_path, industry, seed):
    """Other draws: other neighbours, spellings, places and formats of files."""
    truths = make.make_defective(tmp_path / "defective", seed=seed)
    make.make_clean(tmp_path / "clean", seed=seed)
    tables = read_workbooks(
        [tmp_path / "defective"], industry=industry, root=tmp_path / "defective"
    )
    clean = read_workbooks([tmp_path / "clean"], industry=industry, root=tmp_path / "clean")

    assert ([], []) == missed_and_extra(truths, tables)
    assert [] == clean.problems.select("file", "sheet", "cell", "code", "got").rows()
