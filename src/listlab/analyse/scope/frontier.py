"""Every price of risk at once: the designs that are best at some price, and where they change."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from listlab.analyse.scope.optimum import Solver
from listlab.analyse.scope.programme import SAME, Choice

_BETTER = 1e-6  # enterprises by which a design must be better to stand between two others


@dataclass(frozen=True)
class Point:
    """A design and the prices between which no other is better, in enterprises a unit of risk."""

    choice: Choice
    price_low: float
    price_high: float


def frontier(solver: Solver) -> tuple[Point, ...]:
    """Designs that are best at some price, from the least risk to the most.

    Between two neighbours the price is tried at which they are equally good: either something is
    better there and stands between them, or nothing is, for any price between.

    References
    ----------
    .. [1] Aneja and Nair (1979), doi:10.1287/mnsc.25.1.73.
    """
    ends = [solver.within(0.0), solver.within(math.inf)]
    if _same(*ends):
        return (Point(ends[1], 0.0, math.inf),)
    open_pairs, done = [(ends[0], ends[1])], [ends[0]]
    while open_pairs:
        left, right = open_pairs.pop()
        price = _price(left, right)
        between = solver.at_price(price)
        better = between.value - price * between.risk - (left.value - price * left.risk)
        if better <= _BETTER:
            done.append(right)
        else:
            open_pairs += [(between, right), (left, between)]
    return tuple(_priced(done))


def _priced(choices: list[Choice]) -> Iterable[Point]:
    for i, choice in enumerate(choices):
        low = _price(choice, choices[i + 1]) if i + 1 < len(choices) else 0.0
        high = _price(choices[i - 1], choice) if i else math.inf
        yield Point(choice, low, high)


def _price(left: Choice, right: Choice) -> float:
    return (right.value - left.value) / max(right.risk - left.risk, SAME)


def _same(left: Choice, right: Choice) -> bool:
    return right.value - left.value <= SAME or right.risk - left.risk <= SAME
