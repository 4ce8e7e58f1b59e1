"""Numbers as Chinese and English office texts write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.survey.numeral import UnreadableNumeral, read_numeral, unify_digits


def spoken(number: int) -> str:
    """Number as Chinese speak it, by the rules of the school book."""
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1_000 else ""
        return spoken(high) + "万" + gap + (spoken(low) if low else "")
    text = ""
    for scale, unit in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += digits[digit] + unit
        elif text and not text.endswith("零") and number % scale:
            text += "零"
    return text


@given(st.integers(1, 99_999_999))
def test_spoken_numbers_are_read_back(number: int) -> None:
    """Every number below 亿 in Chinese numerals is read as itself."""
    assert number == read_numeral(spoken(number)).low


@given(st.integers(0, 10**12))
def test_grouped_digits_are_read_back(number: int) -> None:
    """Thousands may be grouped."""
    assert number == read_numeral(f"{number:,}").low == read_numeral(str(number)).high


@pytest.mark.parametrize(
    "text", ["百八十", "千五", "万五千", "12千万千", "5万10万", "00", "零零", "345余"]
)
def test_numerals_with_two_readings_or_none_are_refused(text: str) -> None:
    """百八十 is 180 to some, and eighty to a hundred to others."""
    with pytest.raises(UnreadableNumeral):
        read_numeral(text)


@pytest.mark.parametrize(
    ("text", "scales"),
    [("5百万", (1_000_000,)), ("五百万", (10_000, 1_000_000)), ("50k", (1_000,)), ("500", ())],
)
def test_units_that_a_range_may_share(text: str, scales: tuple[int, ...]) -> None:
    """百万 after a Chinese digit may be one unit or two, after an Arabic one it is one."""
    assert scales == read_numeral(text).scales


def test_banking_and_traditional_numerals_are_unified() -> None:
    """壹貳參 are 一二三."""
    assert "一二三十百千万亿" == unify_digits("壹貳參拾佰仟萬億")
