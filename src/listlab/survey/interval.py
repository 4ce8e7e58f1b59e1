"""Grammar of bounds: which numbers and words together make which interval."""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from listlab.model.language import Text
from listlab.survey.numeral import Numeral
from listlab.survey.volume_notes import (
    ADJACENT,
    COLLOQUIAL,
    OPEN_END,
    OWN_UNIT,
    ROUNDED,
    SEVERAL,
    SHARED_UNIT,
    about_note,
    near_note,
)
from listlab.survey.wording import Word

_POINT = re.compile(r"A*NP?A*")
_NEAR = re.compile(r"A?nNP?")
_LOWER = r"(?:A?[GT]A?NP?[IX]?|A?NP?[IX]?A?g[IX]?)"
_UPPER = r"(?:A?[LS]A?NP?[IX]?|A?NP?[IX]?A?l[IX]?|NP?S)"
_ONE_LOWER, _ONE_UPPER = re.compile(_LOWER), re.compile(_UPPER)
_BOTH = re.compile(rf"(?P<low>{_LOWER})[CR]*(?P<high>{_UPPER})B?")
_BOTH_TURNED = re.compile(rf"(?P<high>{_UPPER})[CR]*(?P<low>{_LOWER})B?")
_CHAIN = re.compile(r"(?P<low>NP?[LS])(?P<high>[LS]NP?)")
_RANGE = re.compile(
    rf"(?P<low>A?NP?[IX]?|A?G?A?NP?g?[IX]?)A?(?P<to>R)A?(?P<high>NP?[IX]?|NP?[IX]?l[IX]?|{_UPPER})A?"
)
_BETWEEN = re.compile(r"B?(?P<low>NP?[IX]?)(?P<to>[RC])(?P<high>NP?[IX]?)B?")
_PLAIN_WAYS = {
    "over": ("volume.over", None),
    "teens": ("volume.teens", None),
    "several": ("volume.several", SEVERAL),
    "adjacent": ("volume.range", ADJACENT),
    "colloquial": ("volume.colloquial", COLLOQUIAL),
}
_WAY_NOTES = {way: note for way, (_, note) in _PLAIN_WAYS.items() if note}
_WORDED = frozenset("GgTSLl")  # letters that make a number a bound in words


class UnreadableInterval(ValueError):  # noqa: N818  # a fact about a text, caught by its reader
    """Words that make no interval; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed interval of whole persons in the period stated, with code and assumptions."""

    low: int
    high: int | None
    code: str
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _End:
    """One side of an interval: the letters around its number, and the number."""

    letters: str
    numeral: Numeral

    @property
    def is_open(self) -> bool:
        return "X" in self.letters or (
            "I" not in self.letters and bool(set("TS") & {*self.letters})
        )

    @property
    def has_unit(self) -> bool:
        return _has_scale(self.numeral) or "P" in self.letters


def read_interval(words: list[Word], about: Fraction) -> Interval:
    """Interval that the words state.

    Parameters
    ----------
    words : list of Word
        Without fillers, periods and units; P only right after a number.
    about : Fraction
        Half-width of 约 as a share of the number.

    Raises
    ------
    UnreadableInterval
        They state none, two, or a contradictory one.
    """
    words = _estimated(_between(_signed(words)))
    letters = "".join(word.letter for word in words)
    if any(word.letter == "N" and word.numeral is None for word in words):
        raise UnreadableInterval("volume.ambiguous")  # 百八十
    numerals = [word.numeral for word in words if word.numeral]
    approximate = "A" in letters or any(numeral.way == "loose" for numeral in numerals)
    if _POINT.fullmatch(letters):
        return _point(numerals[0], about if approximate else None, about)
    if _NEAR.fullmatch(letters):
        return _nearly(numerals[0], about)
    low, high, notes = _ends(letters, numerals)
    if any(word.text == "+" for word in words):
        notes.append(OPEN_END)
    return _bounded(low, high, about if approximate else None, notes)


