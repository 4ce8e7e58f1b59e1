"""A route as an explained card, and a batch of routes as a table of counts, in HTML."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from listlab.law.routes.words import KINDS, ROUTES, persons
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.law.routes.result import Route, RouteResult

# colours keep their meaning on all pages, and no two of them differ by hue alone
_COLOURS = {
    "free": "#009e73",
    "contract_or_certification": "#e69f00",
    "assessment": "#d55e00",
    "excluded": "#555555",
    "review": "#0072b2",
}
_CELL = "padding:2px 10px 2px 0;vertical-align:top;text-align:left"
_MOST = 20


def card(route: "Route", lang: Lang = "zh") -> str:
    """Card of one route: what it is, why step by step, what to do, which duties remain."""
    colour = _COLOURS[route.route]
    parts = [
        f'<div style="border-left:6px solid {colour};padding:6px 14px;margin:6px 0">',
        f'<div style="font-weight:600">{escape(str(route.id))}：'
        f'<span style="color:{colour}">{escape(ROUTES[route.route].say(lang))}</span></div>',
        f"<div>{escape(_counted(route).say(lang))}</div>",
        _section(Text("理由", "Why"), (step.say(lang) for step in route.why), lang, ordered=True),
        _section(
            Text("办理", "Procedure"),
            (step.line(lang) for step in route.procedure),
            lang,
            ordered=True,
        ),
        _section(
            Text("仍须履行的义务", "Duties that remain"), (d.say(lang) for d in route.duties), lang
        ),
        "</div>",
    ]
    return "".join(parts)


def page(route: "Route", lang: Lang = "zh") -> str:
    """Same as the card, as lines for a terminal."""
    sections = (
        (Text("理由", "why"), [step.say(lang) for step in route.why]),
        (Text("办理", "procedure"), [step.line(lang) for step in route.procedure]),
        (Text("仍须履行的义务", "duties that remain"), [d.say(lang) for d in route.duties]),
    )
    lines = [f"{route.id}: {ROUTES[route.route].say(lang)}", f"  {_counted(route).say(lang)}"]
    for title, entries in sections:
        if entries:
            lines.append(f"  {title.say(lang)}")
        lines += [f"    {number}. {entry}" for number, entry in enumerate(entries, 1)]
    return "\n".join(lines)


def overview(result: "RouteResult", lang: Lang = "zh") -> str:
    """Table of counts by route, then the first cases with their routes."""
    rows = [
        f'<tr><td style="{_CELL}"><span style="color:{_COLOURS[name]}">■</span> '
        f"{escape(ROUTES[name].say(lang))}</td>"
        f'<td style="{_CELL};text-align:right">{cases:,}</td></tr>'
        for name, _, cases in result.summary().iter_rows()
        if cases
    ]
    shown = min(len(result), _MOST)
    first = [
        f'<tr><td style="{_CELL}">{escape(str(name))}</td><td style="{_CELL}">'
        f'<span style="color:{_COLOURS[route]}">■</span> '
        f"{escape(ROUTES[route].say(lang))}</td></tr>"
        for name, route in zip(result.cases.ids[:shown], result.routes[:shown], strict=True)
    ]
    more = Text(f"共 {len(result):,} 个案例", f"{len(result):,} cases in all").say(lang)
    if shown < len(result):
        more += Text(f"，列前 {shown} 个", f", the first {shown} shown").say(lang)
    return (
        f'<div><table style="border-collapse:collapse"><tbody>{"".join(rows)}</tbody></table>'
        f'<p style="margin:4px 0;opacity:.8">{escape(more)}</p>'
        f'<table style="border-collapse:collapse"><tbody>{"".join(first)}</tbody></table></div>'
    )


def _counted(route: "Route") -> Text:
    parts = [(KINDS[kind], persons(getattr(route, kind))) for kind in ("personal", "sensitive")]
    return Text(
        "计数：" + "，".join(f"{name.zh} {count.zh}" for name, count in parts),
        "Counted: " + ", ".join(f"{name.en} {count.en}" for name, count in parts),
    )


def _section(title: Text, lines: Iterable[str], lang: Lang, *, ordered: bool = False) -> str:
    entries = "".join(f"<li>{escape(line)}</li>" for line in lines)
    if not entries:
        return ""
    tag = "ol" if ordered else "ul"
    return (
        f'<div style="margin-top:6px;font-weight:600">{escape(title.say(lang))}</div>'
        f'<{tag} style="margin:2px 0 2px 1.4em;padding:0">{entries}</{tag}>'
    )
