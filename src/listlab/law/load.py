"""Packs read from their YAML files, strictly, over the packs they extend."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ruamel.yaml.comments import CommentedMap

from listlab.errors import PackError
from listlab.law.entry import Entry
from listlab.law.fact import Fact, Instrument
from listlab.law.pack import Body, Category, Industry, Pack, Workflow
from listlab.law.parse import (
    parse_bodies,
    parse_categories,
    parse_industries,
    parse_instruments,
    parse_workflow,
)
from listlab.law.parse_facts import CODE, parse_facts
from listlab.law.read import read_document
from listlab.model.language import Text
from listlab.model.problem import Problem

Noun = TypeVar("Noun")
PACKS = Path(__file__).parent / "packs"
FILES = (
    "pack.yaml",
    "sources.yaml",
    "thresholds.yaml",
    "counting.yaml",
    "industries.yaml",
    "workflow.yaml",
    "categories.yaml",
)


def pack_ids(root: Path = PACKS) -> tuple[str, ...]:
    """Names of the packs there are, sorted."""
    return tuple(sorted(path.parent.name for path in root.glob("*/pack.yaml")))


def pack_files(root: Path = PACKS) -> tuple[Path, ...]:
    """Files of all packs, sorted: what a result that rests on the law depends on."""
    return tuple(sorted(root.glob("*/*.yaml")))


@functools.cache
def load_pack(pack_id: str, root: Path = PACKS) -> Pack:
    """Pack of this name with what it inherits, read once a process.

    Raises
    ------
    PackError
        When there is no such pack, or anything in its files is wrong: all of it, each with
        file, line, key, what was found and what was expected.
    """
    return _load(pack_id, root, ())


def _load(pack_id: str, root: Path, below: tuple[str, ...]) -> Pack:
    if pack_id not in pack_ids(root):
        known = "、".join(pack_ids(root)) or "-"
        message = Text(
            f"没有名为 {pack_id!r} 的规则包；现有：{known}。请改用其中之一",
            f"no pack is named {pack_id!r}; there are: {known}. Use one of these",
        )
        raise PackError(Problem("pack.not_found", "error", message, got=pack_id))
    reader = _PackReader(root / pack_id)
    top = reader.read("pack.yaml")
    parent_id = top.maybe_text("extends")
    chain = (*below, pack_id)
    if parent_id in chain:
        expected = Text("不回到自身的继承", "a pack that does not lead back here")
        top.refuse("extends", parent_id, expected, code="pack.reference")
        raise PackError(reader.problems)
    parent = _load(parent_id, root, chain) if parent_id else None
    pack = reader.assemble(pack_id, top, parent)
    if reader.problems:
        raise PackError(reader.problems)
    return pack


class _PackReader:
    """The files of one pack's folder, and everything wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def read(self, name: str) -> Entry:
        """Top mapping of a file; an empty one when the pack has no such file."""
        shown = f"{self.folder.name}/{name}"
        path = self.folder / name
        node = CommentedMap()
        problems = self.problems
        if path.exists():
            node, broken = read_document(path, shown)
            if broken:
                self.problems.append(broken)
                node, problems = CommentedMap(), []  # nothing more can be said of that file
        return Entry(node, file=shown, problems=problems)

    def assemble(self, pack_id: str, top: Entry, parent: Pack | None) -> Pack:
        """Pack from all files over its parent; what is wrong is in `problems`."""
        self._refuse_strangers()
        instruments: dict[str, Instrument] = dict(parent.instruments) if parent else {}
        instruments |= {i.id: i for i in parse_instruments(self.read("sources.yaml"))}
        workflow_file = self.read("workflow.yaml")
        workflow = parse_workflow(workflow_file, instruments)
        facts: dict[str, Fact] = dict(parent.facts) if parent else {}
        facts |= self._facts(pack_id, instruments, workflow_file)
        self._check_stages(workflow_file, workflow, facts)
        categories = parse_categories(self.read("categories.yaml"), instruments)
        pack = Pack(
            id=_own_id(top, pack_id),
            extends=parent.id if parent else None,
            name=top.both("name"),
            region=top.both("region"),
            list_name=top.both("list_name"),
            version=top.text("version", pattern=r"\d{4}-\d{2}-\d{2}", expected=_VERSION),
            instrument=_instrument(top, instruments),
            bodies=_merge(
                _body_id, parent.bodies if parent else (), parse_bodies(top, instruments)
            ),
            instruments=instruments,
            facts=facts,
            industries=_merge(
                _industry_code,
                parent.industries if parent else (),
                parse_industries(self.read("industries.yaml")),
            ),
            categories=tuple(categories) or _inherited_categories(parent),
            workflow=workflow if workflow.making or not parent else parent.workflow,
        )
        top.close()
        self._check_bodies(workflow_file, pack)
        return pack

    def _facts(
        self, pack_id: str, instruments: dict[str, Instrument], workflow_file: Entry
    ) -> dict[str, Fact]:
        found: dict[str, Fact] = {}
        tops = [self.read("thresholds.yaml"), self.read("counting.yaml"), workflow_file]
        for top in tops:
            for fact in parse_facts(top, pack_id, instruments):
                if fact.id and fact.id in found:
                    expected = Text("每个编号只出现一次", "each id once")
                    top.refuse("facts", fact.id, expected, code="pack.duplicate_id")
                found[fact.id] = fact
            top.close()
        return found

    def _check_stages(self, top: Entry, workflow: Workflow, facts: dict[str, Fact]) -> None:
        for stage in (*workflow.making, *workflow.using):
            for fact_id in (stage.deadline, stage.validity):
                if fact_id is not None and fact_id not in facts:
                    expected = Text(
                        "本包或上级包中的事实编号", "the id of a fact of this or a parent pack"
                    )
                    top.refuse(f"stages.{stage.id}", fact_id, expected, code="pack.reference")

    def _check_bodies(self, top: Entry, pack: Pack) -> None:
        known = {body.id for body in pack.bodies}
        for stage in (*pack.workflow.making, *pack.workflow.using):
            for body in (*stage.leads, *stage.decides):
                if body not in known:
                    expected = Text("pack.yaml 中的机构编号", "the id of a body of pack.yaml")
                    top.refuse(f"stages.{stage.id}", body, expected, code="pack.reference")

    def _refuse_strangers(self) -> None:
        for path in sorted(self.folder.iterdir()):
            if path.name not in FILES and path.suffix in {".yaml", ".yml"}:
                known = "、".join(FILES)
                message = Text(
                    f"规则包中有不认识的文件 {path.name}；应为以下之一：{known}。请改名或移走",
                    f"the pack holds an unknown file {path.name}; expected one of {known}. "
                    "Rename it or take it away",
                )
                shown = f"{self.folder.name}/{path.name}"
                self.problems.append(Problem("pack.unknown_file", "error", message, file=shown))


