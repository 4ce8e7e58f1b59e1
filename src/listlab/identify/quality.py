"""How good suggestions were, measured on what people decided after having seen them."""

import polars as pl
from scipy.stats import binomtest

from listlab.identify.reviews import ABOUT


def confirmed(reviews: pl.DataFrame, about: str) -> pl.DataFrame:
    """Decided and suggested value of each item, by its last decision about one question.

    Parameters
    ----------
    reviews : DataFrame
        As `reviews_frame` makes it.
    about : {"category", "personal", "important"}

    Notes
    -----
    The suggestion is the one of the day of the decision, so that nothing is measured on what it
    has since learnt. People who see a suggestion tend to follow it, and items were not drawn at
    random: the shares describe this work, and no other.
    """
    if about not in ABOUT:
        msg = f"about: got {about!r}, expected one of {ABOUT}"
        raise ValueError(msg)
    last = reviews.group_by("item", maintain_order=True).last()
    decided, suggested = pl.col(about), pl.col(f"suggested_{about}")
    return last.filter(decided.is_not_null(), suggested.is_not_null()).select(
        "item", "name", decided.alias("decided"), suggested.alias("suggested"), "score"
    )


def confusion(pairs: pl.DataFrame) -> pl.DataFrame:
    """Items by decided and suggested value, most frequent first: decided, suggested, n."""
    counted = pairs.group_by("decided", "suggested").agg(pl.len().cast(pl.Int64).alias("n"))
    return counted.sort(["n", "decided", "suggested"], descending=[True, False, False])


def class_quality(pairs: pl.DataFrame) -> pl.DataFrame:
    """Precision and recall of each value with 95 per cent intervals.

    Returns
    -------
    DataFrame
        value, suggested, decided, both (counts), precision and recall in [0, 1] with `_low` and
        `_high` (Wilson); null where a value was never suggested, or never decided.
    """
    values = sorted({*pairs["decided"], *pairs["suggested"]}, key=_order)
    rows = []
    for value in values:
        is_suggested, is_decided = pairs["suggested"] == value, pairs["decided"] == value
        said, true = int(is_suggested.sum()), int(is_decided.sum())
        both = int((is_suggested & is_decided).sum())
        counts = {"value": value, "suggested": said, "decided": true, "both": both}
        rows.append({**counts, **_share("precision", both, said), **_share("recall", both, true)})
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA = {
    "value": pl.String(),
    **dict.fromkeys(("suggested", "decided", "both"), pl.Int64()),
    **{
        f"{name}{end}": pl.Float64()
        for name in ("precision", "recall")
        for end in ("", "_low", "_high")
    },
}


def _share(name: str, hits: int, n: int) -> dict[str, float | None]:
    if not n:
        return dict.fromkeys((name, f"{name}_low", f"{name}_high"))
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    return {name: hits / n, f"{name}_low": interval.low, f"{name}_high": interval.high}


def _order(value: str) -> tuple[bool, int, str]:
    return (not value.isdigit(), int(value) if value.isdigit() else 0, value)
