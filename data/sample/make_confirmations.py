"""Make the confirmations of the pharmaceutical sample by two made-up reviewers (合成样例).

Run by hand after make_pharma: ``python data/sample/make_confirmations.py [--out FILE]``. The form
is the one that `listlab identify form` writes; only what people fill in is made up here.
"""

import argparse
import io
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl

from listlab.identify.confirm.form import AGREES, COLUMNS, IMPORTANT, SHEET
from listlab.identify.confirm.workbook import Asked, form_bytes
from listlab.identify.identify import identify
from listlab.identify.read import items_of
from listlab.identify.result import Findings
from listlab.law.load import load_pack
from listlab.survey.read import read_workbooks

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "data" / "sample" / "pharma-2026"
OUT = STUDY / "confirmations.xlsx"
PACK, INDUSTRY = "beijing", "pharma"
TITLE = "医药行业确认表（合成样例：审核人、答复与理由均为虚构，不是真实企业数据）"
DAY = date(2026, 3, 31)
REVIEWERS = ("审核人甲", "审核人乙")
ITEMS = 40
STRICT, DIFFERING = 4, 7  # yes of every fourth item; another opinion of every seventh


def sample_findings() -> Findings:
    """What the machine finds of the sample's items, nobody having decided anything."""
    pack = load_pack(PACK)
    tables = read_workbooks(
        [STUDY / "surveys"],
        industry=pack.industry(INDUSTRY),
        root=ROOT,
        frame=STUDY / "frame.csv",
        archive=[STUDY / "archive"],
        corrections=STUDY / "corrections.csv",
    )
    return identify(items_of(tables, pack), pack=PACK)


def chosen(findings: Findings) -> pl.DataFrame:
    """Items to ask about: of every wording the first, those left open before the others."""
    wordings = findings.items.unique(["name", "description"], keep="first", maintain_order=True)
    is_open = pl.col("suggested_important") == "review"
    return wordings.sort(is_open, descending=True, maintain_order=True).head(ITEMS)


def answers(number: int, item: dict[str, str], second: bool) -> dict[str, object]:
    """What a reviewer fills in about an item."""
    stricter = (number % STRICT == 0) != (second and number % DIFFERING == 0)
    said: dict[str, object] = {"by": REVIEWERS[second], "on": DAY}
    if item["suggested_important"] == "yes" or (
        item["suggested_important"] == "no" and not stricter
    ):
        return said | {"agrees": AGREES["yes"].zh}
    reason = "合成样例：汇总后规模较大，从严" if stricter else "合成样例：规模有限，不涉及特定群体"
    return said | {"important": IMPORTANT["yes" if stricter else "no"].zh, "reason": reason}


def make_confirmations(findings: Findings, out: Path) -> None:
    """Write the form with the answers of both reviewers, a row an item and reviewer."""
    items = chosen(findings)
    asked = Asked(TITLE, DAY)
    book = openpyxl.load_workbook(io.BytesIO(form_bytes(findings, pl.concat([items] * 2), asked)))
    book.properties.title = TITLE
    sheet = book[SHEET.zh]
    column = {each.key: place for place, each in enumerate(COLUMNS, 1)}
    for number, item in enumerate(items.iter_rows(named=True)):
        for second in (False, True):
            row = 2 + number + second * items.height
            for key, value in answers(number, item, second).items():
                sheet.cell(row, column[key], value)
    book.save(out)


def main() -> None:
    """Read the command line and write the form."""
    parser = argparse.ArgumentParser(description="生成医药行业确认表（合成样例）")
    parser.add_argument("--out", type=Path, default=OUT, help="输出文件")
    out = parser.parse_args().out
    make_confirmations(sample_findings(), out)
    print(out)


if __name__ == "__main__":
    main()
