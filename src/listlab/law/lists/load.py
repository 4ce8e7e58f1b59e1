"""Published lists read from their YAML files, strictly."""

import functools
from pathlib import Path
from typing import Any, cast

from listlab.errors import PackError
from listlab.law.entry import Entry
from listlab.law.lists.published import ListException, ListRow, PublishedList
from listlab.law.parse_blocks import parse_conditions
from listlab.law.parse_facts import parse_status, refuse_twice
from listlab.law.read import read_document
from listlab.model.language import Text
from listlab.model.problem import Problem

LISTS = Path(__file__).parent / "data"
KINDS = ("personal", "sensitive", "important")
PERIODS = ("since_1_january", "held", "any", "unstated")
ROUTES = ("assessment", "contract_or_certification", "free", "unstated")
CONFIDENCES = ("high", "medium_high", "medium", "low")


def list_files(root: Path = LISTS) -> tuple[Path, ...]:
    """Files of the lists, sorted."""
    return tuple(sorted(root.glob("*.yaml")))


@functools.cache
def published_lists(root: Path = LISTS) -> tuple[PublishedList, ...]:
    """All lists, by their id; read once a process.

    Raises
    ------
    PackError
        When anything in the files is wrong: all of it, with file, line and key.
    """
    problems: list[Problem] = []
    found = [_read(path, problems) for path in list_files(root)]
    if problems:
        raise PackError(problems)
    return tuple(each for each in found if each is not None)


def published_list(list_id: str, root: Path = LISTS) -> PublishedList:
    """List of this id; PackError, naming those there are, when there is none."""
    for each in published_lists(root):
        if each.id == list_id:
            return each
    known = "、".join(each.id for each in published_lists(root)) or "-"
    message = Text(
        f"没有名为 {list_id!r} 的已发布清单；现有：{known}。请改用其中之一",
        f"no published list is named {list_id!r}; there are: {known}. Use one of these",
    )
    raise PackError(Problem("list.not_found", "error", message, got=list_id))


def _read(path: Path, problems: list[Problem]) -> PublishedList | None:
    shown = f"lists/{path.name}"
    node, broken = read_document(path, shown)
    if broken:
        problems.append(broken)
        return None
    top = Entry(node, file=shown, problems=problems)
    rows = tuple(_row(entry) for entry in top.entries("rows"))
    refuse_twice(top, "rows", [row.id for row in rows])
    found = PublishedList(
        id=top.text("id", pattern=path.stem, expected=Text(path.stem, path.stem)),
        zone=top.both("zone"),
        pack=top.maybe_text("pack"),
        version=top.text("version"),
        title=top.both("title"),
        issued=top.maybe_day("issued"),
        complete=top.flag("complete", default=False),
        industries=top.words("industries"),
        size=top.both("size"),
        rows=rows,
        address=top.maybe_text("address"),
        status=parse_status(top),
        note=top.maybe_both("note"),
        successor=top.maybe_text("successor"),
        superseded_from=top.maybe_day("superseded_from"),
    )
    _check_successor(top, found)
    top.close()
    return found


def _check_successor(top: Entry, found: PublishedList) -> None:
    day, issued = found.superseded_from, found.issued
    if (found.successor is None) != (day is None):
        both = Text("successor 与 superseded_from 一并写", "successor and superseded_from together")
        top.refuse("successor", found.successor, both, code="pack.value")
    elif day is not None and issued is not None and day <= issued:
        later = Text(f"晚于 {issued}", f"after {issued}")
        top.refuse("superseded_from", day, later, code="pack.value")


def _row(entry: Entry) -> ListRow:
    row = ListRow(
        id=entry.text("id"),
        industry=entry.maybe_text("industry"),
        scenario=entry.maybe_text("scenario"),
        scenario_name=entry.both("scenario_name"),
        data=entry.both("data"),
        kind=cast(Any, entry.choice("kind", KINDS)),
        low=entry.maybe_whole("low"),
        high=entry.maybe_whole("high"),
        period=cast(Any, entry.choice("period", PERIODS)),
        route=cast(Any, entry.choice("route", ROUTES)),
        exceptions=tuple(_exception(child) for child in entry.entries("exceptions")),
        address=entry.maybe_text("address"),
        confidence=cast(Any, entry.choice("confidence", CONFIDENCES)),
        status=parse_status(entry),
        note=entry.maybe_both("note"),
    )
    if row.status == "verified" and row.confidence != "high":
        expected = Text("unverified（可信度不高）", "unverified (its confidence is not high)")
        entry.refuse("status", row.status, expected, code="pack.value")
    if row.low is not None and row.high is not None and row.high <= row.low:
        entry.refuse("high", row.high, Text("大于 low 的数", "more than low"), code="pack.value")
    entry.close()
    return row


def _exception(entry: Entry) -> ListException:
    found = ListException(entry.both("text"), parse_conditions(entry))
    entry.close()
    return found
