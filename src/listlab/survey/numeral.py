"""Numbers as Chinese and English office texts write them: 12,000 · 1.2e5 · 一百二十万 · 10余万."""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor, prod
from typing import Literal

Way = Literal["exact", "over", "teens", "several", "adjacent", "loose", "bare", "colloquial"]

_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 10**3}
_LARGE = {"万": 10**4, "亿": 10**8}
_LATIN = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "k": 10**3, "w": 10**4, "mn": 10**6, "mio": 10**6, "m": 10**6, "bn": 10**9,
}  # fmt: skip
_UNITS = _SMALL | _LARGE | _LATIN
_VARIANTS = str.maketrans(
    "〇○壹贰貳弐叁參参肆伍陆陸柒捌玖拾佰仟萬億兩馀餘數幾來點",
    "零零一二二二三三三四五六六七八九十百千万亿两余余数几来点",
)

_ARABIC = (
    r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])|[0-9]+)(?:\.[0-9]+)?(?:e\+?[0-9]{1,2}(?![0-9.]))?"
)
_SPACED = r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?!\s*[0-9十百千万亿kwm.,])"
_LATIN_UNIT = rf"(?:{'|'.join(_LATIN)})(?![a-z])"
_TENS = "廿卅卌"
_SINGLE = "零一二三四五六七八九两廿卅卌"
NUMERAL = re.compile(
    rf"(?:{_SPACED}|(?:{_ARABIC}|[{_SINGLE}十百千万亿数几])"
    rf"(?:\s*(?:[十百千万亿]|{_LATIN_UNIT})|{_ARABIC}|[{_SINGLE}]|\s*[几余来]|点(?=[{_SINGLE}])|\s*多(?!于))*)"
)
_TOKEN = re.compile(rf"{_ARABIC}|[{_SINGLE}]+|[十百千万亿]|{_LATIN_UNIT}")
_ADJACENT = {(n, n + 1) for n in range(1, 9)} | {(3, 5)}


class UnreadableNumeral(ValueError):  # noqa: N818  # states a fact about a text, caught by its reader
    """A numeral that is malformed, or that people read in two ways."""


class AmbiguousNumeral(UnreadableNumeral):
    """A numeral that people read in two ways, such as 百八十."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral states: the interval `[low, high]`, a point when it is exact.

    `scales` are the units that may also hold for the other end of a range (`5-10万`), `counts`
    says that it has a unit of its own, `largest` is the largest unit in it.
    """

    low: Fraction
    high: Fraction
    way: Way
    scales: tuple[int, ...] = ()
    largest: int = 1

    def times(self, scale: int) -> "Numeral":
        """Same numeral in a larger unit: 20余 (20 to 29) in 万 ends just below 30万."""
        whole_units = self.way in ("over", "teens", "several")
        high = (self.high + 1) * scale - 1 if whole_units else self.high * scale
        return Numeral(self.low * scale, high, self.way, (scale,), scale)


def unify_digits(text: str) -> str:
    """Text with banking and traditional numerals in their everyday form."""
    return text.translate(_VARIANTS)


def read_numeral(text: str) -> Numeral:
    """Numeral that a text (already unified) states.

    Raises
    ------
    UnreadableNumeral
        The text is no numeral; `AmbiguousNumeral` where people read it in two ways (`百八十`).
    """
    text = re.sub(r"(?<=[0-9]) (?=[0-9])", "", text).replace(",", "")
    text = re.sub(r"\s", "", text)
    text = re.sub(rf"([{_SINGLE}十]+)点([{_SINGLE}]+)", _decimal, text)
    if re.search(rf"{_LATIN_UNIT}[0-9]$", text):
        raise UnreadableNumeral(text)  # 50k5
    if text[0] in "数几":
        return _several(text[1:])
    if "几" in text:
        return _teens(text)
    if "余" in text or "多" in text:
        return _over(text.replace("多", "余"))
    if "来" in text:
        return _loose(text)
    return _adjacent(text) or _plain(text)


def _decimal(match: re.Match[str]) -> str:
    whole = _value(_tokens(match[1]))
    return f"{whole}.{''.join(str(_DIGITS[char]) for char in match[2])}"


