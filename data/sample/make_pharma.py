"""Make the synthetic survey of the pharmaceutical industry (合成样例，不是真实企业数据).

Run by hand: ``python data/sample/make_pharma.py [--out DIR]``. Two runs write the same bytes.
"""

import argparse
from pathlib import Path

from answers import enterprise_form, enterprise_name
from beside import write_beside
from pharma_beside import BESIDE
from pharma_trade import PHARMA
from plan import plan_flows
from survey_form import write_form

OUT = Path(__file__).parent / "pharma-2026"
DUPLICATED, REVISED, BROKEN = 117, 132, 196


def make_sample(out: Path) -> list[Path]:
    """Write surveys, frame, archive and corrections into a folder; returns the files, sorted."""
    surveys = out / "surveys"
    surveys.mkdir(parents=True, exist_ok=True)
    flows = plan_flows(PHARMA)
    for number, own in flows.items():
        write_form(enterprise_form(PHARMA, number, own), _path(surveys, number))
    copied = _path(surveys, DUPLICATED).read_bytes()
    _path(surveys, DUPLICATED, "（副本）").write_bytes(copied)
    revised = enterprise_form(PHARMA, REVISED, flows[REVISED], revision=1)
    write_form(revised, _path(surveys, REVISED, "_修订1"))
    # An upload that stopped half way: the zip directory at the end is missing.
    _path(surveys, BROKEN, "_上传中断").write_bytes(copied[: len(copied) // 2])
    write_beside(PHARMA, flows, BESIDE, out, forms={REVISED: revised})
    return sorted(path for path in out.rglob("*") if path.is_file())


def _path(surveys: Path, number: int, mark: str = "") -> Path:
    return surveys / f"{number}_{enterprise_name(PHARMA, number)}{mark}.xlsx"


def main() -> None:
    """Read the command line and write the sample."""
    parser = argparse.ArgumentParser(description="生成医药行业合成样例（不是真实企业数据）")
    parser.add_argument("--out", type=Path, default=OUT, help="输出文件夹")
    out = parser.parse_args().out
    print(f"{len(make_sample(out))} 个文件 → {out}")


if __name__ == "__main__":
    main()
