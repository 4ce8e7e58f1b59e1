"""Tables of the law, and the draft list as it would be printed."""

from datetime import date

import pytest

from listlab.law.load import load_pack
from listlab.model.language import Text
from listlab.report.law_tables import fact_table, fact_value, stage_table, used_facts
from listlab.report.list_tables import basis_table, list_table

ON = date(2026, 3, 31)


@pytest.fixture(scope="module")
def pack():
    return load_pack("beijing")


@pytest.fixture(scope="module")
def negative_list(draft_list, make_result):
    return draft_list([make_result()])


def test_facts_used_are_those_that_the_list_cites(pack, negative_list):
    """Every fact that a threshold rests on is in the table, with article and value."""
    facts = used_facts(pack, (), negative_list)
    cited = {basis.fact for _, basis in negative_list.bases()}
    assert cited <= {fact.cite for fact in facts}
    assert len(fact_table(facts, ON).rows) == len(facts)


def test_values_stand_in_their_unit(pack):
    """Persons, working days and years are told apart."""
    found = [
        fact_value(pack.fact(name), ON, "zh")
        for name in ("assessment.sensitive", "filing.district_review", "filing.validity")
    ]
    assert ["1万人", "10 个工作日", "3 年"] == found


def test_a_fact_that_is_not_in_force_yet_has_no_value(pack):
    """Before its first date of effect a fact is a dash."""
    assert "—" == fact_value(pack.fact("assessment.sensitive"), date(2020, 1, 1), "zh")


def test_stages_name_bodies_and_terms(pack):
    """A stage stands with its body's name, its term and its article."""
    table = stage_table(pack, pack.workflow.using, caption=Text("使用", "using"), on=ON)
    text = " ".join(cell for row in table.rows for cell in row)
    assert len(pack.workflow.using) == len(table.rows)
    assert ("10 个工作日" in text, "cyberspace_office" in text) == (True, False)


def test_part_two_ends_where_part_one_begins(negative_list, make_result):
    """A contract volume is bounded by the assessment threshold of the same scenario."""
    chosen = make_result().recommendation.threshold
    first, second = (
        next(row[-1] for row in list_table(negative_list, part).rows if "临床试验" in row[1])
        for part in (1, 2)
    )
    assert f"敏感个人信息：{chosen // 10_000}万人以上" in first
    assert f"不满{chosen // 10_000}万人" in second


def test_every_threshold_has_its_ground(negative_list):
    """Each threshold of the list has a row with reason and article."""
    table = basis_table(negative_list)
    assert len(list(negative_list.bases())) == len(table.rows)
    assert all(row[2] and row[3] for row in table.rows)
