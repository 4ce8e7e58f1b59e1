"""Rules that look at the nature of data: which facets an item meets, leaves open, or refutes."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.index import NONE, Group, Index, Sparse
from listlab.identify.matches import Flags
from listlab.identify.reading import AGGREGATED, PUBLISHED, Reading
from listlab.identify.weighing import Askings
from listlab.law.rule import Facet

Outcomes = NDArray[np.int8]
SILENT, REFUTED, OPEN, MET = 0, 1, 2, 3
# The enterprise's own answer to "already public?": no meets the first, yes refutes both.
UNPUBLISHED, UNFIT = "unpublished", "unfit_to_publish"
# Qualifiers that few persons refute, and those that a rule names beside them.
_SCALES = frozenset({"scale", "precision_and_scale", "coverage_and_scale", "whole_population"})
_CERTAIN = frozenset({"certain_field", "certain_group", "certain_region"})


@dataclass(frozen=True)
class Nature:
    """Outcome of every facet and qualifier, shapes (items, facets) and (items, qualifiers)."""

    facets: Outcomes
    qualifiers: Outcomes
    few: Flags  # facets left open but for the few persons of the item, shape (items, facets)


def nature(
    reading: Reading,
    probability: NDArray[np.float64],
    *,
    asked: NDArray[np.float64],
    few: Flags,
    askings: Askings,
) -> Nature:
    """Outcome of the facets of every nature rule for each item.

    A facet is asked where its words stand and its categories are likely. It is met when its
    qualifiers are evidenced, or the phrase says data and condition at once; refuted when they
    are denied, the data are published or only aggregated, or are ordinary data of the field;
    open otherwise. A facet without qualifiers is met only where its category is beyond doubt.
    Few persons refute a facet of which nothing is open but the scale.

    Parameters
    ----------
    reading : Reading
    probability : ndarray
        Of each class, shape (items, classes).
    asked : ndarray
        Distance of each item from the border of ordinary data.
    few : ndarray of bool
        Items of a known number of persons, far below any limit.
    askings : Askings
    """
    index = reading.index
    live = _live(reading)
    any_words = reading.words(Group.FACET)
    likely = probability @ _columns(index)
    spoken = _spoken(reading, likely >= min(askings.asked, askings.sure))
    qualifiers = _answered(reading, spoken)
    said = index.facet_words.of(any_words) > 0
    decisive = index.decisive.of(live) > 0
    ordinary = index.ordinary.of(any_words) > 0
    sharp = (index.facet_words.of(live) > 0) | decisive
    taken = index.facet_words.of(reading.words(Group.FACET, negated=True).sign())
    denied = (taken > 0) & (taken >= index.facet_words.of(live.sign()))
    gone, totals = settled(reading), reading.items_with(AGGREGATED) & ~reading.public
    published = settled(reading, but=AGGREGATED)
    # One bare word says what the data are, not that they are of the kind the facet means.
    unpublished = reading.says(UNPUBLISHED)[:, None]
    told = (index.facet_words.of(live.sign()) >= 2) | decisive | unpublished
    bare = reading.bare(askings.bare) & ~unpublished[:, 0]
    column = {name: i for i, name in enumerate(index.qualifiers)}
    facets = np.zeros(said.shape, dtype=np.int8, order="F")
    # Facets are looked at one by one: their columns stand together.
    columns = (said, decisive, ordinary, sharp, denied, told, likely, qualifiers)
    said, decisive, ordinary, sharp, denied, told, likely, qualifiers = map(
        np.asfortranarray, columns
    )
    for i, (rule, facet) in enumerate(index.facets):
        sure = (likely[:, i] >= askings.sure) & told[:, i]
        named = (said[:, i] | decisive[:, i]) & (likely[:, i] >= askings.asked)
        chosen = [column[name] for name in facet.qualifiers if name in column]
        joined = _join(qualifiers[:, chosen], facet, sure)
        # A phrase says data and condition at once, but not several conditions.
        whole = decisive[:, i] & ((len(chosen) < 2) | (facet.joined == "any"))
        outcome = np.where(whole & (joined != REFUTED), MET, joined)
        outcome = np.where(ordinary[:, i] & ~decisive[:, i], REFUTED, outcome)
        outcome = np.where(denied[:, i] & ~decisive[:, i], REFUTED, outcome)
        if index.totals[i]:
            outcome = np.where(sharp[:, i] & ~published, outcome, REFUTED)
            outcome = np.where(totals & (outcome == MET), OPEN, outcome)
        else:
            outcome = np.where(sharp[:, i] & ~gone, outcome, REFUTED)
        # A few letters name the data; whether the condition holds they leave open.
        outcome = np.where(bare & (outcome == MET) & ~decisive[:, i], OPEN, outcome)
        facets[:, i] = np.where(named, outcome, SILENT)
        # The text shows a condition of the category: its data are there, in other words.
        implied = (_join(spoken[:, chosen], facet, likely[:, i] < 0) == MET) & (
            likely[:, i] >= askings.sure
        )
        implied &= (facets[:, i] == SILENT) & bool(facet.categories or rule.categories) & ~gone
        facets[implied, i] = OPEN
    plain = asked < askings.ordinary
    facets[plain] = np.where(facets[plain] == OPEN, REFUTED, facets[plain])
    small = (facets == OPEN) & few[:, None] & _of_scale(index, qualifiers)
    facets[small] = REFUTED
    return Nature(facets, qualifiers, small)


def _live(reading: Reading) -> Sparse:
    """Words of facets that stand undulled; totals dull no facet that asks for totals."""
    without = reading.dulled
    spared = reading.index.of_totals[reading.matches.word]
    return reading.words(Group.FACET, without=np.where(spared, reading.dulled_but(), without))


def _of_scale(index: Index, qualifiers: Outcomes) -> Flags:
    """Facets that ask for a scale, and of which nothing else is open, shape (items, facets).

    A field, group or region that the text does not name is not one.
    """
    column = {name: i for i, name in enumerate(index.qualifiers)}
    found = np.zeros((len(qualifiers), len(index.facets)), dtype=bool)
    for i, (_, facet) in enumerate(index.facets):
        asked = set(facet.qualifiers) & set(column)
        others = [column[name] for name in asked - _SCALES - _CERTAIN]
        if asked & _SCALES:
            found[:, i] = (qualifiers[:, others] != OPEN).all(axis=1)
    return found


def settled(reading: Reading, *, but: str | None = None) -> Flags:
    """Items that are public by the enterprise's word, or published or aggregated by their text.

    A text that also says that something is not published settles nothing, nor does one where the
    enterprise says so: totals of a whole industry that nobody publishes are what some rules ask
    for. `but` leaves one of the two markers out.
    """
    markers = [name for name in (PUBLISHED, AGGREGATED) if name != but]
    by_text = np.logical_or.reduce([reading.items_with(name) for name in markers])
    return np.asarray(reading.public | (by_text & ~reading.says(UNPUBLISHED) & ~reading.not_public))


def _columns(index: Index) -> NDArray[np.float64]:
    """Classes of which each facet speaks, all but ordinary data where it names none.

    Shape (classes, facets); probabilities of classes times it are those of the facets.
    """
    spoken = [set(facet.categories or rule.categories) for rule, facet in index.facets]
    return np.array(
        [
            [code != NONE and (not codes or code in codes) for codes in spoken]
            for code in index.classes
        ],
        dtype=np.float64,
    )


def _join(outcomes: Outcomes, facet: Facet, sure: Flags) -> Outcomes:
    """Outcome of a facet's qualifiers together; one without any needs a sure category."""
    if outcomes.shape[1] == 0:
        return np.where(sure, MET, OPEN).astype(np.int8)
    if facet.joined == "any":
        return np.asarray(outcomes.max(axis=1))
    return np.asarray(outcomes.min(axis=1))


