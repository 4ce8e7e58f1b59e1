"""The questions of the scenario analysis beyond one threshold, each kept by the cache rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.run import steps
from listlab.run.cache import Basis, Step, cached
from listlab.run.lines import KINDS, TIERS, bounds, known_lists, lines
from listlab.study import Study

if TYPE_CHECKING:
    from polars import DataFrame

    from listlab.analyse.explained import Explained
    from listlab.analyse.result import ScenarioResult
    from listlab.analyse.sensitivity import ScenarioModel
    from listlab.model.params import Kind

_FURTHER = 3  # answers tried until a verdict turns: more of them are no near miss


def _together_basis(study: Study) -> Basis:
    """All scenarios with what people decided of the items."""
    return _all_basis(study, next(iter(study.params.scenarios)))


def _all_basis(study: Study, code: str) -> Basis:
    """One scenario, the others beside it, and what people decided of the items."""
    basis = steps.scenario_basis(study, code)
    every = {other: asdict(asked) for other, asked in study.params.scenarios.items()}
    return Basis({**basis.params, "every": every, **steps.identify_params(study)}, basis.files)


def _answered(title: Text, ask: Callable[[], Explained]) -> Explained:
    """What a question found; where it can't be answered, why."""
    from listlab.analyse.explained import Unanswered

    try:
        return ask()
    except ScenarioError as error:
        return Unanswered(title, tuple(problem.message for problem in error.problems))


@cached(_all_basis)
def scale(study: Study, code: str) -> Explained:
    """How far the answers of one scenario carry its recommendation."""
    from listlab.analyse.scale import analyse

    asked = study.params.scenarios[code]
    return analyse(
        steps.scenario(study, code),
        limits=bounds(study, code)[asked.tier, asked.kind],
        industry={result.scenario: result for result in steps.scenarios(study)},
    )


@cached(steps.scenario_basis)
def tiers(study: Study, code: str) -> Explained:
    """Thresholds of both tiers and both kinds of one scenario, chosen together."""
    from numpy.random import default_rng

    from listlab.analyse.recommend import analyse

    params, asked = study.params, study.params.scenarios[code]
    law, known = bounds(study, code), known_lists(study, code)
    sides: dict[str, Any] = {kind: _by_itself(study, code, kind) for kind in KINDS}
    return analyse(
        _flows(study, code),
        **sides,
        rng=default_rng(params.seed),
        needs=asked.needs or {asked.tier: asked.need},
        limits=law,
        assumptions=params.assumptions,
        known=known,
    )


def _by_itself(study: Study, code: str, kind: Kind) -> ScenarioResult:
    """One kind of persons at the candidates of both tiers; the scenario's own is fitted already."""
    from listlab.analyse.answers import group_answers
    from listlab.analyse.candidates import of_both_tiers
    from listlab.analyse.prepared import prepare
    from listlab.survey.volumes import scenario_volumes

    params, asked, law = study.params, study.params.scenarios[code], bounds(study, code)
    volumes = scenario_volumes(steps.survey(study), code, kind)
    told = [line for each in known_lists(study, code).values() for line in lines(each, kind)]
    chosen = of_both_tiers(
        group_answers(volumes), {tier: law[tier, kind] for tier in TIERS}, known=told
    )
    ready = (
        steps.prepared(study, code)
        if kind == asked.kind
        else prepare(
            volumes,
            thresholds=chosen,
            kind=kind,
            growth=steps.growth_of(study, code, kind),
            assumptions=params.assumptions,
            bootstrap=params.bootstrap,
            seed=params.seed,
        )
    )
    return ready.ask(thresholds=chosen, need=asked.need, delta=asked.delta)


@cached(steps.scenario_basis)
def frequency(study: Study, code: str) -> Explained:
    """When in the year the enterprises of one scenario reach its thresholds."""
    from numpy.random import default_rng

    from listlab.analyse.frequency import analyse

    params, asked, result = study.params, study.params.scenarios[code], steps.scenario(study, code)
    national = {
        bound.national for (_, kind), bound in bounds(study, code).items() if kind == asked.kind
    }
    advice = result.recommendation
    shown = {t for t in (advice.threshold, advice.runner_up) if t is not None}
    _, industry = steps.law(study)
    tables = steps.survey(study)
    return _answered(
        Text("频率：一年中何时达到阈值", "Frequency: when in the year thresholds are reached"),
        lambda: analyse(
            tables.flows.filter(tables.flows["scenario"] == code),
            thresholds=sorted(national | shown),
            rng=default_rng(params.seed),
            variant=industry.scenario(code).persons,
            kind=asked.kind,
            enterprises=tables.enterprises,
            assumptions=params.assumptions,
            bootstrap=params.bootstrap,
        ),
    )


