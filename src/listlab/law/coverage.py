"""Which articles the packs cover: every fact, stage and rule by instrument and article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from listlab.law.fact import UNNUMBERED, Citation, Instrument, Status
from listlab.law.pack import Pack
from listlab.law.words import last_said
from listlab.model.language import Text


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that a pack takes from an article."""

    source: Citation
    id: str
    name: Text
    said: Text
    status: Status


def taken(pack: Pack) -> Iterator[Taken]:
    """What a pack itself takes from its instruments, in its order."""
    for fact in pack.own_facts:
        yield Taken(fact.source, fact.id, fact.name, last_said(fact), fact.status)
    for group, stages in pack.workflow.groups().items():
        for stage in stages:
            yield Taken(stage.source, f"{group}.{stage.id}", stage.name, stage.name, stage.status)
    for body in pack.bodies:
        yield Taken(body.source, f"bodies.{body.id}", body.name, body.name, body.status)
    for rule in pack.rules:
        yield Taken(rule.source, f"rules.{rule.id}", rule.name, rule.name, rule.status)
    for category in pack.categories:
        where = f"categories.{category.code}"
        yield Taken(category.source, where, category.name, category.name, category.status)


def coverage_page(packs: Sequence[Pack]) -> str:
    """Markdown page of the coverage by article, the same bytes for the same packs."""
    lines = [
        "# 规则包覆盖的条文 / Articles that the packs cover",
        "",
        "由规则包生成，不要手改：`make coverage`。"
        "Generated from the packs by `make coverage`; do not edit.",
        "",
    ]
    written: set[tuple[str, str, str]] = set()
    for pack in packs:
        lines += _pack_lines(pack, written)
    return "\n".join(lines).rstrip() + "\n"


def _pack_lines(pack: Pack, written: set[tuple[str, str, str]]) -> list[str]:
    found = [e for e in taken(pack) if _key(e) not in written]
    written |= {_key(e) for e in found}
    verified = sum(entry.status == "verified" for entry in found)
    lines = [
        f"## {pack.id} · {pack.name.zh}",
        "",
        f"{len(found)} 项，已核实 {verified} 项，未核实 {len(found) - verified} 项。"
        f"{len(found)} entries, {verified} verified, {len(found) - verified} unverified.",
        "",
        *_in_force(pack),
    ]
    for instrument in dict.fromkeys(entry.source.instrument for entry in found):
        of_it = [entry for entry in found if entry.source.instrument == instrument]
        lines += [f"### 《{of_it[0].source.title.zh}》", "", "| 条 | 编号 | 内容 | 核实 |"]
        lines += ["|---|---|---|---|", *map(_row, sorted(of_it, key=_place)), ""]
        lines += _missing(pack.instruments[instrument], of_it)
    return lines


def _in_force(pack: Pack) -> list[str]:
    """Line on the first day of the pack's measures, where no source gives it."""
    period = pack.in_force
    if period.status == "verified":
        return []
    note = period.note or Text("", "")
    return [
        f"自 {period.start} 起按施行处理：代用日，未核实。{note.zh}"
        f"Taken as in force from {period.start}, a stand-in, unverified. {note.en}",
        "",
    ]


def _missing(instrument: Instrument, of_it: Sequence[Taken]) -> list[str]:
    """Line that names the articles of which the pack says nothing, where their number is known."""
    if instrument.articles is None:
        return []
    covered = {entry.source.article for entry in of_it}
    absent = [str(n) for n in range(1, instrument.articles + 1) if str(n) not in covered]
    named = "、".join(absent) or "无"
    return [f"共 {instrument.articles} 条；没有条目的条：{named}。", ""]


def _row(entry: Taken) -> str:
    place = entry.source.text("zh").split("》", 1)[1] or UNNUMBERED
    name = entry.name.zh if entry.name == entry.said else f"{entry.name.zh}：{entry.said.zh}"
    checked = "已核实" if entry.status == "verified" else "未核实"
    return f"| {place} | `{entry.id}` | {name} | {checked} |"


def _place(entry: Taken) -> tuple[int, str, int, str]:
    article, paragraph = entry.source.article or "", entry.source.paragraph or ""
    number = int(article) if article.isdigit() else 0
    leading = paragraph.split("～")[0]
    return number, article, int(leading) if leading.isdigit() else 0, paragraph


def _key(entry: Taken) -> tuple[str, str, str]:
    return entry.source.instrument, entry.id, entry.said.zh
