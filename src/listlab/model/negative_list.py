"""A negative list: its items in two parts, each threshold with its ground."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from listlab.model.language import Lang, Text
from listlab.model.params import Kind, Tier
from listlab.model.provenance import Provenance

Part = Literal[1, 2]
Status = Literal["draft", "in_review", "approved", "in_force", "superseded"]
Ground = Literal["recommended", "national"]


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its name."""

    code: str | int
    name: Text

    def to_dict(self, lang: Lang = "zh") -> dict[str, str | int]:
        """Code and name in one language."""
        return {"code": self.code, "name": self.name.say(lang)}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Persons since 1 January from which a procedure applies; None means "not by volume"."""

    personal: int | None = None
    sensitive: int | None = None

    def of(self, kind: Kind) -> int | None:
        """Threshold of one kind."""
        return self.personal if kind == "personal" else self.sensitive

    def to_dict(self) -> dict[str, int | None]:
        """Thresholds by kind."""
        return {"personal": self.personal, "sensitive": self.sensitive}


@dataclass(frozen=True, slots=True)
class ThresholdBasis:
    """Why one threshold has its value.

    `national` is the national line, which `fact` and `citation` name; `cap_*` the important-data
    volume it stays below. `recommended` is what the analysis asks for, which the list does not
    take when `ground` is national. `rows` are the cells of the survey behind it as
    `file › sheet › cell`; `rows_withheld` counts those that this audience must not see.
    """

    tier: Tier
    kind: Kind
    persons: int
    national: int
    ground: Ground
    note: Text
    fact: str
    citation: Text
    cap: int | None = None
    cap_fact: str | None = None
    cap_citation: Text | None = None
    analysis: str | None = None
    recommended: int | None = None
    rows: tuple[str, ...] = ()
    rows_withheld: int = 0

    @property
    def is_infeasible(self) -> bool:
        """Whether an analysis found no threshold to recommend."""
        return self.analysis is not None and self.recommended is None

    @property
    def is_held_back(self) -> bool:
        """Whether the list does not take what the analysis recommends."""
        return self.recommended is not None and self.ground == "national"

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Basis as list.json holds it."""
        return {
            "tier": self.tier,
            "kind": self.kind,
            "persons": self.persons,
            "national": self.national,
            "ground": self.ground,
            "note": self.note.say(lang),
            "fact": self.fact,
            "citation": self.citation.say(lang),
            "cap": self.cap,
            "cap_fact": self.cap_fact,
            "cap_citation": self.cap_citation.say(lang) if self.cap_citation else None,
            "analysis": self.analysis,
            "recommended": self.recommended,
            "rows": list(self.rows),
            "rows_withheld": self.rows_withheld,
        }


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of the list; `decision` numbers the ledger's entries, None while nobody decided.

    `category` is what enterprises answered most often, unconfirmed; None when they named none. Of
    important data it is what people decided. `category_answers`: how many data items were put in
    it, in any category, and in none.
    """

    id: str
    part: Part
    kind: Literal["ciio", "important", "personal"]
    industry: str
    features: Text
    counting: Text
    rule: str
    rule_citation: Text
    category: Named | None = None
    category_answers: tuple[int, int, int] = (0, 0, 0)
    scenario: Named | None = None
    purpose: str | None = None
    data_items: tuple[str, ...] = ()
    assessment: Thresholds = Thresholds()
    contract: Thresholds = Thresholds()
    bases: tuple[ThresholdBasis, ...] = ()
    decision: str | None = None

    @property
    def own_answers(self) -> Text:
        """How many data items carry a category of the enterprise's own, or were so decided."""
        named, rated, blank = self.category_answers
        if self.kind == "important":
            return Text(f"由人确认 {named} 项", f"{named} items decided by people")
        same = "" if named == rated else f"（其中 {named} 项为此类）"
        same_en = "" if named == rated else f" ({named} in this one)"
        return Text(
            f"{rated} 项有自评{same}，{blank} 项未填或认不出",
            f"{rated} items with an own answer{same_en}, {blank} without one",
        )

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Item as list.json holds it."""
        analyses = dict.fromkeys(basis.analysis for basis in self.bases if basis.analysis)
        return {
            "id": self.id,
            "part": self.part,
            "kind": self.kind,
            "industry": self.industry,
            "category": self.category.to_dict(lang) if self.category else None,
            "scenario": self.scenario.to_dict(lang) if self.scenario else None,
            "purpose": self.purpose,
            "features": self.features.say(lang),
            "data_items": list(self.data_items),
            "thresholds": {
                "assessment": self.assessment.to_dict(),
                "contract": self.contract.to_dict(),
            },
            "exceptions": [],
            "counting": self.counting.say(lang),
            "provenance": {
                "rule": self.rule,
                "rule_citation": self.rule_citation.say(lang),
                "analysis": ", ".join(analyses) or None,
                "category_answers": list(self.category_answers),
                "decision": self.decision,
                "thresholds": [basis.to_dict(lang) for basis in self.bases],
            },
        }


@dataclass(frozen=True)
class NegativeList:
    """A list of one industry in one zone, with everything that was not decided in `notes`."""

    id: str
    title: Text
    zone: Text
    pack: str
    industry: Named
    version: str
    status: Status
    as_of: date
    synthetic: bool
    part_titles: tuple[Text, Text]
    items: tuple[ListItem, ...]
    notes: tuple[Text, ...]
    provenance: Provenance
    in_force_from: date | None = None

    def part(self, part: Part) -> tuple[ListItem, ...]:
        """Items of one part, in order."""
        return tuple(item for item in self.items if item.part == part)

    def number(self, item: ListItem) -> str:
        """Running number that readers see: part, then place in it."""
        return f"{item.part}.{self.part(item.part).index(item) + 1}"

    def assessment_of(self, item: ListItem) -> Thresholds:
        """Assessment thresholds of an item's scenario: where part 2 ends and part 1 begins."""
        for other in self.part(1):
            if other.scenario is not None and other.scenario == item.scenario:
                return other.assessment
        return Thresholds()

    def bases(self) -> Iterator[tuple[ListItem, ThresholdBasis]]:
        """Every threshold with its item."""
        for item in self.items:
            for basis in item.bases:
                yield item, basis

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """List as list.json holds it."""
        return {
            "list": {
                "id": self.id,
                "title": self.title.say(lang),
                "zone": self.zone.say(lang),
                "pack": self.pack,
                "industry": self.industry.code,
                "version": self.version,
                "status": self.status,
                "in_force_from": self.in_force_from.isoformat() if self.in_force_from else None,
                "as_of": self.as_of.isoformat(),
                "synthetic": self.synthetic,
                "notes": [note.say(lang) for note in self.notes],
            },
            "items": [item.to_dict(lang) for item in self.items],
            "provenance": self.provenance.to_dict(),
        }