@cached(_all_basis)
def scope(study: Study, code: str) -> Explained:
    """Data items and threshold of one scenario, chosen together."""
    from numpy.random import default_rng

    from listlab.analyse.scope import analyse

    tables, params = steps.survey(study), study.params
    return _answered(
        Text("范围：数据项与阈值一并选择", "Scope: data items and threshold together"),
        lambda: analyse(
            tables.items,
            flows=tables.flows,
            volumes=steps.scenario(study, code),
            rng=default_rng(params.seed),
            findings=steps.identify(study),
            assumptions=params.assumptions,
            kind=params.scenarios[code].kind,
            scenario=code,
            replicates=params.bootstrap,
        ),
    )


@cached(_all_basis)
def risk(study: Study, code: str) -> Explained:
    """Exposure weighed by severity, and the law of a year's loss, below each threshold."""
    from numpy.random import default_rng

    from listlab.analyse.risk import analyse
    from listlab.analyse.risk.budgets import Budgets
    from listlab.analyse.risk.severity import severities
    from listlab.survey.volumes import scenario_volumes

    params, asked, tables = study.params, study.params.scenarios[code], steps.survey(study)
    result = steps.scenario(study, code)
    flows = tables.flows.filter(tables.flows["scenario"] == code)
    severe = severities(
        flows,
        tables.items.filter(tables.items["flow_id"].is_in(flows["flow_id"].implode())),
        steps.identify(study).items.select("id", "personal"),
        assumptions=params.assumptions,
    )
    volumes = scenario_volumes(tables, code, asked.kind)
    return _answered(
        Text("风险：敞口与损失", "Risk: exposure and loss"),
        lambda: analyse(
            volumes.join(
                severe.select("enterprise_id", "severity"), on="enterprise_id", how="left"
            ),
            rng=default_rng(params.seed),
            thresholds=[row.threshold for row in result.thresholds],
            kind=asked.kind,
            tier=asked.tier,
            contract_line=bounds(study, code)["contract", asked.kind].national,
            budgets=Budgets(**(asked.budgets or {})),
            assumptions=params.assumptions,
        ),
    )


def _model(study: Study, code: str) -> ScenarioModel:
    from listlab.analyse.risk.loss import hazard
    from listlab.analyse.sensitivity import scenario_model

    return scenario_model(
        steps.scenario(study, code),
        assumptions=study.params.assumptions,
        share_lost=hazard(study.params.assumptions).mean_share,
    )


@cached(steps.scenario_basis)
def sensitivity(study: Study, code: str) -> Explained:
    """Which factor the answer of one scenario hangs on."""
    from numpy.random import default_rng

    from listlab.analyse.sensitivity import analyse

    return _answered(
        Text("敏感性：结论取决于哪个因素", "Sensitivity: which factor matters"),
        lambda: analyse(_model(study, code), rng=default_rng(study.params.seed)),
    )


@cached(steps.scenario_basis)
def robust(study: Study, code: str) -> Explained:
    """The threshold regretted least, and the futures in which the recommended one fails."""
    from numpy.random import default_rng

    from listlab.analyse.assumptions.factor import number
    from listlab.analyse.assumptions.load import factors
    from listlab.analyse.robust import analyse

    price = number(factors()["loss_price"], study.params.assumptions)
    return _answered(
        Text("稳健性：在哪些情形下建议会失效", "Robustness: where the recommendation fails"),
        lambda: analyse(_model(study, code), price=price, rng=default_rng(study.params.seed)),
    )


@cached(steps.scenario_basis)
def switching(study: Study, code: str) -> Explained:
    """Where the recommendation, and its equivalence with the largest candidate, turn."""
    from listlab.analyse.switching import analyse

    asked, result = study.params.scenarios[code], steps.scenario(study, code)
    *smaller, largest = sorted(row.threshold for row in result.thresholds)
    chosen = result.recommendation.threshold

    def ask() -> Explained:
        if not smaller:
            raise ScenarioError(
                Text(
                    "只有一个候选阈值，无从比较；请在参数 thresholds 中再列一个。",
                    "There is one candidate only; list another in the param thresholds.",
                )
            )
        least = chosen if chosen in smaller else smaller[-1]
        return analyse(
            steps.prepared(study, code),
            pair=(least, largest),
            need=asked.need,
            delta=asked.delta,
            most_answers=_FURTHER,
        )

    return _answered(Text("转换值：结论在何处改变", "Switching values: where a verdict turns"), ask)


