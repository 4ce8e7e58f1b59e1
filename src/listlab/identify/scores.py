"""How well findings agree with a gold set: shares with intervals, and how sure scores may be."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import binomtest

from listlab.identify.identify import identify

Array = NDArray[np.float64]
BINS = 10
_DRAWS = 400
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure with its 95 per cent interval, how it was reckoned, and the target."""

    name: str
    estimate: float | None  # none where there is no case
    low: float
    high: float
    method: str
    n: int
    target: str

    @property
    def meets(self) -> bool:
        """Whether the estimate meets the target; true where there is none, false without a case."""
        if self.estimate is None:
            return False
        sign, _, value = self.target.partition(" ")
        if not value:
            return True
        return self.estimate >= float(value) if sign == ">=" else self.estimate <= float(value)


@dataclass(frozen=True)
class Scores:
    """Measures of one gold set; `rows` has a row an item with truth and finding."""

    measures: tuple[Measure, ...]
    rows: pl.DataFrame

    def to_frame(self) -> pl.DataFrame:
        """Measures as a frame."""
        names = Measure.__dataclass_fields__
        rows = [
            {name: getattr(x, name) for name in names} | {"meets": x.meets} for x in self.measures
        ]
        return pl.DataFrame(rows)

    def reliability(self) -> pl.DataFrame:
        """Mean score and share right of items in bins of equal width of the score."""
        binned = self.rows.with_columns(
            (pl.col("score") * BINS).floor().clip(0, BINS - 1).cast(pl.Int64).alias("bin")
        )
        return (
            binned.group_by("bin")
            .agg(
                pl.len().alias("n"),
                pl.col("score").mean().alias("score"),
                pl.col("right").mean().alias("right"),
            )
            .sort("bin")
        )

    def by_variant(self) -> pl.DataFrame:
        """Shares right by the main trait of the items."""
        return (
            self.rows.group_by("variant")
            .agg(
                pl.len().alias("n"),
                pl.col("right").mean().alias("category"),
                (pl.col("important") == pl.col("true_important")).mean().alias("important"),
                (pl.col("personal") == pl.col("true_personal")).mean().alias("personal"),
            )
            .sort("variant")
        )


def findings_on_gold(gold: pl.DataFrame) -> pl.DataFrame:
    """Truth and finding of every item of a gold set, each judged by its own pack.

    Parameters
    ----------
    gold : DataFrame
        All columns as text: those of the items table, `pack`, and the truth in `category`,
        `category_alternatives`, `personal_truth`, `important`; `variant`, `basis` optional.
    """
    truth = ("category", "category_alternatives", "personal_truth", "important", "variant", "basis")
    found = []
    for pack_id in gold["pack"].unique().sort():
        part = gold.filter(pl.col("pack") == pack_id)
        items = part.select(pl.all().exclude(*truth, "pack"))
        judged = identify(items, pack=pack_id).items.select(
            *("category", "score", "alternatives", "personal", "important", "decided_by")
        )
        true = part.select(
            "id",
            "name",
            "description",
            "pack",
            pl.col("category").alias("true_category"),
            pl.col("category_alternatives").alias("accepted"),
            pl.col("personal_truth").alias("true_personal"),
            pl.col("important").alias("true_important"),
            *(name for name in ("variant", "basis") if name in part.columns),
        )
        found.append(pl.concat([true, judged], how="horizontal"))
    rows = pl.concat(found).sort("id", maintain_order=True)
    right, near = zip(*(_hit(row) for row in rows.iter_rows(named=True)), strict=True)
    return rows.with_columns(pl.Series("right", right), pl.Series("near", near))


def score_gold(gold: pl.DataFrame, *, seed: int = 0) -> Scores:
    """Scores of the findings on a gold set, with 95 per cent intervals."""
    rows = findings_on_gold(gold)
    rng = np.random.default_rng(seed)
    says = {name: (rows["important"] == name).to_numpy() for name in ("yes", "review", "no")}
    true = {name: (rows["true_important"] == name).to_numpy() for name in ("yes", "review", "no")}
    flagged = says["yes"] | says["review"]
    sensitive = (rows["personal"] == "sensitive").to_numpy()
    truly = (rows["true_personal"] == "sensitive").to_numpy()
    score, right = rows["score"].to_numpy(), rows["right"].to_numpy().astype(float)
    pairs = np.column_stack((sensitive, truly)).astype(float)
    measures = (
        _share("category top-1", rows["right"].to_numpy(), ">= 0.9"),
        _share("category top-3", rows["near"].to_numpy(), ">= 0.97"),
        _share("important: recall of yes", flagged[true["yes"]], ">= 0.98"),
        _share(
            "important: recall of yes or review", flagged[true["yes"] | true["review"]], ">= 0.98"
        ),
        _share("important: precision of yes", true["yes"][says["yes"]], ">= 0.9"),
        _share("important: share of review", says["review"], "<= 0.25"),
        _share(
            "important: exactly right", (rows["important"] == rows["true_important"]).to_numpy(), ""
        ),
        _drawn("sensitive: F1", pairs, _f1, ">= 0.93", rng),
        _share(
            "personal: exactly right", (rows["personal"] == rows["true_personal"]).to_numpy(), ""
        ),
        _drawn("calibration error", np.column_stack((score, right)), _ece, "<= 0.07", rng),
    )
    return Scores(measures, rows)


def _hit(row: dict[str, object]) -> tuple[bool, bool]:
    """Whether the category is right, and whether it is among the first three."""
    accepted = {str(row["true_category"] or _NONE)}
    accepted |= {code.strip() for code in str(row["accepted"] or "").split(";") if code.strip()}
    alternatives = row["alternatives"]
    assert isinstance(alternatives, list)
    ranked = [row["category"], *(x["code"] for x in alternatives)]
    said = [_NONE if code is None else str(code) for code in ranked]
    return said[0] in accepted, bool(accepted & set(said[:3]))


def _share(name: str, hits: NDArray[np.bool_], target: str) -> Measure:
    n = len(hits)
    if not n:
        return Measure(name, None, 0.0, 1.0, "Wilson", 0, target)
    interval = binomtest(int(hits.sum()), n).proportion_ci(method="wilson")
    return Measure(name, float(hits.mean()), interval.low, interval.high, "Wilson", n, target)


def _drawn(
    name: str, rows: Array, of: Callable[[Array], float], target: str, rng: np.random.Generator
) -> Measure:
    draws = [of(rows[rng.integers(0, len(rows), len(rows))]) for _ in range(_DRAWS)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return Measure(name, of(rows), float(low), float(high), "bootstrap", len(rows), target)


def _f1(pairs: Array) -> float:
    said, true = pairs[:, 0] > 0, pairs[:, 1] > 0
    both = float((said & true).sum())
    return 2 * both / max(float(said.sum() + true.sum()), 1.0)


def _ece(rows: Array) -> float:
    """Expected calibration error: weighted mean gap between score and share right over bins."""
    score, right = rows[:, 0], rows[:, 1]
    place = np.minimum((score * BINS).astype(int), BINS - 1)
    gaps = [
        abs(float(score[place == b].mean() - right[place == b].mean())) * float((place == b).mean())
        for b in np.unique(place)
    ]
    return float(sum(gaps))
