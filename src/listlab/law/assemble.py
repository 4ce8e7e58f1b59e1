"""A pack put together from the files of its folder, of its bases, and from its parent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from ruamel.yaml.comments import CommentedMap

from listlab.law.entry import Entry
from listlab.law.fact import Fact, Instrument
from listlab.law.pack import Body, Industry, Pack, Period, Workflow, entry_of
from listlab.law.parse import (
    PROCEDURES,
    STAGE_KINDS,
    parse_bodies,
    parse_categories,
    parse_industries,
    parse_instruments,
    parse_workflow,
)
from listlab.law.parse_facts import CODE, STATUSES, Setting, parse_facts, parse_status
from listlab.law.parse_rules import parse_qualifiers, parse_rules
from listlab.law.read import read_document
from listlab.model.language import Text
from listlab.model.problem import Problem

Noun = TypeVar("Noun")
BASE = "base.yaml"
TRIAL = "measures.trial"  # in years, of the zone's measures
FACT_FILES = (
    "thresholds.yaml",
    "exemptions.yaml",
    "counting.yaml",
    "duties.yaml",
    "zone.yaml",
    "supervision.yaml",
)
FILES = (
    "pack.yaml",
    "sources.yaml",
    *FACT_FILES,
    "industries.yaml",
    "workflow.yaml",
    "categories.yaml",
    "rules.yaml",
)


PARTS = {
    "pack.yaml": ("bodies",),
    "sources.yaml": ("instruments",),
    **dict.fromkeys(FACT_FILES, ("facts",)),
    "industries.yaml": ("industries",),
    "workflow.yaml": ("facts", *STAGE_KINDS),
    "categories.yaml": ("groups",),
    "rules.yaml": ("rules",),
}


class PackReader:
    """The files of one pack's folder over those of its bases, and everything wrong with them.

    A base is a folder with `base.yaml` instead of `pack.yaml`: what several packs share. Its
    entries become those of the pack, which states only what it says otherwise.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bases: list[Path] = []
        self.problems: list[Problem] = []
        self._documents: dict[Path, Any] = {}  # each file is parsed once
        self._broken: set[str] = set()  # names of files of which nothing could be read
        self.top = self._read(folder, "pack.yaml")
        inherited = self.top.choice("inherited", STATUSES, default="unverified")
        self._vouches = inherited == "verified"

    @property
    def parent_id(self) -> str | None:
        """Name under `extends`, if there is one."""
        return self.top.maybe_text("extends")

    def add_base(self, folder: Path) -> str | None:
        """What the base extends in its turn; from now on the pack's files lie over the base's."""
        base, lowest = self._read(folder, BASE), self.top
        while lowest.base is not None:
            lowest = lowest.base
        lowest.base = base
        self.bases.append(folder)
        return base.maybe_text("extends")

    def refuse_circle(self, parent_id: str | None) -> None:
        """Record that the packs extended lead back to one of them."""
        expected = Text("不回到自身的继承", "a pack that does not lead back here")
        self.top.refuse("extends", parent_id, expected, code="pack.reference")

    def read(self, name: str) -> Entry:
        """Top mapping of a file over the bases' ones; an empty one when there is no such file."""
        found: Entry | None = None
        for folder in (self.folder, *self.bases):
            self._document(folder, name)
        for folder in reversed([self.folder, *self.bases]):
            top = self._read(folder, name)
            top.base = found
            found = top
        return cast(Entry, found)

    def assemble(self, parent: Pack | None) -> Pack:
        """Pack from all files over its parent; what is wrong is in `problems`."""
        for folder in (self.folder, *self.bases):
            self._refuse_strangers(folder)
        top, pack_id = self.top, self._own_id()
        own = {i.id: i for i in parse_instruments(self.read("sources.yaml"))}
        instruments: dict[str, Instrument] = (dict(parent.instruments) if parent else {}) | own
        stand_ins = _stand_ins(top, instruments)
        known = instruments | stand_ins
        period = _period(top)
        workflow_file = self.read("workflow.yaml")
        workflow = _inherit(parse_workflow(workflow_file, known), parent)
        facts = self._facts(Setting(pack_id, known, period.start), workflow_file)
        rules_file, categories_file = self.read("rules.yaml"), self.read("categories.yaml")
        qualifiers = {q.id: q for q in parse_qualifiers(rules_file)}
        pack = Pack(
            id=pack_id,
            extends=parent.id if parent else None,
            name=top.both("name"),
            region=top.both("region"),
            list_name=top.both("list_name"),
            version=top.text("version", pattern=r"\d{4}-\d{2}-\d{2}", expected=_VERSION),
            instrument=_instrument(top, known),
            in_force=_with_trial(period, facts),
            bodies=_merge(_body_id, parent.bodies if parent else (), parse_bodies(top, known)),
            instruments=instruments,
            facts=_restate(facts, parent),
            industries=_merge(
                _industry_code,
                parent.industries if parent else (),
                parse_industries(self.read("industries.yaml")),
            ),
            categories=tuple(parse_categories(categories_file, known)),
            workflow=workflow,
            rules=tuple(parse_rules(rules_file, known, set(qualifiers))),
            qualifiers=qualifiers,
            stands_for={name: found.id for name, found in stand_ins.items()},
        )
        rules_file.close()
        top.close()
        self._check_references(pack)
        known_problems = list(self.problems)
        places = self._places()  # reads again, and would find the same problems again
        self.problems[:] = known_problems
        return replace(pack, places=(dict(parent.places) if parent else {}) | places)

    def _places(self) -> dict[str, tuple[str, int]]:
        """File and line of every entry of the pack and its bases."""
        found: dict[str, tuple[str, int]] = {}
        parts = [(self.read(name), part) for name, listed in PARTS.items() for part in listed]
        workflow = self.read("workflow.yaml")
        if workflow.has("procedures"):
            parts += [(workflow.entry("procedures"), kind) for kind in PROCEDURES]
        parts += [(g, "categories") for g in self.read("categories.yaml").entries("groups")]
        for top, part in parts:
            for entry in top.entries(part):
                found[f"{part}.{entry.name}"] = (entry.file, entry.line)
        return found

    def _facts(self, setting: Setting, workflow_file: Entry) -> dict[str, Fact]:
        found: dict[str, Fact] = {}
        for top in (*map(self.read, FACT_FILES), workflow_file):
            for fact in parse_facts(top, setting):
                if fact.id and fact.id in found:
                    expected = Text("每个编号只出现一次", "each id once")
                    top.refuse("facts", fact.id, expected, code="pack.duplicate_id")
                found[fact.id] = fact
            top.close()
        return found

    def _check_references(self, pack: Pack) -> None:
        fact = Text("本包或上级包中的事实编号", "the id of a fact of this or a parent pack")
        body = Text("pack.yaml 中的机构编号", "the id of a body of pack.yaml")
        bodies = {body.id for body in pack.bodies}
        dead: list[tuple[str, str, Text]] = []
        for group, stages in pack.workflow.groups().items():
            for stage in stages:
                terms = [term for term in (stage.deadline, stage.validity) if term]
                who = (*stage.leads, *stage.decides, *stage.consults)
                key = f"{group}.{stage.id}"
                dead += [(key, term, fact) for term in terms if term not in pack.facts]
                dead += [(key, name, body) for name in who if name not in bodies]
        for office in pack.bodies:
            if office.acts_as is not None and office.acts_as not in bodies:
                dead.append((f"bodies.{office.id}.acts_as", office.acts_as, body))
        for rule in pack.rules:
            if rule.fact is not None and rule.fact not in pack.facts:
                dead.append((f"rules.{rule.id}.fact", rule.fact, fact))
        for duty in pack.duties:
            who = duty.duty.to if duty.duty and duty.pack == pack.id else ()
            dead += [(f"facts.{duty.id}.duty.to", name, body) for name in who if name not in bodies]
        places = self._places() if dead and not self.problems else {}
        self.problems += [_dead(self.folder.name, places, *each) for each in dead]

    def _read(self, folder: Path, name: str) -> Entry:
        node, shown = self._document(folder, name), f"{folder.name}/{name}"
        # of a file that is broken, and of what lies over or under it, nothing more can be said
        problems: list[Problem] = [] if name in self._broken else self.problems
        if folder == self.folder:
            return Entry(node, file=shown, problems=problems)
        own = "pack.yaml" if name == BASE else name
        home = f"{self.folder.name}/{own}"
        return Entry(node, file=shown, problems=problems, home=home, is_checked=self._vouches)

    def _document(self, folder: Path, name: str) -> Any:
        """Top node of a file, read once; an empty one where there is none or it is broken."""
        path = folder / name
        if path not in self._documents:
            node, broken = CommentedMap(), None
            if path.exists():
                node, broken = read_document(path, f"{folder.name}/{name}")
            if broken:
                self.problems.append(broken)
                self._broken.add(name)
                node = CommentedMap()
            self._documents[path] = node
        return self._documents[path]

    def _refuse_strangers(self, folder: Path) -> None:
        names = FILES if folder == self.folder else (BASE, *FILES[1:])
        for path in sorted(folder.iterdir()):
            if path.name not in names and path.suffix in {".yaml", ".yml"}:
                known = "、".join(names)
                message = Text(
                    f"规则包中有不认识的文件 {path.name}；应为以下之一：{known}。请改名或移走",
                    f"the pack holds an unknown file {path.name}; expected one of {known}. "
                    "Rename it or take it away",
                )
                shown = f"{folder.name}/{path.name}"
                self.problems.append(Problem("pack.unknown_file", "error", message, file=shown))

    def _own_id(self) -> str:
        found, name = self.top.text("id", pattern=CODE), self.folder.name
        if found and found != name:
            expected = Text(f"文件夹名 {name}", f"the folder's name {name}")
            self.top.refuse("id", found, expected, code="pack.value")
        return name


