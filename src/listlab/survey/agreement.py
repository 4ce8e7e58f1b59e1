"""Whether data items and past years of a flow agree with what the flow itself says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from listlab.model.language import Text
from listlab.model.volume import Volume
from listlab.survey.cells import plain_text
from listlab.survey.check import compare_years
from listlab.survey.findings import Issue
from listlab.survey.load import load_plausibility
from listlab.survey.rows import Record, RowReader

_KINDS = ("personal", "sensitive")
Line = tuple[RowReader, Record]


@dataclass(slots=True)
class FlowLines:
    """Rows that speak of one flow: itself, its items, its past years."""

    flow: Line
    items: list[Line] = field(default_factory=list)
    years: list[Line] = field(default_factory=list)


def check_lines(flows: Iterable[FlowLines]) -> None:
    """Report at its cell whatever items or past years contradict."""
    for lines in flows:
        _check_names(lines.items)
        _check_items(lines)
        _check_span(lines.years)
        for kind in _KINDS:
            _check_years(lines, kind)


def _check_names(items: list[Line]) -> None:
    seen: dict[str, int] = {}
    for reader, item in items:
        name = plain_text(item["name"])
        if name and name in seen:
            reader.report("name", _repeated(seen[name]))
        seen.setdefault(name, reader.row.number)


def _check_items(lines: FlowLines) -> None:
    """Compare which items are personal and sensitive with the numbers of persons."""
    if not lines.items:
        return
    reader, flow = lines.flow
    rows = {
        kind: [r.row.number for r, item in lines.items if item[kind] == "yes"] for kind in _KINDS
    }
    nobody = {kind: flow[f"{kind}_code"] == "volume.none" for kind in _KINDS}
    if rows["sensitive"] and nobody["sensitive"]:
        reader.report("sensitive", _no_sensitive_persons(rows["sensitive"]))
    elif rows["personal"] and all(nobody.values()):
        reader.report("personal", _no_persons(rows["personal"]))
    none = {kind: all(item[kind] == "no" for _, item in lines.items) for kind in _KINDS}
    if flow["sensitive_low"] > 0 and none["sensitive"]:
        reader.report("sensitive", _NO_SENSITIVE_ITEM)
    elif flow["personal_low"] > 0 and none["personal"]:
        reader.report("personal", _NO_PERSONAL_ITEM)


def _check_span(years: list[Line]) -> None:
    latest = max((int(record["year"]) for _, record in years), default=0)
    for reader, record in years:
        if int(record["year"]) < latest - load_plausibility().history_span:
            reader.report("year", _long_ago(int(record["year"]), latest))


def _check_years(lines: FlowLines, kind: str) -> None:
    """Compare each past year with the one before it, and the latest with this year."""
    years = sorted(lines.years, key=lambda line: int(line[1]["year"]))
    known = [(r, record["year"], record[kind]) for r, record in years if record[kind] is not None]
    for (_, year, before), (reader, later, after) in pairwise(known):
        if compare_years(_exact(before), _exact(after)):
            reader.report(kind, _jump((str(year), before), (str(later), after), after))
    if known:
        reader, year, before = known[-1]
        flow = lines.flow[1]
        now = Volume(flow[f"{kind}_low"], flow[f"{kind}_high"], "persons", "year", "volume.range")
        if jump := compare_years(_exact(before), now):
            reader.report(kind, _jump((str(year), before), ("本年度", jump[1]), before))


def _long_ago(year: int, latest: int) -> Issue:
    return Issue(
        "history.long_ago",
        Text(
            f"{year} 年比最近的历史年份 {latest} 年早得多，可能填错；请核对年份",
            f"{year} is long before the latest past year, {latest}: a mistype perhaps; check it",
        ),
        str(year),
    )


def _exact(persons: int) -> Volume:
    return Volume(persons, persons, "persons", "year", "volume.exact")


def _repeated(first: int) -> Issue:
    return Issue(
        "item.repeated",
        Text(
            f"同一场景的数据项与第 {first} 行重名；如果是同一项请删除一行，不是请改名",
            f"row {first} of this flow has the same name; delete one of them, or rename it",
        ),
    )


def _no_sensitive_persons(rows: list[int]) -> Issue:
    places = "、".join(map(str, rows))
    return Issue(
        "sensitive.no_persons",
        Text(
            f"数据项表第 {places} 行标为敏感个人信息，但本年度敏感个人信息人数填了 0；请核对",
            f"items in rows {places} are sensitive, but no sensitive persons are given; check both",
        ),
        "0",
    )


def _no_persons(rows: list[int]) -> Issue:
    places = "、".join(map(str, rows))
    return Issue(
        "personal.no_persons",
        Text(
            f"数据项表第 {places} 行标为个人信息，但本年度两类人数都填了 0；"
            "联系人、员工也要计入，请核对",
            f"items in rows {places} are personal, but no persons are given; contact persons and "
            "employees count too: check both",
        ),
        "0",
    )


def _jump(before: tuple[str, int], after: tuple[str, int], got: int) -> Issue:
    factor = load_plausibility().jump_factor
    later = "this year" if after[0] == "本年度" else after[0]
    unit = "" if after[0] == "本年度" else " 年"
    return Issue(
        "history.jump",
        Text(
            f"{before[0]} 年为 {before[1]:,} 人，{after[0]}{unit}为 {after[1]:,} 人，"
            f"相差超过 {factor:g} 倍；请核对数字和单位",
            f"{before[1]:,} persons in {before[0]} and {after[1]:,} in {later}, more than "
            f"{factor:g}-fold apart; check numbers and units",
        ),
        str(got),
    )


_NO_SENSITIVE_ITEM = Issue(
    "sensitive.no_items",
    Text(
        "填了敏感个人信息人数，但数据项表中没有一项标为敏感个人信息；请核对",
        "sensitive persons are given, but none of the items is sensitive; check both",
    ),
)
_NO_PERSONAL_ITEM = Issue(
    "personal.no_items",
    Text(
        "填了个人信息人数，但数据项表中没有一项标为个人信息；请核对",
        "persons are given, but none of the items is personal; check both",
    ),
)
