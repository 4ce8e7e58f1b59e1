"""Which category an item falls under: words of the lexicon, and what a small model has learnt."""

import numpy as np
from numpy.typing import NDArray

from listlab.identify.combination import Combined
from listlab.identify.index import NONE, Group
from listlab.identify.reading import Reading
from listlab.identify.weighing import Suggestion, WordWeights

Array = NDArray[np.float64]


def word_evidence(reading: Reading, together: Combined, weights: WordWeights) -> Array:
    """Log odds of each class by the words found, their context, and combinations."""
    index = reading.index
    said = np.asarray(index.topics.of(reading.words(Group.TOPIC)), dtype=np.float64)
    said += index.priors.of(reading.words(Group.CONTEXT))
    for number, combination in enumerate(index.lexicon.combinations):
        if combination.category in index.classes:
            column = index.classes.index(combination.category)
            said[:, column] += weights.strong * together.holds[:, number]
    return said


def suggest(said: Array, learnt: Array, weighing: Suggestion) -> Array:
    """Calibrated probability of each class from its two kinds of evidence."""
    logits = weighing.words * said + weighing.learnt * learnt
    logits[:, NONE] += weighing.none
    logits -= logits.max(axis=1, keepdims=True)
    odds = np.exp(logits)
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))
