"""The steps of a study, each kept by the cache rule; heavy packages load only after a miss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import listlab
from listlab.errors import ParamsError
from listlab.law.load import load_pack
from listlab.model.language import Text
from listlab.model.params import Kind
from listlab.model.provenance import Provenance
from listlab.run.cache import Basis, cached
from listlab.run.decisions import entry_numbers, labels, ledger_head
from listlab.run.param_checks import Findings
from listlab.run.params import plain_values
from listlab.study import Study

if TYPE_CHECKING:
    from listlab.analyse.evidence import EvidenceResult
    from listlab.analyse.growth import Growth
    from listlab.analyse.prepared import Prepared
    from listlab.analyse.result import ScenarioResult
    from listlab.draft.important import Identified
    from listlab.identify.result import Findings as ItemFindings
    from listlab.law.pack import Industry, Pack
    from listlab.model.negative_list import NegativeList
    from listlab.model.tables import SurveyTables

_SURVEY = ("study", "pack", "industry", "surveys", "archive", "frame", "corrections")
# the audience, since a result's provenance names its inputs
_ANALYSIS = (*_SURVEY, "as_of", "assumptions", "thresholds", "bootstrap", "seed", "audience")


def law(study: Study) -> tuple[Pack, Industry]:
    """Pack and industry of a study, once its scenarios are known to be in them.

    Raises
    ------
    PackError
        There is no such pack or industry.
    ParamsError
        The params name scenarios that the industry does not have.
    """
    params = study.params
    pack = load_pack(params.pack)
    industry = pack.industry(params.industry)
    known = [scenario.code for scenario in industry.scenarios]
    findings = Findings(study.label(study.params_file) if study.params_file else None)
    for code in params.scenarios:
        if code not in known:
            findings.unknown(f"scenarios.{code}", known)
    if findings.problems:
        raise ParamsError(findings.problems)
    return pack, industry


def _survey_basis(study: Study) -> Basis:
    return Basis(_used(study, _SURVEY), study.survey_inputs())


def scenario_basis(study: Study, code: str) -> Basis:
    """What the analysis of one scenario rests on."""
    asked = study.params.scenarios
    pooled = [[other, asked[other].kind] for other in asked]  # growth is pooled over all of them
    used = _used(study, _ANALYSIS) | {
        "code": code,
        "scenario": asdict(asked[code]),
        "pooled": pooled,
    }
    return Basis(used, study.survey_inputs())


def _prepared_basis(study: Study, code: str) -> Basis:
    basis = scenario_basis(study, code)
    asked = {
        k: v
        for k, v in basis.params["scenario"].items()
        if k not in ("need", "delta", "budgets", "needs")
    }
    return Basis({**basis.params, "scenario": asked}, basis.files)


def _evidence_basis(study: Study, code: str) -> Basis:
    basis = scenario_basis(study, code)
    used = {**basis.params, "evidence": asdict(study.params.evidence[code])}
    return Basis(used, (*basis.files, study.evidence_file(code)))


def identify_params(study: Study) -> dict[str, Any]:
    """Params and state of the ledger on which the findings of step 2 rest."""
    return _used(study, (*_SURVEY, "audience")) | {"ledger": ledger_head(study)}


def identify_basis(study: Study) -> Basis:
    """What the findings of step 2 rest on."""
    return Basis(identify_params(study), study.survey_inputs())


def draft_basis(study: Study) -> Basis:
    """What the draft list rests on."""
    used = {**plain_values(study.params), "ledger": ledger_head(study)}
    return Basis(used, study.survey_inputs())


@cached(_survey_basis)
def survey(study: Study) -> SurveyTables:
    """Tables of the needs survey (step 1)."""
    from listlab.survey.read import read_workbooks

    _, industry = law(study)
    return read_workbooks(
        study.survey_files(),
        industry=industry,
        root=study.root,
        corrections=study.corrections,
        frame=study.frame,
        archive=study.archive_files(),
    )


@cached(identify_basis)
def identify(study: Study) -> ItemFindings:
    """What every surveyed item is, by rules, words and what people decided (step 2)."""
    from listlab.identify.identify import identify as identify_items
    from listlab.identify.read import items_of

    pack, _ = law(study)
    return identify_items(
        items_of(survey(study), pack),
        pack=pack.id,
        decisions=labels(study),
        provenance=provenance(study, identify_basis(study)),
    )


def identified(study: Study) -> Identified:
    """Findings of step 2 with the ledger's entries behind them."""
    from listlab.draft.important import Identified as Together

    return Together(identify(study), entry_numbers(study))


@cached(_prepared_basis)
def prepared(study: Study, code: str) -> Prepared:
    """One scenario fitted, refitted and calibrated, from which what-ifs are answered (step 3)."""
    from listlab.analyse.prepared import prepare
    from listlab.law.limits import limits
    from listlab.survey.volumes import scenario_volumes

    pack, industry = law(study)
    params, asked = study.params, study.params.scenarios[code]
    of_law = industry.scenario(code)
    return prepare(
        scenario_volumes(survey(study), code, asked.kind),
        thresholds=asked.candidates or params.thresholds,
        kind=asked.kind,
        tier=asked.tier,
        limits=limits(pack, asked.kind, asked.tier, scenario=of_law, on=params.as_of),
        growth=growth_of(study, code, asked.kind),
        contract_line=limits(
            pack, asked.kind, "contract", scenario=of_law, on=params.as_of
        ).national,
        asked=wanted(study, code),
        assumptions=params.assumptions,
        bootstrap=params.bootstrap,
        seed=params.seed,
        scenario=code,
        scenario_name=of_law.name,
    )


