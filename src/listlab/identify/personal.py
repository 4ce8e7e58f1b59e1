"""Whether an item is personal or sensitive personal information, by the types that it names."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.index import Group
from listlab.identify.matches import Flags
from listlab.identify.reading import AGGREGATED, ANONYMISED, Reading, says
from listlab.identify.weighing import Leanings

NOT_PERSONAL, PERSONAL, SENSITIVE = 0, 1, 2
LEVELS = ("none", "personal", "sensitive")
PERSON, IMPERSONAL = "person", "impersonal"  # markers


@dataclass(frozen=True)
class Personal:
    """Level of each item, and the types that it names, shape (items, types).

    `barred` are items that are not sensitive, whatever words stand in them.
    """

    level: NDArray[np.int8]
    named: Flags
    barred: Flags


def personal(
    reading: Reading, items: pl.DataFrame, sensitive: NDArray[np.float64], leanings: Leanings
) -> Personal:
    """Level of personal information of each item.

    A strong word of a type says it by itself; a weak one beside a strong one of another type, or
    the enterprise's own yes. What is anonymised or only aggregated is not personal;
    what is de-identified, masked or hashed stays so. The own
    answer alone gives no type; where it says otherwise, that is shown and not followed. A text
    of things that names no person has no personal information, unless the enterprise says so.
    Words alone don't tell a blood sample from a sample book: far on one side of the model's
    border a sensitive word says nothing, and far on the other a text of persons is sensitive
    without one.

    Parameters
    ----------
    reading : Reading
    items : DataFrame
    sensitive : ndarray
        Distance of each item from the border of what is no sensitive personal information.
    leanings : Leanings
        How far is far.
    """
    index = reading.index
    without = reading.blunted[ANONYMISED] | reading.blunted[AGGREGATED] | reading.documents
    found = reading.words(Group.PERSONAL, without=without)
    strong, weak = index.strong.of(found) > 0, index.weak.of(found) > 0
    is_sensitive = np.array([kind.level == "sensitive" for kind in index.types], dtype=bool)
    claims = says(items, "sensitive", "yes")[:, None] & is_sensitive
    claims |= says(items, "personal", "yes")[:, None] & ~is_sensitive
    others = strong.sum(axis=1, keepdims=True) - strong > 0
    named = strong | (weak & (claims | others))
    # Words of health or accounts said of devices, rules or companies are about no person.
    speaks = reading.says(PERSON)
    things = reading.says(IMPERSONAL) & ~speaks & ~claims.any(axis=1)
    named &= ~things[:, None]
    taken = _take_out(reading, named, sensitive > leanings.always)
    far = (sensitive < leanings.never) & ~says(items, "sensitive", "yes")
    named &= ~(far[:, None] & is_sensitive)
    spoken = (sensitive > leanings.always) & (named.any(axis=1) | speaks) & ~(things | taken)
    is_spoken = (named & is_sensitive).any(axis=1) | spoken
    about = named.any(axis=1) | taken
    level = np.where(is_spoken, SENSITIVE, np.where(about, PERSONAL, NOT_PERSONAL))
    return Personal(level.astype(np.int8), named, things | far)


def _take_out(reading: Reading, named: Flags, spoken: Flags) -> Flags:
    """Take out types of which the text says that they are not meant, as ages of 14 or more.

    `spoken` are items that the model takes for sensitive. What is left of an item taken out is
    personal information, whatever its type.
    """
    taken = np.zeros(len(named), dtype=bool)
    for i, kind in enumerate(reading.index.types):
        rows = np.flatnonzero(named[:, i] | spoken) if kind.never else ()
        if len(rows):
            pattern = "|".join(f"(?:{each})" for each in kind.never)
            text = reading.texts.folded.gather(pl.Series(rows)).str.to_lowercase()
            out = rows[text.str.contains(pattern).to_numpy()]
            named[out, i], taken[out] = False, True
    return taken


def disagrees(items: pl.DataFrame, level: NDArray[np.int8]) -> Flags:
    """Items of which the enterprise's own answer says otherwise."""
    wrong = says(items, "personal", "no") & (level > NOT_PERSONAL)
    wrong |= says(items, "personal", "yes") & (level == NOT_PERSONAL)
    wrong |= says(items, "sensitive", "no") & (level == SENSITIVE)
    return np.asarray(wrong | (says(items, "sensitive", "yes") & (level < SENSITIVE)))