_VERSION = Text('日期形式的版本 "YYYY-MM-DD"', 'a version like a date, "YYYY-MM-DD"')


def _own_id(top: Entry, pack_id: str) -> str:
    found = top.text("id", pattern=CODE)
    if found and found != pack_id:
        expected = Text(f"文件夹名 {pack_id}", f"the folder's name {pack_id}")
        top.refuse("id", found, expected, code="pack.value")
    return pack_id


def _instrument(top: Entry, instruments: dict[str, Instrument]) -> Instrument:
    code = top.text("instrument")
    if code in instruments:
        return instruments[code]
    if code:
        expected = Text("sources.yaml 中的文件", "an instrument of sources.yaml")
        top.refuse("instrument", code, expected, code="pack.reference")
    return Instrument(code, Text(code, code), None, None, "unverified")


def _body_id(body: Body) -> str:
    return body.id


def _industry_code(industry: Industry) -> str:
    return industry.code


def _merge(
    name: Callable[[Noun], str], inherited: tuple[Noun, ...], own: list[Noun]
) -> tuple[Noun, ...]:
    merged = {name(noun): noun for noun in inherited} | {name(noun): noun for noun in own}
    return tuple(merged.values())


def _inherited_categories(parent: Pack | None) -> tuple[Category, ...]:
    return parent.categories if parent else ()
