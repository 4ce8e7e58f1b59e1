"""The nouns of published lists: a list, its rows, and the exceptions of a row."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from listlab.law.fact import Condition, Status
from listlab.model.language import Lang, Text

Confidence = Literal["high", "medium_high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class ListException:
    """What frees from a row when every condition is met."""

    text: Text
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row as a public source tells it; `low` is included, `high` is not.

    `industry` and `scenario` are codes of the packs, None where the row speaks of all or of
    one that has no code. `status` is `verified` only for rows of high confidence.
    """

    id: str
    industry: str | None
    scenario: str | None
    scenario_name: Text
    data: Text
    kind: Literal["personal", "sensitive", "important"]
    low: int | None
    high: int | None
    period: Literal["since_1_january", "held", "any", "unstated"]
    route: Literal["assessment", "contract_or_certification", "free", "unstated"]
    exceptions: tuple[ListException, ...]
    address: str | None
    confidence: Confidence
    status: Status
    note: Text | None = None

    def caveat(self, lang: Lang = "zh") -> str:
        """What must be said when the row is used; empty when it is verified."""
        if self.status == "verified":
            return ""
        level = _LEVELS[self.confidence]
        said = Text(
            f"未核实：来自公开报道而非清单原文，可信度{level.zh}",
            f"unverified: from public reports, not from the list; confidence {level.en}",
        )
        return said.say(lang)


@dataclass(frozen=True)
class PublishedList:
    """A zone's list; `complete` only when every row of it stands here.

    `successor` is the id of the newer edition, `superseded_from` its day; no source says that
    the older edition ended on it, so a route must say so.
    """

    id: str
    zone: Text
    pack: str | None
    version: str
    title: Text
    issued: date | None
    complete: bool
    industries: tuple[str, ...]
    size: Text
    rows: tuple[ListRow, ...]
    address: str | None
    status: Status
    note: Text | None = None
    successor: str | None = None
    superseded_from: date | None = None

    def superseded_on(self, day: date) -> bool:
        """Whether a newer edition was dated by a day, so that this one may no longer hold."""
        return self.superseded_from is not None and self.superseded_from <= day

    def rows_for(
        self, industry: str, scenario: str | None = None, kind: str | None = None
    ) -> tuple[ListRow, ...]:
        """Rows that speak of an industry, of its scenario and of a kind, those for all included."""
        return tuple(
            row
            for row in self.rows
            if row.industry in (None, industry)
            and (scenario is None or row.scenario in (None, scenario))
            and (kind is None or row.kind == kind)
        )


_LEVELS = {
    "high": Text("高", "high"),
    "medium_high": Text("中上", "medium to high"),
    "medium": Text("中", "medium"),
    "low": Text("低", "low"),
}
