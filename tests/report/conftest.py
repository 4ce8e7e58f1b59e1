"""A made-up study that fills every field of the results a page draws."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from listlab.analyse.evidence import EvidenceResult, compare_evidence
from listlab.analyse.result import (
    Bounds,
    Equivalence,
    Estimate,
    FamilyFit,
    Recommendation,
    Rejected,
    ScenarioResult,
    ThresholdRow,
)
from listlab.draft.assemble import assemble
from listlab.law.load import load_pack
from listlab.model import tables as schemas
from listlab.model.language import Text
from listlab.model.negative_list import NegativeList
from listlab.model.params import Assumption, EvidenceParams, Params, ScenarioParams
from listlab.model.provenance import Provenance
from listlab.model.tables import SurveyTables
from listlab.report.page import build_page
from listlab.survey.response import add_strata, response_rates

CANDIDATES = (10_000, 20_000, 30_000, 50_000, 100_000, 1_000_000)
SCENARIOS = {
    "clinical_trial": Text("临床试验", "clinical trials"),
    "pharmacovigilance": Text("药物警戒", "pharmacovigilance"),
}
REGIONS = ("北京经济技术开发区", "海淀区", "昌平区", "大兴区")


def made_volumes(n: int, *, mu: float, sigma: float, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for place, value in enumerate(np.exp(rng.normal(mu, sigma, n)).astype(int).tolist()):
        low, high = value, value
        if place == 5:
            low, high = 30_000, None
        elif place == 7:
            low, high = 0, None
        elif place == 8:
            low, high = 0, 0
        elif place % 4 == 1:
            low, high = int(value * 0.9), int(value * 1.1)
        elif place % 9 == 2:
            low, high = 0, 10 ** math.ceil(math.log10(value + 2))
        rows.append(
            {
                "enterprise_id": f"91110000MA{place:08d}",
                "name": f"合成样例制药{place:02d}号有限公司",
                "low": low,
                "high": high,
                "weight": 1.0,
                "source": [f"样例企业_{place:02d}.xlsx › 出境场景 › M{4 + place % 3}"],
            }
        )
    kinds = {"low": pl.Int64, "high": pl.Int64, "weight": pl.Float64, "source": pl.List(pl.String)}
    return pl.DataFrame(rows, schema_overrides=kinds)


def made_curve(volumes: pl.DataFrame, mu: float, sigma: float) -> pl.DataFrame:
    n = volumes.height
    grid = {round(10 ** (2.5 + i / 40)) for i in range(156)} | set(CANDIDATES)
    low = volumes["low"].to_numpy()
    high = volumes["high"].fill_null(2**60).to_numpy()
    rows = []
    for threshold in sorted(grid):
        share = float(stats.norm.cdf((math.log(threshold) - mu) / sigma))
        half = 1.96 * math.sqrt(share * (1 - share) / n)
        observed_low, observed_high = (high < threshold).mean(), (low < threshold).mean()
        realised = float(np.where(high < threshold, high, 0).sum()) + 1.0
        rows.append(
            {
                "threshold": threshold,
                "observed_low": float(observed_low),
                "observed_high": float(observed_high),
                "coverage": float(np.clip(share, observed_low, observed_high)),
                "coverage_low": float(observed_low),
                "coverage_high": float(observed_high),
                "forecast": 0.99 * share,
                "forecast_low": max(0.99 * share - half, 0.0),
                "forecast_high": min(0.99 * share + half, 1.0),
                "turnbull_low": float(observed_low),
                "turnbull_high": float(observed_high),
                "realised": realised,
                "permitted": float(n * 0.99 * share * (threshold - 1)),
            }
        )
    return pl.DataFrame(rows)


def made_row(curve: pl.DataFrame, threshold: int, n: int) -> ThresholdRow:
    at = curve.filter(pl.col("threshold") == threshold).to_dicts()[0]
    low, high = at["forecast_low"], at["forecast_high"]
    return ThresholdRow(
        threshold=threshold,
        observed=Bounds(at["observed_low"], at["observed_high"]),
        observed_answered=Bounds(at["observed_low"], at["observed_high"]),
        without_model=Bounds(max(at["observed_low"] - 0.04, 0), min(at["observed_high"] + 0.02, 1)),
        coverage=Estimate(at["coverage"], at["coverage_low"], at["coverage_high"]),
        forecast=Estimate(at["forecast"], low, high, low + 0.004, high - 0.004),
        volume_share=Estimate(0.8 * at["forecast"], 0.6 * low, min(0.9 * high, 1)),
        filings=Estimate(n * (1 - at["forecast"]), n * (1 - high), n * (1 - low)),
        realised_exposure=at["realised"],
        permitted_exposure=at["permitted"],
    )


def made_pair(a: ThresholdRow, b: ThresholdRow, delta: float) -> Equivalence:
    gain = b.forecast.estimate - a.forecast.estimate
    upper = gain + 0.012
    return Equivalence(
        a=a.threshold,
        b=b.threshold,
        coverage_gain=Estimate(gain, max(gain - 0.01, 0), gain + 0.015, max(gain - 0.01, 0), upper),
        gain_without_model=Bounds(0.0, gain + 0.06),
        in_gap=Bounds(0, 4),
        equivalent=upper < delta,
        equivalent_without_model=False,
        answers_needed_without_model=149,
        permitted_risk_ratio=b.permitted_exposure / a.permitted_exposure,
    )


def made_recommendation(rows: tuple[ThresholdRow, ...], need: float, name: Text) -> Recommendation:
    lawful = [row for row in rows if row.threshold < 100_000]
    feasible = [row.threshold for row in lawful if row.forecast.lower95 >= need]
    chosen = min(feasible, default=None)
    too_low = Text("单侧 95% 下限低于要求的放行比例", "the lower 95 % bound is below the need")
    larger = Text("可行，但更大：多放行有限", "feasible, but larger")
    rejected = tuple(
        Rejected(t, larger if t in feasible else too_low, "larger" if t in feasible else "need")
        for t in (row.threshold for row in rows)
        if t != chosen
    )
    told = f"{chosen / 10_000:g} 万人" if chosen else "暂无可行阈值"
    return Recommendation(
        threshold=chosen,
        headline=Text(f"{name.zh}：建议 {told}", f"{name.en}: {chosen}"),
        reasons=(Text("满足要求的最小候选值", "smallest candidate that meets the need"),),
        rejected=rejected,
        runner_up=min((t for t in feasible if t != chosen), default=None),
        decided_by="model",
        rests_on_tail=True,
        extrapolated=False,
        relaxation=None if chosen else Text("把要求降到 93% 即可行", "a need of 93 % would do"),
    )


@pytest.fixture(scope="session")
def make_result() -> Callable[..., ScenarioResult]:
    """Factory of results: `n` enterprises with lognormal volumes."""

    def make(
        code: str = "clinical_trial",
        *,
        n: int = 76,
        mu: float = 7.6,
        sigma: float = 1.1,
        need: float = 0.95,
        seed: int = 3,
    ) -> ScenarioResult:
        name = SCENARIOS[code]
        volumes = made_volumes(n, mu=mu, sigma=sigma, seed=seed)
        curve = made_curve(volumes, mu, sigma)
        rows = tuple(made_row(curve, threshold, n) for threshold in CANDIDATES)
        pairs = tuple(made_pair(a, b, 0.02) for i, a in enumerate(rows) for b in rows[i + 1 :])
        exposure = [
            {"threshold": row.threshold, "beta": beta, "exposure": row.exposure(beta)}
            for row in rows
            for beta in (0.0, 0.1, 1.0)
        ]
        fits = (
            FamilyFit("lognormal", {"mu": mu, "sigma": sigma}, -601.2, 1206.5, 0.71, True, True),
            FamilyFit("gamma", {"shape": 0.8, "scale": 4_800.0}, -603.9, 1211.9, 0.05, True, True),
            FamilyFit("weibull", {"shape": 0.9, "scale": 3_400}, -603.0, 1210.1, 0.12, True, True),
            FamilyFit(
                "loglogistic", {"shape": 1.6, "scale": 2_000.0}, -603.0, 1210.2, 0.12, True, False
            ),
        )
        return ScenarioResult(
            scenario=code,
            scenario_name=name,
            kind="sensitive",
            tier="assessment",
            need=need,
            delta=0.02,
            n=n,
            n_answered=n - 1,
            n_effective=float(n - 1),
            thresholds=rows,
            equivalence=pairs,
            recommendation=made_recommendation(rows, need, name),
            fits=fits,
            zero_share=0.01,
            growth="assumed",
            growth_mean=0.0,
            growth_sd=0.25,
            law="checked",
            seed=1,
            curve=curve,
            volumes=volumes,
            exposure=pl.DataFrame(exposure),
            notes={"expected_loss": Text("损失模型尚未设置", "no loss model is set")},
            warnings=(Text("增长为假定值，未由数据估计", "growth is assumed, not estimated"),),
            provenance=Provenance(inputs={"a.xlsx": "ab" * 32}, pack="beijing", seed=1),
        )

    return make


@pytest.fixture(scope="session")
def result(make_result: Callable[..., ScenarioResult]) -> ScenarioResult:
    return make_result()


@pytest.fixture(scope="session")
def tables(result: ScenarioResult) -> SurveyTables:
    """Survey whose enterprises are those of the result, and three workbooks not used."""
    firms = result.volumes.to_dicts()
    sizes = ("大型", "中型", "小型", None)

    def source(place: int) -> dict[str, Any]:
        return {
            "file": f"样例企业_{place:02d}.xlsx",
            "sheet": "出境场景",
            "row": 4,
            "personal_cell": "L4",
            "sensitive_cell": "M4",
        }

    enterprises = [
        {
            "enterprise_id": firm["enterprise_id"],
            "name": firm["name"],
            "region": REGIONS[place % 4],
            "industry": "2710",
            "size": sizes[place % 4],
            "ciio": "no",
            "weight": 1.0,
            "source": source(place),
        }
        for place, firm in enumerate(firms)
    ]
    flows = [
        {
            "flow_id": f"{firm['enterprise_id']}/{number}",
            "enterprise_id": firm["enterprise_id"],
            "scenario": code,
            "scenario_name": SCENARIOS[code].zh if code in SCENARIOS else "员工差旅",
            "country": ("US", "DE;CH", "HK", None)[place % 4],
            "recipient": ("Sample Global HQ", "样例合同研究组织")[place % 2],
            "frequency": ("daily", "monthly", None)[place % 3],
            "route_now": ("none", "contract", None)[place % 3],
            "sensitive_low": firm["low"],
            "sensitive_high": firm["high"],
            "sensitive_code": "volume.exact",
            "source": source(place),
        }
        for place, firm in enumerate(firms)
        for number, code in enumerate(
            ("clinical_trial", "pharmacovigilance", "other")[: 1 + place % 3]
        )
    ]
    items = [
        {
            "item_id": f"{flow['flow_id']}/1",
            "flow_id": flow["flow_id"],
            "name": "受试者编号",
            "sensitive": "yes",
            "self_category": "健康医疗",
            "need": "required",
            "source": flow["source"],
        }
        for flow in flows
    ]
    problems = [
        {
            "file": "样例企业_07.xlsx",
            "sheet": "出境场景",
            "cell": "M4",
            "code": "volume.missing",
            "severity": "warning",
            "level": "check",
            "got": "不详",
            "message_zh": "人数未填；按“未答”处理，请合成样例制药07号有限公司补报",
            "message_en": "no number of persons; treated as unanswered",
        },
        {
            "file": "坏文件.xlsx",
            "sheet": None,
            "cell": None,
            "code": "workbook.unreadable",
            "severity": "error",
            "level": "must",
            "got": None,
            "message_zh": "不是 Excel 工作簿；请重新导出后再交",
            "message_en": "not a workbook; export it again",
        },
    ]
    books = [
        {
            "file": f"样例企业_{place:02d}.xlsx",
            "sha256": f"{place:064x}",
            "status": "accepted",
            "enterprise_id": firm["enterprise_id"],
            "template": "1",
            "synthetic": True,
            "replaced_by": None,
            "is_answer": True,
        }
        for place, firm in enumerate(firms)
    ]
    books += [
        books[0] | {"file": "坏文件.xlsx", "status": "rejected", "enterprise_id": None},
        books[0]
        | {
            "file": "样例企业_00 (1).xlsx",
            "status": "duplicate",
            "replaced_by": "样例企业_00.xlsx",
        },
    ]

    return SurveyTables(
        enterprises=frame(enterprises, schemas.ENTERPRISES),
        flows=frame(flows, schemas.FLOWS),
        items=frame(items, schemas.ITEMS),
        history=frame([], schemas.HISTORY),
        opinions=frame([], schemas.OPINIONS),
        problems=frame(problems, schemas.PROBLEMS),
        workbooks=frame(books, schemas.WORKBOOKS),
    )


@pytest.fixture(scope="session")
def whole_survey(tables: SurveyTables) -> SurveyTables:
    """The same survey with frame, archive, corrections, opinions and masked personal data."""
    listed, parts = add_strata(made_frame_rows(tables))
    flow, other = tables.flows.row(0, named=True), tables.flows.row(4, named=True)
    cases = [
        made_case(1, flow, flow["sensitive_low"], agrees=True),
        made_case(2, other, 9_000_000, agrees=False),
    ]
    corrections = [
        {
            "id": flow["flow_id"],
            "field": "本年度敏感个人信息人数",
            "old": "很多",
            "new": "1600",
            "reason": "电话核实",
            "by": "张某某",
            "when": "2026-03-02",
            "status": status,
            "code": code,
            "file": flow["source"]["file"],
            "sheet": "出境场景",
            "cell": "M4",
            "origin": "corrections.csv",
            "row": 2 + place,
        }
        for place, (status, code) in enumerate(
            (("applied", None), ("refused", "correction.old_differs"))
        )
    ]
    words = ("安全评估准备材料多", "准备安全评估的材料太多", "无法预测下一年度人数")
    opinions = [
        {
            "flow_id": row["flow_id"],
            "wanted_low": 50_000,
            "wanted_high": 50_000 if place % 2 else None,
            "difficulty": words[place % 3],
            "suggestion": None,
            "source": row["source"] | {"sheet": "意见建议"},
        }
        for place, row in enumerate(tables.flows.head(9).to_dicts())
    ]
    private = {
        "file": flow["source"]["file"],
        "sheet": "出境场景",
        "cell": "S4",
        "code": "private.mobile",
        "severity": "warning",
        "level": "check",
        "message_zh": "有手机号码（***），已遮盖；请删去后重交",
        "message_en": "a mobile number (***), masked; delete it",
    }
    rates = response_rates(listed, parts)
    return replace(
        tables,
        frame=frame(listed, schemas.FRAME),
        response=frame(rates, schemas.RESPONSE),
        archive=frame(cases, schemas.ARCHIVE),
        corrections=frame(corrections, schemas.CORRECTIONS),
        opinions=frame(opinions, schemas.OPINIONS),
        problems=pl.concat([tables.problems, frame([private], schemas.PROBLEMS)]),
        places=frame(
            [
                {"file": "样例企业_00.xlsx", "sheet": sheet, "column": column, "place": place}
                for sheet, column, place in (
                    ("出境场景", "country", "F"),
                    ("意见建议", "difficulty", "C"),
                    ("企业信息", "region", "B5"),
                )
            ],
            schemas.PLACES,
        ),
    )


def frame(rows: list[dict[str, Any]], schema: pl.Schema) -> pl.DataFrame:
    """Rows with every column of a schema, null where a row doesn't say."""
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def made_frame_rows(tables: SurveyTables) -> list[dict[str, Any]]:
    """The enterprises that answered, one sent back and nineteen silent ones."""
    firms = tables.enterprises.select("enterprise_id", "name", "region", "industry", "size")
    rows = [row | {"status": "accepted"} for row in firms.to_dicts()]
    rows += [
        rows[place]
        | {
            "enterprise_id": f"91110000MB{place:08d}",
            "name": f"未答样例{place:02d}号公司",
            "status": "none" if place else "rejected",
        }
        for place in range(20)
    ]
    return [row | {"file": "frame.csv", "cell": f"A{n}"} for n, row in enumerate(rows, 2)]


