"""Decision cases of a pack: what goes in, what must come out, the arithmetic and the article."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from listlab.errors import ListlabError
from listlab.law.load import load_pack
from listlab.law.pack import Pack
from listlab.law.routes.result import RouteResult
from listlab.law.routes.route import route


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """A decision that the packs must give.

    `flows` are cases as `route` takes them, `negative_list` a list's content or a published id.
    `routes` holds the route of each by its id, `possible` what review leaves open, `stages` the
    kinds of procedure in order, `counted` the
    persons counted, each of the first flow. `refused` is the code of the problem where the input
    must be refused. `law` names facts of which each must be among the bases of some flow;
    `working` is the arithmetic.
    """

    file: str
    line: int
    name: str
    pack: str
    on: date
    law: tuple[str, ...]
    working: str
    flows: tuple[Mapping[str, Any], ...]
    negative_list: Mapping[str, Any] | str | None
    routes: Mapping[str, str]
    possible: tuple[str, ...]
    stages: tuple[str, ...]
    counted: Mapping[str, Any]
    refused: str | None


def differences(case: DecisionCase, pack: Pack | None = None) -> tuple[str, ...]:
    """What comes out otherwise than the case says, by its own pack; nothing when it holds."""
    law = pack or load_pack(case.pack)
    try:
        found = route(list(case.flows), law, on=case.on, negative_list=case.negative_list)
    except ListlabError as error:
        codes = {problem.code for problem in error.problems}
        return () if case.refused in codes else (f"refused: {error}",)
    if case.refused:
        return (f"expected to be refused: {case.refused}",)
    return tuple(_differences(case, found))


def _differences(case: DecisionCase, found: RouteResult) -> Iterator[str]:
    for name, expected in case.routes.items():
        got = found.case(name).route
        if got != expected:
            yield f"{name}: expected {expected}, got {got}"
    first = found[0]
    if case.possible and first.possible != case.possible:
        yield f"possible: expected {case.possible}, got {first.possible}"
    kinds = tuple(dict.fromkeys(step.kind for step in first.procedure))
    if case.stages and kinds != case.stages:
        yield f"stages: expected {case.stages}, got {kinds}"
    counted = first.to_dict()["counted"]
    for kind, persons in case.counted.items():
        if counted[kind] != persons:
            yield f"counted {kind}: expected {persons}, got {counted[kind]}"
    bases = {basis.fact for each in found for basis in each.basis}
    for name in case.law:
        if _cite(name, found.law.pack) not in bases:
            yield f"law: expected {name} among {sorted(bases)}"


def _cite(name: str, pack: Pack) -> str:
    """Citation of a fact, which a zone's pack may inherit or state anew."""
    pack_id, _, fact_id = name.removeprefix("law:").partition("/")
    fact = pack.facts.get(fact_id)
    while fact is not None and fact.pack != pack_id and fact.restates is not None:
        fact = fact.restates
    return fact.cite if fact is not None else name
