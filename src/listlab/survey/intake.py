"""What came in: the summary of a survey that `listlab intake` prints."""

from typing import Any

from listlab.model.language import Lang
from listlab.model.tables import SurveyTables

_COUNTED = ("enterprises", "flows", "items", "history")


def intake_summary(tables: SurveyTables, lang: Lang = "zh") -> dict[str, Any]:
    """Workbooks by status, problems and rows by table, as plain values."""
    statuses = tables.workbooks["status"]
    counts = {
        name: int((statuses == status).sum())
        for name, status in (
            ("accepted", "accepted"),
            ("rejected", "rejected"),
            ("duplicates", "duplicate"),
            ("superseded", "superseded"),
        )
    }
    problems = [
        {
            **{key: row[key] for key in ("file", "sheet", "cell", "code", "severity", "got")},
            "message": row[f"message_{lang}"],
        }
        for row in tables.problems.iter_rows(named=True)
    ]
    rows = {name: getattr(tables, name).height for name in _COUNTED}
    return {**counts, "problems": problems, "tables": rows}
