"""Earlier security assessments and filings: a simple list that stands beside the survey."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.survey.cells import Cell, is_blank, plain_text
from listlab.survey.choices import ROUTE, read_choice
from listlab.survey.columns import Column, SheetForm
from listlab.survey.credit_code import is_credit_code, read_credit_code
from listlab.survey.fields import quote
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import read_rows
from listlab.survey.listing import choose_grids
from listlab.survey.load import load_plausibility
from listlab.survey.open import is_synthetic
from listlab.survey.private_cells import report_sheet
from listlab.survey.recipients import firm_name
from listlab.survey.rows import Record, RowReader
from listlab.survey.sheets import Grid

ARCHIVE_FORM = SheetForm(
    "案例",
    (
        Column("case", "案件编号", "case number", required=True),
        Column("kind", "类别", "kind", required=True),
        Column("name", "企业", "enterprise"),
        Column("credit_code", "信用代码", "credit code"),
        Column("scenario", "标准场景", "standard scenario", required=True),
        Column("personal", "个人信息人数（不含敏感）", "persons, without sensitive"),
        Column("sensitive", "敏感个人信息人数", "persons, sensitive"),
        Column("decided", "批准或备案日期", "approved or filed on"),
        Column("result", "结果", "result"),
        Column("valid_until", "有效期至", "valid until"),
        Column("note", "备注", "note"),
    ),
    required=True,
)
_KINDS = {word: code for word, code in ROUTE.items() if code != "none"}
_DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:t?0{1,2}:00.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_VOLUMES = ("personal", "sensitive")


def read_archive(grids: Sequence[Grid], industry: Industry, findings: Findings) -> list[Record]:
    """Cases of one archive file, without what the survey says; problems go to the findings."""
    records: list[Record] = []
    synthetic = is_synthetic(grids)
    for grid in choose_grids(grids, ARCHIVE_FORM):
        report_sheet(grid, findings)
        for row in read_rows(grid, ARCHIVE_FORM, findings):
            if record := _record(RowReader(row, ARCHIVE_FORM, findings), industry):
                records.append({**record, "synthetic": synthetic})
    return records


def _record(reader: RowReader, industry: Industry) -> Record | None:
    """One case; None with an error where its kind can't be read."""
    kind, _ = read_choice(reader.value("kind"), _KINDS)
    if kind is None:
        reader.report("kind", Issue("archive.no_kind", _NO_KIND, severity="error"))
        return None
    code = None
    if not is_blank(reader.value("credit_code")):
        code, issue = read_credit_code(reader.value("credit_code"))
        if issue:
            reader.report("credit_code", Issue("archive.credit_code", issue.message, issue.got))
    scenario = industry.match(reader.text("scenario") or "")
    if scenario is None:
        reader.report("scenario", _unknown_scenario(industry))
    record: Record = {
        "case_id": reader.text("case"),
        "kind": kind,
        "enterprise_id": code,
        "name": reader.text("name"),
        "scenario": scenario.code if scenario else "other",
        "scenario_name": reader.text("scenario"),
        "decided": _day(reader, "decided"),
        "result": reader.text("result"),
        "valid_until": _day(reader, "valid_until"),
        "note": reader.text("note"),
        "source": reader.source(reader.findings.file),
        "cell": reader.row.places.get("case"),  # where problems of the whole case are put
    }
    for key in _VOLUMES:
        volume = reader.volume(key, needed=False)
        record |= {f"{key}_low": volume.low, f"{key}_high": volume.high}
    if record["decided"] and record["valid_until"] and record["valid_until"] < record["decided"]:
        reader.report("valid_until", Issue("archive.dates", _DATES))
    return record