def _dead(
    folder: str, places: dict[str, tuple[str, int]], key: str, got: str, expected: Text
) -> Problem:
    """Problem of an entry that names something which is not there."""
    file, line = places.get(entry_of(key, places), (f"{folder}/pack.yaml", 1))
    message = Text(
        f"键 {key}：得到 {got!r}，应为{expected.zh}；请改正该行后重试",
        f"key {key}: got {got!r}, expected {expected.en}; mend that line and try again",
    )
    return Problem(_DEAD, "error", message, file=file, cell=f"L{line}", got=got)


_DEAD = "pack.reference"
_VERSION = Text('日期形式的版本 "YYYY-MM-DD"', 'a version like a date, "YYYY-MM-DD"')
_SOURCE = Text("sources.yaml 中的文件", "an instrument of sources.yaml")


def _instrument(top: Entry, instruments: dict[str, Instrument]) -> Instrument:
    code = top.text("instrument")
    if code in instruments:
        return instruments[code]
    if code:
        top.refuse("instrument", code, _SOURCE, code=_DEAD)
    return Instrument(code, Text(code, code), None, None, "unverified")


def _stand_ins(top: Entry, instruments: dict[str, Instrument]) -> dict[str, Instrument]:
    """Names that a base uses for each pack's own instruments."""
    if not top.has("stands_for"):
        return {}
    part = top.entry("stands_for")
    found = {}
    for name, code in part.pairs():
        if code in instruments:
            found[str(name)] = instruments[code]
        else:
            part.refuse(name, code, _SOURCE, code=_DEAD)
    return found


