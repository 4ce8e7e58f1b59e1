"""The page follows the data: other volumes, another decision on its card."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from listlab.analyse.growth import pool_growth
from listlab.analyse.simulate import simulate
from listlab.law.limits import limits
from listlab.law.load import load_pack
from listlab.model.params import ScenarioParams
from listlab.survey.read import read_workbooks
from listlab.survey.volumes import growth_evidence, scenario_volumes

ROOT = Path(__file__).parents[2]
CODE = "clinical_trial"
CANDIDATES = (20_000, 50_000, 1_000_000)
LOW, HIGH = pl.col("low"), pl.col("high")


@pytest.fixture(scope="module")
def sample():
    """The sample's own tables and its clinical-trial volumes."""
    industry = load_pack("beijing").industry("pharma")
    surveys = ROOT / "data/sample/pharma-2026/surveys"
    found = read_workbooks([surveys], industry=industry, root=ROOT)
    return found, scenario_volumes(found, CODE, "sensitive")


@pytest.fixture
def card(sample, params, build_of, monkeypatch):
    """Text of the decision card on the page built from changed volumes.

    Drawings for readers without scripts and the font take most of the time and say nothing here.
    """
    monkeypatch.setattr("listlab.report.page.draw", lambda spec, **_: "<svg></svg>")
    monkeypatch.setattr("listlab.report.page.inline_font", lambda text: "data:,")
    found, _ = sample
    pack = load_pack("beijing")
    scenario = pack.industry("pharma").scenario(CODE)
    law = limits(pack, "sensitive", "assessment", scenario=scenario, on=date(2026, 3, 31))
    growth = pool_growth(growth_evidence(found, CODE, "sensitive"), sd_assumed=0.25)
    asked = replace(params, scenarios={CODE: ScenarioParams()}, evidence={})

    def built(volumes: pl.DataFrame) -> str:
        result = simulate(
            volumes,
            thresholds=CANDIDATES,
            limits=law,
            growth=growth,
            bootstrap=50,
            seed=20260101,
            scenario=CODE,
            scenario_name=scenario.name,
        )
        page = build_of([result], found, asked)
        (article,) = re.findall(r'<article class="card.*?</article>', page, flags=re.DOTALL)
        return re.sub(r"(\s|<[^>]*>)+", " ", article)

    return built


def tailed(volumes: pl.DataFrame) -> pl.DataFrame:
    """Four exact answers replaced by one beyond the important-data volume."""
    numbered = volumes.with_row_index()
    four = numbered.filter(LOW == HIGH)["index"][:4]
    is_one = pl.col("index").is_in(four.implode())
    return numbered.with_columns(
        low=pl.when(is_one).then(150_000).otherwise(LOW),
        high=pl.when(is_one).then(150_000).otherwise(HIGH),
    ).drop("index")


CHANGES = {
    "as answered": (lambda v: v, "2万 人/年", "建议阈值2万人"),
    "five times": (
        lambda v: v.with_columns(LOW * 5, HIGH * 5),
        "暂不能提出阈值",
        "最大的合法阈值5万人也只能保证",
    ),
    "a tail": (tailed, "暂不能提出阈值", "最大的合法阈值5万人也只能保证"),
    "eight answers": (
        lambda v: v.filter(LOW == HIGH)[:8],
        "暂不能提出阈值",
        "现有 8 份",
    ),
}


@pytest.mark.parametrize(("change", "figure", "words"), CHANGES.values(), ids=CHANGES)
def test_the_decision_card_follows_the_volumes(card, sample, change, figure, words):
    """Threshold and headline on the card are those of the data, not of the study."""
    said = card(change(sample[1]))
    assert "药物临床试验" in said
    assert (True, True) == (figure in said, words in said), said
