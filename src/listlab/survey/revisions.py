"""Which of several workbooks of one enterprise counts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from listlab.model.language import Text
from listlab.survey.findings import Issue
from listlab.survey.numeral import UnreadableNumeral, read_numeral, unify_digits

_NUMBER = r"[0-9]+|[零一二三四五六七八九十百两]+"
# Words that may follow a mark without a number; before others it is part of a name (修正药业).
_AFTER = (
    r"$|[^0-9a-z\u4e00-\u9fff]|后|的|问卷|调查|答复|表|最|终|定|上报|提交|确认|盖章|副本|第|v[0-9]"
)
# A revision mark in a file name, and its number, before it or after it.
_MARK = re.compile(
    rf"第(?P<nth>{_NUMBER})次?(?:[版稿]|修订|修正|更正|更新|补正|修改)"
    rf"|(?:修订|修正|更正|更新|补正|修改|版本)[版稿本件]?"
    rf"(?:[\s._\-(第]*(?P<after>{_NUMBER})|(?={_AFTER}))"
    r"|(?<![a-z])(?:revised|revision|version|rev|ver|v)"
    r"(?:[\s._\-(]*(?P<latin>[0-9]+)|(?![a-z]))(?![0-9]*[a-z])"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A readable workbook: its file, its enterprise, and a hash of what its cells say."""

    file: str
    enterprise_id: str
    content: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a workbook; `issue` says why when it is not used."""

    status: str  # accepted|rejected|duplicate|superseded
    replaced_by: str | None = None
    issue: Issue | None = None


def revision_mark(file: str) -> int:
    """Number of the revision that a file name states, 0 when it states none."""
    return max(_marks(file).values(), default=0)


def _marks(file: str) -> dict[int, int]:
    """Numbers of the revision marks in a file name by where they start."""
    name = unicodedata.normalize("NFKC", file.rsplit("/", 1)[-1]).casefold()
    stem = unify_digits(name.rsplit(".", 1)[0])
    return {m.start(): _number(m["nth"] or m["after"] or m["latin"]) for m in _MARK.finditer(stem)}


def _number(text: str | None) -> int:
    try:
        return int(read_numeral(text).low) if text else 1
    except UnreadableNumeral:
        return 1


def choose(candidates: Sequence[Candidate]) -> list[Verdict]:
    """Verdict on each workbook, in the order given.

    Same enterprise and same content: the first by file name counts. Different content: the
    highest revision mark counts; without one that decides, none does. A mark that all files of
    an enterprise carry at the same place, such as a word of its name, decides nothing.
    """
    groups: dict[str, list[int]] = {}
    for index in sorted(range(len(candidates)), key=lambda i: candidates[i].file):
        groups.setdefault(candidates[index].enterprise_id, []).append(index)
    verdicts: dict[int, Verdict] = {}
    for indices in groups.values():
        verdicts |= dict(zip(indices, _decide([candidates[i] for i in indices]), strict=True))
    return [verdicts[index] for index in range(len(candidates))]


def _decide(group: list[Candidate]) -> list[Verdict]:
    first: dict[str, Candidate] = {}
    for candidate in group:
        first.setdefault(candidate.content, candidate)
    ranks = _ranks(group)
    best = max(ranks.values())
    leaders = [content for content, rank in ranks.items() if rank == best]
    if len(leaders) > 1:
        files = [kept.file for kept in first.values()]
        return [Verdict("rejected", None, _conflict(first[c.content].file, files)) for c in group]
    winner = first[leaders[0]]
    return [_against(winner, candidate) for candidate in group]


def _against(winner: Candidate, candidate: Candidate) -> Verdict:
    if candidate is winner:
        return Verdict("accepted")
    if candidate.content == winner.content:
        return Verdict("duplicate", winner.file, _duplicate(winner.file))
    return Verdict("superseded", winner.file, _superseded(winner.file))


def _ranks(group: list[Candidate]) -> dict[str, int]:
    """Highest revision mark of each content, marks common to all files left out."""
    marks = [_marks(candidate.file).items() for candidate in group]
    common = set.intersection(*map(set, marks))
    ranks: dict[str, int] = {}
    for candidate, found in zip(group, marks, strict=True):
        rank = max((number for place, number in found if (place, number) not in common), default=0)
        ranks[candidate.content] = max(rank, ranks.get(candidate.content, 0))
    return ranks


def _duplicate(kept: str) -> Issue:
    return Issue(
        "workbook.duplicate",
        Text(f"与 {kept} 内容相同，只计一次", f"same content as {kept}: counted once"),
    )


def _superseded(winner: str) -> Issue:
    return Issue(
        "workbook.superseded",
        Text(
            f"同一企业有更新的版本 {winner}，以它为准，本文件不使用",
            f"the enterprise sent a later revision, {winner}, which counts instead of this file",
        ),
    )


def _conflict(file: str, files: list[str]) -> Issue:
    others = "、".join(other for other in files if other != file)
    return Issue(
        "workbook.conflict",
        Text(
            f"同一企业的另一份工作簿 {others} 内容不同，无法判断以哪份为准，都没有使用；"
            "请与企业确认，只保留一份，或在新版文件名中注明「修订2」",
            f"{others} is by the same enterprise and differs, and nothing says which counts: none "
            'was used. Ask the enterprise and keep one, or mark the later file name with "rev2"',
        ),
        severity="error",
    )