def _period(top: Entry) -> Period:
    part = top.entry("in_force")
    start, end = part.day("start"), part.maybe_day("end")
    if end and end < start:
        later = Text("不早于 start 的日期", "a day not before start")
        part.refuse("end", end, later, code="pack.value")
    status = parse_status(part)
    period = Period(start, end, status, part.maybe_both("note"), status)
    part.close()
    return period


def _with_trial(period: Period, facts: dict[str, Fact]) -> Period:
    """Period with the last day of the trial where the measures state none."""
    trial = facts.get(TRIAL)
    years = trial.persons_on(period.start) if trial and trial.unit == "years" else None
    if period.end is not None or not years:
        return period
    return replace(period, end=_last_day(period.start, years), end_status="unverified")


def _last_day(start: date, years: int) -> date:
    """Day before the one of the same name so many years later."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(start.year + years, 2, 28)


def _restate(own: dict[str, Fact], parent: Pack | None) -> dict[str, Fact]:
    """The parent's facts with the pack's own, which remember what they restate."""
    above = dict(parent.facts) if parent else {}
    return above | {name: replace(fact, restates=above.get(name)) for name, fact in own.items()}


def _inherit(own: Workflow, parent: Pack | None) -> Workflow:
    if parent is None:
        return own
    return Workflow(
        **{
            name: getattr(own, name) or getattr(parent.workflow, name)
            for name in ("making", "using", "catalogue", "adoption")
        },
        procedures=dict(parent.workflow.procedures) | dict(own.procedures),
    )


def _body_id(body: Body) -> str:
    return body.id


def _industry_code(industry: Industry) -> str:
    return industry.code


def _merge(
    name: Callable[[Noun], str], inherited: tuple[Noun, ...], own: list[Noun]
) -> tuple[Noun, ...]:
    merged = {name(noun): noun for noun in inherited} | {name(noun): noun for noun in own}
    return tuple(merged.values())
