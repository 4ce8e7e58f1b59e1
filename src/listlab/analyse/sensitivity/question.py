"""Sensitivity of a model's outputs: which factor matters, alone and with the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.random import Generator

from listlab.analyse.answers import Array
from listlab.analyse.result import Estimate
from listlab.analyse.sensitivity.design import (
    Function,
    one_at_a_time,
    run,
    saltelli_rows,
    sequence,
)
from listlab.analyse.sensitivity.indices import Indices, draw_points, sobol_indices
from listlab.analyse.sensitivity.inputs import Input, check_inputs
from listlab.analyse.sensitivity.result import Bar, Effect, Output, Sensitivity, Step
from listlab.errors import ScenarioError
from listlab.model.language import Text


@runtime_checkable
class Varied(Protocol):
    """A model that says itself what it is varied over and what it gives."""

    @property
    def factors(self) -> tuple[Input, ...]:
        """Factors, in the order of the columns it takes."""

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Outputs, in the order of the columns it gives."""

    def __call__(self, rows: Array) -> Array:
        """Outputs, shape (n, outputs), at rows of shape (n, factors)."""


@dataclass(frozen=True)
class Precision:
    """How narrow intervals of the indices must be, and what may be spent on it.

    The design starts at `least` points and doubles until the widest 95 % half-width of any
    index is at most `target`, or until `most` points; both are powers of two.
    """

    target: float = 0.05
    least: int = 256
    most: int = 2**14
    resamples: int = 200


def analyse(
    model: Function | Varied,
    *,
    rng: Generator,
    factors: Sequence[Input] | None = None,
    outputs: Sequence[Output] | None = None,
    precision: Precision | None = None,
) -> Sensitivity:
    """Sobol first-order and total indices with intervals, and a tornado.

    Parameters
    ----------
    model : callable
        Takes rows of factor values, shape (n, factors), and gives (n,) or (n, outputs); or a
        model that names its own factors and outputs, such as `sensitivity.scenario_model`.
    rng : numpy.random.Generator
        Scrambles the Sobol' sequence and draws the bootstrap.
    factors : sequence of Range or Lever, optional
        What is varied, independently; the model's own when left out.
    outputs : sequence of Output, optional
        Names of the columns that come back; y1, y2, … for a function without.
    precision : Precision, optional
        Half-width to reach and points to spend.

    Returns
    -------
    Sensitivity
        An output that does not vary has no indices, one that varies in fewer than ten of the runs
        A and B no intervals; its note says so.

    Raises
    ------
    ScenarioError
        No factor, or factors, outputs or precision that can't be used; an output that is not
        finite.

    Notes
    -----
    Indices presume independent factors. With rare or step outputs they need many points; the
    trail shows how the half-width fell.

    References
    ----------
    .. [1] Sobol' (2001), doi:10.1016/S0378-4754(00)00270-6.
    .. [2] Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018.

    Examples
    --------
    >>> import numpy as np
    >>> from listlab.model.language import Text
    >>> from listlab.analyse.sensitivity import Range, analyse
    >>> x = [Range(c, Text(c, c), 0.0, 1.0, 0.5) for c in "ab"]
    >>> found = analyse(lambda v: v[:, 0], factors=x, rng=np.random.default_rng(1))
    >>> found.effect("y1", "b").total.estimate
    0.0
    """
    given = _factors(model, factors)
    precision = precision or Precision()
    check_inputs(given)
    _check_precision(precision)
    named = tuple(outputs or (model.outputs if isinstance(model, Varied) else ()))
    indices, trail, m = _doubled(model, given, precision, rng)
    named = _outputs(named, m)
    effects = tuple(
        Effect(
            output.code,
            factor.code,
            first=_estimate(indices.first[j, o], indices.first_half[j, o]),
            total=_estimate(indices.total[j, o], indices.total_half[j, o]),
        )
        for o, output in enumerate(named)
        for j, factor in enumerate(given)
    )
    return Sensitivity(
        factors=given,
        outputs=named,
        effects=effects,
        joint=tuple(
            _estimate(j, h) for j, h in zip(indices.joint, indices.joint_half, strict=True)
        ),
        bars=_tornado(model, given, named),
        trail=trail,
        target=precision.target,
        notes=_notes(named, indices),
    )


