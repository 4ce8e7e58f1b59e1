"""Writes the labelled items of the gold set's development part as lessons of the zone's lexicon.

    python benchmarks/lessons.py data/gold/dev.csv [more.csv …]

The test part is never among them. What only a volume decides teaches nothing about words, so its
importance stays blank.
"""

import argparse
from pathlib import Path

import polars as pl

from listlab.identify.read import read_gold
from listlab.law.parse_lessons import FIELDS

LESSONS = Path("src/listlab/law/packs/zone/lexicon/lessons.csv")
BY_VOLUME = ("volume", "holder")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    gold = pl.concat([read_gold(path) for path in parser.parse_args().gold], how="diagonal")
    lessons_of(gold).write_csv(LESSONS)


def lessons_of(gold: pl.DataFrame) -> pl.DataFrame:
    """Lessons of a gold set, a row an item."""
    worded = pl.when(~pl.col("variant").is_in(BY_VOLUME)).then("important")
    return gold.select(
        "name",
        pl.col("description").fill_null(""),
        pl.col("category").fill_null(""),
        pl.col("personal_truth").alias("personal"),
        worded.fill_null("").alias("important"),
    ).select(FIELDS)


if __name__ == "__main__":
    main()
