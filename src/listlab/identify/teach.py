"""What confirmed items correct in the model: its errors on them, taken back piece by piece."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.index import NONE
from listlab.identify.labels import Label
from listlab.identify.learn import Learnt, model_text
from listlab.identify.ngrams import count_ngrams

Array = NDArray[np.float64]
_STEPS, _RATE, _BIAS = 5, 0.2, 0.01
_STEEP = 4.0  # log odds by unit of distance from a border


def label_items(labels: Sequence[Label]) -> pl.DataFrame:
    """Items that labels were given to, as the people saw their texts."""
    names, descriptions = [x.name for x in labels], [x.description for x in labels]
    schema = {"name": pl.String(), "description": pl.String()}
    return pl.DataFrame({"name": names, "description": descriptions}, schema=schema)


def teach(learnt: Learnt, labels: Sequence[Label], guess: Callable[[Array], Array]) -> Learnt:
    """Model that has gone a few steps towards what people decided.

    Each step goes down the logarithmic loss of the suggestions for the labelled items, so what
    was right already teaches nothing, and a label counts by how wrong the suggestion was.

    Parameters
    ----------
    learnt : Learnt
    labels : sequence of Label
    guess : callable
        Probabilities of the classes of the labelled items, given the model's scores of them.
    """
    items = label_items(labels)
    learnt = _widened(learnt, items)
    pieces = learnt.pieces(model_text(items))
    truth, counts = _truth(learnt, labels)
    asked = np.array([x.important is not None for x in labels], dtype=float)
    wanted = np.array([x.important != "no" for x in labels], dtype=float)
    told = np.array([x.personal is not None for x in labels], dtype=float)
    meant = np.array([x.personal == "sensitive" for x in labels], dtype=float)
    for _ in range(_STEPS):
        scores, distance, sensitive = learnt.scores(items)
        wrong = np.column_stack(
            (
                (truth - guess(scores)) * counts[:, None],
                (wanted - _share(distance)) * asked,
                (meant - _share(sensitive)) * told,
            )
        )
        change = (pieces.T @ wrong) * learnt.rarity[:, None]
        odds = (learnt.odds + _RATE * change).astype(np.float32)
        start = learnt.start + _RATE * _BIAS * wrong.sum(axis=0)
        learnt = replace(learnt, odds=odds, start=start)
    return learnt


def _share(distance: Array) -> Array:
    """Probability at a distance from a border."""
    return np.asarray(1 / (1 + np.exp(-_STEEP * distance)))


def _widened(learnt: Learnt, items: pl.DataFrame) -> Learnt:
    """Model that knows the pieces of the items too, of which it says nothing as yet."""
    found = np.unique(count_ngrams(model_text(items)).indices)
    fresh = found[learnt.known[found] < 0]
    known = learnt.known.copy()
    known[fresh] = len(learnt.rarity) + np.arange(len(fresh))
    rarest = np.full(len(fresh), learnt.rarity.max(initial=1.0), dtype=np.float32)
    silent = np.zeros((len(fresh), learnt.odds.shape[1]), dtype=np.float32)
    return replace(
        learnt,
        odds=np.concatenate([learnt.odds, silent]),
        rarity=np.concatenate([learnt.rarity, rarest]),
        known=known,
    )


def _truth(learnt: Learnt, labels: Sequence[Label]) -> tuple[Array, Array]:
    """Classes decided, one a row, and which rows count: those whose class the pack has."""
    truth = np.zeros((len(labels), len(learnt.classes)))
    counts = np.zeros(len(labels))
    for row, label in enumerate(labels):
        code = label.category or NONE
        if label.decides_category and code in learnt.classes:
            truth[row, learnt.classes.index(code)] = 1.0
            counts[row] = 1.0
    return truth, counts
