"""What enterprises say of a scenario: purpose, category and data items of a list item."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from listlab.law.pack import Category, Pack
from listlab.model.tables import SurveyTables

# A lone answer gives its author away: so many enterprises must say the same.
_SHARED = 2


@dataclass(frozen=True, slots=True)
class Contents:
    """Answers that at least two enterprises share; `unshared` counts the data items left out.

    No answer that names an enterprise is among them, whoever reads the list.

    `category_answers`: how many data items were put in the category, in any, and in none.
    """

    purpose: str | None
    category: Category | None
    category_answers: tuple[int, int, int]
    data_items: tuple[str, ...]
    unshared: int


def scenario_contents(tables: SurveyTables, scenario: str, pack: Pack) -> Contents:
    """Purpose, category and data items of a scenario, as most enterprises state them."""
    flows = tables.flows.filter(pl.col("scenario") == scenario)
    items = tables.items.join(
        flows.select("flow_id", "enterprise_id"), on="flow_id", how="inner", maintain_order="left"
    )
    about_people = (pl.col("personal") != "no").fill_null(True) | (pl.col("sensitive") == "yes")
    names = _by_enterprises(items.filter(about_people), "name")
    firms = _enterprise_names(tables)
    shared = _shared(names, firms)
    purposes = _shared(_by_enterprises(flows, "purpose"), firms)
    category, answers = _category(items, pack.category)
    return Contents(
        purpose=purposes[0] if purposes else None,
        category=category,
        category_answers=answers,
        data_items=shared,
        unshared=len(names) - len(shared),
    )


def shared_names(items: pl.DataFrame, tables: SurveyTables) -> tuple[tuple[str, ...], int]:
    """Names of items that at least two enterprises give, and how many names are left out.

    Parameters
    ----------
    items : DataFrame
        With `name` and `enterprise_id`.
    tables : SurveyTables
        Whose enterprises no name may give away.
    """
    names = _by_enterprises(items, "name")
    shared = _shared(names, _enterprise_names(tables))
    return shared, len(names) - len(shared)


def _enterprise_names(tables: SurveyTables) -> frozenset[str]:
    told = (*tables.enterprises["name"], *tables.enterprises["enterprise_id"])
    return frozenset(name for name in told if name)


def _shared(answers: list[tuple[str, int]], firms: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        answer
        for answer, count in answers
        if count >= _SHARED and not any(firm in answer for firm in firms)
    )


def _by_enterprises(frame: pl.DataFrame, column: str) -> list[tuple[str, int]]:
    text = pl.col(column).str.strip_chars()
    counted = (
        frame.select(text, "enterprise_id")
        .filter(pl.col(column).is_not_null() & (pl.col(column) != ""))
        .group_by(column)
        .agg(pl.col("enterprise_id").n_unique().alias("enterprises"))
        .sort([pl.col("enterprises"), pl.col(column)], descending=[True, False])
    )
    return [(str(name), int(count)) for name, count in counted.rows()]


def _category(
    items: pl.DataFrame, match: Callable[[str], Category | None]
) -> tuple[Category | None, tuple[int, int, int]]:
    counts: dict[Category, int] = {}
    for answer in items["self_category"].drop_nulls().to_list():
        category = match(answer)
        if category is not None:
            counts[category] = counts.get(category, 0) + 1
    if not counts:
        return None, (0, 0, items.height)
    best = min(counts, key=lambda category: (-counts[category], category.code))
    rated = sum(counts.values())
    return best, (counts[best], rated, items.height - rated)