def _plain(text: str) -> Numeral:
    tokens = _tokens(text)
    value = _value(tokens)
    units = [token for token in tokens if isinstance(token, int)]
    bare = len(tokens) == 1 and bool(units) and units[0] != _SMALL["十"]
    way: Way = "bare" if bare else "colloquial" if _leaves_unit_out(tokens) else "exact"
    return Numeral(value, value, way, _scales(text), _largest(text))


def _leaves_unit_out(tokens: list[Fraction | int | None]) -> bool:
    """Whether a last digit stands right after a unit: 三万五 is 35,000, 三万零五 is 30,005."""
    if len(tokens) < 2:
        return False
    unit, last = tokens[-2:]
    return isinstance(last, Fraction) and isinstance(unit, int) and unit > 10 and 0 < last < 10


def _largest(text: str) -> int:
    return max((token for token in _tokens(text) if isinstance(token, int)), default=1)


def _several(unit: str) -> Numeral:
    if not unit:
        raise UnreadableNumeral(unit)
    scale = _unit(unit)
    return Numeral(
        Fraction(scale), Fraction(10 * scale - 1), "several", _scales("一" + unit), scale
    )


def _teens(text: str) -> Numeral:
    """几 after tens: 十几万 is 11 to just under 20 of the unit after it."""
    head, _, unit = text.partition("几")
    tens, scale = _value(_tokens(head)), _unit(unit)
    if tens <= 0 or tens % 10 or tens >= 100:
        raise UnreadableNumeral(text)
    scales = (scale,) if unit else ()
    return Numeral((tens + 1) * scale, (tens + 10) * scale - 1, "teens", scales, scale)


def _over(text: str) -> Numeral:
    """余 or 多: up to the next whole unit before it, or the next step of the last digit."""
    head, _, unit = text.partition("余")
    if not head or "余" in unit:
        raise UnreadableNumeral(text)
    scale = _unit(unit)
    low = _value(_tokens(head + unit)) if unit else _value(_tokens(head))
    step = _step(head) * scale
    if step == 1 or ("." in head and unit):
        raise UnreadableNumeral(text)
    high = Fraction((floor(low / step) + 1) * step - 1)
    return Numeral(low, high, "over", _scales(head + unit), _largest(head + unit))


def _loose(text: str) -> Numeral:
    """来 after tens: 十来万 is about ten of the unit."""
    head, _, unit = text.partition("来")
    value = _value(_tokens(head)) * _unit(unit)
    if "来" in unit or value % 10:
        raise UnreadableNumeral(text)
    return Numeral(value, value, "loose", _scales(head + unit), _largest(head + unit))


def _adjacent(text: str) -> Numeral | None:
    """Two digits in a row before a unit: 五六万 is 5万 to 6万."""
    match = re.fullmatch(
        r"((?:.*[十百千万亿])?)([一二三四五六七八九两])([一二两三四五六七八九])([十百千万亿]+)",
        text,
    )
    if match is None or (_DIGITS[match[2]], _DIGITS[match[3]]) not in _ADJACENT:
        return None
    low, high = (_value(_tokens(match[1] + digit + match[4])) for digit in (match[2], match[3]))
    return Numeral(low, high, "adjacent", _scales(match[3] + match[4]), _unit(match[4]))


def _tokens(text: str) -> list[Fraction | int | None]:
    """Numbers as Fraction, units as int, None for a 零 that only fills a gap."""
    tokens: list[Fraction | int | None] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise UnreadableNumeral(text)
        tokens.extend(_token(match[0], first=not tokens))
        place = match.end()
    return tokens


