"""Sobol indices against known functions and SALib."""

import numpy as np
import pytest
from SALib.analyze import sobol as salib
from scipy.stats import qmc

from listlab.analyse.sensitivity import Lever, Precision, Range, analyse
from listlab.analyse.sensitivity.design import saltelli_rows
from listlab.analyse.sensitivity.indices import draw_points, sobol_indices
from listlab.model.language import Text

ISHIGAMI = {"first": (0.3139, 0.4424, 0.0), "total": (0.5576, 0.4424, 0.2437)}


def named(code):
    return Text(code, code)


ANGLES = [Range(c, named(c), -np.pi, np.pi, 0.5) for c in ("x1", "x2", "x3")]


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def held(found):
    """Whether each interval holds the known index of the Ishigami function."""
    return [
        effect.low <= truth <= effect.high
        for kind, truths in ISHIGAMI.items()
        for factor, truth in zip(ANGLES, truths, strict=True)
        for effect in [getattr(found.effect("y1", factor.code), kind)]
    ]


def test_indices_of_ishigami_lie_in_their_intervals():
    """All six indices of the Ishigami function are within narrow intervals."""
    rng = np.random.default_rng(1)
    found = analyse(ishigami, factors=ANGLES, rng=rng, precision=Precision(target=0.04))

    assert all(held(found))
    assert found.converged
    assert found.trail[-1].half_width <= 0.04


@pytest.mark.parametrize("seeds", [pytest.param(300, marks=pytest.mark.soak), 12])
def test_intervals_keep_their_promise(seeds):
    """Over many scrambles, at least 93 % of intervals hold the known index, within error."""
    small = Precision(target=0.01, least=512, most=512)
    inside = [
        held(analyse(ishigami, factors=ANGLES, rng=np.random.default_rng(s), precision=small))
        for s in range(seeds)
    ]
    share = np.mean(inside)
    print(f"\n{share:.3f} of {6 * seeds} intervals hold")

    assert share >= 0.93 - 2 * np.sqrt(0.95 * 0.05 / (6 * seeds))


def test_numbers_are_those_of_salib():
    """Same outputs and resamples: indices and half-widths agree with SALib to 1e-12."""
    n, seed = 256, 11
    points = qmc.Sobol(6, scramble=True, rng=np.random.default_rng(3)).random(n)
    y = ishigami(saltelli_rows(points, ANGLES).reshape(-1, 3)) + 100
    ours = sobol_indices(y.reshape(n, 5, 1), draw_points(n, 100, np.random.default_rng(seed)))
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, y, calc_second_order=False, num_resamples=100, seed=seed)

    assert theirs["S1"] == pytest.approx(ours.first[:, 0], abs=1e-12)
    assert theirs["ST"] == pytest.approx(ours.total[:, 0], abs=1e-12)
    assert theirs["S1_conf"] == pytest.approx(ours.first_half[:, 0], abs=1e-12)
    assert theirs["ST_conf"] == pytest.approx(ours.total_half[:, 0], abs=1e-12)


def test_a_lever_of_unequal_levels_has_its_closed_form():
    """Y = t x with t of three levels, x even on [0, 1]: indices as on paper, in both outputs."""
    chances, levels = np.array([0.5, 0.3, 0.2]), np.array([1.0, 2.0, 5.0])
    lever = Lever("t", named("t"), tuple(levels), 2.0, tuple(chances))
    factors = [lever, Range("x", named("x"), 0.0, 1.0, 0.5)]
    first, second = chances @ levels, chances @ levels**2
    whole = second / 3 - first**2 / 4
    by_t, by_x = (second - first**2) / 4 / whole, first**2 / 12 / whole

    found = analyse(
        lambda v: np.column_stack([v[:, 0] * v[:, 1], v[:, 0]]),
        factors=factors,
        rng=np.random.default_rng(5),
        precision=Precision(target=0.03),
    )

    known = {("y1", "t"): (by_t, 1 - by_x), ("y1", "x"): (by_x, 1 - by_t)}
    known |= {("y2", "t"): (1.0, 1.0), ("y2", "x"): (0.0, 0.0)}
    for (output, factor), truths in known.items():
        effect = found.effect(output, factor)
        for each, truth in zip((effect.first, effect.total), truths, strict=True):
            assert each.low - 1e-9 <= truth <= each.high + 1e-9
    assert found.joint[0].estimate == pytest.approx(1 - by_t - by_x, abs=0.02)


def test_a_lever_is_drawn_with_its_chances():
    """Levels come from the Sobol' coordinates by inversion: shares exact to a point or two."""
    lever = Lever("t", named("t"), (0.0, 1.0, 2.0), 0.0, (0.125, 0.5, 0.375))
    points = qmc.Sobol(1, scramble=True, rng=np.random.default_rng(2)).random(1024)[:, 0]
    drawn = lever.at(points)

    assert [128, 512, 384] == [int((drawn == level).sum()) for level in lever.levels]


def test_an_output_that_does_not_vary_has_no_index():
    """A constant output gets None everywhere, its cause in the notes, and others keep theirs."""
    found = analyse(
        lambda v: np.column_stack([v[:, 0], np.full(len(v), 3.7)]),
        factors=ANGLES,
        rng=np.random.default_rng(1),
    )

    assert found.effect("y2", "x1").total.estimate is None
    assert "y2" in found.notes
    assert found.effect("y1", "x1").total.estimate == pytest.approx(1, abs=0.05)
    assert any("y2" in line.zh for line in found.lines())
    assert found.converged


def test_a_rare_event_never_passes_for_precise():
    """An output of one run in a thousand gets no interval but a note, no NaN, and goes on."""
    found = analyse(
        lambda v: (v[:, 0] > np.pi * 0.998).astype(float),
        factors=ANGLES,
        rng=np.random.default_rng(1),
        precision=Precision(least=256, most=512),
    )
    numbers = [x for row in found.to_frame().rows() for x in row if isinstance(x, float)]

    assert not np.isnan(numbers).any()
    assert found.effect("y1", "x1").total.low is None
    assert not found.converged
    assert [256, 512] == [step.n for step in found.trail]
    assert found.notes["y1"] in found.lines()
