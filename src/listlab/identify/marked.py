"""Items as a page shows them: their own text, with the words of evidence marked in it."""

from collections import defaultdict
from collections.abc import Iterable
from html import escape

import polars as pl

SHOWN = 50  # items that a table in a notebook shows
_COLOUR = {"for": "#fff1b8", "against": "#d9d9d9"}
_TITLES = ("编号", "数据项", "说明", "类别", "把握", "个人信息", "重要数据", "依据")
_LEVELS = {"none": "否", "personal": "个人信息", "sensitive": "敏感个人信息"}
_IMPORTANT = {"yes": "是", "no": "否", "review": "待判断"}
Place = tuple[int, int, str]


def mark(text: str, places: Iterable[Place]) -> str:
    """Text with places marked, escaped for HTML; of overlapping places the first counts."""
    pieces, done = [], 0
    for start, end, stance in sorted(places, key=lambda place: (place[0], -place[1])):
        if start < done or end > len(text):
            continue
        pieces.append(escape(text[done:start]))
        colour = _COLOUR.get(stance, _COLOUR["for"])
        pieces.append(f'<mark style="background:{colour}">{escape(text[start:end])}</mark>')
        done = end
    return "".join(pieces) + escape(text[done:])


def items_table(items: pl.DataFrame, evidence: pl.DataFrame, rules: pl.DataFrame) -> str:
    """Table of the first items with their words marked, as HTML."""
    shown = items.head(SHOWN)
    places = _places(evidence.filter(pl.col("row") < shown.height))
    laws: dict[int, list[str]] = defaultdict(list)
    for row, name in rules.filter(pl.col("row") < shown.height).select("row", "name").iter_rows():
        if name not in laws[row]:
            laws[row].append(name)
    head = "".join(f"<th>{title}</th>" for title in _TITLES)
    body = []
    for row, item in enumerate(shown.iter_rows(named=True)):
        cells = (
            escape(item["id"]),
            mark(item["name"] or "", places[row, "name"]),
            mark((item["description"] or "")[:200], places[row, "description"]),
            escape(item["category_name"] or "—"),
            f"{item['score']:.2f}",
            _LEVELS[item["personal"]],
            _IMPORTANT[item["important"]],
            escape("；".join(laws[row])),
        )
        body.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    more = items.height - shown.height
    note = f"<p>另有 {more} 项</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>{note}"


def _places(evidence: pl.DataFrame) -> dict[tuple[int, str], list[Place]]:
    found: dict[tuple[int, str], list[Place]] = defaultdict(list)
    columns = ("row", "field", "start", "end", "stance")
    for row, field, start, end, stance in evidence.select(columns).iter_rows():
        found[row, field].append((start, end, stance))
    return found
