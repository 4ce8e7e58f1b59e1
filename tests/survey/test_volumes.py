"""Volumes and growth of one scenario, an enterprise a row."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest

from listlab.model.tables import SCHEMAS, SurveyTables
from listlab.survey.volumes import GROWTH, VOLUMES, growth_evidence, scenario_volumes


def tables(
    flows: Sequence[Mapping[str, Any]], history: Sequence[Mapping[str, Any]] = ()
) -> SurveyTables:
    """Tables with the flows given and the enterprises they name, last first."""
    frames = {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}
    filled = [
        {"flow_id": f"{flow['enterprise_id']}/{number}", "scenario": "trial", **flow}
        | {"source": {"file": "a.xlsx", "sheet": "出境场景", "row": number}}
        for number, flow in enumerate(flows, start=1)
    ]
    for row in filled:
        row["source"] |= {"sensitive_cell": f"M{row['source']['row']}", "personal_cell": None}
    ids = sorted({flow["enterprise_id"] for flow in flows}, reverse=True)
    frames["enterprises"] = pl.DataFrame(
        [{"enterprise_id": i, "name": f"企业{i}", "weight": 1.0} for i in ids],
        schema=SCHEMAS["enterprises"],
    )
    frames["flows"] = pl.DataFrame(filled, schema=SCHEMAS["flows"])
    frames["history"] = pl.DataFrame(list(history), schema=SCHEMAS["history"])
    return SurveyTables(**frames)


def flow(enterprise: str, low: int, high: int | None, **more: Any) -> dict[str, Any]:
    """One flow with a sensitive volume."""
    return {"enterprise_id": enterprise, "sensitive_low": low, "sensitive_high": high, **more}


def test_flows_of_one_enterprise_lie_between_the_largest_and_the_sum() -> None:
    """Persons may be the same in two flows."""
    frame = scenario_volumes(
        tables([flow("B", 100, 200), flow("A", 5, 5), flow("B", 150, 150)]), "trial", "sensitive"
    )

    assert VOLUMES == frame.schema
    assert [
        (
            "B",
            "企业B",
            150,
            350,
            1.0,
            2,
            False,
            ["a.xlsx › 出境场景 › M1", "a.xlsx › 出境场景 › M3"],
        ),
        ("A", "企业A", 5, 5, 1.0, 1, False, ["a.xlsx › 出境场景 › M2"]),
    ] == frame.rows()


def test_exempt_persons_are_taken_off_a_scenarios_volumes() -> None:
    """A flow that is wholly exempt counts as none; the row says that persons were taken off."""
    claim = {"exempt_basis": "5.1.1", "exempt_persons": 900, "personal_low": 0, "personal_high": 0}
    frame = scenario_volumes(
        tables([flow("A", 900, 900, **claim), flow("B", 7, 7)]), "trial", "sensitive"
    )

    assert [(0, 0, True), (7, 7, False)] == frame.select("low", "high", "exempt").rows()


def test_one_unbounded_flow_makes_the_enterprise_unbounded() -> None:
    """The lower bound is kept."""
    frame = scenario_volumes(
        tables([flow("A", 100, 200), flow("A", 0, None)]), "trial", "sensitive"
    )

    assert [(100, None)] == frame.select("low", "high").rows()


def test_kinds_and_scenarios_are_kept_apart() -> None:
    """Other scenarios and the other kind don't count; nobody's scenario is an empty frame."""
    both = tables(
        [
            flow("A", 1, 2, personal_low=30, personal_high=40),
            flow("B", 5, 5, scenario="other", personal_low=0, personal_high=0),
        ]
    )

    assert [(30, 40)] == scenario_volumes(both, "trial", "personal").select("low", "high").rows()
    assert ["a.xlsx › 出境场景"] == scenario_volumes(both, "trial", "personal")["source"][
        0
    ].to_list()
    assert 0 == scenario_volumes(both, "unheard", "sensitive").height
    assert VOLUMES == scenario_volumes(both, "unheard", "sensitive").schema


def past(flow_id: str, year: int, sensitive: int | None) -> dict[str, Any]:
    """One row of history."""
    return {"flow_id": flow_id, "year": year, "sensitive": sensitive}


def test_growth_from_consecutive_years() -> None:
    """Sums over the flows known in both years; gaps and zeros give no row."""
    frame = growth_evidence(
        tables(
            [flow("A", 1, None), flow("A", 1, None), flow("B", 1, None)],
            [
                *(past("A/1", 2023, 100), past("A/1", 2024, 200), past("A/1", 2025, 300)),
                *(past("A/2", 2024, 100), past("A/2", 2025, 100)),
                *(past("B/3", 2022, 10), past("B/3", 2024, 20), past("B/3", 2025, 0)),
            ],
        ),
        "trial",
        "sensitive",
    )

    assert GROWTH == frame.schema
    assert ["A", "A"] == frame["enterprise_id"].to_list()
    assert [math.log(2), math.log(400 / 300)] == pytest.approx(frame["log_growth"].to_list())
    assert {"history"} == set(frame["basis"])


def test_growth_from_forecasts() -> None:
    """Exact figures, or the geometric middle of bounded intervals above 0."""
    frame = growth_evidence(
        tables(
            [
                flow("A", 100, 100, next_sensitive_low=200, next_sensitive_high=200),
                flow("B", 100, 400, next_sensitive_low=300, next_sensitive_high=300),
                flow("C", 0, 100, next_sensitive_low=300, next_sensitive_high=300),
                flow("D", 100, 100, next_sensitive_low=0, next_sensitive_high=None),
                flow("E", 100, 100, next_sensitive_low=0, next_sensitive_high=0),
            ]
        ),
        "trial",
        "sensitive",
    )

    assert [("A", "forecast"), ("B", "forecast")] == frame.select("enterprise_id", "basis").rows()
    assert [math.log(2), math.log(300 / 200)] == pytest.approx(frame["log_growth"].to_list())
