"""Risk of one scenario: exposures, severities, budgets, and what is said of them."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from listlab.analyse import risk
from listlab.analyse.result import Estimate
from listlab.analyse.risk.budgets import Budgets, binding, within
from listlab.analyse.risk.result import RiskResult
from listlab.analyse.risk.severity import severities
from listlab.errors import ScenarioError
from listlab.model.params import Assumption

FIFTY, MILLION = 50_000, 1_000_000


def survey(n=40, seed=3):
    rng = np.random.default_rng(seed)
    volumes = np.floor(rng.lognormal(7.0, 0.8, n)).astype(int)
    wide = np.arange(n) % 4 == 0
    return pl.DataFrame(
        {
            "low": np.where(wide, 0.9 * volumes, volumes).astype(int),
            "high": np.where(wide, 1.1 * volumes, volumes).astype(int),
        }
    )


def run(frame, **options):
    options = {"thresholds": [1, 20_000, FIFTY, MILLION], "bootstrap": 60} | options
    return risk.analyse(frame, rng=np.random.default_rng(1), **options)


@pytest.fixture(scope="module")
def result() -> RiskResult:
    return run(survey())


def said(result, lang="zh"):
    return "\n".join(line.say(lang) for line in result.lines())


def test_permitted_ratio_of_equal_coverage_is_said_to_be_arithmetic(result):
    """1,000,000 over 50,000 is 20, the sentence says why and names β instead."""
    pair = next(p for p in result.pairs if (p.a, p.b) == (FIFTY, MILLION))

    assert pytest.approx(20, rel=1e-3) == pair.permitted_ratio
    assert "这个倍数只是两个数相除，不是发现；可以争论的是 β" in said(result)
    assert 0 < pair.beta < 0.05


def test_exposure_doubles_at_the_break_even_beta(result):
    """At the β named, exposure of the larger threshold is twice that of the smaller."""
    pair = next(p for p in result.pairs if (p.a, p.b) == (FIFTY, MILLION))
    small, large = result.row(FIFTY), result.row(MILLION)

    assert 2 * small.exposure(pair.beta) == pytest.approx(large.exposure(pair.beta))


def test_a_threshold_of_one_has_no_ratio(result):
    """One person permits nothing: the ratio is None, and the sentence says why."""
    pair = next(p for p in result.pairs if p.a == 1)

    assert pair.permitted_ratio is None
    assert "允许敞口之比不存在" in said(result)


def test_intervals_hold_their_estimates_and_nothing_is_nan(result):
    """Every figure of the frame is a number, its interval around it."""
    frame = result.to_frame()
    for part in ("realised", "permitted", "expected_loss", "cvar95", "filings"):
        assert (frame[f"{part}_low"] <= frame[part] + 1e-9).all()
        assert (frame[part] <= frame[f"{part}_high"] + 1e-9).all()
    numbers = [x for row in frame.rows() for x in row if isinstance(x, float)]

    assert all(math.isfinite(x) for x in numbers)
    assert "nan" not in said(result) + said(result, "en")
    assert result.chart("en").to_dict()["description"] == "exposure and yearly loss by threshold"
    assert "<table>" in result._repr_html_()


def test_rare_losses_are_said_to_be_the_expected_loss_over_a_twentieth():
    """Where 95 % of years pass without a loss, the sentence gives the division."""
    found = run(survey(), assumptions={"incident_rate": Assumption(0.0005, "assumed")})
    row = found.row(FIFTY)

    assert row.no_loss > 0.95
    assert row.expected_loss.estimate / 0.05 == pytest.approx(row.cvar95.estimate)
    assert "就是预期损失除以 0.05" in said(found)


@pytest.mark.parametrize(
    "volumes",
    [
        pl.DataFrame({"low": [500], "high": [500]}),
        pl.DataFrame({"low": [0] * 8, "high": [0] * 8}),
        pl.DataFrame({"low": [700] * 30, "high": [700] * 30}),
        pl.DataFrame(
            {"low": [5_000] * 30, "high": [None] * 30}, schema_overrides={"high": pl.Int64}
        ),
        pl.DataFrame({"low": [0] * 5, "high": [None] * 5}, schema_overrides={"high": pl.Int64}),
        pl.DataFrame({"low": [0, 10, 90_000], "high": [None, 20, 200_000]}),
    ],
    ids=["one flow", "all zero", "all equal", "all unbounded", "no answer", "three"],
)
def test_odd_surveys_get_a_defined_answer(volumes):
    """No flow is too odd: figures, or a sentence that there are none; never NaN."""
    found = run(volumes)
    numbers = [x for row in found.to_frame().rows() for x in row if isinstance(x, float)]

    assert all(math.isfinite(x) for x in numbers)
    assert found.lines()
    assert found.has_model == bool(found.rows)


@pytest.mark.parametrize(
    ("frame", "options"),
    [
        (pl.DataFrame({"low": [5], "high": [2]}), {}),
        (pl.DataFrame({"low": [5], "high": [5], "weight": [-1.0]}), {}),
        (pl.DataFrame({"low": [5], "high": [5], "severity": [math.inf]}), {}),
        (pl.DataFrame({"low": [], "high": []}, schema={"low": pl.Int64, "high": pl.Int64}), {}),
        (survey(), {"thresholds": [0]}),
        (survey(), {"contract_line": 0}),
    ],
)
def test_unusable_input_is_refused(frame, options):
    """Contradictions, weights, severities, thresholds and options that can't be are named."""
    with pytest.raises(ScenarioError):
        run(frame, **options)


