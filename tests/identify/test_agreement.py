"""Agreement of two reviewers is Cohen's kappa, with Fleiss's interval and every difference."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from listlab.identify.agreement import agreement
from listlab.identify.reviews import SCHEMA


def reviews(*pairs: tuple[str | None, str | None]) -> pl.DataFrame:
    rows = [
        {"item": f"{number:03d}", "by": by, "name": f"项{number}", "important": said}
        for number, pair in enumerate(pairs)
        for by, said in zip(("甲", "乙"), pair, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def test_kappa_is_that_of_the_paper() -> None:
    """Fleiss, Cohen and Everitt 1969, their table: kappa 0.429, standard error 0.054."""
    counts = ((106, 10, 4), (22, 28, 10), (2, 12, 6))
    words = ("yes", "no", "review")
    pairs = [(words[i], words[j]) for i in range(3) for j in range(3) for _ in range(counts[i][j])]
    found = agreement(reviews(*pairs), "甲", "乙", about="important")

    assert (200, 140) == (found.n, found.agreed)
    assert 0.429 == pytest.approx(found.kappa, abs=5e-4)
    assert 0.0537 == pytest.approx((found.high - found.kappa) / 1.96, abs=5e-4)


def test_differences_are_listed_with_both_opinions() -> None:
    """An item on which both agree, or that one left open, is not among them."""
    told = reviews(("yes", "no"), ("no", "no"), (None, "yes"), ("no", "yes"))
    found = agreement(told, "甲", "乙", about="important")

    assert (3, 1) == (found.n, found.agreed)
    assert [("000", "yes", "no"), ("003", "no", "yes")] == found.differences.select(
        "item", "first", "second"
    ).rows()


@pytest.mark.parametrize("pairs", [(), (("yes", "yes"), ("yes", "yes"))])
def test_kappa_is_missing_where_nothing_can_differ(pairs) -> None:
    """No shared item, or one single word: no number rather than a wrong one."""
    found = agreement(reviews(*pairs), "甲", "乙", about="important")

    assert (None, None, None) == (found.kappa, found.low, found.high)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(("yes", "no"))] * 2), min_size=2, max_size=40))
def test_kappa_is_symmetric_and_inside_its_interval(pairs) -> None:
    """Who comes first is irrelevant."""
    told = reviews(*pairs)
    one, other = (agreement(told, *who, about="important") for who in (("甲", "乙"), ("乙", "甲")))

    assert one.n == other.n == len(pairs)
    if one.kappa is None:
        assert other.kappa is None
    else:
        first, second = zip(*pairs, strict=True)
        assert cohen_kappa_score(first, second) == pytest.approx(other.kappa)
        assert one.low <= one.kappa <= one.high