def _signed(words: list[Word]) -> list[Word]:
    """Words with a leading wave read as about; a leading minus is a negative number."""
    if len(words) > 1 and words[1].letter == "N":
        if words[0].letter == "Z" or words[0].text == "-":
            raise UnreadableInterval("volume.negative")
        if words[0].text == "~":
            return [Word("A", "~"), *words[1:]]
    return words


def _estimated(words: list[Word]) -> list[Word]:
    """Words in which 预计 means 约 for a lone number, and nothing where bounds are given."""
    others = "".join(word.letter for word in words if word.letter != "e")
    if not _POINT.fullmatch(others):
        return [word for word in words if word.letter != "e"]
    return [Word("A", word.text) if word.letter == "e" else word for word in words]


def _between(words: list[Word]) -> list[Word]:
    """Words in which 和 between two numbers is 至 when 之间 says so."""
    letters = "".join(word.letter for word in words)
    if "B" not in letters:
        return words
    if not _BETWEEN.fullmatch(letters):
        return [word for word in words if word.letter != "B"]
    return [Word("R", w.text) if w.letter == "C" else w for w in words if w.letter != "B"]


def _point(numeral: Numeral, spread: Fraction | None, about: Fraction) -> Interval:
    if numeral.way == "bare" and spread is None:
        raise UnreadableInterval("volume.unreadable")  # 万 alone: the number was left out
    if numeral.way == "loose":
        spread = about
    if spread is not None:
        low, high = ceil(numeral.low * (1 - spread)), floor(numeral.high * (1 + spread))
        if numeral.way in ("over", "teens", "several"):
            high = floor(numeral.high)
        notes = [about_note(float(spread))]
        return Interval(min(low, floor(numeral.low)), max(high, low), "volume.about", tuple(notes))
    code, note = _PLAIN_WAYS.get(numeral.way, ("volume.exact", None))
    notes = [note] if note else []
    low, high = floor(numeral.low), ceil(numeral.high)
    if numeral.low.denominator > 1 or numeral.high.denominator > 1:
        if numeral.largest == 1:
            raise UnreadableInterval("volume.not_whole")
        code, notes = ("volume.range" if code == "volume.exact" else code), [*notes, ROUNDED]
    return Interval(low, high, code, tuple(notes))


def _nearly(numeral: Numeral, about: Fraction) -> Interval:
    if numeral.way not in ("exact", "bare", "colloquial") or numeral.low == 0:
        raise UnreadableInterval("volume.unreadable")
    high = ceil(numeral.low) - 1
    low = min(ceil(numeral.low * (1 - about)), high)
    return Interval(low, high, "volume.near", (near_note(float(about)),))


def _ends(letters: str, numerals: list[Numeral]) -> tuple[_End | None, _End | None, list[Text]]:
    if len(numerals) == 1:
        spoken = [COLLOQUIAL] if numerals[0].way == "colloquial" else []
        if _ONE_LOWER.fullmatch(letters):
            return _End(letters, numerals[0]), None, spoken
        if _ONE_UPPER.fullmatch(letters):
            return None, _End(letters, numerals[0]), spoken
    if len(numerals) != 2:
        raise UnreadableInterval("volume.ambiguous" if numerals else "volume.unreadable")
    for form in (_BOTH, _CHAIN, _RANGE, _BOTH_TURNED):
        if match := form.fullmatch(letters):
            return _two(match, numerals)
    raise UnreadableInterval("volume.ambiguous")


def _two(match: re.Match[str], numerals: list[Numeral]) -> tuple[_End, _End, list[Text]]:
    first, second = numerals
    if match.start("low") > match.start("high"):
        first, second = second, first
    low, high = _letters_of_low(match), match["high"]
    low_end, high_end, notes = _share_unit(_End(low, first), _End(high, second))
    ways = dict.fromkeys((first.way, second.way))
    return low_end, high_end, [*notes, *(_WAY_NOTES[way] for way in ways if way in _WAY_NOTES)]


def _letters_of_low(match: re.Match[str]) -> str:
    """Letters of the lower end; in a < n ≤ b the sign after a excludes it, as T does."""
    if match.re is _CHAIN:
        return ("T" if "S" in match["low"] else "G") + ("P" if "P" in match["low"] else "")
    return match["low"]


