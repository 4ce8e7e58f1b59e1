"""An offline page of tables of law."""

from collections.abc import Sequence
from html import escape

from listlab.law.sheet import Sheet
from listlab.model.language import Lang, Text
from listlab.report.table import Column, Table

_STYLE = (
    "body{font-family:'Noto Sans CJK SC','Microsoft YaHei','SimHei',sans-serif;"
    "max-width:90rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
    "nav a{margin-right:1em}table{font-size:.9em}@media print{nav{display:none}}"
)


def sheet_page(title: Text, sheets: Sequence[Sheet], lang: Lang = "zh") -> str:
    """Page with a table a sheet, that needs nothing from the net."""
    said = escape(title.say(lang))
    links = "".join(
        f'<a href="#{escape(sheet.id)}">{escape(sheet.title.say(lang))}</a>' for sheet in sheets
    )
    body = "".join(_section(sheet, lang) for sheet in sheets)
    tongue = Text("zh-CN", "en").say(lang)
    return (
        f'<!doctype html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{said}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{said}</h1><nav>{links}</nav>{body}</body></html>\n"
    )


def sheet_table(sheet: Sheet, lang: Lang = "zh") -> Table:
    """Sheet as the table that pages and notebooks draw."""
    columns = tuple(Column(header.say(lang)) for header in sheet.headers)
    rows = tuple(tuple(cell.say(lang) for cell in row) for row in sheet.rows)
    return Table(sheet.title.say(lang), columns, rows, lang=lang)


def _section(sheet: Sheet, lang: Lang) -> str:
    return f'<section id="{escape(sheet.id)}">{sheet_table(sheet, lang)._repr_html_()}</section>'
