"""Numbers as staff read them: 万 where Chinese readers expect it, and no digit too many."""

import math
from collections.abc import Callable
from datetime import date

from listlab.analyse.result import Bounds, Estimate
from listlab.model.language import Lang
from listlab.model.punctuation import aside
from listlab.model.quantity import at_least, at_most, digits
from listlab.model.quantity import points as upper_points

MISSING = "—"
_SHORT = 3  # characters after the point: two decimals and the unit
_FIGURES = 3
_ROUNDING = 1e-9
_WIDE, _NARROW = 5.0, 0.05  # half widths in points from which decimals are dropped or added


def persons(count: float | None, lang: Lang = "zh") -> str:
    """An exact number of persons: `4.5万`, `3.1623万`, `1,200`; in English `45,000`."""
    return MISSING if count is None else digits(count, lang)


def quantity(amount: float | None, lang: Lang = "zh") -> str:
    """An estimated amount to three figures: `12.3万`, `1,230`; in English `123,000`."""
    if amount is None:
        return MISSING
    if amount == 0:
        return "0"
    places = 2 - math.floor(math.log10(abs(amount)))
    rounded = round(amount, places)
    if abs(rounded) >= 100:
        return persons(rounded, lang)
    return _trimmed(rounded, max(places, 0))


def share(value: float | None, *, decimals: int = 1) -> str:
    """A share in [0, 1] as per cent, `97.3%`; `>99.9%` when only rounding would make it all."""
    if value is None:
        return MISSING
    if min(abs(value), abs(1 - value)) < _ROUNDING:
        return "0%" if value < 0.5 else "100%"
    text = f"{100 * value:.{decimals}f}"
    if float(text) == 0:
        return f"<{10.0**-decimals:.{decimals}f}%"
    return f">{100 - 10.0**-decimals:.{decimals}f}%" if float(text) == 100 else f"{text}%"


def share_floor(value: float | None) -> str:
    """A lower bound as per cent, never rounded up, so that it contradicts no verdict."""
    return MISSING if value is None else at_least(value)


def share_ceiling(value: float | None) -> str:
    """An upper bound as per cent, never rounded down."""
    return MISSING if value is None else at_most(value)


def interval_decimals(low: float, high: float) -> int:
    """Decimals of a per cent that an interval of shares supports: none when it is wide."""
    half = 50 * (high - low)
    if half >= _WIDE:
        return 0
    return 2 if 0 < half < _NARROW else 1


def share_range(low: float, high: float) -> str:
    """An interval of shares, `96.1%–98.4%`, or one figure when both ends read the same."""
    decimals = interval_decimals(low, high)
    return _span(*(f"{100 * end:.{decimals}f}%" for end in (low, high)))


def share_bounds(bounds: Bounds | None) -> str:
    """Bounds on a share as an interval, neither end rounded inwards."""
    return MISSING if bounds is None else _span(at_least(bounds.low), at_most(bounds.high))


def share_estimate(estimate: Estimate) -> str:
    """An estimated share alone, with the digits that its band supports."""
    if estimate.estimate is None:
        return MISSING
    if estimate.low is None or estimate.high is None:
        return share(estimate.estimate)
    return share(estimate.estimate, decimals=interval_decimals(estimate.low, estimate.high))


def share_with_band(estimate: Estimate, lang: Lang = "zh") -> str:
    """An estimated share with its two-sided 95 % band, `97%（94.1%–98.8%）`."""
    if estimate.estimate is None:
        return MISSING
    if estimate.low is None or estimate.high is None:
        return share_estimate(estimate)
    band = share_range(estimate.low, estimate.high)
    return _banded(share_estimate(estimate), band, lang)


def asked(value: float) -> str:
    """A share that somebody set, with the digits it was set with: `95%`, `97.5%`."""
    return f"{100 * value:.6g}%"


