"""The law's nouns: bodies, industries and scenarios, categories, stages, and the whole pack."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from listlab.errors import PackError
from listlab.law.fact import Citation, Fact, Instrument, Interpretation, Status
from listlab.law.rule import Qualifier, Rule
from listlab.model.language import Text
from listlab.model.params import Kind, Tier
from listlab.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Body:
    """An authority by name; `acts_as` is the national one that it is in its zone."""

    id: str
    name: Text
    level: str
    source: Citation
    status: Status
    acts_as: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A business scenario; `holds` names contents that lower the important-data volume.

    `persons` says how its distinct persons add up over a year: `population`, each transfer draws
    from the same people (members, travellers); `cohort`, it carries everyone under observation
    (trial participants, employees).
    """

    code: str
    name: Text
    synonyms: tuple[str, ...]
    holds: tuple[str, ...]
    note: Text | None = None
    persons: Literal["population", "cohort"] = "population"


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry with its GB/T 4754 codes (a code stands for all codes beneath it)."""

    code: str
    name: Text
    gbt4754: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    status: Status
    note: Text | None = None
    synonyms: tuple[str, ...] = ()

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
    note: Text | None = None
    interpretations: tuple[Interpretation, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a procedure; deadlines and validity are facts of the pack.

    `kind` names the procedure; without a deadline no limit is stated.
    """

    id: str
    kind: str
    name: Text
    leads: tuple[str, ...]
    decides: tuple[str, ...]
    consults: tuple[str, ...]
    hand_in: tuple[Text, ...]
    deadline: str | None
    validity: str | None
    source: Citation
    status: Status
    note: Text | None = None
    interpretations: tuple[Interpretation, ...] = ()


