"""Fits against oracles that we did not write: scipy, lifelines, surpyval."""

import warnings

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from listlab.analyse.answers import group_answers
from listlab.analyse.families import FAMILIES
from listlab.analyse.laws import fit
from listlab.analyse.likelihood import fit_best, fit_studies, starting_points
from listlab.analyse.terms import likelihood_rows, row_terms

SCIPY = {
    "lognormal": lambda p: stats.lognorm(p["sigma"], scale=np.exp(p["mu"])),
    "gamma": lambda p: stats.gamma(p["shape"], scale=p["scale"]),
    "weibull": lambda p: stats.weibull_min(p["shape"], scale=p["scale"]),
    "loglogistic": lambda p: stats.fisk(p["shape"], scale=p["scale"]),
}


def survey(seed=3, n=90, *, decades=False):
    """Volumes answered exactly, about, in brackets, and not at all."""
    rng = np.random.default_rng(seed)
    rows = []
    for i, x in enumerate(np.floor(np.exp(rng.normal(7.6, 1.0, n))).astype(int)):
        edges = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
        if decades or i % 4 == 0:
            k = int(np.searchsorted(edges, x, side="right"))
            rows.append((edges[k - 1] if k else 0, edges[k] - 1))
        elif i % 7 == 0:
            rows.append((int(0.9 * x), int(1.1 * x)))
        elif i % 23 == 0:
            rows.append((0, None))
        elif i % 29 == 0:
            rows.append((1_000, None) if x >= 1_000 else (0, 999))
        else:
            rows.append((int(x), int(x)))
    return pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")


def loglik(law, answers, weights):
    point = answers.exact
    mass = law.cdf(answers.high + 1) - law.cdf(answers.low)
    terms = np.where(point, law.logpdf(np.maximum(answers.low, 1)), np.log(mass))
    return float((weights * terms).sum())


@pytest.mark.parametrize("family", SCIPY)
@pytest.mark.parametrize("decades", [False, True])
def test_fit_reaches_scipys_optimum(family, decades):
    """No better log-likelihood is found by scipy's optimiser, and its value is the same."""
    answers = group_answers(survey(decades=decades))
    model = fit(answers)
    found = next(f for f in model.fits if f.family == family)
    a, b = model.theta[family][:2]

    def loss(theta):
        law = SCIPY[family](FAMILIES[family].natural(*theta))
        return -loglik(law, answers, model.weights)

    best = optimize.minimize(loss, [a + 0.05, b - 0.05], method="Nelder-Mead", tol=1e-10)

    assert -best.fun == pytest.approx(found.loglik, rel=1e-7)


@pytest.mark.parametrize("family", SCIPY)
def test_reported_parameters_are_scipys(family):
    """Natural parameters mean what scipy means by them."""
    answers = group_answers(survey())
    model = fit(answers)
    found = next(f for f in model.fits if f.family == family)

    expected = loglik(SCIPY[family](found.parameters), answers, model.weights)

    assert expected == pytest.approx(found.loglik, rel=1e-9)


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("lognormal", "LogNormalFitter"),
        ("weibull", "WeibullFitter"),
        ("loglogistic", "LogLogisticFitter"),
    ],
)
def test_fit_agrees_with_lifelines(family, name):
    """Log-likelihood of intervals agrees with lifelines, called with (low, high + 1]."""
    import lifelines

    frame = survey(decades=True)
    answers = group_answers(frame)
    model = fit(answers)
    found = next(f for f in model.fits if f.family == family)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = getattr(lifelines, name)().fit_interval_censoring(
            answers.low, answers.high + 1, weights=answers.count
        )

    assert oracle.log_likelihood_ == pytest.approx(found.loglik, rel=1e-6)


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("lognormal", "LogNormal"),
        ("gamma", "Gamma"),
        ("weibull", "Weibull"),
        ("loglogistic", "LogLogistic"),
    ],
)
@pytest.mark.parametrize("decades", [True, False], ids=["intervals", "numbers among them"])
def test_fit_agrees_with_surpyval(family, name, decades):
    """Log-likelihood agrees with surpyval's, called with (low, high + 1] and whole weights."""
    import surpyval

    frame = survey(decades=decades).filter(pl.col("low") > 0)
    answers = group_answers(pl.concat([frame, frame[:40], frame[:11]]))
    model = fit(answers)
    found = next(f for f in model.fits if f.family == family)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = getattr(surpyval, name).fit(
            xl=answers.low,
            xr=np.where(answers.exact, answers.high, answers.high + 1),
            n=answers.count.astype(int),
        )

    assert answers.count.max() > 1
    assert -oracle.neg_ll() == pytest.approx(found.loglik, rel=1e-6)


