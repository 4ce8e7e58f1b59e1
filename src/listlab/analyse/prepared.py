"""A scenario made ready for what-ifs: fitted, refitted and calibrated once, asked many times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from listlab.analyse.answers import Answers, Array, group_answers
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.candidates import candidates, checked
from listlab.analyse.condense import Condensed
from listlab.analyse.flows import by_enterprise, growth_given
from listlab.analyse.freed import forecast_band, gain_band
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model, fit
from listlab.analyse.notes import growth_note, notes_on, warnings_on
from listlab.analyse.options import check_options
from listlab.analyse.recommend.reasons import Case
from listlab.analyse.recommend.smallest import recommend
from listlab.analyse.replicates import Replicates, Standing, replicate, stand
from listlab.analyse.result import ScenarioResult
from listlab.analyse.risk.budgets import Budgets
from listlab.analyse.risk.loss import Hazard, hazard, lose
from listlab.analyse.tabulate import (
    Curves,
    curve_frame,
    equivalences,
    exposure_frame,
    threshold_row,
)
from listlab.law.limits import Limits
from listlab.law.load import load_pack
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind, Tier
from listlab.model.provenance import Provenance

_FEW = 12  # effective answers below which no law decides


@dataclass(frozen=True)
class Prepared:
    """A scenario from which what-ifs are answered without a new fit; it can be pickled.

    `chosen`, `growth`, `assumptions` are those it was prepared with, and hold in every question
    that names no others. `replicates` is None where no law could be fitted.
    """

    volumes: pl.DataFrame
    answers: Answers
    model: Model
    chosen: tuple[int, ...]
    growth: Growth
    assumptions: Mapping[str, Assumption]
    limits: Limits | None
    kind: Kind
    tier: Tier
    seed: int
    scenario: str
    scenario_name: Text
    standing: Standing
    contract_line: int | None
    replicates: Replicates | None

    def ask(
        self,
        *,
        need: float = 0.95,
        delta: float = 0.02,
        growth: Growth | None = None,
        thresholds: Sequence[int] | None = None,
        budgets: Budgets | None = None,
        assumptions: Mapping[str, Assumption] | None = None,
        provenance: Provenance | None = None,
    ) -> ScenarioResult:
        """Curves, bands and recommendation under another need, growth, candidates or factors.

        Parameters
        ----------
        need, delta : float
            Share of enterprises to free, in (0, 1]; margin of equivalence, in (0, 1).
        growth : Growth, optional
            Law of next year's growth instead of the prepared one.
        thresholds : sequence of int, optional
            Candidates in persons a year instead of the prepared ones.
        budgets : Budgets, optional
            Most that a threshold may cost; those left out are not applied.
        assumptions : mapping, optional
            Factors that differ from the prepared ones.

        Returns
        -------
        ScenarioResult

        Raises
        ------
        ScenarioError
            Unusable need, margin or thresholds.

        Notes
        -----
        Fits, replicates and the simulated surveys are reused; bands are calibrated anew for the
        growth and candidates asked of.
        """
        check_options(need, delta)
        used = {**self.assumptions, **(assumptions or {})}
        starting = number(factors()["start_rate"], used)
        grown = replace(growth or self._growth(used), start=starting)
        chosen = self.chosen if thresholds is None else checked(thresholds)
        standing = self.standing
        if chosen != self.chosen:
            standing = stand(
                self.model, self.answers, self.replicates, chosen, contract_line=self.contract_line
            )
        curves = self._curves(standing, np.array(chosen, float), grown, hazard(used))
        rows = tuple(threshold_row(self.answers, curves, standing.at, t) for t in chosen)
        pairs = equivalences(self.answers, curves, chosen, rows, delta)
        few = self.answers.effective(self.answers.answered) < _FEW
        case = Case(
            rows, pairs, self.answers, need, delta, self.limits, grown, few, budgets or Budgets()
        )
        found = self._result(case, curves, standing, used=used)
        return replace(found, provenance=provenance or Provenance(seed=self.seed))

    def _result(
        self,
        case: Case,
        curves: Curves | None,
        standing: Standing,
        *,
        used: Mapping[str, Assumption],
    ) -> ScenarioResult:
        answers, model, rows = self.answers, self.model, tuple(case.rows)
        return ScenarioResult(
            scenario=self.scenario,
            scenario_name=self.scenario_name,
            kind=self.kind,
            tier=self.tier,
            need=case.need,
            delta=case.delta,
            n=answers.n,
            n_answered=round(float(answers.count[answers.answered].sum())),
            n_effective=answers.effective(answers.answered),
            thresholds=rows,
            equivalence=tuple(case.pairs),
            recommendation=recommend(case),
            fits=model.fits,
            zero_share=model.zero_share,
            growth=case.growth.basis,
            growth_mean=case.growth.mean,
            growth_sd=case.growth.sd,
            growth_error=case.growth.error,
            law="not checked" if self.limits is None else "checked",
            seed=self.seed,
            curve=curve_frame(standing.survey, curves),
            volumes=self.volumes,
            exposure=exposure_frame(rows, used),
            notes=notes_on(
                answers, model, curves, hazard=hazard(used), chosen=[row.threshold for row in rows]
            )
            | growth_note(case.growth, answers.n)
            | self._kept_notes(),
            warnings=warnings_on(answers, model, curves, rows=rows, few=_FEW),
        )

    def _kept_notes(self) -> dict[str, Text]:
        """That exempt persons are not counted, and that replicates stand on classes."""
        exempting = int(self.volumes["exempt"].sum()) if "exempt" in self.volumes.columns else 0
        found = {"exempt": _exempt(exempting)} if exempting else {}
        if self.replicates is not None and self.replicates.classes.step > 0:
            found["classes"] = _in_classes(self.replicates.classes)
        return found

    def _growth(self, assumptions: Mapping[str, Assumption]) -> Growth:
        """Prepared growth; its assumed spread is the one assumed now."""
        if self.growth.basis != "assumed":
            return self.growth
        return replace(self.growth, sd=number(factors()["growth_sd"], assumptions))

    def _curves(
        self, standing: Standing, chosen: Array, growth: Growth, danger: Hazard
    ) -> Curves | None:
        kept, model = self.replicates, self.model
        if kept is None or standing.coverage is None:
            return None
        assert standing.exposure is not None
        assert standing.sources is not None
        reach, gains = kept.reaches(chosen, growth, standing.at)
        return Curves(
            coverage=standing.coverage,
            forecast=forecast_band(model, np.log(standing.at), growth, reach=reach),
            gains=gain_band(model, np.log(chosen), growth, reach=gains),
            exposure=standing.exposure,
            losses=lose(standing.sources, danger),
            lost=kept.refits.lost,
        )


def prepare(
    volumes: Any,
    *,
    seed: int,
    thresholds: Sequence[int] | None = None,
    kind: Kind = "sensitive",
    tier: Tier = "assessment",
    limits: Limits | None = None,
    growth: Growth | None = None,
    contract_line: int | None = None,
    asked: Sequence[int] = (),
    assumptions: Mapping[str, Assumption] | None = None,
    bootstrap: int = 1000,
    scenario: str = "",
    scenario_name: Text | None = None,
) -> Prepared:
    """Fits, bootstrap refits and calibration of one scenario, kept for many questions.

    Parameters and errors are those of `simulate`, which prepares and asks once.
    """
    check_options(bootstrap=bootstrap)
    assumptions = assumptions or {}
    volumes = by_enterprise(volumes, kind)
    answers = group_answers(volumes)
    chosen = (
        checked(thresholds)
        if thresholds is not None
        else candidates(answers, limits=limits, asked=asked)
    )
    growth = growth_in(volumes, growth, assumptions)
    model = fit(answers)
    line = contract_line if tier == "assessment" else None
    replicates = replicate(model, answers, chosen, draws=bootstrap, rng=np.random.default_rng(seed))
    return Prepared(
        volumes=volumes,
        answers=answers,
        model=model,
        chosen=chosen,
        growth=growth,
        assumptions=assumptions,
        limits=limits,
        kind=kind,
        tier=tier,
        seed=seed,
        scenario=scenario,
        scenario_name=scenario_name or Text(scenario, scenario),
        standing=stand(model, answers, replicates, chosen, contract_line=line),
        contract_line=line,
        replicates=replicates,
    )


def growth_in(
    volumes: pl.DataFrame, given: Growth | None, assumptions: Mapping[str, Assumption]
) -> Growth:
    """Growth that counts: as given, as the table of volumes has it by row, or as assumed."""
    assumed = Growth(sd=number(factors()["growth_sd"], assumptions))
    return given or growth_given(volumes) or assumed


def _exempt(enterprises: int) -> Text:
    law = load_pack("national").facts["count.exempt"]
    return Text(
        f"{enterprises} 家企业申报了豁免情形：豁免人数不计入（{law.citation_text('zh')}）；"
        "没有写明人数或者条款不明的，只放低下限。",
        f"{enterprises} enterprises claim an exemption: exempt persons are not counted "
        f"({law.citation_text('en')}); a claim without a number or a known clause lowers the "
        "lower end only.",
    )


def _in_classes(classes: Condensed) -> Text:
    size, wide = len(classes.answers.low), f"{classes.step:.1%}"
    return Text(
        f"答复很多，重抽和重拟合在 {size} 个宽度不超过 {wide} 的量级小组上进行；估计值用全部答复。",
        f"replicates are drawn and refitted on {size} classes of volumes at most {wide} wide; "
        "estimates use every answer.",
    )
