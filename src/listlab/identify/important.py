"""Whether an item may be important data, by the order of authority among the rules."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.identify.combination import Combined
from listlab.identify.held import Held
from listlab.identify.index import NONE
from listlab.identify.matches import Flags
from listlab.identify.nature import MET, OPEN, REFUTED, SILENT, Nature, settled
from listlab.identify.personal import NOT_PERSONAL
from listlab.identify.reading import Reading
from listlab.identify.weighing import Askings

IMPORTANT = ("no", "review", "yes")
NO, REVIEW, YES = 0, 1, 2
OPEN_MARKER, ROUTINE, SECRET = "open", "routine", "state_secret"
ZONE = "own_rules"  # instrument of a zone's own rules; any other is a standard above them


@dataclass(frozen=True)
class Importance:
    """Outcome of each item, as index into IMPORTANT, and whether a rule decided it."""

    outcome: NDArray[np.int8]
    by_rule: Flags
    looked: Flags  # left to a person although no rule spoke, for its category alone


def importance(
    reading: Reading,
    probability: NDArray[np.float64],
    rules: tuple[Held, Nature, Combined],
    *,
    asked: NDArray[np.float64],
    askings: Askings,
) -> Importance:
    """Yes where a rule is met, review where one is open, no otherwise.

    A standard's rule goes before the zone's rules on the nature of data: where it speaks, they
    are silent. Volumes count whatever the nature. An item in a likely category of which no rule
    speaks, and which nothing settles, is left to a person, and so is one whose text is of the
    kind that rules ask for; personal information of few persons isn't for its category alone.
    """
    volume, facets, combined = rules
    by_nature = _by_nature(reading, facets)
    open_volume = ((volume.outcomes == OPEN) & ~volume.unknown).any(axis=1)
    raised = _raised(reading, combined)
    gone = settled(reading)
    unsure = reading.says(OPEN_MARKER)
    by_nature = np.where(unsure & (by_nature == MET), OPEN, by_nature)
    met = (volume.outcomes == MET).any(axis=1) | (by_nature == MET)
    personal = combined.level > NOT_PERSONAL
    likely = 1 - probability[:, NONE] >= askings.look
    plain = (asked < askings.plain) | reading.says(ROUTINE) | reading.denies
    # Of personal information volumes decide, except where a category is about persons by nature.
    columns = [i for i, code in enumerate(reading.index.classes) if code in askings.about_persons]
    natural = probability[:, columns].sum(axis=1) >= askings.look
    least = np.where(natural, askings.plain_natural, askings.plain_personal)
    plain |= (personal & (asked < least)) | volume.few
    # A text of the kind that rules ask for is seen by a person, whatever else it says.
    eager = asked > np.where(personal, askings.eager_personal, askings.eager)
    eager &= ~volume.few & ~(reading.says(ROUTINE) & reading.bare(askings.bare))
    looked = (likely & (~plain | unsure)) | eager
    looked &= ~gone & ((by_nature == SILENT) | (eager & (by_nature == REFUTED))) & ~met
    by_rule = met | open_volume | (by_nature > SILENT) | raised
    is_open = open_volume | (by_nature == OPEN) | (raised & ~gone) | looked
    # A text of nothing is missing data, which is never a no.
    is_open |= ~reading.spoken
    # State secrets and core data are outside the lists: no rule of the zone decides them.
    secret = reading.says(SECRET)
    outcome = np.where(secret, REVIEW, np.where(met, YES, np.where(is_open, REVIEW, NO)))
    outcome = outcome.astype(np.int8)
    return Importance(outcome, by_rule | secret, looked & (outcome == REVIEW))


def _by_nature(reading: Reading, facets: Nature) -> NDArray[np.int8]:
    """Strongest outcome of the facets of a standard, else of the zone; refuted before silent."""
    standard = np.array(
        [rule.source.instrument != ZONE for rule, _ in reading.index.facets], dtype=bool
    )
    above = facets.facets[:, standard].max(axis=1, initial=SILENT)
    own = facets.facets[:, ~standard].max(axis=1, initial=SILENT)
    return np.asarray(np.where(above > SILENT, above, own), dtype=np.int8)


def _raised(reading: Reading, combined: Combined) -> Flags:
    """Items that a combination leaves to a person."""
    which = [x.important is not None for x in reading.index.lexicon.combinations]
    return np.asarray(combined.holds[:, np.array(which, dtype=bool)].any(axis=1))
