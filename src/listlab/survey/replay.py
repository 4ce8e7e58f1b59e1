"""What became of the corrections once every workbook was read."""

from collections.abc import Iterable, Sequence

from listlab.law.pack import normalise
from listlab.model.problem import Problem
from listlab.survey.columns import ENTERPRISE
from listlab.survey.corrections import Correction, Corrections, Met, refusal
from listlab.survey.findings import Findings
from listlab.survey.private import mask
from listlab.survey.rows import Record

Meeting = tuple[str, str, Corrections]  # file, status of the workbook, its corrections


def settle(
    corrections: Sequence[Correction], meetings: Iterable[Meeting], ids: Iterable[str]
) -> tuple[list[Record], list[Problem]]:
    """Records of all corrections, applied or refused, and a problem for each refused one.

    Only what happened in an accepted workbook counts: a duplicate or a former revision is
    corrected too while it is read, to no effect.

    Parameters
    ----------
    corrections : sequence of Correction
        In their order.
    meetings : iterable of (str, str, Corrections)
        File, status and met corrections of each workbook read.
    ids : iterable of str
        Ids that records of accepted workbooks have.
    """
    accepted: dict[Correction, tuple[str, Met]] = {}
    known, barred, renamed = set(ids), set[str](), _renamed(corrections)
    for name, status, met in meetings:
        if status == "accepted":
            known |= met.ids
            accepted |= {each: (name, place) for each, place in met.met.items()}
        elif status == "rejected":
            barred |= met.ids
    records: list[Record] = []
    problems: list[Problem] = []
    for each in corrections:
        file, place = accepted.get(each, (None, Met(None, None, None)))
        code = _refused(each, place if file else None, (known, barred))
        records.append(_record(each, code, (file, place)))
        if code:
            findings = Findings(each.file)
            now = renamed.get(each.id.split("/")[0].split("@")[0])
            issue = refusal(each, code, place.found, now=now)
            findings.add(issue, sheet=each.sheet, cell=each.cell)
            problems.extend(findings.problems)
    return records, problems


def _renamed(corrections: Iterable[Correction]) -> dict[str, str]:
    """New credit code by the old one, where a correction changes it."""
    column = ENTERPRISE.column("credit_code")
    names = {normalise(column.key), normalise(column.header)}
    return {
        each.id: each.new for each in corrections if normalise(each.field) in names and each.new
    }


def _refused(correction: Correction, met: Met | None, ids: tuple[set[str], set[str]]) -> str | None:
    known, barred = ids
    if correction.lacks:
        return "corrections.incomplete"
    if met:
        return met.refused
    if correction.id in known:
        return "corrections.field"
    return "corrections.rejected" if correction.id in barred else "corrections.id"


def _record(correction: Correction, code: str | None, at: tuple[str | None, Met]) -> Record:
    file, met = at
    texts = {
        name: mask(text).text if (text := getattr(correction, name)) else text
        for name in ("old", "new", "reason")
    }
    return {
        "id": correction.id,
        "field": correction.field,
        **texts,
        "by": correction.by,
        "when": correction.when,
        "status": "refused" if code else "applied",
        "code": code,
        "file": file,
        "sheet": met.sheet,
        "cell": met.cell,
        "origin": correction.file,
        "row": correction.row,
    }
