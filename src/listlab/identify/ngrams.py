"""Character n-grams of many short texts at once, hashed into a sparse matrix."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

SIZES = (1, 2, 3, 4)
BITS = 18
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio
_EDGE = 2  # code point that stands at both ends of a text, never written by people


def count_ngrams(
    texts: pl.Series,
    *,
    known: NDArray[np.int64] | None = None,
    width: int | None = None,
    sizes: Sequence[int] = SIZES,
) -> sparse.csr_matrix:
    """Counts of hashed character n-grams, shape (texts, columns).

    Texts are folded and lower-cased by the caller. Each stands between two edge marks, so that
    beginnings and ends of names count as such. Spaces stay: they part Latin words.

    Parameters
    ----------
    texts : Series
    known : ndarray, optional
        New column of each of the 2 ** BITS columns, negative for those to leave out.
    width : int, optional
        How many new columns there are; needed with `known`.
    sizes : sequence of int
        Lengths of the n-grams, in characters.
    """
    codes, item = _codes(texts)
    columns = np.empty((len(codes), len(sizes)), dtype=np.int64)
    whole = np.zeros(columns.shape, dtype=bool)
    for place, size in enumerate(sizes):
        length = max(len(codes) - size + 1, 0)
        mixed = np.full(length, size, dtype=np.uint64)
        for offset in range(size if length else 0):
            mixed = (mixed ^ codes[offset : offset + length]) * _MULTIPLIER
            mixed ^= mixed >> np.uint64(29)
        columns[:length, place] = (mixed >> np.uint64(64 - BITS)).astype(np.int64)
        whole[:length, place] = item[:length] == item[size - 1 : size - 1 + length]
        if size == 1:
            whole[:, place] &= codes != _EDGE
    if known is not None:
        columns = np.where(whole, known[np.where(whole, columns, 0)], -1)
        whole &= columns >= 0
    found = columns[whole]
    lengths = np.bincount(item, weights=whole.sum(axis=1), minlength=len(texts)).astype(np.int64)
    ends = np.concatenate(([0], np.cumsum(lengths)))
    ones = np.ones(len(found), dtype=np.float32)
    return sparse.csr_matrix((ones, found, ends), (len(texts), width or 1 << BITS))


def ngram_codes(text: str, *, sizes: Sequence[int] = SIZES) -> list[tuple[str, int, int]]:
    """N-grams of one text with where they start and their column; for tracing a score."""
    marked = chr(_EDGE) + text + chr(_EDGE)
    found = []
    for size in sizes:
        for start in range(len(marked) - size + 1):
            piece = marked[start : start + size]
            if piece == chr(_EDGE):
                continue
            mixed = size
            for character in piece:
                mixed = ((mixed ^ ord(character)) * int(_MULTIPLIER)) % (1 << 64)
                mixed ^= mixed >> 29
            found.append((piece.strip(chr(_EDGE)), max(start - 1, 0), mixed >> (64 - BITS)))
    return found


def _codes(texts: pl.Series) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Code points of all texts in a row, each text between edge marks, and whose they are."""
    mark = chr(_EDGE)
    joined = "".join(mark + text + mark for text in texts.to_list())
    lengths = texts.str.len_chars().to_numpy().astype(np.int64) + 2
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return codes.astype(np.uint64), np.repeat(np.arange(len(texts)), lengths)
