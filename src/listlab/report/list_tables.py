"""The draft list as it would be printed: two parts, each item with its thresholds and ground."""

from listlab.model import terms
from listlab.model.language import Lang, Text
from listlab.model.negative_list import ListItem, NegativeList, Part, ThresholdBasis, Thresholds
from listlab.model.params import Kind
from listlab.model.punctuation import aside, clauses, listed
from listlab.report import numbers
from listlab.report.audience import OPEN, Names
from listlab.report.table import Column, Table

_KINDS: tuple[Kind, Kind] = ("personal", "sensitive")


def list_table(negative_list: NegativeList, part: Part, lang: Lang = "zh") -> Table:
    """Items of one part of the list."""
    headers = (
        Text("条目", "item"),
        Text("场景", "scenario"),
        Text("数据类别", "category"),
        Text("特征", "features"),
        Text("数据项", "data items"),
        Text("自当年1月1日起累计量级", "volume since 1 January"),
    )
    rows = tuple(
        (
            negative_list.number(item),
            item.scenario.name.say(lang) if item.scenario else numbers.MISSING,
            aside(item.category.name.say(lang), item.own_answers.say(lang), lang)
            if item.category
            else numbers.MISSING,
            item.features.say(lang),
            listed(item.data_items, lang) or numbers.MISSING,
            _volumes(negative_list, item, lang),
        )
        for item in negative_list.part(part)
    )
    title = negative_list.part_titles[part - 1].say(lang)
    columns = tuple(Column(header.say(lang)) for header in headers)
    return Table(title, columns, rows, lang=lang)


def basis_table(negative_list: NegativeList, lang: Lang = "zh", *, names: Names = OPEN) -> Table:
    """Every threshold of the list with its ground, article, analysis and survey cells."""
    headers = (
        Text("条目", "item"),
        Text("量级", "threshold"),
        Text("理由", "ground"),
        Text("国家规定", "national line"),
        Text("上限", "cap"),
        Text("分析编号", "analysis"),
        Text("依据的单元格", "survey cells"),
    )
    rows = tuple(
        (_named(negative_list, item, lang), *_basis_cells(basis, lang, names))
        for item, basis in negative_list.bases()
    )
    columns = tuple(Column(header.say(lang)) for header in headers)
    caption = Text("每个量级的依据", "ground of each threshold").say(lang)
    return Table(caption, columns, rows, lang=lang)


def _named(negative_list: NegativeList, item: ListItem, lang: Lang) -> str:
    name = item.scenario.name.say(lang) if item.scenario else ""
    return f"{negative_list.number(item)} {name}".strip()


def _basis_cells(basis: ThresholdBasis, lang: Lang, names: Names) -> tuple[str, ...]:
    kind, tier = terms.KINDS[basis.kind].say(lang), terms.TIERS[basis.tier].say(lang)
    cap = numbers.MISSING
    if basis.cap is not None and basis.cap_citation is not None:
        cap = f"< {numbers.persons(basis.cap, lang)} · {basis.cap_citation.say(lang)}"
    return (
        f"{numbers.persons(basis.persons, lang)} · {kind} · {tier}",
        names.sentence(basis.note.say(lang)),
        basis.citation.say(lang),
        cap,
        basis.analysis or numbers.MISSING,
        _rows(basis, lang, names),
    )


def _rows(basis: ThresholdBasis, lang: Lang, names: Names) -> str:
    if basis.rows_withheld:
        return Text(f"{basis.rows_withheld} 处（不列出）", f"{basis.rows_withheld} withheld").say(
            lang
        )
    if not basis.rows:
        return numbers.MISSING
    more = len(basis.rows) - 1
    first = names.place(basis.rows[0])
    if not more:
        return first
    return Text(f"{first} 等 {more + 1} 处", f"{first} and {more} more").say(lang)


def _volumes(negative_list: NegativeList, item: ListItem, lang: Lang) -> str:
    if item.part == 1:
        found = [_at_least(kind, item.assessment, None, lang) for kind in _KINDS]
    else:
        above = negative_list.assessment_of(item)
        found = [_at_least(kind, item.contract, above, lang) for kind in _KINDS]
    told = [text for text in found if text]
    return clauses(told, lang) or Text("不以量级论", "not by volume").say(lang)


def _at_least(kind: Kind, low: Thresholds, high: Thresholds | None, lang: Lang) -> str:
    start, end = low.of(kind), high.of(kind) if high else None
    if start is None:
        return ""
    words = terms.KINDS[kind]
    if end is None:
        zh = f"{words.zh}：{numbers.persons(start, 'zh')}人以上"
        return Text(zh, f"{words.en}: {start:,} or more").say(lang)
    zh = f"{words.zh}：{numbers.persons(start, 'zh')}人以上、不满{numbers.persons(end, 'zh')}人"
    return Text(zh, f"{words.en}: {start:,} or more, fewer than {end:,}").say(lang)
