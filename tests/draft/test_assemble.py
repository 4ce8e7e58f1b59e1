"""The list takes what the analysis recommends, else what the nation says, and says which."""

from datetime import date

import pytest

from listlab.errors import DraftError, PackError
from listlab.model.negative_list import Thresholds
from listlab.model.params import ScenarioParams


def _item(negative_list, item_id):
    return next(item for item in negative_list.items if item.id == item_id)


def _basis(item, kind):
    return next(basis for basis in item.bases if basis.kind == kind)


def test_two_parts_and_the_operators_item(drafted):
    """Part 1 begins with the operators of critical infrastructure; each scenario is in both."""
    assert ["1-ciio", "1-clinical_trial"] == [item.id for item in drafted.part(1)]
    assert ["2-clinical_trial"] == [item.id for item in drafted.part(2)]
    ciio = drafted.items[0]
    assert ("ciio", None, "law:beijing/list.ciio") == (ciio.kind, ciio.scenario, ciio.rule)
    assert (Thresholds(), Thresholds()) == (ciio.assessment, ciio.contract)


def test_recommended_threshold_with_national_lines_beside_it(drafted):
    """The analysed kind takes the recommendation, all others the national lines."""
    first, second = _item(drafted, "1-clinical_trial"), _item(drafted, "2-clinical_trial")
    assert Thresholds(personal=1_000_000, sensitive=50_000) == first.assessment
    assert Thresholds() == first.contract
    assert Thresholds(personal=100_000, sensitive=1) == second.contract
    assert Thresholds() == second.assessment
    assert first.assessment == drafted.assessment_of(second)


def test_every_threshold_is_traced(drafted, result):
    """Analysis id, survey cells, article and important-data volume stand by the number."""
    basis = _basis(_item(drafted, "1-clinical_trial"), "sensitive")
    assert ("recommended", 50_000, 10_000) == (basis.ground, basis.persons, basis.national)
    assert result("clinical_trial", 50_000).provenance.id == basis.analysis
    assert ("甲.xlsx › 出境场景 › M4", "乙.xlsx › 出境场景 › M4") == basis.rows
    assert "law:national/assessment.sensitive" == basis.fact
    assert (100_000, "law:beijing/held.sensitive_contents") == (basis.cap, basis.cap_fact)
    assert "第7条" in basis.citation.zh


def test_what_was_not_analysed_is_national_and_says_so(drafted):
    """No analysis, no cells, and a note."""
    basis = _basis(_item(drafted, "1-clinical_trial"), "personal")
    assert ("national", None, ()) == (basis.ground, basis.analysis, basis.rows)
    assert "未作分析" in basis.note.zh and "not analysed" in basis.note.en


def test_no_feasible_threshold_falls_back_visibly(draft, result):
    """The national line stands in, and features, basis and notes all say so."""
    made = draft(result("clinical_trial", None))
    item = _item(made, "1-clinical_trial")
    basis = _basis(item, "sensitive")
    assert (10_000, "national") == (item.assessment.sensitive, basis.ground)
    assert basis.analysis and "没有得到可行的阈值" in basis.note.zh
    assert "没有可行的建议阈值" in item.features.zh
    assert any("药物临床试验" in note.zh and "可行" in note.zh for note in made.notes)


def test_a_scenario_that_nobody_reported_is_named(draft, result):
    """It stands on the list with national lines, and a note says why."""
    asked = {"clinical_trial": ScenarioParams(), "pharmacovigilance": ScenarioParams()}
    made = draft(result("clinical_trial", 50_000), params={"scenarios": asked})
    item = _item(made, "1-pharmacovigilance")
    assert Thresholds(1_000_000, 10_000) == item.assessment
    assert (None, (), None) == (item.purpose, item.data_items, item.category)
    assert any("药物警戒" in note.zh and "没有企业填报" in note.zh for note in made.notes)


def test_both_tiers_and_kinds_may_be_analysed(draft, result):
    """Each result goes to its own tier and kind."""
    made = draft(
        result("clinical_trial", 50_000),
        result("clinical_trial", 2_000_000, kind="personal"),
        result("clinical_trial", 10_000, tier="contract"),
    )
    assert Thresholds(2_000_000, 50_000) == _item(made, "1-clinical_trial").assessment
    assert Thresholds(100_000, 10_000) == _item(made, "2-clinical_trial").contract


UNLAWFUL = [
    ({}, 100_000, "draft.unlawful"),
    ({}, 9_999, "draft.unlawful"),
    ({"kind": "personal"}, 10_000_000, "draft.unlawful"),
]


@pytest.mark.parametrize(("changes", "threshold", "code"), UNLAWFUL)
def test_what_the_law_forbids_is_refused(draft, result, changes, threshold, code):
    """Below the national line, or at the important-data volume."""
    with pytest.raises(DraftError) as caught:
        draft(result("clinical_trial", threshold, law="not checked", **changes))
    problem = caught.value.problems[0]
    assert (code, str(threshold)) == (problem.code, problem.got)
    assert "clinical_trial" in problem.message.zh and "应不" in problem.message.zh


def test_a_contract_threshold_above_the_assessment_line_waits_for_a_decision(draft, result):
    """The list keeps the national line and says so by the item, its ground and in the notes."""
    made = draft(result("clinical_trial", 20_000, tier="contract"))
    item = _item(made, "2-clinical_trial")
    basis = _basis(item, "sensitive")
    assert (1, "national", 20_000) == (basis.persons, basis.ground, basis.recommended)
    assert Thresholds(100_000, 1) == item.contract
    assert "须作决定" in item.features.zh and "decision is needed" in item.features.en
    assert "2万人，高于数据出境安全评估的量级 1万人" in basis.note.zh
    assert any("待决定" in note.zh and "药物临床试验" in note.zh for note in made.notes)
    assert not any("没有得到可行的阈值" in note.zh for note in made.notes)


