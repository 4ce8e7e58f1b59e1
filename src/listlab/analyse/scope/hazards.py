"""What each data item weighs, alone and together with others, and which may never be listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from listlab.analyse.assumptions.factor import by_class
from listlab.analyse.assumptions.load import factors
from listlab.analyse.scope.names import UNNAMED
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption
from listlab.model.problem import Problem

if TYPE_CHECKING:
    from listlab.identify.result import Findings

_LEVELS = ("none", "personal", "sensitive", "unknown")  # the heavier the later
_OTHER = "other"

HAZARDS = pl.Schema(
    {
        "item": pl.String(),
        "sensitivity": pl.String(),  # none|personal|sensitive|unknown
        "sensitivity_from": pl.String(),  # person|findings|enterprises|nobody
        "types": pl.List(pl.String()),  # of personal information, as step 2 names them
        "severity": pl.Float64(),  # points a person: sensitivity times identifiability
        "important": pl.String(),  # yes|review|no, null when step 2 wasn't asked
        "found_important": pl.Int64(),  # answers found to be important data, or suggested
        "is_decided": pl.Boolean(),  # a person found some answer to be important data
        "admissible": pl.Boolean(),
    }
)


@dataclass(frozen=True, slots=True)
class JointRule:
    """Items that weigh more together: `parts` are sets of items, one of each set is enough.

    `makes` says what they become together, a class of the factor `combination_risk`.
    """

    id: str
    name: Text
    parts: tuple[frozenset[str], ...]
    makes: str
    reason: Text | None = None


def hazards_of(named: pl.DataFrame, assumptions: Mapping[str, Assumption]) -> pl.DataFrame:
    """Row an item, schema `HAZARDS`, sorted by item.

    Sensitivity is what a person decided; otherwise the heavier of what step 2 finds of the item
    by itself in most answers and what most enterprises said of it. An item of which any answer
    was found to be important data, or only suggested to be, is not admissible, nor one that has
    no name.
    """
    rows = named.with_columns(
        pl.when(pl.col("by").is_not_null()).then("found_personal").alias("decided"),
        pl.when(pl.col("sensitive") == "yes")
        .then(pl.lit("sensitive"))
        .when(pl.col("personal") == "yes")
        .then(pl.lit("personal"))
        .when(pl.col("personal") == "no")
        .then(pl.lit("none"))
        .alias("own"),
    )
    weights = by_class(factors()["item_sensitivity"], assumptions)
    identifying = by_class(factors()["identifiability_by_type"], assumptions)
    found = []
    for (item,), group in rows.sort("item").group_by("item", maintain_order=True):
        level, source = _level(group)
        types = sorted({kind for kinds in group["types"].drop_nulls() for kind in kinds})
        times = max(identifying.get(k, identifying[_OTHER]) for k in types or [_OTHER])
        important = _worst(group["important"], ("no", "review", "yes"))
        found.append(
            {
                "item": item,
                "sensitivity": level,
                "sensitivity_from": source,
                "types": types,
                "severity": weights[level] * times,
                "important": important,
                "found_important": int((group["important"] == "yes").sum()),
                "is_decided": bool(
                    ((group["important"] == "yes") & (group["decided_by"] == "person")).any()
                ),
                "admissible": important != "yes" and item != UNNAMED,
            }
        )
    return pl.DataFrame(found, schema=HAZARDS)


def _level(group: pl.DataFrame) -> tuple[str, str]:
    decided = _most(group["decided"])
    if decided is not None:
        return decided, "person"
    said = {"findings": _most(group["alone"]), "enterprises": _most(group["own"])}
    known = {source: level for source, level in said.items() if level is not None}
    if not known:
        return "unknown", "nobody"
    source = max(known, key=lambda name: _LEVELS.index(known[name]))
    return known[source], source


def _most(levels: pl.Series) -> str | None:
    """Level of most answers, the heavier of equally many; None when nobody says any."""
    counts = {name: int((levels == name).sum()) for name in _LEVELS}
    if not any(counts.values()):
        return None
    return max(_LEVELS, key=lambda name: (counts[name], _LEVELS.index(name)))


def _worst(found: pl.Series, order: Sequence[str]) -> str | None:
    present = [name for name in order if (found == name).any()]
    return present[-1] if present else None


def rules_found(named: pl.DataFrame, findings: "Findings | None") -> tuple[JointRule, ...]:
    """Combinations of the pack's lexicon whose parts are all named by items of the scenario."""
    if findings is None:
        return ()
    index = findings.judged.reading.index
    naming: dict[int, set[str]] = {}
    for item, parts in named.select("item", "parts").iter_rows():
        for part in parts or ():
            naming.setdefault(part, set()).add(item)
    rules = []
    for number, combination in enumerate(index.lexicon.combinations):
        makes = "important" if combination.important else combination.level
        parts = [
            frozenset(naming.get(part, ()))
            for part, owner in enumerate(index.part_of.tolist())
            if owner == number
        ]
        if makes in by_class(factors()["combination_risk"], {}) and all(parts):
            rules.append(
                JointRule(combination.id, combination.name, tuple(parts), makes, combination.reason)
            )
    return tuple(rules)


def check_rules(rules: Sequence[JointRule], items: Sequence[str]) -> None:
    """Refuse combinations that name items nobody reported, have no part, or become nothing.

    Raises
    ------
    ScenarioError
        All of them.
    """
    known, classes = set(items), by_class(factors()["combination_risk"], {})
    problems = []
    for rule in rules:
        strange = sorted(frozenset().union(*rule.parts) - known)
        if strange or not rule.parts or not all(rule.parts) or rule.makes not in classes:
            problems.append(_wrong(rule, strange, sorted(classes)))
    if problems:
        raise ScenarioError(problems)


def _wrong(rule: JointRule, strange: list[str], classes: list[str]) -> Problem:
    message = Text(
        f"组合规则 {rule.id} 不能使用：未填报的数据项 {'、'.join(strange) or '无'}，"
        f"各部分须非空，makes 为 {rule.makes!r}（应为 {'、'.join(classes)}）。请更正后重试。",
        f"combination {rule.id} can't be used: items nobody reported: "
        f"{', '.join(strange) or 'none'}; every part needs an item; makes is {rule.makes!r} "
        f"(expected {' or '.join(classes)}). Correct and try again.",
    )
    return Problem("scope.combination", "error", message)
