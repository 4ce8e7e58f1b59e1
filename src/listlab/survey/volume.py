"""Volumes as people write them, read as closed intervals of persons a year.

Inclusive and exclusive words follow article 1259 of the Civil Code. What admits no reading, or
two, is never guessed: it keeps the bounds [0, –] under a code of its own.
"""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isinf, isnan

from listlab.model.language import Lang, Text
from listlab.model.volume import Period, Volume
from listlab.survey.interval import Interval, UnreadableInterval, read_interval
from listlab.survey.volume_notes import PERIODS, UNREAD
from listlab.survey.wording import Word, says_none, says_unknown, split_words, unify_text

_MORE_THAN_LIVE = 10**10
_LONGEST_TEXT = 80
_MOST_SHOWN = 10**15  # larger whole numbers are shown as 1e+20
_THREE_DECIMALS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}人?")
_SPREAD = re.compile(r"([^±]+?)\s*\(?(?:±|\+/-)\s*([0-9]{1,2}(?:\.[0-9]+)?)%\)?\s*(人?)")
_PER_YEAR = {"M": 12, "D": 366, "W": 53, "Q": 4, "H": 2}
_PERIOD: dict[str, Period] = {"M": "month", "D": "day", "E": "event", "Y": "year"}


def read_volume(text: object, *, about: float = 0.1) -> Volume:
    """Interval of persons a year that a cell or a written answer states.

    Parameters
    ----------
    text : str, int, float, date or None
        What the cell holds.
    about : float, default 0.1
        Half-width of 约 and depth of 近 as a share of the number, in [0, 1), unitless.

    Returns
    -------
    Volume
        Closed interval with the code of its reading; `[0, None]` where nothing could be read.

    Examples
    --------
    >>> volume = read_volume("约5万人")
    >>> volume.low, volume.high, volume.code
    (45000, 55000, 'volume.about')
    """
    if text is None:
        return _unread("volume.missing", "")
    if isinstance(text, (date, time, timedelta)):
        return _unread("volume.date", str(text))
    if isinstance(text, (int, float, Decimal)):
        return _read_number(text)
    text = str(text)
    return _read_text(text, about) if len(text) <= _LONGEST_TEXT else _too_long(text)


def format_volume(volume: Volume, lang: Lang = "zh") -> str:
    """Interval in words that `read_volume` reads as the same interval."""
    if volume.unit == "unknown" or volume.is_missing:
        return Text("不详", "unknown").say(lang)
    low, high = _count(volume.low, lang), _count(volume.high or 0, lang)
    if volume.high is None:
        return Text(f"{low}人以上", f"at least {low} persons").say(lang)
    if volume.low == volume.high:
        return Text(f"{low}人", f"{low} persons").say(lang)
    if volume.low == 0:
        return Text(f"{high}人以下", f"at most {high} persons").say(lang)
    return Text(f"{low}人至{high}人", f"{low} persons to {high} persons").say(lang)


def _count(number: int, lang: Lang) -> str:
    if lang == "zh" and number and number % 1000 == 0:
        for unit, scale in (("亿", 10**8), ("万", 10**4)):
            if number >= scale and number % (scale // 100) == 0:
                return f"{number / scale:.2f}".rstrip("0").rstrip(".") + unit
    return f"{number:,}"


def _read_number(number: float | Decimal) -> Volume:
    if isinstance(number, bool) or isinf(number):
        return _unread("volume.unreadable", str(number))
    if isnan(number):
        return _unread("volume.missing", "")  # how pandas writes a blank
    whole = round(number)
    shown = str(whole if number == whole and abs(whole) < _MOST_SHOWN else number)
    if number < 0:
        return _unread("volume.negative", shown)
    # A product such as 12000 × 1.1 leaves dust behind the point in binary arithmetic.
    if number != whole and abs(Fraction(number) - whole) > Fraction(max(whole, 1), 10**9):
        return _unread("volume.not_whole", shown)
    if whole > _MORE_THAN_LIVE:
        return _unread("volume.implausible", shown)
    code = "volume.exact" if whole else "volume.none"
    return Volume(whole, whole, "persons", "year", code, str(whole))


@lru_cache(maxsize=4096)  # 无, 0 and 10万以下 are written in hundreds of cells
def _read_text(text: str, about: float) -> Volume:
    plain = unify_text(text)
    key = plain.replace(" ", "").rstrip("。!;")
    if says_unknown(key):
        return _unread("volume.missing", text)
    if says_none(key):
        return Volume(0, 0, "persons", "year", "volume.none", text)
    if _THREE_DECIMALS.fullmatch(key):
        return _unread("volume.ambiguous", text)  # 50.000 is 50,000 in half of Europe
    if match := _SPREAD.fullmatch(plain):
        plain, about = f"约{match[1]}{match[3]}", float(match[2]) / 100
    words = split_words(plain)
    if words is None or about >= 1:
        return _unread("volume.unreadable", text)
    letters = {word.letter for word in words}
    periods = sorted(letters & (_PER_YEAR.keys() | {"E"}))
    try:
        interval = read_interval(_core(words), Fraction(str(about)))
    except UnreadableInterval as problem:
        return _unread(problem.code, text)
    if len(periods) > 1:
        return _unread("volume.ambiguous", text)
    if "U" in letters:
        period = _PERIOD.get(periods[0], "unknown") if periods else "year"
        return replace(_unread("volume.not_persons", text), period=period)
    if (interval.high or interval.low) > _MORE_THAN_LIVE:
        return _unread("volume.implausible", text)
    return _volume(interval, periods, text)


def _too_long(text: str) -> Volume:
    return _unread("volume.unreadable" if text.strip() else "volume.missing", text)


def _core(words: list[Word]) -> list[Word]:
    """Words that bound the number; a number followed by 人 has its unit stated."""
    core: list[Word] = []
    for before, word in zip([None, *words], words, strict=False):
        counted = word.letter == "P" and before is not None and before.letter == "N"
        if counted or word.letter not in "PFUYMDWQHE":
            core.append(word)
    return core


def _volume(interval: Interval, periods: list[str], text: str) -> Volume:
    low, high, code, notes = interval.low, interval.high, interval.code, list(interval.notes)
    period: Period = "year"
    if high == 0 and low == 0 and code in ("volume.exact", "volume.about"):
        code = "volume.none"
    elif periods:
        code, note = PERIODS[periods[0]]
        period = _PERIOD.get(periods[0], "unknown")
        high = high * _PER_YEAR[periods[0]] if high is not None and periods[0] != "E" else None
        notes.append(note)
    return Volume(low, high, "persons", period, code, text, _joined(notes))


def _joined(notes: list[Text]) -> Text | None:
    if not notes:
        return None
    return Text("；".join(note.zh for note in notes), "; ".join(note.en for note in notes))


def _unread(code: str, text: str) -> Volume:
    return Volume(0, None, "unknown", "unknown", code, text, UNREAD[code])
