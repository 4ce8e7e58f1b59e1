"""What changed is listed with its cause; what matters most comes first; quality is measured."""

from typing import Any

import polars as pl
import pytest

from listlab.identify.changes import changes
from listlab.identify.quality import class_quality, confirmed, confusion
from listlab.identify.reviews import SCHEMA
from listlab.identify.weight import undecided, weigh
from listlab.model.tables import SCHEMAS, SurveyTables

FIELDS = {
    "id": pl.String(),
    "flow_id": pl.String(),
    "enterprise_id": pl.String(),
    "name": pl.String(),
    "category": pl.Int64(),
    "category_name": pl.String(),
    "personal": pl.String(),
    "important": pl.String(),
    "evidence": pl.String(),
    "by": pl.String(),
    "changed": pl.Boolean(),
}


def items(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {"name": "项", "category": 1, "personal": "none", "important": "no", "evidence": "e"}
    return pl.DataFrame([{**usual, "changed": False, **row} for row in rows], schema=FIELDS)


def test_every_change_has_its_cause() -> None:
    """New and gone items, other evidence, other rules and people's decisions are told apart."""
    before = items(*({"id": each} for each in ("gone", "same", "text", "rule", "person")))
    after = items(
        {"id": "new"},
        {"id": "same"},
        {"id": "text", "important": "yes", "evidence": "f"},
        {"id": "rule", "category": None},
        {"id": "person", "important": "yes", "by": "王工"},
    )
    found = dict(changes(before, after).select("id", "why").rows())

    assert {
        "new": "new",
        "gone": "gone",
        "text": "evidence",
        "rule": "rules",
        "person": "decision",
    } == found


def test_nothing_changed_is_an_empty_list() -> None:
    """Findings compared with themselves."""
    same = items({"id": "a"}, {"id": "b", "category": None})

    assert 0 == changes(same, same).height


def test_undecided_are_those_that_wait_for_a_person() -> None:
    """A yes by rule waits as a review does; a decided yes or no does not; a lapsed one does."""
    told = items(
        {"id": "rule", "important": "yes"},
        {"id": "open", "important": "review"},
        {"id": "no"},
        {"id": "decided", "important": "yes", "by": "王工"},
        {"id": "left open", "important": "review", "by": "王工"},
        {"id": "lapsed", "changed": True},
    )

    assert ["rule", "open", "left open", "lapsed"] == undecided(told)["id"].to_list()


@pytest.fixture
def tables() -> SurveyTables:
    flows = [
        {"flow_id": "A/1", "enterprise_id": "A", "personal_low": 10, "personal_high": 100},
        {"flow_id": "B/1", "enterprise_id": "B", "sensitive_low": 50},
        {"flow_id": "C/1", "enterprise_id": "C", "personal_low": 120, "personal_high": 120},
    ]
    frames = {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}
    return SurveyTables(**{**frames, "flows": pl.DataFrame(flows, schema=SCHEMAS["flows"])})


def test_persons_times_flows_ranks_items(tables: SurveyTables) -> None:
    """Two flows of 150 persons weigh 300, one of 120 weighs 120; spelling is folded."""
    told = items(
        {"id": "1", "flow_id": "C/1", "name": "设备号"},
        {"id": "2", "flow_id": "A/1", "enterprise_id": "A", "name": "Patient ID"},
        {"id": "3", "flow_id": "A/1", "enterprise_id": "A", "name": "patient id"},
        {"id": "4", "flow_id": "B/1", "enterprise_id": "B", "name": "PatientID"},
    )
    found = weigh(told, tables)

    assert [("Patient ID", 3, 2, 2, 150, 300), ("设备号", 1, 0, 1, 120, 120)] == found.select(
        "name", "items", "enterprises", "flows", "persons", "weight"
    ).rows()
    assert ["2", "3", "4"] == found["ids"][0].to_list()


def reviews() -> pl.DataFrame:
    """Four of five suggestions of yes were right; one no was a yes; one is left open."""
    pairs = [("yes", "yes")] * 4 + [("no", "yes"), ("yes", "no"), ("no", "no"), (None, "yes")]
    rows = [
        {"item": str(n), "by": "王工", "important": decided, "suggested_important": suggested}
        for n, (decided, suggested) in enumerate(pairs)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def test_precision_and_recall_have_wilson_intervals() -> None:
    """4 of 5: Wilson's interval is 0.376 to 0.964 (R: prop.test(4, 5, correct = FALSE))."""
    found = class_quality(confirmed(reviews(), "important"))
    yes = found.filter(pl.col("value") == "yes").row(0, named=True)

    assert (5, 5, 4) == (yes["suggested"], yes["decided"], yes["both"])
    assert (0.8, 0.8) == (yes["precision"], yes["recall"])
    assert (0.376, 0.964) == pytest.approx((yes["precision_low"], yes["recall_high"]), abs=5e-4)


def test_confusion_counts_each_pair_once() -> None:
    """The last ruling of an item counts, and an open one does not."""
    last = {"item": "4", "by": "李工", "important": "yes", "suggested_important": "yes"}
    told = pl.concat([reviews(), pl.DataFrame([last], schema=SCHEMA)])

    assert [("yes", "yes", 5), ("no", "no", 1), ("yes", "no", 1)] == confusion(
        confirmed(told, "important")
    ).rows()
