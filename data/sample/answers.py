"""What one sample enterprise answers, sheet by sheet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from credit_code import credit_code
from plan import Flow
from survey_form import TABLES, Form, Look
from trade import Field, Trade
from written_volumes import Cell, as_written

SURVEY_YEAR = 2026
GROWTH_MEAN, GROWTH_SD = 0.06, 0.20  # a year, on the log scale
_T = TypeVar("_T")


def enterprise_name(trade: Trade, number: int) -> str:
    """Invented name that says 样例 and carries the enterprise's number."""
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    kind, stem = trade.kinds[number % len(trade.kinds)], trade.stems[number % len(trade.stems)]
    return f"样例{kind}{stem}{digits}有限公司"


def enterprise_answers(trade: Trade, number: int, rng: np.random.Generator) -> dict[str, Cell]:
    """Sheet 企业信息: item → answer."""
    industry = _pick(trade.industry_codes, rng)
    employees = int(rng.integers(30, 4_000))
    answers: dict[str, Cell] = {
        "统一社会信用代码": credit_code(number, trade.letters),
        "企业名称": enterprise_name(trade, number),
        "所属区域": _pick(trade.regions, rng),
        "国民经济行业代码": int(industry)
        if rng.random() < 0.3 and industry.isdigit()
        else industry,
        "企业规模": _pick(trade.sizes, rng),
        "是否关键信息基础设施运营者": "不确定" if number % 31 == 0 else _pick(trade.no, rng),
        "员工人数": employees if rng.random() < 0.8 else f"约{round(employees, -2) or 100}",
        "信用等级": ("A", "B", None)[rng.integers(3)],
    }
    return dict(reversed(answers.items())) if number % 29 == 0 else answers


def enterprise_form(trade: Trade, number: int, flows: Sequence[Flow], *, revision: int = 0) -> Form:
    """Everything one enterprise hands in; a revision changes the volumes only."""
    # A stream of its own for each sheet: a changed volume leaves the other sheets alone.
    info, flow_rng, item_rng, past, views = (
        np.random.default_rng([trade.seed, number, sheet]) for sheet in range(5)
    )
    rows: dict[str, list[dict[str, Cell]]] = {sheet: [] for sheet in TABLES}
    most = 8 if len(flows) < 4 else 3  # people with many flows tire of listing fields
    for position, flow in enumerate(flows, start=1):
        key: Cell = f"S{position}" if number % 3 == 0 else position
        persons = getattr(flow, trade.revised) * (10 + 3 * revision) // 10
        changed = replace(flow, **{trade.revised: persons})
        rows["出境场景"].append(flow_row(trade, key, changed, flow_rng))
        rows["数据项"].extend(item_rows(trade, key, flow, item_rng, most=most))
        rows["历史量"].extend(history_rows(key, flow, past))
        rows["意见建议"].append(opinion_row(trade, key, views))
    if number == trade.strange_item:
        rows["数据项"].append({**rows["数据项"][-1], "场景编号": 99})
    look = Look(
        reversed_headers=number % 19 == 0,
        respelled_headers=number % 11 == 0,
        extra_column="填表人备注" if number % 23 == 0 else None,
        blank_row=number % 13 == 0,
    )
    if look.extra_column:
        rows["出境场景"] = [{**row, look.extra_column: "已核对"} for row in rows["出境场景"]]
    offered = [*(t.names[0] for t in trade.texts.values() if t.names[0] != "其他"), "其他"]
    return Form(enterprise_answers(trade, number, info), rows, look, trade.name, offered)


