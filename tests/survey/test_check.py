"""Answers of one flow that contradict each other are asked back, at the right column."""

from typing import Any

import pytest

from listlab.survey.check import check_flow, compare_years, most_persons
from listlab.survey.volume import read_volume

FLOW: dict[str, Any] = {
    "exempt_persons": None,
    "exempt_basis": None,
    "events_per_year": None,
    "persons_per_event": None,
    "repeat_share": None,
    "frequency": None,
}
NOW = {"personal": 1_000, "sensitive": 4_000, "next_personal": 1_100, "next_sensitive": None}


def found(volumes: dict[str, Any], **answers: Any) -> list[tuple[str, str]]:
    """Columns and codes that a flow is asked back for."""
    read = {key: read_volume(text) for key, text in (NOW | volumes).items()}
    return [(key, issue.code) for key, issue in check_flow(FLOW | answers, read)]


def test_answers_that_agree_are_silent() -> None:
    """Nothing is reported where nothing contradicts."""
    answers = {"events_per_year": 12, "persons_per_event": 500, "frequency": "monthly"}
    exempt = {"exempt_basis": "5.1.1", "exempt_persons": 5_000}

    assert [] == found({}, **answers, repeat_share=0.1, **exempt)


@pytest.mark.parametrize(
    ("volumes", "answers", "problem"),
    [
        ({}, {"exempt_persons": 5_001, "exempt_basis": "5"}, "exempt_persons.too_many"),
        ({}, {"exempt_persons": 10}, "exempt_basis.missing"),
        ({}, {"events_per_year": 2, "persons_per_event": 1_500}, "volume.more_than_sent"),
        ({}, {"events_per_year": 9, "persons_per_event": 6_001}, "volume.less_than_event"),
        (
            {},
            {"events_per_year": 365, "persons_per_event": 2_000, "repeat_share": 0.5},
            "volume.less_than_sent",
        ),
        (
            {},
            {"events_per_year": 4, "persons_per_event": 1_000, "repeat_share": 0.2},
            "volume.person_times",
        ),
        ({}, {"events_per_year": 365, "frequency": "monthly"}, "frequency.contradicts"),
        ({}, {"events_per_year": 12, "frequency": "yearly"}, "frequency.contradicts"),
        ({"sensitive": "15亿"}, {}, "volume.over_population"),
        ({"next_sensitive": 40_001}, {}, "forecast.jump"),
        ({"next_sensitive": 399}, {}, "forecast.jump"),
    ],
)
def test_contradictions(volumes: dict[str, Any], answers: dict[str, Any], problem: str) -> None:
    """Each contradiction has its code, and stands alone."""
    assert [problem] == [code for _, code in found(volumes, **answers)]


@pytest.mark.parametrize(
    ("volumes", "answers"),
    [
        ({}, {"events_per_year": 9, "persons_per_event": 5_900}),  # rounded
        ({}, {"events_per_year": 60, "frequency": "daily"}),  # for a part of the year
        ({"sensitive": "不详"}, {"exempt_persons": 99_999, "exempt_basis": "5"}),
        ({"sensitive": "约5000"}, {"events_per_year": 1, "persons_per_event": 4_500}),
        ({"sensitive": "3000-6000"}, {"events_per_year": 3, "persons_per_event": 1_000}),
        ({}, {"events_per_year": 1, "persons_per_event": 4_000, "repeat_share": 0.3}),
        ({}, {"events_per_year": 4, "persons_per_event": 1_000, "repeat_share": 0}),
        ({}, {"events_per_year": 365, "frequency": "on_demand"}),
        ({"next_sensitive": 40_000}, {}),
        ({"next_sensitive": 0}, {}),
        ({"sensitive": 5, "next_sensitive": 90}, {}),
        ({"sensitive": "1000-9000", "next_sensitive": "5万"}, {}),
    ],
)
def test_intervals_and_small_numbers_get_the_benefit_of_the_doubt(
    volumes: dict[str, Any], answers: dict[str, Any]
) -> None:
    """What can be true of some number in the interval is not reported."""
    assert [] == found(volumes, **answers)


def test_years_are_compared_by_their_nearest_ends() -> None:
    """The ends compared come in the order of the years."""
    small, large = read_volume("100-200"), read_volume("3000-5000")

    assert ((200, 3_000), (3_000, 200)) == (
        compare_years(small, large),
        compare_years(large, small),
    )
    assert compare_years(read_volume("1万以上"), large) is None


def test_unbounded_volumes_have_no_most_persons() -> None:
    """Both kinds together, or nothing known."""
    volumes = {"personal": read_volume(10), "sensitive": read_volume("5以下")}

    assert 15 == most_persons(volumes)
    assert most_persons(volumes | {"sensitive": read_volume("不详")}) is None
