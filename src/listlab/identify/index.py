"""A lexicon and a pack's rules compiled for matching many items at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from scipy import sparse

from listlab.identify.matches import Flags, Matches, Vocabulary
from listlab.identify.scopes import (
    CLOSES,
    COMMA,
    FULL_COMMA,
    OPENS,
    Clauses,
    Scopes,
    clauses,
    scopes,
)
from listlab.identify.text import FIELD_END, Ints, Texts, fold
from listlab.identify.weighing import WordWeights
from listlab.law.pack import Pack
from listlab.law.rule import Facet, Rule
from listlab.law.terms import Lexicon, PersonalType, Terms

Sparse = Any  # scipy's matrices have no types of their own
NONE = 0  # class of what no category takes in; the others are the categories' codes


class Group(IntEnum):
    """Groups of words; in each only the longest of overlapping words counts."""

    TOPIC = 0
    PERSONAL = 1
    QUALIFIER = 2
    MARKER = 3
    CONTEXT = 4
    PART = 5
    FACET = 6


@dataclass(frozen=True)
class Table:
    """Which words say which of some things, and how much; shape (words, things)."""

    matrix: Sparse

    def of(self, found: Sparse) -> Any:
        """Sums over the words found; dense, shape (items, things)."""
        return np.asarray((found @ self.matrix).todense())


@dataclass(frozen=True)
class Index:
    """Everything that identification looks up, by the number of a word."""

    vocabulary: Vocabulary
    lexicon: Lexicon
    classes: tuple[int, ...]  # NONE first
    topics: Table
    priors: Table
    facets: tuple[tuple[Rule, Facet], ...]
    facet_words: Table
    decisive: Table
    ordinary: Table
    totals: Flags  # facets that ask for totals
    qualifiers: tuple[str, ...]
    supports: Table
    refutes: Table
    types: tuple[PersonalType, ...]
    strong: Table
    weak: Table
    part_of: Ints  # combination to which each part belongs
    parts: Table
    typed_parts: Any  # shape (types, parts)
    markers: dict[tuple[str, str], Ints]  # (id, reach) -> words
    delimiters: Ints
    brackets: tuple[int, int]  # words that open and close them

    def pattern(self, qualifier: str) -> str | None:
        """Regular expression over folded lower-case text that speaks for a qualifier."""
        patterns = self.lexicon.qualifiers[qualifier].patterns
        return "|".join(f"(?:{pattern})" for pattern in patterns) or None

    @cached_property
    def of_totals(self) -> Flags:
        """Whether each word is one of a facet that asks for totals."""
        both = self.facet_words.matrix + self.decisive.matrix
        return np.asarray(both[:, self.totals].sum(axis=1)).ravel() > 0

    def clauses(self, texts: Texts, matches: Matches) -> Clauses:
        """Where the clauses of the texts end, by the matches of markers and delimiters."""

        def of(words: Any) -> Matches:
            return matches.where(matches.among(np.asarray(words, dtype=np.int64)))

        opens, closes = (of([bracket]) for bracket in self.brackets)
        before, after = (
            np.concatenate([_NOTHING, *(w for (_, r), w in self.markers.items() if r == reach)])
            for reach in ("before", "after")
        )
        ends = of(self.delimiters)
        return clauses(texts, ends, (opens, closes), before=of(before), after=of(after))

    def scope(self, texts: Texts, matches: Matches, within: Clauses, marker: str) -> Scopes:
        """Reach of a marker, by the matches of markers."""

        def of(reach: str) -> Matches:
            words = self.markers.get((marker, reach), _NOTHING)
            return matches.where(matches.among(np.asarray(words, dtype=np.int64)))

        return scopes(texts, within, before=of("before"), after=of("after"), whole=of("whole"))


_NOTHING: Ints = np.array([], dtype=np.int64)


class _Words:
    """Words numbered as they come, with their groups."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._groups: dict[int, set[int]] = {}

    def number(self, word: str, group: Group) -> int:
        number = self._numbers.setdefault(word, len(self._numbers))
        self._groups.setdefault(number, set()).add(int(group))
        return number

    def numbers(self, words: Iterable[str], group: Group) -> Ints:
        return np.array([self.number(word, group) for word in words], dtype=np.int64)

    @property
    def count(self) -> int:
        return len(self._numbers)

    def vocabulary(self) -> Vocabulary:
        groups: Flags = np.zeros((self.count, len(Group)), dtype=bool)
        for number, own in self._groups.items():
            groups[number, list(own)] = True
        return Vocabulary(tuple(self._numbers), groups)


Entries = list[tuple[int, int, float]]


