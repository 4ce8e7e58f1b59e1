"""Where verdicts turn: each switching value against asking on either side of it."""

import numpy as np
import polars as pl
import pytest

from listlab.analyse import switching
from listlab.analyse.growth import Growth
from listlab.analyse.prepared import prepare
from listlab.errors import ScenarioError

A, B = 50_000, 1_000_000
THRESHOLDS = [10_000, 20_000, A, B]
GROWTH = Growth(mean=0.06, sd=0.2, error=0.02, basis="given")


def survey(n=76):
    drawn = np.floor(np.random.default_rng(1).lognormal(7.6, 1.0, n)).astype(int)
    return pl.DataFrame({"low": drawn, "high": drawn})


def ready(frame, **options):
    given = {"seed": 7, "thresholds": THRESHOLDS, "growth": GROWTH, "bootstrap": 50} | options
    return prepare(frame, **given)


@pytest.fixture(scope="module")
def prepared():
    return ready(survey())


@pytest.fixture(scope="module")
def found(prepared):
    return switching.analyse(prepared, pair=(A, B), most_answers=2)


def pair(result):
    return next(p for p in result.equivalence if (p.a, p.b) == (A, B))


def test_the_threshold_by_need_is_what_asking_gives(prepared, found):
    """Just below each end of a step its threshold is recommended, just above the next one's."""
    following = [*(step.threshold for step in found.needs[1:]), None]
    for step, after in zip(found.needs[:-1], following, strict=False):
        assert step.threshold == prepared.ask(need=step.up_to - 1e-6).recommendation.threshold
        assert after == prepared.ask(need=step.up_to + 1e-6).recommendation.threshold
    assert found.needs[-1].up_to == 1


def test_the_margin_is_where_equivalence_turns(prepared, found):
    """Equivalent at a margin a little above, not at one a little below; likewise without a law."""
    for margin, verdict in (
        (found.margin, "equivalent"),
        (found.margin_without_model, "equivalent_without_model"),
    ):
        assert getattr(pair(prepared.ask(delta=margin + 1e-6)), verdict)
        assert not getattr(pair(prepared.ask(delta=margin - 1e-6)), verdict)


def test_the_map_is_what_asking_gives(prepared, found):
    """At random needs and margins the cell's verdicts are those of the question asked there."""
    rng = np.random.default_rng(5)
    cells = found.to_frame()
    for need, margin in (rng.uniform(0, 1, (60, 2)) ** 2 * [-0.5, 0.1] + [1, 0]).tolist():
        result = prepared.ask(need=need, delta=margin)
        chosen = result.recommendation.threshold
        inside = cells.filter(
            (pl.col("need_from") < need)
            & (need <= pl.col("need_to"))
            & (pl.col("margin_from") < margin)
            & (margin <= pl.col("margin_to"))
        )
        open_pairs = [p for p in result.equivalence if p.a == chosen]
        larger = max((p.b for p in open_pairs if not p.equivalent), default=None)
        alone = max((p.b for p in open_pairs if not p.equivalent_without_model), default=None)

        assert [(chosen, larger, alone)] == inside.select(
            "threshold", "larger", "larger_without_model"
        ).rows()


def test_the_map_tiles_needs_and_margins(found):
    """No point of the map lies in two rectangles or in none: their areas fill it."""
    cells = found.to_frame()
    area = (pl.col("need_to") - pl.col("need_from")) * (pl.col("margin_to") - pl.col("margin_from"))

    assert cells.select(area.sum()).item() == pytest.approx(0.5 * 0.1)


@pytest.mark.parametrize("size", ["equivalent_until", "recommended_until", "any_until"])
def test_the_multiple_is_where_a_survey_that_much_larger_turns(found, size):
    """All volumes two per cent less than so many times: the verdict holds; as much more: not."""
    times = getattr(found, size)
    larger = []
    for factor in (0.98 * times, 1.02 * times):
        frame = survey().select((pl.all() * factor).round().cast(pl.Int64))
        result = ready(frame).ask()
        need = {"recommended_until": found.recommended, "any_until": B}.get(size)
        larger.append(
            pair(result).equivalent if need is None else result.met_need(result.row(need)) >= 0.95
        )

    assert [True, False] == larger


def test_further_answers_turn_it_as_a_survey_with_them_does(found):
    """So many exact answers between the two end equivalence; one fewer does not."""
    count = found.answers_against_pair
    middle = round((A * B) ** 0.5)
    for more, verdict in ((count, False), (count - 1, True)):
        far = pl.DataFrame(
            {"low": [middle] * more, "high": [middle] * more}, schema=survey().schema
        )

        assert verdict == pair(ready(pl.concat([survey(), far])).ask()).equivalent


def test_words_name_every_turn(found):
    """Needs, margin, multiples, answers and β are told, with the values asked for."""
    said = "".join(line.zh for line in found.lines())

    for part in ("现为 95.0%", "等效界限在", "倍时", "再有 1 份答复", "敞口就翻一番", "不用模型"):
        assert part in said
    assert "两者同时变动" in said
    assert found.chart().to_dict()["layer"]


def test_without_a_law_need_and_margin_turn_on_the_answers():
    """Five answers: no multiples are told, the margin is that without a model, and it says so."""
    told = switching.analyse(ready(survey(5)), pair=(A, B))

    assert told.equivalent_until is None
    assert told.answers_against_pair is None
    assert any("没有可据以判断的分布" in line.zh for line in told.lines())


@pytest.mark.parametrize(
    "options",
    [
        {"pair": (B, A)},
        {"pair": (0, A)},
        {"pair": (A, A)},
        {"need": 0},
        {"need": float("nan")},
        {"delta": 1},
        {"most_times": 1},
        {"most_times": float("inf")},
        {"most_answers": -1},
    ],
)
def test_what_cannot_be_searched_is_refused(prepared, options):
    """Pairs out of order and limits that are none are named."""
    with pytest.raises(ScenarioError):
        switching.analyse(prepared, **({"pair": (A, B)} | options))
