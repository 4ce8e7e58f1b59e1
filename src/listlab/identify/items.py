"""Items brought into one form: texts, answers and volumes as identification reads them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from listlab.errors import SurveyError
from listlab.identify.legible import unreadable, unseen_removed
from listlab.law.pack import Pack, normalise
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.survey.choices import read_yes_no
from listlab.survey.volume import read_volume

LONGEST = 20_000  # characters of a text that are read
TEXTS = ("name", "description", "industry", "scenario", "precision")
ANSWERS = ("personal", "sensitive", "public", "ciio")
VOLUMES = ("persons", "sensitive_persons", "persons_held", "sensitive_held")
_NAMES: Mapping[str, str] = {
    "id": "item_id 编号 序号 数据项编号",
    "flow_id": "flow 场景编号 流编号",
    "enterprise_id": "enterprise 统一社会信用代码 企业编号",
    "name": "item item_name 名称 数据项名称 数据项 字段名称 字段名",
    "description": "desc 说明 描述 数据项说明 字段说明 备注说明",
    "industry": "行业 所属行业 国民经济行业代码",
    "scenario": "场景 标准场景 场景名称 业务场景",
    "personal": "是否个人信息",
    "sensitive": "是否敏感个人信息",
    "precision": "精度或规模说明 精度 规模说明 精度规模",
    "public": "是否已公开 是否公开 已公开",
    "persons": "出境人数 个人信息人数 本年度个人信息人数不含敏感 本年度个人信息人数",
    "sensitive_persons": "敏感个人信息人数 本年度敏感个人信息人数",
    "persons_held": "掌握人数 掌握的个人信息人数 持有人数",
    "sensitive_held": "掌握敏感人数 掌握的敏感个人信息人数",
    "contains": "含有内容 包含内容 内容种类",
    "ciio": "是否关键信息基础设施运营者 是否关基 关基",
    "self_category": "自评数据类别 自评类别",
}
COLUMNS = tuple(_NAMES)
_SEPARATORS = ";,，；、|/ "


@dataclass(frozen=True)
class Items:
    """Items in one form, and what was wrong with them.

    `frame` has the text columns, the answers as yes, no or unknown (null when blank), every
    volume as `_low` and `_high`, and `contains` as a list.
    """

    frame: pl.DataFrame
    problems: tuple[Problem, ...] = ()


def normalise_items(
    table: pl.DataFrame,
    pack: Pack,
    *,
    file: str | None = None,
    rows: Sequence[int] | None = None,
) -> Items:
    """Items of a plain table, by English or Chinese headers; what can't be read is told.

    Parameters
    ----------
    table : DataFrame
        At least a column of names.
    pack : Pack
        Whose categories and contents are known.
    file : str, optional
        Name of the file, for the problems.
    rows : sequence of int, optional
        Row of each item in the file, as a spreadsheet counts; consecutive when left out.

    Raises
    ------
    SurveyError
        There is no column of names.
    """
    problems: list[Problem] = []

    def report(code: str, row: int | None, message: Text, got: str | None = None) -> None:
        # A table's first row holds the headers, as a spreadsheet counts.
        cell = None if row is None else f"{row + 2 if rows is None else rows[row]}"
        problems.append(Problem(code, "warning", message, file=file, cell=cell, got=got))

    table = _rename(table, report, file)
    columns = {name: _text(table, name) for name in COLUMNS}
    frame = pl.DataFrame(
        [
            _ids(columns["id"], report),
            *(columns[name].alias(name) for name in ("flow_id", "enterprise_id")),
            *(_legible(columns[name], report) for name in TEXTS),
            *(_answers(columns[name], name, report) for name in ANSWERS),
            *(side for name in VOLUMES for side in _volumes(table, name, report)),
            _contents(columns["contains"], pack, report),
            columns["self_category"],
        ]
    )
    _check_names(frame, report)
    _check_categories(frame["self_category"], pack, report)
    return Items(frame, tuple(problems))


_Report = Callable[..., None]


def _rename(table: pl.DataFrame, report: _Report, file: str | None) -> pl.DataFrame:
    known = {
        normalise(word): name
        for name, words in _NAMES.items()
        for word in (name, name.replace("_", " "), *words.split())
    }
    ready = {f"{name}_{end}" for name in VOLUMES for end in ("low", "high")}
    found: dict[str, str] = {}
    for header in table.columns:
        name = header if header in ready else known.get(normalise(header))
        if name and name not in found.values():
            found[header] = name
        else:
            report("column.unknown", None, _unknown_column(header))
    if "name" not in found.values():
        raise SurveyError(Problem("column.missing", "error", _NO_NAMES, file=file))
    return table.select(pl.col(header).alias(name) for header, name in found.items())


def _text(table: pl.DataFrame, name: str) -> pl.Series:
    if name not in table.columns:
        return pl.Series(name, [None] * table.height, dtype=pl.String)
    column = table[name]
    if isinstance(column.dtype, pl.List):
        column = column.cast(pl.List(pl.String)).list.join(";")
    plain = column.cast(pl.String, strict=False).str.strip_chars()
    return plain.set(plain == "", None).alias(name)


def _ids(column: pl.Series, report: _Report) -> pl.Series:
    """Ids as given; numbered where there is none, and told apart where one occurs twice."""
    ids, seen = [], set[str]()
    for row, given in enumerate(column):
        own = given or f"{row + 1}"
        if own in seen:
            report("item.same_id", row, _SAME_ID, got=own[:40])
            own = f"{own}#{row + 1}"
        seen.add(own)
        ids.append(own)
    return pl.Series("id", ids, dtype=pl.String)


def _legible(column: pl.Series, report: _Report) -> pl.Series:
    """Texts as they are read: the beginning of endless ones, without what can't be seen."""
    for row in (column.str.len_chars() > LONGEST).arg_true():
        report("text.too_long", row, _too_long(column.name), f"{len(column[row]):,}")
    written = column.str.slice(0, LONGEST)
    cleaned = unseen_removed(written)
    for code, row, message, got in unreadable(written, cleaned):
        report(code, row, message, got)
    return cleaned.set(cleaned == "", None)


