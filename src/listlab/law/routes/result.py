"""Routes of a batch of cases: figures at once, explanations when they are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import polars as pl

from listlab.law.routes.card import card, overview, page
from listlab.law.routes.case import NO, YES, Cases, Name
from listlab.law.routes.count import OPEN
from listlab.law.routes.decide import Decision
from listlab.law.routes.in_force import LawOn
from listlab.law.routes.procedure import Obligation, Step, duties, procedure
from listlab.law.routes.reasons import reasons
from listlab.law.routes.story import Basis, Story
from listlab.law.routes.words import BITS, ROUTES, Bounds, possible
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

_ROUTES = np.full(sum(BITS) + 1, "review", dtype=object)
_ROUTES[list(BITS)] = list(BITS.values())
_POSSIBLE = [list(possible(mask)) for mask in range(len(_ROUTES))]


@dataclass(frozen=True)
class Route:
    """Which procedure one flow needs, and why.

    `possible` holds every route that the answers and counts leave open, lightest first; `route`
    is `review` unless there is one. `personal` and `sensitive` are the persons that the deciding
    volumes count, as bounds; an upper bound of None is unknown.
    """

    id: Name
    route: str
    possible: tuple[str, ...]
    personal: Bounds
    sensitive: Bounds
    basis: tuple[Basis, ...]
    procedure: tuple[Step, ...]
    duties: tuple[Obligation, ...]
    why: tuple[Text, ...]
    missing: tuple[Text, ...]

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Route as the command prints it."""
        return {
            "id": self.id,
            "route": self.route,
            "counted": {"personal": _count(self.personal), "sensitive": _count(self.sensitive)},
            "basis": [basis.to_dict(lang) for basis in self.basis],
            "procedure": [step.to_dict(lang) for step in self.procedure],
            "duties": [duty.say(lang) for duty in self.duties],
            "why": [step.say(lang) for step in self.why],
        }

    def _repr_html_(self) -> str:
        return card(self)


@dataclass(frozen=True, eq=False)
class RouteResult(Sequence[Route]):
    """Routes of all cases, in their order; an entry explains itself when it is looked at."""

    cases: Cases
    law: LawOn
    decision: Decision

    def __len__(self) -> int:
        return len(self.cases)

    @overload
    def __getitem__(self, place: int) -> Route: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Route, ...]: ...
    def __getitem__(self, place: int | slice) -> Route | tuple[Route, ...]:
        if isinstance(place, slice):
            return tuple(self._route(at) for at in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            msg = f"case {place}: there are {len(self)}"
            raise IndexError(msg)
        return self._route(place % len(self))

    def __iter__(self) -> Iterator[Route]:
        return (self._route(place) for place in range(len(self)))

    @cached_property
    def routes(self) -> tuple[str, ...]:
        """Route of each case by its code."""
        return tuple(_ROUTES[self.decision.mask].tolist())

    def case(self, name: Name) -> Route:
        """Route of the case of this id; KeyError when there is none."""
        try:
            return self._route(self.cases.ids.index(name))
        except ValueError:
            raise KeyError(name) from None

    def to_dicts(self, lang: Lang = "zh") -> list[dict[str, Any]]:
        """All routes as the command prints them."""
        return [route.to_dict(lang) for route in self]

    def to_frame(self) -> pl.DataFrame:
        """Table with a row a case: id, route, routes possible, persons counted.

        An upper bound is null where there is none.
        """
        personal, sensitive = self._counted
        columns = {
            "id": [str(name) for name in self.cases.ids],
            "route": list(self.routes),
            "possible": [_POSSIBLE[mask] for mask in self.decision.mask.tolist()],
            "personal_low": personal.low,
            "personal_high": personal.high,
            "sensitive_low": sensitive.low,
            "sensitive_high": sensitive.high,
        }
        frame = pl.DataFrame(
            columns,
            schema_overrides={
                "id": pl.String(),
                "route": pl.String(),
                "possible": pl.List(pl.String()),
            },
        )
        ends = pl.col("personal_high", "sensitive_high")
        return frame.with_columns(pl.when(ends < OPEN).then(ends))

    def to_pandas(self) -> "pd.DataFrame":
        """Same table for pandas."""
        return self.to_frame().to_pandas()

    def text(self, lang: Lang = "zh") -> str:
        """All routes as lines for a terminal, and how many cases have each."""
        total = [
            f"{ROUTES[name].say(lang)}: {cases}"
            for name, _, cases in self.summary().iter_rows()
            if cases
        ]
        return "\n".join([*(page(found, lang) for found in self), *total])

    def summary(self) -> pl.DataFrame:
        """How many cases have each route, heaviest first."""
        order = ["excluded", "assessment", "contract_or_certification", "review", "free"]
        counts = [self.routes.count(name) for name in order]
        names = [ROUTES[name].zh for name in order]
        return pl.DataFrame({"route": order, "name": names, "cases": counts})

    def _repr_html_(self) -> str:
        return overview(self)

    @cached_property
    def _counted(self) -> Any:
        """Persons that the deciding volumes count: of the scenario, of all flows, or its own."""
        found = self.decision
        volume = (
            (found.excluded != YES)
            & (found.important != YES)
            & (self.cases.ciio != YES)
            & found.own.maybe_some
        )
        counted = found.own.replaced(found.in_all, where=volume & (found.listed != YES))
        counted = counted.replaced(found.in_scenario, where=volume & (found.listed == YES))
        return counted.personal, counted.sensitive

    def _route(self, place: int) -> Route:
        story = Story(place, self.cases, self.law, self.decision)
        told = reasons(story)
        routes = possible(story.found("mask"))
        in_zone = self.law.zone_in_force and story.answer("in_zone") != NO
        by_law = in_zone or "text_not_held" in self.law.doubts
        uses_list = by_law and story.found("listed") != NO and _by_list(story)
        personal, sensitive = self._counted
        return Route(
            id=self.cases.ids[place],
            route=str(_ROUTES[story.found("mask")]),
            possible=routes,
            personal=personal.at(place),
            sensitive=sensitive.at(place),
            basis=tuple(told.basis),
            procedure=procedure(
                self.law,
                routes,
                uses_list=uses_list,
                in_zone=self.law.is_zone and story.answer("in_zone") == YES,
            ),
            duties=duties(
                self.law,
                persons=any(high != 0 for _, high in self.cases.total.at(place)),
                important=story.found("important") != NO,
                uses_list=uses_list,
                in_zone=in_zone,
            ),
            why=tuple(told.why),
            missing=tuple(told.missing),
        )


def _by_list(story: Story) -> bool:
    """Whether the list may be what decides, so that the flow goes through its use."""
    return (
        story.found("excluded") != YES
        and story.found("important") != YES
        and story.answer("ciio") != YES
        and (
            any(high != 0 for _, high in story.decision.own.at(story.place))
            or bool(story.placement.excepted)
        )
    )


def _count(bounds: Bounds) -> int | dict[str, int | None]:
    low, high = bounds
    return low if low == high else {"low": low, "high": high}
