"""All that one workbook answers, as records of the study's tables."""

import hashlib
from dataclasses import dataclass, field

from listlab.law.pack import Industry, normalise
from listlab.model.language import Text
from listlab.survey.cells import cell_name, cell_text
from listlab.survey.columns import (
    ENTERPRISE,
    FLOWS,
    HISTORY,
    ITEMS,
    OPINIONS,
    SHEETS,
    SheetForm,
)
from listlab.survey.enterprise import read_enterprise
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import Row, read_rows
from listlab.survey.records import flow_record, history_record, item_record, opinion_record
from listlab.survey.rows import FlowNumbers, Record, RowReader
from listlab.survey.sheets import Workbook

_KEPT_ASIDE = ("employees", "credit_grade")  # answers that no table has a column for


@dataclass(slots=True)
class Answers:
    """Records of one workbook by table, and its enterprise (None when it is not known)."""

    enterprise_id: str | None = None
    tables: dict[str, list[Record]] = field(default_factory=dict)

    def add(self, table: str, record: Record) -> None:
        """Keep a record."""
        self.tables.setdefault(table, []).append(record)


def read_answers(book: Workbook, industry: Industry, findings: Findings) -> Answers:
    """Answers of a workbook; all that is wrong with them goes to the findings at once."""
    answers = Answers()
    for form in SHEETS:
        if book.sheet(form.name) is None:
            findings.add(_missing_sheet(form))
    if grid := book.sheet(ENTERPRISE.name):
        record, row = read_enterprise(grid, industry, findings)
        answers.enterprise_id = record["enterprise_id"]
        answers.add("enterprises", record)
        _keep_extras(row, answers, findings)
    numbers = FlowNumbers(answers.enterprise_id or "")
    _read_flows(book, industry, (answers, numbers), findings)
    if numbers.ids or not findings.rejects:  # else every row would name an unknown flow
        _read_details(book, (answers, numbers), findings)
    return answers


def content_hash(book: Workbook) -> str:
    """Hash of what the cells of the form say, free of looks and of the file around them."""
    digest = hashlib.sha256()
    for form in SHEETS:
        grid = book.sheet(form.name)
        for index, row in enumerate(grid.rows if grid else ()):
            for place, cell in enumerate(row):
                if text := cell_text(cell):
                    digest.update(f"{form.name}\0{cell_name(index, place)}\0{text}\n".encode())
    return digest.hexdigest()


def _read_flows(
    book: Workbook, industry: Industry, into: tuple[Answers, FlowNumbers], findings: Findings
) -> None:
    answers, numbers = into
    grid = book.sheet(FLOWS.name)
    if grid is None:
        return
    rows = read_rows(grid, FLOWS, findings)
    if not rows and not findings.rejects:
        findings.add(_NO_FLOWS, sheet=grid.name)
    for row in rows:
        answers.add("flows", flow_record(RowReader(row, FLOWS, findings), numbers, industry))
        _keep_extras(row, answers, findings)


def _read_details(book: Workbook, into: tuple[Answers, FlowNumbers], findings: Findings) -> None:
    answers, numbers = into
    years: set[tuple[str, int]] = set()
    for form in (ITEMS, HISTORY, OPINIONS):
        grid = book.sheet(form.name)
        for row in read_rows(grid, form, findings) if grid else ():
            reader = RowReader(row, form, findings)
            _keep_extras(row, answers, findings)
            unnamed = form is OPINIONS and cell_text(reader.value("flow")) is None
            flow_id = None if unnamed else numbers.find(reader)
            if form is OPINIONS and (unnamed or flow_id):
                answers.add("opinions", opinion_record(reader, flow_id))
            elif form is ITEMS and flow_id:
                answers.add("items", item_record(reader, flow_id))
            elif form is HISTORY and flow_id:
                _add_history(reader, flow_id, (answers, years))


def _add_history(
    reader: RowReader, flow_id: str, into: tuple[Answers, set[tuple[str, int]]]
) -> None:
    answers, years = into
    record = history_record(reader, flow_id)
    if record is None:
        return
    if (flow_id, record["year"]) in years:
        reader.report("year", Issue("history.repeated", _REPEATED, str(record["year"]), "error"))
        return
    years.add((flow_id, record["year"]))
    answers.add("history", record)


def _keep_extras(row: Row, answers: Answers, findings: Findings) -> None:
    """Answers that no table has a column for, so that nothing people wrote is lost."""
    extras = dict(row.extras)
    if row.number == 0:
        for key in _KEPT_ASIDE:
            if text := cell_text(row.values.get(key)):
                extras[ENTERPRISE.column(key).header] = (row.places[key], text)
    for header, (cell, text) in extras.items():
        answers.add(
            "extras",
            {"file": findings.file, "sheet": row.sheet, "cell": cell, "header": header}
            | {"text": text},
        )
    known = {normalise(column.header) for column in ENTERPRISE.columns}
    for header, (cell, _) in row.extras.items():
        if row.number == 0 and normalise(header) not in known:
            findings.add(_unknown_line(header), sheet=row.sheet, cell=cell)


def _missing_sheet(form: SheetForm) -> Issue:
    return Issue(
        "sheet.missing" if form.required else "sheet.absent",
        Text(
            f"缺少工作表「{form.name}」；请使用原模板，不要改动工作表名称",
            f'sheet "{form.name}" is missing; use the template and keep its sheet names',
        ),
        severity="error" if form.required else "warning",
    )


def _unknown_line(header: str) -> Issue:
    return Issue(
        "header.unknown",
        Text(
            f"模板中没有「{header}」这一项；内容已保留，但不参与分析",
            f'the template has no line "{header}": kept, but not analysed',
        ),
    )


_NO_FLOWS = Issue(
    "workbook.no_flows",
    Text(
        "没有填写任何出境场景；如果确实没有数据出境，请忽略，否则请补填",
        "no flow is filled in; ignore this if no data leave, else fill them in",
    ),
)
_REPEATED = Text(
    "同一场景的同一年份填了两次，这一行没有使用；请只保留一行",
    "the same year of the same flow occurs above and this row was left out; keep one of them",
)
