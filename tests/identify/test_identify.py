"""Findings are traceable, replay byte for byte, and people's labels win while they hold."""

import json
import pickle
from typing import Any

import polars as pl
import pytest

from listlab.errors import SurveyError
from listlab.identify.identify import identify
from listlab.identify.labels import Label
from listlab.identify.result import Findings

ITEMS = pl.DataFrame(
    {
        "id": ["a", "b", "c", "d", "e"],
        "name": ["患者身份证号与病历", "食堂菜单", "气象统计公报", "VIN，GPS轨迹", "😀"],
        "description": ["不含姓名", None, "官网发布，已公开", "厘米级定位，全市5万辆车", "x" * 30],
        "personal": ["是", "否", "", "否", ""],
        "persons_held": ["120万", "", "", "", ""],
    }
)


@pytest.fixture(scope="module")
def found() -> Findings:
    return identify(ITEMS, pack="beijing")


def row(found: Findings, item: str) -> dict[str, Any]:
    return found.items.filter(pl.col("id") == item).row(0, named=True)


def test_items_keep_their_order_and_are_judged(found: Findings) -> None:
    """A treatment record of enough persons is important, a menu is none of it, a bulletin isn't."""
    assert ITEMS["id"].to_list() == found.items["id"].to_list()
    assert (28, "sensitive", "yes", "rule") == tuple(
        row(found, "a")[key] for key in ("category", "personal", "important", "decided_by")
    )
    assert (None, "none", "no") == tuple(
        row(found, "b")[key] for key in ("category", "personal", "important")
    )
    assert (4, "no") == tuple(row(found, "c")[key] for key in ("category", "important"))
    assert 16 == row(found, "d")["category"]


def test_own_answer_is_shown_not_followed(found: Findings) -> None:
    """An enterprise's no against the text is a disagreement, and stays beside the finding."""
    assert ("no", True, "sensitive") == tuple(
        row(found, "d")[key] for key in ("own_personal", "disagrees", "personal")
    )
    assert not row(found, "a")["disagrees"]


def test_every_word_of_evidence_stands_in_the_text(found: Findings) -> None:
    """Start and end of each word cut exactly that word out of the field as written."""
    assert found.evidence.height > 10
    for word in found.evidence.iter_rows(named=True):
        text = ITEMS[word["field"]][word["row"]]
        assert text[word["start"] : word["end"]] == word["term"]


def test_negated_word_speaks_against(found: Findings) -> None:
    """不含姓名 is evidence against a name, and is listed as such."""
    names = found.evidence.filter(
        (pl.col("id") == "a") & (pl.col("about") == "personal") & (pl.col("term") == "姓名")
    )

    assert ["against"] == names["stance"].to_list()
    assert "name" not in row(found, "a")["types"]


def test_types_are_told_with_their_source(found: Findings) -> None:
    """Each type of an item names its standard, and says where that is not verified."""
    item = found.to_json()["items"][0]
    said = found.cite_types(item["types"])

    assert item["types"] == [each["type"] for each in item["type_sources"]]
    assert {"type": "identity_document", "source": "GB/T 35273—2020", "status": "unverified"} in (
        item["type_sources"]
    )
    assert "身份证件号码（GB/T 35273—2020，未核实）" in said


def test_json_has_the_shape_of_the_contract(found: Findings) -> None:
    """Items with category, alternatives, personal, important, rules with their law, decided_by."""
    said = found.to_json()["items"]

    assert {"code", "name", "score"} == set(said[0]["category"])
    assert {"code": None, "name": None} == {k: said[1]["category"][k] for k in ("code", "name")}
    assert all(len(item["alternatives"]) <= 3 for item in said)
    assert {"none", "personal", "sensitive"} >= {item["personal"] for item in said}
    rules = [rule for item in said for rule in item["rules"]]
    assert {"id", "outcome", "evidence", "law"} <= set(rules[0])
    assert {"yes", "no", "review"} >= {rule["outcome"] for rule in rules}
    assert "law:beijing/held_sensitive" in {rule["law"] for rule in rules}
    assert json.dumps(said, allow_nan=False)


