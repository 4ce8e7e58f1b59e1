"""What a scenario keeps for its what-ifs: resampled surveys with refits, and this year's shares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import Refits, pairs_of, refit, resample
from listlab.analyse.calibrate import Reach, reaches_of
from listlab.analyse.condense import Condensed, condense
from listlab.analyse.freed import Band, coverage_band
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model
from listlab.analyse.risk.exposure import Exposure, expose
from listlab.analyse.risk.sources import Sources, sources
from listlab.analyse.tabulate import survey_frame
from listlab.analyse.terms import likelihood_rows
from listlab.analyse.trials import Trials, run_trials

_GRID = 151
_KNOTS = 12  # thresholds of the grid at which bands are calibrated, candidates aside


@dataclass(frozen=True)
class Replicates:
    """Resampled surveys with their refits, and the simulated ones that calibrate the bands."""

    classes: Condensed
    draws: Array  # (replicates, classes)
    refits: Refits
    trials: Trials

    def reaches(self, chosen: Array, growth: Growth, at: Array) -> tuple[Reach, Reach]:
        """Reach of bands at every threshold, and of the gains between the candidates.

        Reckoned at the candidates and some other thresholds.
        """
        knots = np.array(sorted({*chosen, *at[:: max(len(at) // _KNOTS, 1)]}))
        a, b = (np.searchsorted(knots, chosen)[k] for k in pairs_of(len(chosen)))
        shares, gains = reaches_of(self.trials, np.log(knots), growth, (a, b))
        return shares.between(np.log(knots), np.log(at)), gains


@dataclass(frozen=True)
class Standing:
    """What no growth, need or margin changes: this year's shares, at each threshold of `at`."""

    at: Array
    survey: pl.DataFrame
    coverage: Band | None
    exposure: Exposure | None
    sources: Sources | None  # of losses, at the candidates


def replicate(
    model: Model,
    answers: Answers,
    chosen: Sequence[int],
    *,
    draws: int,
    rng: np.random.Generator,
) -> Replicates | None:
    """Resampled surveys with refits, and simulated ones; None where no law could be fitted."""
    if not model.theta:
        return None
    classes = condense(answers, _grid(answers, chosen))
    multiplicity = resample(classes.answers, draws, rng)
    refits = refit(_of_classes(model, classes), classes.answers, multiplicity)
    return Replicates(classes, multiplicity, refits, run_trials(model, answers, rng=rng))


def _of_classes(model: Model, classes: Condensed) -> Model:
    if classes.step == 0:
        return model
    weights = np.bincount(classes.member, model.weights)
    return replace(
        model,
        rows=likelihood_rows(classes.answers.low, classes.answers.high),
        weights=np.asarray(weights),
    )


def stand(
    model: Model,
    answers: Answers,
    replicates: Replicates | None,
    chosen: Sequence[int],
    *,
    contract_line: int | None,
) -> Standing:
    """Shares and exposures of this year at the candidates and on a fine grid around them."""
    at = _grid(answers, chosen)
    if replicates is None:
        return Standing(at, survey_frame(answers, at), None, None, None)
    classes, draws = replicates.classes, replicates.draws
    refits = replicates.refits
    return Standing(
        at=at,
        survey=survey_frame(answers, at, classes=classes.answers),
        coverage=coverage_band(model, answers, refits, draws, at, classes=classes.answers),
        exposure=expose(model, answers, draws, at, classes=classes),
        sources=sources(model, answers, np.array(chosen, float), contract_line=contract_line),
    )


def _grid(answers: Answers, chosen: Sequence[int]) -> Array:
    """The candidates, and whole thresholds on a log scale around them and the answers."""
    low = answers.low[answers.low > 0].min(initial=min(chosen))
    high = max(answers.low.max(), *chosen)
    edges = np.geomspace(max(min(low, *chosen) / 2, 1), high * 2, _GRID)
    return np.array(sorted({*map(float, chosen), *(float(round(t)) for t in edges)}))
