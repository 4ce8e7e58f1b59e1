"""Rows behind the figures of the survey, each with its file, sheet and cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.punctuation import listed
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers, survey_labels
from listlab.report.audience import Names
from listlab.report.table import Column, Table
from listlab.survey.countries import country_names

PLACE = Text("出处：文件 › 工作表 › 单元格", "source: file › sheet › cell")
_ENTERPRISE = Text("企业", "enterprise")
_VOLUMES = ("personal", "sensitive")
_OPINIONS = {
    "wanted": Text("希望的量级", "threshold wanted"),
    "difficulty": Text("困难", "difficulty"),
    "suggestion": Text("建议", "suggestion"),
}


@dataclass(frozen=True)
class Behind:
    """Makes tables of the rows behind a bar; `columns` are the keys of the cells in question."""

    tables: SurveyTables
    names: Names
    lang: Lang

    def flows(self, flows: pl.DataFrame, caption: str, *columns: str) -> Table:
        """Flows with enterprise, recipient, both volumes, route and place."""
        rows = tuple(
            (
                self.enterprise(row["enterprise_id"]),
                self.words(row["scenario_name"]),
                self.names.recipient(row["recipient"]) if row["recipient"] else numbers.MISSING,
                self.countries(row["country"]),
                numbers.volume(row["personal_low"], row["personal_high"], self.lang),
                numbers.volume(row["sensitive_low"], row["sensitive_high"], self.lang),
                labels.label(survey_labels.ROUTES, row["route_now"], self.lang),
                self.place(row["source"], *(columns or _VOLUMES)),
            )
            for row in flows.to_dicts()
        )
        headers = (
            _ENTERPRISE,
            Text("业务", "business"),
            Text("境外接收方", "recipient"),
            Text("国家或地区", "country or region"),
            Text("个人信息（人/年）", "personal (persons/year)"),
            Text("敏感（人/年）", "sensitive (persons/year)"),
            Text("现有路径", "present route"),
            PLACE,
        )
        return self.table(caption, headers, rows, numeric=(4, 5))

    def items(self, items: pl.DataFrame, caption: str) -> Table:
        """Data items with enterprise, name, whether sensitive and needed, and place."""
        rows = tuple(
            (
                self.owner(row),
                self.words(row["name"]),
                labels.label(survey_labels.YES_NO, row["sensitive"], self.lang),
                labels.label(survey_labels.NEEDS, row["need"], self.lang),
                self.place(row["source"], "name"),
            )
            for row in items.to_dicts()
        )
        headers = (
            _ENTERPRISE,
            Text("数据项", "item"),
            Text("敏感", "sensitive"),
            Text("必要程度", "need"),
            PLACE,
        )
        return self.table(caption, headers, rows)

    def opinions(self, opinions: pl.DataFrame, caption: str, column: str) -> Table:
        """What enterprises wrote in one column of the opinions, with its place."""
        rows = tuple(
            (self.owner(row), self._opinion(row, column), self.place(row["source"], column))
            for row in opinions.to_dicts()
        )
        return self.table(caption, (_ENTERPRISE, _OPINIONS[column], PLACE), rows)

    def enterprises(
        self,
        enterprises: pl.DataFrame,
        caption: str,
        *columns: str,
        told: Sequence[str] = (),
        header: Text | None = None,
    ) -> Table:
        """Enterprises with region, size and place; `told` adds a column, a text a row."""
        rows = tuple(
            (
                self.enterprise(row["enterprise_id"]),
                row["region"] or labels.NO_REGION.say(self.lang),
                size_name(row["size"], self.lang),
                *([told[number]] if header else []),
                self.place(row["source"], *columns),
            )
            for number, row in enumerate(enterprises.to_dicts())
        )
        headers = (
            _ENTERPRISE,
            Text("区域", "region"),
            Text("规模", "size"),
            *([header] if header else []),
            PLACE,
        )
        return self.table(caption, headers, rows)

    def frame(self, frame: pl.DataFrame, caption: str) -> Table:
        """Enterprises of the frame with what came back, those without an answer first."""
        order = {status: place for place, status in enumerate(("none", "rejected", "accepted"))}
        rows = tuple(
            (
                self._listed(row),
                row["region"] or labels.NO_REGION.say(self.lang),
                size_name(row["size"], self.lang),
                labels.label(survey_labels.FRAME, row["status"], self.lang),
                self.names.place(" › ".join(part for part in (row["file"], row["cell"]) if part)),
            )
            for row in sorted(frame.to_dicts(), key=lambda row: order.get(row["status"], 0))
        )
        headers = (
            _ENTERPRISE,
            Text("区域", "region"),
            Text("规模", "size"),
            Text("问卷", "workbook"),
            Text("出处：名录文件 › 单元格", "source: file of the frame › cell"),
        )
        return self.table(caption, headers, rows)

    def table(
        self,
        caption: str,
        headers: Iterable[Text],
        rows: tuple[tuple[str, ...], ...],
        *,
        numeric: Sequence[int] = (),
    ) -> Table:
        """Table of rows in the reader's language; `numeric` columns are set as figures."""
        columns = (
            Column(text.say(self.lang), number in numeric) for number, text in enumerate(headers)
        )
        return Table(caption, tuple(columns), rows, lang=self.lang)

    def place(self, source: dict[str, Any] | None, *columns: str) -> str:
        """Cells of a row that hold the columns; the row alone where nobody kept the cells."""
        if source is None or source["file"] is None:
            return numbers.MISSING
        cells = [cell for column in columns if (cell := self._cell(source, column))]
        parts = (source["file"], source["sheet"], listed(cells, self.lang) or self._line(source))
        return self.names.place(" › ".join(part for part in parts if part))

    def _line(self, source: dict[str, Any]) -> str:
        """Row of a list; nothing for a form, whose answers stand in no row of their own."""
        if source["row"] is None:
            return ""
        return Text(f"第 {source['row']} 行", f"row {source['row']}").say(self.lang)

    def enterprise(self, enterprise_id: str | None) -> str:
        """Printed name of an enterprise that answered."""
        if enterprise_id is None:
            return numbers.MISSING
        return self.names.enterprise(enterprise_id, self._called.get(enterprise_id, enterprise_id))

    def owner(self, row: dict[str, Any]) -> str:
        """Printed name of the enterprise whose flow, or else whose file, a row belongs to."""
        file = (row["source"] or {}).get("file")
        return self.enterprise(self._owners.get(row["flow_id"]) or self._by_file.get(file))

    def words(self, text: str | None) -> str:
        """Free text as its reader may see it."""
        return numbers.MISSING if text is None else self.names.sentence(text)

    def countries(self, codes: str | None) -> str:
        """Names of the countries and regions in a cell of codes."""
        return country_names(codes, self.lang) or numbers.MISSING

    def _listed(self, row: dict[str, Any]) -> str:
        name = row["name"] or row["enterprise_id"] or numbers.MISSING
        return self.names.enterprise(row["enterprise_id"] or name, name)

    def _cell(self, source: dict[str, Any], column: str) -> str | None:
        kept: str | None = source.get(f"{column}_cell")
        found = self._places.get((source["file"], source["sheet"], column))
        if kept or found is None:
            return kept
        return found if found[-1].isdigit() else f"{found}{source['row']}"

    def _opinion(self, row: dict[str, Any], column: str) -> str:
        if column == "wanted":
            return numbers.volume(row["wanted_low"], row["wanted_high"], self.lang)
        return self.words(row[column])

    @cached_property
    def _called(self) -> dict[str, str]:
        rows = self.tables.enterprises.select("enterprise_id", "name").rows()
        return {key: name or key for key, name in rows}

    @cached_property
    def _owners(self) -> dict[str, str]:
        return dict(self.tables.flows.select("flow_id", "enterprise_id").rows())

    @cached_property
    def _by_file(self) -> dict[str | None, str]:
        used = self.tables.workbooks.filter(pl.col("status") == "accepted")
        return dict(used.select("file", "enterprise_id").rows())

    @cached_property
    def _places(self) -> dict[tuple[str, str, str], str]:
        rows = self.tables.places.select("file", "sheet", "column", "place").rows()
        return {(file, sheet, column): place for file, sheet, column, place in rows}


def size_name(size: str | None, lang: Lang) -> str:
    """Words for a size of enterprise, also for none."""
    return labels.UNANSWERED.say(lang) if size is None else labels.label(labels.SIZES, size, lang)
