"""A small linear model over pieces of text, learnt from the lexicon and from confirmed items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from listlab.identify.index import NONE, Index, Sparse
from listlab.identify.ngrams import BITS, count_ngrams, ngram_codes
from listlab.identify.text import fold
from listlab.law.terms import Lexicon

Array = NDArray[np.float64]
_WORD = 0.5  # weight of a text that says less than an example
_SOFTNESS, _SOFTER = 1.0, 0.3  # of the borders between classes
_READ = 80  # characters of a description that the model reads: its beginning says what it is


@dataclass(frozen=True)
class Learnt:
    """What each piece of text says for each class; the sum over a text is its score.

    `odds` has the shape (pieces known, classes + 1) and holds the models' coefficients times the
    rarity of the piece. Its last column is the second model's: whether the text is of the kind
    that rules ask for, rather than ordinary. `known` is the row of each hashed piece, negative
    for those never learnt from, which say nothing.
    """

    classes: tuple[int, ...]
    odds: NDArray[np.float32]
    rarity: NDArray[np.float32]  # by piece known
    start: Array  # by column, before anything is read
    known: NDArray[np.int64]  # shape (2 ** BITS,)

    def pieces(self, texts: pl.Series) -> Sparse:
        """Pieces of texts, shape (texts, pieces known), each text of length one."""
        found = count_ngrams(texts, known=self.known, width=len(self.rarity))
        found.data = self.rarity[found.indices] / np.repeat(
            _length(found, self.rarity), np.diff(found.indptr)
        )
        return found

    def scores(self, items: pl.DataFrame) -> tuple[Array, Array]:
        """Distance of each item from each class's border, and from that of ordinary data."""
        pieces = count_ngrams(model_text(items), known=self.known, width=len(self.rarity))
        length = _length(pieces, self.rarity)
        found = (pieces @ self.odds) / length[:, None] + self.start
        return np.asarray(found[:, :-1]), np.asarray(found[:, -1])

    def trace(self, text: str, code: int, *, most: int = 8) -> list[tuple[str, int, float]]:
        """Pieces of a text that speak most for a class: piece, where it starts, how much."""
        column = self.classes.index(code)
        length = _length(
            count_ngrams(pl.Series([text]), known=self.known, width=len(self.rarity)), self.rarity
        )[0]
        found = [
            (piece, start, float(self.odds[self.known[place], column] / length))
            for piece, start, place in ngram_codes(text)
            if self.known[place] >= 0
        ]
        return sorted(found, key=lambda each: (-each[2], each[1]))[:most]


def _length(pieces: Sparse, rarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """Euclidean length of each text's pieces weighed by rarity; 1 where there are none."""
    squares = np.append(rarity[pieces.indices].astype(np.float64) ** 2, 0.0)
    sums = np.add.reduceat(squares, pieces.indptr[:-1])
    sums[np.diff(pieces.indptr) == 0] = 1.0
    return np.asarray(np.sqrt(sums), dtype=np.float32)


def model_text(items: pl.DataFrame) -> pl.Series:
    """Text of each item that the model reads: name, and the beginning of the description."""
    name = fold(items["name"])
    if "description" not in items.columns:
        return name.str.to_lowercase()
    description = fold(items["description"]).str.slice(0, _READ)
    return (name + " " + description).str.to_lowercase()


class _Lessons:
    """Texts with what each is, and its weight."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.codes: list[int] = []
        self.weights: list[float] = []

    def add(self, texts: Iterable[str], code: int, weight: float = 1.0) -> None:
        own = list(texts)
        self.texts += own
        self.codes += [code] * len(own)
        self.weights += [weight] * len(own)


def learn(index: Index) -> Learnt:
    """Model learnt from the lexicon's words and examples."""
    return _fit(_categories(index.lexicon), _asked(index.lexicon), index.classes)


def _categories(lexicon: Lexicon) -> _Lessons:
    lessons = _Lessons()
    for category in lexicon.categories:
        lessons.add(category.examples, category.code)
        lessons.add(category.terms.strong, category.code)
        lessons.add((*category.terms.medium, *category.terms.weak), category.code, _WORD)
    for context in lexicon.none:
        lessons.add(context.examples, NONE)
        lessons.add((*context.terms.strong, *context.terms.medium), NONE, _WORD)
    return lessons


def _asked(lexicon: Lexicon) -> _Lessons:
    """What rules ask for, against ordinary data of the same fields and of offices."""
    lessons = _Lessons()
    for facet in lexicon.facets.values():
        lessons.add((*facet.words, *facet.decisive), 1)
        lessons.add(facet.ordinary, 0)
    for qualifier in lexicon.qualifiers.values():
        lessons.add(qualifier.supports, 1)
        lessons.add(qualifier.refutes, 0)
    for context in lexicon.none:
        lessons.add((*context.examples, *context.terms.strong, *context.terms.medium), 0)
    return lessons


def _fit(categories: _Lessons, asked: _Lessons, classes: Sequence[int]) -> Learnt:
    """Linear support vectors, one class against the rest, over pieces weighed by rarity."""
    texts = pl.Series([*categories.texts, *asked.texts], dtype=pl.String)
    pieces = count_ngrams(fold(texts).str.to_lowercase())
    seen = np.flatnonzero(np.bincount(pieces.indices, minlength=1 << BITS))
    known = np.full(1 << BITS, -1, dtype=np.int64)
    known[seen] = np.arange(len(seen))
    own = sparse.csr_matrix((pieces.data, known[pieces.indices], pieces.indptr))
    summed = own.copy()
    summed.sum_duplicates()
    texts_with = np.bincount(summed.indices, minlength=len(seen))
    rarity = (np.log((1 + len(texts)) / (1 + texts_with)) + 1).astype(np.float32)
    own.data = rarity[own.indices] / np.repeat(_length(own, rarity), np.diff(own.indptr))
    own.sum_duplicates()
    odds = np.zeros((len(seen), len(classes) + 1), dtype=np.float32)
    start = np.full(len(classes) + 1, -1.0)
    first: Any = LinearSVC(C=_SOFTNESS, random_state=0)
    first.fit(own[: len(categories.codes)], categories.codes, sample_weight=categories.weights)
    for row, code in enumerate(first.classes_.tolist()):
        column = list(classes).index(code)
        odds[:, column], start[column] = first.coef_[row] * rarity, first.intercept_[row]
    second: Any = LinearSVC(C=_SOFTER, random_state=0, class_weight="balanced")
    second.fit(own[len(categories.codes) :], asked.codes, sample_weight=asked.weights)
    odds[:, -1], start[-1] = second.coef_[0] * rarity, second.intercept_[0]
    return Learnt(tuple(classes), odds, rarity, start, known)
