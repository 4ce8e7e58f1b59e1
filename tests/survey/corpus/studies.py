"""A whole study with defects between its files: copies, revisions, frame, archive, corrections."""

import csv
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from .answers import clean_form, credit_code, enterprise_name
from .form import (
    ENTERPRISE,
    FLOWS,
    THIS_PERSONAL,
    THIS_SENSITIVE,
    Card,
    Cell,
    Form,
    Table,
    Truth,
    cell_name,
)
from .kinds import settle
from .written import write_form

CODE, NAME = "统一社会信用代码", "企业名称"
_FRAME = (CODE, NAME, "所属区域", "国民经济行业代码", "企业规模")
_CASES = (
    *("案件编号", "类别", "企业", "信用代码", "标准场景", "个人信息人数（不含敏感）"),
    *("敏感个人信息人数", "批准或备案日期", "结果", "有效期至", "备注"),
)
_CORRECTIONS = ("id", "field", "old", "new", "reason", "by", "when")


@dataclass
class Listing:
    """A list beside the workbooks: its rows, and the truth about its cells."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    rows: list[dict[str, Cell]] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    def add(
        self, row: dict[str, Cell], *, kind: str = "", header: str = "", code: str = "", **how: str
    ) -> None:
        """Add a row, and what must be reported of it."""
        self.rows.append(row)
        if code:
            cell = cell_name(len(self.rows), self.headers.index(header))
            severity = how.get("severity", "warning")
            self.truths.append(Truth(kind, self.file, self.sheet, cell, code, severity))

    def write_csv(self, folder: Path) -> None:
        """Write the list as a csv file."""
        with (folder / self.file).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, self.headers)
            writer.writeheader()
            writer.writerows(self.rows)


@dataclass
class Study:
    """What a study is read from, and all that must be reported of it."""

    folder: Path
    forms: dict[int, Form] = field(default_factory=dict)
    truths: list[Truth] = field(default_factory=list)

    def hand_in(self, number: int, form: Form, mark: str = "") -> str:
        """Write a form among the surveys; returns its name in problems."""
        suffix = "" if form.suffix == ".csv" else form.suffix
        name = f"data/surveys/{number}_{enterprise_name(number)}{mark}{suffix}"
        write_form(form, self.folder / name)
        return name

    def expect(self, kind: str, file: str, code: str, severity: str = "warning") -> None:
        """Expect a problem of a whole file."""
        self.truths.append(Truth(kind, file, None, None, code, severity))


def make_study(folder: Path, rng: Random) -> list[Truth]:
    """Write surveys, frame, archive and corrections into a project's data; returns the truth."""
    study = Study(folder)
    for number in range(501, 515):
        form = clean_form(number, rng, flows=2)
        settle(form, 0, personal=6_000, sensitive=6_100)
        form.card.answers |= {CODE: credit_code(number), "所属区域": "海淀区", "企业规模": "中型"}
        form.card.answers["国民经济行业代码"] = "2720"
        form.tables[FLOWS].rows[0]["标准场景"] = "药物临床试验"
        form.tables[FLOWS].rows[1]["标准场景"] = "其他"
        study.forms[number] = form
        study.hand_in(number, form)
    _copies(study)
    for listing in (_frame(study), _corrections(study)):
        listing.write_csv(folder)
        study.truths.extend(listing.truths)
    cases = _archive(study)
    _write_cases(cases, folder)
    return study.truths + cases.truths


def _copies(study: Study) -> None:
    forms = study.forms
    copy = study.hand_in(501, forms[501], "（副本）")
    study.expect("副本", copy, "workbook.duplicate")
    again = deepcopy(forms[502])
    again.suffix = ".csv"
    study.expect("另存为 csv", study.hand_in(502, again, "（另存）"), "workbook.duplicate")
    for number, mark in ((503, "_修订1"), (504, "_V2"), (505, " 第二次修订")):
        study.hand_in(number, _changed(forms[number]), mark)
        study.expect(f"被{mark.strip(' _')}取代", _first(number), "workbook.superseded")
    other = study.hand_in(506, _changed(forms[506]), " - 最新")
    for file in (_first(506), other):
        study.expect("两份不同而无修订号", file, "workbook.conflict", "error")
    namesake = deepcopy(forms[507])
    namesake.card.answers[CODE] = credit_code(577)
    twin = study.hand_in(507, namesake, "（分公司）")
    place = cell_name(namesake.card.line(CODE), 1)
    study.truths.append(
        Truth("同名而信用代码不同", twin, ENTERPRISE, place, "enterprise.same_name", "warning")
    )
    for clutter in ("~$501.xlsx", "Thumbs.db", "desktop.ini", ".DS_Store"):
        (study.folder / "data" / "surveys" / clutter).write_bytes(b"\x00clutter")


def _first(number: int) -> str:
    return f"data/surveys/{number}_{enterprise_name(number)}.xlsx"


def _changed(form: Form) -> Form:
    changed = deepcopy(form)
    changed.tables[FLOWS].rows[0] |= {THIS_PERSONAL: 7_000, THIS_SENSITIVE: 7_100}
    return changed


