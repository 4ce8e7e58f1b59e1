"""Who is not served and by what, and what admitting one more item would gain and cost."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import betaincinv

from listlab.analyse.answers import Array
from listlab.analyse.result import Estimate
from listlab.analyse.scope.programme import Choice, Flags, Programme

_TAIL = 0.025
_LIKELY = 0.5  # chance to be freed below which the threshold is what blocks

BLOCKED = pl.Schema(
    {
        "enterprise_id": pl.String(),
        "name": pl.String(),
        "weight": pl.Float64(),
        "served": pl.Float64(),  # chance to be served by the design, in [0, 1]
        "freed": pl.Float64(),  # chance to lie below the threshold
        "by": pl.String(),  # items|threshold|both|answer: the answer leaves the threshold open
        "missing": pl.List(pl.String()),  # required items that the design leaves out
        "important": pl.List(pl.String()),  # of these, what was found to be important data
    }
)
ADMITTING = pl.Schema(
    {
        "item": pl.String(),
        "admissible": pl.Boolean(),
        "needed_by": pl.Float64(),  # weighted enterprises that require it
        "used_by": pl.Float64(),  # weighted enterprises that require or use it
        "gain": pl.Float64(),  # weighted enterprises served by admitting it alone
        "gain_low": pl.Float64(),
        "gain_high": pl.Float64(),
        "with": pl.List(pl.String()),  # what most of those it blocks lack besides
        "gain_with": pl.Float64(),  # weighted enterprises served by admitting all of these
        "cost": pl.Float64(),  # risk added by admitting it alone, share of the reference
        "cost_with": pl.Float64(),
        "pays_below": pl.Float64(),  # λ below which admitting it alone pays; null without a cost
    }
)


@dataclass(frozen=True)
class Sample:
    """Enterprises as the survey's sample: names, weights, items they need, chance to be freed.

    `draws` holds how often each enterprise stands in each bootstrap replicate.
    """

    enterprises: pl.DataFrame
    items: list[str]
    weight: Array
    used: Flags
    required: Flags
    freed: Array
    draws: Array

    def share(self, served: Array) -> Estimate:
        """Weighted share of a chance per enterprise, with its two-sided 95 % band.

        The band is the hull of the bootstrap over enterprises and of the exact limits for the
        number served, since resampling alone has no width where nobody or everybody is served.
        """
        n, total = len(served), float(self.weight.sum())
        estimate = float(self.weight @ served) / total
        weights = self.draws * self.weight
        drawn = (weights @ served) / weights.sum(axis=1)
        low, high = np.quantile(drawn, [_TAIL, 1 - _TAIL])
        least, most = np.floor(served.sum() + 1e-9), np.ceil(served.sum() - 1e-9)
        exact_low = betaincinv(least, n - least + 1, _TAIL) if least > 0 else 0.0
        exact_high = betaincinv(most + 1, n - most, 1 - _TAIL) if most < n else 1.0
        return Estimate(
            estimate,
            float(min(low, exact_low, estimate)),
            float(max(high, exact_high, estimate)),
        )


def blocked(sample: Sample, programme: Programme, choice: Choice) -> pl.DataFrame:
    """Row an enterprise that is not certainly served, schema `BLOCKED`, the least served first."""
    rows = []
    lacking = sample.required & ~choice.admitted
    for i, enterprise in enumerate(sample.enterprises.iter_rows(named=True)):
        missing = np.flatnonzero(lacking[i])
        chance = float(sample.freed[i, choice.threshold])
        if not missing.size and chance >= 1:
            continue
        over = chance < _LIKELY
        by = "both" if missing.size and over else "items" if missing.size else "threshold"
        rows.append(
            {
                "enterprise_id": enterprise["enterprise_id"],
                "name": enterprise["name"],
                "weight": float(sample.weight[i]),
                "served": 0.0 if missing.size else chance,
                "freed": chance,
                "by": by if missing.size or over else "answer",
                "missing": [sample.items[j] for j in missing],
                "important": [sample.items[j] for j in missing if not programme.admissible[j]],
            }
        )
    return pl.DataFrame(rows, schema=BLOCKED).sort("served", "enterprise_id")


def admitting(sample: Sample, programme: Programme, choice: Choice) -> pl.DataFrame:
    """Row an item left out, schema `ADMITTING`, the largest gain first.

    What an inadmissible item would gain is told as well: it says what the finding costs.
    """
    rows = [_row(sample, programme, choice, int(item)) for item in np.flatnonzero(~choice.admitted)]
    return pl.DataFrame(rows, schema=ADMITTING).sort(
        "gain", "gain_with", "item", descending=[True, True, False]
    )


def _row(sample: Sample, programme: Programme, choice: Choice, item: int) -> dict[str, object]:
    lacking = sample.required & ~choice.admitted
    alone = np.zeros(len(sample.items), dtype=bool)
    alone[item] = True
    others = Counter(tuple(np.flatnonzero(row & ~alone)) for row in lacking if row[item])
    companions = min(others, key=lambda x: (-others[x], len(x), x), default=())
    together = alone.copy()
    together[list(companions)] = True
    gained = sample.share(_newly(sample, programme, choice, alone))
    total = float(sample.weight.sum())
    cost = _added(programme, choice, alone)
    return {
        "item": sample.items[item],
        "admissible": bool(programme.admissible[item]),
        "needed_by": float(sample.weight[sample.required[:, item]].sum()),
        "used_by": float(sample.weight[sample.used[:, item]].sum()),
        "gain": total * (gained.estimate or 0.0),
        "gain_low": total * (gained.low or 0.0),
        "gain_high": total * (gained.high or 0.0),
        "with": [sample.items[j] for j in companions],
        "gain_with": float(sample.weight @ _newly(sample, programme, choice, together)),
        "cost": cost,
        "cost_with": _added(programme, choice, together),
        "pays_below": (gained.estimate or 0.0) / cost if cost > 0 else None,
    }


def _newly(sample: Sample, programme: Programme, choice: Choice, more: Flags) -> Array:
    new = programme.served(choice.admitted | more) & ~programme.served(choice.admitted)
    return np.asarray(new * sample.freed[:, choice.threshold])


def _added(programme: Programme, choice: Choice, more: Flags) -> float:
    wider = programme.risk(choice.admitted | more) - programme.risk(choice.admitted)
    return float(wider[choice.threshold])
