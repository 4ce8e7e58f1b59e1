"""Recipients spelled differently are paired; those that only look alike are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.survey.recipients import Mention, firm_name, same_name, same_recipients


def pairs(*names: str, countries: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Doubtful and chosen spelling of each pair."""
    places = countries or ("",) * len(names)
    mentions = [
        Mention(name, frozenset(country.split()), place)
        for place, (name, country) in enumerate(zip(names, places, strict=True))
    ]
    return [(doubtful.text, chosen.text) for doubtful, chosen in same_recipients(mentions)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example Holding Co., Ltd.", "ＥＸＡＭＰＬＥ　Holding Limited"),
        ("Sanofi S.A.", "Sanofi SA"),
        ("Acme Inc.", "acme"),
        ("Acme AG", "ACME A.G."),
        ("Acme A/S", "Acme AS"),
        ("Muster GmbH & Co. KG", "Muster GmbH"),
        ("株式会社サンプル", "サンプル株式会社"),
        ("样例总部有限公司", "样例 总部（有限公司）"),
        ("Merck & Co., Inc.", "Merck and Co Inc"),
        ("Novartis Pharma AG", "Novartris Pharma AG"),
        ("Overseas Center One", "Overseas Centre One"),
    ],
)
def test_spellings_of_one_recipient(one: str, other: str) -> None:
    """Legal forms, width, case, blanks, punctuation, one typing error in a long Latin name."""
    assert [(other, one)] == pairs(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme AG", "Acme K.K."),
        ("Sample Perseus AG", "Sample Perseus Taurus AG"),
        ("Sample Site 1", "Sample Site 2"),
        ("Recipient A", "Recipient B"),
        ("样例医药甲", "样例医药乙"),
        ("样例华东总部", "样例华南总部"),
        ("Bayer", "Beyer"),
        ("", "，"),
    ],
)
def test_different_recipients(one: str, other: str) -> None:
    """Other legal forms, other numbers, other words, short names."""
    assert [] == pairs(one, other)


def test_recipients_in_different_countries_are_two() -> None:
    """A daughter may bear the mother's name; an unknown country sets nothing apart."""
    names = ("Acme AG", "ACME AG", "Acme, AG")

    assert [("ACME AG", "Acme AG")] == pairs(*names, countries=("CH", "CH", "US"))
    assert [("ACME AG", "Acme AG")] == pairs(*names[:2], countries=("CH", ""))


def test_the_rarer_spelling_is_the_doubtful_one() -> None:
    """Every mention of it is paired; at equal numbers the later one."""
    names = ("ACME", "Acme", "Acme", "acme")

    assert [("ACME", "Acme"), ("acme", "Acme")] == pairs(*names)


def test_names_of_enterprises() -> None:
    """Width, blanks and brackets don't count; a different form does."""
    assert same_name("样例（北京）医药有限公司", "样例(北京) 医药有限公司")
    assert same_name("样例医药有限公司", "样例医药")
    assert not same_name("样例医药有限公司", "样例医药股份有限公司")
    assert not same_name("样例甲有限公司", "样例乙有限公司")
    assert not same_name("样例生物二〇七有限公司", "样例生物二七〇有限公司")


@given(st.text(max_size=30))
def test_a_name_is_the_same_as_itself(name: str) -> None:
    """Names of any characters are compared, in any width."""
    assert same_name(name, f" {name} ")
    assert firm_name(name) == firm_name(name)
