"""Numbers of persons and records that the texts of items state, located and read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.model.volume import Volume
from listlab.survey.volume import read_volume
from listlab.survey.wording import split_words, unify_text

FIELDS = ("name", "description", "precision")
PERSONS, RECORDS = "persons", "records"
_COUNTED = "PU"  # letters of the reader's words for persons and for other units
# Where a number may begin. What it says is left to the reader of volumes.
_NUMERAL = re.compile(
    r"[0-9０-９一二两三四五六七八九十百千万亿][0-9０-９一二两三四五六七八九十百千万亿,，.． ]*"
)
# Numbers of a thousand or more with something behind them: fewer persons are below every limit.
_LARGE = (
    r"(?i)[0-9０-９][0-9０-９,，.．]{3,}\s*[^\s0-9]|[万亿]|[百千]\s*[万名人]"
    r"|[0-9]\s*(?:k|m|bn|thousand|million|billion)\b"
)
_BIG = re.compile(_LARGE)
_BEFORE, _AFTER = 12, 24  # characters of hedges before a numeral, of units after its beginning
_MOST = 20  # numerals of a text that are looked at
_CLAUSE = re.compile(r"[。；;！!？?\n]|，(?![0-9０-９])|,(?![0-9])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that an item's text states: of persons, or of records, which are no persons.

    `start` and `end` are characters of the field; `high` is infinite where it is unbounded.
    """

    row: int
    field: str
    start: int
    end: int
    term: str
    kind: str
    low: float
    high: float


@dataclass(frozen=True)
class Told:
    """Mentions of a batch of items, and the largest ends of each item; zero where there is none."""

    mentions: tuple[Mention, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def told_volumes(items: pl.DataFrame, among: NDArray[np.bool_]) -> Told:
    """Numbers of persons or records that names, descriptions and precisions state.

    A number without persons or another unit beside it says nothing here. Records are kept
    apart: so many records are of at most as many persons.

    Parameters
    ----------
    items : DataFrame
    among : ndarray of bool
        Items that are looked at: those that may be about persons.
    """
    mentions: list[Mention] = []
    for field in (name for name in FIELDS if name in items.columns):
        texts = items[field].cast(pl.String)
        large = texts.str.contains(_LARGE).fill_null(False).to_numpy() & among
        for row in np.flatnonzero(large).tolist():
            for start, end, kind, volume in _found(texts[row]):
                high = np.inf if volume.high is None else float(volume.high)
                term = texts[row][start:end]
                said = Mention(row, field, start, end, term, kind, float(volume.low), high)
                mentions.append(said)
    lows, highs = np.zeros(items.height), np.zeros(items.height)
    for each in mentions:
        lows[each.row] = max(lows[each.row], each.low)
        highs[each.row] = max(highs[each.row], each.high)
    return Told(tuple(mentions), lows, highs)


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[tuple[int, int, str, Volume], ...]:
    return tuple(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int, str, Volume]]:
    done = 0
    for count, numeral in enumerate(_NUMERAL.finditer(text)):
        if count == _MOST:
            return
        start = numeral.start()
        if start < done or not _whole(text, start):
            continue
        stop = _CLAUSE.search(text, start)
        last = min(len(text), start + _AFTER, stop.start() if stop else len(text))
        ends = (e for e in range(last, start, -1) if _whole(text, e) and _solid(text[e - 1]))
        if not _BIG.search(text, start, last):
            continue
        found = next(((end, r) for end in ends if (r := _read(text[start:end]))), None)
        if found is None:
            continue
        done, (kind, volume) = found
        for begin in range(max(0, start - _BEFORE), start):
            if not (_whole(text, begin) and _solid(text[begin])):
                continue
            if hedged := _read(text[begin:done]):
                start, (kind, volume) = begin, hedged
                break
        yield start, done, kind, volume


def _whole(text: str, place: int) -> bool:
    """Whether no Latin word or number is cut in two at a place."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    letters = before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
    return not (letters or (before.isdigit() and after.isdigit()))


def _solid(letter: str) -> bool:
    """Whether a piece may begin or end with a character: blanks and commas belong to none."""
    return not (letter.isspace() or letter in ",，、:：;；。.")


def _read(piece: str) -> tuple[str, Volume] | None:
    """Kind and volume of a piece that the reader understands and that names what it counts."""
    words = split_words(unify_text(piece)) or []
    counted = {word.letter for word in words} & set(_COUNTED)
    if len(counted) != 1 or not any(word.letter == "N" for word in words):
        return None
    kind = PERSONS if "P" in counted else RECORDS
    plain = piece if kind == PERSONS else " ".join(x.text for x in words if x.letter != "U")
    volume = read_volume(plain)
    return None if volume.is_missing or volume.unit != "persons" else (kind, volume)
