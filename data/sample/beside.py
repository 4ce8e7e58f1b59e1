"""What stands beside the workbooks of a sample: frame, archive of cases, corrections."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import xlsxwriter
from answers import enterprise_answers, enterprise_form, enterprise_name
from credit_code import credit_code
from plan import Flow
from survey_form import MADE, MARK, Form
from trade import Trade
from written_volumes import Cell, rounded

FRAME_HEADERS = ("统一社会信用代码", "企业名称", "所属区域", "国民经济行业代码", "企业规模")
CASE_HEADERS = (
    *("案件编号", "类别", "企业", "信用代码", "标准场景", "个人信息人数（不含敏感）"),
    *("敏感个人信息人数", "批准或备案日期", "结果", "有效期至", "备注"),
)
CORRECTION_HEADERS = ("id", "field", "old", "new", "reason", "by", "when")
SILENT = 600  # numbers of the enterprises that answered nothing
# Enterprises that did not answer for one that did: small ones answer less.
_SILENT_SHARE = {"大型": 0.2, "中型": 0.35, "小型": 0.5, "微型": 0.7}
_OUTSIDE = 3  # cases of enterprises that are not in the survey
_YEARS_VALID = {"安全评估": 3, "标准合同": 2, "认证": 3}


@dataclass(frozen=True)
class Fix:
    """One correction: a cell of an enterprise's workbook, and what it is to say."""

    number: int
    sheet: str
    row: int  # of the sheet's list, from 0; not used for 企业信息
    header: str
    new: Cell
    reason: str
    old: str | None = None  # when it is not what the cell says
    flow: str | None = None  # number of a flow that the workbook does not have
    when: str = "2026-03-10"


@dataclass(frozen=True)
class Beside:
    """Choices of one study: who is missing from the frame, which cases, which corrections."""

    unlisted: Sequence[int]
    cases: int
    contradictory: Sequence[int]  # places of cases whose persons are ten times too many
    fixes: Sequence[Fix]
    by: str
    encoding: str = "utf-8-sig"


def write_beside(
    trade: Trade,
    flows: Mapping[int, Sequence[Flow]],
    beside: Beside,
    out: Path,
    *,
    forms: Mapping[int, Form] | None = None,
) -> None:
    """Write frame.csv, archive/ and corrections.csv into a study's folder.

    Parameters
    ----------
    forms : mapping, optional
        Forms of enterprises whose workbook is not what their flows alone would give.
    """
    out.mkdir(parents=True, exist_ok=True)
    frame = frame_rows(trade, flows, beside)
    _write_csv(out / "frame.csv", FRAME_HEADERS, frame, encoding=beside.encoding)
    forms = forms or {}
    changed = [
        correction_row(
            forms.get(fix.number) or enterprise_form(trade, fix.number, own), fix, beside
        )
        for fix in beside.fixes
        for own in [flows[fix.number]]
    ]
    _write_csv(out / "corrections.csv", CORRECTION_HEADERS, changed, encoding="utf-8-sig")
    (out / "archive").mkdir(exist_ok=True)
    _write_cases(out / "archive" / "历史案例.xlsx", case_rows(trade, flows, beside))


def frame_rows(
    trade: Trade, flows: Mapping[int, Sequence[Flow]], beside: Beside
) -> list[list[Cell]]:
    """Enterprises of the zone: those that answered but a few, and those that did not."""
    rng = np.random.default_rng([trade.seed, 1])
    strata: dict[tuple[Cell, Cell], int] = {}
    rows = []
    for number in flows:
        answers = _answers(trade, number)
        stratum = answers["所属区域"], answers["企业规模"]
        strata[stratum] = strata.get(stratum, 0) + 1
        if number not in beside.unlisted:
            rows.append([answers[header] for header in FRAME_HEADERS])
    missing = [
        stratum
        for stratum, answered in sorted(strata.items())
        for _ in range(int(answered * _SILENT_SHARE[str(stratum[1])] + 0.999 * rng.random()))
    ]
    unheard = [(r, s) for r in trade.regions for s in _SILENT_SHARE if (r, s) not in strata]
    for position, (region, size) in enumerate([*missing, *unheard[:1]]):
        number = SILENT + position
        code = credit_code(number, trade.letters)
        industry = trade.industry_codes[position % len(trade.industry_codes)]
        rows.append([code, enterprise_name(trade, number), region, industry, size])
    return [rows[i] for i in rng.permutation(len(rows))]


