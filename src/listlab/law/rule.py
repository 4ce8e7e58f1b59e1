"""Important-data rules: named predicates with what they look for, and whom they speak of."""

from dataclasses import dataclass
from typing import Literal, get_args

from listlab.law.fact import Citation, Interpretation, Status
from listlab.model.language import Text

Predicate = Literal["holds_at_least", "mentions"]
Joined = Literal["any", "all"]
RuleKind = Literal["volume", "nature", "example"]
PREDICATES: tuple[str, ...] = get_args(Predicate)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A property that a facet may ask for besides its words, such as being unpublished."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of data that a rule names, as keywords of which one must be mentioned.

    `qualifiers` must hold too: all of them, or any, as `joined` says; none when it is empty.
    `categories` are those of the rule's categories that the facet speaks of.
    """

    id: str
    name: Text
    keywords: tuple[str, ...]
    qualifiers: tuple[str, ...]
    joined: Joined
    categories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by which data may be important; `review` by people follows every match.

    `predicate` is one of a closed set. `holds_at_least` looks at the volume of `fact`,
    `mentions` at the facets. A rule without categories speaks of all data.
    """

    id: str
    kind: RuleKind
    name: Text
    predicate: Predicate
    fact: str | None
    categories: tuple[int, ...]
    facets: tuple[Facet, ...]
    source: Citation
    status: Status
    note: Text | None = None
    interpretations: tuple[Interpretation, ...] = ()
