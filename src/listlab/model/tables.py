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

PLACES = pl.Schema(
    {
        "file": pl.String(),
        "sheet": pl.String(),
        "column": pl.String(),  # key of the form's column
        "place": pl.String(),  # letter of the column in lists ("M"), cell in 企业信息 ("B2")
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
        "written": pl.String(),  # text of the cell, masked and cut, null where there is none
        "level": pl.String(),  # must|check|note: how people are told
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
        "is_answer": pl.Boolean(),  # no for a picture, a letter and the like: to be moved away
        "revision": pl.Int64(),  # number of the revision, by its name or as a marked copy carries
    }
)

FRAME = pl.Schema(
    {
        "enterprise_id": pl.String(),  # unified social credit code, null when it can't be read
        "name": pl.String(),
        "region": pl.String(),
        "industry": pl.String(),  # GB/T 4754 code
        "size": pl.String(),  # 大型|中型|小型|微型, null when the frame doesn't say
        "stratum": pl.String(),  # group of the rows of `response` with by = "stratum"
        "status": pl.String(),  # accepted|rejected|none: what came back; none names nonresponse
        "file": pl.String(),  # file of the frame
        "cell": pl.String(),  # cell of the enterprise's credit code there; of a csv as in a sheet
    }
)

RESPONSE = pl.Schema(
    {
        "by": pl.String(),  # all|region|size|industry|stratum: what the rows group by
        "group": pl.String(),  # region, size, GB/T 4754 division, or stratum; null when unknown
        "frame": pl.Int64(),  # enterprises of the group in the frame
        "answered": pl.Int64(),  # of these, with an accepted workbook
        "rejected": pl.Int64(),  # of these, with a workbook that could not be used
        "rate": pl.Float64(),  # answered ÷ frame, in [0, 1]
        "rate_low": pl.Float64(),  # Wilson interval, 95 %
        "rate_high": pl.Float64(),
        "weight": pl.Float64(),  # frame ÷ answered; of strata only, null where nobody answered
        "cells": pl.List(pl.String()),  # region × size cells that a stratum holds; of strata only
    }
)

ARCHIVE = pl.Schema(
    {
        "case_id": pl.String(),  # number of the case, as written
        "kind": pl.String(),  # assessment|contract|certification
        "enterprise_id": pl.String(),  # credit code, null when not given
        "name": pl.String(),
        "scenario": pl.String(),  # code of industries.yaml, or "other"
        "scenario_name": pl.String(),  # as written
        "personal_low": pl.Int64(),  # distinct persons, sensitive left out
        "personal_high": pl.Int64(),  # null when unbounded
        "sensitive_low": pl.Int64(),
        "sensitive_high": pl.Int64(),
        "decided": pl.Date(),  # approved or filed on
        "result": pl.String(),
        "valid_until": pl.Date(),
        "note": pl.String(),
        "flow_ids": pl.List(pl.String()),  # flows of the survey: same enterprise, same scenario
        "agrees": pl.Boolean(),  # volumes of case and flows can both be true; null without flows
        "synthetic": pl.Boolean(),  # the workbook says that it is a synthetic sample
        "source": SOURCE,
    }
)

CORRECTIONS = pl.Schema(
    {
        "id": pl.String(),  # enterprise_id, flow_id, item_id, or flow_id@year of the history
        "field": pl.String(),  # header or column key, as written
        "old": pl.String(),  # text of the cell as handed in; personal data masked
        "new": pl.String(),
        "reason": pl.String(),
        "by": pl.String(),
        "when": pl.String(),
        "status": pl.String(),  # applied|refused
        "code": pl.String(),  # of the problem that says why it was refused, else null
        "file": pl.String(),  # workbook of the cell corrected, null when it was not met
        "sheet": pl.String(),
        "cell": pl.String(),
        "origin": pl.String(),  # file of the corrections
        "row": pl.Int64(),  # row there, 1-based, the header counted
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
    "places": PLACES,
    "frame": FRAME,
    "response": RESPONSE,
    "archive": ARCHIVE,
    "corrections": CORRECTIONS,
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
    # Where each column of an answer stands, so that every figure leads to its cell.
    places: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PLACES))
    # Every enterprise that could have answered; no rows when the study has no frame.
    frame: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FRAME))
    response: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=RESPONSE))
    # Earlier assessments and filings: beside the answers, never among them.
    archive: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ARCHIVE))
    corrections: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CORRECTIONS))

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
