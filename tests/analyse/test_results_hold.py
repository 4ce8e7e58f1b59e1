"""Whatever is asked of whatever answers: figures that exist, or a refusal that names the cause."""

import json
import math
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest

from listlab.analyse import (
    attribute,
    benefit,
    curve,
    fit,
    frequency,
    laws,
    portfolio,
    predictive,
    recommend,
    risk,
    robust,
    scale,
    scope,
    sensitivity,
    switching,
    trials,
)
from listlab.analyse.answers import Answers
from listlab.analyse.explained import Explained
from listlab.analyse.prepared import Prepared, prepare
from listlab.analyse.risk.budgets import Budgets
from listlab.analyse.simulate import simulate
from listlab.errors import ListlabError
from listlab.model.language import Text
from listlab.model.negative_list import Thresholds

THRESHOLDS = [10_000, 50_000]
NAN, INF = math.nan, math.inf
NO_NUMBER = re.compile(r"(?<![A-Za-z])(nan|NaN|inf|None)(?![A-Za-z])")
KINDS = ("personal", "sensitive")


@dataclass(frozen=True)
class Survey:
    """Answers of one scenario: bounds of an enterprise each, frame weights, and their items."""

    bounds: tuple[tuple[int | None, int | None], ...]
    weights: tuple[float, ...] = ()
    items: tuple[str, ...] = ("编号", "用药")

    @property
    def names(self) -> list[str]:
        return [f"e{i:02}" for i in range(len(self.bounds))]

    @property
    def weight(self) -> list[float]:
        return list(self.weights) or [1.0] * len(self.bounds)

    def volumes(self) -> pl.DataFrame:
        low, high = ([bound[i] for bound in self.bounds] for i in (0, 1))
        return pl.DataFrame(
            {"enterprise_id": self.names, "low": low, "high": high, "weight": self.weight},
            schema={
                "enterprise_id": pl.String,
                "low": pl.Int64,
                "high": pl.Int64,
                "weight": pl.Float64,
            },
        )

    def flows(self) -> pl.DataFrame:
        ends = self.volumes()
        return ends.select(
            pl.col("enterprise_id").alias("flow_id"),
            "enterprise_id",
            pl.lit("s").alias("scenario"),
            "weight",
            *(pl.col(end).alias(f"{kind}_{end}") for kind in KINDS for end in ("low", "high")),
            pl.lit(12.0).alias("events_per_year"),
        )

    def enterprises(self) -> pl.DataFrame:
        return self.volumes().select(
            "enterprise_id", "weight", pl.lit("中型").alias("size"), pl.lit("东").alias("region")
        )

    def needed(self) -> pl.DataFrame:
        rows = [(name, item) for name in self.names for item in self.items]
        return pl.DataFrame(
            {
                "item_id": [f"{name}/{item}" for name, item in rows],
                "flow_id": [name for name, _ in rows],
                "name": [item for _, item in rows],
                "need": ["required"] * len(rows),
                "personal": ["yes"] * len(rows),
            },
            schema_overrides=dict.fromkeys(("item_id", "flow_id", "name"), pl.String),
        )


