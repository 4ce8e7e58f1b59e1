"""Small literal results, tables and params from which lists are drafted."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from listlab.analyse.result import Recommendation, ScenarioResult
from listlab.draft.assemble import assemble
from listlab.law import load_pack
from listlab.model.language import Text
from listlab.model.negative_list import NegativeList
from listlab.model.params import Params, ScenarioParams
from listlab.model.provenance import Provenance
from listlab.model.tables import SCHEMAS, SurveyTables

AS_OF = date(2026, 3, 31)


def _result(scenario: str, threshold: int | None, **changes: Any) -> ScenarioResult:
    said = "建议 5 万人" if threshold else "没有可行的候选阈值"
    recommendation = Recommendation(
        threshold=threshold,
        headline=Text(said, "headline"),
        reasons=(),
        rejected=(),
        runner_up=None,
        decided_by="model",
        rests_on_tail=False,
        extrapolated=False,
    )
    volumes = pl.DataFrame(
        {
            "enterprise_id": ["A", "B"],
            "source": [["甲.xlsx › 出境场景 › M4"], ["乙.xlsx › 出境场景 › M4"]],
        }
    )
    values: dict[str, Any] = {
        "scenario": scenario,
        "scenario_name": Text(scenario, scenario),
        "kind": "sensitive",
        "tier": "assessment",
        "need": 0.95,
        "delta": 0.02,
        "n": 2,
        "n_answered": 2,
        "n_effective": 2.0,
        "thresholds": (),
        "equivalence": (),
        "recommendation": recommendation,
        "fits": (),
        "zero_share": 0.0,
        "growth": "assumed",
        "growth_mean": 0.0,
        "growth_sd": 0.25,
        "law": "checked",
        "seed": 1,
        "curve": pl.DataFrame(),
        "volumes": volumes,
        "exposure": pl.DataFrame(),
        "provenance": Provenance(pack="beijing", seed=1),
    }
    return ScenarioResult(**{**values, **changes})


def _rows(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = SCHEMAS[name]
    return pl.DataFrame(
        [{column: row.get(column) for column in schema} for row in rows], schema=schema
    )


def _tables(
    *,
    synthetic: bool = True,
    items: list[dict[str, Any]] | None = None,
    enterprises: list[dict[str, Any]] | None = None,
) -> SurveyTables:
    flows = [
        {
            "flow_id": f"{firm}/1",
            "enterprise_id": firm,
            "scenario": "clinical_trial",
            "purpose": "全球注册申报" if firm != "C" else "只有一家这样说",
        }
        for firm in "ABC"
    ]
    told = [
        {"flow_id": f"{firm}/1", "name": name, "personal": "yes", "self_category": answer}
        for firm, name, answer in (
            ("A", "受试者编号", "28"),
            ("B", "受试者编号", "28 健康医疗"),
            ("A", "不良事件", "健康医疗"),
            ("C", "不良事件", "30"),
            ("B", "只有乙填的字段", "看不懂的类别"),
        )
    ]
    told += [{"flow_id": f"{firm}/1", "name": "中心编号", "personal": "no"} for firm in "AB"]
    books = [{"file": "甲.xlsx", "status": "accepted", "synthetic": synthetic}]
    frames = {name: _rows(name, []) for name in SCHEMAS}
    frames |= {
        "enterprises": _rows("enterprises", enterprises or []),
        "flows": _rows("flows", flows),
        "items": _rows("items", told if items is None else items),
        "workbooks": _rows("workbooks", books),
    }
    return SurveyTables(**frames)


def _params(**changes: Any) -> Params:
    values: dict[str, Any] = {
        "study": "pharma-test",
        "title": "试验研究",
        "pack": "beijing",
        "industry": "pharma",
        "as_of": AS_OF,
        "surveys": "data/none",
        "scenarios": {"clinical_trial": ScenarioParams()},
    }
    return Params(**{**values, **changes})


def _draft(*results: ScenarioResult, **options: Any) -> NegativeList:
    params = _params(**options.pop("params", {}))
    inputs = options.pop("inputs", {})
    pack = load_pack(params.pack)
    return assemble(
        results,
        tables=options.pop("tables", None) or _tables(),
        pack=pack,
        industry=pack.industry(params.industry),
        params=params,
        provenance=Provenance(inputs, pack.id, pack.version, listlab_version="0"),
    )


@pytest.fixture
def result():
    """Make a ScenarioResult: `result(scenario, threshold, **changes)`."""
    return _result


@pytest.fixture
def tables():
    """Make survey tables of three enterprises: `tables(synthetic=…, items=…, enterprises=…)`."""
    return _tables


@pytest.fixture
def draft():
    """Make a list: `draft(*results, params={…}, tables=…, inputs=…)`."""
    return _draft


@pytest.fixture
def drafted(draft, result) -> NegativeList:
    """List with one recommendation of 50,000 persons."""
    return draft(result("clinical_trial", 50_000))