def case_rows(
    trade: Trade, flows: Mapping[int, Sequence[Flow]], beside: Beside
) -> list[dict[str, Cell]]:
    """Earlier assessments and filings: as their papers state persons, mostly as an upper limit."""
    rng = np.random.default_rng([trade.seed, 2])
    numbers = sorted(int(n) for n in rng.choice(list(flows), size=beside.cases, replace=False))
    rows = []
    for place, number in enumerate(numbers):
        flow = flows[number][0]
        own = [each for each in flows[number] if each.scenario == flow.scenario]
        personal = sum(each.personal for each in own)
        sensitive = sum(each.sensitive for each in own)
        if far := place in beside.contradictory:
            personal, sensitive = 10 * personal, 10 * sensitive
        kind = _kind(flow, rng)
        decided = date(2023, 9, 1) + timedelta(days=int(rng.integers(0, 800)))
        valid = decided.replace(year=decided.year + _YEARS_VALID[kind], day=min(decided.day, 28))
        rows.append(
            {
                "案件编号": f"{decided.year}-样例-{place + 1:03d}",
                "类别": kind,
                "企业": enterprise_name(trade, number),
                "信用代码": credit_code(number, trade.letters),
                "标准场景": trade.texts[flow.scenario].names[0],
                "个人信息人数（不含敏感）": _stated(personal, rng, ranged=far),
                "敏感个人信息人数": _stated(sensitive, rng, ranged=far),
                "批准或备案日期": decided.isoformat(),
                "结果": "通过"
                if kind == "安全评估"
                else "已备案"
                if kind == "标准合同"
                else "获证",
                "有效期至": valid.isoformat(),
                "备注": "申报为上限" if rng.random() < 0.3 else None,
            }
        )
    for place, row in enumerate(rows[:_OUTSIDE]):
        number = SILENT + 50 + place
        code, name = credit_code(number, trade.letters), enterprise_name(trade, number)
        stated = f"2024-样例-{beside.cases + place + 1:03d}"
        rows.append({**row, "企业": name, "信用代码": code, "案件编号": stated})
    return rows


def correction_row(form: Form, fix: Fix, beside: Beside) -> list[Cell]:
    """One row of the table of corrections, `old` as the workbook says unless the fix differs."""
    code = form.enterprise["统一社会信用代码"]
    if fix.sheet == "企业信息":
        key, cell = str(code), form.enterprise[fix.header]
    else:
        row = form.rows[fix.sheet][fix.row]
        key, cell = f"{code}/{fix.flow or row['场景编号']}", row.get(fix.header)
        if fix.sheet == "数据项":
            key = f"{key}/{fix.row + 2}"
        elif fix.sheet == "历史量":
            key = f"{key}@{str(row['年份'])[:4]}"
    old = cell if fix.old is None else fix.old
    return [key, fix.header, old, fix.new, fix.reason, beside.by, fix.when]


def _answers(trade: Trade, number: int) -> dict[str, Cell]:
    answers = enterprise_answers(trade, number, np.random.default_rng([trade.seed, number, 0]))
    return answers | {"国民经济行业代码": str(answers["国民经济行业代码"])}


def _kind(flow: Flow, rng: np.random.Generator) -> str:
    if flow.sensitive >= 10_000 or flow.personal >= 1_000_000:
        return "安全评估"
    return ("标准合同", "标准合同", "标准合同", "认证", "安全评估")[rng.integers(5)]


def _stated(persons: int, rng: np.random.Generator, *, ranged: bool) -> Cell:
    if persons == 0:
        return ("无", 0)[rng.integers(2)]
    ceiling = rounded(int(persons * rng.uniform(1.3, 2.2)) + 1, 2)
    floor = rounded(int(persons * rng.uniform(0.3, 0.7)), 1)
    words = (f"不超过{ceiling}人", f"{ceiling}以下", f"{max(floor, 1)}至{ceiling}人")
    drawn = words[rng.integers(len(words))]
    return words[-1] if ranged else drawn


def _write_csv(
    path: Path, headers: Sequence[str], rows: Sequence[Sequence[Cell]], *, encoding: str
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headers, *rows])


def _write_cases(path: Path, rows: Sequence[Mapping[str, Cell]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    book.set_properties({"title": f"历史案例（{MARK}）", "comments": MARK, "created": MADE})
    book.add_worksheet("填表说明").write_string(0, 0, f"{MARK}。Synthetic sample.")
    sheet = book.add_worksheet("案例")
    bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True})
    for column, header in enumerate(CASE_HEADERS):
        sheet.set_column(column, column, 30 if header == "企业" else 18)
        sheet.write_string(0, column, header, bold)
        for line, row in enumerate(rows, start=1):
            sheet.write(line, column, row[header])
    sheet.freeze_panes(1, 1)
    book.close()
