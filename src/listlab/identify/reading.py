"""What the texts of items say: words that stand, and words that their clause takes back."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from listlab.identify.index import Group, Index, Sparse
from listlab.identify.legible import LETTERS
from listlab.identify.matches import Flags, Matches, find
from listlab.identify.text import Ints, Texts, lay_out

FIELDS = ("name", "description", "precision", "industry", "scenario")
_DESCRIPTION = 1
_SPOKEN = 3  # fields that speak of the item itself
_FIELD_WEIGHT = np.array([1.5, 1.0, 0.7, 0.0, 0.0], dtype=np.float32)
NEGATION, PUBLISHED, AGGREGATED, ANONYMISED = (
    "negation",
    "published",
    "aggregated",
    "anonymised",
)
DOCUMENT = "document"
_BLUNTING = (PUBLISHED, AGGREGATED, ANONYMISED)


@dataclass(frozen=True)
class Reading:
    """Words found in the texts of items. Negated words are kept apart, as evidence against."""

    index: Index
    texts: Texts
    matches: Matches
    negated: Flags  # by match
    blunted: dict[str, Flags]  # by match: published, aggregated, anonymised
    documents: Flags  # by match: inside the name of a rule, a device or a figure
    public: Flags  # by item: the enterprise says that it is public
    not_public: Flags
    spoken: Flags  # by item: its own fields hold words at all

    def words(self, group: Group, *, without: Flags | None = None, negated: bool = False) -> Sparse:
        """Words of a group that stand in each item, with the weight of the field.

        `without` leaves matches out; with `negated` only the words taken back are counted.
        """
        kept = self.matches.groups[:, group] & (self.negated == negated)
        kept &= (self.matches.field < _SPOKEN) == (group != Group.CONTEXT)
        if without is not None:
            kept &= ~without
        return self._matrix(np.flatnonzero(kept), group)

    @cached_property
    def dulled(self) -> Flags:
        """Matches that are published, aggregated or anonymised where they stand."""
        return self.dulled_but() | self.blunted[AGGREGATED]

    def dulled_but(self) -> Flags:
        """Matches dulled otherwise than by being totals."""
        return self.blunted[PUBLISHED] | self.blunted[ANONYMISED]

    def bare(self, longest: int) -> Flags:
        """Items that are a name alone, of at most so many bytes."""
        length = np.diff(self.texts.starts, axis=1)[:, :_SPOKEN] - 1
        return np.asarray((length[:, 1:] == 0).all(axis=1) & (length[:, 0] <= longest))

    def items_with(self, marker: str) -> Flags:
        """Items of which a marker covers a word of their subject.

        A marker in the description that covers nothing there, and nothing else stands there,
        speaks of what the name says.
        """
        subject = self.matches.groups[:, [Group.TOPIC, Group.FACET]].any(axis=1) & ~self.negated
        covered = self.blunted[marker]
        marked = self._any(self.marked(marker) & (self.matches.field == _DESCRIPTION))
        bare = self._any(subject & ~covered & (self.matches.field == _DESCRIPTION))
        return self._any(covered & subject) | (marked & ~bare)

    def marked(self, marker: str) -> Flags:
        """Matches that are words of a marker themselves."""
        words = [w for (name, _), own in self.index.markers.items() if name == marker for w in own]
        own = self.matches.groups[:, Group.MARKER] & (self.matches.field < _SPOKEN)
        return np.asarray(own & self.matches.among(np.array(words, dtype=np.int64)))

    def says(self, marker: str) -> Flags:
        """Items in whose own fields a marker stands, not itself taken back."""
        return self._any(self.marked(marker) & ~self.negated)

    @cached_property
    def denies(self) -> Flags:
        """Items whose text takes back a word of their subject."""
        subject = self.matches.groups[:, [Group.TOPIC, Group.FACET]].any(axis=1)
        return self._any(subject & self.negated)

    def _any(self, chosen: Flags) -> Flags:
        """Items of the matches chosen."""
        flags = np.zeros(self.texts.count, dtype=bool)
        flags[self.matches.item[chosen]] = True
        return flags

    def _matrix(self, kept: Ints, group: Group) -> Sparse:
        """Largest field weight of each word in each item, by the matches kept."""
        count = len(self.index.vocabulary.words)
        item, word = self.matches.item[kept], self.matches.word[kept]
        if group == Group.CONTEXT:
            weight = np.ones(len(kept), dtype=np.float32)
        else:
            weight = _FIELD_WEIGHT[self.matches.field[kept]]
        key = item * count + word
        order = np.lexsort((-weight, key))
        first = np.concatenate(([True], np.diff(key[order]) != 0))[: len(order)]
        chosen = order[first]
        places = (item[chosen], word[chosen])
        return sparse.csr_matrix((weight[chosen], places), (self.texts.count, count))


def read_texts(items: pl.DataFrame, index: Index) -> Reading:
    """What the texts of items say, word by word."""
    texts = lay_out(items, FIELDS)
    matches = find(texts, index.vocabulary)

    markers = matches.of(Group.MARKER)
    within = index.clauses(texts, markers)
    standing = within.holding(matches.start)

    def covered(marker: str) -> Flags:
        return index.scope(texts, markers, within, marker).cover(matches, standing)

    return Reading(
        index=index,
        texts=texts,
        matches=matches,
        negated=covered(NEGATION),
        blunted={marker: covered(marker) for marker in _BLUNTING},
        documents=covered(DOCUMENT),
        public=says(items, "public", "yes"),
        not_public=says(items, "public", "no"),
        spoken=_spoken(items),
    )


def _spoken(items: pl.DataFrame) -> Flags:
    """Items whose own fields hold a letter: signs and digits alone say nothing."""
    own = [name for name in FIELDS[:_SPOKEN] if name in items.columns]
    letters = [pl.col(name).cast(pl.String).str.contains(LETTERS).fill_null(False) for name in own]
    return np.asarray(items.select(pl.any_horizontal(letters)).to_series().to_numpy())


def says(items: pl.DataFrame, column: str, answer: str) -> Flags:
    """Items of which a column gives an answer; none where there is no such column."""
    if column not in items.columns:
        return np.zeros(items.height, dtype=bool)
    return np.asarray(items[column].cast(pl.String).eq(answer).fill_null(False).to_numpy())
