"""Words and figures that the checks rest on, read from the data files of this package."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DATA = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Plausibility:
    """Figures beyond which answers are asked back; their reasons stand in plausibility.yaml."""

    jump_factor: float
    jump_from: int
    case_factor: float
    sent_factor: float
    population: int
    times_a_year: dict[str, tuple[float, float]]
    outlier_score: float
    outlier_low_score: float
    rounding_share: float
    least_answers: int
    outlier_answers: int
    outlier_least_spread: float
    typing_error_letters: int
    typing_error_word: int
    exempt_clauses: dict[str, list[str]]
    history_span: int
    history_years: tuple[int, int]


@functools.cache
def load_plausibility() -> Plausibility:
    """Figures of plausibility.yaml, read once a process."""
    facts = _read("plausibility.yaml")["facts"]
    values: dict[str, Any] = {name: fact["value"] for name, fact in facts.items()}
    values["times_a_year"] = {
        frequency: (float(low), float("inf") if high is None else float(high))
        for frequency, (low, high) in values["times_a_year"].items()
    }
    values["history_years"] = tuple(values["history_years"])
    return Plausibility(**values)


@functools.cache
def load_country_words() -> dict[str, Any]:
    """Names, aliases and groups of countries.yaml, read once a process."""
    return _read("countries.yaml")


@functools.cache
def load_industry_codes() -> dict[str, Any]:
    """Sections and divisions of gbt4754.yaml, read once a process."""
    return _read("gbt4754.yaml")


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe", pure=True).load(DATA / name)
    return content