@pytest.mark.parametrize("family", SCIPY)
def test_derivatives_agree_with_differences(family):
    """Gradients and Hessians are those of the functions they belong to."""
    law = FAMILIES[family]
    y = np.log(np.array([3.0, 800.0, 40_000.0]))
    a, b, h = (0.4, 7.0, 1e-4) if family == "gamma" else (7.0, 0.1, 1e-4)
    for jet_of in (law.cdf_jet, law.logpdf_jet):
        at = lambda da, db, jet_of=jet_of: jet_of(y, np.array(a + da), np.array(b + db))  # noqa: E731
        jet = at(0, 0)
        np.testing.assert_allclose(
            jet.a, (at(h, 0).value - at(-h, 0).value) / (2 * h), rtol=2e-5, atol=1e-8
        )
        np.testing.assert_allclose(
            jet.b, (at(0, h).value - at(0, -h).value) / (2 * h), rtol=2e-5, atol=1e-8
        )
        np.testing.assert_allclose(
            jet.aa, (at(h, 0).a - at(-h, 0).a) / (2 * h), rtol=2e-3, atol=1e-6
        )
        np.testing.assert_allclose(
            jet.ab, (at(0, h).a - at(0, -h).a) / (2 * h), rtol=2e-3, atol=1e-6
        )
        np.testing.assert_allclose(
            jet.bb, (at(0, h).b - at(0, -h).b) / (2 * h), rtol=2e-3, atol=1e-6
        )


def test_zeros_have_a_share_of_their_own():
    """With only exact answers the share of zeros is their frequency, whatever the family."""
    frame = pl.DataFrame({"low": [0] * 5 + [50, 90, 120, 300, 700, 40, 2000, 800, 77, 150]})
    model = fit(group_answers(frame.with_columns(high=pl.col("low"))))

    assert model.zero_share == pytest.approx(5 / 15, abs=1e-9)


def test_no_exact_zero_no_share_of_zeros():
    """Intervals from zero alone do not make a share of zeros."""
    frame = pl.DataFrame({"low": [0, 0, 50, 90, 120, 300], "high": [99, 999, 50, 90, 120, 300]})

    assert fit(group_answers(frame)).zero_share == 0


def test_refits_of_replicates_are_scipys():
    """A bootstrap replicate fitted in a batch has the optimum that scipy finds for it alone."""
    answers = group_answers(survey())
    model = fit(answers)
    draws = np.random.default_rng(5).multinomial(answers.n, answers.count / answers.n, size=3)
    weights = draws * answers.answered
    start = np.repeat(model.theta["gamma"][None], 3, axis=0)
    fits = fit_studies(FAMILIES["gamma"], model.rows, weights.astype(float), start)
    for r in range(3):

        def loss(theta, r=r):
            law = stats.gamma(np.exp(theta[0]), scale=np.exp(theta[1]))
            return -loglik(law, answers, weights[r])

        best = optimize.minimize(loss, fits.theta[r] + 0.03, method="Nelder-Mead", tol=1e-10)

        assert -best.fun == pytest.approx(fits.loglik[r], rel=1e-7)


