"""The whole question on small surveys: the design, who is blocked, and input that can't do."""

import json
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from listlab.analyse import scope
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption

PAGE = Path(__file__).parents[3] / "docs" / "method" / "scope.md"
R, O = "required", "optional"  # noqa: E741
NEEDS = {
    "A": {"编号": R, "用药": R},
    "B": {"编号": R, "用药": R, "影像": R},
    "C": {"编号": R, "姓名": R, "用药": O},
    "D": {"编号": R},
}
VOLUMES = {"A": 2000, "B": 4000, "C": 8000, "D": 30000}
PERSONAL = dict.fromkeys(("编号", "用药", "影像", "姓名"), "yes")
SENSITIVE = {"用药": "yes", "影像": "yes"}
RULE = scope.JointRule(
    "name_drug",
    Text("姓名加用药", "name and drug"),
    (frozenset(["姓名"]), frozenset(["用药"])),
    "sensitive",
)
WHOLE = 182_000  # persons times points: 44,000 + 70,000 + 20,000 + 8,000 + 40,000


def ask(tables, **options):
    given = {"candidates": [5000, 10000, 50000], "rng": np.random.default_rng(1)} | options
    return scope.analyse(**tables, **given)


@pytest.fixture(scope="module")
def tables(survey):
    return survey(NEEDS, VOLUMES, personal=PERSONAL, sensitive=SENSITIVE)


@pytest.fixture(scope="module")
def result(tables):
    return ask(tables, price=1.0, combinations=[RULE])


def test_the_design_is_the_one_reckoned_by_hand(result):
    """At λ = 1 subject number and name go out below 50,000: two of four for 52 of 182."""
    assert (("姓名", "编号"), 50000) == (result.admitted, result.threshold)
    assert 0.5 == result.served.estimate
    assert WHOLE == pytest.approx(result.reference)
    assert 52_000 / WHOLE == pytest.approx(result.risk)


def test_the_frontier_is_the_one_reckoned_by_hand(result):
    """Four designs are best at some price; their prices meet."""
    risks = [0, 22_000, 52_000, 182_000]
    prices = [0.25 * WHOLE / 22_000, 0.25 * WHOLE / 30_000, 0.5 * WHOLE / 130_000, 0.0]

    assert [0, 1, 2, 4] == pytest.approx((4 * result.frontier["served"]).to_list())
    assert [r / WHOLE for r in risks] == pytest.approx(result.frontier["risk"].to_list())
    assert prices == pytest.approx(result.frontier["price_low"].to_list())
    assert [False, False, True, False] == result.frontier["chosen"].to_list()


def test_the_items_of_the_design_are_shown_at_every_threshold(result):
    """The same items serve nobody below 5,000, one below 10,000 and two below 50,000."""
    found = result.at_thresholds

    assert [0, 1, 2] == pytest.approx((4 * found["served"]).to_list())
    assert [6_000, 22_000, 52_000] == pytest.approx((WHOLE * found["risk"]).to_list())
    assert [False, False, True] == found["chosen"].to_list()


def test_a_smaller_threshold_that_nearly_does_is_named(survey):
    """Where a larger threshold is free but serves hardly more, the words name the smaller one."""
    needs = {f"E{i}": {"门店编号": R} for i in range(150)}
    volumes = {who: 100 + i for i, who in enumerate(needs)} | {"E9": 2000}
    tables = survey(needs, volumes, personal={"门店编号": "no"})
    found = ask(tables, candidates=[1000, 5000])

    assert 5000 == found.threshold
    assert any("1,000人以下已能服务" in line.zh for line in found.lines())


def test_each_enterprise_names_what_blocks_it(result):
    """A lacks one item, B two; nobody is blocked by the threshold."""
    found = result.blocked.select("enterprise_id", "by", "missing").rows()

    assert [("A", "items", ["用药"]), ("B", "items", ["影像", "用药"])] == found


def test_admitting_tells_gain_cost_and_what_else_is_needed(result):
    """The drug alone serves one more and brings the combination; imaging needs the drug too."""
    drug, imaging = result.admitting.to_dicts()

    assert ("用药", 1.0, []) == (drug["item"], drug["gain"], drug["with"])
    assert 110_000 / WHOLE == pytest.approx(drug["cost"])
    assert 0 <= drug["gain_low"] < 1 < drug["gain_high"] <= 4
    assert ("影像", 0.0, ["用药"], 2.0) == tuple(
        imaging[x] for x in ("item", "gain", "with", "gain_with")
    )
    assert 130_000 / WHOLE == pytest.approx(imaging["cost_with"])


