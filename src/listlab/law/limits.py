"""Between which volumes the law leaves a threshold open."""

from dataclasses import dataclass
from datetime import date

from listlab.errors import PackError
from listlab.law.fact import Applies, Fact
from listlab.law.pack import Pack, Scenario
from listlab.model.language import Text
from listlab.model.params import Kind, Tier
from listlab.model.problem import Problem


@dataclass(frozen=True)
class Limits:
    """A threshold must be at least `national` and stay below `cap`.

    `cap` is None where the pack makes no data important by volume. `comparison` holds the
    national lines of the other kinds and tiers, which stand in comparisons only.
    `important_held` says what the cap counts. `cap_otherwise` is the cap of data without the
    contents that `cap_fact` names, None where the contents are known or there is none.
    """

    national: int
    national_fact: Fact
    cap: int | None
    cap_fact: Fact | None
    comparison: tuple[int, ...]
    important_held: Text
    cap_otherwise: int | None

    def allows(self, threshold: int) -> bool:
        """Whether the law leaves a threshold open."""
        return self.national <= threshold and (self.cap is None or threshold < self.cap)


def limits(pack: Pack, kind: Kind, tier: Tier, *, scenario: Scenario | None, on: date) -> Limits:
    """National line and important-data cap for the thresholds of one kind and tier.

    Parameters
    ----------
    pack : Pack
    kind, tier
        Whose volume the threshold counts, and the procedure that it calls for.
    scenario : Scenario or None
        Its contents (`holds`) may lower the cap; None, contents unknown, takes the lowest.
    on : date
        The law in force on this day counts.

    Raises
    ------
    PackError
        When the pack has no national line of this kind and tier on that day.

    Notes
    -----
    The cap counts persons held, the threshold persons exported since 1 January: whoever
    exports that many persons holds them.

    References
    ----------
    law:national/assessment.personal, law:national/assessment.sensitive,
    law:national/contract.personal, law:national/contract.sensitive,
    law:beijing/held.personal, law:beijing/held.sensitive, law:beijing/held.sensitive_contents
    """
    lines = _lines(pack, on)
    if (kind, tier) not in lines:
        raise PackError(_no_line(pack, kind, tier, on))
    national, fact = lines[kind, tier]
    holds = scenario.holds if scenario else None
    caps = [(n, f) for n, f, a in _in_force(pack, on) if _caps(a, kind, holds)]
    cap, cap_fact = min(caps, key=lambda pair: pair[0], default=(None, None))
    return Limits(
        national=national,
        national_fact=fact,
        cap=cap,
        cap_fact=cap_fact,
        comparison=tuple(sorted({n for n, _ in lines.values() if n != national})),
        cap_otherwise=_otherwise(caps, cap_fact) if holds is None else None,
        important_held=(cap_fact.note if cap_fact else None) or _NO_CAP,
    )


_NO_CAP = Text(
    "规则包没有按掌握人数识别重要数据的量级，阈值没有上限",
    "the pack makes no data important by volume held, so thresholds have no cap",
)


def _in_force(pack: Pack, on: date) -> list[tuple[int, Fact, Applies]]:
    found = []
    for fact in pack.facts.values():
        persons = fact.persons_on(on)
        if fact.applies is not None and persons is not None:
            found.append((persons, fact, fact.applies))
    return found


def _lines(pack: Pack, on: date) -> dict[tuple[str, str], tuple[int, Fact]]:
    return {
        (applies.kind, applies.tier): (persons, fact)
        for persons, fact, applies in _in_force(pack, on)
        if applies.measure == "exported" and applies.tier in {"contract", "assessment"}
    }


def _caps(applies: Applies, kind: Kind, holds: tuple[str, ...] | None) -> bool:
    if applies.tier != "important" or applies.kind != kind or applies.processor == "ciio":
        return False
    return holds is None or not applies.contains or bool(set(applies.contains) & set(holds))


def _otherwise(caps: list[tuple[int, Fact]], lowest: Fact | None) -> int | None:
    """Lowest cap that holds whatever the contents, where another one is lower."""
    whatever = [(n, fact) for n, fact in caps if fact.applies and not fact.applies.contains]
    least, fact = min(whatever, key=lambda pair: pair[0], default=(None, None))
    return None if fact is lowest else least


def _no_line(pack: Pack, kind: Kind, tier: Tier, on: date) -> Problem:
    begins = [min(fact.values) for fact in pack.facts.values() if fact.applies]
    first = min(begins, default=None)
    message = Text(
        f"规则包 {pack.id} 在 {on} 没有 {kind}/{tier} 的量级；最早的量级自 {first} 起施行。"
        "请改用此后的 as_of",
        f"pack {pack.id} has no {kind}/{tier} line on {on}; its first lines take effect on "
        f"{first}. Choose a later as_of",
    )
    return Problem("pack.not_in_force", "error", message, got=on.isoformat())