@cached(_together_basis)
def portfolio(study: Study) -> Explained:
    """Thresholds of all scenarios together, within the exposure of the recommended ones."""
    from listlab.analyse.assumptions.factor import number
    from listlab.analyse.assumptions.load import factors
    from listlab.analyse.portfolio import Budget, analyse

    results = [r for r in steps.scenarios(study) if r.recommendation.threshold is not None]
    title = Text("各场景阈值的组合", "Thresholds of all scenarios together")
    beta = number(factors()["beta"], study.params.assumptions)
    used = [_exposure(result, beta) for result in results]

    def ask() -> Explained:
        if not results:
            raise ScenarioError(
                Text(
                    "没有一个场景有建议阈值，无从组合。", "No scenario has a recommended threshold."
                )
            )
        budget = Budget(
            sum(used),
            unit=max(sum(used) / 100, 1.0),
            name=Text("敞口", "exposure"),
            unit_name=Text("1% 的敞口", "1 % of the exposure"),
        )
        return analyse(results, budgets={"exposure": budget}, assumptions=study.params.assumptions)

    return _answered(title, ask)


def _exposure(result: ScenarioResult, beta: float) -> float:
    chosen = result.recommendation.threshold
    assert chosen is not None
    return result.row(chosen).exposure(beta) or 0.0


@cached(steps.draft_basis)
def benefit(study: Study) -> Explained:
    """Procedures, working days, pages and fees that the draft list spares."""
    from numpy.random import default_rng

    from listlab.analyse.benefit import analyse
    from listlab.analyse.benefit.lines import draft_lines, national_lines, published_lines
    from listlab.law.lists.load import published_lists

    params, tables = study.params, steps.survey(study)
    pack, _ = steps.law(study)
    dated = [
        each
        for each in published_lists()
        if each.pack == params.pack and each.issued is not None and each.issued <= params.as_of
    ]
    last = max(dated, key=lambda each: each.issued or params.as_of, default=None)
    return _answered(
        Text("减负：比现在少办多少", "Benefit: what the draft list spares"),
        lambda: analyse(
            tables.flows,
            enterprises=tables.enterprises,
            national=national_lines(pack, params.as_of),
            draft=draft_lines(steps.draft(study)),
            in_force=published_lines(last, params.industry) if last else None,
            rng=default_rng(params.seed),
            assumptions=params.assumptions,
        ),
    )


def _flows(study: Study, code: str) -> DataFrame:
    """Flows of one scenario with the frame weight of their enterprises."""
    tables = steps.survey(study)
    flows = tables.flows.filter(tables.flows["scenario"] == code)
    weights = tables.enterprises.select("enterprise_id", "weight")
    return flows.join(weights, on="enterprise_id", maintain_order="left")


OF_SCENARIO: dict[str, Step[[str], Explained]] = {
    "scale": scale,
    "tiers": tiers,
    "frequency": frequency,
    "scope": scope,
    "risk": risk,
    "sensitivity": sensitivity,
    "robust": robust,
    "switching": switching,
}
OVERALL: dict[str, Step[[], Explained]] = {"portfolio": portfolio, "benefit": benefit}


def asked(study: Study, name: str) -> bool:
    """Whether the study's params ask this question."""
    wanted = study.params.questions
    return wanted is None or name in wanted


def to_ask(study: Study, reported: Iterable[str]) -> list[tuple[str, str | None]]:
    """Questions that the study asks, each of a reported scenario or of all together (None)."""
    wanted = [(name, code) for code in reported for name in OF_SCENARIO if asked(study, name)]
    return [*wanted, *((name, None) for name in OVERALL if asked(study, name))]


def each_scenario(study: Study, name: str) -> dict[str, Explained]:
    """Answer to one question for every scenario that somebody reported, by its code."""
    missing = steps.unreported(study)
    codes = [code for code in study.params.scenarios if code not in missing]
    ask = OF_SCENARIO[name]
    return {code: ask(study, code) for code in codes} if asked(study, name) else {}


def of_scenarios(study: Study) -> dict[str, dict[str, Explained]]:
    """Every question asked, answered for every scenario that somebody reported."""
    found = {name: each_scenario(study, name) for name in OF_SCENARIO}
    return {
        code: {name: answers[code] for name, answers in found.items() if code in answers}
        for code in study.params.scenarios
    }


def overall(study: Study) -> dict[str, Explained]:
    """Every question asked of all scenarios together, by its name."""
    return {name: ask(study) for name, ask in OVERALL.items() if asked(study, name)}
