"""Crossing calendar of a scenario: months, districts, rules of counting, and bad input."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from listlab.analyse import frequency
from listlab.analyse.frequency.occupancy import moments, population, reached
from listlab.analyse.simulate import simulate
from listlab.errors import ScenarioError
from listlab.model.params import Assumption

T = 600


def analyse(flows, thresholds=(T,), **options):
    options = {"bootstrap": 50, "rng": np.random.default_rng(1), "kind": "personal"} | options
    return frequency.analyse(pl.DataFrame(flows), thresholds=thresholds, **options)


def one(low=1200, high=1200, m=12.0, b=100.0, **more):
    row = {"low": low, "high": high, "events_per_year": m, "persons_per_event": b}
    return {name: [value] for name, value in (row | more).items()}


def month_of(result, threshold=T):
    reached = result.calendar.filter(pl.col("threshold") == threshold, pl.col("by_then") > 0.5)
    return reached["month"].min()


def test_without_repeats_half_the_year_reaches_half():
    """D = m b: 600 of 1,200 persons are reached with the sixth of twelve monthly transfers."""
    assert month_of(analyse(one())) == 6


def test_the_same_people_each_time_are_all_counted_by_the_first_transfer():
    """D = b: the threshold is reached in January."""
    assert month_of(analyse(one(700, 700, b=700.0))) == 1


def test_people_who_come_again_bring_the_crossing_forward():
    """D = 1,000 of 100 a month from P: the count after j transfers, reckoned by hand, decides."""
    size = 10_000.0
    for _ in range(200):  # the fixed point of P = D / (1 − (1 − b/P)^m), by plain iteration
        size = 1000 / (1 - (1 - 100 / size) ** 12)
    counts = [size * (1 - (1 - 100 / size) ** j) for j in range(13)]
    expected = next(j for j, count in enumerate(counts) if count >= T)

    assert month_of(analyse(one(1000, 1000))) == expected == 7


def test_a_cohort_already_under_observation_counts_at_once():
    """500 of 700 persons are there with the first transfer: 600 are reached half-way on."""
    found = analyse(one(700, 700, b=500.0), variant="cohort", thresholds=[400, 600])

    assert (month_of(found, 400), month_of(found, 600)) == (1, 7)


def test_counting_by_transfer_and_month_frees_who_is_caught_by_the_year():
    """Weekly batches of 100: none alone reaches 450, a month of five reaches it, the year 5,000."""
    found = analyse(one(5200, 5200, m=52.0), thresholds=[450, 5000])
    rules = {(t, r): n for t, r, n in found.rules.select("threshold", "rule", "filings").rows()}

    assert rules == {
        (450, "event"): 0,
        (450, "month"): 1,
        (450, "year"): 1,
        (5000, "event"): 0,
        (5000, "month"): 0,
        (5000, "year"): 1,
    }


def test_missing_frequency_is_not_told_and_says_why():
    """Without times a year the month is unknown; the year still counts the enterprise."""
    found = analyse(one(m=None, b=None))
    row = found.enterprises.row(0, named=True)

    assert (row["cause"], row["expected"], row["earliest"]) == ("events.missing", None, 1)
    assert found.calendar["by_then"].to_list() == [0.0] * 12
    assert found.calendar["undated"][0] == 1
    assert found.rules.filter(pl.col("rule") == "year")["filings"].to_list() == [1.0]
    assert "undated" in found.notes


def test_a_frequency_in_words_stands_in_for_times_and_is_said():
    """每月 without a number is twelve times by assumption."""
    found = analyse(one(m=None, frequency="monthly"))

    assert month_of(found) == 6
    assert "events" in found.notes


def test_missing_persons_a_time_leave_bounds_and_an_assumed_middle():
    """Between nobody and everybody coming again; the assumed share is named."""
    found = analyse(one(b=None))
    row = found.enterprises.row(0, named=True)

    assert (row["earliest"], row["latest"]) == (1, 6)
    assert row["earliest"] < row["expected"] < row["latest"]
    assert "30.0%" in found.notes["recurrence"].zh


def test_told_recurrence_is_pooled_for_those_that_do_not_tell_it():
    """Five flows without repeats make the sixth, which tells none, go like them."""
    flows = {
        "low": [1200] * 6,
        "high": [1200] * 6,
        "events_per_year": [12.0] * 6,
        "persons_per_event": [100.0] * 5 + [None],
    }
    found = analyse(flows)

    assert found.enterprises["expected"].to_list() == [6] * 6
    assert "5 条" in found.notes["recurrence"].zh


@pytest.mark.parametrize(
    ("m", "b", "code"),
    [
        (12.0, 50.0, "volume.more_than_sent"),
        (12.0, 1300.0, "volume.less_than_event"),
        (0.0, 100.0, "frequency.no_events"),
        (2.5, 100.0, "frequency.no_events"),
        (12.0, 0.0, "volume.more_than_sent"),
    ],
)
def test_contradictions_become_problems_and_tell_no_month(m, b, code):
    """D outside [b, m b], no transfers, or empty ones: named, counted in the year alone."""
    found = analyse(one(m=m, b=b))

    assert [p.code for p in found.problems] == [code]
    assert found.n_dated == 0
    assert found.enterprises["cause"][0] is not None


def test_transfers_of_nobody_contradict_an_answer_that_may_be_zero():
    """Transfers of 0 beside up to 900 persons a year is named, not taken for an answer left out."""
    found = analyse(one(0, 900, b=0.0))

    assert [p.code for p in found.problems] == ["frequency.no_events"]
    assert found.enterprises["cause"].to_list() == ["distinct.outside"]


def test_a_problem_of_a_study_names_flow_and_cell():
    """Sheet and cell of the volume, and the flow's number, lead to the workbook."""
    source = {"file": "a.xlsx", "sheet": "出境场景", "row": 4, "sensitive_cell": "N4"}
    flows = {
        "enterprise_id": ["e"],
        "flow_id": ["e/1"],
        "personal_low": [0],
        "personal_high": [0],
        "sensitive_low": [9000],
        "sensitive_high": [9000],
        "events_per_year": [12.0],
        "persons_per_event": [100.0],
        "source": [source],
    }
    problem = analyse(flows, kind="sensitive").problems[0]

    assert problem.where() == "a.xlsx › 出境场景 › N4"
    assert problem.message.zh.startswith("e/1：")


