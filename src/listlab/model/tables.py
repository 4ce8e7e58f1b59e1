"""Tables of a study: their schemas, declared once."""

from dataclasses import dataclass, field, fields

import polars as pl

SOURCE = pl.Struct(
    {
        "file": pl.String(),  # relative to the project root, with `/`
        "sheet": pl.String(),
        "row": pl.Int64(),  # 1-based, as Excel counts
        "personal_cell": pl.String(),  # cell of the yearly volume without sensitive, e.g. "M4"
        "sensitive_cell": pl.String(),
    }
)

ENTERPRISES = pl.Schema(
    {
        "enterprise_id": pl.String(),  # unified social credit code
        "name": pl.String(),
        "region": pl.String(),
        "industry": pl.String(),  # GB/T 4754 code
        "size": pl.String(),  # 大型|中型|小型|微型, null when not answered
        "ciio": pl.String(),  # yes|no|unknown
        "weight": pl.Float64(),  # enterprises of the stratum ÷ answers of the stratum
        "source": SOURCE,
    }
)

FLOWS = pl.Schema(
    {
        "flow_id": pl.String(),  # enterprise_id/scenario number of the workbook
        "enterprise_id": pl.String(),
        "scenario": pl.String(),  # code of industries.yaml, or "other"
        "scenario_name": pl.String(),
        "purpose": pl.String(),
        "recipient": pl.String(),
        "country": pl.String(),
        "transfer_mode": pl.String(),
        "frequency": pl.String(),  # realtime|daily|weekly|monthly|quarterly|yearly|on_demand
        "events_per_year": pl.Float64(),
        "persons_per_event": pl.Float64(),
        "repeat_share": pl.Float64(),  # in [0, 1]
        "personal_low": pl.Int64(),  # distinct persons a year, sensitive left out
        "personal_high": pl.Int64(),  # null when unbounded
        "personal_code": pl.String(),  # how the cell was read
        "sensitive_low": pl.Int64(),
        "sensitive_high": pl.Int64(),
        "sensitive_code": pl.String(),
        "next_personal_low": pl.Int64(),
        "next_personal_high": pl.Int64(),
        "next_sensitive_low": pl.Int64(),
        "next_sensitive_high": pl.Int64(),
        "exempt_basis": pl.String(),
        "exempt_persons": pl.Int64(),
        "route_now": pl.String(),  # none|assessment|contract|certification
        "safeguards": pl.String(),
        "necessity": pl.String(),
        "source": SOURCE,
    }
)

ITEMS = pl.Schema(
    {
        "item_id": pl.String(),
        "flow_id": pl.String(),
        "name": pl.String(),
        "description": pl.String(),
        "personal": pl.String(),  # yes|no|unknown
        "sensitive": pl.String(),
        "self_category": pl.String(),
        "precision": pl.String(),
        "public": pl.String(),
        "need": pl.String(),  # required|optional
        "source": SOURCE,
    }
)

HISTORY = pl.Schema(
    {
        "flow_id": pl.String(),
        "year": pl.Int64(),
        "personal": pl.Int64(),  # persons, null when no single number was given
        "sensitive": pl.Int64(),
        "source": SOURCE,
    }
)

OPINIONS = pl.Schema(
    {
        "flow_id": pl.String(),
        "wanted_low": pl.Int64(),  # threshold asked for, read as a volume
        "wanted_high": pl.Int64(),
        "difficulty": pl.String(),
        "suggestion": pl.String(),
        "source": SOURCE,
    }
)

EXTRAS = pl.Schema(
    {
        "file": pl.String(),
        "sheet": pl.String(),
        "cell": pl.String(),
        "header": pl.String(),  # of a column or line that no table has
        "text": pl.String(),
    }
)

PROBLEMS = pl.Schema(
    {
        "file": pl.String(),
        "sheet": pl.String(),
        "cell": pl.String(),
        "code": pl.String(),
        "severity": pl.String(),
        "got": pl.String(),
        "message_zh": pl.String(),
        "message_en": pl.String(),
    }
)

WORKBOOKS = pl.Schema(
    {
        "file": pl.String(),
        "sha256": pl.String(),
        "status": pl.String(),  # accepted|rejected|duplicate|superseded
        "enterprise_id": pl.String(),
        "template": pl.String(),  # version in the defined name listlab_template
        "synthetic": pl.Boolean(),  # the workbook says that it is a synthetic sample
        "replaced_by": pl.String(),  # file that a duplicate or superseded workbook yields to
    }
)

SCHEMAS: dict[str, pl.Schema] = {
    "enterprises": ENTERPRISES,
    "flows": FLOWS,
    "items": ITEMS,
    "history": HISTORY,
    "opinions": OPINIONS,
    "problems": PROBLEMS,
    "workbooks": WORKBOOKS,
    "extras": EXTRAS,
}


@dataclass(frozen=True)
class SurveyTables:
    """What the needs survey says, as frames with the schemas of this module."""

    enterprises: pl.DataFrame
    flows: pl.DataFrame
    items: pl.DataFrame
    history: pl.DataFrame
    opinions: pl.DataFrame
    problems: pl.DataFrame
    workbooks: pl.DataFrame
    # What people wrote in columns of their own: kept, not analysed.
    extras: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EXTRAS))

    def __post_init__(self) -> None:
        for table in fields(self):
            frame, schema = getattr(self, table.name), SCHEMAS[table.name]
            if frame.schema != schema:
                msg = f"table {table.name}: got {frame.schema}, expected {schema}"
                raise TypeError(msg)

    @property
    def is_synthetic(self) -> bool:
        """Whether any workbook used says that it is a synthetic sample."""
        used = self.workbooks.filter(pl.col("status") == "accepted")
        return bool(used["synthetic"].any())
