"""Writes the labelled items of the gold set's development part as lessons of the zone's lexicon.

    python benchmarks/lessons.py

Items that the test part has too, by coincidence, are left out: nothing that measures is taught.
What a number of persons decides teaches nothing about words, so its importance stays blank.
"""

from pathlib import Path

import polars as pl

from listlab.identify.read import read_gold
from listlab.law.parse_lessons import FIELDS

TAUGHT, MEASURING = Path("data/gold/dev.csv"), Path("data/gold/test.csv")
LESSONS = Path("src/listlab/law/packs/zone/lexicon/lessons.csv")
BY_VOLUME = ("volume", "holder")


def main() -> None:
    """Write the table."""
    kept = read_gold(TAUGHT).join(
        read_gold(MEASURING),
        on=["name", "description"],
        how="anti",
        nulls_equal=True,
        maintain_order="left",
    )
    lessons_of(kept).write_csv(LESSONS)


def lessons_of(gold: pl.DataFrame) -> pl.DataFrame:
    """Lessons of a gold set, a row an item."""
    counted = pl.any_horizontal(pl.col("persons", "persons_held").is_not_null())
    by_number = counted & (pl.col("personal_truth") != "none") & (pl.col("important") != "yes")
    worded = pl.when(~pl.col("variant").is_in(BY_VOLUME) & ~by_number).then("important")
    return gold.select(
        "name",
        pl.col("description").fill_null(""),
        pl.col("category").fill_null(""),
        pl.col("personal_truth").alias("personal"),
        worded.fill_null("").alias("important"),
    ).select(FIELDS)


if __name__ == "__main__":
    main()
