"""How names become items: what is put together, why, and what is left to people."""

import polars as pl

from listlab.analyse.scope.hazards import hazards_of
from listlab.analyse.scope.names import UNNAMED, put_together

COLUMNS = ("name", "description", "category_name", "decided_by")


def rows_of(*rows):
    return pl.DataFrame(
        [dict(zip(COLUMNS, row, strict=True)) for row in rows],
        schema=dict.fromkeys(COLUMNS, pl.String),
    )


WRITTEN = rows_of(
    ("受试者编号", None, "健康医疗", "person"),
    ("受试者 编号", None, "健康医疗", "suggestion"),
    ("受试者编号", None, "健康医疗", "suggestion"),
    ("受试者编号码", None, "健康医疗", "suggestion"),
    ("ＩＤ", None, None, None),
    ("id", None, None, None),
    (None, "影像", None, None),
    ("…", None, None, None),
)


def test_names_alike_in_letters_are_one_item():
    """Width, case, spaces and marks don't tell items apart; all spellings stay shown."""
    named, names = put_together(WRITTEN)
    subject = names.filter(pl.col("item") == "受试者编号").to_dicts()[0]

    assert ["受试者编号", "受试者 编号"] == sorted(subject["written"], key=len)
    assert (3, "name", ["受试者编号码"]) == tuple(
        subject[x] for x in ("rows", "basis", "resembles")
    )
    assert {"受试者编号", "受试者编号码", "id", "影像", UNNAMED} == set(named["item"])


def test_what_people_settled_wins():
    """A name that people put with another goes there, however it is spelt."""
    named, names = put_together(WRITTEN, same={"受试者编号码": "受试者编号"})
    subject = names.filter(pl.col("item") == "受试者编号")

    assert 4 == subject["rows"].item()
    assert "name+person" == subject["basis"].item()
    assert "受试者编号码" not in named["item"]


def test_a_category_may_be_the_item():
    """By category the label of step 2 is the item, told apart by who said it; others keep names."""
    named, names = put_together(WRITTEN, by="category")

    assert {"健康医疗", "id", "影像", UNNAMED} == set(named["item"])
    assert "label+suggestion" == names.filter(pl.col("item") == "健康医疗")["basis"].item()


def test_sensitivity_is_the_heavier_of_finding_and_answers():
    """What a person decided counts; otherwise the heavier of step 2 and the enterprises."""
    schema = {
        **dict.fromkeys(("item", "by", "found_personal", "personal", "sensitive"), pl.String),
        **dict.fromkeys(("alone", "important", "decided_by"), pl.String),
        "types": pl.List(pl.String),
    }
    rows = pl.DataFrame(
        [
            {"item": "a", "by": "王", "found_personal": "none", "alone": "sensitive"},
            {"item": "b", "personal": "yes", "sensitive": "no", "alone": "none"},
            {"item": "c", "personal": "no", "alone": "sensitive", "types": ["biometrics"]},
            {"item": "d", "personal": "unknown"},
            {"item": "e", "personal": "yes", "important": "no"},
            {"item": "e", "personal": "yes", "important": "yes", "decided_by": "rule"},
        ],
        schema=schema,
    )
    found = hazards_of(rows, {})

    assert ["none", "personal", "sensitive", "unknown", "personal"] == found[
        "sensitivity"
    ].to_list()
    assert ["person", "enterprises", "findings", "nobody", "enterprises"] == found[
        "sensitivity_from"
    ].to_list()
    assert [0.0, 1.0, 10.0, 5.0, 1.0] == found["severity"].to_list()
    assert [True, True, True, True, False] == found["admissible"].to_list()
    assert not found["is_decided"].any()
