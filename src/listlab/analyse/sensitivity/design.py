"""Where a model is run: a scrambled Sobol' design that grows by doubling, and a tornado."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator

from listlab.analyse.answers import Array
from listlab.analyse.sensitivity.inputs import Input
from listlab.errors import ScenarioError
from listlab.model.language import Text

Function = Callable[[Array], Array]


def sequence(factors: int, rng: Generator) -> Callable[[int], Array]:
    """Source of further points of one scrambled Sobol' sequence, shape (n, factors)."""
    from scipy.stats import qmc  # slow to import

    drawn: Callable[[int], Array] = qmc.Sobol(factors, scramble=True, rng=rng).random
    return drawn


def saltelli_rows(chances: Array, inputs: Sequence[Input]) -> Array:
    """Rows A, A with factor j from B, …, B of every point: shape (n, factors + 2, factors).

    `chances` has shape (n, 2 × factors), in [0, 1). Levels of levers are found by the inverse
    of their distribution, so a lever is varied as it is.
    """
    k = len(inputs)
    a = sampled(chances[:, :k], inputs)
    b = sampled(chances[:, k:], inputs)
    rows = np.repeat(a[:, None], k + 2, axis=1)
    each = np.arange(k)
    rows[:, each + 1, each] = b
    rows[:, k + 1] = b
    return rows


def sampled(chances: Array, inputs: Sequence[Input]) -> Array:
    """Values of the factors at cumulative probabilities, shape (n, factors)."""
    return np.column_stack([each.at(chances[:, j]) for j, each in enumerate(inputs)])


def one_at_a_time(inputs: Sequence[Input]) -> tuple[Array, tuple[tuple[int, float], ...]]:
    """Base, then each factor at each of its ends while others stay: rows, and what they vary."""
    base = np.array([each.base for each in inputs], dtype=float)
    varied = tuple((j, end) for j, each in enumerate(inputs) for end in each.ends)
    rows = np.repeat(base[None], len(varied) + 1, axis=0)
    for row, (j, end) in zip(rows[1:], varied, strict=True):
        row[j] = end
    return rows, varied


def run(function: Function, rows: Array) -> Array:
    """Outputs of the function at rows of shape (n, factors), shape (n, outputs).

    Raises
    ------
    ScenarioError
        The function does not give a row a row, or an output is not a finite number.
    """
    found = np.asarray(function(rows), dtype=float)
    if found.ndim == 1:
        found = found[:, None]
    if found.ndim != 2 or len(found) != len(rows):
        raise ScenarioError(
            Text(
                f"函数应为每一行因素值给出一行结果：给出 {len(rows)} 行，得到形状 {found.shape}。",
                f"the function must give a row of outputs a row of factors: {len(rows)} rows "
                f"went in, shape {found.shape} came back.",
            )
        )
    wrong = ~np.isfinite(found).all(axis=1)
    if wrong.any():
        first = ", ".join(f"{value:.4g}" for value in rows[wrong][0])
        raise ScenarioError(
            Text(
                f"{len(rows)} 次计算中有 {wrong.sum()} 次的结果不是有限数，首次出现于因素值 "
                f"({first})；请缩小因素范围或检查函数。",
                f"{wrong.sum()} of {len(rows)} runs gave no finite number, the first at the "
                f"factors ({first}); narrow the ranges or check the function.",
            )
        )
    return found
