"""The questions of the scenario analysis beyond one threshold, each kept by the cache rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from listlab.model.params import Kind, Tier
from listlab.run import steps
from listlab.run.cache import Basis, Step, cached
from listlab.study import Study

if TYPE_CHECKING:
    from listlab.analyse.explained import Explained
    from listlab.analyse.recommend import Combination, JointResult
    from listlab.analyse.scale import ScaleResult
    from listlab.law.limits import Limits

_KINDS: tuple[Kind, Kind] = ("personal", "sensitive")
_TIERS: tuple[Tier, Tier] = ("contract", "assessment")


@cached(steps.scenario_basis)
def tiers(study: Study, code: str) -> JointResult:
    """Thresholds of both tiers and both kinds of one scenario, chosen together."""
    from numpy.random import default_rng

    from listlab.analyse.answers import group_answers
    from listlab.analyse.candidates import of_both_tiers
    from listlab.analyse.recommend import analyse
    from listlab.analyse.simulate import simulate
    from listlab.survey.volumes import scenario_volumes

    params, tables = study.params, steps.survey(study)
    bounds, known = _limits(study, code), known_lists(study, code)
    sides: dict[str, Any] = {}
    for kind in _KINDS:
        volumes = scenario_volumes(tables, code, kind)
        lines = [line for each in known.values() for line in _lines(each, kind)]
        sides[kind] = simulate(
            volumes,
            thresholds=of_both_tiers(
                group_answers(volumes), {tier: bounds[tier, kind] for tier in _TIERS}, known=lines
            ),
            need=params.scenarios[code].need,
            delta=params.scenarios[code].delta,
            kind=kind,
            growth=steps.growth_of(study, code, kind),
            assumptions=params.assumptions,
            bootstrap=params.bootstrap,
            seed=params.seed,
        )
    flows = tables.flows.filter(tables.flows["scenario"] == code)
    return analyse(
        flows.join(tables.enterprises.select("enterprise_id", "weight"), on="enterprise_id"),
        **sides,
        rng=default_rng(params.seed),
        needs=params.scenarios[code].needs
        or {params.scenarios[code].tier: params.scenarios[code].need},
        limits=bounds,
        assumptions=params.assumptions,
        known=known,
    )


def _scale_basis(study: Study, code: str) -> Basis:
    """All scenarios: a small one borrows from the others."""
    basis = steps.scenario_basis(study, code)
    every = {other: asdict(asked) for other, asked in study.params.scenarios.items()}
    return Basis({**basis.params, "every": every}, basis.files)


@cached(_scale_basis)
def scale(study: Study, code: str) -> ScaleResult:
    """How far the answers of one scenario carry its recommendation."""
    from listlab.analyse.scale import analyse

    asked = study.params.scenarios[code]
    return analyse(
        steps.scenario(study, code),
        limits=_limits(study, code)[asked.tier, asked.kind],
        industry={result.scenario: result for result in steps.scenarios(study)},
    )


def _limits(study: Study, code: str) -> Mapping[tuple[Tier, Kind], Limits]:
    from listlab.law.limits import limits

    pack, industry = steps.law(study)
    scenario, on = industry.scenario(code), study.params.as_of
    return {
        (tier, kind): limits(pack, kind, tier, scenario=scenario, on=on)
        for tier in _TIERS
        for kind in _KINDS
    }


def known_lists(study: Study, code: str) -> dict[str, Combination]:
    """National lines, and those of published lists for the scenario, by what they are called.

    Where a list says nothing of a tier and kind the national line stands.
    """
    from listlab.analyse.recommend import Combination
    from listlab.law.lists.load import published_lists

    lang, industry = study.params.lang, study.params.industry
    bounds = _limits(study, code)
    national = {f"{tier}_{kind}": bounds[tier, kind].national for tier in _TIERS for kind in _KINDS}
    found = {"国家规定" if lang == "zh" else "national rules": Combination(**national)}
    routes = {"assessment": "assessment", "contract_or_certification": "contract"}
    for each in published_lists():
        told = {
            f"{routes[row.route]}_{row.kind}": row.low
            for row in each.rows_for(industry, code)
            if row.scenario == code and row.kind in _KINDS and row.route in routes and row.low
        }
        if told:
            found[each.title.say(lang)] = Combination(**{**national, **told})
    return found


def _lines(combination: Combination, kind: Kind) -> list[int]:
    return [combination.of(tier, kind) for tier in _TIERS]


_OF_SCENARIO: dict[str, Step[[str], Any]] = {"scale": scale, "tiers": tiers}
_OVERALL: dict[str, Step[[], Any]] = {}


def of_scenarios(study: Study) -> dict[str, dict[str, Explained]]:
    """Every question answered for every scenario that somebody reported: by code, by question."""
    missing = steps.unreported(study)
    return {
        code: {name: ask(study, code) for name, ask in _OF_SCENARIO.items()}
        for code in study.params.scenarios
        if code not in missing
    }


def overall(study: Study) -> dict[str, Explained]:
    """Every question that is asked of all scenarios together, by its name."""
    return {name: ask(study) for name, ask in _OVERALL.items()}


def answer(study: Study, code: str, *, refresh: bool) -> None:
    """Answer every question of one scenario, anew where asked."""
    for ask in _OF_SCENARIO.values():
        if refresh:
            ask.refresh(study, code)
        ask(study, code)
