"""Where the words of a lexicon stand in the texts of items, and what negates them there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.text import Ints, Texts

Flags = NDArray[np.bool_]
_CHARACTER, _ACROSS = 3, 9  # bytes of a Chinese character; of the longest piece cut off
_UPPER, _LOWER = list(ascii_uppercase), list(ascii_lowercase)


@dataclass(frozen=True)
class Vocabulary:
    """Words to look for. Of words of one group only the longest counts where they overlap.

    `words` are lower-case and distinct; `groups` has the shape (words, groups) and says to
    which groups each belongs. Latin words of several parts are found run together and in camel
    case as well.
    """

    words: tuple[str, ...]
    groups: Flags


@dataclass(frozen=True)
class Matches:
    """Words found, sorted by place; arrays of one length. Places are bytes of the buffer.

    `groups` has the shape (matches, groups): whether the word counts there, as the longest.
    """

    item: Ints
    field: Ints
    word: Ints  # index into the vocabulary
    start: Ints
    end: Ints
    groups: Flags

    def where(self, kept: Any) -> "Matches":
        """Matches chosen."""
        return Matches(*(getattr(self, name)[kept] for name in Matches.__dataclass_fields__))

    def among(self, words: Ints) -> Flags:
        """Whether each match is one of some words."""
        chosen = np.zeros(max(self.word.max(initial=-1), words.max(initial=-1)) + 1, dtype=bool)
        chosen[words] = True
        return np.asarray(chosen[self.word])

    def of(self, group: int) -> "Matches":
        """Matches that count in a group."""
        return self.where(self.groups[:, group])


def find(texts: Texts, vocabulary: Vocabulary) -> Matches:
    """Every word of the vocabulary in the texts, at the edges of words where it is Latin."""
    spelled = _spellings(vocabulary.words)
    patterns = list(spelled)
    # Lower-cased letter by letter, so that places stay; looking for both cases is ten times slower.
    frame = pl.DataFrame({"text": texts.folded.str.replace_many(_UPPER, _LOWER)}).select(
        pl.col("text").str.find_many(patterns, overlapping=True).alias("start"),
        pl.col("text").str.extract_many(patterns, overlapping=True).alias("found"),
    )
    counts = frame["start"].list.len().to_numpy().astype(np.int64)
    found = frame.select(pl.col("start", "found").explode(empty_as_null=False, keep_nulls=False))
    codes = pl.Series(list(spelled.values()), dtype=pl.Int64)
    word = (
        found["found"].replace_strict(pl.Series(patterns), codes, return_dtype=pl.Int64).to_numpy()
    )
    item = np.repeat(np.arange(texts.count), counts)
    start = found["start"].to_numpy().astype(np.int64) + texts.starts[item, 0]
    end = start + found["found"].str.len_bytes().to_numpy().astype(np.int64)
    chosen = np.flatnonzero(_at_edges(texts.buffer, start, end))
    chosen = chosen[_by_place(start[chosen], end[chosen])]
    chosen = chosen[~_straddles(start[chosen], end[chosen], len(texts.buffer))]
    item, word, start, end = item[chosen], word[chosen], start[chosen], end[chosen]
    field = (start[:, None] >= texts.starts[item, 1:]).sum(axis=1)
    matches = Matches(item, field, word, start, end, vocabulary.groups[word])
    longest = replace(matches, groups=_longest(matches))
    return longest.where(np.flatnonzero(longest.groups.any(axis=1)))


def _by_place(start: Ints, end: Ints) -> Ints:
    """Order by start, the longest first."""
    length = end - start
    longest = length.max(initial=0)
    return np.argsort(start * (longest + 1) + longest - length, kind="stable")


def _spellings(words: Sequence[str]) -> dict[str, int]:
    """Patterns with the word that each stands for; first spelling wins."""
    spelled = {word: code for code, word in enumerate(words)}
    for code, word in enumerate(words):
        if " " in word.strip():
            spelled.setdefault(word.replace(" ", ""), code)
    return spelled


def _at_edges(buffer: NDArray[np.uint8], start: Ints, end: Ints) -> Flags:
    """Whether Latin words stand alone: at spaces, marks, digits, camel case, or a plural s."""
    padded = np.concatenate(([10], buffer, [10, 10, 10])).astype(np.uint8)
    before, first = padded[start], padded[start + 1]
    last, after, next_one = padded[end], padded[end + 1], padded[end + 2]
    opens = ~(_is_letter(first) & _is_letter(before)) | (_is_lower(before) & _is_upper(first))
    plural = (after == ord("s")) & ~_is_letter(next_one)
    camel = (_is_lower(last) & _is_upper(after)) | (
        _is_upper(last) & _is_upper(after) & _is_lower(next_one)
    )
    closes = ~(_is_letter(last) & _is_letter(after)) | plural | camel
    digits = _is_digit(first) & _is_digit(before) | _is_digit(last) & _is_digit(after)
    return np.asarray(opens & closes & ~digits)


def _straddles(start: Ints, end: Ints, size: int) -> Flags:
    """Whether a word lies across two others that meet inside it: 游客 in 漫游客户.

    The one on the left begins before it and the one on the right ends after it, so that together
    they leave nothing of it.
    """
    earliest = np.arange(size + 1, dtype=np.int64)
    latest = earliest.copy()
    np.minimum.at(earliest, end, start)
    np.maximum.at(latest, start, end)
    found = np.zeros(len(start), dtype=bool)
    longest = int((end - start).max(initial=0))
    for offset in range(_CHARACTER, min(longest, _ACROSS) + 1, _CHARACTER):
        middle = np.minimum(start + offset, size)
        inside = middle < end
        found |= inside & (earliest[middle] < start) & (latest[middle] > end)
    return found


def _longest(matches: Matches) -> Flags:
    """Groups in which no longer word contains a match; they come by start, longest first."""
    kept = matches.groups.copy()
    for group in range(kept.shape[1]):
        chosen = np.flatnonzero(kept[:, group])
        start, end = matches.start[chosen], matches.end[chosen]
        if not end.size:
            continue
        reach = np.concatenate(([-1], np.maximum.accumulate(end)[:-1]))
        same = np.concatenate(([False], (start[1:] == start[:-1]) & (end[1:] == end[:-1])))
        kept[chosen, group] = (end > reach) | same
    return kept


def _is_letter(byte: NDArray[np.uint8]) -> Flags:
    return _is_lower(byte) | _is_upper(byte)


def _is_lower(byte: NDArray[np.uint8]) -> Flags:
    return np.asarray((byte >= ord("a")) & (byte <= ord("z")))


def _is_upper(byte: NDArray[np.uint8]) -> Flags:
    return np.asarray((byte >= ord("A")) & (byte <= ord("Z")))


def _is_digit(byte: NDArray[np.uint8]) -> Flags:
    return np.asarray((byte >= ord("0")) & (byte <= ord("9")))
