"""Make the synthetic survey of the pharmaceutical industry (合成样例，不是真实企业数据).

Run by hand: ``python data/sample/make_pharma.py [--out DIR]``. Two runs write the same bytes.
"""

import argparse
from pathlib import Path

from pharma_answers import enterprise_form, enterprise_name
from pharma_plan import plan_flows
from survey_form import write_form

OUT = Path(__file__).parent / "pharma-2026" / "surveys"
DUPLICATED, REVISED, BROKEN = 117, 132, 196


def make_sample(out: Path) -> list[Path]:
    """Write all workbooks into a folder; returns their paths, sorted."""
    out.mkdir(parents=True, exist_ok=True)
    flows = plan_flows()
    for number, own in flows.items():
        write_form(enterprise_form(number, own), _path(out, number))
    copied = _path(out, DUPLICATED).read_bytes()
    _path(out, DUPLICATED, "（副本）").write_bytes(copied)
    revised = enterprise_form(REVISED, flows[REVISED], revision=1)
    write_form(revised, _path(out, REVISED, "_修订1"))
    # An upload that stopped half way: the zip directory at the end is missing.
    _path(out, BROKEN, "_上传中断").write_bytes(copied[: len(copied) // 2])
    return sorted(out.glob("*.xlsx"))


def _path(out: Path, number: int, mark: str = "") -> Path:
    return out / f"{number}_{enterprise_name(number)}{mark}.xlsx"


def main() -> None:
    """Read the command line and write the sample."""
    parser = argparse.ArgumentParser(description="生成医药行业合成样例（不是真实企业数据）")
    parser.add_argument("--out", type=Path, default=OUT, help="输出文件夹")
    made = make_sample(parser.parse_args().out)
    print(f"{len(made)} 份工作簿 → {made[0].parent}")


if __name__ == "__main__":
    main()
