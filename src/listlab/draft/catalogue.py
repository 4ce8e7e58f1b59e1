"""The catalogue of important data (重要数据目录) as a draft for filing: no contents of data."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import polars as pl

from listlab.draft.important import Identified, important_note
from listlab.draft.sheet import Column, Sheets
from listlab.law.pack import Category, Pack
from listlab.model.language import Lang, Text
from listlab.model.punctuation import clauses, listed

_NONE = "—"
_TITLE = Text("重要数据目录（草稿）", "Catalogue of important data (draft)")
_STATUS = Text("草稿，未备案", "draft, not filed")
_COLUMNS = (
    Column(Text("序号", "No."), 6, "centre"),
    Column(Text("类别序号", "Code"), 9, "centre"),
    Column(Text("一级类别", "First level"), 18),
    Column(Text("二级类别", "Category"), 18),
    Column(Text("数据基本信息描述", "Description"), 44),
    Column(Text("数据处理者（家）", "Processors"), 12, "number"),
    Column(Text("数据项（个）", "Data items"), 10, "number"),
    Column(Text("认定依据", "Basis"), 44),
    Column(Text("须对照的行业标准", "Standards to check"), 24),
    Column(Text("决定记录", "Ledger entries"), 14),
)
_OPEN_COLUMNS = (
    Column(Text("序号", "No."), 6, "centre"),
    Column(Text("类别序号", "Code"), 9, "centre"),
    Column(Text("二级类别", "Category"), 24),
    Column(Text("规则认为是（个）", "Yes by rule"), 12, "number"),
    Column(Text("待判断（个）", "To be decided"), 12, "number"),
    Column(Text("数据处理者（家）", "Processors"), 12, "number"),
)


def catalogue_bytes(
    identified: Identified, *, title: str, as_of: date, synthetic: bool, lang: Lang = "zh"
) -> bytes:
    """Workbook with the categories decided, and a sheet of what still waits for a decision.

    Parameters
    ----------
    identified : Identified
    title : str
        Title of the study.
    as_of : date
        Day of the law, and the file's fixed date.
    synthetic : bool
        Whether the survey is a sample.
    lang : {"zh", "en"}

    Notes
    -----
    It names categories, counts and articles; neither enterprises nor data items. The same
    findings give the same bytes.
    """
    stream = BytesIO()
    name = f"{_TITLE.say(lang)} · {title}"
    sheets = Sheets(stream, lang, footer=name)
    created = datetime.combine(as_of, datetime.min.time())
    sheets.describe(title=name, subject=_STATUS.say(lang), created=created)
    pack = identified.findings.pack
    facts = [
        (Text("研究", "Study"), title),
        (Text("适用区域", "Zone"), pack.region.say(lang)),
        (Text("法律与数据截至", "Law and data as of"), as_of.isoformat()),
        (Text("规则包", "Law pack"), f"{pack.id} {pack.version}"),
        (Text("生成编号", "Provenance"), identified.findings.provenance.id),
    ]
    notes = _notes(identified, as_of, synthetic=synthetic)
    sheets.cover(
        Text("说明", "About"), _TITLE.say(lang), _STATUS.say(lang), facts=facts, notes=notes
    )
    rows = catalogue_rows(identified, lang)
    sheets.table(Text("目录", "Catalogue"), _TITLE.say(lang), _COLUMNS, rows, filtered=True)
    waiting = Text("待确认（未列入目录）", "To be decided (not in the catalogue)")
    left = _open_rows(identified, lang)
    sheets.table(Text("待确认", "To be decided"), waiting.say(lang), _OPEN_COLUMNS, left)
    sheets.close()
    return stream.getvalue()


def catalogue_rows(identified: Identified, lang: Lang = "zh") -> list[list[str | int]]:
    """Rows of the catalogue: category, description, processors, items, basis, standards."""
    pack = identified.findings.pack
    rows: list[list[str | int]] = []
    for number, (category, items) in enumerate(identified.by_category(), 1):
        standards = items["defers_to"].drop_nulls().unique().sort().to_list()
        rows.append(
            [
                number,
                *_said(category, lang),
                items["enterprise_id"].n_unique(),
                items.height,
                "\n".join(_basis(identified, items, pack, lang)),
                listed([name for name in standards if name], lang) or _NONE,
                identified.numbers(items["id"]) or _NONE,
            ]
        )
    return rows


def catalogue_headers(lang: Lang = "zh") -> list[tuple[str, bool]]:
    """Headers of the catalogue's columns, and whether they hold numbers."""
    return [(column.header.say(lang), column.align == "number") for column in _COLUMNS]


