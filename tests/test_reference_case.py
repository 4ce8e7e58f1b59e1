"""The reference case on the sample study: clinical trials, 50,000 against 1,000,000."""

import ast
import re
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lifelines
import numpy as np
import polars as pl
import pytest
import surpyval
from scipy import optimize, stats

from listlab.analyse.answers import group_answers
from listlab.analyse.families import FAMILIES
from listlab.analyse.laws import fit
from listlab.analyse.simulate import simulate
from listlab.report.evidence import evidence_lines

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/method/reference_case.md"
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
QUOTE = re.compile(r"^> (.+)$", re.MULTILINE)
FIFTY, MILLION = 50_000, 1_000_000


@pytest.fixture(scope="module")
def run():
    """Names that the page's code leaves, run from the project's folder as the page says."""
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for block in CODE.findall(PAGE.read_text(encoding="utf-8")):
            exec(block, names)
    return SimpleNamespace(**names)


@pytest.fixture(scope="module")
def volumes(run):
    return run.volumes


@pytest.fixture(scope="module")
def analyse(run):
    def again(frame):
        return simulate(frame, seed=20260101, limits=run.law, growth=run.growth, bootstrap=300)

    return again


@pytest.fixture(scope="module")
def result(run):
    return run.result


def test_ten_lines_run_the_whole_case():
    """The first block has ten statements after its imports."""
    first = ast.parse(CODE.findall(PAGE.read_text(encoding="utf-8"))[0])
    statements = [s for s in first.body if not isinstance(s, ast.Import | ast.ImportFrom)]

    assert len(statements) == 10


def test_every_sentence_of_the_page_is_what_comes_out(run):
    """Quotes of the page are sentences of the results, word for word and number for number."""
    advice = run.result.recommendation
    texts = [advice.headline, *advice.reasons, *(r.reason for r in advice.rejected)]
    texts += [*run.turns.lines(), *run.turns_abroad.lines()]
    said = {text.say(lang) for text in texts for lang in ("zh", "en")}
    for lang in ("zh", "en"):
        said |= set(evidence_lines(run.real, threshold=FIFTY, lang=lang))
    quoted = QUOTE.findall(PAGE.read_text(encoding="utf-8"))

    assert len(quoted) >= 15
    assert [] == [line for line in quoted if line not in said]


def test_the_verdicts_turn_where_the_page_says(run, result):
    """Equivalence and recommendation end with volumes below five times and one far answer."""
    turns = run.turns

    assert turns.recommended == result.recommendation.threshold
    assert turns.margin == pair(result).coverage_gain.upper95
    assert 1 < turns.equivalent_until < 5
    assert turns.recommended_until < turns.any_until < 5
    assert turns.answers_against_pair <= 4
    assert turns.answers_needed == 386
    assert [step.up_to for step in turns.needs] == sorted(step.up_to for step in turns.needs)


def test_the_register_says_the_same_up_to_a_share_in_china(run):
    """At a tenth in China equivalence holds with the model, up to a share of about 0.21."""
    turns = run.turns_abroad

    assert turns.equivalent
    assert turns.recommended <= FIFTY
    assert 0.1 * turns.equivalent_until == pytest.approx(0.206, abs=0.01)
    assert turns.answers_needed == 149


def pair(result):
    return next(p for p in result.equivalence if (p.a, p.b) == (FIFTY, MILLION))


def test_equivalent_with_the_model_not_without(result):
    """50,000 and 1,000,000: equivalent with the model, not shown without it, 386 would settle."""
    found = pair(result)

    assert found.equivalent
    assert not found.equivalent_without_model
    assert found.in_gap.high == 3
    exact = stats.binomtest(3, 386, alternative="less").proportion_ci(0.95).high
    assert exact < result.delta
    assert found.answers_needed_without_model == 386


def test_recommendation_and_its_reasons(result):
    """At most 50,000; reasons name both readings, the answers needed and the exposure."""
    text = "".join(reason.zh for reason in result.recommendation.reasons)

    assert result.recommendation.threshold <= FIFTY
    assert result.recommendation.rests_on_tail
    assert "由5万人放宽到100万人（超出法律允许范围，仅作比较）" in text
    assert "386 份给出人数的答复" in text
    assert "取决于分布尾部的形状" in text


def test_law_leaves_no_room_at_100000(result):
    """100,000 and 1,000,000 stand in the comparison only, rejected by law."""
    codes = {r.threshold: r.code for r in result.recommendation.rejected}

    assert (codes[100_000], codes[MILLION]) == ("law", "law")


def test_permitted_exposure_is_twenty_fold(result):
    """With equal coverage the permitted ratio is 20 by arithmetic; β decides what it means."""
    found = pair(result)
    by_beta = {
        (row["threshold"], row["beta"]): row["exposure"] for row in result.exposure.to_dicts()
    }

    assert found.permitted_risk_ratio == pytest.approx(20, rel=0.005)
    assert {beta for _, beta in by_beta} == {0, 0.1, 1}
    assert by_beta[MILLION, 0] == pytest.approx(by_beta[FIFTY, 0], rel=0.01)
    assert by_beta[MILLION, 1] == pytest.approx(20 * by_beta[FIFTY, 1], rel=0.005)


def test_all_volumes_five_times(analyse, volumes, result):
    """× 5: nothing below the cap serves the need any more, and equivalence is gone."""
    larger = analyse(volumes.with_columns(pl.col("low") * 5, pl.col("high") * 5))

    assert larger.recommendation.threshold is None
    assert not pair(larger).equivalent
    assert pair(larger).coverage_gain.estimate > pair(result).coverage_gain.estimate


