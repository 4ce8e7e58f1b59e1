"""What a draft list spares enterprises, against national rules and against the list in force."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from listlab.analyse.answers import Array
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.benefit.counts import UNSAID, checked_tables
from listlab.analyse.benefit.lines import Lines, ListLines
from listlab.analyse.benefit.procedures import (
    MEASURES,
    Block,
    Units,
    burdens,
    list_blocks,
    national_blocks,
    units,
)
from listlab.analyse.benefit.result import Baseline, BenefitResult, BenefitRow
from listlab.analyse.options import too_few
from listlab.analyse.result import Estimate
from listlab.analyse.scale.limits import exact_upper
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption
from listlab.model.problem import Problem

_EACH_SIDE = 0.025
_NOBODY = 0.5  # enterprises expected, below which none counts as seen
ALL = "all"


def analyse(
    flows: Any,
    *,
    enterprises: Any,
    national: Lines,
    draft: ListLines,
    rng: np.random.Generator,
    in_force: ListLines | None = None,
    assumptions: Mapping[str, Assumption] | None = None,
    bootstrap: int = 300,
) -> BenefitResult:
    """Procedures, working days, pages and fees that a draft list spares, by size of enterprise.

    Parameters
    ----------
    flows, enterprises : polars or pandas DataFrame
        Tables of a study, of all scenarios: national law counts them together.
    national : Lines
        National lines (see `national_lines`).
    draft : ListLines
        Lines of the draft by scenario (see `draft_lines`).
    rng : numpy.random.Generator
        Of the bootstrap.
    in_force : ListLines, optional
        The list that the draft would replace.
    assumptions : mapping, optional
        Unit costs by size, certification_share, target_reduction.
    bootstrap : int, default 300
        Replicates, at least 50.

    Returns
    -------
    BenefitResult

    Raises
    ------
    ScenarioError
        Tables that can't be used, or a draft without an item.

    Notes
    -----
    A filing is one enterprise × scenario × year; renewals apart. Only personal information
    counts: what important data need stays as it is. Intervals resample enterprises and refit the
    laws of answers that leave a line open; where no answer falls under a procedure of the draft,
    the upper end is the exact limit of its share.

    References
    ----------
    law:national/assessment.personal, law:national/assessment.sensitive,
    law:national/contract.personal, law:national/contract.sensitive
    """
    _check(draft, bootstrap)
    given = assumptions or {}
    flow_rows, firms = checked_tables(flows, enterprises)
    firms = firms.with_columns(pl.col("size").fill_null(UNSAID).replace("", UNSAID))
    _check_sizes(firms)
    weight = firms["weight"].cast(pl.Float64).to_numpy()
    draws = _draws(firms.height, bootstrap, rng)
    blocks = {
        "national": national_blocks(flow_rows, firms, national, draws),
        "draft": list_blocks(flow_rows, firms, (draft, national), draws),
    }
    if in_force is not None:
        blocks["in_force"] = list_blocks(flow_rows, firms, (in_force, national), draws)
    unit = units(firms["size"].to_list(), given)
    sums = _sums(blocks, unit, draws * weight, firms)
    bases: tuple[Baseline, ...] = ("national", "in_force") if in_force else ("national",)
    return BenefitResult(
        rows=tuple(row for base in bases for row in _rows(sums, base)),
        draft=draft.name,
        in_force=in_force.name if in_force else None,
        target=number(factors()["target_reduction"], given),
        enterprises=firms.height,
        represented=float(weight.sum()),
        undecided=_undecided(blocks),
        outside=_outside(flow_rows, draft),
        ciio_unknown=firms.filter(pl.col("ciio") == "unknown").height if "ciio" in firms else 0,
        has_law=all(c.has_law for part in blocks.values() for b in part for c in b.chances),
    )


def _check(draft: ListLines, bootstrap: int) -> None:
    problems = [*too_few(bootstrap)]
    if not draft.items:
        message = Text("草案没有任何场景的量级。", "the draft has no volume of any scenario.")
        problems.append(Problem("scenario.draft", "error", message))
    if problems:
        raise ScenarioError(problems)


def _check_sizes(firms: pl.DataFrame) -> None:
    known = factors()["assessment_days"].default
    assert isinstance(known, Mapping)
    strange = sorted(set(firms["size"]) - set(known))
    if strange:
        raise ScenarioError(
            Text(
                f"企业规模应为 {'、'.join(known)} 之一，得到：{'、'.join(strange)}。",
                f"sizes of enterprises must be of {', '.join(known)}; got {', '.join(strange)}.",
            )
        )


def _draws(n: int, replicates: int, rng: np.random.Generator) -> Array:
    """Multiplicity of each enterprise, one fewer drawn than there are and scaled up (Rao–Wu)."""
    size = max(n - 1, 1)
    return np.asarray(rng.multinomial(size, np.full(n, 1 / n), size=replicates) * (n / size))


class _Sums:
    """Sums over the frame by rules, measure and group: the survey's, and of each replicate."""

    def __init__(self, groups: Sequence[str]) -> None:
        self.groups = tuple(groups)
        self.survey: dict[tuple[str, str], Array] = {}  # (groups,)
        self.upper: dict[tuple[str, str], Array] = {}  # (groups,): where nobody is caught
        self.replicas: dict[str, dict[tuple[str, str], Array]] = {}  # family: (replicates, groups)