def read_day(value: Cell) -> date | None:
    """Day that a cell states as a date, 2025-03-01, 2025/3/1, 2025年3月1日 or 20250301."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain_text(value)
    if match := _DAY.fullmatch(text) or _COMPACT.fullmatch(text):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            return None
    return None


def join_archive(
    cases: Iterable[Record], flows: Sequence[Record], enterprises: Sequence[Record]
) -> list[Record]:
    """Cases with the flows of the same enterprise and scenario, and whether the volumes agree.

    Cases stated twice, by number, kind and enterprise, count once. Where a case has no credit
    code the enterprise is found by its name. Flows of one enterprise together hold at least as
    many persons as the largest of them, at most the sum; a case agrees when for both kinds of
    information its interval meets theirs, growth of a few years between them allowed for.
    """
    by_name = {firm_name(each["name"] or "").key: each["enterprise_id"] for each in enterprises}
    by_place: dict[tuple[str, str], list[Record]] = {}
    for flow in flows:
        by_place.setdefault((flow["enterprise_id"], flow["scenario"]), []).append(flow)
    joined = []
    for case in cases:
        owner = _owner(case, by_name)
        known = case["scenario"] != "other"
        own = by_place.get((owner, case["scenario"]), []) if owner and known else []
        joined.append(
            {
                **{key: value for key, value in case.items() if key != "cell"},
                "enterprise_id": owner,
                "flow_ids": [flow["flow_id"] for flow in own],
                "agrees": all(_meets(case, own, key) for key in _VOLUMES) if own else None,
            }
        )
    return joined


def _owner(case: Record, by_name: Mapping[str, str]) -> str | None:
    """Enterprise of a case; by its name where a code is missing or its check digit is wrong."""
    code, named = case["enterprise_id"], by_name.get(firm_name(case["name"] or "").key)
    doubtful = not (code and named and is_credit_code(code) and is_credit_code(named))
    return named if named and case["name"] and doubtful else code


def repeated(cases: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Cases that stand twice, each with the first one of the same number, kind and enterprise."""
    first: dict[tuple[object, ...], Record] = {}
    found = []
    for case in cases:
        key = (case["case_id"], case["kind"], case["enterprise_id"] or case["name"])
        if case["case_id"] and key in first:
            found.append((case, first[key]))
        first.setdefault(key, case)
    return found


def contradictions(case: Record, flows: Sequence[Record]) -> Iterator[tuple[str | None, Issue]]:
    """Cells of a case whose volume excludes that of the survey, with what is wrong."""
    own = [flow for flow in flows if flow["flow_id"] in case["flow_ids"]]
    for key in _VOLUMES:
        if own and not _meets(case, own, key):
            yield case["source"][f"{key}_cell"], _contradiction(case)


def _contradiction(case: Record) -> Issue:
    flows = "、".join(case["flow_ids"])
    return Issue(
        "archive.contradicts",
        Text(
            f"与问卷中同一企业、同一场景（{flows}）填报的人数相互矛盾；请核对案卷与问卷，"
            "如属不同年份，请在备注中说明",
            f"contradicts the persons that the same enterprise reports for the scenario in the "
            f"survey ({flows}); compare both, and say in the note if the years differ",
        ),
    )


def stated_twice(first: Mapping[str, object]) -> Issue:
    """Issue of a case that stands elsewhere too."""
    return Issue(
        "archive.repeated",
        Text(
            f"案件 {first['case_id']} 已在前面出现，这一行没有使用；请删除其中一行",
            f"case {first['case_id']} occurs before and this row was left out; delete one of them",
        ),
    )


def _meets(case: Record, flows: Sequence[Record], key: str) -> bool:
    low, high = case[f"{key}_low"], case[f"{key}_high"]
    highs = [flow[f"{key}_high"] for flow in flows]
    least = max(flow[f"{key}_low"] for flow in flows)
    most = None if None in highs else sum(highs)
    limits = load_plausibility()
    factor, few = limits.case_factor, limits.jump_from
    is_more = high is None or factor * max(high, few) >= least
    return is_more and (most is None or low <= factor * max(most, few))


def _day(reader: RowReader, key: str) -> date | None:
    value = reader.value(key)
    day = read_day(value)
    if day is None and not is_blank(value):
        reader.report(key, Issue("archive.date", _NO_DATE, quote(reader.text(key))))
    return day


def _unknown_scenario(industry: Industry) -> Issue:
    zh = "、".join(scenario.name.zh for scenario in industry.scenarios)
    en = ", ".join(scenario.name.en for scenario in industry.scenarios)
    return Issue(
        "archive.scenario",
        Text(
            f"不是本行业的标准场景，归入「其他」，不与问卷对照；标准场景有：{zh}",
            f"no standard scenario of this industry: taken as other and not compared; there are "
            f"{en}",
        ),
    )


_NO_KIND = Text(
    "没有填写类别，或看不懂，这一行没有使用；请填 安全评估、标准合同 或 认证",
    "no kind, or none that is known, and the row was left out; fill in 安全评估 (assessment), "
    "标准合同 (contract) or 认证 (certification)",
)
_NO_DATE = Text(
    "日期看不懂，按未填处理；请写成 2025-03-01 的形式",
    "the date can't be read: taken as blank; write it like 2025-03-01",
)
_DATES = Text(
    "有效期早于批准或备案日期；请核对两处日期",
    "valid until a day before approval or filing; check both dates",
)
