"""Who needs which data item: enterprise by item, from the items and flows of a survey."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from listlab.errors import ScenarioError
from listlab.identify.combination import parts_named
from listlab.identify.personal import LEVELS
from listlab.model.language import Text
from listlab.model.problem import Problem

if TYPE_CHECKING:
    from listlab.identify.result import Findings

_GIVEN = ("item_id", "flow_id", "name", "description", "personal", "sensitive", "need")
_FOUND = {
    "category_name": pl.String(),
    "found_personal": pl.String(),  # level with what stands beside it in the flow
    "alone": pl.String(),  # level of the item by itself
    "types": pl.List(pl.String()),
    "important": pl.String(),
    "decided_by": pl.String(),
    "by": pl.String(),
    "parts": pl.List(pl.Int64()),
}

INCIDENCE = pl.Schema(
    {
        "enterprise_id": pl.String(),
        "item": pl.String(),
        "need": pl.String(),  # required when any flow requires it; unsaid counts as required
        "flows": pl.Int64(),
    }
)


def scope_rows(items: Any, flows: Any, scenario: str | None) -> pl.DataFrame:
    """Items of one scenario, a row an answer, with the enterprise whose they are.

    Raises
    ------
    ScenarioError
        Missing columns, no flow, several scenarios, no item, or a need of neither kind.
    """
    item_frame: pl.DataFrame = nw.from_native(items, eager_only=True).to_polars()
    flow_frame: pl.DataFrame = nw.from_native(flows, eager_only=True).to_polars()
    _require(
        [
            *_lacking(item_frame, ("flow_id", "name"), Text("数据项表", "items table")),
            *_lacking(flow_frame, ("flow_id", "enterprise_id"), Text("场景表", "flows table")),
        ]
    )
    chosen = _flows_of(flow_frame, scenario)
    own = item_frame.select(
        [
            pl.col(name).cast(pl.String) if name in item_frame.columns else _blank(name)
            for name in _GIVEN
        ]
    ).join(chosen, on="flow_id", how="inner", maintain_order="left")
    if own.height == 0:
        raise ScenarioError(
            Problem("scope.no_items", "error", _NO_ITEMS, got=f"{item_frame.height}")
        )
    wrong = own.filter(~pl.col("need").is_in(["required", "optional"]).fill_null(True))
    if wrong.height:
        _require([_wrong_need(wrong["need"].unique().sort().to_list())])
    return own


def with_findings(rows: pl.DataFrame, findings: "Findings | None") -> pl.DataFrame:
    """Rows with what step 2 found of each item; null where it found nothing or wasn't asked."""
    if findings is None or "item_id" not in rows.columns:
        return rows.with_columns(pl.lit(None, dtype).alias(n) for n, dtype in _FOUND.items())
    judged = findings.judged
    parts = parts_named(judged.reading, judged.personal)
    found = findings.items.select(
        pl.col("id").alias("item_id"),
        "category_name",
        pl.col("personal").alias("found_personal"),
        pl.Series("alone", [LEVELS[level] for level in judged.personal.level]),
        "types",
        "important",
        "decided_by",
        "by",
        pl.Series("parts", [row.nonzero()[0].tolist() for row in parts], dtype=_FOUND["parts"]),
    )
    return rows.join(found, on="item_id", how="left", maintain_order="left")


def incidence_of(named: pl.DataFrame) -> pl.DataFrame:
    """Row an enterprise and item: whether any of its flows requires it. Schema `INCIDENCE`."""
    required = (pl.col("need").fill_null("required") == "required").any()
    return (
        named.group_by("enterprise_id", "item", maintain_order=True)
        .agg(
            pl.when(required).then(pl.lit("required")).otherwise(pl.lit("optional")).alias("need"),
            pl.col("flow_id").n_unique().cast(pl.Int64).alias("flows"),
        )
        .sort("enterprise_id", "item")
        .cast(INCIDENCE)
    )


def _flows_of(flows: pl.DataFrame, scenario: str | None) -> pl.DataFrame:
    if scenario is not None and "scenario" in flows.columns:
        flows = flows.filter(pl.col("scenario") == scenario)
    if flows.height == 0:
        raise ScenarioError(Problem("scope.no_flows", "error", _no_flows(scenario)))
    named = "scenario" in flows.columns
    found = flows["scenario"].drop_nulls().unique().sort().to_list() if named else []
    if len(found) > 1:
        raise ScenarioError(Problem("scope.scenarios", "error", _several(list(map(str, found)))))
    return flows.select(pl.col("flow_id").cast(pl.String), pl.col("enterprise_id").cast(pl.String))


def _blank(name: str) -> pl.Expr:
    return pl.lit(None, pl.String).alias(name)


def _lacking(frame: pl.DataFrame, names: Sequence[str], table: Text) -> list[Problem]:
    missing = [name for name in names if name not in frame.columns]
    if not missing:
        return []
    message = Text(
        f"{table.zh}缺少列 {'、'.join(missing)}；现有列：{'、'.join(frame.columns)}。请补上。",
        f"the {table.en} lacks the columns {', '.join(missing)}; it has "
        f"{', '.join(frame.columns)}. Add them.",
    )
    return [Problem("scope.column", "error", message)]


def _require(problems: list[Problem]) -> None:
    if problems:
        raise ScenarioError(problems)


_NO_ITEMS = Text(
    "该场景的流没有填报任何数据项，没有可以选择的范围；请检查数据项表的场景编号。",
    "no data item was reported for the flows of this scenario, so there is no scope to choose; "
    "check the flow ids of the items table.",
)


def _no_flows(scenario: str | None) -> Text:
    which = Text(f"场景 {scenario!r} ", f" of scenario {scenario!r}") if scenario else Text("", "")
    return Text(
        f"{which.zh}没有出境流，无法分析数据项范围；请检查是否有企业填报该场景。",
        f"there is no flow{which.en} whose items could be analysed; check that an enterprise "
        "reported it.",
    )


def _several(found: list[str]) -> Text:
    return Text(
        f"场景表含 {len(found)} 个场景（{'、'.join(found)}），一次只能分析一个；"
        "请给出 scenario，或先筛选。",
        f"the flows hold {len(found)} scenarios ({', '.join(found)}), one can be analysed at a "
        "time; give scenario, or filter them.",
    )


def _wrong_need(found: list[str]) -> Problem:
    got = "、".join(found[:5])
    message = Text(
        f"必要程度应为 required 或 optional，得到 {got}；请更正后重试。",
        f"need must be required or optional, got {', '.join(found[:5])}; correct and try again.",
    )
    return Problem("scope.need", "error", message, got=got)