def points(value: float | None, *, decimals: int = 1) -> str:
    """A difference of two shares in percentage points, without the unit: `2.1`."""
    if value is None:
        return MISSING
    text = f"{100 * value:.{decimals}f}"
    return f"<{10.0**-decimals:.{decimals}f}" if value > _ROUNDING and float(text) == 0 else text


def points_with_band(estimate: Estimate, lang: Lang = "zh") -> str:
    """A difference of shares in percentage points with its band, `1.2（0.3–2.8）`."""
    if estimate.estimate is None:
        return MISSING
    if estimate.low is None or estimate.high is None:
        return points(estimate.estimate)
    band = _span(*(f"{100 * end:.1f}" for end in (estimate.low, estimate.high)))
    return _banded(points(estimate.estimate), band, lang)


def points_ceiling(value: float | None) -> str:
    """An upper bound on a difference in percentage points, as the sentences print it."""
    return MISSING if value is None else upper_points(value, upper=True)


def points_lost(estimate: Estimate, lang: Lang = "zh") -> str:
    """The same difference seen from above, with its band: `−4.3（−9.1–−1.2）`."""
    if estimate.estimate is None:
        return MISSING
    if estimate.low is None or estimate.high is None:
        return _negative(points(estimate.estimate))
    band = _span(*(_negative(points(end)) for end in (estimate.high, estimate.low)))
    return _banded(_negative(points(estimate.estimate)), band, lang)


def count(value: float | None) -> str:
    """A whole count with thousands separated, fractions rounded away."""
    return MISSING if value is None else digits(round(value), "en")


def count_with_band(estimate: Estimate, lang: Lang = "zh") -> str:
    """An expected count with its band, `3.2（1–7）`; a decimal only below ten."""
    if estimate.estimate is None:
        return MISSING
    text = f"{estimate.estimate:.1f}" if estimate.estimate < 10 else count(estimate.estimate)
    if float(estimate.estimate) > 0 and text == "0.0":
        text = "<0.1"
    if estimate.low is None or estimate.high is None:
        return text
    band = _span(count(math.floor(estimate.low)), count(math.ceil(estimate.high)))
    return _banded(text, band, lang)


def volume(low: int | None, high: int | None, lang: Lang = "zh") -> str:
    """A yearly volume as answered: one number, a range, an open range, or no answer."""
    return _volume(low or 0, high, _answered, lang)


def total(low: int, high: int | None, lang: Lang = "zh") -> str:
    """A sum of volumes to three figures, its ends never rounded inwards."""
    return _volume(_rounded(low, math.floor), high and _rounded(high, math.ceil), persons, lang)


def ratio(value: float | None, lang: Lang = "zh") -> str:
    """A ratio to two figures, `20 倍` or `20 ×`."""
    if value is None:
        return MISSING
    text = f"{value:.2g}" if value < 10 else count(value)
    return f"{text} 倍" if lang == "zh" else f"{text} ×"


def day(value: date, lang: Lang = "zh") -> str:
    """A date in the reader's way."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B %Y}"


def _volume(low: int, high: int | None, say: Callable[[int, Lang], str], lang: Lang = "zh") -> str:
    if high is not None:
        return _span(say(low, lang), say(high, lang))
    if low == 0:
        return "未答" if lang == "zh" else "no answer"
    return f"{say(low, lang)} 以上" if lang == "zh" else f"{say(low, lang)} or more"


def _answered(count: int, lang: Lang) -> str:
    """Exact count, in 万 only where that is short."""
    text = digits(count, lang)
    return text if len(text.partition(".")[2]) <= _SHORT else digits(count, "en")


def _rounded(count: int, whole: Callable[[float], int]) -> int:
    step: int = 10 ** max(len(str(count)) - _FIGURES, 0)
    return whole(count / step) * step


def _banded(text: str, band: str, lang: Lang) -> str:
    return aside(text, band, lang) if "–" in band else text


def _negative(text: str) -> str:
    if text.startswith("<"):
        return f">−{text[1:]}"
    return text.removeprefix("-") if text.startswith("-") or not float(text) else f"−{text}"


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _trimmed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