def _frame(study: Study) -> Listing:
    frame = Listing("data/frame.csv", "frame", _FRAME)
    for number in range(501, 531):
        row: dict[str, Cell] = {
            CODE: credit_code(number), NAME: enterprise_name(number), "所属区域": "海淀区",
            "国民经济行业代码": "2720", "企业规模": "中型",
        }  # fmt: skip
        if number == 510:
            row[NAME] = "样例另一家完全不同的商贸有限公司"
        if number not in (509, 577):
            frame.add(row)
    for number, kind, item, code in (
        (509, "不在名录中", CODE, "frame.not_listed"),
        (510, "名录中是别的名称", NAME, "enterprise.name_conflict"),
    ):
        form = study.forms[number]
        place = cell_name(form.card.line(item), 1)
        study.truths.append(Truth(kind, _first(number), ENTERPRISE, place, code, "warning"))
    twin = f"data/surveys/507_{enterprise_name(507)}（分公司）.xlsx"
    place = cell_name(study.forms[507].card.line(CODE), 1)
    study.truths.append(Truth("不在名录中", twin, ENTERPRISE, place, "frame.not_listed", "warning"))
    base = dict(frame.rows[-1])
    frame.add(dict(base), kind="名录中重复", header=CODE, code="frame.repeated")
    frame.add(
        base | {CODE: "", NAME: "样例无代码有限公司"},
        kind="名录中没有代码", header=CODE, code="frame.credit_code",
    )  # fmt: skip
    frame.add(
        base | {CODE: "110108012345678", NAME: "样例旧号有限公司"},
        kind="名录中是旧注册号", header=CODE, code="frame.credit_code",
    )  # fmt: skip
    frame.add(
        base | {CODE: credit_code(560), NAME: "样例规模有限公司", "企业规模": "规上"},
        kind="名录中规模不在选项", header="企业规模", code="choice.unknown",
    )  # fmt: skip
    return frame


def _archive(study: Study) -> Listing:
    cases = Listing("data/archive.xlsx", "案例", _CASES)
    number = 511

    def case(**changed: Cell) -> dict[str, Cell]:
        place = len(cases.rows) + 1
        return {
            "案件编号": f"2025-{place:03d}", "类别": "标准合同", "企业": enterprise_name(number),
            "信用代码": credit_code(number), "标准场景": "药物临床试验",
            "个人信息人数（不含敏感）": "1万以下", "敏感个人信息人数": "5000-10000",
            "批准或备案日期": "2024-05-06", "结果": "已备案", "有效期至": "2027-05-05",
        } | changed  # fmt: skip

    cases.add(case())
    cases.add(case(类别="个人信息出境标准合同备案", 批准或备案日期="2024年5月6日"))
    cases.add(
        case(案件编号="2025-001"), kind="同一案件两行", header="案件编号", code="archive.repeated"
    )
    defects = (
        ("没有类别", "类别", None, "archive.no_kind", "error"),
        ("案例类别不在选项", "类别", "行政许可", "archive.no_kind", "error"),
        ("案例信用代码少一位", "信用代码", "91999999YYYY051", "archive.credit_code", "warning"),
        ("案例场景不在清单", "标准场景", "海外游学", "archive.scenario", "warning"),
        ("案例日期看不懂", "批准或备案日期", "去年底", "archive.date", "warning"),
        ("案例日期不存在", "批准或备案日期", "2024-02-30", "archive.date", "warning"),
        ("有效期早于批准", "有效期至", "2021-05-05", "archive.dates", "warning"),
        ("案例与问卷相差百倍", "敏感个人信息人数", 900_000, "archive.contradicts", "warning"),
        ("案例人数是人次", "敏感个人信息人数", "8000人次", "volume.not_persons", "warning"),
        ("案例人数看不懂", "个人信息人数（不含敏感）", "见附件", "volume.unreadable", "warning"),
        ("案例备注有经办人", "备注", "经办人：李四明", "private.name", "warning"),
    )
    for kind, header, value, code, severity in defects:
        row = case(**{header: value})
        cases.add(row, kind=kind, header=header, code=code, severity=severity)
    return cases


def _write_cases(cases: Listing, folder: Path) -> None:
    table = Table(list(cases.headers), cases.rows, cases.sheet)
    form = Form(Card({}), {cases.sheet: table}, without={ENTERPRISE})
    write_form(form, folder / cases.file)


def _corrections(study: Study) -> Listing:
    listing = Listing("data/corrections.csv", "corrections", _CORRECTIONS)
    good: dict[str, Cell] = {
        "id": credit_code(512), "field": "所属区域", "old": "海淀区", "new": "昌平区",
        "reason": "企业来函", "by": "数据处甲", "when": "2026-03-10",
    }  # fmt: skip
    listing.add(good)
    number = study.forms[513].tables[FLOWS].rows[0]["场景编号"]
    flow = f"{credit_code(513)}/{str(number).upper()}"
    listing.add(good | {"id": flow, "field": THIS_PERSONAL, "old": "6000", "new": "6200"})
    other = good | {"id": credit_code(514)}
    size: dict[str, Cell] = {"field": "企业规模", "old": "中型"}
    name: dict[str, Cell] = {"field": NAME, "old": enterprise_name(514)}
    defects = (
        ("更正原值不符", {"old": "朝阳区"}, "corrections.old"),
        ("更正指向没有的企业", {"id": credit_code(999)}, "corrections.id"),
        ("更正指向没有的场景", {"id": f"{credit_code(514)}/88"}, "corrections.id"),
        ("更正没有这一列", {"field": "所在城市"}, "corrections.field"),
        ("更正没有理由", {**size, "reason": ""}, "corrections.incomplete"),
        ("更正没有署名", {**size, "by": ""}, "corrections.incomplete"),
        ("更正没有日期", {**size, "when": ""}, "corrections.incomplete"),
        ("更正的工作簿未采用", {"id": credit_code(506)}, "corrections.rejected"),
        ("更正互相矛盾", {**name, "new": "样例甲"}, "corrections.clash"),
        ("更正互相矛盾", {**name, "new": "样例乙"}, "corrections.clash"),
    )  # fmt: skip
    for kind, changed, code in defects:
        listing.add(other | changed, kind=kind, header="old", code=code, severity="error")
    return listing