def _share_unit(low: _End, high: _End) -> tuple[_End, _End, list[Text]]:
    """Ends of a range after the unit stated once has been given to both where it fits.

    However the ends are written (20余万, 十几万, 数万): where only one has a unit, either both
    get it, or a note says that the other stands for itself, or the range is ambiguous.
    """
    a, b = low.numeral, high.numeral
    if a.low == 0:
        return low, high, []
    if not low.has_unit and _has_scale(b):
        return _with_unit_of_high(low, high)
    if _has_scale(a) and not high.has_unit and "P" not in low.letters:
        return _with_unit_of_low(low, high)
    if "P" in low.letters and not _has_scale(a) and _has_scale(b):
        apart = a.low < b.largest or a.low * 10**2 < b.high
        return low, high, [OWN_UNIT] if apart else []  # 3人至5万人
    if "P" not in low.letters and any(
        a.largest < scale and _fits(a, scale, b) for scale in b.scales
    ):
        raise UnreadableInterval("volume.ambiguous")  # 三百到五百万: 300 or 300万
    return low, high, []


def _has_scale(numeral: Numeral) -> bool:
    """Whether it has a unit that the other end may share; 十 is none: 5至三十 is 5 to 30."""
    return numeral.largest >= 10**2


def _fits(numeral: Numeral, scale: int, high: Numeral) -> bool:
    """Whether a lower end in that unit does not pass the upper end."""
    return scale > 10 and numeral.times(scale).high <= high.high


def _with_unit_of_high(low: _End, high: _End) -> tuple[_End, _End, list[Text]]:
    a, b = low.numeral, high.numeral
    largest = b.scales[-1] if b.scales else b.largest
    if largest <= a.low <= b.high:  # 10000-2万 is no riddle, 20000-9000万 might be one
        return low, high, [OWN_UNIT] if a.low * 10**2 < b.high else []
    fitting = [scale for scale in b.scales if _fits(a, scale, b)]
    if len(fitting) > 1:
        raise UnreadableInterval("volume.ambiguous")  # 三到五百万: 3万 or 300万
    if fitting:
        return _End(low.letters, a.times(fitting[0])), high, [SHARED_UNIT]
    # 5000-1万 can only be meant as it stands, as 10以上1万以下; in 10-5万 somebody mixed the
    # ends up, and 3-万余 or 几十到十万 may be meant either way.
    if a.low <= b.low and (a.low * 10**2 >= largest or _WORDED & {*low.letters}):
        return low, high, [OWN_UNIT]
    unclear = not b.scales or {a.way, b.way} != {"exact"}
    raise UnreadableInterval("volume.ambiguous" if unclear else "volume.contradictory")


def _with_unit_of_low(low: _End, high: _End) -> tuple[_End, _End, list[Text]]:
    a, b = low.numeral, high.numeral
    if b.low >= a.low:
        return low, high, [OWN_UNIT]
    fitting = [scale for scale in a.scales if b.times(scale).high >= a.low]
    if len(fitting) > 1:
        raise UnreadableInterval("volume.ambiguous")  # 五十万到八十: 80万 or 800万
    if not fitting:
        raise UnreadableInterval("volume.contradictory")
    return low, _End(high.letters, b.times(fitting[0])), [SHARED_UNIT]


def _bounded(
    low: _End | None, high: _End | None, spread: Fraction | None, notes: list[Text]
) -> Interval:
    least, most = 0, None
    if low:
        bound = low.numeral.low * (1 - (spread or 0))
        least = floor(bound) + 1 if low.is_open else ceil(bound)
    if high:
        bound = high.numeral.high * (1 + (spread or 0))
        most = ceil(bound) - 1 if high.is_open else floor(bound)
        if most < least:
            raise UnreadableInterval("volume.contradictory")
    if spread is not None:
        notes = [*notes, about_note(float(spread))]
    return Interval(least, most, _code(low, high), tuple(notes))


def _code(low: _End | None, high: _End | None) -> str:
    if low and high:
        return "volume.range"
    if low:
        return "volume.more_than" if low.is_open else "volume.at_least"
    return "volume.less_than" if high and high.is_open else "volume.at_most"
