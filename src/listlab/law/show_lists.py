"""Published lists as readable tables."""

from collections.abc import Iterable

from listlab.law.lists.published import ListRow, PublishedList
from listlab.law.sheet import Sheet
from listlab.law.words import CHECKED, NOTHING, listed, plain
from listlab.model.language import Text


def list_sheets(lists: Iterable[PublishedList]) -> tuple[Sheet, ...]:
    """Published lists: what is known of each, then their rows with confidence."""
    lists = tuple(lists)
    headers = (
        Text("清单", "list"),
        Text("区域", "zone"),
        Text("发布", "issued"),
        Text("规模", "size"),
        Text("核实", "checked"),
        Text("说明", "note"),
        Text("出处", "source"),
    )
    rows = tuple(
        (
            plain(each.id),
            each.zone,
            plain(each.issued.isoformat() if each.issued else "—"),
            each.size,
            CHECKED[each.status],
            _with_successor(each),
            plain(each.address or "—"),
        )
        for each in lists
    )
    known = Sheet("lists", Text("已发布的清单", "Published lists"), headers, rows)
    found = tuple(_list_row(each, row) for each in lists for row in each.rows)
    return known, Sheet("rows", Text("清单中已知的行", "Rows known"), _ROW_HEADERS, found)


def _with_successor(each: PublishedList) -> Text:
    """Note of a list; first that a newer edition has come."""
    if each.successor is None:
        return each.note or NOTHING
    day, note = each.superseded_from, each.note or Text("", "")
    return Text(
        f"已有新版 {each.successor}（{day}），本版是否失效未核实。{note.zh}",
        f"A newer edition is {each.successor} ({day}); whether this one ended is unverified. "
        f"{note.en}",
    )


def _list_row(each: PublishedList, row: ListRow) -> tuple[Text, ...]:
    low = f"{row.low:,}" if row.low is not None else ""
    high = f"{row.high:,}" if row.high is not None else ""
    return (
        plain(f"{each.id}/{row.id}"),
        row.scenario_name,
        row.data,
        _KINDS[row.kind],
        plain(f"[{low}, {high})"),
        _ROUTES[row.route],
        listed(exception.text for exception in row.exceptions),
        Text(row.caveat("zh") or "已核实", row.caveat("en") or "verified"),
        plain(row.address or "—"),
    )


_KINDS = {
    "personal": Text("个人信息", "personal"),
    "sensitive": Text("敏感个人信息", "sensitive"),
    "important": Text("重要数据", "important"),
}
_ROUTES = {
    "assessment": Text("安全评估", "assessment"),
    "contract_or_certification": Text("标准合同或认证", "contract or certification"),
    "free": Text("免", "free"),
    "unstated": Text("不明", "not known"),
}
_ROW_HEADERS = (
    Text("行", "row"),
    Text("场景", "scenario"),
    Text("数据", "data"),
    Text("种类", "kind"),
    Text("人数", "persons"),
    Text("程序", "route"),
    Text("例外", "exceptions"),
    Text("核实", "checked"),
    Text("出处", "source"),
)
