"""Numbers as staff read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.analyse.result import Estimate
from listlab.model import quantity
from listlab.report import numbers


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (10_000, "1万", "10,000"),
        (45_000, "4.5万", "45,000"),
        (15_150, "1.515万", "15,150"),
        (1_234_567, "123.4567万", "1,234,567"),
        (1_234_568, "123.4568万", "1,234,568"),
        (123_456_789, "12,345.6789万", "123,456,789"),
        (123_450_000, "1.2345亿", "123,450,000"),
        (12_345.5, "12,345.5", "12,345.5"),
        (1_000_000, "100万", "1,000,000"),
        (250_000_000, "2.5亿", "250,000,000"),
        (None, "—", "—"),
    ],
)
def test_persons_stand_in_wan_only_where_nothing_is_rounded_away(count, zh, en):
    """万 and 亿 have at most four decimals, and stand only where these are exact."""
    assert (zh, en) == (numbers.persons(count, "zh"), numbers.persons(count, "en"))


@given(st.integers(min_value=0, max_value=10**12))
def test_no_digit_of_a_threshold_is_lost(count):
    """Sentences, tables and lists print the number itself, whatever unit it stands in."""
    said = quantity.persons(count)
    units = {"亿": 10**8, "万": 10**4}
    body = said.zh.removesuffix("人").replace(",", "")
    value = Decimal(body.rstrip("亿万")) * units.get(body[-1], 1)
    assert (Decimal(count), f"{count:,} persons") == (value, said.en)
    assert numbers.persons(count) == said.zh.removesuffix("人")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(123_456, "12.3万"), (1_234, "1,230"), (0, "0"), (4.567, "4.57"), (None, "—")],
)
def test_estimated_amounts_keep_three_figures(amount, expected):
    """An estimate shows three figures, whatever its size."""
    assert expected == numbers.quantity(amount)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0, "0%"), (0.0004, "<0.1%"), (0.5, "50.0%"), (0.9996, ">99.9%"), (1.0, "100%")],
)
def test_all_and_none_are_said_only_when_they_are_exact(value, expected):
    """Rounding never turns nearly all into all, nor nearly none into none."""
    assert expected == numbers.share(value)


@pytest.mark.parametrize(
    ("value", "low", "high"), [(0.9496, "94.9%", "95.0%"), (0.95, "95.0%", "95.0%")]
)
def test_bounds_are_rounded_away_from_a_favourable_verdict(value, low, high):
    """A lower bound below the need never prints as the need."""
    assert (low, high) == (numbers.share_floor(value), numbers.share_ceiling(value))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.80, 0.93, "87%（80%–93%）"),
        (0.85, 0.89, "87.1%（85.0%–89.0%）"),
        (0.8711, 0.8713, "87.12%（87.11%–87.13%）"),
        (0.8712, 0.8712, "87.1%"),
    ],
)
def test_a_share_shows_no_more_digits_than_its_band_supports(low, high, expected):
    """The wider the band, the fewer the digits; a band without width is not drawn."""
    assert expected == numbers.share_with_band(Estimate(0.8712, low, high))


def test_missing_estimates_are_a_dash():
    """A value that does not exist is a dash, never 0 or NaN."""
    nothing = Estimate(None, None, None)
    formats = (numbers.share_with_band, numbers.points_with_band, numbers.count_with_band)
    assert ["—"] * 3 == [each(nothing) for each in formats]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.012, 0.091, "−4.3（−9.1–−1.2）"), (0.0, 0.09, "−4.3（−9.0–0.0）"), (None, None, "−4.3")],
)
def test_a_loss_has_a_range_of_losses(low, high, expected):
    """Seen from the larger threshold the band turns with the figure."""
    assert expected == numbers.points_lost(Estimate(0.043, low, high))


@given(st.floats(min_value=0, max_value=1))
def test_a_bound_has_one_spelling(value):
    """Tables print a bound of a share digit for digit as the sentences do."""
    assert quantity.at_least(value) == numbers.share_floor(value)
    assert quantity.at_most(value) == numbers.share_ceiling(value)


def test_gains_below_the_last_digit_are_not_nothing():
    """A tiny gain is told from none."""
    assert "<0.1（0.0–0.2）" == numbers.points_with_band(Estimate(0.0002, 0.0, 0.002))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, None, "未答"),
        (None, None, "未答"),
        (50_000, None, "5万 以上"),
        (50_000, 100_000, "5万–10万"),
        (1_200, 1_200, "1,200"),
    ],
)
def test_volumes_read_as_they_were_answered(low, high, expected):
    """Exact, ranged, open and missing answers are told apart."""
    assert expected == numbers.volume(low, high)


def test_set_shares_keep_the_digits_they_were_set_with():
    """A need of 97.5 % is not printed as 98 %."""
    assert ("95%", "97.5%") == (numbers.asked(0.95), numbers.asked(0.975))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (13_351_588, None, "1,330万 以上"),
        (16_788, 201_456, "1.67万–20.2万"),
        (0, None, "未答"),
        (120, 120, "120"),
    ],
)
def test_sums_keep_three_figures_and_are_never_rounded_inwards(low, high, expected):
    """A sum promises no more than its parts: the lower end goes down, the upper up."""
    assert expected == numbers.total(low, high)


def test_answers_of_many_digits_are_not_squeezed_into_wan():
    """16,788 stays 16,788; 45,000 is 4.5万."""
    assert ["16,788–201,456", "4.5万"] == [
        numbers.volume(16_788, 201_456),
        numbers.volume(45_000, 45_000),
    ]