def _spoken(reading: Reading, concerned: Flags) -> Outcomes:
    """Whether the text shows each qualifier as met, open or refuted in each item.

    `concerned` has the shape (items, facets); patterns are sought where a facet may need them.
    """
    index = reading.index
    standing = reading.words(Group.QUALIFIER)
    denied = index.supports.of(reading.words(Group.QUALIFIER, negated=True)) > 0
    met = index.supports.of(standing) > 0
    refuted = (index.refutes.of(standing) > 0) | denied
    text = reading.texts.folded
    for i, name in enumerate(index.qualifiers):
        asking = [k for k, (_, facet) in enumerate(index.facets) if name in facet.qualifiers]
        rows = np.flatnonzero(concerned[:, asking].any(axis=1))
        if (pattern := index.pattern(name)) and len(rows):
            own = text.gather(pl.Series(rows)).str.to_lowercase()
            met[rows, i] |= own.str.contains(pattern).to_numpy()
    return np.where(met, MET, np.where(refuted, REFUTED, OPEN)).astype(np.int8)


def _answered(reading: Reading, spoken: Outcomes) -> Outcomes:
    """Qualifiers with the enterprise's own answer, where it settles them."""
    found = spoken.copy()
    for i, name in enumerate(reading.index.qualifiers):
        if name == UNPUBLISHED:
            found[reading.not_public, i] = MET
        if name in (UNPUBLISHED, UNFIT):
            found[reading.public, i] = REFUTED
    return found
