"""What came in: the summary of a survey that `listlab intake` prints."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from listlab.model.language import Lang, Text
from listlab.model.punctuation import headed, listed
from listlab.model.tables import SurveyTables
from listlab.survey.levels import LEVELS

_COUNTED = ("enterprises", "flows", "items", "history")
_STATUSES = {
    "accepted": "accepted",
    "rejected": "rejected",
    "duplicates": "duplicate",
    "superseded": "superseded",
}


def intake_summary(tables: SurveyTables, lang: Lang = "zh") -> dict[str, Any]:
    """Workbooks by status, problems and rows by table, as plain values.

    Response, corrections and archive are told where the study has them.
    """
    counts = workbook_counts(tables)
    problems = [
        {
            **{key: row[key] for key in ("file", "sheet", "cell", "code", "severity", "got")},
            "message": row[f"message_{lang}"],
        }
        for row in tables.problems.iter_rows(named=True)
    ]
    rows = {name: getattr(tables, name).height for name in _COUNTED}
    return {**counts, **_beside(tables), "problems": problems, "tables": rows}


def file_lines(tables: SurveyTables, lang: Lang = "zh") -> list[str]:
    """A line a file with something to mend or to check, what must be mended first.

    Each says how much there is, and the first of it with its place.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for row in tables.problems.iter_rows(named=True):
        if row["level"] != "note":
            found.setdefault(row["file"] or "–", []).append(row)
    ordered = sorted(found.items(), key=lambda pair: (-_counts(pair[1])["must"], pair[0]))
    return [_file_line(file, rows, lang) for file, rows in ordered]


def _counts(rows: Sequence[dict[str, Any]]) -> Counter[str]:
    return Counter(row["level"] for row in rows)


def _file_line(file: str, rows: Sequence[dict[str, Any]], lang: Lang) -> str:
    counts = _counts(rows)
    times = Text(" 处", "").say(lang)
    told = listed(
        (f"{word.say(lang)} {counts[key]}{times}" for key, word in LEVELS.items() if counts[key]),
        lang,
    )
    first = min(rows, key=lambda row: row["level"] != "must")
    place = " › ".join(first[key] for key in ("sheet", "cell") if first[key])
    said = first[f"message_{lang}"]
    return headed(f"{file}: {told}", headed(place, said, lang) if place else said, lang)


def workbook_counts(tables: SurveyTables) -> dict[str, int]:
    """Workbooks by what became of them."""
    statuses = tables.workbooks["status"]
    return {name: int((statuses == status).sum()) for name, status in _STATUSES.items()}


def _beside(tables: SurveyTables) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for row in tables.response.filter(by="all").iter_rows(named=True):
        keys = ("frame", "answered", "rejected", "rate", "rate_low", "rate_high")
        told["response"] = {key: row[key] for key in keys}
    if tables.corrections.height:
        statuses = tables.corrections["status"]
        told["corrections"] = {
            status: int((statuses == status).sum()) for status in ("applied", "refused")
        }
    if tables.archive.height:
        contradicting = int((~tables.archive["agrees"]).sum())
        told["archive"] = {"cases": tables.archive.height, "contradicting": contradicting}
    return told
