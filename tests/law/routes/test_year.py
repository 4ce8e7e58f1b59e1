"""A processor's year: distinct persons so far, and the day by which each obligation arises."""

from datetime import date

import pytest

from listlab.errors import CaseError
from listlab.law.routes import year_view


def flow(name="trial", **given):
    return {"id": name, "processor": {"ciio": False}, "data": {"important": "no"}} | given


def on(month, **given):
    return {"on": f"2026-{month:02}-28", "id": "trial"} | given


def test_obligations_arise_between_the_days_counted():
    """1,500 sensitive persons a month: contract from January, assessment in July (10,500)."""
    view = year_view([flow()], [on(m, sensitive=1_500 * m) for m in range(1, 13)], "national")
    contract, assessment = view.arising

    assert 12 == len(view.days) == view.to_frame().height
    assert ("contract_or_certification", None, date(2026, 1, 28)) == (
        contract.route,
        contract.after,
        contract.by,
    )
    assert ("assessment", date(2026, 6, 28), date(2026, 7, 28)) == (
        assessment.route,
        assessment.after,
        assessment.by,
    )
    assert "10,500" in assessment.text.zh
    assert view.notes and "1月1日" in view.notes[0].zh


def test_counts_by_period_give_bounds():
    """3,000 a month need not be 3,000 new ones: from the fourth month 12,000 are possible."""
    counts = [on(month, sensitive=3_000) for month in range(1, 13)]
    view = year_view([flow()], counts, "national", counted="by_period")
    frame = view.to_frame()
    last = view.arising[-1]

    assert [(3_000, 3_000 * month) for month in range(1, 13)] == frame.select(
        "sensitive_low", "sensitive_high"
    ).rows()
    assert ("assessment", date(2026, 3, 28), date(2026, 4, 28), None) == (
        last.route,
        last.after,
        last.maybe_by,
        last.by,
    )
    assert len(view.notes) == 2


def test_flows_are_counted_together_and_by_their_list(trial_list):
    """The listed flow keeps the list's lines; the other counts by the nation's."""
    flows = [
        flow("trial", industry="pharma", scenario="clinical_trial"),
        flow("shop", industry="retail"),
    ]
    counts = [
        {"on": f"2026-{month:02}-28", "id": name, "sensitive": month * 2_000}
        for month in range(4, 13)
        for name in ("trial", "shop")
    ]
    view = year_view(flows, counts, "beijing", negative_list=trial_list)
    days = {(one.id, one.route): one.by for one in view.arising}

    assert date(2026, 10, 28) == days["trial", "contract_or_certification"]  # 20,000 of the list
    assert date(2026, 5, 28) == days["shop", "assessment"]  # 10,000 of the nation
    assert ("trial", "assessment") not in days


def test_exempt_persons_are_taken_off_day_by_day():
    """120,000 of whom 30,000 are exempt stay below 100,000."""
    counts = [
        on(6, personal=60_000),
        on(9, personal=120_000, exempt=[{"basis": "5.1.1", "personal": 30_000}]),
        on(12, personal=140_000),
    ]
    view = year_view([flow()], counts, "national")

    assert ["free", "free", "contract_or_certification"] == view.to_frame()["route"].to_list()


def test_the_law_of_each_day_counts(trial_list):
    """The list begins on 1 March: before it the nation's lines stand."""
    counts = [on(month, sensitive=15_000) for month in (2, 3)]
    flows = [flow(industry="pharma", scenario="clinical_trial")]
    view = year_view(flows, counts, "beijing", negative_list=trial_list)

    assert ["assessment", "free", "free"] == view.to_frame()["route"].to_list()


@pytest.mark.parametrize(
    ("counts", "got"),
    [
        ([on(1, sensitive=5), on(2, sensitive=4)], "4"),
        ([on(1, sensitive=-1)], "-1"),
        ([on(1, id="nobody")], "nobody"),
        ([on(1), {"on": "2027-01-31", "id": "trial"}], "2027-01-31"),
        ([on(1), on(1)], "2026-01-28"),
        ([on(13)], "2026-13-28"),
        ([on(1, persons=5)], "persons"),
        ([], None),
    ],
)
def test_counts_that_cannot_be_are_refused(counts, got):
    """Falling and negative counts, strangers, another year, a day twice, no day, nothing."""
    with pytest.raises(CaseError) as caught:
        year_view([flow()], counts, "national")

    assert got in {problem.got for problem in caught.value.problems}


def test_year_explains_itself():
    """As a card and as plain values."""
    view = year_view([flow("<b>")], [on(1, id="<b>", sensitive=5)], "national")
    value = view.to_dict()

    assert "&lt;b&gt;" in view._repr_html_() and "<b>" not in view._repr_html_()
    assert "contract_or_certification" == value["arising"][0]["route"]
    assert view.to_frame().columns == list(view.to_pandas().columns)


@pytest.mark.parametrize("january", [False, True])
def test_what_a_list_ends_may_arise_again(january, trial_list):
    """12,000 need an assessment, from 1 March 20,000 a contract and 50,000 an assessment."""
    counts = [
        {"on": day, "id": "trial", "sensitive": persons}
        for day, persons in (
            ("2026-01-31", 9_000),
            ("2026-02-10", 12_000),
            ("2026-03-10", 15_000),
            ("2026-06-30", 25_000),
            ("2026-12-31", 55_000),
        )[not january :]
    ]
    flows = [flow(industry="pharma", scenario="clinical_trial")]
    view = year_view(flows, counts, "beijing", negative_list=trial_list)
    found = [(one.route, one.by, one.ended_by) for one in view.arising]
    march, contract = date(2026, 3, 1), "contract_or_certification"

    assert ("assessment", date(2026, 2, 10), march) in found
    assert (contract, date(2026, 6, 30), None) in found
    assert ("assessment", date(2026, 12, 31), None) in found
    assert ((contract, date(2026, 1, 31), march) in found) == january
    assert march in view.days and "不再要求" in "".join(one.text.zh for one in view.arising)
