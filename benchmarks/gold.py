"""Findings against a gold set, with intervals and targets.

python benchmarks/gold.py data/gold/dev.csv [--errors]
"""

import argparse
from pathlib import Path

import polars as pl

from listlab.identify.read import read_gold
from listlab.identify.scores import score_gold

_TRUTH = ("true_category", "category", "score", "true_personal", "personal")
_SHOWN = ("id", "pack", "variant", "name", "description", *_TRUTH, "true_important", "important")


def main() -> None:
    """Print the measures, by variant too; with --errors every item that is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    scores = score_gold(read_gold(asked.gold))
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=160, fmt_str_lengths=60):
        print(scores.to_frame())
        print(scores.by_variant())
        print(scores.reliability(), flush=True)
    if not asked.errors:
        return
    for row in scores.rows.iter_rows(named=True):
        wrong = {
            "category": not row["right"],
            "personal": row["personal"] != row["true_personal"],
            "important": row["important"] != row["true_important"],
        }
        if any(wrong.values()):
            kinds = ",".join(kind for kind, is_wrong in wrong.items() if is_wrong)
            print(kinds, *(row[key] for key in _SHOWN if key in row), sep=" | ")


if __name__ == "__main__":
    main()
