"""Volumes from which each procedure is due: by national law, and by the items of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from listlab.errors import PackError
from listlab.law.lists.published import ListRow, PublishedList
from listlab.law.pack import Pack
from listlab.model.language import Text
from listlab.model.negative_list import NegativeList, Thresholds
from listlab.model.params import Kind, Tier
from listlab.model.problem import Problem

KINDS: tuple[Kind, ...] = ("personal", "sensitive")
TIERS: tuple[Tier, ...] = ("contract", "assessment")


@dataclass(frozen=True, slots=True)
class Lines:
    """Persons a year from which an assessment, and a contract or certification, is due."""

    assessment: Thresholds
    contract: Thresholds

    def of(self, tier: Tier, kind: Kind) -> int | None:
        """Line of one tier and kind; None when that volume never leads to it."""
        return (self.assessment if tier == "assessment" else self.contract).of(kind)


@dataclass(frozen=True)
class ListLines:
    """A list's lines by scenario, counted for each scenario alone.

    `complete`: what is not on the list is free; otherwise national law decides of it.
    """

    name: Text
    items: Mapping[str, Lines]
    complete: bool = True


def national_lines(pack: Pack, on: date) -> Lines:
    """National lines of all kinds and tiers in force on a day.

    Raises
    ------
    PackError
        The pack lacks one of them on that day.

    References
    ----------
    law:national/assessment.personal, law:national/assessment.sensitive,
    law:national/contract.personal, law:national/contract.sensitive
    """
    found: dict[tuple[Tier, Kind], int] = {}
    missing = []
    for tier in TIERS:
        for kind in KINDS:
            fact = pack.line(kind, tier, on)
            persons = fact.persons_on(on) if fact else None
            if persons is None:
                missing.append(f"{tier}.{kind}")
            else:
                found[tier, kind] = persons
    if missing:
        named = ", ".join(missing)
        message = Text(
            f"规则包 {pack.id} 在 {on} 缺少国家量级：{named}。请改用此后的 as_of",
            f"pack {pack.id} lacks national lines on {on}: {named}. Choose a later as_of",
        )
        raise PackError(Problem("pack.not_in_force", "error", message, got=on.isoformat()))
    return Lines(
        *(Thresholds(*(found[tier, kind] for kind in KINDS)) for tier in ("assessment", "contract"))
    )


def draft_lines(negative_list: NegativeList) -> ListLines:
    """Lines of a draft by scenario, from its items of personal information."""
    items: dict[str, Lines] = {}
    for item in negative_list.items:
        if item.kind == "personal" and item.scenario is not None:
            code = str(item.scenario.code)
            items[code] = _lower(items.get(code), Lines(item.assessment, item.contract))
    return ListLines(negative_list.title, items)


def published_lines(published: PublishedList, industry: str) -> ListLines:
    """Lines of a published list for one industry, as far as its rows are known.

    Rows without a scenario or a volume are left out; a list that is not known whole leaves what
    it does not name to national law.
    """
    items: dict[str, Lines] = {}
    for row in published.rows_for(industry):
        if row.kind == "important" or row.scenario is None or row.low is None:
            continue
        lines = _of_row(row)
        if lines is not None:
            items[row.scenario] = _lower(items.get(row.scenario), lines)
    return ListLines(published.title, items, complete=published.complete)


def _of_row(row: ListRow) -> Lines | None:
    at = Thresholds(**{row.kind: row.low})
    if row.route == "assessment":
        return Lines(at, Thresholds())
    return Lines(Thresholds(), at) if row.route == "contract_or_certification" else None


def _lower(first: Lines | None, second: Lines) -> Lines:
    """Lower line of each kind and tier: several items of a scenario each catch by themselves."""
    if first is None:
        return second
    parts = []
    for tier in ("assessment", "contract"):
        pairs = [(first.of(tier, kind), second.of(tier, kind)) for kind in KINDS]
        given = [[line for line in pair if line is not None] for pair in pairs]
        parts.append(Thresholds(*(min(lines, default=None) for lines in given)))
    return Lines(*parts)
