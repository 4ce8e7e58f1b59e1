"""One row of a list under a reader's eyes: typed cells, problems with their place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from listlab.model.language import Text
from listlab.model.volume import Volume
from listlab.survey.cells import Cell, cell_text, identifier
from listlab.survey.choices import read_choice, read_yes_no
from listlab.survey.columns import FLOWS, SheetForm
from listlab.survey.fields import volume_issue
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import Row
from listlab.survey.volume import read_volume

Record = dict[str, Any]


@dataclass(slots=True)
class RowReader:
    """Cells of one row by column, whose issues go to the findings with their place."""

    row: Row
    form: SheetForm
    findings: Findings

    def value(self, key: str) -> Cell:
        """Raw value of a cell; None where the column is missing."""
        return self.row.values.get(key)

    def text(self, key: str) -> str | None:
        """Text of a cell as written."""
        return cell_text(self.value(key))

    def report(self, key: str, issue: Issue | None) -> None:
        """Keep an issue of a cell, if there is one."""
        if issue:
            header = self.form.column(key).text
            message = issue.message
            if not issue.message.zh.startswith(header.zh):
                message = Text(f"{header.zh}：{message.zh}", f"{header.en}: {message.en}")
            self.findings.add(
                Issue(issue.code, message, issue.got, issue.severity),
                sheet=self.row.sheet,
                cell=self.row.places.get(key),
            )

    def choice(self, key: str, words: Mapping[str, str]) -> str | None:
        """Code of an answer chosen from a list."""
        code, issue = read_choice(self.value(key), words)
        self.report(key, issue)
        return code

    def yes_no(self, key: str) -> str:
        """Answer yes, no or unknown."""
        answer, issue = read_yes_no(self.value(key))
        self.report(key, issue)
        return answer

    def volume(self, key: str, *, needed: bool) -> Volume:
        """Volume of a cell; that it is missing is reported only where it is needed."""
        volume = read_volume(self.value(key))
        if key in self.row.values and (needed or volume.code != "volume.missing"):
            self.report(key, volume_issue(volume, self.form.column(key).text))
        self.report_format(key)
        return volume

    def report_format(self, key: str) -> None:
        """Report a number that looks larger than it is: its format shows 万, the cell holds 5."""
        if key in self.row.with_unit and self.value(key):
            self.report(key, Issue("volume.format", _FORMAT, self.text(key)))

    def source(self, file: str) -> Record:
        """Place of the row, with the cells of its yearly volumes."""
        return {
            "file": file,
            "sheet": self.row.sheet,
            "row": self.row.number,
            "personal_cell": self.row.places.get("personal"),
            "sensitive_cell": self.row.places.get("sensitive"),
        }


@dataclass(slots=True)
class FlowNumbers:
    """Flow ids of one enterprise by the number in its workbook."""

    enterprise_id: str
    ids: dict[str, str] = field(default_factory=dict)

    def name(self, reader: RowReader) -> str:
        """Id for the next flow; a missing or repeated number gets one from its row."""
        number = identifier(reader.value("flow"))
        if number is None:
            reader.report("flow", _NO_NUMBER)
        elif number in self.ids:
            reader.report("flow", Issue("flow.repeated", _REPEATED, number))
            return f"{self.enterprise_id}/{number}#{reader.row.number}"
        number = number or f"#{reader.row.number}"
        self.ids[number] = f"{self.enterprise_id}/{number}"
        return self.ids[number]

    def find(self, reader: RowReader) -> str | None:
        """Id of the flow that a row speaks of, None with an error when there is none."""
        number = identifier(reader.value("flow"))
        if number is None:
            reader.report("flow", Issue("flow.unnamed", _UNNAMED, severity="error"))
            return None
        if number not in self.ids:
            reader.report("flow", Issue("flow.unknown", _UNKNOWN, number, "error"))
        return self.ids.get(number)


_FORMAT = Text(
    "单元格格式显示出「万」等单位，但存的数不带单位，按所存的数读取；"
    "请核对，并改填完整的人数，例如 50000",
    "the cell's number format shows a unit such as 万 that the number stored lacks: read as "
    "stored; check it and fill in the whole number, such as 50000",
)
_NO_NUMBER = Issue(
    "flow.no_number",
    Text(
        "没有填写场景编号，其他表无法与这一行对应；请补填",
        "no flow number, so no other sheet can refer to this row; fill it in",
    ),
)
_REPEATED = Text(
    "场景编号与上面某行重复，其他表中的内容归入先出现的一行；请改用不同编号",
    "this flow number occurs above, and other sheets refer to the first row; use another number",
)
_UNNAMED = Text(
    "没有填写场景编号，不知道属于哪个场景，这一行没有使用；请补填",
    "no flow number, so the row belongs to no flow and was left out; fill it in",
)
_UNKNOWN = Text(
    f"「{FLOWS.name}」表中没有这个场景编号，这一行没有使用；请核对编号",
    f'sheet "{FLOWS.name}" has no such flow number and the row was left out; check the number',
)
