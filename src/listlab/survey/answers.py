"""All that one workbook answers, as records of the study's tables."""

import hashlib
from dataclasses import dataclass, field

from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.survey.agreement import FlowLines, check_lines
from listlab.survey.cells import cell_text
from listlab.survey.columns import (
    ENTERPRISE,
    FLOWS,
    HISTORY,
    ITEMS,
    OPINIONS,
    SHEETS,
    SheetForm,
)
from listlab.survey.corrections import Corrections
from listlab.survey.enterprise import read_enterprise
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import Row, read_rows
from listlab.survey.private import mask
from listlab.survey.private_cells import report_headed, report_private
from listlab.survey.quoted import quote_cells
from listlab.survey.records import flow_record, history_record, item_record, opinion_record
from listlab.survey.rows import FlowNumbers, Record, RowReader
from listlab.survey.sheets import Workbook


@dataclass(slots=True)
class Answers:
    """Records of one workbook by table, and its enterprise (None when it is not known)."""

    enterprise_id: str | None = None
    tables: dict[str, list[Record]] = field(default_factory=dict)

    def add(self, table: str, record: Record) -> None:
        """Keep a record."""
        self.tables.setdefault(table, []).append(record)


def read_answers(
    book: Workbook, industry: Industry, findings: Findings, corrections: Corrections | None = None
) -> Answers:
    """Answers of a workbook; all that is wrong with them goes to the findings at once."""
    reading = _Reading(book, industry, findings, corrections or Corrections())
    for notice in book.notices:
        findings.add(notice.issue, sheet=notice.sheet, cell=notice.cell)
    for form in SHEETS:
        if book.sheet(form.name) is None:
            findings.add(_missing_sheet(form))
    code_cell = None
    if grid := book.sheet(ENTERPRISE.name):
        record, reader = read_enterprise(grid, industry, findings, reading.corrections)
        reading.answers.enterprise_id = record["enterprise_id"]
        reading.answers.add("enterprises", record)
        code_cell = reader.row.places.get("credit_code")
        _keep_extras(reader, reading)
        _keep_places(reader.row, reading)
    reading.numbers.enterprise_id = reading.answers.enterprise_id or ""
    _read_flows(reading)
    if reading.flows or not findings.rejects:  # else every row would name an unknown flow
        _read_details(reading)
    check_lines(reading.flows.values())
    report_private(book, findings, apart=code_cell)
    quote_cells(book, findings)
    return reading.answers


def content_hash(book: Workbook) -> str:
    """Hash of what the cells of the form say, free of looks and of the file around them."""
    digest = hashlib.sha256()
    for form in SHEETS:
        grid = book.sheet(form.name)
        for index, row in enumerate(grid.rows if grid else ()):
            texts = "\0".join([cell_text(cell) or "" for cell in row]).rstrip("\0")
            if texts:
                digest.update(f"{form.name}\0{index}\0{texts}\n".encode())
    return digest.hexdigest()


@dataclass(slots=True)
class _Reading:
    """What is read, what it is read with, and what has been read of it so far."""

    book: Workbook
    industry: Industry
    findings: Findings
    corrections: Corrections
    answers: Answers = field(default_factory=Answers)
    numbers: FlowNumbers = field(default_factory=lambda: FlowNumbers(""))
    flows: dict[str, FlowLines] = field(default_factory=dict)

    def rows(self, form: SheetForm) -> list[RowReader]:
        """Filled rows of a sheet, none where it is missing."""
        grid = self.book.sheet(form.name)
        rows = read_rows(grid, form, self.findings) if grid else []
        if rows:
            _keep_places(rows[0], self)
        return [RowReader(row, form, self.findings, self.corrections) for row in rows]


def _read_flows(reading: _Reading) -> None:
    grid = reading.book.sheet(FLOWS.name)
    if grid is None:
        return
    readers = reading.rows(FLOWS)
    if not readers and not reading.findings.rejects:
        reading.findings.add(_NO_FLOWS, sheet=grid.name)
    for reader in readers:
        record = flow_record(reader, reading.numbers, reading.industry)
        reading.answers.add("flows", record)
        reading.flows[record["flow_id"]] = FlowLines((reader, record))
        _keep_extras(reader, reading)


def _read_details(reading: _Reading) -> None:
    for form in (ITEMS, HISTORY, OPINIONS):
        for reader in reading.rows(form):
            unnamed = form is OPINIONS and cell_text(reader.value("flow")) is None
            flow_id = None if unnamed else reading.numbers.find(reader)
            if form is OPINIONS:
                _add_opinion(reader, flow_id, reading, belongs=unnamed or flow_id is not None)
            elif form is ITEMS:
                _add_item(reader, flow_id, reading)
            else:
                _add_history(reader, flow_id, reading)
            _keep_extras(reader, reading)


# A row that belongs to no flow is read all the same, so that all its mistakes are told at once.
def _add_opinion(
    reader: RowReader, flow_id: str | None, reading: _Reading, *, belongs: bool
) -> None:
    record = opinion_record(reader, flow_id)
    if belongs:
        reading.answers.add("opinions", record)


def _add_item(reader: RowReader, flow_id: str | None, reading: _Reading) -> None:
    record = item_record(reader, flow_id or "")
    if flow_id:
        reading.answers.add("items", record)
        reading.flows[flow_id].items.append((reader, record))


def _add_history(reader: RowReader, flow_id: str | None, reading: _Reading) -> None:
    record = history_record(reader, flow_id or "")
    if record is None or flow_id is None:
        return
    years = reading.flows[flow_id].years
    if any(record["year"] == known["year"] for _, known in years):
        reader.report("year", Issue("history.repeated", _REPEATED, str(record["year"]), "error"))
        return
    years.append((reader, record))
    reading.answers.add("history", record)


def _keep_places(row: Row, reading: _Reading) -> None:
    """Keep where each column of a sheet stands: its letter, or the cell of a single answer."""
    for key, cell in row.places.items():
        place = cell if row.number == 0 else cell.rstrip("0123456789")
        reading.answers.add(
            "places",
            {"file": reading.findings.file, "sheet": row.sheet, "column": key, "place": place},
        )


def _keep_extras(reader: RowReader, reading: _Reading) -> None:
    """Keep answers that no table has a column for, so that nothing people wrote is lost."""
    row, findings = reader.row, reading.findings
    for header, (cell, text) in (dict(row.extras) | reader.kept).items():
        record = {"file": findings.file, "sheet": row.sheet, "cell": cell}
        reading.answers.add(
            "extras", record | {"header": mask(header).text, "text": mask(text, header).text}
        )
    for header, (cell, text) in row.extras.items():
        report_headed(header, (row.sheet, cell, text), findings)
        if row.number == 0:
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