MIXED = ((300, 300), (900, 900), (1_500, 1_500), (4_000, 6_000), (10_000, 99_999), (0, None))
SURVEYS = {
    "no flows": Survey(()),
    "one flow": Survey(((500, 500),)),
    "all equal": Survey(((700, 700),) * 15),
    "all unbounded": Survey(((5_000, None),) * 15),
    "no answers": Survey(((0, None),) * 15),
    "all zero": Survey(((0, 0),) * 15),
    "zeros and one": Survey(((0, 0),) * 14 + ((90_000, 90_000),)),
    "two values": Survey(((1, 1), (10**9, 10**9)) * 7),
    "above every threshold": Survey(tuple((10**6 + i, 10**6 + i) for i in range(15))),
    "one item": Survey(MIXED * 2, items=("编号",)),
    "one weight far above": Survey(MIXED * 2, weights=(1,) * 11 + (1e6,)),
    "contradictory": Survey(((500, 500), (9, 3))),
    "negative volume": Survey(((500, 500), (-9, 3))),
    "negative weight": Survey(MIXED, weights=(1, 1, 1, 1, 1, -1)),
    "weight nan": Survey(MIXED, weights=(1, 1, 1, 1, 1, NAN)),
    "weight infinite": Survey(MIXED, weights=(1, 1, 1, 1, 1, INF)),
}
UNUSABLE = (
    "no flows",
    "contradictory",
    "negative volume",
    "negative weight",
    "weight nan",
    "weight infinite",
)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Each survey fitted once, bands calibrated on few surveys: neither is what is tested here."""
    known: dict[bytes, laws.Model] = {}
    fitted = laws.fit

    def remembered(answers: Answers) -> laws.Model:
        parts = (answers.low, answers.high, answers.count, answers.weight)
        key = b"|".join(part.tobytes() for part in parts)
        if key not in known:
            known[key] = fitted(answers)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trials, "_STUDIES", 30)
        for name, module in [*sys.modules.items()]:
            if name.startswith("listlab.") and vars(module).get("fit") is fitted:
                patch.setattr(module, "fit", remembered)
        yield


@cache
def ready(name: str) -> Prepared:
    volumes = SURVEYS[name].volumes()
    return prepare(volumes, seed=1, thresholds=THRESHOLDS, bootstrap=50, scenario="s")


@cache
def simulated(name: str) -> Any:
    return ready(name).ask(need=0.5)


def ask_simulate(name: str, **options: Any) -> Any:
    asked = {"seed": 1, "thresholds": THRESHOLDS, "bootstrap": 50} | options
    return simulate(SURVEYS[name].volumes(), **asked) if options else simulated(name)


def ask_fit(name: str) -> Any:
    return fit.analyse(SURVEYS[name].volumes())


def ask_curve(name: str, **options: Any) -> Any:
    asked = {"thresholds": THRESHOLDS, "bootstrap": 50} | options
    return curve.analyse(SURVEYS[name].volumes(), rng=rng(), **asked)


def ask_switching(name: str, **options: Any) -> Any:
    asked = {"pair": tuple(THRESHOLDS), "most_answers": 1} | options
    return switching.analyse(ready(name), **asked)


def ask_scale(name: str) -> Any:
    return scale.analyse(simulated(name))


def ask_frequency(name: str, **options: Any) -> Any:
    asked = {"thresholds": THRESHOLDS, "bootstrap": 50} | options
    study = SURVEYS[name]
    return frequency.analyse(study.flows(), rng=rng(), enterprises=study.enterprises(), **asked)


def ask_scope(name: str, **options: Any) -> Any:
    study = SURVEYS[name]
    return scope.analyse(
        study.needed(),
        flows=study.flows(),
        volumes=study.volumes(),
        rng=rng(),
        scenario="s",
        **{"candidates": THRESHOLDS, "replicates": 50} | options,
    )


def ask_risk(name: str, **options: Any) -> Any:
    asked = {"thresholds": THRESHOLDS, "bootstrap": 50} | options
    return risk.analyse(SURVEYS[name].volumes(), rng=rng(), **asked)


def ask_benefit(name: str, **options: Any) -> Any:
    study = SURVEYS[name]
    national = benefit.Lines(Thresholds(10_000, 1_000), Thresholds(1_000, 100))
    lines = {"s": benefit.Lines(Thresholds(50_000, 10_000), Thresholds(5_000, 1_000))}
    draft = benefit.ListLines(Text("草案", "draft"), lines)
    return benefit.analyse(
        study.flows(),
        enterprises=study.enterprises(),
        national=national,
        draft=draft,
        rng=rng(),
        **{"bootstrap": 50} | options,
    )


def ask_tiers(name: str, **options: Any) -> Any:
    sides = {kind: replace(simulated(name), kind=kind) for kind in KINDS}
    return recommend.analyse(SURVEYS[name].flows(), **sides, rng=rng(), **options)


def ask_sensitivity(name: str) -> Any:
    few = sensitivity.Precision(least=64, most=64, resamples=50)
    return sensitivity.analyse(
        sensitivity.scenario_model(simulated(name)), rng=rng(), precision=few
    )


def ask_robust(name: str, **options: Any) -> Any:
    model = sensitivity.scenario_model(simulated(name))
    return robust.analyse(model, rng=rng(), **{"price": 1e-4, "futures": 256} | options)


def ask_portfolio(name: str, **options: Any) -> Any:
    budgets = {"exposure": 1e9, "filings": 100}
    return portfolio.analyse([simulated(name)], **{"budgets": budgets} | options)


def ask_attribute(name: str) -> Any:
    old, new = ({"s": threshold, "need": 0.5} for threshold in THRESHOLDS)
    return attribute.analyse(
        old, new, value=lambda draft: simulated(name).row(draft["s"]).observed.high, rng=rng()
    )


def ask_predictive(name: str, **options: Any) -> Any:
    flows = SURVEYS[name].volumes().with_columns(growth_mean=0.0, growth_sd=0.2)
    asked = {"thresholds": THRESHOLDS, "bootstrap": 50} | options
    return predictive.analyse(flows, rng=rng(), **asked)


QUESTIONS: dict[str, Callable[..., Any]] = {
    "simulate": ask_simulate,
    "fit": ask_fit,
    "curve": ask_curve,
    "switching": ask_switching,
    "scale": ask_scale,
    "frequency": ask_frequency,
    "scope": ask_scope,
    "risk": ask_risk,
    "benefit": ask_benefit,
    "tiers": ask_tiers,
    "sensitivity": ask_sensitivity,
    "robust": ask_robust,
    "portfolio": ask_portfolio,
    "attribute": ask_attribute,
    "predictive": ask_predictive,
}


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a result with its place, through fields, frames and arrays."""
    if isinstance(value, pl.DataFrame):
        for name in value.columns:
            yield from numbers(value[name].to_list(), f"{path}.{name}")
    elif isinstance(value, np.ndarray):
        yield from numbers(value.tolist(), path)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from numbers(getattr(value, each.name), f"{path}.{each.name}")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from numbers(part, f"{path}[{key}]")
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from numbers(part, f"{path}[{i}]")
    elif isinstance(value, float | np.floating):
        yield path, float(value)


