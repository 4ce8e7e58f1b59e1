"""What follows from a route: stages of procedures and duties, as the pack states them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from listlab.law.fact import Fact, Instrument
from listlab.law.pack import Stage
from listlab.law.routes.in_force import LawOn, with_restated
from listlab.law.routes.words import PROCEDURES
from listlab.model.language import Lang, Text

_KINDS_OF_ROUTE = {
    "assessment": ("assessment",),
    "contract_or_certification": ("contract", "certification"),
}
_ALWAYS = frozenset({"always", "incident"})


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a procedure: who, what to hand in, by when, valid how long.

    `working_days` None: no limit in days stated; `valid_years` None: no validity stated.
    `limit` says whose days they are, from when they run, and whether they are verified,
    `validity` the same of the years.
    """

    stage: Text
    kind: str
    body: Text
    hand_in: tuple[Text, ...]
    working_days: int | None
    valid_years: int | None
    citation: Text
    note: Text | None = None
    limit: Text | None = None
    validity: Text | None = None

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Stage as the command prints it."""
        return {
            "stage": self.stage.say(lang),
            "kind": self.kind,
            "body": self.body.say(lang),
            "hand_in": [part.say(lang) for part in self.hand_in],
            "working_days": self.working_days,
            "valid_years": self.valid_years,
        }

    def line(self, lang: Lang = "zh") -> str:
        """Stage in one line."""
        limit = self.limit or Text("未写明天数", "no limit in days stated")
        if self.note is not None:
            said = self.note.zh.rstrip("。"), self.note.en.rstrip(".")
            limit = Text(f"{limit.zh}（{said[0]}）", f"{limit.en} ({said[1]})")
        parts = [
            f"{PROCEDURES[self.kind].say(lang)} › {self.stage.say(lang)}",
            self.body.say(lang),
            limit.say(lang),
        ]
        if self.hand_in:
            names = "、".join(p.zh for p in self.hand_in), ", ".join(p.en for p in self.hand_in)
            parts.append(Text(f"提交 {names[0]}", f"hand in {names[1]}").say(lang))
        if self.validity is not None:
            parts.append(self.validity.say(lang))
        whole = {"zh": "，", "en": ", "}[lang].join(part for part in parts if part)
        cited = self.citation.say(lang)
        if cited in whole:
            return whole
        return Text(f"{whole}；依据：{cited}", f"{whole}; under {cited}").say(lang)


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty that remains, with the article it follows from."""

    text: Text
    citation: Text

    def say(self, lang: Lang = "zh") -> str:
        """Duty with its article."""
        return f"{self.text.say(lang)}{Text('（', ' (').say(lang)}{self.citation.say(lang)}" + (
            Text("）", ")").say(lang)
        )


def procedure(
    law: LawOn, routes: Iterable[str], *, uses_list: bool, in_zone: bool
) -> tuple[Step, ...]:
    """Stages of every procedure that the routes call for; of using the list first.

    Stages of an instrument that is not in force on the day are left out; for a processor in the
    zone, its own office stands for the one that the nation calls by its kind.
    """
    kinds: list[str] = []
    mode = law.find("use.mode")
    if uses_list and mode is not None:
        kinds.append(mode.rule_on(law.on) or "")
    for route in routes:
        kinds += _KINDS_OF_ROUTE.get(route, ())
    return tuple(
        _step(stage, law, in_zone=in_zone)
        for kind in kinds
        for stage in law.pack.stages(kind)
        if law.pack.instruments[stage.source.instrument].is_in_force(law.on)
    )


def not_begun(law: LawOn, route: str) -> tuple[tuple[str, Instrument], ...]:
    """Procedures that a route calls for, of which no stage is in force on the day, and whose."""
    found = []
    for kind in _KINDS_OF_ROUTE.get(route, ()):
        named = [law.pack.instruments[s.source.instrument] for s in law.pack.stages(kind)]
        if named and not any(each.is_in_force(law.on) for each in named):
            found.append((kind, named[0]))
    return tuple(found)


def duties(
    law: LawOn, *, persons: bool, important: bool, uses_list: bool, in_zone: bool
) -> tuple[Obligation, ...]:
    """Duties that remain: the nation's always, beside them the zone's for a processor there."""
    wanted = set(_ALWAYS)
    wanted |= {"personal"} if persons else set()
    wanted |= {"important"} if important else set()
    wanted |= {"using_list", "change"} if uses_list else set()
    wanted |= {"endangering", "in_zone"} if in_zone else set()
    found = []
    for fact in with_restated(law.pack.duties, law.on):
        if fact.duty is None or fact.duty.when not in wanted:
            continue
        if law.is_of_zone(fact) and not in_zone:
            continue
        found.append(Obligation(_said(fact, law), citation(fact)))
    return tuple(found)


def citation(fact: Fact) -> Text:
    """Article of a fact in both languages, marked where it is unverified."""
    return Text(fact.citation_text("zh"), fact.citation_text("en"))


def _said(fact: Fact, law: LawOn) -> Text:
    text = fact.text_on(law.on) or fact.note or fact.name
    number = fact.persons_on(law.on)
    if number is None or fact.unit != "hours":
        return text
    return Text(f"{text.zh}（{number} 小时内）", f"{text.en} (within {number} hours)")


def _step(stage: Stage, law: LawOn, *, in_zone: bool) -> Step:
    bodies = [
        (law.pack.office(name) if in_zone else law.pack.body(name)).name
        for name in stage.leads or stage.decides
    ]
    cited = Text(stage.source.text("zh"), stage.source.text("en"))
    if stage.status == "unverified":
        cited = Text(f"{cited.zh}（未核实）", f"{cited.en} (unverified)")
    return Step(
        stage=stage.name,
        kind=stage.kind,
        body=Text("、".join(body.zh for body in bodies), ", ".join(body.en for body in bodies)),
        hand_in=stage.hand_in,
        working_days=_number(law, stage.deadline),
        valid_years=_number(law, stage.validity),
        citation=cited,
        note=stage.note,
        limit=_limit(law, stage.deadline),
        validity=_validity(law, stage.validity),
    )


def _limit(law: LawOn, fact_id: str | None) -> Text | None:
    """Days of a stage with what they are for, as the fact is named, and its citation."""
    fact = law.find(fact_id) if fact_id else None
    days = fact.persons_on(law.on) if fact else None
    if fact is None or days is None:
        return None
    cited = citation(fact)
    return Text(
        f"{days} 个工作日（{fact.name.zh}；{cited.zh}）",
        f"{days} working days ({fact.name.en}; {cited.en})",
    )


def _validity(law: LawOn, fact_id: str | None) -> Text | None:
    """Years that the result of a stage holds, with their citation."""
    fact = law.find(fact_id) if fact_id else None
    years = fact.persons_on(law.on) if fact else None
    if fact is None or years is None:
        return None
    cited = citation(fact)
    return Text(f"有效期 {years} 年（{cited.zh}）", f"valid {years} years ({cited.en})")


def _number(law: LawOn, fact_id: str | None) -> int | None:
    fact = law.find(fact_id) if fact_id else None
    return fact.persons_on(law.on) if fact else None