def test_a_budget_may_choose_what_no_price_does(tables):
    """Three are served within three quarters of the risk, though no price leads there."""
    found = ask(tables, budget=0.75, combinations=[RULE])
    own = found.frontier.filter("chosen").to_dicts()[0]

    assert (("影像", "用药", "编号"), 50000) == (found.admitted, found.threshold)
    assert 134_000 / WHOLE == pytest.approx(found.risk)
    assert (None, 0.75) == (own["price_low"], own["served"])


def test_the_page_of_the_method_shows_what_comes_out():
    """The worked example of the docs gives the lines printed under it."""
    text = PAGE.read_text(encoding="utf-8")
    code, printed = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.S).groups()
    names: dict[str, object] = {}
    exec(code, names)

    assert printed.splitlines() == [line.zh for line in names["result"].lines()]


def test_one_item_is_in_or_out(survey):
    """A scenario with one data item has a defined answer at every price."""
    tables = survey({"A": {"姓名": R}, "B": {"姓名": R}}, {"A": 10, "B": 20})
    cheap, dear = (ask(tables, candidates=[100], price=price) for price in (0.5, 2.0))

    assert (("姓名",), ()) == (cheap.admitted, dear.admitted)
    assert 1.0 == cheap.served.estimate
    assert 0.0 < cheap.served.low < 1.0


def test_need_unsaid_counts_as_required(survey):
    """An empty need is required; required in any flow is required."""
    tables = survey({"A": {"姓名": None}, "B": {"姓名": O}}, {"A": 10, "B": 20})
    found = ask(tables, candidates=[100])

    assert [("A", R), ("B", O)] == found.incidence.select("enterprise_id", "need").rows()


def test_enterprises_without_items_are_left_out_and_told(survey):
    """An enterprise that listed no items is not counted as served."""
    tables = survey({"A": {"姓名": R}}, {"A": 10, "B": 20})
    found = ask(tables, candidates=[100])

    assert (1, 1) == (found.n, found.n_without_items)
    assert any("没有填报数据项" in line.zh for line in found.lines())


def test_permitted_exposure_counts_with_beta(tables):
    """With β = 1 the risk of an item is what the list would allow: Σ (T - 1) of the freed."""
    found = ask(tables, price=0.0, assumptions={"beta": Assumption(1.0, "assumed")})

    assert 4 * (50000 - 1) * (1 + 5 + 5 + 1) == pytest.approx(found.reference)


def test_rows_in_another_order_change_nothing(tables, result):
    """Order of items, flows and volumes is irrelevant; inputs are not changed."""
    turned = {name: table.reverse() for name, table in tables.items()}
    found = ask(turned, price=1.0, combinations=[RULE])

    for frame in ("names", "incidence", "design", "frontier", "blocked", "admitting"):
        assert getattr(result, frame).equals(getattr(found, frame)), frame
    assert ask({k: t.to_pandas() for k, t in tables.items()}, price=1.0).n == 4


def test_results_hold_no_nan(result):
    """Every number of the frames is finite, or null with its meaning."""
    for frame in (result.design, result.frontier, result.admitting, result.combinations):
        numbers = frame.select(pl.col(pl.Float64))
        assert numbers.select(pl.all().is_finite().fill_null(True).all()).row(0).count(False) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_chart_says_in_words_what_it_shows(result, lang):
    """The chart carries an alternative text and every item; names of enterprises are nowhere."""
    spec = json.dumps(result.chart(lang).to_dict(), ensure_ascii=False)

    assert "description" in result.chart(lang).to_dict()
    assert all(item in spec for item in result.design["item"])
    assert "<table>" in result.explain(lang)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            {"flows": pl.DataFrame(schema={"flow_id": pl.String, "enterprise_id": pl.String})},
            "scope.no_flows",
        ),
        (
            {"items": pl.DataFrame(schema={"flow_id": pl.String, "name": pl.String})},
            "scope.no_items",
        ),
        ({"items": pl.DataFrame({"name": ["a"]})}, "scope.column"),
        ({"volumes": pl.DataFrame({"low": [1], "high": [2]})}, "scope.volumes"),
        ({"budget": -0.1}, "scope.option"),
        ({"budget": float("nan")}, "scope.option"),
        ({"price": 1.0, "budget": 0.5}, "scope.option"),
        ({"replicates": 1}, "scope.option"),
        ({"candidates": [0]}, "scenario.threshold"),
        (
            {"combinations": [scope.JointRule("x", Text("", ""), (frozenset("y"),), "sensitive")]},
            "scope.combination",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_cannot_be_used_is_refused_with_its_cause(tables, change, code):
    """Empty tables, missing columns and impossible options each name what to mend."""
    with pytest.raises(ScenarioError) as error:
        ask(
            tables | {k: v for k, v in change.items() if k in tables},
            **{k: v for k, v in change.items() if k not in tables},
        )

    assert code in {problem.code for problem in error.value.problems}
