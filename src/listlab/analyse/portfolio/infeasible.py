"""Why nothing fits the budgets, and the least that would have to give."""

from collections.abc import Mapping

import numpy as np

from listlab.analyse.answers import Array
from listlab.analyse.portfolio.candidates import Budget
from listlab.analyse.portfolio.solve import Choices, least_excess, least_use
from listlab.analyse.rounded import rounded
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem


def infeasible(choices: Choices, budgets: Mapping[str, Budget], limits: Array) -> ScenarioError:
    """Refusal that names each budget which, raised alone, would do, and by how much.

    Where no single one would, all that have to be raised together, by the least sum of relative
    amounts.
    """
    problems = []
    for i, (code, budget) in enumerate(budgets.items()):
        picks = least_use(choices, i, limits)
        if picks is not None:
            needed = float(choices.use(picks)[i])
            problems.append(_alone(budget.called(code), budget.most, needed))
    if not problems:
        problems = [_together(choices, budgets, limits)]
    return ScenarioError(Problem("portfolio.infeasible", "error", text) for text in problems)


def _alone(name: Text, most: float, needed: float) -> Text:
    has, least, more = (
        rounded(most, 6),
        rounded(needed, 6, up=True),
        rounded(needed - most, up=True),
    )
    return Text(
        f"预算不可行：{name.zh}至多 {has.zh}，而任何组合至少需要 {least.zh}；"
        f"单独放宽它，至少增加 {more.zh}。",
        f"The budgets cannot be met: {name.en} allows {has.en}, every choice needs at least "
        f"{least.en}; raising it alone, by {more.en} or more, would do.",
    )


def _together(choices: Choices, budgets: Mapping[str, Budget], limits: Array) -> Text:
    excess = np.maximum(choices.use(least_excess(choices, limits)) - limits, 0.0)
    over = [
        (budget.called(code), rounded(float(extra), up=True))
        for (code, budget), extra in zip(budgets.items(), excess, strict=True)
        if extra > 0
    ]
    zh = "、".join(f"{name.zh}增加 {extra.zh}" for name, extra in over)
    en = ", ".join(f"{name.en} by {extra.en}" for name, extra in over)
    return Text(
        f"预算不可行，单独放宽任何一项都不够；最小的共同放宽为：{zh}。",
        "The budgets cannot be met, and raising any one alone would not do; the least that does: "
        f"{en}.",
    )