def compile_index(lexicon: Lexicon, pack: Pack, weights: WordWeights) -> Index:
    """Index of a lexicon and of the rules and categories of its pack."""
    words = _Words()
    column = _columns(pack)
    classes = tuple(column)
    topics = _topics(lexicon, pack, words, weights)
    facets = tuple(
        (rule, facet)
        for rule in pack.rules
        if rule.predicate == "mentions"
        for facet in rule.facets
    )
    facet_words, decisive, ordinary = _facets(lexicon, facets, words)
    qualifiers = tuple(lexicon.qualifiers)
    supports: Entries = []
    refutes: Entries = []
    for i, name in enumerate(qualifiers):
        own = lexicon.qualifiers[name]
        supports += _ones(words, own.supports, Group.QUALIFIER, i)
        refutes += _ones(words, own.refutes, Group.QUALIFIER, i)
    strong: Entries = []
    weak: Entries = []
    for i, kind in enumerate(lexicon.personal):
        strong += _ones(words, kind.strong, Group.PERSONAL, i)
        weak += _ones(words, kind.weak, Group.PERSONAL, i)
        words.numbers(kind.unless, Group.PERSONAL)  # covers the shorter words in it
    priors = [
        (words.number(word, Group.CONTEXT), column[code], weights.prior)
        for prior in lexicon.priors
        for word in prior.words
        for code in prior.categories
        if code in column
    ]
    part_of, parts, typed_parts = _parts(lexicon, words)
    markers = {
        (marker.id, reach): words.numbers(getattr(marker, reach), Group.MARKER)
        for marker in lexicon.markers.values()
        for reach in ("before", "after", "whole")
    }
    brackets = (words.number(OPENS, Group.MARKER), words.number(CLOSES, Group.MARKER))
    ends = (
        *fold(pl.Series(lexicon.delimiters, dtype=pl.String)).to_list(),
        COMMA,
        FULL_COMMA,
        FIELD_END,
    )
    delimiters = np.setdiff1d(words.numbers(ends, Group.MARKER), brackets)

    def table(entries: Entries, things: int) -> Table:
        return Table(_matrix(entries, words.count, things))

    return Index(
        vocabulary=words.vocabulary(),
        lexicon=lexicon,
        classes=classes,
        topics=table(topics, len(classes)),
        priors=table(priors, len(classes)),
        facets=facets,
        facet_words=table(facet_words, len(facets)),
        decisive=table(decisive, len(facets)),
        ordinary=table(ordinary, len(facets)),
        totals=np.array([_asks_totals(lexicon, *pair) for pair in facets], dtype=bool),
        qualifiers=qualifiers,
        supports=table(supports, len(qualifiers)),
        refutes=table(refutes, len(qualifiers)),
        types=lexicon.personal,
        strong=table(strong, len(lexicon.personal)),
        weak=table(weak, len(lexicon.personal)),
        part_of=part_of,
        parts=table(parts, len(part_of)),
        typed_parts=typed_parts,
        markers=markers,
        delimiters=delimiters,
        brackets=brackets,
    )


def _asks_totals(lexicon: Lexicon, rule: Rule, facet: Facet) -> bool:
    worded = lexicon.facets.get((rule.id, facet.id))
    return worded is not None and worded.totals


def _topics(lexicon: Lexicon, pack: Pack, words: _Words, weights: WordWeights) -> Entries:
    entries: Entries = []
    column = _columns(pack)
    for category in pack.categories:
        own = lexicon.words_of(category.code)
        said = list(_weighed(own.terms, weights.strong, weights))
        spoken = {word for word, _ in said}
        # The annex's own words count as well, where the lexicon does not weigh them.
        said += [(w.lower(), weights.medium) for w in category.keywords if w.lower() not in spoken]
        for word, weight in said:
            entries.append((words.number(word, Group.TOPIC), column[category.code], weight))
    for context in lexicon.none:
        for word, weight in _weighed(context.terms, weights.ordinary, weights):
            entries.append((words.number(word, Group.TOPIC), column[NONE], weight))
    return entries


def _columns(pack: Pack) -> dict[int, int]:
    """Column of each class: no category first, then the categories in their order."""
    return {code: i for i, code in enumerate((NONE, *(c.code for c in pack.categories)))}


def _weighed(terms: Terms, strong: float, weights: WordWeights) -> Iterator[tuple[str, float]]:
    groups = ((terms.strong, strong), (terms.medium, weights.medium), (terms.weak, weights.weak))
    for own, weight in groups:
        yield from ((word, weight) for word in own)


def _parts(lexicon: Lexicon, words: _Words) -> tuple[Ints, Entries, Any]:
    """Combination of each part, its words, and its types of personal information."""
    types = {f"@{kind.id}": i for i, kind in enumerate(lexicon.personal)}
    parts = [(n, part) for n, whole in enumerate(lexicon.combinations) for part in whole.parts]
    said: Entries = []
    typed = np.zeros((len(types), len(parts)), dtype=np.float32)
    for i, (_, part) in enumerate(parts):
        said += _ones(words, [word for word in part if word not in types], Group.PART, i)
        typed[[types[word] for word in part if word in types], i] = 1
    return np.array([n for n, _ in parts], dtype=np.int64), said, typed


def _facets(
    lexicon: Lexicon, facets: tuple[tuple[Rule, Facet], ...], words: _Words
) -> tuple[Entries, Entries, Entries]:
    said: Entries = []
    decisive: Entries = []
    ordinary: Entries = []
    for i, (rule, facet) in enumerate(facets):
        own = lexicon.facets.get((rule.id, facet.id))
        keywords = {word.lower() for word in facet.keywords}
        said += _ones(words, sorted(keywords | set(own.words if own else ())), Group.FACET, i)
        if own:
            decisive += _ones(words, own.decisive, Group.FACET, i)
            ordinary += _ones(words, own.ordinary, Group.FACET, i)
    return said, decisive, ordinary


def _ones(words: _Words, own: Iterable[str], group: Group, thing: int) -> Entries:
    return [(number, thing, 1.0) for number in words.numbers(own, group).tolist()]


def _matrix(entries: Entries, words: int, things: int) -> Sparse:
    """Matrix of the largest weight that each word has for each thing."""
    best: dict[tuple[int, int], float] = {}
    for word, thing, weight in entries:
        best[word, thing] = max(weight, best.get((word, thing), 0.0))
    places = np.array(list(best), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(best.values()), dtype=np.float32)
    return sparse.csr_matrix((values, (places[:, 0], places[:, 1])), (words, things))
