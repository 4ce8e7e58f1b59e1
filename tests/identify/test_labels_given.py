"""Labels handed in: the last of an item counts, what there is not is told, scores stay honest."""

import pandas as pd
import polars as pl
import pytest

from listlab.identify.identify import identify
from listlab.identify.labels import Label

ITEMS = pl.DataFrame({"id": ["1", "2"], "name": ["患者病历", "气温"]})


def test_the_last_label_of_an_item_counts() -> None:
    """Two labels of one item leave one row, with what was said last."""
    said = identify(ITEMS, pack="beijing", decisions=[Label("1", 1), Label("1", 28)]).items

    assert [28, said["suggested_category"][1]] == said["category"].to_list()


@pytest.mark.parametrize(
    "label", [Label("1", 99), Label("1", 28, important="maybe"), Label("1", 28, personal="blah")]
)
def test_labels_of_what_there_is_not_are_told(label: Label) -> None:
    """An unknown code or word is a problem; the suggestion stands."""
    found = identify(ITEMS, pack="beijing", decisions=[label])

    assert ["label.unknown"] == [problem.code for problem in found.problems]
    assert "person" not in found.items["decided_by"].to_list()


def test_a_person_s_category_has_no_score() -> None:
    """The model's score stays with its own suggestion, which is listed among the others."""
    found = identify(ITEMS, pack="beijing", decisions=[Label("1", 1)])
    item = found.to_json()["items"][0]

    assert (1, None) == (item["category"]["code"], item["category"]["score"])
    assert 28 == item["alternatives"][0]["code"]


def test_who_decides_the_level_alone_has_decided() -> None:
    """A label on personal information alone is a person's decision."""
    found = identify(
        ITEMS, pack="beijing", decisions=[Label("1", decides_category=False, personal="none")]
    )

    assert "person" == found.items["decided_by"][0]


def test_pandas_is_taken() -> None:
    """A table of pandas gives what one of polars gives."""
    mine = identify(pd.DataFrame(ITEMS.to_dict(as_series=False)), pack="beijing").items

    assert mine.equals(identify(ITEMS, pack="beijing").items)


@pytest.mark.parametrize(
    ("low", "high", "codes"),
    [
        (200_000, None, []),
        (200_000, 5, ["volume.contradictory"]),
        (-5, 5, ["volume.contradictory"]),
        ("5万", None, ["volume.unread"]),
        (float("inf"), None, ["volume.unread"]),
    ],
)
def test_bounds_given_ready_are_checked(low: object, high: object, codes: list[str]) -> None:
    """A lower end alone is unbounded; what makes no interval is told and counts as blank."""
    columns = {"name": ["身份证号"], "sensitive_held_low": [low]}
    if high is not None:
        columns["sensitive_held_high"] = [high]
    found = identify(pl.DataFrame(columns), pack="beijing")

    assert codes == [problem.code for problem in found.problems]
    assert ("review" if not codes else "no") == found.items["important"][0]