def _sums(
    blocks: Mapping[str, Sequence[Block]], unit: Units, weight: Array, firms: pl.DataFrame
) -> _Sums:
    sizes = [size for size in factors()["assessment_days"].default if size in set(firms["size"])]  # type: ignore[union-attr]
    found = _Sums([ALL, *sizes])
    member = np.stack(
        [np.ones(firms.height), *((firms["size"] == size).to_numpy() for size in sizes)], axis=1
    ).astype(float)
    own = firms["weight"].cast(pl.Float64).to_numpy()
    families = sorted({f for part in blocks.values() for b in part for f in b.families}) or [""]
    for rules, part in blocks.items():
        for measure, each in burdens(part, unit, None, 0).items():
            found.survey[rules, measure] = (own * each) @ member
            found.upper[rules, measure] = found.survey[rules, measure] + _unseen(
                part, unit, measure, (own, member)
            )
    for family in families:
        sums = found.replicas.setdefault(family, {})
        for rules, part in blocks.items():
            for measure, each in burdens(part, unit, family, len(weight)).items():
                sums[rules, measure] = (weight * each) @ member
    return found


def _unseen(
    blocks: Sequence[Block], unit: Units, measure: str, frame: tuple[Array, Array]
) -> Array:
    """What a tier that no answer reaches may still hold beyond the answers, by group.

    Nothing where everybody of the frame was asked.
    """
    own, member = frame
    n, whole = member.sum(axis=0), own @ member
    most = np.zeros(member.shape[1])
    if whole[0] <= n[0] * (1 + 1e-9):
        return most
    for block in blocks:
        for tier, reached in zip(("assessment", "contract"), block.survey(), strict=True):
            cost = np.ones(len(own)) if measure in MEASURES[:2] else getattr(unit, tier)[measure]
            for g in np.flatnonzero((reached * (block.filings > 0)) @ member < _NOBODY):
                share = exact_upper(0, float(n[g]), level=1 - _EACH_SIDE)
                most[g] = max(most[g], whole[g] * share * float(cost @ member[:, g]) / n[g])
    return most


def _rows(sums: _Sums, base: Baseline) -> list[BenefitRow]:
    found = []
    for measure in MEASURES:
        before, after = sums.survey[base, measure], sums.survey["draft", measure]
        upper = sums.upper["draft", measure]
        pairs = [(r[base, measure], r["draft", measure]) for r in sums.replicas.values()]
        for g, group in enumerate(sums.groups):
            of_before = _band(float(before[g]), [b[:, g] for b, _ in pairs])
            of_after = _band(float(after[g]), [a[:, g] for _, a in pairs])
            spared = _band(float(before[g] - after[g]), [b[:, g] - a[:, g] for b, a in pairs])
            unseen = float(upper[g] - after[g])
            found.append(
                BenefitRow(
                    baseline=base,
                    measure=measure,
                    size=group,
                    before=of_before,
                    after=_raised(of_after, unseen),
                    avoided=_lowered(spared, unseen),
                    reduction=_reduction(
                        before[g], after[g], [(b[:, g], a[:, g]) for b, a in pairs], unseen
                    ),
                )
            )
    return found


def _band(estimate: float, replicas: Sequence[Array]) -> Estimate:
    """Bootstrap percentiles, hull over families and with the estimate."""
    edges = [np.quantile(each, [_EACH_SIDE, 1 - _EACH_SIDE]) for each in replicas]
    low, high = min(e[0] for e in edges), max(e[1] for e in edges)
    return Estimate(estimate, min(float(low), estimate), max(float(high), estimate))


def _raised(band: Estimate, unseen: float) -> Estimate:
    assert band.estimate is not None
    assert band.high is not None
    return Estimate(band.estimate, band.low, max(band.high, band.estimate + unseen))


def _lowered(band: Estimate, unseen: float) -> Estimate:
    assert band.estimate is not None
    assert band.low is not None
    return Estimate(band.estimate, min(band.low, band.estimate - unseen), band.high)


def _reduction(
    before: float, after: float, replicas: Sequence[tuple[Array, Array]], unseen: float
) -> Estimate:
    """Share spared; none where nothing is needed before."""
    if before <= 0:
        return Estimate(None, None, None)
    shares = [1 - a[b > 0] / b[b > 0] for b, a in replicas]
    band = _band(1 - after / before, [share for share in shares if len(share)])
    return _lowered(band, unseen / before)


def _undecided(blocks: Mapping[str, Sequence[Block]]) -> int:
    """Enterprises whose answers leave some line open."""
    return len(
        {int(i) for part in blocks.values() for b in part for c in b.chances for i in c.undecided}
    )


def _outside(flows: pl.DataFrame, draft: ListLines) -> int:
    """Enterprises with a flow in a scenario that the draft does not name."""
    rest = flows.filter(~pl.col("scenario").is_in(list(draft.items)))
    return rest["enterprise_id"].n_unique()
