"""Both sample studies are read with frame, archive and corrections, and hold what README says."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from listlab.analyse.growth import pool_growth
from listlab.analyse.simulate import simulate
from listlab.identify.agreement import agreement
from listlab.identify.confirm.answer import Standing, confirm
from listlab.identify.confirm.read import read_answers
from listlab.identify.identify import identify
from listlab.identify.labels import KIND
from listlab.identify.read import items_of
from listlab.identify.reviews import reviews_frame
from listlab.law.limits import limits
from listlab.law.load import load_pack
from listlab.ledger import Decision, Ledger
from listlab.survey.read import read_workbooks
from listlab.survey.volumes import growth_evidence, scenario_volumes

ROOT = Path(__file__).parents[2]
FIFTY, MILLION = 50_000, 1_000_000
MESSES = {  # number of an enterprise of the retail sample → the problem its mess must bring
    "304": "private.mobile",
    "307": "volume.person_times",
    "311": "recipient.same",
    "320": "credit_code.check_digit",
    "322": "row.total",
    "325": "forecast.jump",
    "327": "sensitive.no_persons",
    "332": "volume.not_persons",
    "333": "flow.unknown",
    "335": "header.missing",
    "390": "workbook.broken",
    "391": "workbook.no_workbook",
    "392": "workbook.wps_format",
}


@pytest.fixture(scope="module")
def pack():
    return load_pack("beijing")


def read(pack, study, industry):
    folder = ROOT / "data/sample" / study
    return read_workbooks(
        [folder / "surveys"],
        industry=pack.industry(industry),
        root=ROOT,
        frame=folder / "frame.csv",
        archive=[folder / "archive"],
        corrections=folder / "corrections.csv",
    )


@pytest.fixture(scope="module")
def pharma(pack):
    return read(pack, "pharma-2026", "pharma")


@pytest.fixture(scope="module")
def retail(pack):
    return read(pack, "retail-2026", "retail")


def of_enterprise(tables, number):
    return set(tables.problems.filter(pl.col("file").str.contains(f"/{number}_"))["code"])


def test_retail_has_over_forty_answers_in_all_forms(retail):
    """45 accepted of 46 enterprises: .xlsx, .xls, csv in UTF-8 and GB18030; six files refused."""
    used = retail.workbooks.filter(pl.col("status") == "accepted")
    suffixes = Counter(Path(file).suffix for file in used["file"])
    statuses = Counter(retail.workbooks["status"])

    assert {".xlsx": 41, ".xls": 2, "": 2} == suffixes
    assert {"accepted": 45, "superseded": 2, "duplicate": 1, "rejected": 4} == statuses
    assert used["synthetic"].all()


def test_every_mess_of_retail_is_found(retail):
    """Each enterprise that does something odd to the form has the problem that goes with it."""
    assert [] == [n for n, code in MESSES.items() if code not in of_enterprise(retail, n)]


def test_retail_reports_every_scenario(retail):
    """Enterprises by scenario as the README's table says; the rejected one reports membership."""
    counts = retail.flows.group_by("scenario").agg(pl.col("enterprise_id").n_unique())

    assert {
        "membership": 39,
        "customer_service": 26,
        "online_sales": 22,
        "market_research": 16,
        "other": 2,
    } == dict(counts.iter_rows())


def test_corrections_are_applied_and_two_are_refused(retail):
    """Five of seven corrections of the retail sample hold; one is outdated, one names nothing."""
    refused = retail.corrections.filter(pl.col("status") == "refused")["code"]
    largest = retail.flows.filter(pl.col("flow_id").str.ends_with("RTRT03145Y/1"))

    assert {"applied": 5, "refused": 2} == Counter(retail.corrections["status"])
    assert {"corrections.old", "corrections.id"} == set(refused)
    assert [3_500_000] == largest["personal_low"].to_list()


@pytest.mark.parametrize("study", ["pharma", "retail"])
def test_frame_gives_weights_near_one_another(study, request):
    """Weights lie between 1 and 4; a few enterprises answer that the frame does not have."""
    tables = request.getfixturevalue(study)
    weights = tables.enterprises["weight"]

    assert weights.min() == 1
    assert 1.5 < weights.max() <= 4
    assert "frame.not_listed" in set(tables.problems["code"])


