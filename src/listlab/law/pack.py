"""The law's nouns: bodies, industries and scenarios, categories, stages, and the whole pack."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from listlab.errors import PackError
from listlab.law.fact import Citation, Fact, Instrument, Interpretation, Status
from listlab.model.language import Text
from listlab.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Body:
    """An authority by name."""

    id: str
    name: Text
    level: str
    source: Citation
    status: Status


@dataclass(frozen=True, slots=True)
class Scenario:
    """A business scenario; `holds` names contents that lower the important-data volume."""

    code: str
    name: Text
    synonyms: tuple[str, ...]
    holds: tuple[str, ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry with its GB/T 4754 codes (a code stands for all codes beneath it)."""

    code: str
    name: Text
    gbt4754: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    status: Status
    note: Text | None = None

    def match(self, name: str) -> Scenario | None:
        """Scenario of this code, name or synonym, whatever its width, case and punctuation."""
        wanted = normalise(name)
        for scenario in self.scenarios:
            names = (scenario.code, scenario.name.zh, scenario.name.en, *scenario.synonyms)
            if wanted and wanted in map(normalise, names):
                return scenario
        return None

    def scenario(self, code: str) -> Scenario:
        """Scenario of this code; PackError when the industry has none."""
        for scenario in self.scenarios:
            if scenario.code == code:
                return scenario
        raise _missing(code, [s.code for s in self.scenarios], Text("场景", "scenario"))

    def covers(self, gbt4754: str) -> bool:
        """Whether an enterprise's GB/T 4754 code (with or without its letter) belongs here."""
        digits = gbt4754.strip().lstrip("ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst")
        return any(digits.startswith(code) for code in self.gbt4754)


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A first-level category of the annex."""

    code: int
    name: Text


@dataclass(frozen=True, slots=True)
class Category:
    """A second-level category of the annex, by its number there."""

    code: int
    name: Text
    parent: CategoryGroup
    keywords: tuple[str, ...]
    defers_to: tuple[str, ...]
    source: Citation
    status: Status


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of making or of using a list; deadlines and validity are facts of the pack."""

    id: str
    name: Text
    leads: tuple[str, ...]
    decides: tuple[str, ...]
    hand_in: tuple[Text, ...]
    deadline: str | None
    validity: str | None
    source: Citation
    status: Status
    note: Text | None = None
    interpretation: Interpretation | None = None


@dataclass(frozen=True, slots=True)
class Workflow:
    """How a list is made, and how an enterprise uses it."""

    making: tuple[Stage, ...] = ()
    using: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Pack:
    """The law of a zone over the law it extends; own entries come before inherited ones."""

    id: str
    extends: str | None
    name: Text
    region: Text
    list_name: Text
    version: str
    instrument: Instrument
    bodies: tuple[Body, ...] = ()
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    industries: tuple[Industry, ...] = ()
    categories: tuple[Category, ...] = ()
    workflow: Workflow = field(default_factory=Workflow)

    def fact(self, fact_id: str) -> Fact:
        """Fact of this id, own or inherited; PackError when there is none."""
        if fact_id not in self.facts:
            raise _missing(fact_id, list(self.facts), Text("法规事实", "fact"))
        return self.facts[fact_id]

    def industry(self, code: str) -> Industry:
        """Industry of this code; PackError when there is none."""
        for industry in self.industries:
            if industry.code == code:
                return industry
        raise _missing(code, [i.code for i in self.industries], Text("行业", "industry"))

    def category(self, answer: str) -> Category | None:
        """Category that an answer names by number, by name or by both; None when it is none."""
        wanted = normalise(answer)
        for category in self.categories:
            name = normalise(category.name.zh)
            if wanted and wanted in (str(category.code), name, f"{category.code}{name}"):
                return category
        return None


def normalise(name: str) -> str:
    """Letters, digits and Chinese characters of a name, in half width and lower case."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if char.isalnum())


def _missing(name: str, known: list[str], what: Text) -> PackError:
    shown = "、".join(known) or "-"
    message = Text(
        f"没有名为 {name!r} 的{what.zh}；现有：{shown}。请改用其中之一",
        f"no {what.en} is named {name!r}; there are: {shown}. Use one of these",
    )
    return PackError(Problem("pack.not_found", "error", message, got=name))
