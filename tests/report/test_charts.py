"""Charts: specs that draw, say what they show, and keep colours' meanings."""

import json
from dataclasses import replace

import polars as pl
import pytest

from listlab.analyse.evidence import compare_evidence
from listlab.analyse.result import FamilyFit
from listlab.chart import palette
from listlab.report import render
from listlab.report.charts import coverage_chart, curve_chart, exposure_chart
from listlab.report.evidence import evidence_chart, evidence_lines
from listlab.report.fit_chart import fit_chart, fitted_above
from listlab.report.volume_chart import shown_threshold, volumes_chart

OF_RESULT = (coverage_chart, curve_chart, exposure_chart, fit_chart, volumes_chart)


@pytest.fixture(scope="module")
def evidence():
    frame = pl.DataFrame(
        {
            "sponsor": [s for s in "abcde" for _ in range(6)],
            "year": list(range(2008, 2014)) * 5,
            "persons": [1_000 * (i % 7 + 1) * (1 + i // 6) for i in range(30)],
        }
    )
    return compare_evidence(frame, shares=[0.1, 1.0], thresholds=[10_000, 50_000])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("chart", OF_RESULT, ids=lambda chart: chart.__name__)
def test_every_chart_of_a_result_draws_and_says_what_it_shows(chart, lang, result):
    """Each chart is valid, compiles to a drawing and has an alternative text in its language."""
    made = chart(result, lang)
    spec = render.chart_spec(made)
    assert made.to_dict(validate=True) | {"config": None} == spec | {"config": None}
    assert "<svg" in render.draw(spec, font="sans-serif", name="x")
    assert result.scenario_name.say(lang) in spec["description"] or chart is exposure_chart


@pytest.mark.parametrize("chart", OF_RESULT, ids=lambda chart: chart.__name__)
def test_charts_draw_without_a_recommended_threshold(chart, make_result):
    """A scenario without a feasible candidate still has its pictures."""
    spec = render.chart_spec(chart(make_result(mu=11.0)))
    assert "<svg" in render.draw(spec, font="sans-serif", name="x")


def test_answers_are_coloured_by_the_route_that_they_lead_to(result):
    """Free, tier and review keep their colours, which no other meaning borrows."""
    spec = json.dumps(render.chart_spec(volumes_chart(result)), ensure_ascii=False)
    used = [colour in spec for colour in (palette.FREE, palette.ASSESSMENT, palette.REVIEW)]
    assert ([True] * 3, False) == (used, palette.CONTRACT in spec)


def test_the_legend_names_the_procedure_of_the_threshold(result):
    """Below an assessment threshold nobody is free: a contract may still apply."""
    seen = {}
    for tier in ("assessment", "contract"):
        chart = volumes_chart(replace(result, tier=tier))
        seen[tier] = json.dumps(render.chart_spec(chart), ensure_ascii=False)
    assert "免安全评估（仍可能须订标准合同或认证）" in seen["assessment"]
    assert "免标准合同/认证" in seen["contract"]
    assert not any(word in spec for spec in seen.values() for word in ("自由出境", "放行"))


def test_the_rule_stands_at_the_threshold_shown_first(result):
    """Charts start at the recommended threshold."""
    spec = render.chart_spec(coverage_chart(result))
    values = {param["name"]: param["value"] for param in spec["params"]}
    assert result.recommendation.threshold == shown_threshold(result) == values["chosen"]


def test_fitted_shares_are_those_of_scipy(result):
    """The drawn laws are lognormal, gamma, Weibull and log-logistic of their parameters."""
    import numpy as np
    from scipy import stats

    at = np.array([500.0, 5_000.0, 50_000.0])
    laws = {
        "lognormal": ({"mu": 7.6, "sigma": 1.1}, stats.lognorm(1.1, scale=np.exp(7.6))),
        "gamma": ({"shape": 0.8, "scale": 4_800.0}, stats.gamma(0.8, scale=4_800.0)),
        "weibull": ({"shape": 0.9, "scale": 3_400.0}, stats.weibull_min(0.9, scale=3_400.0)),
        "loglogistic": ({"shape": 1.6, "scale": 2_000.0}, stats.fisk(1.6, scale=2_000.0)),
    }
    for family, (parameters, law) in laws.items():
        fit = FamilyFit(family, parameters, 0.0, 0.0, 1.0, True, True)
        assert pytest.approx(0.9 * law.sf(at), rel=1e-9) == fitted_above(fit, at, 0.1)


def test_evidence_says_how_little_dependent_years_weigh(evidence):
    """The sentences give the effective number beside the number of sponsor-years."""
    first = evidence_lines(evidence, threshold=10_000, lang="zh")[0]
    assert f"{evidence.n} 个申办方年" in first
    assert f"约合 {evidence.n_effective:.0f} 个" in first


def test_evidence_draws_every_share_for_both_measures(evidence):
    """Inflow and stock stand side by side at each share in China."""
    spec = render.chart_spec(evidence_chart(evidence, threshold=10_000))
    (values,) = spec["datasets"].values()
    found = {(row["measure"], row["share"]) for row in values}
    assert 4 == len(found)
    assert "<svg" in render.draw(spec, font="sans-serif", name="x")
