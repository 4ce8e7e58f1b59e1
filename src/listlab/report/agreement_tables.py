"""Tables of two reviewers: how far they agree, and where they differ."""

from collections.abc import Sequence

from listlab.identify.agreement import Agreement
from listlab.identify.confirm.form import OUTCOMES, PERSONAL
from listlab.model.language import Lang, Text
from listlab.report import numbers
from listlab.report.table import Column, Table

ABOUT = {
    "category": Text("类别", "category"),
    "personal": Text("个人信息", "personal information"),
    "important": Text("重要数据", "important data"),
}
_WORDS = {**PERSONAL, **OUTCOMES}
_NONE = Text("都不属于", "none fits")


def agreement_table(found: Sequence[Agreement], lang: Lang = "zh") -> Table:
    """Share agreed and Cohen's kappa with its interval, by pair of reviewers and question."""
    rows = tuple(
        (
            f"{each.first} · {each.second}",
            ABOUT[each.about].say(lang),
            numbers.count(each.n),
            numbers.MISSING if each.share is None else numbers.share(each.share, decimals=0),
            _kappa(each),
        )
        for each in found
    )
    columns = (
        Column(Text("审核人", "reviewers").say(lang)),
        Column(Text("问题", "question").say(lang)),
        Column(Text("共同确认（项）", "items of both").say(lang), True),
        Column(Text("一致", "agreed").say(lang), True),
        Column("κ (95%)", True),
    )
    notes = (
        Text(
            "κ 为 Cohen 系数，扣除了偶然一致；两人只用了同一个取值时没有定义（—）。"
            "不足 30 项时区间偏窄。",
            "Cohen's kappa, chance taken out; not defined (—) where both used a single value. "
            "Under 30 items the interval is too narrow.",
        ),
    )
    caption = Text("两名审核人的一致程度", "agreement of reviewers").say(lang)
    return Table(caption, columns, rows, tuple(note.say(lang) for note in notes), lang=lang)


def difference_table(found: Sequence[Agreement], lang: Lang = "zh") -> Table:
    """Items on which two reviewers differ, with their reasons."""
    rows = tuple(
        (
            row["name"] or row["item"],
            ABOUT[each.about].say(lang),
            _opinion(each.first, row["first"], row["first_reason"], lang),
            _opinion(each.second, row["second"], row["second_reason"], lang),
        )
        for each in found
        for row in each.differences.iter_rows(named=True)
    )
    headers = (
        Text("数据项", "item"),
        Text("问题", "question"),
        Text("一方", "one"),
        Text("另一方", "the other"),
    )
    columns = tuple(Column(header.say(lang)) for header in headers)
    caption = Text("审核人之间的分歧", "where reviewers differ").say(lang)
    return Table(caption, columns, rows, lang=lang)


def _kappa(found: Agreement) -> str:
    if found.kappa is None or found.low is None or found.high is None:
        return numbers.MISSING
    return f"{found.kappa:.2f} ({found.low:.2f}–{found.high:.2f})"


def _opinion(who: str, value: str, reason: str | None, lang: Lang) -> str:
    words = _NONE if value == "none" and value not in OUTCOMES else _WORDS.get(value)
    said = words.say(lang) if words else value
    return f"{who}：{said}" + (f"（{reason}）" if reason else "")
