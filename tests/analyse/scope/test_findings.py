"""What step 2 finds as the design takes it: importance, levels, types, combinations."""

import numpy as np
import polars as pl
import pytest

from listlab.analyse import scope
from listlab.analyse.assumptions.load import factors
from listlab.identify.identify import identify
from listlab.law.lexicon import load_lexicon

R = "required"


def found_of(tables):
    return identify(tables["items"].rename({"item_id": "id"}), pack="beijing")


def ask(tables, **options):
    return scope.analyse(**tables, candidates=[5000], rng=np.random.default_rng(1), **options)


def test_every_type_of_the_lexicon_has_its_weight():
    """Types of personal information that step 2 knows each have an identifiability."""
    types = {kind.id for kind in load_lexicon("beijing").personal}

    assert set() == types - set(factors()["identifiability_by_type"].default)


def test_combinations_of_the_pack_are_named_and_counted(survey):
    """A name with an identity document is the pack's combination, and adds to the risk."""
    needs = {f"E{i}": {"姓名": R, "身份证号": R} for i in range(6)}
    tables = survey(needs, {f"E{i}": 1000 + 100 * i for i in range(6)})
    result = ask(tables, findings=found_of(tables))
    rule = result.combinations.filter(pl.col("rule") == "name_with_id").to_dicts()[0]

    assert [["姓名"], ["身份证号"]] == rule["parts"]
    assert rule["holds"]
    assert rule["risk"] > 0
    assert any(rule["name_zh"] in line.zh for line in result.lines())


def test_what_is_important_never_enters(survey):
    """An item found important in one answer is out at any price, and blocks who requires it."""
    needs = {f"E{i}": {"员工姓名": R, "军工型号": R} for i in range(4)} | {"F": {"员工姓名": R}}
    tables = survey(needs, dict.fromkeys(needs, 1000))
    findings = found_of(tables)
    marked = pl.when(pl.col("id") == "E2/1/1").then(pl.lit("yes")).otherwise("important")
    findings = type(findings)(
        findings.items.with_columns(marked.alias("important")), findings.judged
    )
    found = ask(tables, findings=findings, price=0.0)
    row = found.admitting.to_dicts()[0]

    assert ("员工姓名",) == found.admitted
    assert ("军工型号", False, 4.0) == (row["item"], row["admissible"], row["gain"])
    assert {("军工型号",)} == set(map(tuple, found.blocked["important"]))
    assert any("重要数据" in line.zh for line in found.lines())


@pytest.mark.parametrize(
    ("by", "because", "said"),
    [("person", "important", "经人认定"), ("rule", "suggested", "待人确认")],
)
def test_all_items_important_gives_an_empty_list(survey, by, because, said):
    """Where every item is important nothing is admitted; only a person's decision is called so."""
    tables = survey({"E": {"军工型号": R}}, {"E": 1000})
    findings = found_of(tables)
    important = findings.items.with_columns(important=pl.lit("yes"), decided_by=pl.lit(by))
    found = ask(tables, findings=type(findings)(important, findings.judged))

    assert ((), 0.0, 0.0) == (found.admitted, found.served.estimate, found.reference)
    assert [because] == found.design["because"].to_list()
    assert any(said in line.zh for line in found.lines())
