"""How far two reviewers agree: kappa with its interval, and where they differ."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri
from sklearn.metrics import cohen_kappa_score, confusion_matrix

About = Literal["category", "personal", "important"]


@dataclass(frozen=True)
class Agreement:
    """Agreement of two reviewers about one question.

    `kappa` is Cohen's kappa in [-1, 1] with its 95 per cent interval, None where both said the
    same of every item in a single word, or decided no item together: chance explains everything
    then. `differences` has a row an item on which they differ.
    """

    about: About
    first: str
    second: str
    n: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None
    method: str
    differences: pl.DataFrame

    @property
    def share(self) -> float | None:
        """Share of items on which both say the same, in [0, 1]."""
        return self.agreed / self.n if self.n else None

    def to_frame(self) -> pl.DataFrame:
        """Figures of the agreement in one row."""
        names = ("about", "first", "second", "n", "agreed", "kappa", "low", "high", "method")
        return pl.DataFrame([{name: getattr(self, name) for name in names}])


def agreement(reviews: pl.DataFrame, first: str, second: str, *, about: About) -> Agreement:
    """Agreement of two reviewers on the items that both decided.

    Parameters
    ----------
    reviews : DataFrame
        As `reviews_frame` makes it.
    first, second : str
        Names of the reviewers.
    about : {"category", "personal", "important"}

    Notes
    -----
    The interval is kappa's estimate plus and minus 1.96 of its large-sample standard error for
    unequal margins [1]; under some 30 items it is too narrow to lean on.

    References
    ----------
    [1] Fleiss, Cohen, Everitt (1969), Psychological Bulletin 72(5), 323-327,
    doi:10.1037/h0028106
    """
    both = _both(reviews, first, second, about)
    said = both["first"].to_numpy(), both["second"].to_numpy()
    kappa, error = _kappa(*said)
    reach = None if error is None else float(ndtri(0.975)) * error
    return Agreement(
        about=about,
        first=first,
        second=second,
        n=both.height,
        agreed=int((said[0] == said[1]).sum()),
        kappa=kappa,
        low=None if kappa is None or reach is None else max(kappa - reach, -1.0),
        high=None if kappa is None or reach is None else min(kappa + reach, 1.0),
        method="Cohen; Fleiss–Cohen–Everitt 1969",
        differences=both.filter(pl.col("first") != pl.col("second")),
    )


def _both(reviews: pl.DataFrame, first: str, second: str, about: About) -> pl.DataFrame:
    """Items that both decided, in order of item."""

    def own(name: str, column: str) -> pl.DataFrame:
        said = reviews.filter(pl.col("by") == name, pl.col(about).is_not_null())
        reason = pl.col("reason").alias(f"{column}_reason")
        return said.select("item", "name", pl.col(about).alias(column), reason)

    joined = own(first, "first").join(own(second, "second").drop("name"), on="item", how="inner")
    columns = ("item", "name", "first", "second", "first_reason", "second_reason")
    return joined.sort("item").select(columns)


def _kappa(first: NDArray[np.str_], second: NDArray[np.str_]) -> tuple[float | None, float | None]:
    """Kappa and its standard error; none where chance alone explains everything."""
    words = sorted({*first.tolist(), *second.tolist()})
    if len(words) < 2:
        return None, None
    kappa = float(cohen_kappa_score(first, second, labels=words))
    share = confusion_matrix(first, second, labels=words) / len(first)
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    chance = float(rows @ columns)
    diagonal = np.diag(share)
    on = (diagonal * (1 - (rows + columns) * (1 - kappa)) ** 2).sum()
    # p_ij is weighted by the margins of the other reviewer's words: column of i, row of j.
    weights = (columns[:, None] + rows[None, :]) ** 2
    off = (1 - kappa) ** 2 * ((share * weights).sum() - (diagonal * np.diag(weights)).sum())
    variance = float(on + off) - (kappa - chance * (1 - kappa)) ** 2
    return kappa, math.sqrt(max(variance, 0.0) / len(first)) / (1 - chance)
