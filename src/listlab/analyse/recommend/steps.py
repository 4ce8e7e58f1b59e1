"""What one threshold more would do: each larger candidate beside the recommended combination."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from listlab.analyse.recommend.result import Choice, Combination
from listlab.analyse.result import Equivalence, Estimate, ScenarioResult
from listlab.model.params import Kind, Tier

ORDER: tuple[tuple[Tier, Kind], ...] = (
    ("assessment", "sensitive"),
    ("assessment", "personal"),
    ("contract", "sensitive"),
    ("contract", "personal"),
)


@dataclass(frozen=True)
class Step:
    """One threshold raised, the three others held.

    `gain` in the share of enterprises that the tier frees: its upper bound is that of the one
    kind by itself, which the joint gain never exceeds. `equivalent` None without a model.
    """

    tier: Tier
    kind: Kind
    start: int
    stop: int
    gain: Estimate
    equivalent: bool | None
    equivalent_without_model: bool
    effort_saved: float | None
    permitted_ratio: float | None
    lawful: bool


def steps_beyond(
    chosen: Choice,
    choices: Mapping[Combination, Choice],
    results: Mapping[Kind, ScenarioResult],
) -> tuple[Step, ...]:
    """Every single step up from the recommended combination, in the order of the thresholds."""
    found = []
    for tier, kind in ORDER:
        start = chosen.thresholds.of(tier, kind)
        for row in results[kind].thresholds:
            larger = replace(chosen.thresholds, **{f"{tier}_{kind}": row.threshold})
            if row.threshold > start and larger in choices:
                pair = _pair(results[kind].equivalence, start, row.threshold)
                found.append(_step(chosen, choices[larger], tier=tier, kind=kind, pair=pair))
    return tuple(found)


def _pair(pairs: Sequence[Equivalence], a: int, b: int) -> Equivalence:
    return next(pair for pair in pairs if (pair.a, pair.b) == (a, b))


def _step(chosen: Choice, larger: Choice, *, tier: Tier, kind: Kind, pair: Equivalence) -> Step:
    before, after = getattr(chosen, tier).forecast.estimate, getattr(larger, tier).forecast.estimate
    most = pair.coverage_gain
    gain = Estimate(None, None, None)
    if before is not None and after is not None and most.high is not None:
        more = min(max(after - before, 0.0), most.high)
        gain = Estimate(more, 0.0, most.high, 0.0, max(most.upper95 or 0.0, more))
    saved = ratio = None
    if chosen.effort is not None and larger.effort is not None:
        saved = chosen.effort - larger.effort
    if chosen.permitted and larger.permitted is not None:
        ratio = larger.permitted / chosen.permitted
    return Step(
        tier=tier,
        kind=kind,
        start=pair.a,
        stop=pair.b,
        gain=gain,
        equivalent=pair.equivalent,
        equivalent_without_model=pair.equivalent_without_model,
        effort_saved=saved,
        permitted_ratio=ratio,
        lawful=larger.lawful,
    )