def test_a_studys_rounded_figures_do_not_contradict():
    """3,600 persons in 12 times 299: a survey's rounding, read as nobody coming again."""
    flows = {
        "enterprise_id": ["e"],
        "personal_low": [3600],
        "personal_high": [3600],
        "sensitive_low": [0],
        "sensitive_high": [0],
        "events_per_year": [12.0],
        "persons_per_event": [299.0],
    }
    found = analyse(flows, thresholds=[1800])

    assert (found.problems, month_of(found, 1800)) == ((), 6)
    assert "rounded" in found.notes


def test_a_repeat_share_that_disagrees_by_a_tenth_yields_to_the_year():
    """12 × 100 × (1 − 0.5) = 600 against 1,200: a problem, and D wins."""
    found = analyse(one(repeat_share=0.5))

    assert [p.code for p in found.problems] == ["frequency.repeat_share"]
    assert month_of(found) == 6
    assert analyse(one(repeat_share=0.05)).problems == ()


def test_seasons_move_the_crossing():
    """All transfers in the last quarter: nothing before October."""
    weights = dict.fromkeys(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep"], 0.0)
    late = {"monthly_profile": Assumption(weights, "assumed")}
    found = analyse(one(), assumptions=late)
    halves = analyse(one()).seasons.filter(pl.col("month") == 6)

    assert month_of(found) == 11
    assert dict(halves.select("profile", "by_then").rows()) == {
        "given": 1.0,
        "quarter_1": 1.0,
        "quarter_2": 1.0,
        "quarter_3": 0.0,
        "quarter_4": 0.0,
    }


def test_the_worked_example_of_the_method():
    """9,000 persons in 12 times 1,200: July as a population, August as a cohort."""
    flow = one(9000, 9000, b=1200.0)
    population_size = population(9000, 12, 1200)
    spread = np.sqrt(moments(population_size, 1200, 12)[1])
    after = [
        round(float(n))
        for variant, j in (("population", 6), ("population", 7), ("cohort", 8))
        for n in reached(variant, 9000, 12, 1200, [j])
    ]
    months = [month_of(analyse(flow, [6000], variant=v), 6000) for v in ("population", "cohort")]
    silent = analyse(one(9000, 9000, b=None), [6000]).enterprises.row(0, named=True)

    assert (round(float(population_size)), round(float(spread))) == (13220, 35)
    assert after == [5751, 6429, 6164]
    assert months == [7, 8]
    assert (silent["earliest"], silent["latest"]) == (1, 8)


def many(n=40, seed=3):
    rng = np.random.default_rng(seed)
    low = np.round(np.exp(rng.normal(7, 1, n))).astype(int)
    wide = rng.random(n) < 0.5
    m = rng.choice([1.0, 4.0, 12.0, 52.0, np.nan], n)
    b = np.where(rng.random(n) < 0.4, np.ceil(low / np.where(np.isnan(m), 1, m) * 1.3), np.nan)
    return pl.DataFrame(
        {
            "enterprise": [f"e{i}" for i in range(n)],
            "low": low,
            "high": np.where(wide, low * 3, low),
            "events_per_year": m,
            "persons_per_event": np.where(b <= low, b, np.nan),
            "district": rng.choice(["东", "西"], n),
            "weight": rng.choice([1.0, 1.5], n),
        }
    ).with_columns(pl.col("events_per_year", "persons_per_event").fill_nan(None))


@pytest.fixture(scope="module")
def whole():
    return analyse(many(), thresholds=[500, 2000])


def test_the_years_filings_are_those_of_scale(whole):
    """Estimates by year equal simulate's filings, which does not know about dates."""
    scale = simulate(many(), thresholds=[500, 2000], seed=1, kind="personal", bootstrap=50)
    year = whole.rules.filter(pl.col("rule") == "year")["filings"].to_list()

    assert year == pytest.approx([row.filings.estimate for row in scale.thresholds], rel=1e-12)


def test_months_and_districts_add_up(whole):
    """Months to the year's dated filings, districts to the whole, everything never falling."""
    months = whole.calendar.filter(pl.col("threshold") == 500)
    year = whole.rules.filter(pl.col("rule") == "year", pl.col("threshold") == 500)["filings"][0]
    by_district = whole.districts.filter(pl.col("threshold") == 500, pl.col("month").is_null())

    assert months["filings"].sum() + months["undated"][0] == pytest.approx(year)
    assert by_district["filings"].sum() == pytest.approx(year)
    assert (months["by_then"].diff().drop_nulls() >= 0).all()
    for name in ("by_then", "filings"):
        assert (months[f"{name}_low"] <= months[name]).all()
        assert (months[name] <= months[f"{name}_high"]).all()
    assert (months["surely"] <= months["possibly"]).all()


def test_no_frame_holds_nan_and_nothing_is_left_unsaid(whole):
    """Values that do not exist are null; sentences are there in both languages, with a chart."""
    frames = (whole.calendar, whole.rules, whole.districts, whole.seasons, whole.enterprises)
    spec = whole.chart("en").to_dict()

    assert not any(f.select(pl.selectors.float().is_nan().any()).to_numpy().any() for f in frames)
    assert all(line.zh and line.en for line in whole.lines())
    assert "预计" in whole.lines()[0].zh
    assert spec["description"].startswith("Crossing calendar")
    assert whole.to_pandas().shape == whole.to_frame().shape


def test_row_order_does_not_matter_and_pandas_is_taken(whole):
    """Reversed rows in a pandas table give the same estimates."""
    turned = many().reverse().to_pandas().astype(object).where(lambda f: f.notna(), None)
    turned = pd.DataFrame(turned).infer_objects()
    found = frequency.analyse(
        turned, thresholds=[500, 2000], kind="personal", bootstrap=50, rng=np.random.default_rng(1)
    )

    assert found.calendar["by_then"].to_list() == pytest.approx(
        whole.calendar["by_then"].to_list(), rel=1e-9
    )


def test_the_same_seed_gives_the_same_frames(whole):
    """Same inputs and seed, same numbers."""
    assert whole.calendar.equals(analyse(many(), thresholds=[500, 2000]).calendar)


@pytest.mark.parametrize(
    "flows",
    [
        one(0, 0),
        one(0, None, m=None, b=None),
        {"low": [5, 5], "high": [None, 9], "events_per_year": [1.0, None]},
        one(0, 0, m=0.0, b=0.0),
    ],
)
def test_little_or_nothing_has_a_defined_answer(flows):
    """All zero, wholly missing, too few for a law: bounds stand, estimates may be null."""
    found = analyse(flows)

    assert found.calendar.height == 12
    assert all(line.zh for line in found.lines())


def test_too_few_answers_for_a_law_leave_null_with_a_cause():
    """An interval about the threshold without a law: null, and a note says why."""
    found = analyse(one(100, 1000, b=None))

    assert found.calendar["by_then"][11] is None
    assert "estimate" in found.notes


def test_unusable_numbers_are_refused_together():
    """Every column that holds an unusable number is named once."""
    with pytest.raises(ScenarioError) as error:
        analyse(one(m=-1.0, b=float("inf"), repeat_share=1.5))

    assert [p.code for p in error.value.problems] == [
        "scenario.events_per_year",
        "scenario.persons_per_event",
        "scenario.repeat_share",
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"thresholds": [0]},
        {"variant": "herd"},
        {"bootstrap": 49},
        {"assumptions": {"monthly_profile": Assumption(0.0, "assumed")}},
        {"enterprises": pl.DataFrame({"enterprise_id": ["x"], "region": ["y"], "weight": [1.0]})},
    ],
)
def test_unusable_options_are_refused(options):
    """A threshold of 0, an unknown variant, too few replicates, a year without transfers."""
    with pytest.raises(ScenarioError):
        analyse(one(), **options)
