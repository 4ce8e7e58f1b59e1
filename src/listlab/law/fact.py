"""Dated facts of law: instrument, citation, readings, and what a fact does in a decision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from listlab.model.language import Lang, Text
from listlab.model.params import Kind, Tier

Status = Literal["verified", "unverified"]
Value = int | str | Text | None
UNNUMBERED = "条号待核实"  # how packs write an article whose number no source gives
_PARAGRAPH = re.compile(r"(\d+)?(?:\((\d+)\))?")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, measure or standard; `in_force_from` is None where no source gives the day.

    `articles` says how many there are, where the whole text was read.
    """

    id: str
    title: Text
    in_force_from: date | None
    in_force_to: date | None
    status: Status
    note: Text | None = None
    articles: int | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether it has effect on a day, as far as its days are known."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Citation:
    """Place in an instrument; `paragraph` reads `1(4)`: first paragraph, fourth item.

    `keyword` finds the paragraph in a text whose articles carry no numbers.
    """

    instrument: str
    title: Text
    article: str | None
    paragraph: str | None
    keyword: str | None = None

    def text(self, lang: Lang = "zh") -> str:
        """Citation as lawyers write it."""
        if lang == "zh":
            found = f"（见“{self.keyword}”一段）" if self.keyword else ""
            return f"《{self.title.zh}》{self._place_zh()}{found}"
        found = f" (paragraph with “{self.keyword}”)" if self.keyword else ""
        return f"{self.title.en}{self._place_en()}{found}"

    def _parts(self) -> tuple[str | None, str | None]:
        match = _PARAGRAPH.fullmatch(self.paragraph or "")
        return (match[1], match[2]) if match else (None, None)

    def _place_zh(self) -> str:
        paragraph, item = self._parts()
        if self.article is None:
            return ""
        numbered = self.article.isdigit()
        place = f"第{self.article}条" if numbered else self.article
        if paragraph:
            place += f"第{paragraph}款" if numbered else f"第{paragraph}点"
        return place + (f"第{item}项" if item else "")

    def _place_en(self) -> str:
        paragraph, item = self._parts()
        if self.article is None:
            return ""
        if self.article == UNNUMBERED:
            return ", article to be checked"
        numbered = self.article.isdigit()
        place = f", article {self.article}" if numbered else f", {self.article}"
        if paragraph:
            place += f" paragraph {paragraph}" if numbered else f" point {paragraph}"
        return place + (f" ({item})" if item else "")


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Readings that the text admits of one question, and the one taken until told otherwise.

    `id` tells the questions of one fact apart.
    """

    id: str
    question: Text
    default: str
    readings: Mapping[str, Text]

    @property
    def taken(self) -> Text:
        """Reading that listlab takes."""
        return self.readings[self.default]

    @property
    def others(self) -> tuple[Text, ...]:
        """Readings that it does not take."""
        return tuple(said for name, said in self.readings.items() if name != self.default)


@dataclass(frozen=True, slots=True)
class Applies:
    """What a volume fact is about: whose data, counted how, and what follows from it.

    `measure`: `exported` since 1 January, or `held` as a stock. `contains`: kinds of content
    of which at least one must be there; empty when any content counts.
    """

    tier: Tier | Literal["important", "exempt"]
    kind: Kind
    measure: Literal["exported", "held"]
    bound: Literal["at_least", "fewer_than"]
    processor: Literal["any", "ciio", "not_ciio"]
    contains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be stated as met; `id` is how a case names it."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Exempts:
    """What a fact frees from the three procedures.

    `basis` is the code by which a case claims it; `claimed`: by the case, by its volume, or by
    a zone's list. `persons` is `none` where data of persons contradict the exemption; `counted`
    says whether exempt persons still enter the national count.
    """

    basis: str
    covers: tuple[str, ...]
    processor: Literal["any", "not_ciio"]
    claimed: Literal["case", "volume", "list"]
    persons: Literal["may_hold", "none"]
    conditions: tuple[Condition, ...]
    counted: bool


@dataclass(frozen=True, slots=True)
class Excludes:
    """What another regime governs; `data_route`: say besides which route would apply."""

    ground: Literal["core", "classified", "export_controlled", "restricted_recipient"]
    data_route: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """When a duty arises, whatever the route, and the bodies told.

    `in_zone`: for every processor of the zone, whether it uses the list or not.
    """

    when: Literal[
        "always",
        "personal",
        "important",
        "change",
        "incident",
        "endangering",
        "using_list",
        "in_zone",
    ]
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where a fact stood before the day on which its present source took effect; never verified."""

    before: date
    source: Citation


@dataclass(frozen=True)
class Fact:
    """A dated fact of law with its source.

    `status` speaks of value and article, `dated` of the day of effect alone. `says` puts the
    codes of a rule into words; `restates` is the parent pack's fact of the same id.
    """

    id: str
    pack: str
    name: Text
    unit: str
    values: Mapping[date, Value]
    source: Citation
    status: Status
    dated: Status
    note: Text | None = None
    interpretations: tuple[Interpretation, ...] = ()
    applies: Applies | None = None
    exempts: Exempts | None = None
    excludes: Excludes | None = None
    duty: Duty | None = None
    says: Mapping[str, Text] = field(default_factory=dict)
    restates: "Fact | None" = None
    earlier: Earlier | None = None

    @property
    def topic(self) -> str:
        """First part of the id: what the fact is about."""
        return self.id.split(".")[0]

    @property
    def cite(self) -> str:
        """Pack id by which docstrings, lists and pages cite the fact."""
        return f"law:{self.pack}/{self.id}"

    def value_on(self, day: date) -> Value:
        """Value in force on a day; None before the first date of effect."""
        begun = [start for start in self.values if start <= day]
        return self.values[max(begun)] if begun else None

    def as_of(self, day: date) -> "Fact":
        """Same fact with the source that it had on a day."""
        if self.earlier is None or day >= self.earlier.before:
            return self
        return replace(self, source=self.earlier.source, status="unverified", earlier=None)

    def persons_on(self, day: date) -> int | None:
        """Number in force on a day; None when there is none, or it is no number."""
        value = self.value_on(day)
        return value if isinstance(value, int) else None

    def text_on(self, day: date) -> Text | None:
        """Sentence in force on a day; None when there is none, or it is no sentence."""
        value = self.value_on(day)
        return value if isinstance(value, Text) else None

    def rule_on(self, day: date) -> str | None:
        """Code in force on a day; None when there is none, or it is no code."""
        value = self.value_on(day)
        return value if isinstance(value, str) else None

    def citation_text(self, lang: Lang = "zh") -> str:
        """Citation, with a mark where the fact is not verified."""
        mark = {"zh": "（未核实）", "en": " (unverified)"}[lang]
        return self.source.text(lang) + (mark if self.status == "unverified" else "")
