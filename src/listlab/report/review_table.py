"""The review table in HTML: items with their words marked, suggestion, grounds, decision."""

from collections import defaultdict
from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl

from listlab.identify.confirm.form import OUTCOMES, PERSONAL
from listlab.identify.marked import mark
from listlab.identify.result import Findings
from listlab.model.language import Lang, Text
from listlab.report.important_tables import category_words

SHOWN = 50
_LONGEST = 400  # characters of a description that the table shows
_HEADERS = (
    Text("号", "No."),
    Text("数据项和说明", "item and description"),
    Text("企业", "enterprise"),
    Text("类别（把握）", "category (score)"),
    Text("个人信息", "personal"),
    Text("重要数据", "important"),
    Text("依据", "grounds"),
    Text("确认", "decided"),
)
_CELL = "padding:4px 8px;border-bottom:1px solid rgba(128,128,128,.28);vertical-align:top;"
_LEFT = "text-align:left;"
Places = Mapping[tuple[str, str], list[tuple[int, int, str]]]


def review_html(
    findings: Findings,
    shown: pl.DataFrame,
    *,
    enterprises: Mapping[str, str],
    done: Text,
    lang: Lang = "zh",
) -> str:
    """First rows of a review as HTML, with the words of evidence marked in the items' own text."""
    head = shown.head(SHOWN)
    ids = head["id"].implode()
    places = _places(findings.evidence.filter(pl.col("id").is_in(ids)))
    grounds = _grounds(findings.rules.filter(pl.col("id").is_in(ids)))
    rows = "".join(
        _row(findings, row, places=places, grounds=grounds, enterprises=enterprises, lang=lang)
        for row in head.iter_rows(named=True)
    )
    titles = "".join(
        f'<th scope="col" style="{_CELL}{_LEFT}">{escape(h.say(lang))}</th>' for h in _HEADERS
    )
    counted = Text(
        f"共 {shown.height} 项，此处列前 {head.height} 项。",
        f"{head.height} of {shown.height} items.",
    )
    told = f"<p><strong>{escape(done.say(lang))}</strong></p>" if done.zh else ""
    return (
        f'{told}<div style="overflow-x:auto"><table style="border-collapse:collapse">'
        f"<thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"<p>{escape(counted.say(lang))}</p>"
    )


def _row(
    findings: Findings,
    row: Mapping[str, Any],
    *,
    places: Places,
    grounds: Mapping[str, list[str]],
    enterprises: Mapping[str, str],
    lang: Lang,
) -> str:
    marked = {key: mark(row[key] or "", places.get((row["id"], key), ())) for key in _TEXTS}
    if len(row["description"] or "") > _LONGEST:
        marked["description"] = escape(row["description"][:_LONGEST]) + "……"
    others = "".join(
        f"<br><small>{escape(category_words(findings.pack, x['code'], lang))} "
        f"({x['score']:.2f})</small>"
        for x in row["alternatives"]
    )
    category = escape(category_words(findings.pack, row["category"], lang))
    warning = Text("与自评不同", "differs from own answer").say(lang)
    differs = f"<br><small>{warning}</small>" if row["disagrees"] else ""
    types = "".join(
        f"<br><small>{escape(said)}</small>" for said in findings.cite_types(row["types"], lang)
    )
    cells = (
        str(row["number"]),
        f"<strong>{marked['name']}</strong><br>{marked['description']}",
        escape(enterprises.get(row["enterprise_id"] or "", "")),
        f"{category} ({row['score']:.2f}){others}",
        escape(PERSONAL[row["personal"]].say(lang)) + types + differs,
        escape(OUTCOMES[row["important"]].say(lang)),
        "<br>".join(escape(said) for said in grounds.get(row["id"], ())),
        _decided(row, lang),
    )
    return "<tr>" + "".join(f'<td style="{_CELL}{_LEFT}">{cell}</td>' for cell in cells) + "</tr>"


_TEXTS = ("name", "description")


def _decided(row: Mapping[str, Any], lang: Lang) -> str:
    if row["changed"]:
        return escape(Text("确认后内容有变，须重看", "changed since, look again").say(lang))
    if row["by"] is None:
        return "—"
    reason = f"<br><small>{escape(row['reason'])}</small>" if row["reason"] else ""
    return f"{escape(row['by'])} {escape((row['at'] or '')[:10])}{reason}"


def _places(evidence: pl.DataFrame) -> Places:
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    columns = ("id", "field", "start", "end", "stance")
    for item, field, start, end, stance in evidence.select(columns).iter_rows():
        found[item, field].append((start, end, stance))
    return found


def _grounds(rules: pl.DataFrame) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item, name, evidence in rules.select("id", "name", "evidence").iter_rows():
        found[item].append(f"{name}：{evidence}")
    return found