def words(value: Any) -> Iterator[Text]:
    """Every sentence of a result."""
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from words(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from words(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from words(part)


def assert_holds(result: Any) -> None:
    """No figure that is none, no sentence with one, and nothing missing in either language."""
    wrong = [where for where, x in numbers(result) if not math.isfinite(x)]
    said = [*words(result)]
    if isinstance(result, Explained):
        said += [result.title, *result.lines()]
        shown = "".join(result.explain(lang) for lang in ("zh", "en"))
        wrong += NO_NUMBER.findall(shown)
        wrong += [name for name, x in numbers(result.to_frame()) if not math.isfinite(x)]
        chart = result.chart()
        if chart is not None:
            json.dumps(chart.to_dict(validate=False), allow_nan=False)
        assert result.lines()

    assert [] == wrong
    assert [] == [text for text in said if NO_NUMBER.search(text.zh + text.en)]


def answered(ask: Callable[[], Any]) -> Any:
    """Result, or the error that a user can mend; any warning is a failure."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = ask()
        except ListlabError as error:
            for problem in error.problems:
                assert problem.message.zh.strip()
                assert problem.message.en.strip()
                assert not NO_NUMBER.search(problem.code)
            return error
        assert_holds(result)
        return result


@pytest.mark.parametrize("survey", SURVEYS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_an_answer_for_every_survey(question, survey):
    """Odd answers give figures, or nothing with its cause; what can't be used is refused."""
    found = answered(lambda: QUESTIONS[question](survey))

    if survey in UNUSABLE:
        assert isinstance(found, ListlabError)


def options(values: Mapping[str, Any], *questions: str) -> list[Any]:
    return [
        pytest.param(question, {name: value}, id=f"{question} {name}={value}")
        for question in questions
        for name, given in values.items()
        for value in given
    ]


WRONG_LINES = ([], [0], [-5], [NAN], [INF], [10.5], ["多"], [None], [True])
WRONG_SHARES = (0, -0.1, 1.01, NAN, INF)
WRONG_OPTIONS = [
    *options({"thresholds": WRONG_LINES}, "simulate", "curve", "frequency", "risk", "predictive"),
    *options({"candidates": WRONG_LINES, "price": (-1, NAN, INF)}, "scope"),
    *options({"budget": (-1, NAN, INF)}, "scope"),
    *options({"need": WRONG_SHARES, "delta": WRONG_SHARES}, "simulate", "switching"),
    *options({"needs": (*WRONG_SHARES, {"assessment": NAN}, {"assessment": 0})}, "tiers"),
    *options({"bootstrap": (0, -1)}, "simulate", "frequency", "risk", "benefit", "predictive"),
    *options({"price": (-1, NAN, INF), "futures": (0, 100, 300)}, "robust"),
    *options(
        {"budgets": ({}, {"exposure": NAN}, {"exposure": -1}, {"exposure": 0}, {"persons": 1})},
        "portfolio",
    ),
]


@pytest.mark.parametrize(("question", "wrong"), WRONG_OPTIONS)
def test_options_that_cannot_be_are_refused(question, wrong):
    """Thresholds, needs, prices and budgets that are none, and budgets that nothing meets."""
    assert isinstance(answered(lambda: QUESTIONS[question]("one item", **wrong)), ListlabError)


@pytest.mark.parametrize("most", [-1.0, NAN, INF])
@pytest.mark.parametrize("name", ["loss", "cvar", "workload"])
def test_budgets_that_cannot_be_are_refused(name, most):
    """A committee's budget is a finite number of at least 0, or left out."""
    assert isinstance(answered(lambda: Budgets(**{name: most})), ListlabError)


@pytest.mark.parametrize("question", ["simulate", "risk"])
def test_budgets_that_nothing_meets_are_said_to_bind(question):
    """A budget of nothing leaves no threshold: the result says which budget binds."""
    found = answered(
        lambda: QUESTIONS[question]("one item", budgets=Budgets(loss=0, cvar=0, workload=0))
    )
    said = "".join(
        text.zh
        for text in (
            [found.recommendation.headline, *found.recommendation.reasons]
            if question == "simulate"
            else found.lines()
        )
    )

    assert "预算" in said
    assert question != "simulate" or found.recommendation.threshold is None
