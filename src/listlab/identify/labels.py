"""What people decided about items: a label wins until what it rests on changes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from listlab.law.pack import Pack
from listlab.model.language import Text
from listlab.model.problem import Problem

KIND = "label"
PERSONAL, IMPORTANT = ("none", "personal", "sensitive"), ("no", "review", "yes")
_DIGITS = 16
_TAUGHT = ("name", "description")  # what a label teaches; the item itself has them
# What a judgement rests on: a label made on other values no longer holds.
GROUNDS = (
    *("name", "description", "precision", "industry", "scenario"),
    *("personal", "sensitive", "public", "ciio", "contains"),
    *("persons_low", "persons_high", "sensitive_persons_low", "sensitive_persons_high"),
    *("persons_held_low", "persons_held_high", "sensitive_held_low", "sensitive_held_high"),
)


class Recorded(Protocol):
    """An entry of the ledger, as far as labels need it."""

    @property
    def kind(self) -> str:
        """What was decided: `label` for items."""

    @property
    def subject(self) -> str:
        """Id of the item."""

    @property
    def content(self) -> Mapping[str, Any]:
        """What was said of it."""

    @property
    def by(self) -> str:
        """Who decided."""

    @property
    def at(self) -> str:
        """When it was recorded, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a person decided about one item.

    `category` is None where none fits; with `decides_category` false the person left it open, as
    None in `personal` and `important` does. `evidence` is the hash of what the person saw.
    """

    item: str
    category: int | None = None
    decides_category: bool = True
    personal: str | None = None
    important: str | None = None
    by: str = ""
    at: str = ""
    reason: str = ""
    evidence: str = ""
    name: str = ""
    description: str = ""


def labels_of(entries: Iterable[Recorded]) -> tuple[Label, ...]:
    """Labels recorded in a ledger, the last one of each item, in the order of the items' first."""
    found: dict[str, Label] = {}
    for entry in entries:
        if entry.kind == KIND:
            found[entry.subject] = _label(entry)
    return tuple(found.values())


def usable(labels: Iterable[Label], pack: Pack) -> tuple[list[Label], tuple[Problem, ...]]:
    """The last label of each item, sorted by item, and what is wrong with those left out."""
    codes = {category.code for category in pack.categories}
    kept: dict[str, Label] = {}
    problems: list[Problem] = []
    for label in labels:
        wrong = {
            "category": label.category is not None and label.category not in codes,
            "personal": label.personal not in (None, *PERSONAL),
            "important": label.important not in (None, *IMPORTANT),
        }
        for name in (name for name, is_wrong in wrong.items() if is_wrong):
            message, got = _unknown(label.item, name), str(getattr(label, name))
            problems.append(Problem("label.unknown", "warning", message, got=got))
        if not any(wrong.values()):
            kept[label.item] = label
    return [kept[item] for item in sorted(kept)], tuple(problems)


def _unknown(item: str, name: str) -> Text:
    return Text(
        f"数据项 {item} 的确认意见中 {name} 的值无法使用，这条意见没有采用；请核对后重新确认",
        f"the {name} decided for item {item} is none there is: left out; decide it again",
    )


def _label(entry: Recorded) -> Label:
    said = entry.content
    return Label(
        item=entry.subject,
        category=said.get("category"),
        decides_category="category" in said,
        personal=said.get("personal"),
        important=said.get("important"),
        by=entry.by,
        at=entry.at,
        reason=str(said.get("reason") or ""),
        evidence=str(said.get("evidence") or ""),
        name=str(said.get("name") or ""),
        description=str(said.get("description") or ""),
    )


def grounds(items: pl.DataFrame) -> pl.Series:
    """Hash of what each item's judgement rests on: its texts, answers and volumes."""
    columns = [
        (pl.col(name).list.join(",") if name == "contains" else pl.col(name).cast(pl.String))
        if name in items.columns
        else pl.lit(None, dtype=pl.String).alias(name)
        for name in GROUNDS
    ]
    # Unit separators keep neighbouring values apart, and nothing apart from an empty text.
    parts = [column.fill_null("\x00") for column in columns]
    joined = items.select(pl.concat_str(parts, separator="\x1f")).to_series()
    return pl.Series(
        "evidence",
        [hashlib.sha256(text.encode()).hexdigest()[:_DIGITS] for text in joined],
        dtype=pl.String,
    )


def labels_frame(labels: Iterable[Label]) -> pl.DataFrame:
    """Labels as a frame, a row each."""
    schema = {
        "id": pl.String(),
        "label_category": pl.Int64(),
        "decides_category": pl.Boolean(),
        "label_personal": pl.String(),
        "label_important": pl.String(),
        "by": pl.String(),
        "at": pl.String(),
        "reason": pl.String(),
        "seen": pl.String(),
    }
    rows = [[getattr(x, name) for name in Label.__slots__ if name not in _TAUGHT] for x in labels]
    return pl.DataFrame(rows, schema=schema, orient="row")
