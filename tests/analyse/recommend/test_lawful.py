"""What is said of the lines of the law, and under whose rule a candidate is left out."""

from datetime import date

import polars as pl
import pytest

from listlab.analyse.simulate import simulate
from listlab.law.limits import limits
from listlab.law.load import load_pack

VOLUMES = [200 + 37 * i for i in range(40)]


@pytest.fixture(scope="module")
def advice():
    law = limits(
        load_pack("beijing"), "sensitive", "assessment", scenario=None, on=date(2026, 3, 31)
    )
    flows = pl.DataFrame({"low": VOLUMES, "high": VOLUMES})
    found = simulate(flows, seed=1, limits=law, bootstrap=50, thresholds=[5_000, 20_000, 1_000_000])
    return found.recommendation


def test_contents_not_stated_are_said_with_both_caps(advice):
    """The strictest cap is called so; beside it stands the one without the contents listed."""
    (said,) = (reason for reason in advice.reasons if "不得达到" in reason.zh)

    assert said.zh.startswith("不得达到10万人：内容未说明，从严取10万人（")
    assert said.zh.endswith("；不含所列内容的为100万人。")
    assert "contents are not stated" in said.en


def test_the_projects_own_floor_is_not_called_law(advice):
    """Below the national line a rule of this project bars; at the cap the reference rules do."""
    barred = {each.threshold: each for each in advice.rejected if each.is_barred}

    assert {5_000: "floor", 1_000_000: "law"} == {t: each.code for t, each in barred.items()}
    assert "本项目的规则" in barred[5_000].reason.zh
    assert "参考规则" in barred[1_000_000].reason.zh