def test_replicates_and_line_are_refused_together():
    """Too few replicates and an impossible line are two problems of one refusal."""
    with pytest.raises(ScenarioError) as refused:
        run(survey(), bootstrap=49, contract_line=0)

    assert ["scenario.bootstrap", "scenario.contract_line"] == [
        p.code for p in refused.value.problems
    ]


def test_budgets_decide_and_unset_ones_are_said(result):
    """Half of what 20,000 costs leaves one person only; other budgets are said not to be set."""
    most = result.row(20_000).expected_loss.estimate / 2
    found = run(survey(), budgets=Budgets(loss=most))
    feasible = [v.threshold for v in found.verdicts if v.feasible]

    assert [1] == feasible
    assert "loss" == binding(found.verdicts)
    assert "未设预算" in said(found)
    assert "每年办理件数" in said(found)


def test_without_budgets_everything_is_feasible(result):
    """An unset budget is not applied."""
    assert all(verdict.feasible for verdict in within(result.rows, Budgets()))
    assert all(verdict.binding is None for verdict in within(result.rows, Budgets()))


def test_a_cost_that_does_not_exist_keeps_no_budget(result):
    """An unknown cost is not within a budget that is set."""
    row = replace(result.rows[1], cvar95=Estimate(None, None, None))
    (verdict,) = within([row], Budgets(cvar=1e9))

    assert not verdict.feasible
    assert ("cvar",) == verdict.unknown


def test_budgets_below_zero_are_refused_together():
    """Both are named in one error."""
    with pytest.raises(ScenarioError) as error:
        Budgets(loss=-1.0, workload=math.nan)

    assert 2 == len(error.value.problems)


FLOWS = pl.DataFrame(
    {
        "flow_id": ["a1", "a2", "b1", "c1"],
        "enterprise_id": ["A", "A", "B", "C"],
        "country": ["DE", "US", None, "FR;US"],
        "safeguards": ["传输加密", None, "去标识化、访问控制", None],
    }
)
ITEMS = pl.DataFrame(
    {
        "item_id": ["1", "2", "3", "4", "5"],
        "flow_id": ["a1", "a1", "a2", "b1", "b1"],
        "name": ["受试者姓名", "受试者姓名", "药品批号", "受试者编号", "血压"],
        "personal": ["yes", "yes", "no", "yes", "yes"],
        "sensitive": ["no", "no", "no", "no", "yes"],
    }
)


def test_severity_multiplies_items_country_and_safeguards():
    """A: one direct item, Germany, encrypted. B: a code and a sensitive item, unknown country."""
    found = severities(FLOWS, ITEMS)
    by = dict(zip(found["enterprise_id"], found["severity"], strict=True))

    assert 1.5 * 1 * 0.8 == pytest.approx(by["A"])
    assert (0.5 + 5) * 1.3 * (0.5 * 0.9) == pytest.approx(by["B"])


