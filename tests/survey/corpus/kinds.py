"""Kinds of defects: what each plants into a form, and the problems that must be reported."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from .form import (
    ENTERPRISE,
    FLOWS,
    HISTORY,
    ITEMS,
    NEXT_PERSONAL,
    NEXT_SENSITIVE,
    PAST_PERSONAL,
    PAST_SENSITIVE,
    THIS_PERSONAL,
    THIS_SENSITIVE,
    Cell,
    Form,
    Spot,
)

Scope = Literal["flow", "enterprise", "table", "book"]
Row = dict[str, Cell]
Plant = Callable[[Form, int, Random], list[Spot]]
ANY = (".xlsx", ".xlsm", ".xls", ".csv")
NOT_CSV = (".xlsx", ".xlsm", ".xls")
XLSX = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Kind:
    """One kind of defect; `scope` says what it takes: a flow, the card, the lists, the file."""

    name: str
    scope: Scope
    plant: Plant
    suffixes: tuple[str, ...] = ANY


@dataclass
class Register:
    """Kinds of one module, in the order in which they are declared."""

    kinds: list[Kind] = field(default_factory=list)

    def add(self, name: str, scope: Scope, plant: Plant, suffixes: tuple[str, ...] = ANY) -> None:
        """Declare a kind."""
        self.kinds.append(Kind(name, scope, plant, suffixes))

    def kind(
        self, name: str, scope: Scope = "flow", *, suffixes: tuple[str, ...] = ANY
    ) -> Callable[[Plant], Plant]:
        """Declare the decorated function as a kind."""

        def declare(plant: Plant) -> Plant:
            self.add(name, scope, plant, suffixes)
            return plant

        return declare


def flow_row(form: Form, flow: int) -> Row:
    """Row of a flow."""
    return form.tables[FLOWS].rows[flow]


def settle(form: Form, flow: int, *, personal: Cell, sensitive: Cell) -> Row:
    """Flow with these volumes and nothing that could contradict them; returns its row.

    Forecast, exemption, batch and past go; items say sensitive just where someone is.
    """
    row = flow_row(form, flow)
    for header in (NEXT_PERSONAL, NEXT_SENSITIVE, "每年次数", "单次人数", "重复比例", "豁免人数"):
        row[header] = None
    row |= {THIS_PERSONAL: personal, THIS_SENSITIVE: sensitive, "豁免情形": "无"}
    history = form.tables[HISTORY]
    gone = {id(history.rows[i]) for i in form.rows_of(HISTORY, flow)}
    history.rows = [past for past in history.rows if id(past) not in gone]
    items = [form.tables[ITEMS].rows[i] for i in form.rows_of(ITEMS, flow)]
    for place, item in enumerate(items):
        item["是否个人信息"] = "是" if (place < 2 and personal != 0) or place == 0 else "否"
        item["是否敏感个人信息"] = "是" if place == 0 and sensitive != 0 else "否"
    if personal == 0 and sensitive == 0:
        items[0]["是否个人信息"] = "否"
    return row


def add_past(form: Form, flow: int, *years: tuple[Cell, Cell, Cell]) -> list[Row]:
    """Past years of a flow: year, persons without sensitive, sensitive; returns the rows."""
    number = flow_row(form, flow)["场景编号"]
    rows: list[Row] = [
        {"场景编号": number, "年份": year, PAST_PERSONAL: personal, PAST_SENSITIVE: sensitive}
        for year, personal, sensitive in years
    ]
    form.tables[HISTORY].rows.extend(rows)
    return rows


def first_item(form: Form, flow: int) -> Row:
    """First data item of a flow."""
    return form.tables[ITEMS].rows[form.rows_of(ITEMS, flow)[0]]


def on_card(code: str, item: str, severity: str = "warning") -> Spot:
    """Problem at the answer to an item of the enterprise sheet."""
    return Spot(code, ENTERPRISE, item, severity=severity)
