"""Data items of a flows table, chosen together with the threshold, without a study."""

from pathlib import Path
from typing import Any

import polars as pl
from numpy.random import default_rng

from listlab.analyse.result import ScenarioResult
from listlab.analyse.scope.result import ScopeResult
from listlab.errors import ScenarioError
from listlab.law.load import load_pack
from listlab.model.language import Lang, Text
from listlab.run.whatif import Question


def scope_of_flows(path: Path, question: Question, result: ScenarioResult) -> ScopeResult:
    """Which items of a table leave, and up to which volume, on the flows of a what-if.

    Items are named by `item_id` (or numbered), `flow_id`, `name`, `need`, as in a study's items
    table. Where the what-if names a pack they are identified by it; otherwise the enterprises'
    own answers count.

    Parameters
    ----------
    path : Path
        Csv, xlsx or parquet.
    result : ScenarioResult
        Of the same question: volumes, candidates and scenario.

    Raises
    ------
    SurveyError
        The file can't be read as a table.
    ScenarioError
        Items and flows that don't meet: a column is missing, or no item belongs to a flow.
    """
    from listlab.analyse.scope import analyse
    from listlab.identify.identify import identify
    from listlab.identify.read import read_items, read_table

    options = question.options
    items, _ = read_table(path)
    findings = None
    if options.pack is not None:
        given = read_items(path, load_pack(options.pack))
        items = items.with_columns(given.frame["id"].alias("item_id"))
        findings = identify(given, pack=options.pack)
    return analyse(
        items,
        flows=_named(question.flows),
        volumes=result,
        rng=default_rng(options.seed),
        findings=findings,
        kind=options.kind or "sensitive",
        scenario=options.scenario,
        replicates=options.bootstrap,
    )


def scope_answer(scope: ScopeResult, lang: Lang) -> dict[str, Any]:
    """Design as `listlab simulate --items` adds it: threshold, share served, a row an item."""
    served = scope.served
    return {
        "threshold": scope.threshold,
        "served": {"estimate": served.estimate, "low": served.low, "high": served.high},
        "risk": scope.risk,
        "gap": scope.gap,
        "items": scope.design.to_dicts(),
        "blocked": scope.blocked.to_dicts(),
        "notes": [line.say(lang) for line in scope.lines()],
    }


def _named(flows: pl.DataFrame) -> pl.DataFrame:
    """Flows with the columns by which items meet them."""
    if "enterprise_id" not in flows.columns and "enterprise" in flows.columns:
        flows = flows.rename({"enterprise": "enterprise_id"})
    lacking = [name for name in ("flow_id", "enterprise_id") if name not in flows.columns]
    if lacking:
        raise ScenarioError(
            Text(
                f"量级表缺少列 {'、'.join(lacking)}，无法与 --items 的数据项对应；请补上，"
                "或去掉 --items。",
                f"the volumes table lacks the columns {', '.join(lacking)}, by which the items of "
                "--items meet their flows; add them, or leave --items out.",
            )
        )
    return flows
