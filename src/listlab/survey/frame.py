"""The frame: every enterprise that could have answered, as a list that the zone keeps."""

from collections.abc import Iterable, Sequence
from typing import Any

from listlab.model.language import Text
from listlab.survey.choices import SIZE
from listlab.survey.columns import Column, SheetForm
from listlab.survey.credit_code import is_credit_code, read_credit_code
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import read_rows
from listlab.survey.listing import choose_grids
from listlab.survey.private_cells import report_sheet
from listlab.survey.recipients import firm_name
from listlab.survey.rows import Record, RowReader
from listlab.survey.sheets import Grid

FRAME_FORM = SheetForm(
    "企业名录",
    (
        Column("credit_code", "统一社会信用代码", "unified social credit code", required=True),
        Column("name", "企业名称", "enterprise name", required=True),
        Column("region", "所属区域", "region"),
        Column("industry", "国民经济行业代码", "GB/T 4754 code"),
        Column("size", "企业规模", "size"),
    ),
    required=True,
)


def read_frame(grids: Sequence[Grid], findings: Findings) -> list[Record]:
    """Enterprises of the frame, each once, without strata; what is wrong goes to the findings.

    A row without a credit code is a repetition where another row has its name.
    """
    lines: list[tuple[RowReader, Record]] = []
    for grid in choose_grids(grids, FRAME_FORM):
        report_sheet(grid, findings)
        for row in read_rows(grid, FRAME_FORM, findings):
            reader = RowReader(row, FRAME_FORM, findings)
            lines.append((reader, _record(reader)))
    by_code: dict[str, str] = {}
    by_name: dict[str, str] = {}
    kept = set()
    for place in sorted(range(len(lines)), key=lambda place: not lines[place][1]["enterprise_id"]):
        reader, record = lines[place]
        code, name = record["enterprise_id"], firm_name(record["name"] or "").key
        known = by_code.get(code) if code else by_name.get(name)
        if known:
            reader.report("credit_code", _repeated(known, code))
            continue
        if code:
            by_code[code] = record["cell"]
        if name:
            by_name.setdefault(name, record["cell"])
        kept.add(place)
    return [record for place, (_, record) in enumerate(lines) if place in kept]


def _record(reader: RowReader) -> Record:
    code, issue = read_credit_code(reader.value("credit_code"))
    if issue:
        message = _NO_CODE if code is None else issue.message
        reader.report("credit_code", Issue("frame.credit_code", message, issue.got))
    return {
        "enterprise_id": code,
        "name": reader.text("name"),
        "region": reader.text("region"),
        "industry": reader.text("industry"),
        "size": reader.choice("size", SIZE),
        "file": reader.findings.file,
        "cell": reader.row.places.get("credit_code"),
    }


def match_frame(
    records: Sequence[Record], accepted: Iterable[Record], rejected: Iterable[Record]
) -> tuple[list[Record], dict[str, int]]:
    """Rows of the frame with what came back of each, and the row of each accepted enterprise.

    An enterprise is found by its credit code, or by its name where one of the two codes is
    missing or its check digit is wrong, and no other enterprise has the name.

    Parameters
    ----------
    records : sequence of dict
        As `read_frame` gives them.
    accepted, rejected : iterable of dict
        Enterprises (`enterprise_id`, `name`) whose workbook is used, and is not.
    """
    by_code = {r["enterprise_id"]: place for place, r in enumerate(records) if r["enterprise_id"]}
    by_name: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        by_name.setdefault(firm_name(record["name"] or "").key, []).append(index)

    def find(enterprise: Record) -> int | None:
        code = enterprise["enterprise_id"]
        if code in by_code:
            return by_code[code]
        places = by_name.get(firm_name(enterprise["name"] or "").key, [])
        if len(places) != 1 or not enterprise["name"]:
            return None
        listed = records[places[0]]["enterprise_id"]
        doubtful = not (code and listed and is_credit_code(code) and is_credit_code(listed))
        return places[0] if doubtful else None

    rows = [{**record, "status": "none"} for record in records]
    for enterprise in rejected:
        place = find(enterprise)
        if place is not None:
            rows[place]["status"] = "rejected"
    found: dict[str, int] = {}
    for enterprise in accepted:
        place = find(enterprise)
        if place is not None:
            code = enterprise["enterprise_id"]
            listed = rows[place]["enterprise_id"]
            rows[place] |= {"status": "accepted", "enterprise_id": listed or code}
            found[code] = place
    return rows, found


def not_listed(place: Any) -> Issue:
    """Issue of an enterprise that answered and that the frame does not have."""
    return Issue(
        "frame.not_listed",
        Text(
            f"企业不在名录 {place} 中，权重按 1 计；请核对信用代码，或补入名录",
            f"the enterprise is not in the frame {place}: it gets weight 1; check the credit "
            "code, or add it to the frame",
        ),
    )


def code_differs(place: str, listed: str, code: str) -> Issue:
    """Issue of an enterprise that the frame has under another credit code."""
    return Issue(
        "frame.code_differs",
        Text(
            f"名录 {place} 中同名企业的信用代码为 {listed}，与所填不同，按名称对应；"
            "请对照营业执照核对，填错的用「更正」改正，或修改名录",
            f"the frame {place} has this name under the credit code {listed}: matched by name; "
            "compare with the business licence, then correct the answer or the frame",
        ),
        code,
    )


def size_differs(listed: str, answered: str) -> Issue:
    """Issue of an enterprise whose size the frame states otherwise."""
    return Issue(
        "frame.size_differs",
        Text(
            f"所填规模为{answered}，名录中为{listed}；权重和回收率按名录的规模计，"
            "其他图表按所填的规模；请核对，改正其中一处",
            f"the answer says {answered}, the frame {listed}: weights and response go by the "
            "frame, other figures by the answer; check and correct one of them",
        ),
        answered,
    )


def _repeated(cell: str, code: str | None) -> Issue:
    what = Text("信用代码", "credit code") if code else Text("企业名称", "enterprise name")
    return Issue(
        "frame.repeated",
        Text(
            f"与 {cell} 的{what.zh}相同，这一行没有使用；请删除其中一行",
            f"same {what.en} as {cell}: this row was left out; delete one of them",
        ),
        code,
    )


_NO_CODE = Text(
    "没有信用代码，或代码被表格软件变成了数字，只能按企业名称对应；请把单元格设为文本后补填",
    "no credit code, or the spreadsheet turned it into a number: matched by name only; format "
    "the cell as text and fill it in",
)