@dataclass(frozen=True, slots=True)
class Workflow:
    """How a list is made and used, and what goes with it.

    `catalogue` is the filing of the important-data catalogue, `adoption` the taking over of
    another zone's list, `procedures` the national ones by kind.
    """

    making: tuple[Stage, ...] = ()
    using: tuple[Stage, ...] = ()
    catalogue: tuple[Stage, ...] = ()
    adoption: tuple[Stage, ...] = ()
    procedures: Mapping[str, tuple[Stage, ...]] = field(default_factory=dict)

    def groups(self) -> dict[str, tuple[Stage, ...]]:
        """All stages by the procedure that they belong to."""
        own = {
            "making": self.making,
            "catalogue": self.catalogue,
            "adoption": self.adoption,
            "using": self.using,
        }
        return own | dict(self.procedures)


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a zone's measures are in force; a parameter where no source gives them.

    `end` is the last day: as stated, else of the trial counted from `start`, which is never
    verified. Facts keep their values after it; whether they still hold is for people to say.
    """

    start: date
    end: date | None
    status: Status
    note: Text | None = None
    end_status: Status = "unverified"

    @property
    def ends_unverified(self) -> bool:
        """Whether there is a last day, and it was only counted or not checked."""
        return self.end is not None and self.end_status == "unverified"


@dataclass(frozen=True)
class Pack:
    """The law of a zone over the law it extends; own entries come before inherited ones.

    `stands_for` names the pack's own instruments by the names that its base has for them. `places`
    is the file and line where each entry stands, by keys such as `facts.<id>`.
    """

    id: str
    extends: str | None
    name: Text
    region: Text
    list_name: Text
    version: str
    instrument: Instrument
    in_force: Period
    bodies: tuple[Body, ...] = ()
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    industries: tuple[Industry, ...] = ()
    categories: tuple[Category, ...] = ()
    workflow: Workflow = field(default_factory=Workflow)
    rules: tuple[Rule, ...] = ()
    qualifiers: Mapping[str, Qualifier] = field(default_factory=dict)
    stands_for: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict, compare=False, repr=False)

    def fact(self, fact_id: str) -> Fact:
        """Fact of this id, own or inherited; PackError when there is none."""
        if fact_id not in self.facts:
            raise _missing(fact_id, list(self.facts), Text("法规事实", "fact"))
        return self.facts[fact_id]

    def find(self, fact_id: str, on: date) -> Fact | None:
        """Fact of this id with a value on a day; else the one it restates, else None."""
        fact = self.facts.get(fact_id)
        return _in_force(fact, on) if fact else None

    def at(self, day: date) -> "Pack":
        """Same pack with each fact as in force on a day: its own, else the one it restates.

        Facts that have no value on that day are left out.
        """
        found = {
            fact_id: found
            for fact_id, fact in self.facts.items()
            if (found := _in_force(fact, day)) is not None
        }
        return replace(self, facts=found)

    @property
    def own_facts(self) -> tuple[Fact, ...]:
        """Facts that the pack states itself, in its order."""
        return tuple(fact for fact in self.facts.values() if fact.pack == self.id)

    @property
    def exemptions(self) -> tuple[Fact, ...]:
        """Facts that free from the three procedures."""
        return tuple(fact for fact in self.facts.values() if fact.exempts)

    def exemption(self, basis: str) -> Fact:
        """Exemption of this code, such as `5.1.1`; PackError when there is none."""
        found = {fact.exempts.basis: fact for fact in self.exemptions if fact.exempts}
        if basis not in found:
            raise _missing(basis, list(found), Text("豁免情形", "exemption"))
        return found[basis]

    @property
    def exclusions(self) -> tuple[Fact, ...]:
        """Facts that leave data to another regime."""
        return tuple(fact for fact in self.facts.values() if fact.excludes)

    def exclusion(self, ground: str) -> Fact | None:
        """First fact that excludes on this ground."""
        found = (f for f in self.exclusions if f.excludes and f.excludes.ground == ground)
        return next(found, None)

    @property
    def duties(self) -> tuple[Fact, ...]:
        """Duties that remain whatever the route."""
        return tuple(fact for fact in self.facts.values() if fact.duty)

    def line(self, kind: Kind, tier: Tier, on: date) -> Fact | None:
        """National line of a kind and tier that is in force on a day."""
        for fact in self.facts.values():
            applies = fact.applies
            if applies is None or applies.measure != "exported" or fact.persons_on(on) is None:
                continue
            if (applies.kind, applies.tier) == (kind, tier):
                return fact
        return None

    def body(self, body_id: str) -> Body:
        """Body of this id; PackError when there is none."""
        for body in self.bodies:
            if body.id == body_id:
                return body
        raise _missing(body_id, [b.id for b in self.bodies], Text("机构", "body"))

    def office(self, body_id: str) -> Body:
        """Body of this id as the zone calls it by name; PackError when there is none."""
        return next((body for body in self.bodies if body.acts_as == body_id), self.body(body_id))

    def stages(self, kind: str) -> tuple[Stage, ...]:
        """Stages of a procedure by its kind; none where the pack has no such procedure."""
        if kind in self.workflow.procedures:
            return self.workflow.procedures[kind]
        return tuple(stage for stage in self.workflow.using if stage.kind == kind)

    def industry(self, code: str) -> Industry:
        """Industry of this code; PackError when there is none."""
        for industry in self.industries:
            if industry.code == code:
                return industry
        raise _missing(code, [i.code for i in self.industries], Text("行业", "industry"))

    def find_industry(self, answer: str) -> Industry | None:
        """Industry that an answer names by code, name or synonym; None when it is none."""
        wanted = normalise(answer)
        for industry in self.industries:
            names = (industry.code, industry.name.zh, industry.name.en, *industry.synonyms)
            if wanted and wanted in map(normalise, names):
                return industry
        return None

    def category(self, answer: str) -> Category | None:
        """Category that an answer names by number, by name or by both; None when it is none."""
        wanted = normalise(answer)
        for category in self.categories:
            name = normalise(category.name.zh)
            if wanted and wanted in (str(category.code), name, f"{category.code}{name}"):
                return category
        return None


def entry_of(key: str, places: Mapping[str, tuple[str, int]]) -> str:
    """Key of the entry that holds what a longer key names."""
    while key not in places and "." in key:
        key = key.rpartition(".")[0]
    return key


def normalise(name: str) -> str:
    """Letters, digits and Chinese characters of a name, in half width and lower case."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if char.isalnum())


def _in_force(fact: Fact, day: date) -> Fact | None:
    while fact.value_on(day) is None:
        if fact.restates is None:
            return None
        fact = fact.restates
    return fact.as_of(day)


def _missing(name: str, known: list[str], what: Text) -> PackError:
    shown = "、".join(known) or "-"
    message = Text(
        f"没有名为 {name!r} 的{what.zh}；现有：{shown}。请改用其中之一",
        f"no {what.en} is named {name!r}; there are: {shown}. Use one of these",
    )
    return PackError(Problem("pack.not_found", "error", message, got=name))