def _said(category: Category | None, lang: Lang) -> list[str | int]:
    if category is None:
        nothing = Text("不属于任何类别", "of no category").say(lang)
        return [_NONE, _NONE, nothing, _NONE]
    words = listed(category.keywords, lang)
    return [category.code, category.parent.name.say(lang), category.name.say(lang), words]


def _basis(identified: Identified, items: pl.DataFrame, pack: Pack, lang: Lang) -> Sequence[str]:
    """Rules that spoke for the items, with their articles, and who decided when."""
    asked = identified.findings.rules.filter(
        pl.col("id").is_in(items["id"].implode()), pl.col("outcome") != "no"
    )
    rules = {rule.id: rule for rule in pack.rules}
    said = []
    for rule_id, name, law in (
        asked.select("rule", "name", "law").unique(maintain_order=True).rows()
    ):
        rule = rules.get(rule_id)
        article = rule.source.text(lang) if rule else law
        doubt = Text("（未核实）", " (unverified)").say(lang)
        mark = doubt if rule and rule.status == "unverified" else ""
        said.append(f"{rule.name.say(lang) if rule else name}：{article}{mark}")
    people = items.select("by", pl.col("at").str.slice(0, 10)).unique(maintain_order=True).rows()
    who = clauses([f"{by} {day}" for by, day in people], lang)
    return [*dict.fromkeys(said), Text(f"确认：{who}", f"decided by: {who}").say(lang)]


def _open_rows(identified: Identified, lang: Lang) -> list[list[str | int]]:
    counted = (
        identified.open.group_by("category")
        .agg(
            (pl.col("important") == "yes").sum().cast(pl.Int64).alias("yes"),
            (pl.col("important") != "yes").sum().cast(pl.Int64).alias("open"),
            pl.col("enterprise_id").n_unique().cast(pl.Int64).alias("firms"),
        )
        .sort("category", nulls_last=True)
    )
    names = {c.code: c.name.say(lang) for c in identified.findings.pack.categories}
    nothing = Text("不属于任何类别", "of no category").say(lang)
    return [
        [number, _NONE if code is None else code, names.get(code, nothing), yes, left, firms]
        for number, (code, yes, left, firms) in enumerate(counted.rows(), 1)
    ]


def _notes(identified: Identified, as_of: date, *, synthetic: bool) -> list[Text]:
    notes = []
    if synthetic:
        notes.append(
            Text(
                "合成样例，不是真实企业数据，只作演示。",
                "Synthetic sample, no real enterprise; for show only.",
            )
        )
    notes += [
        important_note(identified),
        Text(
            "目录只列类别、数量和依据，不含任何数据内容、数据项名称或企业名称。",
            "The catalogue lists categories, counts and grounds: no data, items or enterprises.",
        ),
        Text(
            "数据处理者数为确认的数据项所属企业数，同一企业只计一次；只含答复了问卷的企业。",
            "Processors are the enterprises of decided items, each once, of those that answered.",
        ),
    ]
    filing = identified.findings.pack.find("catalogue.filing", as_of)
    said = filing.says.get(filing.rule_on(as_of) or "") if filing and filing.says else None
    if filing and said:
        cite = Text(filing.citation_text("zh"), filing.citation_text("en"))
        notes.append(Text(f"目录{said.zh}（{cite.zh}）。", f"To be {said.en} ({cite.en})."))
    return notes
