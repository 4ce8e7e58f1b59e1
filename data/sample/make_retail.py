"""Make the synthetic survey of the retail industry (合成样例，不是真实企业数据).

Run by hand: ``python data/sample/make_retail.py [--out DIR]``. Two runs write the same bytes.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from answers import enterprise_form, enterprise_name
from beside import write_beside
from other_formats import write_csv, write_xls
from plan import Flow, plan_flows
from retail_beside import BESIDE
from retail_mess import mess_up
from retail_trade import RETAIL
from survey_form import Form, write_form

OUT = Path(__file__).parent / "retail-2026"
DUPLICATED, REVISED, BROKEN = 312, 319, 390
OLD_EXCEL, CSV, OTHER_UNIT = (306, 321), {313: "utf-8-sig", 329: "gb18030"}, 335


def make_sample(out: Path) -> list[Path]:
    """Write surveys, frame, archive and corrections into a folder; returns the files, sorted."""
    surveys = out / "surveys"
    surveys.mkdir(parents=True, exist_ok=True)
    flows = plan_flows(RETAIL)
    for number, own in flows.items():
        _write(_form(number, own), _path(surveys, number), number)
    copied = _path(surveys, DUPLICATED).with_suffix(".xlsx").read_bytes()
    _path(surveys, DUPLICATED, "（副本）.xlsx").write_bytes(copied)
    for revision in (1, 2):
        revised = _form(REVISED, flows[REVISED], revision=revision)
        write_form(revised, _path(surveys, REVISED, f"_修订{revision}.xlsx"))
    _path(surveys, BROKEN, "_上传中断.xlsx").write_bytes(copied[: len(copied) // 2])
    _path(surveys, BROKEN + 1, "_扫描件.pdf").write_bytes(b"%PDF-1.4\n% \xe5\x90\x88\n%%EOF\n")
    _path(surveys, BROKEN + 2, ".et").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    forms = {number: _form(number, own) for number, own in flows.items()}
    write_beside(RETAIL, flows, BESIDE, out, forms=forms)
    return sorted(path for path in out.rglob("*") if path.is_file())


def _form(number: int, own: list[Flow], *, revision: int = 0) -> Form:
    form = enterprise_form(RETAIL, number, own, revision=revision)
    mess_up(number, form)
    return replace(form, look=replace(form.look, other_unit=number == OTHER_UNIT))


def _write(form: Form, path: Path, number: int) -> None:
    if number in CSV:
        write_csv(form, path, encoding=CSV[number])
    elif number in OLD_EXCEL:
        write_xls(form, path.with_name(f"{path.name}.xls"))
    else:
        write_form(form, path.with_name(f"{path.name}.xlsx"))


def _path(surveys: Path, number: int, mark: str = "") -> Path:
    return surveys / f"{number}_{enterprise_name(RETAIL, number)}{mark}"


def main() -> None:
    """Read the command line and write the sample."""
    parser = argparse.ArgumentParser(description="生成零售行业合成样例（不是真实企业数据）")
    parser.add_argument("--out", type=Path, default=OUT, help="输出文件夹")
    out = parser.parse_args().out
    print(f"{len(make_sample(out))} 个文件 → {out}")


if __name__ == "__main__":
    main()
