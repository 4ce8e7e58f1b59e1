"""Items that are harmless alone and say more together, in one item or in one flow."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.index import Group
from listlab.identify.matches import Flags
from listlab.identify.personal import LEVELS, Personal
from listlab.identify.reading import Reading


@dataclass(frozen=True)
class Combined:
    """Combinations that hold, and the level of personal information with them.

    `within` and `across` have the shape (items, combinations): all parts in the item, or the
    item has a part and its flow has all.
    """

    level: NDArray[np.int8]
    within: Flags
    across: Flags

    @property
    def holds(self) -> Flags:
        """Combinations to which each item adds."""
        return self.within | self.across


def combine(reading: Reading, items: pl.DataFrame, found: Personal) -> Combined:
    """Combinations of the parts that items and flows name.

    Words that are negated or blunted are no parts. Without a column `flow_id` each item stands
    by itself.
    """
    index = reading.index
    named = parts_named(reading, found)
    flow = _flows(items)
    shape = (items.height, len(index.lexicon.combinations))
    within, across = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    level = found.level.copy()
    for number, combination in enumerate(index.lexicon.combinations):
        own = named[:, index.part_of == number]
        within[:, number] = own.all(axis=1)
        if flow is not None and own.any():
            together = np.zeros((int(flow.max()) + 1, own.shape[1]), dtype=bool)
            np.logical_or.at(together, flow, own)
            across[:, number] = np.asarray(together.all(axis=1))[flow] & own.any(axis=1)
        if combination.level is not None:
            holds = (within[:, number] | across[:, number]) & ~found.barred
            wanted = LEVELS.index(combination.level)
            level = np.where(holds, np.maximum(level, wanted), level).astype(np.int8)
    return Combined(level, within, across & ~within)


def parts_named(reading: Reading, found: Personal) -> Flags:
    """Parts of combinations that each item names, shape (items, parts).

    Parts stand in the order of the index, whose `part_of` says to which combination each belongs.
    """
    index = reading.index
    named = np.asarray(index.parts.of(reading.words(Group.PART, without=reading.dulled)) > 0)
    return np.asarray(named | ((found.named.astype(np.float32) @ index.typed_parts) > 0))


def _flows(items: pl.DataFrame) -> NDArray[np.int64] | None:
    """Number of each item's flow; items without one stand alone."""
    if "flow_id" not in items.columns or items["flow_id"].null_count() == items.height:
        return None
    own = pl.concat_str(pl.lit("\x00"), pl.int_range(pl.len()))
    whose = pl.col("enterprise_id") if "enterprise_id" in items.columns else pl.lit("")
    key = pl.concat_str(whose.fill_null(""), pl.col("flow_id"), separator="\x1f")
    keys = items.select(pl.when(pl.col("flow_id").is_null()).then(own).otherwise(key)).to_series()
    return np.asarray(keys.rank("dense").to_numpy()).astype(np.int64) - 1
