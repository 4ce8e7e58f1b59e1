"""Names that enterprises wrote, put together to the items of a list; every step is shown."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Literal

import polars as pl

from listlab.law.pack import normalise

By = Literal["name", "category"]
UNNAMED = "—"
_ALIKE = 0.6  # share of matching characters from which two names are shown beside each other

NAMES = pl.Schema(
    {
        "item": pl.String(),  # name on the list: the spelling that most answers use
        "written": pl.List(pl.String()),  # spellings put together
        "rows": pl.Int64(),  # answers that name it
        "basis": pl.String(),  # person|label|suggestion|name: why they were put together
        "resembles": pl.List(pl.String()),  # items of like names that were left apart
    }
)


def put_together(
    items: pl.DataFrame, *, by: By = "name", same: Mapping[str, str] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Items with the name of each on the list, and how the names came about.

    Parameters
    ----------
    items : DataFrame
        Columns name, description, category_name, decided_by.
    by : {"name", "category"}
        Names alike in letters, digits and characters are one item; or all items that step 2
        puts into one category are one, those without a category go by name.
    same : mapping of str to str, optional
        Names as written to the name on the list, as people settled it. Wins over all else.

    Returns
    -------
    items : DataFrame
        With the column item.
    names : DataFrame
        Schema `NAMES`, sorted by item.
    """
    settled = {normalise(written): item for written, item in (same or {}).items()}
    written = items.select(pl.coalesce("name", "description").fill_null("")).to_series()
    named = items.with_columns(
        written.alias("written"), pl.Series("key", list(map(normalise, written)), dtype=pl.String)
    )
    spelling = _commonest(named)
    found = [
        _named(key, category, decided, by=by, settled=settled, spelling=spelling)
        for key, category, decided in named.select("key", "category_name", "decided_by").iter_rows()
    ]
    named = named.with_columns(
        pl.Series("item", [item for item, _ in found], dtype=pl.String),
        pl.Series("basis", [basis for _, basis in found], dtype=pl.String),
    )
    return named.drop("key", "written", "basis"), _names(named)


def _commonest(named: pl.DataFrame) -> dict[str, str]:
    counts = named.group_by("key", "written").len()
    counts = counts.sort("key", "len", "written", descending=[False, True, False])
    return dict(counts.group_by("key", maintain_order=True).first().select("key", "written").rows())


def _named(
    key: str,
    category: str | None,
    decided: str | None,
    *,
    by: By,
    settled: Mapping[str, str],
    spelling: Mapping[str, str],
) -> tuple[str, str]:
    if key in settled:
        return settled[key], "person"
    if by == "category" and category is not None:
        return category, "label" if decided == "person" else "suggestion"
    return (spelling[key], "name") if key else (UNNAMED, "name")


def _names(named: pl.DataFrame) -> pl.DataFrame:
    groups = (
        named.sort("item", "written")
        .group_by("item", maintain_order=True)
        .agg(
            pl.col("written").unique(maintain_order=True),
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("basis").unique(maintain_order=True).sort().str.join("+"),
        )
    )
    return groups.with_columns(_resembling(groups["item"].to_list())).cast(NAMES)


def _resembling(names: list[str]) -> pl.Series:
    keys = [normalise(name) for name in names]
    alike: list[list[str]] = [[] for _ in names]
    for i, key in enumerate(keys):
        matcher = SequenceMatcher(b=key, autojunk=False)
        for j in range(i):
            matcher.set_seq1(keys[j])
            if min(matcher.quick_ratio(), 1.0) >= _ALIKE and matcher.ratio() >= _ALIKE:
                alike[i].append(names[j])
                alike[j].append(names[i])
    return pl.Series("resembles", alike, dtype=pl.List(pl.String))
