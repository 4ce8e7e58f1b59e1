"""How far the answers of one scenario carry its recommendation."""

from collections.abc import Mapping

import numpy as np

from listlab.analyse.answers import group_answers
from listlab.analyse.growth import Growth
from listlab.analyse.laws import fit
from listlab.analyse.result import ScenarioResult
from listlab.analyse.scale.influence import influence
from listlab.analyse.scale.information import information
from listlab.analyse.scale.law import Law, law_of
from listlab.analyse.scale.nonresponse import Nonresponse, nonresponse
from listlab.analyse.scale.pooling import pool
from listlab.analyse.scale.result import ScaleResult
from listlab.analyse.scale.rounding import bunching, heaping
from listlab.analyse.scale.tail import tail_of
from listlab.analyse.scale.years import years_ahead
from listlab.law.limits import Limits
from listlab.model.language import Text

_FEW = 12  # effective answers below which a law is drawn towards the industry's


def analyse(
    result: ScenarioResult,
    *,
    limits: Limits | None = None,
    industry: Mapping[str, ScenarioResult] | None = None,
) -> ScaleResult:
    """Nonresponse, single answers, rounding, bunching, the tail, and what more answers would do.

    Parameters
    ----------
    result : ScenarioResult
        Of one scenario, as `simulate` gives it; its weights say how many enterprises of the
        frame the answers stand for.
    limits : Limits, optional
        Lines of the law, at which bunching is looked for; all candidates without them.
    industry : mapping of scenario code to ScenarioResult, optional
        The industry's scenarios, from which a small one borrows.

    Returns
    -------
    ScaleResult

    Notes
    -----
    Silent enterprises are supposed to be k times as large as the law fitted to the others; the
    tipping k is where the recommended threshold fails by its one-sided 95 % bound. Leaving an
    answer out refits the law and keeps the width of the band. Crossings in years ahead are drawn
    by the seed of the result.
    """
    answers = group_answers(result.volumes)
    model = fit(answers)
    law = law_of(model, result)
    lawful = [
        r.threshold for r in result.thresholds if limits is None or limits.allows(r.threshold)
    ]
    chosen = result.recommendation.threshold
    growth = Growth(result.growth_mean, result.growth_sd, result.growth_error)
    thresholds = tuple(row.threshold for row in result.thresholds)
    small = result.n_effective < _FEW
    if law is None:
        return ScaleResult(result, None, (), None, (), None, (), None, notes={"law": _no_law()})
    pulls = (
        influence(
            answers,
            model,
            result.thresholds,
            growth=growth,
            need=result.need,
            lawful=lawful,
            chosen=chosen,
        )
        if chosen is not None and not small
        else ()
    )
    grouped = {code: group_answers(r.volumes) for code, r in (industry or {}).items()}
    pooled = pool(grouped, result.scenario) if small else None
    return ScaleResult(
        of=result,
        nonresponse=_silence(result, law, thresholds, total=answers.total_weight),
        influence=pulls,
        heaping=heaping(answers, law, growth, thresholds),
        bunching=bunching(answers, law, _lines(limits, thresholds)),
        tail=tail_of(answers, law, thresholds),
        information=information(
            result.thresholds, need=result.need, answers=result.n_answered, lawful=lawful
        ),
        pooled=pooled,
        years=years_ahead(answers, law, growth, thresholds, rng=np.random.default_rng(result.seed)),
        notes=_notes(
            small=small,
            is_pooled=pooled is not None,
            all_asked=answers.total_weight <= answers.n * (1 + 1e-9),
        ),
    )


def _silence(
    result: ScenarioResult, law: Law, thresholds: tuple[int, ...], *, total: float
) -> Nonresponse | None:
    answered = float(result.n)
    coverage = [row.coverage.estimate for row in result.thresholds]
    if total <= answered * (1 + 1e-9) or None in coverage:
        return None
    return nonresponse(
        law,
        np.array(coverage, dtype=float),
        thresholds=thresholds,
        answered=answered,
        silent=total - answered,
        chosen=result.recommendation.threshold,
        need=result.need,
    )


def _lines(limits: Limits | None, thresholds: tuple[int, ...]) -> list[int]:
    if limits is None:
        return list(thresholds)
    return sorted({limits.national, *limits.comparison, *([limits.cap] if limits.cap else [])})


def _no_law() -> Text:
    return Text(
        "没有可用的分布，未作这些检查；只有不依赖模型的上下限成立。",
        "No law could be fitted: none of this was checked, only the bounds without a model hold.",
    )


def _notes(*, small: bool, is_pooled: bool, all_asked: bool) -> dict[str, Text]:
    notes = {}
    if all_asked:
        notes["nonresponse"] = Text(
            "没有企业名录，或名录中的企业全部作答：未回答的影响无从计算。",
            "No frame of enterprises, or all of it answered: silence was not reckoned with.",
        )
    if small and not is_pooled:
        notes["pooling"] = Text(
            "有效答复不足 12 份，可参照的其他场景不足三个，不作合并估计。",
            "Fewer than 12 effective answers, and too few other scenarios to borrow from.",
        )
    if small:
        notes["influence"] = Text(
            "有效答复不足 12 份，不逐一剔除。",
            "Fewer than 12 effective answers: none was left out.",
        )
    return notes
