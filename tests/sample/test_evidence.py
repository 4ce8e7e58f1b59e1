"""Figures that the evidence's README states are those of its table."""

from pathlib import Path

import polars as pl
import pytest

FILE = Path(__file__).parents[2] / "data" / "evidence" / "clinical_trial_sponsor_years.csv"


@pytest.fixture(scope="module")
def years():
    return pl.read_csv(FILE)


def test_every_sponsor_has_every_year_once(years):
    """Ten sponsors times 2008–2018, sorted, nothing twice."""
    keys = years.select("sponsor", "year")

    assert years.columns == ["sponsor", "year", "trials", "persons"]
    assert (years.height, years["sponsor"].n_unique(), years["trials"].sum()) == (110, 10, 8_244)
    assert (years["year"].min(), years["year"].max()) == (2008, 2018)
    assert keys.rows() == keys.unique().sort("sponsor", "year").rows()


def test_yearly_enrolment_agrees_with_the_stated_figures(years):
    """Median 19,353; 18 of 110 at 50,000 or more; the largest 126,903."""
    persons = years["persons"]

    assert persons.median() == 19_353
    assert (persons >= 50_000).sum() == 18
    assert round((persons >= 50_000).mean(), 3) == 0.164
    assert persons.max() == 126_903


def test_three_year_stock_agrees_with_the_stated_figures(years):
    """Sums of three consecutive years in the file: 90, median 66,130.5, largest 317,535."""
    stock = years.sort("sponsor", "year").select(
        pl.col("persons").rolling_sum(3).over("sponsor").alias("stock")
    )["stock"]
    stock = stock.drop_nulls()

    assert (stock.len(), stock.median(), stock.max()) == (90, 66_130.5, 317_535)
    assert (stock / 10).max() < 50_000
