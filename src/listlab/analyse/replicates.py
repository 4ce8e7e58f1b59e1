"""What a scenario keeps for its what-ifs: resampled surveys with refits, and this year's shares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import refit, resample
from listlab.analyse.calibrate import calibrate
from listlab.analyse.condense import Condensed, condense
from listlab.analyse.curve import Band, coverage_band
from listlab.analyse.fit import Model
from listlab.analyse.growth import Growth
from listlab.analyse.held import Held, place_of
from listlab.analyse.likelihood import likelihood_rows
from listlab.analyse.risk import Exposure, expose
from listlab.analyse.tabulate import survey_frame
from listlab.analyse.tails import Tails, tabulate_tails

_GRID = 151


@dataclass(frozen=True)
class Replicates:
    """Resampled surveys: how often each class was drawn, their refits' tails, growth's error."""

    classes: Condensed
    draws: Array  # (replicates, classes)
    tails: Tails
    growth_error: Array  # standard normal, (replicates,)
    held: Held


@dataclass(frozen=True)
class Standing:
    """What no growth, need or margin changes: this year's shares, at each threshold of `at`."""

    at: Array
    survey: pl.DataFrame
    coverage: Band | None
    exposure: Exposure | None


def replicate(
    model: Model,
    answers: Answers,
    chosen: Sequence[int],
    growth: Growth,
    *,
    draws: int,
    rng: np.random.Generator,
) -> Replicates | None:
    """Calibration, resampled surveys and their refits; None where no law could be fitted."""
    if not model.theta:
        return None
    log_chosen, at = np.log(np.array(chosen, float)), _grid(answers, chosen)
    calibration = calibrate(model, answers, log_chosen, growth, rng=rng)
    classes = condense(answers, at)
    multiplicity = resample(classes.answers, draws, rng)
    growth_error = rng.standard_normal(draws)
    refits = refit(_of_classes(model, classes), classes.answers, multiplicity)
    return Replicates(
        classes=classes,
        draws=multiplicity,
        tails=tabulate_tails(model, refits, np.log(at)),
        growth_error=growth_error,
        held=Held(calibration, place_of(model, log_chosen, growth)),
    )


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
    model: Model, answers: Answers, replicates: Replicates | None, chosen: Sequence[int]
) -> Standing:
    """Shares and exposures of this year at the candidates and on a fine grid around them."""
    at = _grid(answers, chosen)
    if replicates is None:
        return Standing(at, survey_frame(answers, at), None, None)
    classes, draws = replicates.classes, replicates.draws
    refits = replicates.tails.refits
    return Standing(
        at=at,
        survey=survey_frame(answers, at, classes=classes.answers),
        coverage=coverage_band(model, answers, refits, draws, at, classes=classes.answers),
        exposure=expose(model, answers, draws, at, classes=classes),
    )


def _grid(answers: Answers, chosen: Sequence[int]) -> Array:
    """The candidates, and whole thresholds on a log scale around them and the answers."""
    low = answers.low[answers.low > 0].min(initial=min(chosen))
    high = max(answers.low.max(), *chosen)
    edges = np.geomspace(max(min(low, *chosen) / 2, 1), high * 2, _GRID)
    return np.array(sorted({*map(float, chosen), *(float(round(t)) for t in edges)}))
