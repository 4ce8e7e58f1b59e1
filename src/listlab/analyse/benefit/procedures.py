"""Procedures that enterprises need under a set of rules, and what these take of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.assumptions.factor import by_class, number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.benefit.counts import Chances, chances, counted
from listlab.analyse.benefit.lines import KINDS, TIERS, Lines, ListLines
from listlab.model.params import Assumption

MEASURES = ("enterprises", "filings", "days", "pages", "fees")
COSTS = ("days", "pages", "fees")


@dataclass(frozen=True)
class Units:
    """What one procedure takes of each enterprise, by measure: shape (enterprises,)."""

    assessment: Mapping[str, Array]
    contract: Mapping[str, Array]


def units(sizes: Sequence[str], assumptions: Mapping[str, Assumption]) -> Units:
    """Unit costs by the enterprises' sizes; a contract may be replaced by a certification."""
    certified = number(factors()["certification_share"], assumptions)

    def cost(procedure: str, measure: str) -> Array:
        classes = by_class(factors()[f"{procedure}_{measure}"], assumptions)
        return np.array([classes[size] for size in sizes])

    return Units(
        assessment={measure: cost("assessment", measure) for measure in COSTS},
        contract={
            measure: (1 - certified) * cost("contract", measure)
            + certified * cost("certification", measure)
            for measure in COSTS
        },
    )


@dataclass(frozen=True)
class Block:
    """Flows that are counted together, with the chances that they reach each tier's lines.

    `filings`: procedures that an enterprise files once it reaches a line, one a scenario that it
    exports in. `ciio`: operators of critical infrastructure, who always need an assessment.
    """

    chances: tuple[Chances, ...]  # by kind
    filings: Array
    ciio: NDArray[np.bool_]

    @property
    def families(self) -> set[str]:
        """Families that the chances rest on."""
        return {name for each in self.chances for name in each.replicates}

    def survey(self) -> tuple[Array, Array]:
        """Chance of an assessment, and of a contract, by enterprise."""
        return self._tiers([each.estimate for each in self.chances])

    def resampled(self, family: str, size: int) -> tuple[Array, Array]:
        """Same in resampled surveys, shape (replicates, enterprises)."""
        return self._tiers([each.replicate(family, size) for each in self.chances])

    def _tiers(self, found: Sequence[Array]) -> tuple[Array, Array]:
        """An enterprise does what the heavier of its two counts asks; counts are independent."""
        order = [TIERS.index("assessment"), TIERS.index("contract")]
        spared = [np.ones(found[0].shape[:-1]), np.ones(found[0].shape[:-1])]
        for each in found:
            reached = each[..., order[0]], each.max(axis=-1)
            spared = [s * (1 - r) for s, r in zip(spared, reached, strict=True)]
        assessed, either = 1 - spared[0], 1 - spared[1]
        always = self.ciio & (self.filings > 0)
        assessed, either = np.where(always, 1.0, assessed), np.where(always, 1.0, either)
        return assessed, np.maximum(either - assessed, 0.0)


def national_blocks(
    flows: pl.DataFrame, enterprises: pl.DataFrame, lines: Lines, draws: Array
) -> tuple[Block, ...]:
    """All flows of a processor counted together, whatever their scenario."""
    return (_block(flows, enterprises, lines, draws),)


def list_blocks(
    flows: pl.DataFrame,
    enterprises: pl.DataFrame,
    rules: tuple[ListLines, Lines],
    draws: Array,
) -> tuple[Block, ...]:
    """Each scenario on the list counted alone; the others free, or together by national law."""
    listed, national = rules
    found = [
        _block(flows.filter(pl.col("scenario") == code), enterprises, lines, draws)
        for code, lines in listed.items.items()
    ]
    rest = flows.filter(~pl.col("scenario").is_in(list(listed.items)))
    if not listed.complete and rest.height:
        found.append(_block(rest, enterprises, national, draws))
    return tuple(found)


def _block(flows: pl.DataFrame, enterprises: pl.DataFrame, lines: Lines, draws: Array) -> Block:
    ids = enterprises["enterprise_id"].to_list()
    weight = enterprises["weight"].cast(pl.Float64).to_numpy()
    counts = [counted(flows, ids, kind) for kind in KINDS]
    exports = np.zeros(len(ids))
    for code in flows["scenario"].unique().sort():
        some = flows.filter(pl.col("scenario") == code)
        exports += np.any([counted(some, ids, kind).exports for kind in KINDS], axis=0)
    said = "ciio" in enterprises.columns
    return Block(
        chances=tuple(
            chances(count, [lines.of(tier, kind) for tier in TIERS], weight, draws)
            for kind, count in zip(KINDS, counts, strict=True)
        ),
        filings=exports,
        ciio=(enterprises["ciio"] == "yes").fill_null(False).to_numpy()
        if said
        else np.zeros(len(ids), dtype=bool),
    )


def burdens(
    blocks: Sequence[Block], unit: Units, family: str | None, size: int
) -> dict[str, Array]:
    """Every measure by enterprise: (enterprises,), or (replicates, enterprises) for a family."""
    found: dict[str, Array] = {}
    free: Array = np.ones(1)
    for block in blocks:
        assessed, contract = block.survey() if family is None else block.resampled(family, size)
        free = free * (1 - np.where(block.filings > 0, assessed + contract, 0.0))
        filed = {"filings": (assessed + contract) * block.filings}
        for measure in COSTS:
            each = assessed * unit.assessment[measure] + contract * unit.contract[measure]
            filed[measure] = each * block.filings
        found = {name: found.get(name, 0.0) + part for name, part in filed.items()}
    return {"enterprises": 1 - free, **found}
