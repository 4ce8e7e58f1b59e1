"""Shapley attribution against closed-form games and brute-force orders."""

from itertools import permutations

import numpy as np
import pytest

from listlab.analyse.attribute import analyse
from listlab.errors import ScenarioError
from listlab.model.language import Text

FREED = Text("释放比例", "share freed")


def ask(old, new, value, **options):
    return analyse(old, new, value=value, rng=np.random.default_rng(6), **options)


def shares(found):
    return {part.code: part.share.estimate for part in found.contributions}


def drafts(n):
    return dict.fromkeys(range(n), 0), dict.fromkeys(range(n), 1)


def by_orders(value, n):
    """Mean contribution of each change over all orders, one by one."""
    total = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        draft = dict.fromkeys(range(n), 0)
        before = value(draft)
        for code in order:
            draft[code] = 1
            after = value(draft)
            total[code] += after - before
            before = after
    return total / len(orders)


def rugged(draft):
    """A figure with interactions of every order."""
    made = [code for code, setting in draft.items() if setting]
    return float(np.sin(sum((c + 1) ** 2 for c in made)) + 0.1 * len(made) ** 2)


def test_parts_are_those_of_all_orders():
    """Six changes with every interaction: as by walking through all 720 orders."""
    found = shares(ask(*drafts(6), rugged))

    assert by_orders(rugged, 6) == pytest.approx([found[i] for i in range(6)], abs=1e-12)


def test_a_majority_game_has_its_closed_form():
    """Weights 4, 3, 2, 1, quota 6: Shapley–Shubik indices 5/12, 3/12, 3/12, 1/12."""
    weights = {"w4": 4, "w3": 3, "w2": 2, "w1": 1}
    old = dict.fromkeys(weights, False)
    new = dict.fromkeys(weights, True)
    found = ask(old, new, lambda d: float(sum(weights[k] for k, v in d.items() if v) >= 6))

    assert {"w4": 5 / 12, "w3": 3 / 12, "w2": 3 / 12, "w1": 1 / 12} == pytest.approx(shares(found))
    assert "w4" == found.contributions[0].code


def test_a_glove_game_has_its_closed_form():
    """One left glove, two right ones: 2/3 for the left, 1/6 for each right one."""
    found = ask(
        {"left": 0, "right": 0, "other": 0},
        {"left": 1, "right": 1, "other": 1},
        lambda d: float(min(d["left"], d["right"] + d["other"])),
    )

    assert {"left": 2 / 3, "right": 1 / 6, "other": 1 / 6} == pytest.approx(shares(found))


def test_independent_changes_get_their_own_effect_beyond_twelve():
    """An additive figure has no error even when sampled."""
    found = ask(*drafts(20), lambda d: float(sum(k * v for k, v in d.items())))

    assert "sampled" == found.method
    assert dict(enumerate(range(20))) == pytest.approx(shares(found))


def test_sampled_intervals_hold_the_exact_parts():
    """A symmetric figure of 14 changes: each part is a 14th; at least 12 intervals hold it."""
    found = ask(*drafts(14), lambda d: float(sum(d.values()) ** 2 + d[0] * d[1] * 30))
    exact = [196 / 14 + (15 if code < 2 else 0) for code in range(14)]
    parts = {part.code: part.share for part in found.contributions}
    inside = [p.low - 1e-9 <= exact[c] <= p.high + 1e-9 for c, p in parts.items()]

    assert sum(inside) >= 12
    assert 15 + 14 == pytest.approx(parts[0].estimate, abs=2)


@pytest.mark.parametrize("n", [1, 2, 7, 12, 13, 16])
def test_parts_sum_to_the_difference(n):
    """Exact or sampled, to 1e-12 of the size of the parts."""
    found = ask(*drafts(n), lambda d: 1e6 + rugged(d), pairs=10)
    parts = np.array([part.share.estimate for part in found.contributions])

    assert found.difference == pytest.approx(parts.sum(), abs=1e-12 * 1e6)
    assert ("exact" if n <= 12 else "sampled") == found.method


def test_only_what_differs_is_a_change():
    """Equal settings are none; a code that one draft lacks was added or removed."""
    seen = []

    def value(draft):
        seen.append(dict(draft))
        return float(len(draft))

    found = ask({"a": 1, "same": 5, "gone": 2}, {"a": 3, "same": 5, "come": 4}, value)
    parts = {part.code: part for part in found.contributions}

    assert {"a", "gone", "come"} == set(parts)
    assert (2, None) == (parts["gone"].before, parts["gone"].after)
    assert (-1.0, 1.0, 0.0) == tuple(parts[c].share.estimate for c in ("gone", "come", "a"))
    assert {"a": 3, "same": 5, "come": 4} in seen
    assert 8 == len(seen) == found.evaluations


def test_equal_drafts_have_nothing_to_share():
    """No change: the figure stays, and the words say so."""
    found = ask({"a": 1}, {"a": 1}, lambda d: 0.5, outcome=FREED, is_share=True)

    assert 0.0 == found.difference
    assert "两稿相同，释放比例没有变化（50.0%）。" == found.lines()[0].zh
    assert 0 == found.to_frame().height


def test_words_give_each_main_change_and_the_rest_together():
    """Five parts in points, the others in one line, and how they were reckoned."""
    found = ask(
        *drafts(8),
        lambda d: 0.5 + sum(0.01 * (k + 1) * v for k, v in d.items()),
        outcome=FREED,
        is_share=True,
        names={7: Text("临床试验阈值", "threshold of trials")},
    )
    words = [line.zh for line in found.lines()]

    assert "释放比例由 50.0% 变为 86.0%（+36.00 个百分点），由 8 处修改共同造成。" == words[0]
    assert "临床试验阈值：+8.00 个百分点。" == words[1]
    assert "其余 3 处修改合计：+6.00 个百分点。" == words[6]
    assert "256 种组合" in words[7]
    assert found.chart("zh").to_dict()["description"]


def test_a_figure_that_is_no_number_is_refused_with_its_mixture():
    """The mixture whose figure is not finite is named; too few pairs are refused."""
    with pytest.raises(ScenarioError, match="采用修改 b 时"):
        ask({"a": 0, "b": 0}, {"a": 1, "b": 1}, lambda d: np.nan if d == {"a": 0, "b": 1} else 0.0)
    with pytest.raises(ScenarioError, match="pairs"):
        ask({}, {}, lambda d: 0.0, pairs=2)
