"""Nouns of a lexicon: the words by which data items are recognised, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from listlab.model.language import Lang, Text

Level = Literal["personal", "sensitive"]
LEVELS: tuple[Level, ...] = ("personal", "sensitive")


@dataclass(frozen=True, slots=True)
class Terms:
    """Words by how much each says: by itself, probably, or only together with others."""

    strong: tuple[str, ...]
    medium: tuple[str, ...]
    weak: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every word, the strong ones first."""
        return (*self.strong, *self.medium, *self.weak)


@dataclass(frozen=True, slots=True)
class CategoryWords:
    """Words of a second-level category, and items as enterprises write them."""

    code: int
    terms: Terms
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneContext:
    """Words of ordinary data that no category takes in; a strong one outweighs a category's."""

    id: str
    name: Text
    terms: Terms
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonalType:
    """A type of personal information; weak words count only beside others, never `unless`.

    `never` are regular expressions over folded lower-case text in which no word of it counts.
    """

    id: str
    name: Text
    level: Level
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    unless: tuple[str, ...]
    never: tuple[str, ...]
    source: str
    status: str

    def cited(self, lang: Lang = "zh") -> str:
        """Name with the source it follows, and a mark where that is not verified."""
        mark = {"zh": "，未核实", "en": ", unverified"}[lang] if self.status == "unverified" else ""
        return {
            "zh": f"{self.name.zh}（{self.source}{mark}）",
            "en": f"{self.name.en} ({self.source}{mark})",
        }[lang]


@dataclass(frozen=True, slots=True)
class QualifierWords:
    """What speaks for and against a property that a facet asks for."""

    id: str
    supports: tuple[str, ...]
    refutes: tuple[str, ...]
    patterns: tuple[str, ...]  # regular expressions over the folded text that speak for it


@dataclass(frozen=True, slots=True)
class FacetWords:
    """Further words of a facet.

    `words` name its data, `decisive` the data together with what its qualifiers ask, `ordinary`
    data of the same field of which it does not speak. `totals`: the rule asks for figures of a
    whole, so that being totals only says nothing against it.
    """

    rule: str
    facet: str
    words: tuple[str, ...]
    decisive: tuple[str, ...]
    ordinary: tuple[str, ...]
    totals: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """Words that change what others say: those after, those before in the clause, or the item."""

    id: str
    name: Text
    before: tuple[str, ...]
    after: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """Parts that together say more than each; a part is any of its words, or `@id` of a type."""

    id: str
    name: Text
    parts: tuple[tuple[str, ...], ...]
    level: Level | None
    category: int | None
    important: str | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Prior:
    """Categories that an industry or a scenario makes likelier, by words of its name."""

    id: str
    words: tuple[str, ...]
    categories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An item as enterprises write it, with what people say that it is.

    `important` is null where only a volume decides it, of which its words say nothing.
    """

    name: str
    description: str
    category: int | None
    personal: str  # none|personal|sensitive
    important: str | None  # yes|no|review


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of a pack, folded: half width, lower case, spaces for hyphens and underscores."""

    pack: str
    categories: tuple[CategoryWords, ...]
    none: tuple[NoneContext, ...]
    personal: tuple[PersonalType, ...]
    qualifiers: Mapping[str, QualifierWords]
    facets: Mapping[tuple[str, str], FacetWords]
    markers: Mapping[str, Marker]
    delimiters: tuple[str, ...]
    combinations: tuple[Combination, ...]
    priors: tuple[Prior, ...]
    lessons: tuple[Lesson, ...]

    def words_of(self, code: int) -> CategoryWords:
        """Words of a category; none when the lexicon has nothing on it."""
        for category in self.categories:
            if category.code == code:
                return category
        return CategoryWords(code, Terms((), (), ()), ())
