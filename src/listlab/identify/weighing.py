"""How much words and model say, and from when on a rule is asked: data, fitted, not law."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WordWeights:
    """Log odds that a word adds to what it speaks for."""

    strong: float = 4.0
    medium: float = 2.0
    weak: float = 0.8
    ordinary: float = 6.0  # a strong word of ordinary data, which outweighs a category's
    prior: float = 0.7  # a word of the industry or scenario


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How words and model are put together, and how sure the sum is."""

    words: float = 0.31
    learnt: float = 6.5
    none: float = 1.2  # log odds of "no category" before anything is read


@dataclass(frozen=True, slots=True)
class Askings:
    """Probabilities, distances and shares from which rules are asked and answered.

    `asked`: probability of a category from which its rules are asked; `sure`: from which a facet
    without conditions is met; `look`: of all categories together, from which a person looks
    though no rule spoke. Distances from the border of ordinary data, negative on its side:
    below `plain` no person looks, below `plain_personal` not at personal information, of which
    volumes decide, nor below `plain_natural` at that of the categories `about_persons`; below
    `ordinary` an open facet is refuted. Above `eager` a person looks, whatever the category, at
    personal information above `eager_personal`. `stock`: share of a limit exported from which an
    unknown stock is asked for. `bare`: bytes up to which a name alone says what the data are,
    not more.
    """

    asked: float = 0.15
    sure: float = 0.5
    look: float = 0.5
    plain: float = -0.47
    plain_personal: float = 0.3
    plain_natural: float = -0.1
    about_persons: tuple[int, ...] = ()
    ordinary: float = -0.45
    eager: float = -0.15
    eager_personal: float = 0.05
    stock: float = 0.1
    bare: int = 24


@dataclass(frozen=True, slots=True)
class Leanings:
    """Distances from the border of sensitive personal information.

    Below `never` no word makes an item sensitive, above `always` it needs none; above `doubt` a
    volume that would make it important data leaves it to a person.
    """

    never: float = -0.5
    always: float = 0.5
    doubt: float = -0.3


@dataclass(frozen=True, slots=True)
class Weighing:
    """Everything that was fitted, or set by hand with a reason."""

    words: WordWeights = field(default_factory=WordWeights)
    suggestion: Suggestion = field(default_factory=Suggestion)
    rules: Askings = field(default_factory=Askings)
    personal: Leanings = field(default_factory=Leanings)
    # Contents that the volume rules name, by the types of personal information that are such.
    contents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
