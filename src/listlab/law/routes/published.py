"""A published list as a route reads it: the rows that public sources tell, and no more."""

from listlab.law.lists import ListRow, PublishedList, published_list
from listlab.law.pack import normalise
from listlab.law.routes.count import NO_LINES, Lines
from listlab.law.routes.listed import ItemException, ListedItem, RouteList

_TIERS = {"assessment": "assessment", "contract_or_certification": "contract"}


def from_published(found: PublishedList) -> RouteList:
    """List with the rows that are known; what they leave open stays undecided."""
    return RouteList(
        id=found.id,
        title=found.title,
        industries=found.industries,
        items=tuple(map(_item, found.rows)),
        status="in_force",
        in_force_from=found.issued,
        is_complete=found.complete,
        successor=from_published(published_list(found.successor)) if found.successor else None,
        successor_from=found.superseded_from,
    )


def _item(row: ListRow) -> ListedItem:
    return ListedItem(
        id=row.id,
        kind="important" if row.kind == "important" else "personal",
        industry=row.industry or "",
        scenario=row.scenario,
        names=frozenset(map(normalise, (row.scenario or "", row.scenario_name.zh))),
        data_items=frozenset(),
        lines=_lines(row),
        exceptions=tuple(
            ItemException(
                entry.text.zh,
                frozenset({normalise(entry.text.zh)}),
                tuple(frozenset({normalise(c.id), normalise(c.name.zh)}) for c in entry.conditions),
                tuple(f"{c.id}（{c.name.zh}）" for c in entry.conditions),
            )
            for entry in row.exceptions
        ),
        caveat=row.caveat("zh"),
    )


def _lines(row: ListRow) -> Lines:
    tier = _TIERS.get(row.route)
    if row.kind == "important" or tier is None or row.period != "since_1_january":
        return NO_LINES
    return Lines(**{f"{tier}_{row.kind}": row.low})
