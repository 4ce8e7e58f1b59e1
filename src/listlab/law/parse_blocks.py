"""The blocks of a fact that say what it does in a decision."""

from typing import Any, cast

from listlab.law.entry import Entry
from listlab.law.fact import Applies, Condition, Duty, Excludes, Exempts
from listlab.model.language import Text

TIERS = ("assessment", "contract", "important", "exempt")
GROUNDS = ("core", "classified", "export_controlled", "restricted_recipient")
COVERED = ("personal", "sensitive", "other")
WHEN = (
    "always",
    "personal",
    "important",
    "change",
    "incident",
    "endangering",
    "using_list",
    "in_zone",
)


_BASIS = Text('条、款、项的代码，如 "5.1.1"', 'a code of article, paragraph and item, like "5.1.1"')


def parse_applies(entry: Entry) -> Applies | None:
    """Whom a volume applies to, if the fact is a volume."""
    if not entry.has("applies"):
        return None
    part = entry.entry("applies")
    applies = Applies(
        tier=cast(Any, part.choice("tier", TIERS)),
        kind=cast(Any, part.choice("kind", ("personal", "sensitive"))),
        measure=cast(Any, part.choice("measure", ("exported", "held"))),
        bound=cast(Any, part.choice("bound", ("at_least", "fewer_than"))),
        processor=cast(Any, part.choice("processor", ("any", "ciio", "not_ciio"))),
        contains=part.words("contains"),
    )
    part.close()
    return applies


def parse_exempts(entry: Entry) -> Exempts | None:
    """What the fact frees, if it is an exemption."""
    if not entry.has("exempts"):
        return None
    part = entry.entry("exempts")
    exempts = Exempts(
        basis=part.text("basis", pattern=r"\d+(\.\d+)*", expected=_BASIS),
        covers=_covers(part),
        processor=cast(Any, part.choice("processor", ("any", "not_ciio"))),
        claimed=cast(Any, part.choice("claimed", ("case", "volume", "list"))),
        persons=cast(Any, part.choice("persons", ("may_hold", "none"))),
        conditions=parse_conditions(part),
        counted=part.flag("counted", default=False),
    )
    part.close()
    return exempts


def parse_conditions(part: Entry) -> tuple[Condition, ...]:
    """Conditions that must all be met, each with the id by which a case states it."""
    found = []
    for entry in part.entries("conditions"):
        found.append(Condition(entry.text("id", pattern=r"[a-z][a-z0-9_]*"), entry.both("name")))
        entry.close()
    return tuple(found)


def parse_excludes(entry: Entry) -> Excludes | None:
    """Which regime governs instead, if the fact excludes."""
    if not entry.has("excludes"):
        return None
    part = entry.entry("excludes")
    ground = cast(Any, part.choice("ground", GROUNDS))
    excludes = Excludes(ground, part.flag("data_route", default=False))
    part.close()
    return excludes


def parse_duty(entry: Entry) -> Duty | None:
    """When the duty arises, if the fact is one."""
    if not entry.has("duty"):
        return None
    part = entry.entry("duty")
    duty = Duty(cast(Any, part.choice("when", WHEN)), part.words("to"))
    part.close()
    return duty


def _covers(part: Entry) -> tuple[str, ...]:
    covers = part.words("covers")
    for kind in covers:
        if kind not in COVERED:
            expected = _one_of(COVERED)
            part.refuse("covers", kind, expected, code="pack.value")
    return covers


def _one_of(names: tuple[str, ...]) -> Text:
    return Text("以下之一：" + "、".join(names), "one of " + ", ".join(names))
