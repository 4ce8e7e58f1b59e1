"""Important data enter list and catalogue by people's decisions alone, without any contents."""

import io
import json
from datetime import date
from importlib.resources import files
from typing import Any

import jsonschema
import openpyxl
import polars as pl
import pytest

from listlab.draft.assemble import assemble
from listlab.draft.catalogue import catalogue_bytes, catalogue_rows
from listlab.draft.important import Identified, important_note
from listlab.identify.identify import identify
from listlab.identify.labels import Label
from listlab.identify.read import items_of
from listlab.law import load_pack
from listlab.model.negative_list import NegativeList
from listlab.model.provenance import Provenance

AS_OF = date(2026, 3, 31)
SCHEMA = json.loads(files("listlab.draft").joinpath("list.schema.json").read_text("utf-8"))
SECRET = "某重点实验室基因测序原始数据"


@pytest.fixture(scope="module")
def pack():
    return load_pack("beijing")


@pytest.fixture
def study(tables):
    """Tables in which two enterprises share a name that is decided on, and one has its own."""
    told = [
        {"item_id": f"{firm}/{number}", "flow_id": f"{firm}/1", "name": name, "personal": "no"}
        for number, (firm, name) in enumerate(
            (("A", "基因测序数据"), ("B", "基因测序数据"), ("A", SECRET), ("C", "食堂菜单"))
        )
    ]
    firms = [{"enterprise_id": firm, "name": f"企业{firm}"} for firm in "ABC"]
    return tables(items=told, enterprises=firms)


def identified(study, pack, **decided: str) -> Identified:
    ids = study.items["item_id"].to_list()
    labels = [
        Label(ids[int(key[1:])], category=31, important=said, by="王工", at="2026-03-20T08:00:00")
        for key, said in decided.items()
    ]
    findings = identify(items_of(study, pack).frame, pack=pack.id, decisions=labels)
    numbers = {label.item: number for number, label in enumerate(labels, 7)}
    return Identified(findings, numbers)


@pytest.fixture
def drafted(draft, study, pack):
    """Make a list from decisions: `drafted(i0="yes")`."""

    def make(**decided: str) -> NegativeList:
        usual = draft(tables=study)
        return assemble(
            (),
            tables=study,
            pack=pack,
            industry=pack.industry("pharma"),
            params=make_params(usual),
            provenance=Provenance(pack="beijing"),
            identified=identified(study, pack, **decided),
        )

    return make


def make_params(usual: NegativeList) -> Any:
    from listlab.model.params import Params, ScenarioParams

    scenarios = {"clinical_trial": ScenarioParams()}
    return Params(
        "pharma-test", "试验研究", "beijing", "pharma", usual.as_of, "data/none", scenarios
    )


def important(drafted: NegativeList) -> list[Any]:
    return [item for item in drafted.items if item.kind == "important"]


def test_a_suggestion_alone_lists_nothing(drafted) -> None:
    """Without a person's decision part 1 has no item of important data, and the note says so."""
    found = drafted()

    assert [] == important(found)
    assert any("还没有人确认任何数据项为重要数据" in note.zh for note in found.notes)


def test_what_people_decided_enters_part_1(drafted) -> None:
    """One item a category, with the ledger's entries; names that one enterprise gives are not."""
    [item] = important(drafted(i0="yes", i1="yes", i2="yes", i3="no"))

    assert (1, 31, "7-9", ("基因测序数据",)) == (
        item.part,
        item.category.code,
        item.decision,
        item.data_items,
    )
    assert "由人确认 3 项" == item.own_answers.zh


def test_the_list_with_important_data_fits_its_schema(drafted) -> None:
    """As list.json is read by others."""
    found = drafted(i0="yes", i1="yes")

    jsonschema.validate(found.to_dict(), SCHEMA)
    assert SECRET not in json.dumps(found.to_dict(), ensure_ascii=False)


def test_the_catalogue_holds_no_contents(study, pack) -> None:
    """Category, description, processors, basis; no names of items or enterprises."""
    told = identified(study, pack, i0="yes", i1="yes", i2="yes")
    content = catalogue_bytes(told, title="试验", as_of=AS_OF, synthetic=True)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(c.value) for s in book for row in s.iter_rows() for c in row if c.value]
    [row] = catalogue_rows(told)

    assert [31, 2, 3] == [row[1], row[5], row[6]]
    assert "王工 2026-03-20" in str(row[7])
    assert [] == [c for c in cells if SECRET in c or "企业A" in c or "基因测序数据" in c]
    assert content == catalogue_bytes(told, title="试验", as_of=AS_OF, synthetic=True)


def test_undecided_items_are_counted(study, pack) -> None:
    """The note counts what waits, and what has changed since it was decided."""
    ids = study.items["item_id"].to_list()
    stale = [Label(ids[0], category=31, important="yes", by="王工", evidence="0" * 16)]
    findings = identify(items_of(study, pack).frame, pack=pack.id, decisions=stale)
    told = Identified(findings)

    assert 0 == told.decided.height
    assert f"另有 {told.open.height} 个" in important_note(told).zh
    assert "其中 1 个确认后内容有变" in important_note(told).zh
    assert told.open.filter(pl.col("changed")).height == 1
