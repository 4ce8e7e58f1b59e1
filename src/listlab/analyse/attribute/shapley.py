"""Shapley values of a game on a few players, exact or by antithetic permutations."""

from collections.abc import Callable
from math import factorial

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from listlab.analyse.answers import Array

Game = Callable[[int], float]  # value of a coalition, one bit a player


def exact_values(worth: Array) -> Array:
    """Shapley value of every player from the worth of all coalitions.

    Parameters
    ----------
    worth : ndarray, shape (2**players,)
        Worth of the coalition whose members are the set bits of the index.

    Returns
    -------
    ndarray, shape (players,)

    Notes
    -----
    φ_i = Σ |S|! (n − |S| − 1)! / n! (v(S ∪ i) − v(S)) over coalitions S without i.

    References
    ----------
    .. [1] Shapley (1953), doi:10.1515/9781400881970-018.
    """
    n = len(worth).bit_length() - 1
    coalition = np.arange(len(worth))
    size = np.bitwise_count(coalition.astype(np.uint64)).astype(int)
    weight = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])
    values = np.empty(n)
    for i in range(n):
        without = coalition[(coalition >> i) & 1 == 0]
        values[i] = weight[size[without]] @ (worth[without | (1 << i)] - worth[without])
    return values


def sampled_values(game: Game, players: int, pairs: int, rng: Generator) -> Array:
    """Contributions of every player in pairs of a random order and its reverse.

    Returns
    -------
    ndarray, shape (pairs, players)
        Mean of the pair. Each row sums to the worth of all players less that of none, so their
        mean does too; rows are independent, so their spread gives an interval.

    References
    ----------
    .. [1] Mitchell et al. (2022), JMLR 23(43), 1-46 (antithetic permutations).
    """
    found = np.empty((pairs, players))
    for row in found:
        order = rng.permutation(players)
        row[:] = (_along(game, order) + _along(game, order[::-1])) / 2
    return found


def _along(game: Game, order: NDArray[np.int64]) -> Array:
    """What each player adds when all join in this order."""
    added = np.empty(len(order))
    coalition, before = 0, game(0)
    for player in order:
        coalition |= 1 << int(player)
        after = game(coalition)
        added[player] = after - before
        before = after
    return added