def _token(text: str, *, first: bool) -> list[Fraction | int | None]:
    if text in _UNITS:
        return [_UNITS[text]]
    if text[0].isascii():
        if re.match(r"0[0-9]", text):
            raise UnreadableNumeral(text)  # 007 is a code, not a count
        return [Fraction(text)]
    if text[0] in _TENS and len(text) <= 2:
        tens: list[Fraction | int | None] = [Fraction(_TENS.index(text[0]) + 2), 10]
        return tens + (_token(text[1:], first=False) if text[1:] else [])
    if text == "零" and not first:
        return [None]  # 10万零500
    if len(text) == 1:
        return [Fraction(_DIGITS[text])]
    if not first and text[0] == "零" and len(text) == 2:
        return [None, Fraction(_DIGITS[text[1]])]
    if any(char not in _DIGITS for char in text) or not (len(text) > 2 or "零" in text):
        raise UnreadableNumeral(text)
    if not first or text[0] == "零":
        raise UnreadableNumeral(text)
    return [Fraction("".join(str(_DIGITS[char]) for char in text))]  # 二〇〇: digit by digit


def _value(tokens: list[Fraction | int | None]) -> Fraction:
    """Value of numbers and units in the order in which they are spoken."""
    if not tokens:
        raise UnreadableNumeral("")
    if any(isinstance(a, Fraction) and isinstance(b, Fraction) for a, b in pairwise(tokens)):
        raise UnreadableNumeral(str(tokens))
    starts_with_unit = isinstance(tokens[0], int) and tokens[0] > 10
    if starts_with_unit and any(isinstance(each, Fraction) or each == 10 for each in tokens[1:]):
        raise AmbiguousNumeral(str(tokens))  # 百八十: 180, or some eighty to a hundred; 百十
    total, section = Fraction(0), Fraction(0)
    number: Fraction | None = None
    largest, smaller, gap = 10**18, 10**18, False
    for index, token in enumerate(tokens):
        if token is None:
            gap = True
        elif isinstance(token, Fraction):
            number = token
        elif token < 10**4 and token in _SMALL.values():
            # Only 十, or a unit at the very start, may stand without a number before it.
            if token >= smaller or (number is None and index and token > 10):
                raise UnreadableNumeral(str(tokens))
            section += (Fraction(1) if number is None else number) * token
            number, smaller, gap = None, token, False
        else:
            if index and isinstance(tokens[index - 1], int) and not section and number is None:
                total, largest = total * token, token  # 万亿
                continue
            if token >= largest:
                raise UnreadableNumeral(str(tokens))
            part = section + (number or 0)
            total += (part if index else Fraction(1)) * token
            section, number, largest, smaller, gap = Fraction(0), None, token, 10**18, False
    return total + section + _last(number, min(largest, smaller), gap=gap)


def _last(number: Fraction | None, unit: int, *, gap: bool) -> Fraction:
    """Number after the last unit; a digit right after it counts tenths of it, as in 三万五."""
    if number is None:
        return Fraction(0)
    after_unit = unit < 10**18
    if after_unit and (number >= unit or number.denominator > 1):
        raise UnreadableNumeral(str(number))
    if after_unit and unit > 10 and number < 10 and not gap:
        return number * unit / 10
    return number


def _unit(text: str) -> int:
    tokens = _tokens(text)
    units = [token for token in tokens if isinstance(token, int)]
    if len(units) < len(tokens):
        raise UnreadableNumeral(text)
    return prod(units)


def _scales(text: str) -> tuple[int, ...]:
    """Units at the end: 百万 after 五 may be meant as 百万 or as 万, after 5 only as 百万."""
    match = re.search(rf"((?:[十百千万亿]|{_LATIN_UNIT})+)$", text)
    if match is None:
        return ()
    before = text[: match.start()]
    run = [_UNITS[unit] for unit in re.findall(rf"[十百千万亿]|{_LATIN_UNIT}", match[1])]
    if before and before[-1].isascii():
        return (prod(run),)
    if not before:
        run = run[1:]
    return tuple(sorted({prod(run[start:]) for start in range(len(run))}))


def _step(head: str) -> int:
    """Whole unit at the end of the text before 余, else step of its last digit but zeros."""
    if all(char in _UNITS for char in head):
        return _unit(head)
    if head[-1] in _UNITS:
        return _UNITS[head[-1]]
    if head[-1] in _TENS:
        return 10
    match = re.search(r"[1-9](0*)$", head)
    return 10 ** len(match[1]) if match and "." not in head else 1