def made_case(number: int, flow: dict[str, Any], persons: int, *, agrees: bool) -> dict[str, Any]:
    """A case of the archive about one flow of the survey."""
    return {
        "case_id": f"样评〔2025〕{number}号",
        "kind": "assessment",
        "enterprise_id": flow["enterprise_id"],
        "name": "合成样例制药00号有限公司",
        "scenario": flow["scenario"],
        "personal_low": 0,
        "personal_high": 0,
        "sensitive_low": persons,
        "sensitive_high": persons,
        "decided": date(2025, 3, number),
        "result": "通过",
        "valid_until": date(2028, 3, number),
        "flow_ids": [flow["flow_id"]],
        "agrees": agrees,
        "synthetic": True,
        "source": flow["source"] | {"file": "archive/样例.xlsx", "sheet": "案例"},
    }


@pytest.fixture(scope="session")
def params() -> Params:
    return Params(
        study="pharma-2026",
        title="医药行业数据出境负面清单研究（合成样例）",
        pack="beijing",
        industry="pharma",
        as_of=date(2026, 3, 31),
        surveys="data/sample/pharma-2026/surveys",
        scenarios={code: ScenarioParams() for code in SCENARIOS},
        assumptions={
            "growth_sd": Assumption(0.25, "assumed"),
            "beta": Assumption((0.0, 0.1, 1.0), "assumed"),
        },
        evidence={
            "clinical_trial": EvidenceParams("data/evidence/sponsor_years.csv", (0.05, 0.1, 1.0))
        },
        seed=20260101,
    )


