"""A pack is read strictly: all that is wrong names file, line, key, got and expected."""

import pickle

import pytest

from listlab.errors import PackError
from listlab.law import load_pack, pack_ids
from listlab.law.load import pack_files


def test_an_untouched_copy_loads(packs):
    """The shipped packs have nothing wrong."""
    assert load_pack("beijing").facts == load_pack("beijing", packs.root).facts


def test_a_pack_is_read_once():
    """The same name gives the same pack."""
    assert load_pack("beijing") is load_pack("beijing")


def test_a_pack_can_be_pickled():
    """A cached step may hold a pack."""
    assert load_pack("beijing") == pickle.loads(pickle.dumps(load_pack("beijing")))


def test_packs_and_their_files_are_listed():
    """Every pack has a pack.yaml among the files that a cache key takes in."""
    assert ("beijing", "guangdong", "jiangsu", "national") == pack_ids()
    folders = {path.parent.name for path in pack_files() if path.name == "pack.yaml"}
    assert set(pack_ids()) == folders


def test_an_unknown_pack_names_those_there_are():
    """A wrong name says which names are right, in both languages."""
    with pytest.raises(PackError) as caught:
        load_pack("peking")
    said = caught.value
    assert "pack.not_found" == said.problems[0].code
    assert "'peking'" in said.say("zh") and "beijing、guangdong、jiangsu、national" in said.say(
        "zh"
    )
    assert "'peking'" in said.say("en")


# file, replaced, by, code, key, got
WRONG = [
    (
        "zone/thresholds.yaml",
        "unit: persons",
        "unit: heads",
        "pack.value",
        "facts.held.personal.unit",
        "heads",
    ),
    (
        "zone/thresholds.yaml",
        "note: &held",
        "remark: &held",
        "pack.unknown_key",
        "facts.held.personal.remark",
        "remark",
    ),
    (
        "beijing/thresholds.yaml",
        "10000000",
        "many",
        "pack.type",
        "facts.held.personal.values.2024-08-30",
        "many",
    ),
    (
        "beijing/thresholds.yaml",
        "10000000",
        "-1",
        "pack.type",
        "facts.held.personal.values.2024-08-30",
        "-1",
    ),
    (
        "beijing/thresholds.yaml",
        "10000000",
        "1.5",
        "pack.type",
        "facts.held.personal.values.2024-08-30",
        "1.5",
    ),
    (
        "beijing/thresholds.yaml",
        "10000000",
        "true",
        "pack.type",
        "facts.held.personal.values.2024-08-30",
        "True",
    ),
    (
        "beijing/thresholds.yaml",
        "2024-08-30:",
        '"2024-8-30":',
        "pack.type",
        "values.2024-8-30",
        "2024-8-30",
    ),
    (
        "zone/thresholds.yaml",
        "kind: personal",
        "kind: secret",
        "pack.value",
        "applies.kind",
        "secret",
    ),
    (
        "zone/thresholds.yaml",
        "default: stated",
        "default: other",
        "pack.value",
        "default",
        "other_contents",
    ),
    (
        "zone/thresholds.yaml",
        "instrument: own_rules",
        "instrument: nowhere",
        "pack.reference",
        "facts.held.personal.source.instrument",
        "nowhere",
    ),
    (
        "beijing/sources.yaml",
        "status: unverified",
        "status: verified",
        "pack.value",
        "status",
        "verified",
    ),
    (
        "beijing/sources.yaml",
        "2024-08-30",
        "last summer",
        "pack.type",
        "in_force_from",
        "last summer",
    ),
    ("beijing/pack.yaml", "id: beijing", "id: peking", "pack.value", "id", "peking"),
    ("beijing/pack.yaml", '"2026-11-21"', "two", "pack.type", "version", "two"),
    (
        "beijing/pack.yaml",
        "instrument: beijing_measures\n",
        "instrument: gone\n",
        "pack.reference",
        "instrument",
        "gone",
    ),
    (
        "beijing/workflow.yaml",
        "deadline: filing.district_review",
        "deadline: soon",
        "pack.reference",
        "district_review",
        "soon",
    ),
    (
        "beijing/workflow.yaml",
        "leads: [districts]",
        "leads: [nobody]",
        "pack.reference",
        "application",
        "nobody",
    ),
    (
        "zone/categories.yaml",
        "keywords: [存储数据",
        "keywords: [1, 存储数据",
        "pack.type",
        "keywords",
        "1",
    ),
    (
        "zone/categories.yaml",
        "defers_to: [ydt_4981]",
        "defers_to: [x]",
        "pack.reference",
        "defers_to",
        "x",
    ),
    (
        "zone/categories.yaml",
        "code: 2\n    name",
        "code: 1\n    name",
        "pack.duplicate_id",
        "groups",
        "1",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "key", "shown"), WRONG)
