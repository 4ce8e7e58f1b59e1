"""One row of a list under a reader's eyes: typed cells, problems with their place."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from listlab.model.language import Text
from listlab.model.volume import Volume
from listlab.survey.cells import Cell, cell_text, identifier
from listlab.survey.choices import read_choice, read_yes_no
from listlab.survey.columns import FLOWS, SheetForm
from listlab.survey.corrections import Corrections
from listlab.survey.fields import volume_issue
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import Row
from listlab.survey.private import mask
from listlab.survey.volume import read_volume

Record = dict[str, Any]
NOTHING_TO_CORRECT = Corrections()
_KEYS = frozenset({"flow", "credit_code"})  # what rows are known by: read and masked as such


@dataclass(slots=True)
class RowReader:
    """Cells of one row by column, corrected, whose issues go to the findings with their place.

    `record_id` names the row to the corrections; `kept` is what no table has a column for.
    """

    row: Row
    form: SheetForm
    findings: Findings
    corrections: Corrections = NOTHING_TO_CORRECT
    record_id: str | None = None
    kept: dict[str, tuple[str, str]] = field(default_factory=dict)

    def value(self, key: str) -> Cell:
        """Value of a cell; None where the column is missing or the cell holds personal data."""
        value = self._written(key)
        return None if key not in _KEYS and _is_private(value) else value

    def _written(self, key: str) -> Cell:
        """Value of a cell as corrected, else as handed in."""
        raw = self.row.values.get(key)
        if self.record_id is None or not self.corrections.by_id or key == "flow":
            return raw
        return self.corrections.amend(
            self.record_id,
            key,
            self.form.column(key).header,
            raw,
            sheet=self.row.sheet,
            cell=self.row.places.get(key),
        )

    def text(self, key: str) -> str | None:
        """Text of a cell without personal data."""
        text = cell_text(self._written(key))
        return None if text is None else mask(text).text

    def report(self, key: str, issue: Issue | None) -> None:
        """Keep an issue of a cell, if there is one; personal data in it are issue enough."""
        if issue and (key in _KEYS or not _is_private(self._written(key))):
            header = self.form.column(key).text
            message = issue.message
            if not issue.message.zh.startswith(header.zh):
                message = Text(f"{header.zh}：{message.zh}", f"{header.en}: {message.en}")
            self.findings.add(
                replace(issue, message=message),
                sheet=self.row.sheet,
                cell=self.row.places.get(key),
            )

    def keep(self, key: str) -> None:
        """Keep a cell's own words beside what the tables say of it."""
        if text := cell_text(self._written(key)):
            self.kept[self.form.column(key).header] = (self.row.places[key], text)

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
        is_noted = key in self.row.noted
        if key in self.row.values and (
            volume.code != "volume.missing" or (needed and not is_noted)
        ):
            issue = volume_issue(volume)
            if issue and needed and volume.unit == "unknown":
                issue = replace(issue, level="must")
            self.report(key, issue)
        if needed and is_noted:
            self.findings.press(self.row.sheet, self.row.places.get(key))
        self.report_format(key)
        return volume

    def report_format(self, key: str) -> None:
        """Report a number that looks larger than it is: its format shows 万, the cell holds 5."""
        if key not in self.row.with_unit:
            return
        value = self.value(key)
        if value and value == self.row.values.get(key):  # a corrected cell was looked at
            self.report(key, Issue("volume.format", _FORMAT, cell_text(value)))

    def source(self, file: str) -> Record:
        """Place of the row, with the cells of its yearly volumes."""
        return {
            "file": file,
            "sheet": self.row.sheet,
            "row": self.row.number,
            "personal_cell": self.row.places.get("personal"),
            "sensitive_cell": self.row.places.get("sensitive"),
        }


def _is_private(value: Cell) -> bool:
    if isinstance(value, str):
        return bool(mask(value).kinds)
    return isinstance(value, (int, float)) and bool(mask(cell_text(value) or "").kinds)


@dataclass(slots=True)
class FlowNumbers:
    """Flow ids of one enterprise by the number in its workbook."""

    enterprise_id: str
    ids: dict[str, str] = field(default_factory=dict)

    def name(self, reader: RowReader) -> str:
        """Id for the next flow; a missing or repeated number gets one from its row."""
        number = identifier(reader.value("flow"))
        shown = mask(number).text if number else None
        if number is None:
            reader.report("flow", _NO_NUMBER)
        elif number in self.ids:
            reader.report("flow", Issue("flow.repeated", _REPEATED, shown))
            return f"{self.enterprise_id}/{shown}#{reader.row.number}"
        # A number that holds personal data is no name to write.
        last = shown if shown and shown == number else f"#{reader.row.number}"
        self.ids[number or last] = f"{self.enterprise_id}/{last}"
        return self.ids[number or last]

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