@pytest.mark.parametrize(("study", "cases", "wrong"), [("pharma", 19, 2), ("retail", 17, 1)])
def test_cases_join_the_survey(study, cases, wrong, request):
    """Cases of the archive stand beside the survey's flows; the tenfold ones contradict them."""
    tables = request.getfixturevalue(study)
    codes = Counter(tables.problems["code"])

    assert cases == tables.archive.height
    assert wrong == (~tables.archive["agrees"]).sum()
    assert codes["archive.contradicts"] >= wrong


def test_reference_case_holds_with_weights_and_corrections(pack, pharma):
    """Clinical trials, weighted: 50,000 and 1,000,000 equivalent with the model, not without."""
    scenario = pack.industry("pharma").scenario("clinical_trial")
    found = simulate(
        scenario_volumes(pharma, "clinical_trial", "sensitive"),
        seed=20260101,
        limits=limits(pack, "sensitive", "assessment", scenario=scenario, on=date(2026, 3, 31)),
        growth=pool_growth(growth_evidence(pharma, "clinical_trial", "sensitive"), sd_assumed=0.25),
        bootstrap=300,
    )
    pair = next(p for p in found.equivalence if (p.a, p.b) == (FIFTY, MILLION))
    rejected = {r.threshold: r.code for r in found.recommendation.rejected}

    assert (pair.equivalent, pair.equivalent_without_model) == (True, False)
    assert pair.permitted_risk_ratio == pytest.approx(20, rel=0.005)
    assert found.recommendation.threshold <= FIFTY
    assert (rejected[100_000], rejected[MILLION]) == ("law", "law")


@pytest.mark.parametrize(
    ("study", "encoding"), [("pharma-2026", "utf-8-sig"), ("retail-2026", "gb18030")]
)
def test_frames_list_invented_enterprises_only(study, encoding):
    """Codes of the block that does not exist, once each, and names that say 样例."""
    with (ROOT / "data/sample" / study / "frame.csv").open(encoding=encoding) as file:
        rows = list(csv.DictReader(file))
    codes = [row["统一社会信用代码"] for row in rows]

    assert len(codes) == len(set(codes)) > 60
    assert all(code.startswith("91999999") for code in codes)
    assert all(row["企业名称"].startswith("样例") for row in rows)


@pytest.fixture(scope="module")
def confirmed(pharma, pack):
    """What the sample's form amounts to, as `listlab identify confirm` takes it."""
    findings = identify(items_of(pharma, pack), pack="beijing")
    form = ROOT / "data/sample/pharma-2026/confirmations.xlsx"
    answers, unread = read_answers(form.read_bytes(), file=form.name)
    assert [] == unread
    return confirm(findings, answers, Standing("导入人", date(2026, 3, 31)))


def test_the_confirmations_of_the_sample_can_be_taken(confirmed):
    """Two reviewers decide the same 40 items, on the evidence that the items have now."""
    people = Counter(ruling.by for ruling in confirmed.rulings)

    assert () == confirmed.problems
    assert {"审核人甲": 40, "审核人乙": 40} == people
    assert 40 == len({ruling.item for ruling in confirmed.rulings})


def test_the_reviewers_of_the_sample_differ_on_some_items(confirmed, tmp_path):
    """Kappa of importance is shown with its interval, and each difference with both reasons."""
    ledger = Ledger(tmp_path / "decisions.db")
    for person in ("审核人甲", "审核人乙"):
        own = [ruling for ruling in confirmed.rulings if ruling.by == person]
        decisions = [Decision(KIND, ruling.item, ruling.content) for ruling in own]
        ledger.append_all(decisions, by=person, at=datetime(2026, 3, 31, tzinfo=UTC))
    entries = ledger.entries()
    found = agreement(reviews_frame(entries), "审核人甲", "审核人乙", about="important")

    assert 40 == found.n == found.agreed + found.differences.height
    assert 0 < found.low <= found.kappa <= found.high < 1
    assert 6 == found.differences.height


def test_the_confirmations_say_that_they_are_made_up():
    """The form is marked as synthetic in its properties and on its guide."""
    book = openpyxl.load_workbook(ROOT / "data/sample/pharma-2026/confirmations.xlsx")
    guide = " ".join(str(cell.value) for (cell,) in book["说明"].iter_rows(max_col=1))

    assert "合成样例" in book.properties.title
    assert "不是真实企业数据" in guide