def _answers(column: pl.Series, name: str, report: _Report) -> pl.Series:
    distinct = {text: read_yes_no(text) for text in column.unique() if text is not None}
    for row, text in enumerate(column):
        if text is not None and (issue := distinct[text][1]):
            report(issue.code, row, issue.message, got=issue.got)
    codes = {text: answer for text, (answer, _) in distinct.items()}
    return pl.Series(name, [codes.get(text) for text in column], dtype=pl.String)


def _volumes(table: pl.DataFrame, name: str, report: _Report) -> tuple[pl.Series, pl.Series]:
    """Bounds of a volume; of a blank one both are null, of an unbounded one the upper."""
    low, high = f"{name}_low", f"{name}_high"
    if low in table.columns:
        return _bounds(table, name, report)
    column = _text(table, name)
    read = {text: read_volume(text) for text in column.unique() if text is not None}
    lows: list[int | None] = []
    highs: list[int | None] = []
    for row, text in enumerate(column):
        volume = None if text is None else read[text]
        if volume is None or volume.is_missing:
            if volume is not None and volume.code != "volume.missing":
                report(volume.code, row, volume.note or _UNREAD, got=volume.text[:40])
            lows.append(None)
            highs.append(None)
        else:
            lows.append(volume.low)
            highs.append(volume.high)
    return pl.Series(low, lows, dtype=pl.Int64), pl.Series(high, highs, dtype=pl.Int64)


def _bounds(table: pl.DataFrame, name: str, report: _Report) -> tuple[pl.Series, pl.Series]:
    """Bounds that are given ready; those that make no interval are told, and taken as blank."""
    ends = {}
    for end in (f"{name}_low", f"{name}_high"):
        given = table[end] if end in table.columns else pl.Series([None] * table.height)
        ends[end] = given.cast(pl.Float64, strict=False).fill_nan(None).cast(pl.Int64, strict=False)
        for row in (given.is_not_null() & ends[end].is_null()).arg_true():
            report("volume.unread", row, _UNREAD, got=str(given[row])[:40])
    low, high = ends.values()
    wrong = ((low < 0) | (high < 0) | (high < low)).fill_null(False)
    for row in wrong.arg_true():
        report("volume.contradictory", row, _NO_INTERVAL, got=f"{low[row]}～{high[row]}")
    lower, upper = (side.set(wrong, None).alias(end) for end, side in ends.items())
    return lower, upper


