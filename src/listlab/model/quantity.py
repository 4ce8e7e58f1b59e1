"""Numbers of persons and shares as people read them in a sentence."""

from collections.abc import Callable
from math import ceil, floor

from listlab.model.language import Lang, Text

_WAN = 10**4
_YI = 10**8
_ROUNDING = 1e-9


def persons(count: float) -> Text:
    """Count of persons with its unit; no digit is rounded away."""
    return Text(f"{digits(count)}人", f"{digits(count, 'en')} persons")


def digits(count: float, lang: Lang = "zh") -> str:
    """Exact count: in 亿 or 万 with at most four decimals, else, and in English, with commas.

    Two thresholds that differ by one person never read the same.
    """
    for unit, name in ((_YI, "亿"), (_WAN, "万")):
        if lang == "zh" and count >= unit and (count * _WAN) % unit == 0:
            return f"{count / unit:,.4f}".rstrip("0").rstrip(".") + name
    return f"{count:,.0f}" if float(count).is_integer() else f"{count:,.1f}"


def percent(share: float) -> str:
    """Share in per cent: one digit, more where it lies close to 0 or 100 per cent."""
    return _percent(share, round)


def at_least(share: float) -> str:
    """Lower bound in per cent, never rounded up."""
    return _percent(share, floor)


def at_most(share: float) -> str:
    """Upper bound in per cent, never rounded down."""
    return _percent(share, ceil)


def _percent(share: float, whole: Callable[[float], int]) -> str:
    near = min(share, 1 - share)
    if near < _ROUNDING:
        return "0%" if share < 0.5 else "100%"
    digits = 1 if near >= 0.01 else 2
    value = whole(round(share * 10 ** (digits + 2), 6)) / 10**digits
    if value <= 0 or value >= 100:
        return "<0.01%" if share < 0.5 else ">99.99%"
    return f"{value:.{digits}f}%"


def points(share: float, *, upper: bool = False) -> str:
    """Difference of shares in percentage points; an upper bound is never rounded down."""
    value = ceil(round(1e4 * share, 6)) / 100 if upper else 100 * share
    return "<0.01" if 0 < value < 0.01 else f"{value:.2f}"