def test_a_wrong_value_names_its_place(packs, file, old, new, code, key, shown):
    """File, line, key, got and expected stand in the message."""
    line = packs.change(file, old, new)
    problem = packs.problems()[0]
    assert (code, file) == (problem.code, problem.file)
    assert key in problem.message.zh and shown in str(problem.got)
    assert "得到" in problem.message.zh and "应为" in problem.message.zh
    assert "expected" in problem.message.en
    if code not in {"pack.duplicate_id", "pack.reference"} and "values" not in key:
        assert f"L{line}" == problem.cell


def test_a_missing_key_is_named(packs):
    """A fact without a source is refused, and said once."""
    packs.add("beijing/counting.yaml", "facts:\n  - {id: a.b, unit: rule, status: verified}\n")
    found = packs.problems()
    expected = {"name", "values", "source"}
    assert {"pack.missing_key"} == {problem.code for problem in found}
    assert expected == {p.message.en.split()[1].rstrip(":").split(".")[-1] for p in found}
    assert {"L2"} == {problem.cell for problem in found}


def test_a_key_stated_twice_is_refused(packs):
    """YAML 1.2 is read without repeated keys."""
    line = packs.change("beijing/pack.yaml", "extends: zone", "id: beijing\nextends: zone")
    problem = packs.problems()[0]
    assert ("pack.duplicate_key", f"L{line}", "id") == (problem.code, problem.cell, problem.got)


def test_broken_yaml_names_the_line(packs):
    """A syntax error is a sentence with a place, and the file is not blamed twice."""
    packs.change("zone/categories.yaml", "groups:", "groups: [")
    found = packs.problems()
    assert [("pack.syntax", "zone/categories.yaml")] == [(p.code, p.file) for p in found]


def test_a_file_in_another_encoding_is_refused(packs):
    """Packs are UTF-8."""
    (packs.root / "beijing" / "pack.yaml").write_bytes("name: 北京".encode("gbk"))
    assert "pack.syntax" in {problem.code for problem in packs.problems()}


def test_an_unknown_file_is_refused(packs):
    """A file that nobody reads is an error, not a surprise."""
    packs.add("beijing/treshold.yaml", "facts: []\n")
    assert ["pack.unknown_file"] == [problem.code for problem in packs.problems()]


def test_everything_wrong_is_said_at_once(packs):
    """Problems of several files come in one error."""
    packs.change("beijing/pack.yaml", "id: beijing", "id: peking")
    packs.change("zone/thresholds.yaml", "unit: persons", "unit: heads")
    packs.change("beijing/workflow.yaml", "status: verified", "status: sure")
    files = {problem.file for problem in packs.problems()}
    assert {"beijing/pack.yaml", "zone/thresholds.yaml", "beijing/workflow.yaml"} == files


def test_a_pack_that_extends_itself_is_refused(packs):
    """A circle of packs ends in an error, not in a hang."""
    packs.change("national/pack.yaml", "id: national", "id: national\nextends: beijing")
    assert ["pack.reference"] == [problem.code for problem in packs.problems()]


def test_a_fact_stated_again_replaces_the_inherited_one(packs):
    """A zone states only its differences, and its own word counts."""
    packs.add(
        "beijing/counting.yaml",
        "facts:\n  - id: count.unit\n    name: {zh: 单位, en: unit}\n    unit: rule\n"
        "    values: {2024-08-30: events}\n    status: unverified\n"
        '    source: {instrument: beijing_measures, article: "8"}\n',
    )
    pack = load_pack("beijing", packs.root)
    assert ("beijing", "national") == (pack.fact("count.unit").pack, pack.fact("count.kinds").pack)


def test_dates_out_of_order_are_refused(packs):
    """Dated values stand in the order in which they took effect."""
    packs.change(
        "national/thresholds.yaml", "{2024-03-22: 100000}", "{2024-03-22: 2, 2020-01-01: 3}"
    )
    assert ["pack.value"] == [problem.code for problem in packs.problems("national")]


def test_a_broken_file_of_a_pack_is_all_that_is_said(packs):
    """Not what the base under it lacks, nor articles that stand in it."""
    packs.change("beijing/zone.yaml", "facts:", "facts: [")
    assert [("pack.syntax", "beijing/zone.yaml")] == [(p.code, p.file) for p in packs.problems()]
