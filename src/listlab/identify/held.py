"""Rules that look at the volume held: decided exactly, on intervals."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.matches import Flags
from listlab.identify.nature import MET, OPEN, REFUTED, SILENT, Outcomes
from listlab.identify.personal import NOT_PERSONAL, SENSITIVE
from listlab.identify.reading import says
from listlab.identify.told import Told
from listlab.law.fact import Applies, Fact
from listlab.law.pack import Pack
from listlab.law.rule import Rule

Array = NDArray[np.float64]
_EXPORTED, _STOCK = ("persons", "sensitive_persons"), ("persons_held", "sensitive_held")


@dataclass(frozen=True)
class Held:
    """Rules by volume with their outcome in each item, shape (items, rules).

    `unknown` marks rules that only lack the number held: open, but with nothing known that
    speaks for it, because far fewer persons are exported than the rule asks for. `claimed` marks
    those that are open only because the item may be of a higher level than its words show.
    """

    rules: tuple[Rule, ...]
    outcomes: Outcomes
    unknown: Flags
    low: Array
    high: Array
    claimed: Flags
    told: Flags  # open only because the text states so many persons or records
    few: Flags  # by item: personal information of a known number of persons, far below any limit


def held(
    items: pl.DataFrame,
    level: NDArray[np.int8],
    pack: Pack,
    *,
    claimed: NDArray[np.int8],
    contents: dict[str, Flags],
    stock: float,
    told: Told | None = None,
) -> Held:
    """Outcome of the volume rules for each item.

    Persons held are a stock: who exports at least so many holds at least so many, but a small
    export proves nothing about the stock. An interval that straddles the limit stays open.

    Parameters
    ----------
    items : DataFrame
        Columns persons, sensitive_persons, persons_held, sensitive_held as `_low` and `_high`
        (null where unknown or unbounded), contains (list), ciio.
    level : ndarray
        Level of personal information of each item.
    claimed : ndarray
        Highest level still open, at least that of `level`.
    contents : dict
        Contents that rules name, with the items whose text names them.
    stock : float
        Share of a limit, in [0, 1]: a larger export without a stock is open, a smaller one isn't.
    told : Told, optional
        Numbers that the texts state. They leave a rule open at most: none is met or refuted by
        them, and one that agrees with the number that was answered says nothing new.
    """
    rules = tuple(rule for rule in pack.rules if rule.predicate == "holds_at_least" and rule.fact)
    shape = (items.height, len(rules))
    outcomes = np.zeros(shape, dtype=np.int8)
    unknown, doubtful, spoken = (np.zeros(shape, dtype=bool) for _ in range(3))
    lows, highs = np.zeros(shape), np.zeros(shape)
    for i, rule in enumerate(rules):
        fact = pack.fact(str(rule.fact))
        applies = fact.applies
        if applies is None:
            continue
        asked = _concerned(items, level, applies, contents)
        maybe = ~asked & _concerned(items, claimed, applies, contents)
        if applies.contains:  # the list of contents is open: others are left to people
            maybe |= ~asked & (level == SENSITIVE)
        low, high, stated = _bounds(items, applies)
        limit = _limit(fact)
        outcome = np.where(low >= limit, MET, np.where(high < limit, REFUTED, OPEN))
        together = _together(items, np.where(asked & stated, high, 0.0))
        outcome = np.where((outcome == REFUTED) & stated & (together >= limit), OPEN, outcome)
        high = np.where(outcome == OPEN, np.maximum(high, together), high)
        if applies.processor == "ciio":
            sure = says(items, "ciio", "yes") | (outcome == REFUTED)
            outcome = np.where(sure, outcome, OPEN)
        outcomes[:, i] = np.where(asked, outcome, SILENT)
        straddles = stated & (low > 0) & (high >= limit) & np.isfinite(high)
        doubtful[:, i] = maybe & ((low >= limit) | straddles)
        outcomes[doubtful[:, i], i] = OPEN
        hinted = np.maximum(low, _column(items, "persons_low", 0.0))
        unknown[:, i] = asked & (outcome == OPEN) & ~stated & (hinted < stock * limit)
        if told is not None:
            spoken[:, i] = (asked | maybe) & (outcomes[:, i] != MET) & ~doubtful[:, i]
            spoken[:, i] &= _speaks(told, limit, stock) & ~_agrees(told, low, high, stated)
            spoken[:, i] &= (outcomes[:, i] != OPEN) | unknown[:, i]
            outcomes[spoken[:, i], i] = OPEN
            unknown[:, i] &= ~spoken[:, i]
        lows[:, i], highs[:, i] = low, high
    lowest = min((_limit(pack.fact(str(rule.fact))) for rule in rules), default=np.inf)
    few = (level > NOT_PERSONAL) & (_most(items) < stock * lowest)
    few &= ~((outcomes == MET) | ((outcomes == OPEN) & ~unknown)).any(axis=1)
    return Held(rules, outcomes, unknown, lows, highs, doubtful, spoken, few)


def _speaks(told: Told, limit: float, stock: float) -> Flags:
    """Items whose text states a number that may reach a limit."""
    bounded = np.isfinite(told.high)
    return np.asarray(np.where(bounded, told.high >= limit, told.low >= stock * limit))


def _agrees(told: Told, low: Array, high: Array, stated: Flags) -> Flags:
    """Items whose text and answer state numbers that can be the same."""
    return np.asarray(stated & (told.low <= high) & (low <= told.high))


def _most(items: pl.DataFrame) -> Array:
    """Most persons an item may be about: exported, else held; infinite where nothing is known."""

    def most(kinds: tuple[str, str]) -> Array:
        found = np.full(items.height, np.nan)
        for kind in kinds:
            low, high = (_column(items, f"{kind}_{end}", np.nan) for end in ("low", "high"))
            # A number without an upper end is unbounded, whatever stands beside it.
            found = np.fmax(found, np.where((low > 0) & np.isnan(high), np.inf, high))
        # Nobody of one kind says nothing where the other is blank.
        return np.where(found > 0, found, np.nan)

    exported, stock = most(_EXPORTED), most(_STOCK)
    return np.where(np.isnan(exported), np.where(np.isnan(stock), np.inf, stock), exported)


def _limit(fact: Fact) -> float:
    value = fact.value_on(max(fact.values)) if fact.values else None
    return float(value) if isinstance(value, int) else np.inf


def _concerned(
    items: pl.DataFrame, level: NDArray[np.int8], applies: Applies, contents: dict[str, Flags]
) -> Flags:
    """Items of whose persons a rule speaks."""
    if applies.processor == "ciio":
        answered = says(items, "ciio", "yes") | says(items, "ciio", "unknown")
        return np.asarray((level > NOT_PERSONAL) & answered)
    if applies.kind != "sensitive":
        return np.asarray((level > NOT_PERSONAL) & (level < SENSITIVE))
    asked = level == SENSITIVE
    if not applies.contains:
        return np.asarray(asked)
    named = np.zeros(items.height, dtype=bool)
    for kind in applies.contains:
        named |= contents.get(kind, False)
    if "contains" in items.columns:
        kinds = items["contains"].cast(pl.List(pl.String))
        told = kinds.list.set_intersection(list(applies.contains)).list.len() > 0
        named |= told.fill_null(False).to_numpy()
    return np.asarray(asked & named)


def _bounds(items: pl.DataFrame, applies: Applies) -> tuple[Array, Array, Flags]:
    """Bounds of the persons held whom a rule counts, and whether a stock was stated.

    The stock of all persons includes those of whom sensitive information is held. A rule on
    personal information without the sensitive leaves them out where their number is known.
    """
    low, high = (_column(items, f"persons_held_{end}", np.nan) for end in ("low", "high"))
    own = [_column(items, f"sensitive_held_{end}", np.nan) for end in ("low", "high")]
    exported = _column(items, "persons_low", 0.0)
    if applies.kind == "sensitive":
        exported = _column(items, "sensitive_persons_low", 0.0)
        apart = ~np.isnan(own[0])
        low, high = np.where(apart, own[0], low), np.where(apart, own[1], high)
    elif applies.processor == "ciio":  # sensitive or not
        exported = np.maximum(exported, _column(items, "sensitive_persons_low", 0.0))
        low, high = np.fmax(low, own[0]), np.where(np.isnan(low), np.nan, high)
    else:
        most = np.where(np.isnan(own[0]), 0.0, np.where(np.isnan(own[1]), low, own[1]))
        low, high = low - np.minimum(most, low), high - np.nan_to_num(own[0])
    stated = ~np.isnan(low) & ~((low == 0) & np.isnan(high))
    high = np.where(stated & ~np.isnan(high), high, np.inf)
    low = np.maximum(np.where(stated, low, 0.0), exported)
    return low, np.maximum(high, low), stated


def _together(items: pl.DataFrame, high: Array) -> Array:
    """Most persons that all data sets of an item's enterprise can hold, itself among them.

    A number that stands in several flows is the same stock; different numbers may be of
    different persons. Without enterprises and flows each item stands by itself.
    """
    if "enterprise_id" not in items.columns or "flow_id" not in items.columns:
        return high
    stocks = items.select("enterprise_id", "flow_id").with_columns(high=pl.Series(high))
    largest = stocks.group_by("enterprise_id", "flow_id").agg(pl.col("high").max())
    summed = largest.group_by("enterprise_id").agg(pl.col("high").unique().sum().alias("sum"))
    joined = stocks.join(summed, on="enterprise_id", how="left", maintain_order="left")
    return np.asarray(joined["sum"].fill_null(0.0).to_numpy())


def _column(items: pl.DataFrame, name: str, missing: float) -> Array:
    if name not in items.columns:
        return np.full(items.height, missing)
    return np.asarray(items[name].cast(pl.Float64).fill_null(missing).to_numpy())