def test_severity_of_unknown_items_is_borrowed_and_said():
    """C named no item: the median of the others counts, and the basis says so."""
    found = severities(FLOWS, ITEMS)

    assert ["items", "items", "borrowed"] == found["basis"].to_list()
    assert np.median(found["severity"][:2]) == pytest.approx(found["severity"][2])


def test_findings_win_over_the_enterprises_own_answers():
    """An item that step 2 found sensitive weighs as such."""
    findings = pl.DataFrame({"id": ["1", "2"], "personal": ["sensitive", "sensitive"]})
    found = severities(FLOWS, ITEMS, findings)

    assert 5 * 1.5 * 0.8 == pytest.approx(found["severity"][0])


def test_severity_factors_are_assumptions():
    """A study may say what a sensitive item weighs."""
    given = {"item_sensitivity": Assumption({"sensitive": 10.0}, "expert panel")}
    found = severities(FLOWS, ITEMS, assumptions=given)

    assert (0.5 + 10) * 1.3 * 0.45 == pytest.approx(found["severity"][1])


def test_severity_refuses_tables_without_their_columns():
    """The missing columns are named."""
    with pytest.raises(ScenarioError, match="safeguards"):
        severities(FLOWS.drop("safeguards"), ITEMS)


DOCS = Path(__file__).parents[2] / "docs" / "method"


def test_the_worked_example_of_the_method_holds():
    """Forty enterprises of 1,000 persons: the numbers that docs/method/risk.md gives."""
    text = (DOCS / "risk.md").read_text("utf-8")
    frame = pl.DataFrame({"low": [1_000] * 40, "high": [1_000] * 40})
    for rate in (0.01, 0.001):
        given = {"incident_rate": Assumption(rate, "assumed")}
        (row,) = run(frame, thresholds=[2_000], assumptions=given).rows
        loss, worst = row.expected_loss.estimate, row.cvar95.estimate
        none = f"{100 * row.no_loss:.1f} %"

        assert f"= {none}" in text
        assert f"expected loss {loss:.0f}, worst 5 % of years" in text
        assert f" {worst:.0f}." in text


def test_both_errors_are_what_lies_between_two_candidates():
    """Exact answers: filings of those between, their losses at rate times share, and the ratio."""
    volumes = [5_000, 12_000, 15_000, 18_000, 30_000, 40_000]
    frame = pl.DataFrame({"low": volumes, "high": volumes})
    found = run(frame, thresholds=[10_000, 20_000, FIFTY, MILLION])
    unit = found.hazard.rate * found.hazard.mean_share
    for each in found.relaxed:
        between = [v for v in volumes if each.a <= v < each.b]
        assert each.filings.estimate == pytest.approx(len(between))
        assert each.loss.estimate == pytest.approx(unit * sum(between), rel=1e-4)
        assert each.loss.low <= each.loss.estimate <= each.loss.high
        if between:
            assert each.price.estimate == pytest.approx(unit * np.mean(between), rel=1e-4)
        else:
            assert each.price.estimate is None

    assert "放宽无益" in said(found)


def test_the_errors_add_up_to_the_rows(result):
    """Over all steps they come to the difference of the largest and the smallest candidate."""
    first, last = result.rows[0], result.rows[-1]
    sums = {
        part: sum(getattr(each, part).estimate for each in result.relaxed)
        for part in ("loss", "tail", "filings")
    }

    assert sums["loss"] == pytest.approx(last.expected_loss.estimate - first.expected_loss.estimate)
    assert sums["tail"] == pytest.approx(last.cvar95.estimate - first.cvar95.estimate)
    assert sums["filings"] == pytest.approx(first.filings.estimate - last.filings.estimate)
    assert result.to_frame()["more_loss"].sum() == pytest.approx(sums["loss"])


def test_filings_between_reach_to_the_exact_limit_where_not_all_were_asked():
    """Nobody of 40 between, for a frame of 400: up to the exact limit of that share."""
    found = run(survey().with_columns(weight=pl.lit(10.0)), thresholds=[FIFTY, MILLION])
    limit = 1 - 0.025 ** (1 / 40)

    assert found.relaxed[0].filings.high == pytest.approx(400 * limit, rel=1e-6)
