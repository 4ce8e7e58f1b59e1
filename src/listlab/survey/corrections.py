"""Corrections that people decided on, replayed on the cells of workbooks left as they came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from listlab.law.pack import normalise
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_text, is_blank, plain_text
from listlab.survey.columns import Column, SheetForm
from listlab.survey.fields import quote
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import Row, read_rows
from listlab.survey.listing import choose_grids
from listlab.survey.sheets import Grid

CORRECTIONS_FORM = SheetForm(
    "更正",
    (
        Column("id", "编号", "id", required=True),
        Column("field", "字段", "field", required=True),
        Column("old", "原值", "old", required=True),
        Column("new", "新值", "new", required=True),
        Column("reason", "理由", "reason", required=True),
        Column("by", "更正人", "by", required=True),
        Column("when", "日期", "when", required=True),
    ),
    required=True,
)
_MUST = ("id", "field", "reason", "by", "when")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the table of corrections, as written; `id` and `field` name the cell."""

    id: str
    field: str
    old: str | None
    new: str | None
    reason: str | None
    by: str | None
    when: str | None
    file: str = ""
    sheet: str | None = None
    row: int = 0
    cell: str | None = None  # of `old`, which problems point at
    lacks: tuple[str, ...] = ()  # headers of what must be filled in and is not


@dataclass(frozen=True, slots=True)
class Met:
    """Where a correction met its cell, what stood there, and the code of a refusal."""

    sheet: str | None
    cell: str | None
    found: str | None
    refused: str | None = None


@dataclass(slots=True, eq=False)
class Corrections:
    """Corrections as they meet the cells of one workbook; without any, cells pass untouched."""

    by_id: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    met: dict[Correction, Met] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)  # ids asked for that corrections exist for

    def amend(
        self,
        record_id: str | None,
        key: str,
        header: str,
        raw: Cell,
        *,
        sheet: str | None = None,
        cell: str | None = None,
    ) -> Cell:
        """Value to read instead of a raw cell: the cell itself unless a correction applies.

        May be asked any number of times for one cell. A blank `new` empties the cell; a
        correction whose `old` is not what the cell says leaves it as it is.
        """
        if not self.by_id:
            return raw
        own = self.by_id.get(record_id or "")
        if not own:
            return raw
        self.ids.add(record_id or "")
        names = {normalise(key), normalise(header)}
        meant = [each for each in own if normalise(each.field) in names]
        if not meant:
            return raw
        refused = None
        if len({(plain_text(each.old), each.new) for each in meant}) > 1:
            refused = "corrections.clash"
        elif not says(raw, meant[0].old):
            refused = "corrections.old"
        for each in meant:
            self.met[each] = Met(sheet, cell, cell_text(raw), refused)
        return raw if refused else meant[0].new


def says(raw: Cell, old: str | None) -> bool:
    """Whether a cell holds the text, whatever its width, case and blanks; 5 and 5.0 are one."""
    if plain_text(raw) == plain_text(old):
        return True
    if old is None or isinstance(raw, bool) or not isinstance(raw, int | float):
        return False
    written = plain_text(old).replace(",", "")
    try:
        percent = written.endswith("%")
        number = float(written.removesuffix("%")) / (100 if percent else 1)
    except ValueError:
        return False
    return abs(number - raw) <= 1e-9 * max(abs(raw), 1)


def read_corrections(grids: Sequence[Grid], findings: Findings) -> list[Correction]:
    """Corrections in their order; what is wrong with the table goes to the findings."""
    return [
        _correction(row, findings.file)
        for grid in choose_grids(grids, CORRECTIONS_FORM)
        for row in read_rows(grid, CORRECTIONS_FORM, findings)
    ]


def by_id(corrections: Iterable[Correction]) -> dict[str, tuple[Correction, ...]]:
    """Complete corrections of each record, in the order given."""
    groups: dict[str, list[Correction]] = {}
    for each in corrections:
        if not each.lacks:
            groups.setdefault(each.id, []).append(each)
    return {record: tuple(group) for record, group in groups.items()}


