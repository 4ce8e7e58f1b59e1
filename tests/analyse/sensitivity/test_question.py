"""Asking for a sensitivity analysis: shown convergence, tornado, words, refusals."""

import numpy as np
import pytest

from listlab.analyse.assumptions.load import factors as known
from listlab.analyse.sensitivity import Lever, Output, Precision, Range, analyse
from listlab.analyse.sensitivity.inputs import range_of
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption

RULES = (Text("按年计", "by year"), Text("按次计", "by event"))
FACTORS = [
    Range("growth", Text("增长", "growth"), -1.0, 1.0, 0.0),
    Range("rate", Text("发生率", "rate"), 0.001, 0.1, 0.01, log=True),
    Lever("rule", Text("计数规则", "counting rule"), (0.0, 1.0), 0.0, (0.75, 0.25), RULES),
]
SHARE = Output("freed", Text("释放比例", "share freed"), is_share=True)


def model(v):
    return 0.5 + 0.2 * v[:, 0] + 0.1 * v[:, 2] + 0.001 * np.log(v[:, 1])


def ask(**options):
    options = {"factors": FACTORS, "outputs": [SHARE], "rng": np.random.default_rng(4)} | options
    return analyse(model, **options)


@pytest.fixture(scope="module")
def found():
    return ask()


def test_the_design_doubles_until_it_is_precise_enough(found):
    """Each step has twice the points, k + 2 runs each; only the last meets the target."""
    sizes = [step.n for step in found.trail]

    assert [sizes[0] * 2**i for i in range(len(sizes))] == sizes
    assert [5 * n for n in sizes] == [step.runs for step in found.trail]
    assert [False] * (len(sizes) - 1) + [True] == [
        step.half_width <= found.target for step in found.trail
    ]
    assert found.trail_frame()["n"].to_list() == sizes


def test_the_design_stops_at_its_most():
    """A target out of reach is said not to be met; points are never exceeded."""
    found = ask(precision=Precision(target=1e-6, least=64, most=256))

    assert [64, 128, 256] == [step.n for step in found.trail]
    assert not found.converged
    assert "未达到" in found.lines()[-1].zh
    assert "short of" in found.lines()[-1].en


def test_same_seed_same_result(found):
    """The same generator gives the same frame, another one another."""
    assert found.to_frame().equals(ask().to_frame())
    assert not found.to_frame().equals(ask(rng=np.random.default_rng(9)).to_frame())


def test_the_tornado_varies_one_factor_at_a_time(found):
    """Ends are the model's at each end, others at base; a lever is looked at on every level."""
    bars = {bar.factor: bar for bar in found.bars}
    base = 0.5 + 0.001 * np.log(0.01)

    assert base == pytest.approx(bars["growth"].base)
    assert (base - 0.2, base + 0.2) == pytest.approx((bars["growth"].least, bars["growth"].most))
    assert (0.0, 1.0) == (bars["rule"].least_at, bars["rule"].most_at)
    assert 0.1 == pytest.approx(bars["rule"].swing)


def test_words_name_factors_levels_and_numbers(found):
    """The sentences say what matters with its interval, what does not, and name levels."""
    words = "\n".join(line.zh for line in found.lines())
    english = "\n".join(line.en for line in found.lines())

    assert "释放比例的不确定性主要来自：增长（总效应 " in words
    assert "影响可忽略（总效应上限不足 5%）：发生率。" in words
    assert "取 按次计 时" in words
    assert "by event" in english
    assert "share freed" in english


def test_charts_are_drawn_in_both_languages(found):
    """Indices and tornado are Vega-Lite charts with an alternative text."""
    for lang in ("zh", "en"):
        assert found.chart(lang).to_dict()["description"]
        assert found.tornado(lang, output="freed").to_dict()["description"]


def test_every_wrong_factor_is_named_at_once():
    """All problems of the factors stand in one refusal."""
    wrong = [
        Range("a", Text("a", "a"), 1.0, 1.0, 1.0),
        Range("b", Text("b", "b"), 0.0, 1.0, 2.0),
        Range("c", Text("c", "c"), 0.0, 1.0, 0.5, log=True),
        Lever("d", Text("d", "d"), (1.0, 1.0), 1.0),
        Lever("e", Text("e", "e"), (1.0, 2.0), 1.0, (0.5, 0.6)),
        Lever("f", Text("f", "f"), (1.0, 2.0), 3.0),
        Lever("g", Text("g", "g"), (1.0, 2.0), 1.0, (), (Text("g", "g"),)),
        Range("a", Text("a", "a"), 0.0, float("nan"), 1.0),
    ]
    with pytest.raises(ScenarioError) as caught:
        ask(factors=wrong)

    assert {"sensitivity.factor"} == {p.code for p in caught.value.problems}
    assert 9 == len(caught.value.problems)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"factors": []}, "没有给出因素"),
        ({"outputs": [SHARE, SHARE]}, "1 项结果"),
        ({"precision": Precision(target=0.0)}, "target"),
        ({"precision": Precision(least=100)}, "2 的幂"),
        ({"precision": Precision(resamples=3)}, "resamples"),
    ],
)
def test_unusable_options_are_refused(options, words):
    """Each option that can't be used is named, with what was got."""
    with pytest.raises(ScenarioError, match=words):
        ask(**options)


@pytest.mark.parametrize(
    ("broken", "words"),
    [(lambda v: v[:5, 0], "一行结果"), (lambda v: np.full(len(v), np.nan), "不是有限数")],
)
def test_a_model_that_gives_no_numbers_is_refused(broken, words):
    """Wrong shapes and outputs that are not finite are refused with their cause."""
    with pytest.raises(ScenarioError, match=words):
        analyse(broken, factors=FACTORS, rng=np.random.default_rng(1))


def test_a_range_holds_what_the_study_assumes():
    """The study's own values lie inside the range, the first is its base."""
    given = {"beta": Assumption((0.5, 0.1), "assumed")}
    found = range_of(known()["beta"], given)

    assert (0.0, 0.5, 0.5) == (found.low, found.high, found.base)
    assert "50%" == found.say(found.base).zh
