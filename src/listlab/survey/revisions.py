"""Which of several workbooks of one enterprise counts."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from listlab.model.language import Text
from listlab.survey.findings import Issue

# A revision mark in a file name, and the number after it.
_MARK = re.compile(
    r"(?:第([0-9]+)[版稿])|(?:修订|修正|更正|更新|补正|修改|(?<![a-z])(?:revised|revision|version|rev|ver|v))"
    r"(?:[版稿本]|[\s._\-(第])*([0-9]+)?(?![0-9]*[a-z])"
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
    name = unicodedata.normalize("NFKC", file.rsplit("/", 1)[-1]).casefold()
    stem = name.rsplit(".", 1)[0]
    marks = [int(m[1] or m[2] or 1) for m in _MARK.finditer(stem)]
    return max(marks, default=0)


def choose(candidates: Sequence[Candidate]) -> Mapping[str, Verdict]:
    """Verdict on each workbook by its file.

    Same enterprise and same content: the first by file name counts. Different content: the
    highest revision mark counts; without one that decides, none does.
    """
    groups: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: c.file):
        groups.setdefault(candidate.enterprise_id, []).append(candidate)
    verdicts: dict[str, Verdict] = {}
    for group in groups.values():
        verdicts |= _decide(group)
    return verdicts


def _decide(group: list[Candidate]) -> dict[str, Verdict]:
    first: dict[str, Candidate] = {}
    verdicts: dict[str, Verdict] = {}
    for candidate in group:
        kept = first.setdefault(candidate.content, candidate)
        if kept is not candidate:
            verdicts[candidate.file] = Verdict("duplicate", kept.file, _duplicate(kept.file))
    marks = {content: _highest(content, group) for content in first}
    best = max(marks.values())
    leaders = [content for content, mark in marks.items() if mark == best]
    if len(leaders) > 1:
        files = [first[content].file for content in first]
        verdicts |= {file: Verdict("rejected", None, _conflict(file, files)) for file in files}
        return verdicts
    winner = first[leaders[0]].file
    for content, candidate in first.items():
        if content != leaders[0]:
            verdicts[candidate.file] = Verdict("superseded", winner, _superseded(winner))
    return verdicts | {winner: Verdict("accepted")}


def _highest(content: str, group: list[Candidate]) -> int:
    return max(revision_mark(c.file) for c in group if c.content == content)


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