def _correction(row: Row, file: str) -> Correction:
    texts = {column.key: cell_text(row.values.get(column.key)) for column in _COLUMNS}
    texts["when"] = _day(row.values.get("when"))
    lacks = [column.header for column in _COLUMNS if column.key in _MUST and not texts[column.key]]
    if is_blank(row.values.get("old")) and is_blank(row.values.get("new")):
        lacks.append(CORRECTIONS_FORM.column("new").header)
    return Correction(
        id=texts["id"] or "",
        field=texts["field"] or "",
        **{key: texts[key] for key in ("old", "new", "reason", "by", "when")},
        file=file,
        sheet=row.sheet,
        row=row.number,
        cell=row.places.get("old"),
        lacks=tuple(lacks),
    )


def _day(value: Cell) -> str | None:
    """Day as written; a date of the spreadsheet as ISO 8601 says."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else cell_text(value)


_COLUMNS = CORRECTIONS_FORM.columns


def refusal(
    correction: Correction, code: str, found: str | None, *, now: str | None = None
) -> Issue:
    """Issue of a correction that was not applied.

    Parameters
    ----------
    correction : Correction
        Which one.
    code : str
        Why, as a code of problems.
    found : str or None
        What its cell says now.
    now : str, optional
        Credit code to which another correction changes that of this enterprise.
    """
    if code == "corrections.id" and now:
        code = "corrections.recoded"
    cell = Text(f"{correction.id} 的「{correction.field}」", f"{correction.id}, {correction.field}")
    reason = _REASONS[code]
    words = {"old": _shown(correction.old), "found": _shown(found), "ask": _ask(correction)}
    zh, en = (text.format(**words, now=now) for text in (reason.zh, reason.en))
    message = Text(
        f"第 {correction.row} 行（{cell.zh}）没有执行：{zh}",
        f"row {correction.row} ({cell.en}) was not applied: {en}",
    )
    return Issue(_CODES.get(code, code), message, severity="error")


def _shown(text: str | None) -> str:
    """Text as it may be quoted: numbers, dates and codes; free text is not."""
    if text is None:
        return "（空）"
    said = quote(text)
    return f"「{said}」" if said else f"（{len(text)} 字）"


def _ask(correction: Correction) -> str:
    return "、".join(correction.lacks)


_CODES = {"corrections.recoded": "corrections.id"}  # told otherwise, and the same to programs
_REASONS = {
    "corrections.incomplete": Text("没有填写 {ask}；请补填", "{ask} is not filled in; fill it in"),
    "corrections.id": Text(
        "没有这个编号的企业、场景、数据项或历史年份；请对照 tables/answers.xlsx 中的编号",
        "no enterprise, flow, item or past year has this id; compare it with tables/answers.xlsx",
    ),
    "corrections.recoded": Text(
        "另一条更正已把这家企业的信用代码改为 {now}，编号随之改变；请改用以 {now} 开头的编号",
        "another correction changes the credit code of this enterprise to {now}, and its ids with "
        "it; use the ids that begin with {now}",
    ),
    "corrections.field": Text(
        "没有这一列，或这一列不能更正；请写表头原文或列的英文键名",
        "there is no such column, or it can't be corrected; write the header or the column's key",
    ),
    "corrections.old": Text(
        "原值应为{old}，单元格现为{found}；请核对企业是否已改，再更新或删去这条更正",
        "expected the old value {old}, the cell now says {found}; see whether the enterprise "
        "changed it, then renew or delete this correction",
    ),
    "corrections.clash": Text(
        "同一单元格有几条不同的更正，都没有执行；请只保留一条",
        "several corrections of this cell differ and none was applied; keep one of them",
    ),
    "corrections.rejected": Text(
        "它所在的工作簿没有被采用；请先处理该工作簿的问题",
        "its workbook was not used; mend the workbook's problems first",
    ),
}