@pytest.mark.parametrize(
    "rows",
    [
        [(500, 500)] * 20,
        [(100, 999)] * 30,
        [(0, None)] * 10,
        [(0, 0)] * 10,
        [(10, 10), (20, 20)],
    ],
)
def test_what_determines_no_law_is_not_fitted(rows):
    """Equal, missing, zero or too few answers leave no family that would be used."""
    frame = pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")

    assert fit(group_answers(frame)).theta == {}


def two_groups(seed=1, *, far=5, n=75):
    """Volumes around 2,000, and a few enterprises far out."""
    rng = np.random.default_rng(seed)
    volumes = [*rng.lognormal(7.6, 1.0, n), *rng.lognormal(11.5, 0.3, far)]
    rows = []
    for i, v in enumerate(np.floor(volumes).astype(int)):
        k = 10 ** int(np.log10(max(v, 1)))
        rows.append((k, 10 * k - 1) if i % 5 == 0 else (int(v), int(v)))
    return group_answers(
        pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
    )


def test_mixture_reaches_scipys_optimum():
    """Exact and interval answers of two groups: scipy finds no better penalised likelihood."""
    answers = two_groups()
    model = fit(answers)
    found = next(f for f in model.fits if f.family == "mixture")

    def loss(theta):
        a, other, b, more, logit = theta
        share = 1 / (1 + np.exp(-logit))
        parts = [stats.norm(a, np.exp(b)), stats.norm(other, np.exp(b + more))]
        y, top = np.log(answers.low), np.log(answers.high + 1)
        density = [law.pdf(y) / answers.low for law in parts]
        mass = [law.cdf(top) - law.cdf(y) for law in parts]
        low, high = np.where(answers.exact, density, mass)
        terms = np.log((1 - share) * low + share * high)
        return more**2 / 2 - (model.weights * terms).sum()

    best = optimize.minimize(
        loss, model.theta["mixture"] + 0.05, method="BFGS", options={"gtol": 1e-7}
    )

    assert -best.fun == pytest.approx(found.loglik, rel=1e-8)
    assert found.weight > 0.9
    assert found.parameters["mu_high"] == pytest.approx(11.5, abs=0.3)


def test_mixture_is_the_same_whichever_group_comes_first():
    """Named parameters put the lower group first, and name the same law."""
    family = FAMILIES["mixture"]
    theta = (11.5, 7.6, -1.2, 1.2, 2.9)
    y = np.linspace(3, 14, 30)
    named = family.natural(*theta)
    again = map(np.asarray, family.canonical(named))

    assert named["mu"] == 7.6
    np.testing.assert_allclose(family.sf(y, *map(np.asarray, theta)), family.sf(y, *again))


def test_mixture_never_shrinks_to_one_answer():
    """Equal exact answers do not make a group of no spread: the fit stays finite and is used."""
    rng = np.random.default_rng(3)
    volumes = [*np.floor(rng.lognormal(7.6, 1.0, 60)).astype(int), *[150_000] * 4]
    model = fit(group_answers(pl.DataFrame({"low": volumes, "high": volumes})))
    found = next(f for f in model.fits if f.family == "mixture")

    assert found.converged
    assert 0.05 < found.parameters["sigma_high"] < 1


def test_one_answer_far_out_is_a_group_that_may_be():
    """A single far answer among 80 keeps the mixture within the band."""
    found = next(f for f in fit(two_groups(far=1, n=79)).fits if f.family == "mixture")

    assert found.in_band
    assert found.parameters["share_high"] < 0.05


def test_few_answers_are_not_split_into_groups():
    """Nineteen effective answers: the mixture is not tried at all."""
    assert "mixture" not in {f.family for f in fit(group_answers(survey(n=19))).fits}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("zeros", [False, True])
