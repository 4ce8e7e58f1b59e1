"""Numbers of persons and shares as people read them in a sentence."""

from listlab.model.language import Text

_WAN = 10**4
_YI = 10**8
_ROUNDING = 1e-9


def persons(count: float) -> Text:
    """Count of persons: in 万 or 亿 where Chinese readers expect it, with commas in English."""
    if count >= _YI:
        zh = f"{count / _YI:.4g} 亿人"
    elif count >= _WAN:
        zh = f"{count / _WAN:.6g} 万人"
    else:
        zh = f"{count:,.0f} 人"
    return Text(zh, f"{count:,.0f} persons")


def percent(share: float) -> str:
    """Share in per cent: one digit, more where it lies close to 0 or 100 per cent."""
    near = min(share, 1 - share)
    if near < _ROUNDING:
        return "0%" if share < 0.5 else "100%"
    text = f"{100 * share:.{1 if near >= 0.01 else 2}f}"
    if float(text) in (0.0, 100.0):
        return "<0.01%" if share < 0.5 else ">99.99%"
    return f"{text}%"


def points(share: float) -> str:
    """Difference of shares in percentage points."""
    value = 100 * share
    return "<0.01" if 0 < value < 0.01 else f"{value:.2f}"
