"""A flows table analysed on its own, without a study."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import listlab
from listlab.errors import ScenarioError
from listlab.law.load import load_pack
from listlab.model.language import Lang, Text
from listlab.model.params import Kind, Tier
from listlab.model.problem import Problem
from listlab.model.provenance import Provenance
from listlab.study import sha256

if TYPE_CHECKING:
    import polars as pl

    from listlab.analyse.growth import Growth
    from listlab.analyse.prepared import Prepared
    from listlab.analyse.result import ScenarioResult
    from listlab.law.limits import Limits
    from listlab.law.pack import Scenario

_DIGITS = 20  # of a threshold; longer ones are no numbers of persons
_SHOWN = 60  # characters of an option that a message repeats


@dataclass(frozen=True)
class WhatIf:
    """Options of a what-if; law is checked when pack, kind and tier are all given."""

    thresholds: str = "auto"
    need: float = 0.95
    delta: float = 0.02
    kind: Kind | None = None
    tier: Tier | None = None
    pack: str | None = None
    scenario: str | None = None
    growth: str | None = None
    bootstrap: int = 1000
    seed: int = 0
    on: date | None = None


@dataclass(frozen=True)
class Question:
    """A flows table with the options read: ready to be prepared."""

    options: WhatIf
    flows: pl.DataFrame
    thresholds: list[int] | None
    scenario: Scenario | None
    limits: Limits | None
    growth: Growth  # that counts unless a what-if has another

    def prepare(self) -> Prepared:
        """Fits, refits and calibration, from which what-ifs are answered."""
        from listlab.analyse.prepared import prepare

        options = self.options
        return prepare(
            self.flows,
            thresholds=self.thresholds,
            kind=options.kind or "sensitive",
            tier=options.tier or "assessment",
            limits=self.limits,
            growth=self.growth,
            bootstrap=options.bootstrap,
            seed=options.seed,
            scenario=options.scenario or "",
            scenario_name=self.scenario.name if self.scenario else None,
        )

    def basis(self) -> dict[str, Any]:
        """What a result rests on beside the flows and what a grid sweeps, as plain values."""
        law = self.limits
        return {
            "thresholds": self.thresholds,
            "kind": self.options.kind,
            "tier": self.options.tier,
            "scenario": self.options.scenario,
            "bootstrap": self.options.bootstrap,
            "seed": self.options.seed,
            "law": None if law is None else [law.national, law.cap, list(law.comparison)],
        }


def read_question(path: Path, options: WhatIf) -> Question:
    """Flows and options of a what-if, read and checked.

    Raises
    ------
    ScenarioError
        The table or an option can't be used.
    PackError
        No pack, or no scenario of it, has the name given.
    """
    thresholds, scenario = _thresholds(options.thresholds), _scenario(options)
    given, limits = _growth(options.growth), _limits(options, scenario)

    from listlab.analyse.answers import checked_volumes
    from listlab.analyse.flows import by_enterprise
    from listlab.analyse.options import check_options
    from listlab.analyse.prepared import growth_in
    from listlab.analyse.read import read_flows

    check_options(options.need, options.delta, options.bootstrap)
    flows = read_flows(path)
    if options.scenario and "scenario" in flows.columns:
        flows = flows.filter(flows["scenario"] == options.scenario)
    elif options.scenario and options.pack is None:
        raise ScenarioError(_nothing_to_filter(options.scenario, path))
    volumes = by_enterprise(flows, options.kind or "sensitive")
    checked_volumes(volumes)
    growth = growth_in(volumes, given, {})
    return Question(options, flows, thresholds, scenario, limits, growth)


def analyse_flows(question: Question, path: Path) -> ScenarioResult:
    """Result of the scale analysis of a question that was read from a flows table at `path`.

    Raises
    ------
    ScenarioError
        The table or an option can't be used.
    """
    options = question.options
    return question.prepare().ask(
        need=options.need,
        delta=options.delta,
        provenance=Provenance(
            inputs={path.name: sha256(path)},  # however the path was typed
            pack=options.pack,
            pack_version=load_pack(options.pack).version if options.pack else None,
            parameters=_used(options, is_checked=question.limits is not None),
            seed=options.seed,
            listlab_version=listlab.__version__,
        ),
    )


def flows_answer(result: ScenarioResult, options: WhatIf, lang: Lang) -> dict[str, Any]:
    """Result as `listlab simulate` prints it: kind and tier null unless somebody gave them."""
    return {**result.to_dict(lang), "kind": options.kind, "tier": options.tier}


def _used(options: WhatIf, *, is_checked: bool) -> dict[str, Any]:
    """Options as provenance records them; the date only where the law was looked up."""
    used = {name: value for name, value in vars(options).items() if value is not None}
    on = used.pop("on", None)
    return {**used, "on": on.isoformat()} if is_checked and on else used


def _scenario(options: WhatIf) -> Scenario | None:
    if options.pack is None or options.scenario is None:
        return None
    industries = load_pack(options.pack).industries
    known = {scenario.code: scenario for trade in industries for scenario in trade.scenarios}
    if options.scenario not in known:
        raise ScenarioError(_unknown_scenario(options.scenario, options.pack, list(known)))
    return known[options.scenario]


def _limits(options: WhatIf, scenario: Scenario | None) -> Limits | None:
    from listlab.law.limits import limits

    if options.pack is None or options.kind is None or options.tier is None:
        return None
    pack = load_pack(options.pack)
    on = options.on or date.today()
    return limits(pack, options.kind, options.tier, scenario=scenario, on=on)


def _thresholds(text: str) -> list[int] | None:
    if text.strip() == "auto":
        return None
    parts = [part.strip() for part in re.split("[,，]", text)]
    if any(not part.isdecimal() or len(part) > _DIGITS for part in parts):
        short = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        raise ScenarioError(
            Problem("scenario.thresholds", "error", _no_thresholds(short), got=short),
        )
    return [int(part) for part in parts]


def _growth(text: str | None) -> Growth | None:
    from listlab.analyse.growth import MOST_LOG, Growth

    if text is None:
        return None
    try:
        mean, sd = (float(part) for part in re.split("[,，]", text))
    except ValueError as error:
        problem = Problem("scenario.growth", "error", _no_growth(text, MOST_LOG), got=text)
        raise ScenarioError(problem) from error
    if not (abs(mean) <= MOST_LOG and 0 <= sd <= MOST_LOG):
        problem = Problem("scenario.growth", "error", _no_growth(text, MOST_LOG), got=text)
        raise ScenarioError(problem)
    return Growth(mean=mean, sd=sd, basis="given")


def _unknown_scenario(code: str, pack: str, known: list[str]) -> Problem:
    message = Text(
        f"规则包 {pack} 中没有场景 {code}；现有：{'、'.join(known)}。",
        f"pack {pack} has no scenario {code}; there are: {', '.join(known)}.",
    )
    return Problem("scenario.unknown", "error", message, got=code)


def _no_thresholds(text: str) -> Text:
    return Text(
        f"--thresholds 为 {text}，应为 auto，或用逗号分隔的整数，如 20000,30000。",
        f"--thresholds is {text}, expected auto or whole numbers such as 20000,30000.",
    )


def _no_growth(text: str, most: float) -> Text:
    return Text(
        f"--growth 为 {text}，应为“均值,标准差”（对数尺度、每年），如 0.1,0.25；均值在 ±{most:.2f} "
        f"内，标准差在 0 至 {most:.2f} 之间。",
        f"--growth is {text}, expected MEAN,SD on the log scale a year, such as 0.1,0.25: the mean "
        f"within ±{most:.2f}, the sd from 0 to {most:.2f}.",
    )


def _nothing_to_filter(scenario: str, path: Path) -> Problem:
    message = Text(
        f"给了 --scenario {scenario}，但 {path} 没有 scenario 列，也没有 --pack 可查该场景的法律；"
        "请补上其中之一，或去掉 --scenario。",
        f"--scenario {scenario} is given, but {path} has no column scenario, and no --pack says "
        "what law the scenario has; add either, or leave --scenario out.",
    )
    return Problem("scenario.no_column", "error", message, got=scenario)
