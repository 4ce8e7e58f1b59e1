"""Which of several workbooks of one enterprise counts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from listlab.model.language import Text
from listlab.survey.credit_code import is_credit_code
from listlab.survey.findings import Issue
from listlab.survey.numeral import UnreadableNumeral, read_numeral, unify_digits
from listlab.survey.recipients import firm_name, same_name

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


# What systems add to the name of a file when they copy or download it once more.
_COPY = re.compile(
    r"副本|拷贝|[\s(（]copy|[- ]copy\b|\([0-9]+\)$|（[0-9]+）$|^复制|^copy of", re.IGNORECASE
)


_OWN_MARK = re.compile(r"(?:_修订[0-9]+)+$")  # that listlab gave a copy itself


@dataclass(frozen=True, slots=True)
class Candidate:
    """A readable workbook: its file, its enterprise, and a hash of what its cells say."""

    file: str
    enterprise_id: str
    content: str
    name: str | None = None  # of the enterprise
    revision: int = 0  # number that a marked copy carries, whatever its file is named


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a workbook; `issue` says why when it is not used."""

    status: str  # accepted|rejected|duplicate|superseded
    replaced_by: str | None = None
    issue: Issue | None = None


def revision_mark(file: str) -> int:
    """Number of the revision that a file name states, 0 when it states none."""
    return max(_marks(file).values(), default=0)


def revision_of(file: str, carried: int) -> int:
    """Number of the revision that a file is, by its name or by what it carries."""
    return max(revision_mark(file), carried)


def next_revision(stem: str, carried: int = 0) -> str:
    """Name of the next revision of a file, both without ending: 甲, 甲_修订1, 甲_修订2.

    Parameters
    ----------
    stem : str
        Name of the file without its ending.
    carried : int, default 0
        Number of the revision that the file carries, whatever it is named.

    Examples
    --------
    >>> next_revision("甲_修订1"), next_revision("甲", 3)
    ('甲_修订2', '甲_修订4')
    """
    return f"{_OWN_MARK.sub('', stem)}_修订{revision_of(stem, carried) + 1}"


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
    highest revision counts, by the mark in its name or by what a marked copy carries; without one
    that decides, none does. A mark that all files of an enterprise have at the same place, such
    as a word of its name, decides nothing. A code whose check digit is wrong is taken for that of
    an enterprise of the same name, if there is one: it may have been corrected since.
    """
    meant = _meant_codes(candidates)
    groups: dict[str, list[int]] = {}
    for index in sorted(range(len(candidates)), key=lambda i: _order(candidates[i].file)):
        code = candidates[index].enterprise_id
        groups.setdefault(meant.get(code, code), []).append(index)
    verdicts: dict[int, Verdict] = {}
    for indices in groups.values():
        verdicts |= dict(zip(indices, _decide([candidates[i] for i in indices]), strict=True))
    return [verdicts[index] for index in range(len(candidates))]


def _meant_codes(candidates: Sequence[Candidate]) -> dict[str, str]:
    """Code of the only other enterprise of the same name, by code with a wrong check digit."""
    named: dict[str, list[str]] = {}
    for each in candidates:
        codes = named.setdefault(firm_name(each.name or "").key, [])
        if each.enterprise_id not in codes:
            codes.append(each.enterprise_id)
    meant: dict[str, str] = {}
    for name, codes in named.items():
        right = [code for code in codes if is_credit_code(code)]
        if name and len(codes) > 1 and len(right) <= 1:
            meant |= dict.fromkeys(codes, (right or codes)[0])
    return meant


def _order(file: str) -> tuple[bool, str]:
    """Files by name, those that a system marked as copies last."""
    stem = PurePosixPath(file).stem if "." in file else file
    return bool(_COPY.search(stem)), file


def _decide(group: list[Candidate]) -> list[Verdict]:
    first: dict[str, Candidate] = {}
    for candidate in group:
        first.setdefault(candidate.content, candidate)
    ranks = _ranks(group)
    best = max(ranks.values())
    leaders = [content for content, rank in ranks.items() if rank == best]
    if len(leaders) > 1:
        kept = list(first.values())
        conflict = _mistyped if _names_differ(kept) else _conflict
        if len({each.enterprise_id for each in kept}) > 1:
            conflict = _recoded
        files = [each.file for each in kept]
        return [Verdict("rejected", None, conflict(first[c.content].file, files)) for c in group]
    winner = first[leaders[0]]
    return [_against(winner, candidate) for candidate in group]


def _names_differ(group: list[Candidate]) -> bool:
    """Whether workbooks of one credit code name enterprises that can't be one."""
    names = [each.name for each in group if each.name]
    return any(not same_name(names[0], name) for name in names[1:])


def _against(winner: Candidate, candidate: Candidate) -> Verdict:
    if candidate is winner:
        return Verdict("accepted")
    if candidate.content == winner.content:
        return Verdict("duplicate", winner.file, _duplicate(winner.file))
    issue = _renamed if _names_differ([winner, candidate]) else _superseded
    return Verdict("superseded", winner.file, issue(winner.file))


def _ranks(group: list[Candidate]) -> dict[str, int]:
    """Highest revision mark of each content, marks common to all files left out."""
    marks = [_marks(candidate.file).items() for candidate in group]
    common = set.intersection(*map(set, marks))
    ranks: dict[str, int] = {}
    for candidate, found in zip(group, marks, strict=True):
        rank = max((number for place, number in found if (place, number) not in common), default=0)
        rank = max(rank, candidate.revision)
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


def _renamed(winner: str) -> Issue:
    return Issue(
        "workbook.superseded",
        Text(
            f"{winner} 的统一社会信用代码相同、版本更新，以它为准，本文件不使用；但企业名称不同，"
            "请确认是更名，而不是其中一份抄错了代码",
            f"{winner} has the same credit code and is a later revision, which counts instead of "
            "this file; but the enterprise names differ: see whether it was renamed, or one of "
            "the codes is mistyped",
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


def _recoded(file: str, files: list[str]) -> Issue:
    others = "、".join(other for other in files if other != file)
    return Issue(
        "workbook.conflict",
        Text(
            f"与 {others} 的企业名称相同，统一社会信用代码不同，且有代码校验位不符，像是同一企业，"
            "无法判断以哪份为准，都没有使用；请核对代码，并在新版文件名中注明「修订2」",
            f"same enterprise name as {others}, another credit code, and a check digit is wrong: "
            "one enterprise, it seems; nothing says which counts and none was used. Check the "
            'codes, and mark the later file name with "rev2"',
        ),
        severity="error",
    )


def _mistyped(file: str, files: list[str]) -> Issue:
    others = "、".join(other for other in files if other != file)
    return Issue(
        "workbook.conflict",
        Text(
            f"与 {others} 的统一社会信用代码相同，企业名称却不同，其中一份的代码可能抄错，"
            "都没有使用；请对照营业执照核对代码",
            f"same credit code as {others} under another enterprise name: one of the codes may be "
            "mistyped, and none was used. Compare both codes with the business licences",
        ),
        severity="error",
    )
