"""Estimated numbers in a sentence: no more digits than they deserve."""

import math

from listlab.model.language import Text

_WAN = 10**4
_YI = 10**8


def rounded(value: float, digits: int = 3, *, up: bool = False) -> Text:
    """Number to so many significant digits: in 万 or 亿, with commas in English.

    With `up` never rounded down: of amounts that are needed. Counts that must not lose a digit,
    such as thresholds, are said by `quantity.persons`.
    """
    if value == 0 or not math.isfinite(value):
        return Text(f"{value:g}", f"{value:g}")
    near = float(f"{value:.{digits}g}")
    if up and near < value:
        near += 10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits)
    for unit, name in ((_YI, "亿"), (_WAN, "万")):
        if abs(near) >= unit:
            return Text(f"{near / unit:,.{digits}g}{name}", f"{near:,.0f}")
    plain = f"{near:,.0f}" if abs(near) >= 10 ** (digits - 1) else f"{near:.{digits}g}"
    return Text(plain, plain)


def whole_percent(share: float) -> str:
    """Share in whole per cent, held between 0 and 100: of shares known to a few points."""
    return f"{100 * min(max(share, 0.0), 1.0):.0f}%"