def test_a_contract_threshold_up_to_the_recommended_assessment_line_is_taken(draft, result):
    """The line that counts is the list's own, not the nation's."""
    made = draft(
        result("clinical_trial", 50_000),
        result("clinical_trial", 20_000, tier="contract"),
    )
    basis = _basis(_item(made, "2-clinical_trial"), "sensitive")
    assert (20_000, "recommended", False) == (basis.persons, basis.ground, basis.is_held_back)
    assert not any("待决定" in note.zh for note in made.notes)


def test_everything_forbidden_is_said_at_once(draft, result):
    """Two wrong thresholds, two problems."""
    with pytest.raises(DraftError) as caught:
        draft(result("clinical_trial", 200_000), result("clinical_trial", 10**7, kind="personal"))
    assert ["10000000", "200000"] == [problem.got for problem in caught.value.problems]


def test_two_results_for_one_threshold_are_refused(draft, result):
    """Nobody chooses between them silently."""
    with pytest.raises(DraftError) as caught:
        draft(result("clinical_trial", 50_000), result("clinical_trial", 20_000))
    assert "draft.twice" == caught.value.problems[0].code


def test_the_nation_alone_has_no_list(draft, result):
    """Only a zone's pack has a list in two parts."""
    with pytest.raises(DraftError) as caught:
        draft(result("clinical_trial", 50_000), params={"pack": "national"})
    assert ("draft.pack", "national") == (
        caught.value.problems[0].code,
        caught.value.problems[0].got,
    )


def test_a_day_before_the_law_is_refused(draft, result):
    """No list rests on law that was not in force."""
    with pytest.raises((DraftError, PackError)) as caught:
        draft(result("clinical_trial", 50_000), params={"as_of": date(2020, 1, 1)})
    assert "2020-01-01" in caught.value.say("zh")


def test_contents_are_what_enterprises_share(drafted):
    """Purpose, category and data items that two enterprises state; lone answers stay private."""
    item = _item(drafted, "1-clinical_trial")
    assert "全球注册申报" == item.purpose
    assert (28, (3, 4, 3)) == (item.category.code, item.category_answers)
    assert ("不良事件", "受试者编号") == item.data_items
    assert any("1 个数据项名称" in note.zh for note in drafted.notes)


def test_no_answers_give_no_contents(draft, result, tables):
    """Nobody named a category: none is invented."""
    made = draft(result("clinical_trial", 50_000), tables=tables(items=[]))
    item = _item(made, "1-clinical_trial")
    assert (None, ()) == (item.category, item.data_items)


@pytest.mark.parametrize(("audience", "rows", "withheld"), [("internal", 2, 0), ("expert", 0, 2)])
def test_an_expert_sees_no_file_names(draft, result, audience, rows, withheld):
    """File names give enterprises away: an outside reader sees how many there are."""
    made = draft(result("clinical_trial", 50_000), params={"audience": audience})
    basis = _basis(_item(made, "1-clinical_trial"), "sensitive")
    assert (rows, withheld) == (len(basis.rows), basis.rows_withheld)


@pytest.mark.parametrize("column", ["name", "enterprise_id"])
def test_no_list_names_an_enterprise(draft, result, tables, column):
    """A data item that names an enterprise is left out, however many enterprises share it."""
    told = [
        {"flow_id": f"{firm}/1", "name": f"{named}受试者编号", "personal": "yes"}
        for firm in "AB"
        for named in ("甲制药有限公司", "91110000MA00000001", "")
    ]
    firms = [{"enterprise_id": "91110000MA00000001", "name": "甲制药有限公司"}]
    made = draft(result("clinical_trial", 50_000), tables=tables(items=told, enterprises=firms))
    item = _item(made, "1-clinical_trial")
    assert ("受试者编号",) == item.data_items
    assert firms[0][column] not in str(made.to_dict())
    assert any("2 个数据项名称" in note.zh for note in made.notes)


def test_items_have_running_numbers(drafted):
    """Part and place in it; ids stay codes."""
    numbers = {item.id: drafted.number(item) for item in drafted.items}
    assert {"1-ciio": "1.1", "1-clinical_trial": "1.2", "2-clinical_trial": "2.1"} == numbers


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_synthetic_sample_says_so(draft, result, tables, synthetic):
    """In the list itself and in the notes."""
    made = draft(result("clinical_trial", 50_000), tables=tables(synthetic=synthetic))
    assert synthetic is made.synthetic
    assert synthetic is any("合成样例" in note.zh for note in made.notes)


def test_notes_name_what_is_missing_unverified_or_read_one_way(drafted):
    """Status, important data, unverified facts and open readings."""
    notes = "\n".join(note.zh for note in drafted.notes)
    for said in ("草案", "重要数据识别尚未进行", "未核实", "两种读法", "生效日期未核实"):
        assert said in notes
    assert ("draft", None) == (drafted.status, drafted.in_force_from)


def test_order_of_results_is_irrelevant(draft, result):
    """Items stand in the order of the industry's scenarios."""
    asked = {"hcp_management": ScenarioParams(), "clinical_trial": ScenarioParams()}
    results = [
        result("clinical_trial", 50_000),
        result("hcp_management", 1_000_000, kind="personal"),
    ]
    one = draft(*results, params={"scenarios": asked})
    other = draft(*reversed(results), params={"scenarios": asked})
    assert one == other
    assert ["2-clinical_trial", "2-hcp_management"] == [item.id for item in one.part(2)]
