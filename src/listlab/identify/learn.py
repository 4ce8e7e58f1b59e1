"""A small linear model over pieces of text, learnt from the lexicon and from confirmed items."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from listlab.identify.index import NONE, Index, Sparse
from listlab.identify.ngrams import BITS, count_ngrams, ngram_codes
from listlab.identify.text import fold
from listlab.law.terms import Lesson, Lexicon

Array = NDArray[np.float64]
ASKED, SENSITIVE = 0, 1  # columns after those of the classes
_WORD = 0.5  # weight of a text that says less than an example
_TYPE = 0.3  # of a word of a type of personal information, which stands for many texts
_SOFTNESS, _SOFTER, _SOFT = 1.0, 0.3, 1.0  # of the borders between classes
_READ = 80  # characters of a description that the model reads: its beginning says what it is


@dataclass(frozen=True)
class Learnt:
    """What each piece of text says for each class; the sum over a text is its score.

    `odds` has the shape (pieces known, classes + 2) and holds the models' coefficients times the
    rarity of the piece. Its last two columns are models of their own: whether the text is of the
    kind that rules ask for, rather than ordinary, and whether it is sensitive personal
    information. `known` is the row of each hashed piece, negative for those never learnt from,
    which say nothing.
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

    def scores(self, items: pl.DataFrame) -> tuple[Array, Array, Array]:
        """Distance of each item from the borders of classes, of ASKED and of SENSITIVE."""
        pieces = count_ngrams(model_text(items), known=self.known, width=len(self.rarity))
        length = _length(pieces, self.rarity)
        found = (pieces @ self.odds) / length[:, None] + self.start
        classes = len(self.classes)
        return found[:, :classes], found[:, classes + ASKED], found[:, classes + SENSITIVE]

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


@dataclass(frozen=True)
class _Lessons:
    """Texts with what each is, and its weight; equal ones are learnt once a process."""

    texts: tuple[str, ...]
    codes: tuple[int, ...]
    weights: tuple[float, ...]


class _Gathered:
    """Lessons as they come."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.codes: list[int] = []
        self.weights: list[float] = []

    def lessons(self) -> _Lessons:
        return _Lessons(tuple(self.texts), tuple(self.codes), tuple(self.weights))

    def add(self, texts: Iterable[str], code: int, weight: float = 1.0) -> None:
        own = list(texts)
        self.texts += own
        self.codes += [code] * len(own)
        self.weights += [weight] * len(own)


def learn(index: Index) -> Learnt:
    """Model learnt from the lexicon's words and examples."""
    lexicon = index.lexicon
    kinds = (_categories(lexicon), _asked(lexicon), _sensitive(lexicon))
    return _fit(kinds, index.classes)


def _categories(lexicon: Lexicon) -> _Lessons:
    lessons = _Gathered()
    for category in lexicon.categories:
        lessons.add(category.examples, category.code)
        lessons.add(category.terms.strong, category.code)
        lessons.add((*category.terms.medium, *category.terms.weak), category.code, _WORD)
    for context in lexicon.none:
        lessons.add(context.examples, NONE)
        lessons.add((*context.terms.strong, *context.terms.medium), NONE, _WORD)
    for lesson in lexicon.lessons:
        lessons.add([_said(lesson)], lesson.category or NONE)
    return lessons.lessons()


def _said(lesson: Lesson) -> str:
    return f"{lesson.name} {lesson.description[:_READ]}"


def _asked(lexicon: Lexicon) -> _Lessons:
    """What rules ask for, against ordinary data of the same fields and of offices."""
    lessons = _Gathered()
    for facet in lexicon.facets.values():
        lessons.add((*facet.words, *facet.decisive), 1)
        lessons.add(facet.ordinary, 0)
    for qualifier in lexicon.qualifiers.values():
        lessons.add(qualifier.supports, 1)
        lessons.add(qualifier.refutes, 0)
    for context in lexicon.none:
        lessons.add((*context.examples, *context.terms.strong, *context.terms.medium), 0)
    for lesson in lexicon.lessons:
        if lesson.important is not None:
            lessons.add([_said(lesson)], int(lesson.important != "no"))
    return lessons.lessons()


def _sensitive(lexicon: Lexicon) -> _Lessons:
    """Sensitive personal information, against other personal information and what only looks so."""
    lessons = _Gathered()
    for kind in lexicon.personal:
        lessons.add(kind.strong, int(kind.level == "sensitive"), _TYPE)
        lessons.add(kind.unless, 0, _TYPE)
    for context in lexicon.none:
        lessons.add(context.examples, 0, _TYPE)
    for lesson in lexicon.lessons:
        lessons.add([_said(lesson)], int(lesson.personal == "sensitive"))
    return lessons.lessons()


@lru_cache(maxsize=4)
def _fit(kinds: tuple[_Lessons, _Lessons, _Lessons], classes: tuple[int, ...]) -> Learnt:
    """Linear support vectors, one class against the rest, over pieces weighed by rarity."""
    from sklearn.svm import LinearSVC

    texts = pl.Series([text for kind in kinds for text in kind.texts], dtype=pl.String)
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
    odds = np.zeros((len(seen), len(classes) + 2), dtype=np.float32)
    start = np.full(len(classes) + 2, -1.0)
    ends = np.cumsum([len(kind.codes) for kind in kinds])
    first: Any = LinearSVC(C=_SOFTNESS, random_state=0)
    first.fit(own[: ends[0]], kinds[0].codes, sample_weight=kinds[0].weights)
    for row, code in enumerate(first.classes_.tolist()):
        column = classes.index(code)
        odds[:, column], start[column] = first.coef_[row] * rarity, first.intercept_[row]
    for number, softness in ((ASKED, _SOFTER), (SENSITIVE, _SOFT)):
        kind, column = kinds[number + 1], len(classes) + number
        model: Any = LinearSVC(C=softness, random_state=0, class_weight="balanced")
        texts_of = own[ends[number] : ends[number + 1]]
        model.fit(texts_of, kind.codes, sample_weight=kind.weights)
        odds[:, column], start[column] = model.coef_[0] * rarity, model.intercept_[0]
    return Learnt(classes, odds, rarity, start, known)
