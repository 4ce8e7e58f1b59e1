"""A filled survey form in memory, before it is written: what stands in which cell is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ENTERPRISE, FLOWS, ITEMS, HISTORY, OPINIONS = "企业信息", "出境场景", "数据项", "历史量", "意见建议"
THIS_PERSONAL, THIS_SENSITIVE = "本年度个人信息人数（不含敏感）", "本年度敏感个人信息人数"
NEXT_PERSONAL, NEXT_SENSITIVE = "明年预计个人信息人数（不含敏感）", "明年预计敏感个人信息人数"
PAST_PERSONAL, PAST_SENSITIVE = "个人信息人数（不含敏感）", "敏感个人信息人数"
HEADERS: Mapping[str, tuple[str, ...]] = {
    FLOWS: (
        "场景编号", "标准场景", "场景名称", "业务目的", "境外接收方", "接收方国家或地区",
        "出境方式", "出境频率", "每年次数", "单次人数", "重复比例",
        THIS_PERSONAL, THIS_SENSITIVE, NEXT_PERSONAL, NEXT_SENSITIVE,
        "豁免情形", "豁免人数", "现有路径", "保护措施", "必要性说明",
    ),
    ITEMS: (
        "场景编号", "数据项名称", "数据项说明", "是否个人信息", "是否敏感个人信息",
        "自评数据类别", "精度或规模说明", "是否已公开", "必要程度",
    ),
    HISTORY: ("场景编号", "年份", PAST_PERSONAL, PAST_SENSITIVE),
    OPINIONS: ("场景编号", "希望的量级", "困难", "建议"),
}  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A formula with the value that the spreadsheet last reckoned; None when it never did."""

    text: str
    value: "int | float | str | None"


@dataclass(frozen=True)
class Shown:
    """A number with a format that decides what people see."""

    value: float
    number_format: str


Cell = str | int | float | date | Formula | Shown | None


@dataclass
class Table:
    """One list of the form: headers, rows by header, and how people have moved it about."""

    headers: list[str]
    rows: list[dict[str, Cell]]
    name: str  # of the sheet in the file
    labels: dict[str, str] = field(default_factory=dict)  # header → as written in the file
    above: list[list[Cell]] = field(default_factory=list)  # title lines over the header
    blank_before: set[int] = field(default_factory=set)  # rows with an empty line before them
    below: list[list[Cell]] = field(default_factory=list)  # notes under the list
    merged: list[tuple[str, int, int]] = field(default_factory=list)  # header, first, last row

    def line(self, row: int | None) -> int:
        """0-based line of a row in the file; of the header when the row is None."""
        if row is None:
            return len(self.above)
        gaps = sum(gap <= row for gap in self.blank_before)
        return len(self.above) + 1 + row + gaps

    def grid(self) -> list[list[Cell]]:
        """Lines of the sheet from A1 on."""
        header: list[Cell] = [self.labels.get(h, h) for h in self.headers]
        lines = [*self.above, header]
        for index, row in enumerate(self.rows):
            lines.extend([[]] if index in self.blank_before else [])
            lines.append([row.get(h) for h in self.headers])
        return [*lines, *self.below]


@dataclass
class Card:
    """The enterprise sheet: items in one column, answers in the next."""

    answers: dict[str, Cell]
    name: str = ENTERPRISE
    above: list[list[Cell]] = field(default_factory=list)
    left: int = 0  # empty columns before the items
    sideways: bool = False  # items in one line, answers beneath

    def line(self, item: str) -> int:
        """0-based line of an item in the file."""
        return len(self.above) + list(self.answers).index(item)

    def grid(self) -> list[list[Cell]]:
        """Lines of the sheet from A1 on."""
        if self.sideways:
            return [*self.above, list(self.answers), list(self.answers.values())]
        pad: list[Cell] = [None] * self.left
        return [*self.above, *([*pad, item, answer] for item, answer in self.answers.items())]


@dataclass
class Form:
    """Everything one enterprise hands in."""

    card: Card
    tables: dict[str, Table]
    without: set[str] = field(default_factory=set)  # sheets left out of the file
    order: list[str] | None = None  # sheets in another order
    others: dict[str, list[list[Cell]]] = field(default_factory=dict)  # sheets of their own
    suffix: str = ".xlsx"  # .xlsx, .xlsm, .xls or .csv (a folder of csv files)
    encoding: str = "utf-8-sig"  # of csv files
    template: str | None = "1"
    saved_again: bool = False  # by another program

    def sheet_name(self, sheet: str) -> str:
        """Name of a sheet of the form in the file."""
        return self.card.name if sheet == ENTERPRISE else self.tables[sheet].name

    def sheets(self) -> dict[str, list[list[Cell]]]:
        """Lines by sheet name, in the file's order."""
        own = {ENTERPRISE: self.card.grid()} | {s: t.grid() for s, t in self.tables.items()}
        order = self.order or list(own)
        kept = {self.sheet_name(s): own[s] for s in order if s not in self.without}
        return kept | self.others

    def rows_of(self, sheet: str, flow: int) -> list[int]:
        """Rows of a list that belong to the flow at that place of the list of flows."""
        number = self.tables[FLOWS].rows[flow]["场景编号"]
        return [i for i, row in enumerate(self.tables[sheet].rows) if row["场景编号"] == number]


@dataclass(frozen=True)
class Spot:
    """A place in a form that a problem is expected at; resolved when the form is finished."""

    code: str
    sheet: str | None = None
    header: str | None = None
    row: "dict[str, Cell] | None" = None  # the row itself, so that it may still be moved
    severity: str = "warning"
    on_header: bool = False

    def place(self, form: Form) -> tuple[str | None, str | None]:
        """Sheet and cell as problems name them."""
        if self.sheet is None:
            return None, None
        if self.sheet != ENTERPRISE and self.sheet not in form.tables:
            return self.sheet, None  # a sheet of their own
        name = form.sheet_name(self.sheet)
        if self.header is None:
            return name, None
        if self.sheet == ENTERPRISE:
            if self.header not in form.card.answers:
                return name, None
            return name, cell_name(form.card.line(self.header), form.card.left + 1)
        table = form.tables[self.sheet]
        column = table.headers.index(self.header)
        if self.on_header:
            return name, cell_name(table.line(None), column)
        row = next(i for i, row in enumerate(table.rows) if row is self.row)
        return name, cell_name(table.line(row), column)


@dataclass(frozen=True)
class Truth:
    """One problem that reading the corpus must report, and the kind of defect behind it."""

    kind: str
    file: str
    sheet: str | None
    cell: str | None
    code: str
    severity: str

    @property
    def found_as(self) -> tuple[str, str | None, str | None, str, str]:
        """What a reported problem is compared by."""
        return self.file, self.sheet, self.cell, self.code, self.severity


def cell_name(row: int, column: int) -> str:
    """Name of a cell from its 0-based row and column."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def file_name(number: int, name: str, form: Form) -> Path:
    """Name of the file, or of the folder of csv files, that a form is written to."""
    return Path(f"{number:03d}_{name}{'' if form.suffix == '.csv' else form.suffix}")
