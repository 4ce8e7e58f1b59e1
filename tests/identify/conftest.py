"""A small study of items judged by a shipped pack, and the gold set's development part."""

from pathlib import Path

import polars as pl
import pytest

from listlab.identify.read import read_gold

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def dev_gold() -> pl.DataFrame:
    """Development part of the gold set."""
    return read_gold(ROOT / "data" / "gold" / "dev.csv")


@pytest.fixture(scope="session")
def fresh_gold() -> pl.DataFrame:
    """Items of the gold set that are never taught."""
    return read_gold(ROOT / "data" / "gold" / "fresh.csv")