def test_same_input_gives_same_bytes(found: Findings) -> None:
    """A replay, and a copy that went through a cache, say the same to the last byte."""
    again = identify(ITEMS, pack="beijing")
    kept = pickle.loads(pickle.dumps(found))

    assert json.dumps(found.to_json()) == json.dumps(again.to_json()) == json.dumps(kept.to_json())
    assert found.trace("d") == again.trace("d")


def test_order_of_items_does_not_matter(found: Findings) -> None:
    """An item is judged the same wherever it stands in the table."""
    back = identify(ITEMS.reverse(), pack="beijing").items.reverse()

    assert found.items["score"].to_list() == back["score"].to_list()
    assert found.items["important"].to_list() == back["important"].to_list()


def test_trace_names_pieces_of_the_text(found: Findings) -> None:
    """What the model says can be followed to pieces of the item's own text."""
    pieces = found.trace("d")

    assert pieces
    assert all(piece in "vin，gps轨迹 厘米级定位，全市5万辆车" for piece, _, _ in pieces)
    assert [] == found.trace("unknown")


def test_page_marks_words_and_escapes_text() -> None:
    """A notebook shows the item's own text with its words marked, and no foreign markup."""
    page = identify(pl.DataFrame({"name": ["<b>病历</b>"]}), pack="beijing")._repr_html_()

    assert "<b>" not in page
    assert "病历</mark>" in page


@pytest.mark.parametrize("pack", ["beijing", "guangdong", "jiangsu"])
def test_every_pack_judges(pack: str) -> None:
    """Each shipped pack gives categories of its own."""
    codes = identify(ITEMS, pack=pack).items["category"].drop_nulls().to_list()

    assert codes
    assert max(codes) <= (39 if pack == "jiangsu" else 40)


def test_no_items_give_no_findings() -> None:
    """An empty table is judged, to nothing."""
    found = identify(ITEMS.clear(), pack="beijing")

    assert {"items": []} == {"items": found.to_json()["items"]}
    assert 0 == found.items.height


def test_table_without_names_is_refused() -> None:
    """Nothing can be judged without a column of names; the error says so."""
    with pytest.raises(SurveyError, match="name"):
        identify(pl.DataFrame({"id": ["1"]}), pack="beijing")


def test_label_wins_until_its_evidence_changes(found: Findings) -> None:
    """A person's label stands; once text or volumes change, the suggestion does, and it is told."""
    seen = row(found, "b")["evidence"]
    label = Label("b", 29, important="yes", by="王工", at="2026-03-31", evidence=seen)

    kept = identify(ITEMS, pack="beijing", decisions=[label])
    changed = ITEMS.with_columns(
        pl.when(pl.col("id") == "b")
        .then(pl.lit("配方"))
        .otherwise("description")
        .alias("description")
    )
    lost = identify(changed, pack="beijing", decisions=[label])

    assert (29, "yes", "person", "王工", False) == tuple(
        row(kept, "b")[key] for key in ("category", "important", "decided_by", "by", "changed")
    )
    assert ("no", "suggestion", None, True) == tuple(
        row(lost, "b")[key] for key in ("important", "decided_by", "by", "changed")
    )
    assert ["b"] == lost.changed["id"].to_list()
    assert 0 == kept.changed.height


def test_label_may_leave_the_category_open(found: Findings) -> None:
    """Who decides importance alone leaves the category to the suggestion."""
    label = Label("a", decides_category=False, important="no", by="李工")

    kept = identify(ITEMS, pack="beijing", decisions=[label])

    assert (28, "no") == tuple(row(kept, "a")[key] for key in ("category", "important"))


def test_order_of_labels_does_not_matter(found: Findings) -> None:
    """Labels teach the same in whatever order they come."""
    labels = [Label("x", 17, name="智能电表读数"), Label("y", 31, name="批记录", important="no")]

    one = identify(ITEMS, pack="beijing", decisions=labels).items
    other = identify(ITEMS, pack="beijing", decisions=labels[::-1]).items

    assert one.equals(other)
    assert not one["score"].equals(found.items["score"])
