"""What each person said about each item, as the ledger has it."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from listlab.identify.labels import KIND, Recorded

ABOUT = ("category", "personal", "important")
SCHEMA = pl.Schema(
    {
        "item": pl.String(),
        "by": pl.String(),
        "at": pl.String(),
        "name": pl.String(),
        "category": pl.String(),  # number of the category, "none" where none fits
        "personal": pl.String(),
        "important": pl.String(),  # null where left open
        "suggested_category": pl.String(),  # what the machine said when the person decided
        "suggested_personal": pl.String(),
        "suggested_important": pl.String(),
        "score": pl.Float64(),
        "reason": pl.String(),
    }
)


def reviews_frame(entries: Iterable[Recorded]) -> pl.DataFrame:
    """Last ruling of each person about each item, in the order of the ledger."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in entries:
        if entry.kind == KIND:
            found[entry.subject, entry.by] = _row(entry)
    return pl.DataFrame(list(found.values()), schema=SCHEMA, orient="row")


def known_rulings(entries: Iterable[Recorded]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Content of the last ruling by item and person."""
    return {(e.subject, e.by): e.content for e in entries if e.kind == KIND}


def reviewers(reviews: pl.DataFrame) -> list[str]:
    """Who decided, most rulings first."""
    counted = reviews.group_by("by").len().sort(["len", "by"], descending=[True, False])
    return counted["by"].to_list()


def _row(entry: Recorded) -> dict[str, Any]:
    said, then = entry.content, entry.content.get("suggested") or {}
    return {
        "item": entry.subject,
        "by": entry.by,
        "at": entry.at,
        "name": said.get("name"),
        "category": _code(said) if "category" in said else None,
        "personal": said.get("personal"),
        "important": said.get("important"),
        "suggested_category": _code(then) if "category" in then else None,
        "suggested_personal": then.get("personal"),
        "suggested_important": then.get("important"),
        "score": then.get("score"),
        "reason": said.get("reason"),
    }


def _code(said: Mapping[str, Any]) -> str:
    return "none" if said["category"] is None else str(said["category"])
