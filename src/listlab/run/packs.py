"""The verbs on law packs: list, show, compare, check; as values, as text and as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listlab.errors import CaseError, PackError
from listlab.law.check import check_lists, check_pack
from listlab.law.compare import compare_packs, special_to
from listlab.law.lexicon import load_lexicon
from listlab.law.lists import published_lists
from listlab.law.load import PACKS, load_pack, pack_ids
from listlab.law.pack import Pack
from listlab.law.routes.decisions import differences
from listlab.law.routes.read import read_decisions
from listlab.law.sheet import Sheet
from listlab.law.show import (
    difference_sheets,
    in_force_said,
    pack_sheets,
    packs_sheet,
    special_sheet,
)
from listlab.law.show_lists import list_sheets
from listlab.model.language import Lang, Text
from listlab.model.problem import Problem
from listlab.report.pack_page import sheet_page


@dataclass(frozen=True)
class Shown:
    """What a verb on packs found: for programs, for people, and as an exit code."""

    value: Any
    text: str
    code: int = 0


def list_packs(root: Path | None, page: Path | None, lang: Lang) -> Shown:
    """All packs with the count of their facts, and the published lists."""
    packs = [load_pack(pack_id, root or PACKS) for pack_id in pack_ids(root or PACKS)]
    summary = [_summary(pack, lang) for pack in packs]
    sheets = (packs_sheet(packs), *list_sheets(published_lists()))
    title = Text("规则包与已发布的清单", "Packs and published lists")
    lines = [_line(pack, lang) for pack in packs]
    value = {"packs": summary, "lists": [sheet.to_dict(lang) for sheet in sheets[1:]]}
    shown = sheets if page is not None else sheets[1:]
    return _shown(value, shown, (title, page, lang), lines=lines)


def show_pack(pack_id: str, root: Path | None, page: Path | None, lang: Lang) -> Shown:
    """Everything in a pack as tables: its own word first, then what it inherits."""
    pack = load_pack(pack_id, root or PACKS)
    first, *rest = pack_sheets(pack)
    special = special_sheet(pack, special_to(pack, _other_zones(pack, root or PACKS)))
    sheets = [first, *([special] if special.rows else []), *rest]
    value = _summary(pack, lang) | {"sheets": [sheet.to_dict(lang) for sheet in sheets]}
    return _shown(value, sheets, (pack.name, page, lang))


def compare_two(ids: tuple[str, str], root: Path | None, page: Path | None, lang: Lang) -> Shown:
    """What two packs say differently, a table a topic."""
    left, right = (load_pack(pack_id, root or PACKS) for pack_id in ids)
    differences = compare_packs(left, right)
    sheets = difference_sheets(left, right, differences)
    sheets = (packs_sheet((left, right)), *sheets) if sheets else ()
    title = Text(f"{left.name.zh} / {right.name.zh}", f"{left.name.en} / {right.name.en}")
    value = {
        "left": left.id,
        "right": right.id,
        "differences": [difference.to_dict(lang) for difference in differences],
    }
    none = Text("没有实质差别", "no real difference").say(lang)
    return _shown(value, sheets, (title, page, lang), lines=[] if sheets else [none])


def check_packs(ids: Sequence[str], root: Path | None, lang: Lang) -> Shown:
    """What is wrong with the packs named, or with all and the published lists; 1 when anything."""
    problems: dict[Problem, None] = {}
    for pack_id in ids or pack_ids(root or PACKS):
        try:
            pack = load_pack(pack_id, root or PACKS)
            found = check_pack(pack) or _check_decisions(pack, root or PACKS)
            found = (*found, *_check_words(pack, root or PACKS))
        except PackError as error:
            if pack_id in ids and pack_id not in pack_ids(root or PACKS):
                raise
            found = error.problems
        problems |= dict.fromkeys(found)
    if not ids:
        problems |= dict.fromkeys(check_lists(published_lists(), load_pack("national")))
    value = {"problems": [problem.to_dict(lang) for problem in problems]}
    sound = Text("没有发现问题", "nothing is wrong").say(lang)
    lines = [problem.line(lang) for problem in problems] or [sound]
    return Shown(value, "\n".join(lines), 1 if problems else 0)


def _check_decisions(pack: Pack, root: Path) -> tuple[Problem, ...]:
    """Decision cases of a pack that can't be read, or that come out otherwise."""
    try:
        cases = read_decisions(pack.id, root)
    except CaseError as error:
        return tuple(error.problems)
    return tuple(
        Problem(
            "pack.case",
            "error",
            Text(
                f"案例“{case.name}”：{said}；请改正案例或规则",
                f"case “{case.name}”: {said}; mend the case or the pack",
            ),
            file=case.file,
            cell=f"L{case.line}",
        )
        for case in cases
        for said in differences(case, pack)
    )


def _check_words(pack: Pack, root: Path) -> tuple[Problem, ...]:
    """What is wrong with the words by which a pack with categories recognises items."""
    if not pack.categories:
        return ()
    try:
        load_lexicon(pack.id, root)
    except PackError as error:
        return tuple(p for p in error.problems if p.code != "pack.no_lexicon")
    return ()


def _other_zones(pack: Pack, root: Path) -> list[Pack]:
    if not pack.extends:
        return []
    others = [load_pack(pack_id, root) for pack_id in pack_ids(root) if pack_id != pack.id]
    return [other for other in others if other.extends == pack.extends]


def _shown(
    value: Any,
    sheets: Sequence[Sheet],
    how: tuple[Text, Path | None, Lang],
    *,
    lines: Sequence[str] = (),
) -> Shown:
    title, page, lang = how
    text = [*lines, *(line for sheet in sheets for line in sheet.to_lines(lang))]
    if page is not None:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(sheet_page(title, sheets, lang), encoding="utf-8", newline="\n")
        text = [Text(f"已写入 {page}", f"written to {page}").say(lang)]
    return Shown(value, "\n".join(text))


def _summary(pack: Pack, lang: Lang) -> dict[str, Any]:
    own = pack.own_facts
    return {
        "id": pack.id,
        "name": pack.name.say(lang),
        "region": pack.region.say(lang),
        "version": pack.version,
        "extends": pack.extends,
        "in_force_from": pack.in_force.start.isoformat(),
        "in_force_status": pack.in_force.status,
        "facts": len(pack.facts),
        "own_facts": len(own),
        "unverified": sum(fact.status == "unverified" for fact in own),
        "categories": len(pack.categories),
    }


def _line(pack: Pack, lang: Lang) -> str:
    own = pack.own_facts
    unverified = sum(fact.status == "unverified" for fact in own)
    day = in_force_said(pack)
    said = Text(
        f"{pack.id}: {pack.name.zh}，自 {pack.in_force.start} 施行（{day.zh}），"
        f"自有规定 {len(own)} 条（未核实 {unverified} 条），二级类别 {len(pack.categories)} 个",
        f"{pack.id}: {pack.name.en}, from {pack.in_force.start} ({day.en}), "
        f"{len(own)} facts of its own ({unverified} unverified), {len(pack.categories)} categories",
    )
    return said.say(lang)
