"""Small surveys of items and flows, and every choice of a small programme one by one."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

Needs = dict[str, dict[str, str]]


def survey_of(needs: Needs, volumes: dict[str, Any], **columns: dict[str, Any]) -> dict[str, Any]:
    """Tables as `analyse` takes them: who needs what, and how many persons a year.

    A volume is a number or a pair of bounds; `columns` give values by item name.
    """
    rows = [
        {
            "item_id": f"{who}/1/{n}",
            "flow_id": f"{who}/1",
            "name": item,
            "need": need,
            **{column: by_item.get(item) for column, by_item in columns.items()},
        }
        for who, items in needs.items()
        for n, (item, need) in enumerate(items.items())
    ]
    bounds = {who: v if isinstance(v, tuple) else (v, v) for who, v in volumes.items()}
    schema = {"item_id": pl.String, "flow_id": pl.String, "name": pl.String, "need": pl.String}
    return {
        "items": pl.DataFrame(rows, schema=schema | dict.fromkeys(columns, pl.String)),
        "flows": pl.DataFrame(
            {"flow_id": [f"{who}/1" for who in needs], "enterprise_id": [*needs]}
        ),
        "volumes": pl.DataFrame(
            {
                "enterprise_id": [*bounds],
                "low": [low for low, _ in bounds.values()],
                "high": [high for _, high in bounds.values()],
            },
            schema={"enterprise_id": pl.String, "low": pl.Int64, "high": pl.Int64},
        ),
    }


@pytest.fixture(scope="session")
def survey() -> Callable[..., dict[str, Any]]:
    """Builds a small survey: `survey(needs, volumes, personal={…})`."""
    return survey_of
