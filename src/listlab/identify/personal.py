"""Whether an item is personal or sensitive personal information, by the types that it names."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.index import Group
from listlab.identify.matches import Flags
from listlab.identify.reading import AGGREGATED, DEIDENTIFIED, Reading, says

NOT_PERSONAL, PERSONAL, SENSITIVE = 0, 1, 2
LEVELS = ("none", "personal", "sensitive")
PERSON, IMPERSONAL = "person", "impersonal"  # markers


@dataclass(frozen=True)
class Personal:
    """Level of each item, and the types that it names, shape (items, types)."""

    level: NDArray[np.int8]
    named: Flags


def personal(reading: Reading, items: pl.DataFrame) -> Personal:
    """Level of personal information of each item.

    A strong word of a type says it by itself; a weak one beside a strong one of another type, or
    the enterprise's own yes. What is de-identified or only aggregated is not personal. The own
    answer alone gives no type; where it says otherwise, that is shown and not followed. A text
    of things that names no person has no personal information, unless the enterprise says so.
    """
    index = reading.index
    without = reading.blunted[DEIDENTIFIED] | reading.blunted[AGGREGATED] | reading.documents
    found = reading.words(Group.PERSONAL, without=without)
    strong, weak = index.strong.of(found) > 0, index.weak.of(found) > 0
    is_sensitive = np.array([kind.level == "sensitive" for kind in index.types], dtype=bool)
    claims = says(items, "sensitive", "yes")[:, None] & is_sensitive
    claims |= says(items, "personal", "yes")[:, None] & ~is_sensitive
    others = strong.sum(axis=1, keepdims=True) - strong > 0
    named = strong | (weak & (claims | others))
    # Words of health or accounts said of devices, rules or companies are about no person.
    things = reading.says(IMPERSONAL) & ~reading.says(PERSON) & ~claims.any(axis=1)
    named &= ~things[:, None]
    level = np.where(
        (named & is_sensitive).any(axis=1), SENSITIVE, np.where(named.any(axis=1), PERSONAL, 0)
    ).astype(np.int8)
    return Personal(level, named)


def disagrees(items: pl.DataFrame, level: NDArray[np.int8]) -> Flags:
    """Items of which the enterprise's own answer says otherwise."""
    wrong = says(items, "personal", "no") & (level > NOT_PERSONAL)
    wrong |= says(items, "personal", "yes") & (level == NOT_PERSONAL)
    wrong |= says(items, "sensitive", "no") & (level == SENSITIVE)
    return np.asarray(wrong | (says(items, "sensitive", "yes") & (level < SENSITIVE)))