def _factors(model: Function | Varied, factors: Sequence[Input] | None) -> tuple[Input, ...]:
    if factors is not None:
        return tuple(factors)
    return model.factors if isinstance(model, Varied) else ()


def _doubled(
    model: Function, inputs: tuple[Input, ...], precision: Precision, rng: Generator
) -> tuple[Indices, tuple[Step, ...], int]:
    """Indices at the smallest design that is precise enough, or at the largest allowed."""
    more = sequence(2 * len(inputs), rng)
    parts: list[Array] = []
    trail: list[Step] = []
    n = 0
    while True:
        rows = saltelli_rows(more(n or precision.least), inputs)
        found = run(model, rows.reshape(-1, len(inputs)))
        parts.append(found.reshape(len(rows), len(inputs) + 2, -1))
        y = np.concatenate(parts)
        n = len(y)
        indices = sobol_indices(y, draw_points(n, precision.resamples, rng))
        widest = indices.widest
        known = widest if np.isfinite(widest) else None
        trail.append(Step(n, n * (len(inputs) + 2), known))
        if widest <= precision.target or 2 * n > precision.most:
            return indices, tuple(trail), y.shape[2]


def _tornado(
    model: Function, inputs: tuple[Input, ...], outputs: tuple[Output, ...]
) -> tuple[Bar, ...]:
    rows, varied = one_at_a_time(inputs)
    found = run(model, rows)
    bars = []
    for o, output in enumerate(outputs):
        base = float(found[0, o])
        for j, factor in enumerate(inputs):
            ends = [
                (float(y), at) for (i, at), y in zip(varied, found[1:, o], strict=True) if i == j
            ]
            least, most = min(ends), max(ends)
            least, most = min(least, (base, factor.base)), max(most, (base, factor.base))
            bars.append(Bar(output.code, factor.code, least[1], most[1], least[0], most[0], base))
    return tuple(bars)


def _estimate(value: float, half: float) -> Estimate:
    if np.isnan(value):
        return Estimate(None, None, None)
    if np.isnan(half):
        return Estimate(float(value), None, None)
    return Estimate(float(value), float(value - half), float(value + half))


def _notes(outputs: tuple[Output, ...], indices: Indices) -> dict[str, Text]:
    """Why an output has no indices, or none that can be relied on."""
    notes = {}
    for o, output in enumerate(outputs):
        if np.isnan(indices.total[:, o]).all():
            notes[output.code] = Text(
                f"{output.name.zh}在所有因素的范围内都不变，因此没有效应可分。",
                f"{output.name.en} changes nowhere in the ranges: there is no effect to share.",
            )
        elif np.isnan(indices.total_half[:, o]).all():
            notes[output.code] = Text(
                f"{output.name.zh}只在极少数计算中变化，效应没有可靠的区间；请增大 most。",
                f"{output.name.en} changes in very few runs: its effects have no interval to rely "
                "on; raise most.",
            )
    return notes


def _outputs(named: tuple[Output, ...], m: int) -> tuple[Output, ...]:
    if not named:
        codes = [f"y{i + 1}" for i in range(m)]
        return tuple(Output(code, Text(code, code)) for code in codes)
    if len(named) != m:
        raise ScenarioError(
            Text(
                f"函数给出 {m} 项结果，却有 {len(named)} 个名称；请一一对应。",
                f"the function gives {m} outputs, but {len(named)} are named; name each.",
            )
        )
    return named


def _check_precision(precision: Precision) -> None:
    problems = []
    if not 0 < precision.target < 1:
        problems.append(
            Text(
                f"target 应在 (0, 1) 内，得到 {precision.target}",
                f"target must lie in (0, 1), got {precision.target}",
            )
        )
    for name in ("least", "most"):
        size = getattr(precision, name)
        if size < 2 or size & (size - 1):
            problems.append(
                Text(
                    f"{name} 应为 2 的幂，得到 {size}", f"{name} must be a power of two, got {size}"
                )
            )
    if precision.resamples < 50:
        problems.append(
            Text(
                f"resamples 至少 50 次，得到 {precision.resamples}",
                f"resamples must be at least 50, got {precision.resamples}",
            )
        )
    if problems:
        raise ScenarioError(
            Text("；".join(p.zh for p in problems) + "。", "; ".join(p.en for p in problems) + ".")
        )