def test_likelihood_derivatives_agree_with_differences(family, zeros):
    """Of exact, interval, open and zero answers; with and without a share of zeros."""
    low = np.array([5.0, 300.0, 0.0, 700.0, 0.0, 1000.0, 0.0][: 7 if zeros else 6])
    high = np.array([5.0, 300.0, 99.0, 9000.0, np.inf, np.inf, 0.0][: 7 if zeros else 6])
    rows, weights = likelihood_rows(low, high), np.linspace(0.5, 2, len(low))[None]
    theta = {"gamma": [0.2, 6.0], "mixture": [5.0, 8.0, 0.2, -0.5, -1.0]}.get(family, [5.5, 0.2])
    theta = np.array([[*theta, *([-1.0] if zeros else [])]])
    h = 1e-5
    _, gradient, hessian = row_terms(FAMILIES[family], rows, theta).sums(weights)
    for k, unit in enumerate(h * np.eye(theta.shape[1])):
        up, down = (
            row_terms(FAMILIES[family], rows, theta + s * unit).sums(weights) for s in (1, -1)
        )
        loose = family == "gamma"  # its second derivatives are differences themselves
        np.testing.assert_allclose((up[0] - down[0]) / (2 * h), gradient[:, k], rtol=1e-5)
        np.testing.assert_allclose(
            (up[1] - down[1]) / (2 * h),
            hessian[:, :, k],
            rtol=3e-3 if loose else 1e-5,
            atol=1e-3 if loose else 1e-7,
        )


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("lognormal", "LogNormalFitter"),
        ("weibull", "WeibullFitter"),
        ("loglogistic", "LogLogisticFitter"),
    ],
)
def test_fit_with_frame_weights_agrees_with_lifelines(family, name):
    """Weights of a frame: the same log-likelihood as lifelines', scaled to effective answers."""
    import lifelines

    frame = survey(decades=True).with_columns(weight=pl.Series(np.linspace(0.5, 3.7, 90)))
    answers = group_answers(frame)
    model = fit(answers)
    found = next(f for f in model.fits if f.family == family)
    mass = answers.count * answers.weight
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = getattr(lifelines, name)().fit_interval_censoring(
            answers.low, answers.high + 1, weights=mass
        )
    scale = model.weights.sum() / mass.sum()

    assert oracle.log_likelihood_ * scale == pytest.approx(found.loglik, rel=1e-6)


@pytest.mark.parametrize("family", SCIPY)
def test_fits_are_stable_over_decades(family):
    """Brackets of 1, 10, 100, 1,000, 10,000 with all answers in a few: scipy's optimum."""
    edges, counts = [1, 10, 100, 1_000, 10_000], [3, 20, 30, 7]
    rows = [(edges[k], edges[k + 1] - 1) for k, n in enumerate(counts) for _ in range(n)]
    answers = group_answers(pl.DataFrame(rows, schema=["low", "high"], orient="row"))
    model = fit(answers)
    found = next(f for f in model.fits if f.family == family)

    def loss(theta):
        law = SCIPY[family](FAMILIES[family].natural(*theta))
        mass = law.cdf(answers.high + 1) - law.cdf(answers.low)
        return -(model.weights * np.log(np.maximum(mass, 1e-300))).sum()

    start = model.theta[family] + [0.1, -0.1]
    best = optimize.minimize(loss, start, method="Nelder-Mead", tol=1e-10)

    assert -best.fun == pytest.approx(found.loglik, rel=1e-6)


def test_best_of_several_starts_is_kept():
    """The usable fit of largest likelihood wins, whatever the order of the starts."""
    answers = two_groups()
    rows = likelihood_rows(answers.low, answers.high)
    weights = answers.count[None]
    starts = starting_points(rows, weights, "mixture", zeros=False)
    one = fit_best(FAMILIES["mixture"], rows, weights, starts)
    other = fit_best(FAMILIES["mixture"], rows, weights, starts[::-1])

    assert one.loglik[0] == pytest.approx(other.loglik[0], rel=1e-9)
    assert all(
        fit_studies(FAMILIES["mixture"], rows, weights, s).loglik[0] <= one.loglik[0] + 1e-6
        for s in starts
    )
