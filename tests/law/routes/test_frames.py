"""Cases and counts as tables: the same routes as mappings, problems by row and column."""

from datetime import date

import pandas as pd
import polars as pl
import pytest

from listlab.errors import CaseError
from listlab.law.routes import route, year_view
from listlab.law.routes.frames import CASE_COLUMNS

DAY = date(2026, 3, 31)
ROWS = [
    {
        "id": "a", "processor": "P", "ciio": False, "industry": "pharma",
        "scenario": "clinical_trial", "important": "no", "items": "姓名；病历",
        "personal_low": 5, "personal_high": 9, "sensitive_low": 19_999, "sensitive_high": 19_999,
        "exempt_basis": None, "exempt_sensitive": None,
    },
    {
        "id": "b", "processor": "P", "ciio": None, "industry": "retail", "scenario": None,
        "important": None, "items": None, "personal_low": 0, "personal_high": None,
        "sensitive_low": 3, "sensitive_high": 3, "exempt_basis": "5.1.1", "exempt_sensitive": 3,
    },
]  # fmt: skip
CASES = [
    {
        "id": "a",
        "processor": {"id": "P", "ciio": False},
        "industry": "pharma",
        "scenario": "clinical_trial",
        "data": {"important": "no", "items": ["姓名", "病历"]},
        "persons": {"personal": {"low": 5, "high": 9}, "sensitive": 19_999},
    },
    {
        "id": "b",
        "processor": {"id": "P", "ciio": None},
        "industry": "retail",
        "data": {"important": "unknown"},
        "persons": {"personal": None, "sensitive": 3},
        "exempt": [{"basis": "5.1.1", "sensitive": 3}],
    },
]


def problems(table, **options):
    with pytest.raises(CaseError) as caught:
        route(table, "beijing", on=DAY, **options)
    return caught.value.problems


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
def test_a_table_gives_the_routes_of_its_mappings(frame, trial_list):
    """Row for row, whatever the library; an empty cell is unknown."""
    expected = route(CASES, "beijing", on=DAY, negative_list=trial_list)
    found = route(frame(ROWS), "beijing", on=DAY, negative_list=trial_list)

    assert expected.to_dicts() == found.to_dicts()
    assert expected.to_frame().equals(found.to_frame())


def test_pandas_numbers_with_gaps_are_counts():
    """A column of whole floats with NaN is what pandas makes of missing counts."""
    table = pd.DataFrame({"id": [1, 2], "important": ["no", "no"], "personal": [5, float("nan")]})
    found = route(table, "national", on=DAY)

    assert [(5, 5), (0, None)] == [each.personal for each in found]


def test_lists_may_be_lists():
    """Data items, conditions and claims as lists; fields that other rows fill are absent."""
    rows = [
        {"id": "a", "important": "no", "personal": 9, "conditions": ["x"], "exempt": [
            {"basis": "4", "personal": 4, "sensitive": None},
            {"basis": "5.1.1", "personal": 5, "sensitive": None}]},
        {"id": "b", "important": "no", "personal": 9, "conditions": None, "exempt": None},
    ]  # fmt: skip
    found = route(pl.DataFrame(rows), "national", on=DAY)

    assert [(0, 4), (9, 9)] == [each.personal for each in found]


def test_answers_may_be_words():
    """Yes, no and unknown as a study's tables write them."""
    table = pl.DataFrame(
        {"id": ["a", "b", "c"], "ciio": ["yes", "no", "unknown"], "personal": [5, 5, 5]}
    )
    found = route(table.with_columns(important=pl.lit("no"), sensitive=0), "national", on=DAY)

    assert ("assessment", "free", "review") == found.routes


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("personal_low", -1),
        ("personal_low", 0.5),
        ("personal_high", 4),
        ("sensitive_low", float("inf")),
        ("ciio", "maybe"),
        ("important", "perhaps"),
        ("exempt_basis", "9"),
        ("exempt_sensitive", 20_000),
        ("id", "b"),
    ],
)
def test_problems_name_row_and_column(frame, column, value):
    """In words and as a place: the row from 1 and the column as the table has it."""
    table = frame([ROWS[1] | {"id": "b"}, ROWS[0] | {"exempt_basis": "4", column: value}])
    found = problems(table)
    column = "personal_low" if column == "personal_high" else column

    assert [f"{column}[2]"] == [problem.cell for problem in found]
    assert f"第 2 行（{'b' if column == 'id' else 'a'}）的列 {column}" in found[0].message.zh
    assert f"row 2 ({'b' if column == 'id' else 'a'}), column {column}" in found[0].message.en


def test_nan_is_no_count_where_the_library_has_null():
    """Polars tells the two apart."""
    table = pl.DataFrame({"id": [1], "important": ["no"], "personal": [float("nan")]})
    assert ["case.count"] == [problem.code for problem in problems(table)]


def test_columns_nobody_knows_are_refused_with_those_there_are():
    """Unknown ones, no id, a count beside its bounds: all at once."""
    found = problems(pl.DataFrame({"colour": ["red"], "personal": [5], "personal_low": [5]}))

    assert {"colour", "id", "personal"} == {problem.cell for problem in found}
    assert all("exempt_basis" in p.message.zh for p in found if p.cell != "personal")


def test_sensitive_persons_need_a_flow_in_a_table_too():
    """A table that says nothing of the data explains no sensitive persons."""
    found = problems(pl.DataFrame({"id": ["a"], "sensitive": [5]}))
    assert [("case.no_flow", "sensitive[1]")] == [(p.code, p.cell) for p in found]


def test_a_lazy_table_is_refused():
    """It has to be collected first."""
    assert ["case.value"] == [p.code for p in problems(pl.DataFrame(ROWS).lazy())]


def test_an_empty_table_gives_no_routes():
    """A table without rows is a table."""
    assert 0 == len(route(pl.DataFrame({"id": []}), "national", on=DAY))


def test_every_column_is_documented():
    """The docstring and the page on routing name all of them."""
    text = route.__doc__ or ""
    bounds = {"sensitive_low", "sensitive_high"}  # "and so on"
    assert [] == [c for c in CASE_COLUMNS.values() if c not in bounds and f"`{c}`" not in text]


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
def test_a_year_may_come_as_tables(frame):
    """Flows and counts; a time at midnight is a day."""
    flows = frame([{"id": "a", "ciio": False, "important": "no"}])
    days = [date(2026, 1, 31), date(2026, 6, 30)]
    pairs = zip(days, (5, 10**5), strict=True)
    counts = frame([{"on": day, "id": "a", "personal": n, "sensitive": 0} for day, n in pairs])
    if frame is pd.DataFrame:
        counts["on"] = pd.to_datetime(counts["on"])
    found = year_view(flows, counts, "national")

    assert [date(2026, 6, 30)] == [one.by for one in found.arising]
    with pytest.raises(CaseError, match=r"personal\[1\]"):
        year_view(flows, frame([{"on": days[0], "id": "a", "personal": -1}]), "national")
    with pytest.raises(CaseError):
        year_view([5], counts, "national")


def test_an_empty_text_is_an_empty_cell():
    """As spreadsheets write it; unknown, as the page says."""
    frame = pl.DataFrame(
        {"id": ["a"], "ciio": ["no"], "important": ["unknown"], "notified": [" "], "personal": [5]}
    )
    found = route(frame, "national", on=DAY)[0]

    assert "review" == found.route and "data.notified" in found.missing[0].zh
