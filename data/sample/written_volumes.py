"""How people write a number of persons into a form: exactly, roughly, as a bracket, or not."""

from collections.abc import Callable

import numpy as np

Cell = int | float | str | None

_STEPS = (0, 100, 200, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 40_000)
_WIDE_STEPS = (
    *(50_000, 100_000, 150_000, 200_000, 300_000, 500_000),
    *(1_000_000, 2_000_000, 3_000_000, 5_000_000, 10_000_000),
)
_HAN = "零一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def as_written(persons: int, style: str, rng: np.random.Generator) -> Cell:
    """Cell that somebody with `persons` in mind fills in.

    Parameters
    ----------
    persons : int
        Distinct persons a year, 0 or more.
    style : str
        A key of `STYLES`, or the text itself (``10万以下``, ``不详``).
    """
    if style in STYLES:
        return STYLES[style](persons, rng)
    return style


def rounded(persons: int, digits: int) -> int:
    """Number with so many leading digits kept, at least 1 when there was anyone."""
    if persons <= 0:
        return 0
    unit = 10 ** max(len(str(persons)) - digits, 0)
    return max((persons + unit // 2) // unit * unit, 1)


def han(number: int) -> str:
    """Chinese numeral of a number below 100,000 with at most two leading digits (一万二千)."""
    parts = []
    for unit, name in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            parts.append(("两" if digit == 2 and unit >= 1_000 else _HAN[digit]) + name)
    return "".join(parts)


def exact(persons: int, rng: np.random.Generator) -> Cell:
    """One number, mostly a plain one, sometimes in a person's own spelling."""
    if persons == 0:
        return ("无", 0, "没有", 0)[rng.integers(4)]
    draw = rng.random()
    spellings: tuple[tuple[float, Callable[[], Cell]], ...] = (
        (0.60, lambda: persons),
        (0.70, lambda: f"{persons:,}"),
        (0.77, lambda: str(persons).translate(_FULL_WIDTH)),
        (0.86, lambda: f"{persons}人"),
        (0.93, lambda: _with_unit(rounded(persons, 2)) if persons >= 1_000 else persons),
        (0.97, lambda: han(rounded(persons, 2)) if 1_000 <= persons < 100_000 else persons),
        (1.00, lambda: f"{rounded(persons, 1) // 1_000}k" if persons >= 1_000 else persons),
    )
    return next(write() for limit, write in spellings if draw < limit)


def _with_unit(number: int) -> str:
    return f"{number / 10_000:g}万"


def _short(number: int, rng: np.random.Generator) -> str:
    if number >= 10_000 and number % 1_000 == 0:
        return _with_unit(number)
    return f"{number}{'人' if rng.random() < 0.3 else ''}"


def _about(persons: int, rng: np.random.Generator) -> Cell:
    return ("约", "约", "大约")[rng.integers(3)] + _short(rounded(persons, 2), rng)


def _around(persons: int, rng: np.random.Generator) -> Cell:
    return _short(rounded(persons, 2), rng) + "左右"


def _nearly(persons: int, rng: np.random.Generator) -> Cell:
    # 近 x is read as 0.9 x to x: the roundest x that still holds the persons in mind.
    units = (10 ** (len(str(persons)) - 1), 10 ** max(len(str(persons)) - 2, 0))
    above = [(persons // unit + 1) * unit for unit in units]
    return "近" + _short(above[0] if persons >= 0.9 * above[0] else above[1], rng)


def _odd(persons: int, _rng: np.random.Generator) -> Cell:
    unit = 10 ** (len(str(persons)) - 1)
    number = persons // unit * unit
    return f"{_with_unit(number)}余" if unit >= 10_000 else f"{number}余"


def _bracket(persons: int) -> tuple[int, int]:
    steps = _STEPS + _WIDE_STEPS
    high = next(step for step in steps if step > persons)
    return steps[steps.index(high) - 1], high


def _between(persons: int, rng: np.random.Generator) -> Cell:
    low, high = _bracket(persons)
    if low >= 10_000:
        shapes = (f"{low // 10_000}-{high // 10_000}万", f"{_with_unit(low)}～{_with_unit(high)}")
    else:
        shapes = (f"{low}-{high}", f"{low}至{high}人", f"{low}以上{high}以下")
    return shapes[rng.integers(len(shapes))]


def _under(persons: int, rng: np.random.Generator) -> Cell:
    high = _bracket(persons)[1]
    text = _with_unit(high) if high >= 10_000 else str(high)
    return f"不满{text}" if rng.random() < 0.5 else f"{text}以下"


def _above(persons: int, _rng: np.random.Generator) -> Cell:
    low = _bracket(persons)[0]
    return f"{_with_unit(low)}以上" if low >= 10_000 else f"{low}以上"


def _monthly(persons: int, _rng: np.random.Generator) -> Cell:
    return f"每月{max(persons // 8, 1)}人"


def _headcounts(persons: int, _rng: np.random.Generator) -> Cell:
    twice = rounded(2 * persons, 1)
    return f"{_with_unit(twice)}人次" if twice >= 10_000 else f"{twice}人次"


def _blank(_persons: int, _rng: np.random.Generator) -> Cell:
    return None


STYLES: dict[str, Callable[[int, np.random.Generator], Cell]] = {
    "exact": exact,
    "about": _about,
    "around": _around,
    "nearly": _nearly,
    "odd": _odd,
    "between": _between,
    "under": _under,
    "above": _above,
    "monthly": _monthly,
    "headcounts": _headcounts,
    "blank": _blank,
}
