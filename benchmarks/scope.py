"""Joint choice of items and threshold beside one programme with a binary of each threshold.

    python benchmarks/scope.py

Both are solved by HiGHS through scipy to a gap of 0, so the choices are equally good; printed are
CPU seconds, their ratio, and how far the values are apart. 60 items × 100 enterprises × 8
thresholds × 8 combinations, four draws.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array, hstack, vstack

from listlab.analyse.scope.columns import Columns
from listlab.analyse.scope.frontier import frontier
from listlab.analyse.scope.optimum import Solver
from listlab.analyse.scope.programme import Programme

ITEMS, ENTERPRISES, THRESHOLDS, COMBINATIONS = 60, 100, 8, 8
PRICE, BUDGET = 0.5, 0.3


def main() -> None:
    """Solve four draws both ways and print the times."""
    for seed in range(4):
        programme = draw(seed)
        total = programme.gain[:, -1].sum()
        ours, price = timed(lambda p=programme, t=total: Solver(p).at_price(PRICE * t))
        peer, joint = timed(lambda p=programme, t=total: together(p, PRICE * t))
        value = ours.value - PRICE * total * ours.risk
        print(
            f"draw {seed}: price {price:.2f} s, one programme {joint:.2f} s, "
            f"{joint / price:.1f} times; difference {abs(value - peer):.1e} enterprises"
        )
        found, budget = timed(lambda p=programme: Solver(p).within(BUDGET))
        points, whole = timed(lambda p=programme: frontier(Solver(p)))
        print(
            f"  budget {budget:.2f} s (gap {found.gap:g}), frontier of {len(points)} {whole:.2f} s"
        )


def draw(seed: int) -> Programme:
    """Programme with popular and rare items, lognormal volumes and random combinations."""
    rng = np.random.default_rng(seed)
    popularity = rng.beta(1, 3, size=ITEMS)
    chance = np.clip(7 * popularity / popularity.sum(), 0, 1)
    required = rng.random((ENTERPRISES, ITEMS)) < chance
    used = required | (rng.random(required.shape) < 0.05)
    thresholds = np.geomspace(1e4, 1e6, THRESHOLDS)
    volume, weight = rng.lognormal(9.5, 1.2, ENTERPRISES), rng.uniform(1, 3, ENTERPRISES)
    freed = 1 / (1 + (volume[:, None] / thresholds) ** 4)
    persons = weight[:, None] * freed * np.minimum(volume[:, None], thresholds)
    severity = rng.choice([0, 1, 1.5, 5, 7.5, 10], size=ITEMS)
    parts = tuple(
        tuple(rng.choice(ITEMS, size=rng.integers(1, 4), replace=False) for _ in range(2))
        for _ in range(COMBINATIONS)
    )
    both = [np.all([used[:, part].any(axis=1) for part in own], axis=0) for own in parts]
    cost = severity[:, None] * (used.T @ persons)
    joint = 5 * np.array([persons[rows].sum(axis=0) for rows in both])
    scale = float(cost[:, -1].sum() + joint[:, -1].sum())
    admissible = rng.random(ITEMS) > 0.05
    return Programme(
        gain=weight[:, None] * freed,
        required=required,
        cost=cost / scale,
        joint=joint / scale,
        parts=parts,
        admissible=admissible,
        free=severity == 0,
    )


def together(programme: Programme, price: float) -> float:
    """Best value with every threshold in one programme, by Balas's form of their union."""
    columns = Columns(programme)
    k, width = columns.thresholds, len(columns.value)
    objective = np.concatenate([-columns.always, *(price * columns.risk - columns.value).T])
    blocks = hstack([-block_diag([columns.upper[:, None]] * k), block_diag([columns.rows] * k)])
    bounds = hstack([-block_diag([np.ones((width, 1))] * k), block_diag([np.eye(width)] * k)])
    rows = csr_array(vstack([blocks, bounds]))
    once = csr_array(np.concatenate([np.ones(k), np.zeros(k * width)])[None])
    found = milp(
        objective,
        integrality=np.concatenate([np.ones(k), np.tile(columns.whole, k)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(rows, -np.inf, 0), LinearConstraint(once, 1, 1)],
        options={"mip_rel_gap": 0.0},
    )
    return -float(found.fun)


def timed(solve: Callable[[], Any]) -> tuple[Any, float]:
    """What a call returns and the CPU seconds it took."""
    start = time.process_time()
    found = solve()
    return found, time.process_time() - start


if __name__ == "__main__":
    main()
