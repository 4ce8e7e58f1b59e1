"""The form on which people confirm items, as an Excel workbook."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from listlab.identify.confirm.form import (
    CHOICES,
    COLUMNS,
    GUIDE,
    OUTCOMES,
    PERSONAL,
    SHEET,
    FormColumn,
    category_words,
    choices,
)
from listlab.identify.result import Findings
from listlab.model.language import Lang, Text

_LONGEST = 2_000  # characters of a text that the form shows
_WORDS = 8  # pieces of evidence that it shows of an item
_BASE = {"font_name": "Microsoft YaHei", "font_size": 10, "border": 1, "border_color": "#9AA5B1"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "bg_color": "#E4EBF2", "text_wrap": True, "valign": "vcenter"},
    "ask": {"bold": True, "bg_color": "#FFF1B8", "text_wrap": True, "valign": "vcenter"},
    "shown": {"text_wrap": True, "valign": "top", "locked": True},
    "asked": {"text_wrap": True, "valign": "top", "locked": False, "bg_color": "#FFFDF3"},
    "day": {"valign": "top", "locked": False, "bg_color": "#FFFDF3", "num_format": "yyyy-mm-dd"},
    "line": {"text_wrap": True, "valign": "top", "border": 0},
}


@dataclass(frozen=True)
class Asked:
    """Whom the form asks and how: names to print, fixed day of the file, language."""

    title: str
    as_of: date
    enterprises: Mapping[str, str] = field(default_factory=dict)
    lang: Lang = "zh"


def form_rows(findings: Findings, items: pl.DataFrame, asked: Asked) -> list[dict[str, str]]:
    """What the form says of each item, by the keys of its columns."""
    lang, pack = asked.lang, findings.pack
    laws, words = _laws(findings), _words(findings)
    rows = []
    for number, item in enumerate(items.iter_rows(named=True), 1):
        grounds = [*laws[item["id"]], *words[item["id"]][:_WORDS]]
        others = [x["code"] for x in item["alternatives"]]
        rows.append(
            {
                "number": str(number),
                "name": item["name"] or "",
                "description": _short(item["description"] or ""),
                "enterprise": asked.enterprises.get(item["enterprise_id"] or "", ""),
                "own": _own(item, lang),
                "suggested_category": category_words(pack, item["suggested_category"], lang),
                "score": f"{item['score']:.2f}",
                "alternatives": "\n".join(category_words(pack, code, lang) for code in others),
                "suggested_personal": PERSONAL[item["suggested_personal"]].say(lang),
                "suggested_important": OUTCOMES[item["suggested_important"]].say(lang),
                "grounds": _short("\n".join(grounds)),
                "standing": _standing(item, lang),
                "item": item["id"],
                "seen": item["evidence"],
            }
        )
    return rows


def form_bytes(findings: Findings, items: pl.DataFrame, asked: Asked) -> bytes:
    """Workbook with a row an item: what was found is locked, what is asked has drop-downs.

    Parameters
    ----------
    findings : Findings
    items : DataFrame
        The rows of `findings.items` to ask about, in their order on the form.
    asked : Asked
    """
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        created = datetime.combine(asked.as_of, datetime.min.time())
        book.set_properties({"title": asked.title, "created": created})
        looks = {name: book.add_format({**_BASE, **look}) for name, look in _LOOKS.items()}
        offered = choices(findings.pack, asked.lang)
        sheet = book.add_worksheet(SHEET.say(asked.lang))
        rows = form_rows(findings, items, asked)
        _write_rows(sheet, rows, looks, asked.lang)
        _guard(sheet, len(rows), offered, asked.lang)
        _guide(book.add_worksheet(GUIDE.say(asked.lang)), looks["line"], asked)
        _offer(book.add_worksheet(CHOICES.say(asked.lang)), offered)
    return stream.getvalue()


def _write_rows(
    sheet: Any, rows: Sequence[Mapping[str, str]], looks: Mapping[str, Any], lang: Lang
) -> None:
    for place, column in enumerate(COLUMNS):
        hidden = {"hidden": True} if column.kind == "hidden" else {}
        sheet.set_column(place, place, column.width, None, hidden)
        look = looks["ask" if column.kind == "asked" else "head"]
        sheet.write_string(0, place, column.header.say(lang), look)
    for down, row in enumerate(rows, 1):
        for place, column in enumerate(COLUMNS):
            look = looks[_look(column)]
            if column.kind == "asked":
                sheet.write_blank(down, place, None, look)
            else:
                sheet.write_string(down, place, row[column.key], look)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.set_landscape()


def _look(column: FormColumn) -> str:
    if column.key == "on":
        return "day"
    return "asked" if column.kind == "asked" else "shown"


def _guard(sheet: Any, rows: int, offered: Mapping[str, Sequence[str]], lang: Lang) -> None:
    """Lock what was found, and offer the choices of what is asked."""
    # No password: it only keeps hands from slipping, and widths and filters stay usable.
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True})
    source = CHOICES.say(lang)
    keys = [column.key for column in COLUMNS]
    for place, (key, words) in enumerate(offered.items()):
        letter = xl_col_to_name(place)
        column = keys.index(key)
        sheet.data_validation(
            1,
            column,
            max(rows, 1),
            column,
            {
                "validate": "list",
                "source": f"='{source}'!${letter}$1:${letter}${len(words)}",
                "error_title": Text("请从列表中选", "choose from the list").say(lang),
                "error_message": Text("这一格只能从下拉列表中选。", "Choose from the list.").say(
                    lang
                ),
            },
        )


def _offer(sheet: Any, offered: Mapping[str, Sequence[str]]) -> None:
    for place, words in enumerate(offered.values()):
        for down, word in enumerate(words):
            sheet.write_string(down, place, word)
    sheet.protect("")


def _guide(sheet: Any, look: Any, asked: Asked) -> None:
    sheet.set_column(0, 0, 100)
    for down, line in enumerate((Text(asked.title, asked.title), *_GUIDE)):
        sheet.write_string(down, 0, line.say(asked.lang), look)
    sheet.protect("")


_GUIDE = (
    Text(
        "只填黄色表头的各列。“同意建议”选“同意”，即类别、个人信息和重要数据都照建议确认。",
        "Fill in the columns with a yellow header. “Agree” confirms all three suggestions.",
    ),
    Text(
        "要改的，在“改为类别”“改为个人信息”“是否重要数据”中选，没有选的照建议；不确认的行留空。",
        "To change one, choose it; what is not chosen stays as suggested. Leave a row blank to "
        "decide nothing.",
    ),
    Text(
        "建议为“待判断”的，须选“是”或“否”才算作出决定。与建议不同的，须写理由。",
        "Where the suggestion is “to be decided”, choose yes or no. A departure needs a reason.",
    ),
    Text(
        "填好后运行 listlab identify confirm 导入；本表只是传递，导入后以决定记录为准。",
        "Import it by `listlab identify confirm`; the form is transport, the ledger counts.",
    ),
    Text(
        "不要改动隐藏的编号和校验列；数据项在导出之后有变化的，该行会被退回，须看过新的内容再确认。",
        "Leave the hidden columns alone; rows whose item has changed since are sent back.",
    ),
)


def _laws(findings: Findings) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in findings.rules.iter_rows(named=True):
        said = f"{row['name']}：{row['evidence']}（{row['law']}）"
        found[row["id"]].append(said)
    return found


def _words(findings: Findings) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in findings.evidence.iter_rows(named=True):
        sign = {"for": "+", "against": "−"}.get(row["stance"], "?")
        said = f"{sign}「{row['term']}」"
        if said not in found[row["id"]]:
            found[row["id"]].append(said)
    return found


def _own(item: Mapping[str, Any], lang: Lang) -> str:
    answers = {"yes": Text("是", "yes"), "no": Text("否", "no")}
    asked = (
        (Text("个人", "personal"), "own_personal"),
        (Text("敏感", "sensitive"), "own_sensitive"),
    )
    return "；".join(
        f"{what.say(lang)}：{answers[item[key]].say(lang)}"
        for what, key in asked
        if item[key] in answers
    )


def _standing(item: Mapping[str, Any], lang: Lang) -> str:
    if item["changed"]:
        return Text("有确认，但此后内容已变", "decided, but changed since").say(lang)
    if item["by"] is None:
        return ""
    outcome = OUTCOMES[item["important"]].say(lang)
    return Text(f"{item['by']}：{outcome}", f"{item['by']}: {outcome}").say(lang)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"
