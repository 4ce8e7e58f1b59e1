"""Cases that can't be used are refused, everything wrong with them at once."""

import math

import pytest

from listlab.errors import CaseError, PackError
from listlab.law.routes import route


def problems(cases, routed, **options):
    with pytest.raises(CaseError) as caught:
        routed(*cases, **options)
    return caught.value.problems


@pytest.mark.parametrize(
    "count", [-1, 0.5, math.nan, math.inf, -math.inf, True, "5万", [5], 10**12]
)
@pytest.mark.parametrize("kind", ["personal", "sensitive"])
def test_a_count_is_a_whole_number_from_zero(count, kind, case, routed):
    """Negative, fractional, non-finite, truth values, words and absurd figures are no counts."""
    found = problems([case(**{kind: count})], routed)

    assert ["case.count"] == [problem.code for problem in found]
    assert f"persons.{kind}" in found[0].message.zh
    assert f"persons.{kind}" in found[0].message.en


@pytest.mark.parametrize(
    "interval", [{"low": 2, "high": 1}, {"low": -1, "high": 1}, {"low": 0.5}, {"from": 1, "low": 1}]
)
def test_an_interval_has_ends_in_order(interval, case, routed):
    """Ends are counts, the low one first; other keys are unknown."""
    assert problems([case(personal=interval)], routed)


def test_a_float_without_a_fraction_is_a_count(case, routed):
    """Tables give 5.0 for 5; an interval without an end is open there."""
    found = routed(case("a", 5.0), case("b", {"low": 7}), case("c", {"high": 9}))

    assert [(5, 5), (7, None), (0, 9)] == [each.personal for each in found]


def test_all_problems_are_said_at_once_in_order_of_cases(case, routed):
    """One pass finds whatever is wrong with any case, unknown keys at every level too."""
    spoilt = [
        case("a", -1) | {"colour": "red"},
        case("a", 5, data={"important": "perhaps", "secret": True}),
        case("c", 5, processor={"ciio": "yes", "size": 3}, exempt=[{"basis": "5.1.4", "who": 1}]),
        "not a case",
        case("d", 5, industry=5, scenario="", conditions="all", exempt={}),
    ]
    found = problems(spoilt, routed)
    keys = [problem.message.en.split("key ")[1].split(":")[0] for problem in found]

    assert {"colour", "persons.personal", "id", "data.important", "data.secret"} <= set(keys)
    assert {"processor.ciio", "processor.size", "exempt[0].basis", "exempt[0].who"} <= set(keys)
    assert {"industry", "scenario", "conditions", "exempt"} <= set(keys)
    numbers = [int(problem.message.en.split()[1].rstrip(",")) for problem in found]
    assert sorted(numbers) == numbers


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"exempt": [{"basis": "5.1.1", "personal": 6}]}, "case.exempt"),
        (
            {"exempt": [{"basis": "5.1.1", "personal": 3}, {"basis": "4", "personal": 6}]},
            "case.exempt",
        ),
        ({"exempt": [{"basis": "3"}]}, "case.contradiction"),
        ({"exempt": [{"basis": "9"}]}, "case.basis"),
        ({"exempt": [{"basis": "5.1.4"}]}, "case.basis"),
        ({"exempt": [{"basis": None}]}, "case.basis"),
        ({"conditions": ["a", {"condition": "a", "met": False}]}, "case.contradiction"),
        ({"data": {"items": [{"code": 1}]}}, "case.unknown_key"),
    ],
)
def test_contradictions_are_refused(given, code, case, routed):
    """More exempt than there are, trade data with persons, unknown grounds, two answers."""
    assert code in {problem.code for problem in problems([case(personal=5, **given)], routed)}


def test_sensitive_persons_belong_to_a_flow(case, routed):
    """Counts that no flow explains are refused, counted or exempt."""
    flowless = {"id": "a", "processor": {"ciio": False}, "persons": {"sensitive": 5}}
    uncounted = case("b", 5, exempt=[{"basis": "5.1.1", "sensitive": 3}])
    del uncounted["persons"]["sensitive"]
    found = problems([flowless, uncounted], routed)

    assert ["case.no_flow", "case.no_flow"] == [problem.code for problem in found]


def test_ids_are_there_and_differ(case, routed):
    """Every case has an id of its own; numbers and texts both name."""
    found = problems([case("a"), case("a"), case(None), case(" "), case(1.5)], routed)

    assert {"case.duplicate_id", "case.missing_key", "case.value"} == {p.code for p in found}
    assert 4 == len(found)
    assert [7, "x"] == [each.id for each in routed(case(7), case("x"))]


def test_flows_of_one_processor_agree_on_it(case, routed):
    """Two answers about one processor contradict; one answer holds for all its flows."""
    one = {"id": "P", "ciio": True}
    found = problems([case("a", processor=one), case("b", processor=one | {"ciio": False})], routed)
    said = routed(case("a", 5, processor=one), case("b", 5, processor=one | {"ciio": None}))

    assert ["case.contradiction"] == [problem.code for problem in found]
    assert ("assessment", "assessment") == said.routes


@pytest.mark.parametrize("cases", [None, 5, "cases", {"id": "a"}])
def test_cases_are_a_list(cases):
    """Anything but a list of cases is refused."""
    with pytest.raises(CaseError):
        route(cases, "national", on=__import__("datetime").date(2026, 3, 31))


def test_no_cases_give_no_routes(routed):
    """An empty list is a list."""
    found = routed()

    assert 0 == len(found)
    assert () == found.routes
    assert [] == found.to_dicts()
    assert 0 == found.to_frame().height


def test_unknown_packs_and_lists_are_refused(case, routed):
    """A name that no pack or published list has is refused with those there are."""
    with pytest.raises(PackError, match="national"):
        routed(case(), pack="atlantis")
    with pytest.raises(PackError, match="beijing-2024"):
        routed(case(), negative_list="atlantis-2024")