@pytest.fixture(scope="session")
def build(
    make_result: Callable[..., ScenarioResult], tables: SurveyTables, params: Params
) -> Callable[..., str]:
    """Factory of pages of the made-up study; keyword arguments change its params."""
    results = [make_result(), make_result("pharmacovigilance", n=52, mu=9.4, sigma=1.4, seed=8)]
    return lambda **changes: made_page(
        results, tables, replace(params, **changes), evidence=[made_evidence()]
    )


@pytest.fixture(scope="session")
def build_of() -> Callable[..., str]:
    """Factory of pages from results, tables and params: `build_of(results, tables, params)`."""
    return made_page


def made_page(
    results: list[ScenarioResult],
    tables: SurveyTables,
    params: Params,
    *,
    evidence: Sequence[EvidenceResult] = (),
) -> str:
    return build_page(
        params=params,
        tables=tables,
        results=results,
        evidence=evidence,
        questions={},
        overall={},
        negative_list=made_list(results, tables, params),
        pack=load_pack(params.pack),
        notebooks=[("03", "notebooks/03_scenario_analysis.html")],
        documents=[("list.json", "list.json")],
        provenance=made_provenance(tables),
        survey_page="pages/survey.html",
        lang=params.lang,
    )


@pytest.fixture(scope="session")
def draft_list(tables: SurveyTables, params: Params) -> Callable[..., NegativeList]:
    """Factory of draft lists from results."""
    return lambda results: made_list(results, tables, params)


def made_evidence() -> EvidenceResult:
    rows = [
        {"sponsor": sponsor, "year": 2008 + year, "persons": 3_000 * (place + 1) * (1 + year % 5)}
        for place, sponsor in enumerate("abcdefgh")
        for year in range(11)
    ]
    return compare_evidence(
        pl.DataFrame(rows), shares=[0.1, 0.5, 1.0], thresholds=CANDIDATES, scenario="clinical_trial"
    )


def made_provenance(tables: SurveyTables) -> Provenance:
    inputs = {row["file"]: row["sha256"] for row in tables.workbooks.to_dicts()}
    return Provenance(inputs, "beijing", "1", {}, 20260101, "0.1.0")


def made_list(results: list[ScenarioResult], tables: SurveyTables, params: Params) -> NegativeList:
    pack = load_pack(params.pack)
    return assemble(
        results,
        tables=tables,
        pack=pack,
        industry=pack.industry(params.industry),
        params=params,
        provenance=made_provenance(tables),
    )