def flow_row(trade: Trade, key: Cell, flow: Flow, rng: np.random.Generator) -> dict[str, Cell]:
    """One row of sheet 出境场景."""
    texts, plan = trade.texts[flow.scenario], trade.plans[flow.scenario]
    main = flow.personal if plan.main == "personal" else flow.sensitive
    row: dict[str, Cell] = {
        "场景编号": key,
        "标准场景": texts.names[0] if rng.random() < 0.7 else _pick(texts.names, rng),
        "场景名称": _pick(texts.titles, rng),
        "业务目的": _pick(texts.purposes, rng),
        "境外接收方": _pick(trade.recipients, rng),
        "接收方国家或地区": _pick(trade.countries, rng),
        "出境方式": _pick(trade.modes, rng),
        **_frequency(trade, main, flow.style, rng),
        "本年度个人信息人数（不含敏感）": _count(trade, flow, "personal", rng),
        "本年度敏感个人信息人数": _count(trade, flow, "sensitive", rng),
        "明年预计个人信息人数（不含敏感）": _forecast(flow.personal, rng),
        "明年预计敏感个人信息人数": _forecast(flow.sensitive, rng),
        "豁免情形": "无",
        "现有路径": _route(flow, rng),
        "保护措施": _pick(trade.safeguards, rng),
        "必要性说明": _pick(texts.needs, rng),
    }
    if flow.scenario in trade.exempt and rng.random() < trade.exempt[flow.scenario]:
        row |= {"豁免情形": _pick(trade.exemptions, rng), "豁免人数": flow.personal // 10}
    return row


def _count(trade: Trade, flow: Flow, kind: str, rng: np.random.Generator) -> Cell:
    persons = flow.personal if kind == "personal" else flow.sensitive
    return as_written(
        persons, flow.style if kind == trade.plans[flow.scenario].main else "exact", rng
    )


def _forecast(persons: int, rng: np.random.Generator) -> Cell:
    grown = round(persons * np.exp(GROWTH_MEAN + GROWTH_SD * rng.standard_normal()))
    style = ("exact", "exact", "exact", "about", "blank")[rng.integers(5)]
    return as_written(grown, style if grown >= 10 or style == "blank" else "exact", rng)


def _frequency(trade: Trade, persons: int, style: str, rng: np.random.Generator) -> dict[str, Cell]:
    """Frequency with events, batch and repeat share that agree with the yearly persons."""
    written = _pick(list(trade.frequencies), rng)
    events = trade.frequencies[written]
    answer: dict[str, Cell] = {"出境频率": written, "每年次数": events}
    if events and style == "exact" and persons >= events and rng.random() < 0.6:
        share = float(rng.integers(0, 7)) / 10 if events > 1 else 0.0
        batch = min(round(persons / (events * (1 - share))), persons)
        repeat = max(1 - persons / (batch * events), 0)
        answer["单次人数"] = batch
        answer["重复比例"] = f"{repeat:.1%}" if rng.random() < 0.5 else round(repeat, 3)
    return answer


def _route(flow: Flow, rng: np.random.Generator) -> str:
    if flow.sensitive >= 10_000:
        return "安全评估"
    if flow.sensitive > 0:
        return ("标准合同", "标准合同", "认证", "无")[rng.integers(4)]
    if flow.personal >= 1_000_000:
        return "安全评估"
    return "标准合同" if flow.personal >= 100_000 else "无"


def item_rows(
    trade: Trade, key: Cell, flow: Flow, rng: np.random.Generator, *, most: int = 8
) -> list[dict[str, Cell]]:
    """3 to `most` rows of sheet 数据项, in the order of the scenario's fields."""
    fields = trade.texts[flow.scenario].fields
    fields = tuple(field for field in fields if flow.sensitive or not field.sensitive)
    count = min(int(rng.integers(3, most + 1)), len(fields))
    chosen = sorted(int(i) for i in rng.choice(len(fields), size=count, replace=False))
    if flow.sensitive and not any(fields[i].sensitive for i in chosen):
        chosen[-1] = next(i for i, field in enumerate(fields) if field.sensitive)
    return [_item_row(trade, key, fields[i], rng) for i in chosen]


def _item_row(trade: Trade, key: Cell, item: Field, rng: np.random.Generator) -> dict[str, Cell]:
    return {
        "场景编号": key,
        "数据项名称": item.name,
        "数据项说明": item.about,
        "是否个人信息": _pick(trade.yes if item.personal else trade.no, rng),
        "是否敏感个人信息": _pick(trade.yes if item.sensitive else trade.no, rng),
        "自评数据类别": _category(item.category, rng),
        "精度或规模说明": "逐人记录" if item.personal and rng.random() < 0.4 else None,
        "是否已公开": _pick(trade.no, rng) if rng.random() < 0.9 else None,
        "必要程度": "必需" if item.required else "可选",
    }


def _category(category: str | None, rng: np.random.Generator) -> str | None:
    if category is None or rng.random() < 0.15:
        return None
    number, name = category.split()
    return (category, category, name, number)[rng.integers(4)]


def history_rows(key: Cell, flow: Flow, rng: np.random.Generator) -> list[dict[str, Cell]]:
    """Two rows of sheet 历史量, grown backwards from this year; some people leave them out."""
    if rng.random() < 0.12:
        return []
    rows = []
    personal, sensitive = float(flow.personal), float(flow.sensitive)
    for year in (SURVEY_YEAR - 1, SURVEY_YEAR - 2):
        personal /= np.exp(GROWTH_MEAN + GROWTH_SD * rng.standard_normal())
        sensitive /= np.exp(GROWTH_MEAN + GROWTH_SD * rng.standard_normal())
        row: dict[str, Cell] = {
            "场景编号": key,
            "年份": year if rng.random() < 0.8 else f"{year}年",
            "个人信息人数（不含敏感）": round(personal),
            "敏感个人信息人数": round(sensitive),
        }
        rows.append(row)
    return rows[::-1]


def opinion_row(trade: Trade, key: Cell, rng: np.random.Generator) -> dict[str, Cell]:
    """One row of sheet 意见建议."""
    return {
        "场景编号": key,
        "希望的量级": _pick(trade.wanted, rng),
        "困难": _pick(trade.difficulties, rng),
        "建议": _pick(trade.suggestions, rng),
    }


def _pick(choices: Sequence[_T], rng: np.random.Generator) -> _T:
    return choices[int(rng.integers(len(choices)))]
