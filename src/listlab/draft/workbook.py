"""The list as an Excel workbook: cover, two parts, grounds."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from listlab.draft.sheet import Column, Sheets
from listlab.model.language import Lang, Text
from listlab.model.negative_list import ListItem, NegativeList, Part, ThresholdBasis
from listlab.model.punctuation import listed
from listlab.model.quantity import persons
from listlab.model.terms import GROUNDS, KINDS, STATES, TIERS

_NONE = "—"
_PLACE = " › "
_SAMPLE = Text("合成样例，不是真实企业数据", "synthetic sample, no real enterprise")

_PART_COLUMNS = (
    Column(Text("序号", "No."), 6, "centre"),
    Column(Text("数据类别", "Category"), 11),
    Column(Text("业务场景", "Scenario"), 13),
    Column(Text("出境目的", "Purpose"), 15),
    Column(Text("数据基本特征", "Features"), 32),
    Column(Text("数据项示例", "Data items"), 34),
    *(
        Column(Text(f"{kind.zh}量级", kind.en.capitalize()), 14, "centre")
        for kind in KINDS.values()
    ),
)
_GROUND_COLUMNS = (
    Column(Text("序号", "No."), 6, "centre"),
    Column(Text("条目编号", "Item id"), 16),
    Column(Text("业务场景", "Scenario"), 13),
    Column(Text("程序", "Procedure"), 10),
    Column(Text("对象", "Kind"), 12),
    Column(Text("阈值（人）", "Threshold"), 11, "number"),
    Column(Text("取值", "Ground"), 10),
    Column(Text("分析编号", "Analysis"), 14),
    Column(Text("理由", "Reason"), 30),
    Column(Text("条文", "Articles"), 32),
    Column(Text("来源文件", "File"), 26),
    Column(Text("工作表", "Sheet"), 10),
    Column(Text("单元格", "Cell"), 8, "centre"),
)


def workbook_bytes(negative_list: NegativeList, lang: Lang = "zh") -> bytes:
    """Workbook with a cover sheet, the two parts and the grounds of every threshold."""
    stream = BytesIO()
    title = negative_list.title.say(lang)
    sheets = Sheets(
        stream,
        lang,
        footer=("　" if lang == "zh" else " · ").join((title, *_marks(negative_list, lang))),
    )
    sheets.describe(
        title=title,
        subject=STATES[negative_list.status].say(lang),
        created=datetime.combine(negative_list.as_of, datetime.min.time()),
    )
    _cover(sheets, negative_list)
    parts: tuple[Part, Part] = (1, 2)
    for part in parts:
        _part(sheets, negative_list, part)
    _grounds(sheets, negative_list)
    sheets.close()
    return stream.getvalue()


def _marks(negative_list: NegativeList, lang: Lang) -> list[str]:
    sample = [_SAMPLE.say(lang)] if negative_list.synthetic else []
    return [STATES[negative_list.status].say(lang), *sample]


def _cover(sheets: Sheets, negative_list: NegativeList) -> None:
    lang, status = sheets.lang, STATES[negative_list.status].say(sheets.lang)
    provenance = negative_list.provenance
    counts = [len(negative_list.part(1)), len(negative_list.part(2))]
    facts: list[tuple[Text, str]] = [
        (Text("状态", "Status"), status),
        (Text("适用区域", "Zone"), negative_list.zone.say(lang)),
        (Text("行业", "Industry"), negative_list.industry.name.say(lang)),
        (Text("法律与数据截至", "Law and data as of"), negative_list.as_of.isoformat()),
        (Text("版本", "Version"), negative_list.version),
        (
            Text("条目", "Items"),
            Text(
                f"第一部分 {counts[0]} 条，第二部分 {counts[1]} 条",
                f"part 1: {counts[0]}, part 2: {counts[1]}",
            ).say(lang),
        ),
        (
            Text("规则包", "Law pack"),
            f"{negative_list.pack} {provenance.pack_version or ''}".strip(),
        ),
        (Text("生成编号", "Provenance"), f"{provenance.id} · listlab {provenance.listlab_version}"),
    ]
    if negative_list.synthetic:
        facts.insert(1, (Text("样例", "Sample"), _SAMPLE.say(lang)))
    name = Text("说明", "About")
    sheets.cover(
        name, negative_list.title.say(lang), status, facts=facts, notes=negative_list.notes
    )


def _part(sheets: Sheets, negative_list: NegativeList, part: Part) -> None:
    name = (Text("第一部分", "Part 1"), Text("第二部分", "Part 2"))[part - 1]
    titles = negative_list.part_titles[part - 1]
    heading = Text(f"{name.zh}　{titles.zh}", f"{name.en}: {titles.en}").say(sheets.lang)
    rows = [_row(negative_list, item, sheets.lang) for item in negative_list.part(part)]
    said = dict.fromkeys(item.counting.say(sheets.lang) for item in negative_list.part(part))
    counting = Text("计数：", "Counting: ").say(sheets.lang) + (
        "；" if sheets.lang == "zh" else "; "
    ).join(said)
    sheets.table(name, heading, _PART_COLUMNS, rows, remark=counting)


def _row(negative_list: NegativeList, item: ListItem, lang: Lang) -> list[str | int]:
    return [
        negative_list.number(item),
        _category(item, lang),
        item.scenario.name.say(lang) if item.scenario else _NONE,
        item.purpose or _NONE,
        item.features.say(lang),
        listed(item.data_items, lang) or _NONE,
        *_volumes(negative_list, item, lang),
    ]


def _category(item: ListItem, lang: Lang) -> str:
    if item.category is None:
        return _NONE
    said = item.own_answers.say(lang)
    return f"{item.category.code} {item.category.name.say(lang)}\n{said}"


def _volumes(negative_list: NegativeList, item: ListItem, lang: Lang) -> tuple[str, str]:
    if item.kind != "personal":
        any_volume = Text("不论数量", "any volume").say(lang)
        return any_volume, any_volume
    upper = negative_list.assessment_of(item)
    if item.part == 1:
        return _from(upper.personal, lang), _from(upper.sensitive, lang)
    low = item.contract
    return (
        _between(low.personal, upper.personal, lang),
        _between(low.sensitive, upper.sensitive, lang),
    )


def _from(low: int | None, lang: Lang) -> str:
    if low is None:
        return _NONE
    count = _count(low)
    return Text(f"{count.zh}以上", f"{count.en} or more").say(lang)


def _between(low: int | None, high: int | None, lang: Lang) -> str:
    if low is None or high is None:
        return _from(low, lang)
    if low >= high:
        return Text("无（见第一部分）", "none (see part 1)").say(lang)
    top = _count(high)
    return _from(low, lang) + Text(f"、不满{top.zh}", f", fewer than {top.en}").say(lang)


def _count(number: int) -> Text:
    said = persons(number)
    return Text(said.zh.replace(" ", ""), said.en)  # as lists print it: 5万人


def _grounds(sheets: Sheets, negative_list: NegativeList) -> None:
    rows: list[list[str | int]] = [
        [
            negative_list.number(item),
            item.id,
            *[_NONE] * 6,
            item.features.say(sheets.lang),
            item.rule_citation.say(sheets.lang),
            *[_NONE] * 3,
        ]
        for item in negative_list.items
        if not item.bases
    ]
    for item, basis in negative_list.bases():
        rows += [
            [negative_list.number(item), *row] for row in _ground_rows(item, basis, sheets.lang)
        ]
    name = Text("依据与出处", "Grounds")
    heading = Text(
        "依据与出处：每个阈值的取值、分析、条文和问卷单元格",
        "Grounds: value, analysis, articles and survey cells of every threshold",
    ).say(sheets.lang)
    sheets.table(name, heading, _GROUND_COLUMNS, rows, filtered=True)


def _ground_rows(item: ListItem, basis: ThresholdBasis, lang: Lang) -> list[list[str | int]]:
    lead: list[str | int] = [
        item.id,
        item.scenario.name.say(lang) if item.scenario else _NONE,
        TIERS[basis.tier].say(lang),
        KINDS[basis.kind].say(lang),
        basis.persons,
        GROUNDS[basis.ground].say(lang),
        basis.analysis or _NONE,
    ]
    first = [*lead, basis.note.say(lang), _law_said(basis, lang), _cells_said(basis, lang)]
    return [[*first, _NONE, _NONE], *([*lead, "", "", *_split(place)] for place in basis.rows)]


def _law_said(basis: ThresholdBasis, lang: Lang) -> str:
    line, cite = _count(basis.national), basis.citation
    said = [Text(f"不低于 {line.zh}：{cite.zh}", f"at least {line.en}: {cite.en}")]
    if basis.cap is not None and basis.cap_citation is not None:
        cap, cite = _count(basis.cap), basis.cap_citation
        said.append(Text(f"低于 {cap.zh}：{cite.zh}", f"below {cap.en}: {cite.en}"))
    return "\n".join(part.say(lang) for part in said)


def _cells_said(basis: ThresholdBasis, lang: Lang) -> str:
    if basis.rows_withheld:
        hidden = basis.rows_withheld
        return Text(f"{hidden} 个单元格（对本读者不列）", f"{hidden} cells (not shown here)").say(
            lang
        )
    if basis.rows:
        count = len(basis.rows)
        return Text(f"共 {count} 个单元格，列于下", f"{count} cells, listed below").say(lang)
    return _NONE


def _split(place: str) -> Sequence[str]:
    file, sheet, cell = (*place.rsplit(_PLACE, 2), "", "")[:3]
    return file, sheet, cell