def test_a_tail_beyond_100000(analyse, volumes):
    """Four enterprises beyond 100,000: equivalence is gone and the page has another verdict."""
    exact = volumes.with_row_index().filter(pl.col("low") == pl.col("high"))["index"][:4]
    tail = volumes.with_row_index().with_columns(
        low=pl.when(pl.col("index").is_in(exact.implode())).then(150_000).otherwise("low"),
        high=pl.when(pl.col("index").is_in(exact.implode())).then(150_000).otherwise("high"),
    )
    found = analyse(tail)

    codes = {r.threshold: r.code for r in found.recommendation.rejected}

    assert not pair(found).equivalent
    assert found.recommendation.threshold is None
    assert codes[FIFTY] == "need"  # the law of two groups sees it, not the survey alone
    assert found.row(FIFTY).forecast.lower95 < found.row(FIFTY).observed.high


def test_only_eight_answers(analyse, volumes):
    """Eight answers carry no threshold, and the first reason says so."""
    found = analyse(volumes.filter(pl.col("low") == pl.col("high"))[:8])

    assert found.recommendation.threshold is None
    assert "不足以支持任何阈值" in found.recommendation.headline.zh
    assert any("只有 8 份" in reason.zh for reason in found.recommendation.reasons)


def test_real_enrolment_beside_it(run):
    """At a tenth in China no sponsor-year reaches 50,000; the bound admits dependence."""
    found = run.real
    shown = pl.col("share").is_in([0.1, 1.0])
    inflow = found.table.filter(pl.col("measure") == "inflow", shown)
    even = found.break_even.filter(pl.col("measure") == "inflow")["share"].item()

    assert inflow["exceeding"].to_list() == [0, 18]
    assert found.icc == pytest.approx(0.56, abs=0.005)
    assert found.n_effective == pytest.approx(17, abs=0.5)
    assert inflow["upper95_effective"][0] == pytest.approx(0.165, abs=0.001)
    assert even == pytest.approx(0.394, abs=0.001)


def laws(fitted):
    p = fitted.parameters
    return {
        "lognormal": lambda: stats.lognorm(p["sigma"], scale=np.exp(p["mu"])),
        "gamma": lambda: stats.gamma(p["shape"], scale=p["scale"]),
        "weibull": lambda: stats.weibull_min(p["shape"], scale=p["scale"]),
        "loglogistic": lambda: stats.fisk(p["shape"], scale=p["scale"]),
    }[fitted.family]()


@pytest.mark.parametrize("family", ["lognormal", "gamma", "weibull", "loglogistic"])
def test_fits_of_the_samples_own_answers_reach_scipys_optimum(volumes, family):
    """Exact, interval and open answers as they came: no optimiser does better."""
    answers = group_answers(volumes)
    model = fit(answers)
    found = next(f for f in model.fits if f.family == family)
    weights, point = model.weights, answers.exact

    def loss(theta):
        changed = type(found)(
            **{n: getattr(found, n) for n in found.__slots__}
            | {"parameters": FAMILIES[family].natural(*theta)}
        )
        law = laws(changed)
        mass = law.cdf(answers.high + 1) - law.cdf(answers.low)
        with np.errstate(divide="ignore"):
            terms = np.where(point, law.logpdf(np.maximum(answers.low, 1)), np.log(mass))
        return -(weights * np.where(weights > 0, terms, 0)).sum()

    best = optimize.minimize(loss, model.theta[family][:2] + 0.05, method="Nelder-Mead", tol=1e-10)

    assert -best.fun == pytest.approx(found.loglik, rel=1e-7)


@pytest.mark.parametrize(
    ("family", "fitter", "distribution"),
    [
        ("lognormal", "LogNormalFitter", "LogNormal"),
        ("weibull", "WeibullFitter", "Weibull"),
        ("loglogistic", "LogLogisticFitter", "LogLogistic"),
        ("gamma", None, "Gamma"),
    ],
)
def test_fits_of_the_samples_own_intervals_agree_with_peers(volumes, family, fitter, distribution):
    """The sample's interval answers: lifelines and surpyval have the same log-likelihood."""
    frame = volumes.filter((pl.col("low") > 0) & (pl.col("low") < pl.col("high")))
    answers = group_answers(frame)
    found = next(f for f in fit(answers).fits if f.family == family)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = getattr(surpyval, distribution).fit(
            xl=answers.low, xr=answers.high + 1, n=answers.count.astype(int)
        )
        assert -theirs.neg_ll() == pytest.approx(found.loglik, rel=1e-6)
        if fitter:
            other = getattr(lifelines, fitter)().fit_interval_censoring(
                answers.low, answers.high + 1, weights=answers.count
            )
            assert other.log_likelihood_ == pytest.approx(found.loglik, rel=1e-6)


def test_bounds_of_the_sample_are_scipys_exact_binomial(result, volumes):
    """Certain and possible answers below each candidate give scipy's exact one-sided limits."""
    high = volumes["high"].fill_null(10**12)
    n = volumes.height
    for row in result.thresholds:
        certain = int((high < row.threshold).sum())
        possible = int((volumes["low"] < row.threshold).sum())
        low = stats.binomtest(certain, n, alternative="greater").proportion_ci(0.95).low
        top = stats.binomtest(possible, n, alternative="less").proportion_ci(0.95).high

        assert row.without_model.low == pytest.approx(low, abs=1e-12)
        assert row.without_model.high == pytest.approx(top, abs=1e-12)