def _contents(column: pl.Series, pack: Pack, report: _Report) -> pl.Series:
    known = {kind for fact in pack.facts.values() if fact.applies for kind in fact.applies.contains}
    found: list[list[str]] = []
    for row, text in enumerate(column):
        given = "".join(";" if letter in _SEPARATORS else letter for letter in text or "")
        kinds = [kind for kind in given.split(";") if kind]
        for kind in (kind for kind in kinds if kind not in known):
            report("contains.unknown", row, _unknown_content(sorted(known)), got=kind[:40])
        found.append([kind for kind in kinds if kind in known])
    return pl.Series("contains", found, dtype=pl.List(pl.String))


def _check_names(frame: pl.DataFrame, report: _Report) -> None:
    for row in frame["name"].is_null().arg_true():
        said = frame["description"][row] is not None
        report("item.no_name", row, _NAMELESS if said else _EMPTY)


def _check_categories(column: pl.Series, pack: Pack, report: _Report) -> None:
    codes = {str(category.code) for category in pack.categories}
    names = {normalise(name) for c in pack.categories for name in (c.name.zh, c.name.en)}
    for row, text in enumerate(column):
        if text is None or normalise(text) in names:
            continue
        numbered = any(letter.isdigit() for letter in text)  # other words are the enterprise's own
        if numbered and text.removesuffix(".0") not in codes:
            report("category.unknown", row, _unknown_category(pack), got=text[:10])


def _listed(names: Iterable[Any]) -> str:
    return "、".join(map(str, names))


_NO_NAMES = Text(
    "没有数据项名称这一列；请加上表头 name（或“数据项名称”）",
    "there is no column of names; add the header name (or 数据项名称)",
)
_NAMELESS = Text(
    "数据项没有名称，只按说明判断；请补上名称",
    "the item has no name and is judged by its description alone; add the name",
)
_EMPTY = Text(
    "数据项既没有名称也没有说明，留给人判断；请补上名称",
    "the item has neither name nor description and is left to people; add the name",
)
_SAME_ID = Text(
    "编号与前面的数据项相同，已在后面加上行号；请改为不同的编号",
    "an earlier item has the same id, so the row was added to it; give each its own",
)
_NO_INTERVAL = Text(
    "人数的下限、上限不成区间，按未填处理；请核对",
    "no interval of persons: taken as blank; check it",
)
_UNREAD = Text("看不懂这个人数，按未填处理；请填人数", "no number of persons: taken as blank")


def _unknown_column(header: str) -> Text:
    return Text(
        f"不认识表头 {header[:40]!r}，这一列不参与识别；请改为可用的表头：{_listed(COLUMNS)}",
        f"header {header[:40]!r} is not known and not read; there are {', '.join(COLUMNS)}",
    )


def _too_long(name: str) -> Text:
    return Text(
        f"{name} 超过 {LONGEST:,} 个字符，只读前面的部分；请只写说明，不要粘贴数据内容",
        f"{name} has more than {LONGEST:,} characters, the first of which are read; describe "
        "the item, don't paste its contents",
    )


def _unknown_content(known: list[str]) -> Text:
    return Text(
        f"不认识这种内容，不计入；应为 {_listed(known)} 中的几种，请改正",
        f"content not known and not counted; expected some of {', '.join(known)}: mend it",
    )


def _unknown_category(pack: Pack) -> Text:
    first, last = pack.categories[0].code, pack.categories[-1].code
    return Text(
        f"{pack.name.zh}没有这个自评类别（识别不采用自评）；"
        f"应为 {first}～{last} 或类别名称，请核对",
        f"{pack.name.en} has no such category (identification does not use it anyway); expected "
        f"{first} to {last} or its name: check it",
    )
