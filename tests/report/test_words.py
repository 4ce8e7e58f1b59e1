"""Sentences on one scenario, and the ten lines."""

from dataclasses import replace

import pytest

from listlab.model.language import Text
from listlab.model.quantity import persons
from listlab.report import words
from listlab.report.audience import OPEN, names_for
from listlab.report.ten_lines import ten_lines

SCENARIOS = {"clinical_trial": Text("临床试验", "clinical trials")}


def test_a_verdict_on_the_tail_is_said_first(result):
    """When equivalence rests on the tail, the first lines say so."""
    said = [caution for caution in words.cautions(result, "zh") if "尾部" in caution]
    turning = [p for p in result.equivalence if p.equivalent and not p.equivalent_without_model]
    pairs = [f"{persons(p.a).zh}与{persons(p.b).zh}：按模型等效" for p in turning]
    assert len(said) > 0
    assert all(caution.startswith(tuple(pairs)) for caution in said)
    assert all(f"现有 {result.n_answered} 份答复" in caution for caution in said)


def test_a_pair_that_no_model_calls_equivalent_is_not_called_so(result):
    """The largest pair is named with the verdict that it has."""
    pairs = tuple(replace(p, equivalent=False) for p in result.equivalence)
    (said,) = words.tail_sentences(replace(result, equivalence=pairs))
    largest = persons(result.thresholds[-1].threshold)
    assert f"与{largest.zh}：按模型不能视为等效" in said.zh
    assert "尾部" not in said.zh


def test_what_is_caught_is_named_for_internal_readers_only(result, tables):
    """An expert sees how many are caught, an internal reader sees who."""
    shown = words.caught(result, 10_000, "zh", names=OPEN)
    hidden = words.caught(result, 10_000, "zh", names=names_for(tables, "expert"))
    assert "有限公司" in shown[0].text
    assert [line.text.split("：")[0] for line in shown] == [line.text for line in hidden]


def test_caught_groups_add_up_to_those_not_freed(result):
    """Certain, spanning and unanswered enterprises together are all that may be caught."""
    groups = words.caught(result, 50_000, "zh", names=OPEN)
    told = sum(int(line.text.split(" ")[0]) for line in groups)
    possible = result.n * (1 - result.row(50_000).observed.low)
    assert round(possible) == told


def test_the_need_at_which_the_answer_changes_is_the_bound_itself(result):
    """The first sentence gives the lower bound of the recommended threshold."""
    bound = result.row(result.recommendation.threshold).forecast.lower95
    assert f"{int(1000 * bound) / 10:.1f}%" in words.changes(result, "zh")[0]


def test_without_a_threshold_the_relaxation_is_what_would_change_it(make_result):
    """When nothing is feasible, the least relaxation is the answer to what would change it."""
    assert ["把要求降到 93% 即可行"] == words.changes(make_result(mu=11.0), "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_are_never_more_than_ten_lines(lang, tables, make_result):
    """The lines fit a head of division's minute."""
    results = [make_result(), make_result("pharmacovigilance", mu=11.0)]
    lines = ten_lines(tables, results, {}, scenarios=SCENARIOS, lang=lang)
    assert 5 <= len(lines) <= 10
    assert all(line.text for line in lines)


def test_the_lines_say_what_became_of_the_workbooks(tables, result):
    """Used, returned and doubled workbooks stand in the first line."""
    first = ten_lines(tables, [result], {}, scenarios=SCENARIOS, lang="zh")[0]
    assert "收到问卷 78 份，采用 76 份（76 家企业，4 个区域）；退回 1 份、重复 1 份。" == first.text


def test_countries_are_counted_singly_and_named(tables, make_result):
    """A flow to two countries counts for both, and readers see names."""
    lines = ten_lines(tables, [make_result()], {}, scenarios=SCENARIOS, lang="zh")
    leaving = next(line.text for line in lines if line.about == "什么在出境")

    assert "4 个国家或地区" in leaving
    assert "最多为中国香港、瑞士、德国" in leaving