@cached(scenario_basis)
def scenario(study: Study, code: str) -> ScenarioResult:
    """Volumes, thresholds and recommendation of one scenario (step 3)."""
    from listlab.analyse.risk.budgets import Budgets

    asked = study.params.scenarios[code]
    return prepared(study, code).ask(
        need=asked.need,
        delta=asked.delta,
        budgets=Budgets(**(asked.budgets or {})),
        provenance=provenance(study, scenario_basis(study, code)),
    )


@cached(_evidence_basis)
def evidence(study: Study, code: str) -> EvidenceResult:
    """Public table beside one scenario's survey, at the shares that the params give."""
    from listlab.analyse.evidence import compare_evidence
    from listlab.analyse.read import read_flows

    file = study.evidence_file(code)
    return compare_evidence(
        read_flows(file),
        shares=study.params.evidence[code].share,
        source=Text(study.params.evidence[code].source, study.params.evidence[code].source),
        thresholds=[row.threshold for row in scenario(study, code).thresholds],
        scenario=code,
        file=study.label(file),
    )


@cached(draft_basis)
def draft(study: Study) -> NegativeList:
    """The draft list (step 4)."""
    from listlab.draft.assemble import assemble

    pack, industry = law(study)
    return assemble(
        scenarios(study),
        tables=survey(study),
        pack=pack,
        industry=industry,
        params=study.params,
        provenance=provenance(study, draft_basis(study)),
        identified=identified(study),
    )


def scenarios(study: Study) -> tuple[ScenarioResult, ...]:
    """Results of the scenarios that the params ask for and somebody reported, in their order."""
    missing = unreported(study)
    return tuple(scenario(study, code) for code in study.params.scenarios if code not in missing)


def evidences(study: Study) -> tuple[EvidenceResult, ...]:
    """Public tables beside the scenarios that somebody reported."""
    missing = unreported(study)
    return tuple(evidence(study, code) for code in study.params.evidence if code not in missing)


def unreported(study: Study) -> dict[str, Text]:
    """Scenarios that the params ask for and nobody reported: names by code."""
    _, industry = law(study)
    reported = set(survey(study).flows["scenario"])
    return {
        code: industry.scenario(code).name
        for code in study.params.scenarios
        if code not in reported
    }


def provenance(study: Study, basis: Basis | None = None) -> Provenance:
    """Where a result of the study comes from; without `basis`, the whole report."""
    basis = basis or whole(study)
    return Provenance(
        inputs=inputs(study, basis.files),
        pack=study.params.pack,
        pack_version=load_pack(study.params.pack).version,
        parameters=dict(basis.params),
        seed=study.params.seed,
        listlab_version=listlab.__version__,
    )


def inputs(study: Study, files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of input files by label; workbooks by number where names are withheld.

    Files of a survey and of its archive carry the names of enterprises. The numbers are those of
    the report.
    """
    hashes = study.snapshot(files)
    if study.params.audience == "internal":
        return hashes
    params = study.params
    numbered = {
        study.label(path): f"{folder}/{place:03d}"
        for folder, files in (
            (params.surveys, study.survey_files()),
            (params.archive, study.archive_files()),
        )
        for place, path in enumerate(files, 1)
    }
    numbered |= {name: key for key in ("frame", "corrections") if (name := getattr(params, key))}
    return dict(sorted((numbered.get(name, name), hash_) for name, hash_ in hashes.items()))


def whole(study: Study) -> Basis:
    """Everything that a study's report rests on beside code and law."""
    evidence_files = tuple(study.evidence_file(code) for code in study.params.evidence)
    used = {**plain_values(study.params), "ledger": ledger_head(study)}
    return Basis(used, (*study.survey_inputs(), *evidence_files))


def _used(study: Study, keys: tuple[str, ...]) -> dict[str, Any]:
    values = plain_values(study.params)
    return {key: values[key] for key in keys}


def growth_of(study: Study, code: str, kind: Kind) -> Growth | None:
    """Growth of one count of a scenario, pooled; None where nothing is known or assumed of it."""
    from listlab.analyse.growth import pool_growth
    from listlab.survey.volumes import growth_evidence

    tables, asked = survey(study), study.params.scenarios
    others = [growth_evidence(tables, c, asked[c].kind) for c in asked if c != code]
    own = growth_evidence(tables, code, kind)
    assumed = study.params.assumptions.get("growth_sd")
    sd = assumed.values[0] if assumed else None
    growth = pool_growth(own, *others, sd_assumed=sd or 0.0)
    return growth if growth.basis == "pooled" or sd is not None else None


def wanted(study: Study, code: str) -> list[int]:
    """Thresholds that enterprises of the scenario ask for, each a single number."""
    import polars as pl

    tables = survey(study)
    flows = tables.flows.filter(pl.col("scenario") == code)["flow_id"]
    wanted = tables.opinions.filter(
        pl.col("flow_id").is_in(flows.implode()),
        pl.col("wanted_low") == pl.col("wanted_high"),
        pl.col("wanted_low") > 0,
    )
    return sorted(set(wanted["wanted_low"]))
