"""Answers, frame, archive and corrections put together to the tables of a study."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.tables import SCHEMAS, SurveyTables
from listlab.survey.answers import Answers
from listlab.survey.archive import contradictions, join_archive, repeated, stated_twice
from listlab.survey.columns import ENTERPRISE
from listlab.survey.corrections import Correction, Corrections
from listlab.survey.findings import Findings, Issue
from listlab.survey.frame import code_differs, match_frame, not_listed, size_differs
from listlab.survey.quoted import Words, quote_compared
from listlab.survey.replay import settle
from listlab.survey.response import add_strata, response_rates, weights
from listlab.survey.revisions import Candidate, Verdict, choose, revision_of
from listlab.survey.rows import Record
from listlab.survey.sheets import Stamp
from listlab.survey.study_checks import check_study

_MOST_ALIKE = 200  # problems of one code told of one file
Records = dict[str, list[Record]]


@dataclass(slots=True)
class Reading:
    """One answer as far as it could be read."""

    findings: Findings
    corrections: Corrections
    sha256: str | None = None
    answers: Answers = field(default_factory=Answers)
    content: str = ""
    stamp: Stamp = field(default_factory=Stamp)
    synthetic: bool = False
    words: Words = field(default_factory=dict)  # of cells that are compared with others
    is_answer: bool = True  # no for a picture or a letter that lies among the answers

    @property
    def file(self) -> str:
        """Name that tables and problems give the answer."""
        return self.findings.file


@dataclass(slots=True)
class Beside:
    """What stands beside the answers: corrections, frame, archive, and what is wrong with them."""

    corrections: list[Correction] = field(default_factory=list)
    frame: list[Record] = field(default_factory=list)
    archive: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def judge(readings: Sequence[Reading]) -> list[Verdict]:
    """Verdict on each answer, in their order."""
    usable = {
        index: _candidate(reading)
        for index, reading in enumerate(readings)
        if reading.answers.enterprise_id and not reading.findings.rejects
    }
    chosen = dict(zip(usable, choose(list(usable.values())), strict=True))
    return [chosen.get(index, Verdict("rejected")) for index in range(len(readings))]


def _candidate(reading: Reading) -> Candidate:
    enterprise = reading.answers.tables["enterprises"][0]
    return Candidate(
        reading.file,
        enterprise["enterprise_id"],
        reading.content,
        enterprise["name"],
        reading.stamp.revision,
    )


def problems_of(readings: Sequence[Reading], verdicts: Sequence[Verdict]) -> list[Problem]:
    """Problems file by file; of files that another one replaces, only that it does."""
    problems: list[Problem] = []
    for reading, verdict in zip(readings, verdicts, strict=True):
        if verdict.issue:
            reason = Findings(reading.file)
            reason.add(verdict.issue)
            problems.extend(reason.problems)
        if verdict.status in ("accepted", "rejected"):
            problems.extend(reading.findings.problems)
    return problems


def assemble(
    readings: Sequence[Reading], verdicts: Sequence[Verdict], beside: Beside, industry: Industry
) -> SurveyTables:
    """Tables of a study, with every problem; rows of accepted answers only."""
    records = _records(readings, verdicts)
    problems = [*problems_of(readings, verdicts), *beside.problems]
    problems += _replay(records, readings, verdicts, beside)
    failed = [_rejected(*pair) for pair in zip(readings, verdicts, strict=True)]
    problems += _weigh(records, beside, [each for each in failed if each])
    problems += _join_archive(records, beside)
    tables = SurveyTables(
        **{name: pl.DataFrame(rows, schema=SCHEMAS[name]) for name, rows in records.items()}
    )
    problems += check_study(tables, industry=industry)
    problems = quote_compared(problems, {each.file: each.words for each in readings})
    return SurveyTables(
        **{name: getattr(tables, name) for name in SCHEMAS if name != "problems"},
        problems=_problem_table(problems, tables.workbooks["file"].to_list()),
    )


def _records(readings: Sequence[Reading], verdicts: Sequence[Verdict]) -> Records:
    records: Records = {name: [] for name in SCHEMAS}
    for reading, verdict in zip(readings, verdicts, strict=True):
        records["workbooks"].append(
            {
                "file": reading.file,
                "sha256": reading.sha256,
                "status": verdict.status,
                "enterprise_id": reading.answers.enterprise_id,
                "template": reading.stamp.template,
                "synthetic": reading.synthetic,
                "replaced_by": verdict.replaced_by,
                "is_answer": reading.is_answer,
                "revision": revision_of(reading.file, reading.stamp.revision),
            }
        )
        if verdict.status == "accepted":
            for table, rows in reading.answers.tables.items():
                records[table].extend(rows)
    return records


def _replay(
    records: Records, readings: Sequence[Reading], verdicts: Sequence[Verdict], beside: Beside
) -> list[Problem]:
    """Add what became of the corrections; the problems of those refused."""
    ids = {
        *(row["enterprise_id"] for row in records["enterprises"]),
        *(row["flow_id"] for row in records["flows"]),
        *(row["item_id"] for row in records["items"]),
        *(f"{row['flow_id']}@{row['year']}" for row in records["history"]),
    }
    meetings = (
        (reading.file, verdict.status, reading.corrections)
        for reading, verdict in zip(readings, verdicts, strict=True)
    )
    records["corrections"], problems = settle(beside.corrections, meetings, ids)
    return problems


def _rejected(reading: Reading, verdict: Verdict) -> Record | None:
    """Enterprise of an answer that is not used, as far as it is known."""
    known = reading.answers.tables.get("enterprises")
    return known[0] if verdict.status == "rejected" and known else None


def _weigh(records: Records, beside: Beside, rejected: Sequence[Record]) -> list[Problem]:
    """Add frame, response and weights; a problem for each answer that the frame lacks."""
    if not beside.frame:
        return []
    matched, found = match_frame(beside.frame, records["enterprises"], rejected)
    rows, parts = add_strata(matched)
    records["frame"], records["response"] = rows, response_rates(rows, parts)
    by_stratum = weights(records["response"])
    places = _places(records["places"])
    problems: list[Problem] = []
    for row in records["enterprises"]:
        place, code = found.get(row["enterprise_id"]), row["enterprise_id"]
        listed = None if place is None else rows[place]
        row["weight"] = by_stratum.get(listed["stratum"], 1.0) if listed else 1.0
        file, sheet = row["source"]["file"], row["source"]["sheet"]
        found_out: dict[str, Issue] = {}
        if listed is None:
            found_out["credit_code"] = not_listed(beside.frame[0]["file"])
        elif listed["enterprise_id"] != code:
            other = listed["enterprise_id"]
            found_out["credit_code"] = code_differs(listed["file"], other, code)
        if listed and listed["size"] and row["size"] and listed["size"] != row["size"]:
            found_out["size"] = size_differs(listed["size"], row["size"])
        for key, issue in found_out.items():
            problems += _problem(file, issue, sheet, places.get((file, sheet, key)))
    return problems


def _join_archive(records: Records, beside: Beside) -> list[Problem]:
    """Add the cases beside the answers; problems of repeated and contradicting ones."""
    twice = repeated(beside.archive)
    left_out = [id(case) for case, _ in twice]
    problems: list[Problem] = []
    for case, first in twice:
        source = case["source"]
        problems += _problem(source["file"], stated_twice(first), source["sheet"], case["cell"])
    cases = [case for case in beside.archive if id(case) not in left_out]
    records["archive"] = join_archive(cases, records["flows"], records["enterprises"])
    for case in (case for case in records["archive"] if case["agrees"] is False):
        source = case["source"]
        for cell, issue in contradictions(case, records["flows"]):
            problems += _problem(source["file"], issue, source["sheet"], cell)
    return problems


def _places(rows: Sequence[Record]) -> dict[tuple[str, str, str], str]:
    names = {column.key for column in ENTERPRISE.columns}
    return {
        (row["file"], row["sheet"], row["column"]): row["place"]
        for row in rows
        if row["column"] in names
    }


def _problem(file: str, issue: Issue, sheet: str | None, cell: str | None) -> list[Problem]:
    findings = Findings(file)
    findings.add(issue, sheet=sheet, cell=cell)
    return findings.problems


def _problem_table(problems: Sequence[Problem], files: Sequence[str]) -> pl.DataFrame:
    """Problems by file, those of workbooks first, else in the order in which they were found."""
    order = {file: place for place, file in enumerate(files)}
    ranked = sorted(problems, key=lambda problem: order.get(problem.file or "", len(order)))
    return pl.DataFrame([_problem_record(p) for p in _capped(ranked)], schema=SCHEMAS["problems"])


def _capped(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Problems without the endless rest of one kind in one file, whose number is told instead."""
    counts = Counter((problem.file, problem.code) for problem in problems)
    met = Counter[tuple[str | None, str]]()
    for problem in problems:
        key = (problem.file, problem.code)
        met[key] += 1
        if met[key] < _MOST_ALIKE or counts[key] == _MOST_ALIKE == met[key]:
            yield problem
        elif met[key] == _MOST_ALIKE:
            more = counts[key] - _MOST_ALIKE
            rest = Text(f"（同类问题另有 {more} 处）", f" ({more} more of this kind)")
            message = Text(problem.message.zh + rest.zh, problem.message.en + rest.en)
            yield replace(problem, message=message)


def _problem_record(problem: Problem) -> dict[str, str | None]:
    record = problem.to_dict()
    message = record.pop("message")
    told = {"written": problem.written, "level": problem.told_as()}
    return {**record, "message_zh": message, "message_en": problem.message.en, **told}
