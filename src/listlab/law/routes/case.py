"""Cases to route, a column a property: flows of data with their processor and their persons."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from listlab.law.routes.count import Persons, Whole

Answers = NDArray[np.int8]
YES, NO, UNKNOWN = 1, 0, -1
Name = str | int
Kind = TypeVar("Kind", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Coded(Generic[Kind]):
    """A column of few different values: each value once, and its number in every case."""

    values: tuple[Kind, ...]
    codes: Whole

    @classmethod
    def of(cls, column: Iterable[Kind]) -> "Coded[Kind]":
        """Column with its values numbered in order of appearance."""
        places: dict[Kind, int] = {}
        codes = [places.setdefault(value, len(places)) for value in column]
        return cls(tuple(places), np.asarray(codes, np.int64))

    def at(self, place: int) -> Kind:
        """Value in one case."""
        return self.values[int(self.codes[place])]


@dataclass(frozen=True, slots=True)
class Trait:
    """What decides, besides persons, whether a list names a flow.

    `items` is None where no data item was named. `conditions` are pairs of a condition's name
    and whether it is met; what is not among them is unknown.
    """

    industry: str | None
    scenario: str | None
    items: tuple[str, ...] | None
    conditions: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Cases:
    """Checked cases in the order given; answers are yes, no or unknown.

    `important` is what the processor says, `notified` what an authority said. `total` counts
    persons before, `exempt` the persons claimed under `bases`, `claims` how many claims. Cases
    of one processor share its number in `processors`; a case that names none is a processor of
    its own.
    """

    ids: tuple[Name, ...]
    processors: Whole
    ciio: Answers
    in_zone: Answers
    restricted: Answers
    core: Answers
    classified: Answers
    export_controlled: Answers
    important: Answers
    notified: Answers
    traits: Coded[Trait]
    bases: Coded[tuple[str, ...]]
    claims: Whole
    total: Persons
    exempt: Persons

    def __len__(self) -> int:
        return len(self.ids)


def surely(answers: Answers) -> NDArray[np.bool_]:
    """Where the answer is yes."""
    return np.asarray(answers == YES)


def maybe(answers: Answers) -> NDArray[np.bool_]:
    """Where the answer is yes or unknown."""
    return np.asarray(answers != NO)
