"""A threshold is at least the national line and stays below the important-data volume."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.errors import PackError
from listlab.law import load_pack
from listlab.law.limits import limits

DAY = date(2026, 3, 31)
BEIJING = load_pack("beijing")
PHARMA = BEIJING.industry("pharma")
SUPPLY = PHARMA.scenario("supply_quality")

CASES = [
    # scenario, kind, tier, national, cap
    ("clinical_trial", "sensitive", "assessment", 10_000, 100_000),
    ("clinical_trial", "sensitive", "contract", 1, 100_000),
    ("clinical_trial", "personal", "assessment", 1_000_000, 10_000_000),
    ("pharmacovigilance", "sensitive", "assessment", 10_000, 100_000),
    ("hcp_management", "sensitive", "assessment", 10_000, 1_000_000),
    ("hcp_management", "personal", "assessment", 1_000_000, 10_000_000),
    ("supply_quality", "personal", "contract", 100_000, 10_000_000),
    (None, "sensitive", "assessment", 10_000, 100_000),  # contents unknown: the lowest
]


@pytest.mark.parametrize(("scenario", "kind", "tier", "national", "cap"), CASES)
def test_line_and_cap(scenario, kind, tier, national, cap):
    """By kind and tier; treatment data lower the cap of the scenarios that hold them."""
    of_law = PHARMA.scenario(scenario) if scenario else None
    found = limits(BEIJING, kind, tier, scenario=of_law, on=DAY)
    assert (national, cap) == (found.national, found.cap)
    assert f"{tier}.{kind}" == found.national_fact.id


def test_the_line_is_allowed_and_the_cap_is_not():
    """以上 includes the number on both sides."""
    found = limits(BEIJING, "sensitive", "assessment", scenario=PHARMA.scenarios[0], on=DAY)
    tried = (9_999, 10_000, 99_999, 100_000, 1_000_000)
    assert [False, True, True, False, False] == [found.allows(n) for n in tried]


def test_other_lines_stand_in_the_comparison_only():
    """1,000,000 is compared with, though the cap lies below it."""
    found = limits(BEIJING, "sensitive", "assessment", scenario=PHARMA.scenarios[0], on=DAY)
    assert (1, 100_000, 1_000_000) == found.comparison


def test_the_cap_says_that_it_counts_a_stock():
    """Persons held, not persons exported."""
    found = limits(BEIJING, "sensitive", "assessment", scenario=None, on=DAY)
    assert "存量" in found.important_held.zh and "held" in found.important_held.en


def test_contents_not_stated_tell_the_other_cap_too():
    """The lowest cap is taken; what holds without the contents listed is told beside it."""
    unknown = limits(BEIJING, "sensitive", "assessment", scenario=None, on=DAY)
    known = limits(BEIJING, "sensitive", "assessment", scenario=PHARMA.scenarios[0], on=DAY)
    personal = limits(BEIJING, "personal", "assessment", scenario=None, on=DAY)

    assert (100_000, 1_000_000) == (unknown.cap, unknown.cap_otherwise)
    assert (None, None) == (known.cap_otherwise, personal.cap_otherwise)


def test_the_nation_alone_caps_nothing():
    """Without a zone's reference rules there is no volume of important data, and it says so."""
    found = limits(load_pack("national"), "sensitive", "assessment", scenario=None, on=DAY)
    assert (None, None) == (found.cap, found.cap_fact)
    assert found.allows(10**12) and "没有" in found.important_held.zh


def test_the_day_before_the_provisions_there_is_no_line():
    """The law of another day is not used silently."""
    with pytest.raises(PackError) as caught:
        limits(BEIJING, "sensitive", "assessment", scenario=None, on=date(2024, 3, 21))
    assert "pack.not_in_force" == caught.value.problems[0].code
    found = limits(BEIJING, "sensitive", "assessment", scenario=None, on=date(2024, 3, 22))
    assert 10_000 == found.national


def test_the_cap_begins_with_its_date():
    """Day before and day of the zone's reference rules."""
    days = (date(2024, 8, 29), date(2024, 8, 30))
    found = [limits(BEIJING, "sensitive", "assessment", scenario=SUPPLY, on=day) for day in days]
    assert [None, 1_000_000] == [limit.cap for limit in found]


def test_a_changed_law_is_a_new_dated_value(packs):
    """Old values stay, the new one counts from its day; a repealed one is no line any more."""
    packs.change(
        "national/thresholds.yaml", "{2024-03-22: 10000}", "{2024-03-22: 10000, 2027-01-01: 20000}"
    )
    packs.change(
        "beijing/thresholds.yaml",
        "{2024-08-30: 1000000}",
        "{2024-08-30: 1000000, 2027-01-01: null}",
    )
    pack = load_pack("beijing", packs.root)
    days = (date(2026, 12, 31), date(2027, 1, 1))
    found = [limits(pack, "sensitive", "assessment", scenario=SUPPLY, on=day) for day in days]
    assert [(10_000, 1_000_000), (20_000, None)] == [(f.national, f.cap) for f in found]


@given(
    st.sampled_from(["personal", "sensitive"]),
    st.sampled_from(["contract", "assessment"]),
    st.sampled_from([None, *PHARMA.scenarios]),
    st.dates(date(2024, 8, 30), date(2030, 1, 1)),
)
def test_the_law_always_leaves_something_open(kind, tier, scenario, day):
    """The line lies below the cap, and unknown contents never raise the cap."""
    found = limits(BEIJING, kind, tier, scenario=scenario, on=day)
    plain = limits(BEIJING, kind, tier, scenario=None, on=day)
    assert found.national < plain.cap <= found.cap
    assert found.national not in found.comparison
