"""What a person says about items, checked against what was found and put down for the ledger."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from listlab.errors import SurveyError
from listlab.identify.confirm import doubts
from listlab.identify.result import Findings
from listlab.model.language import Text
from listlab.model.problem import Problem

OPEN = "review"  # an outcome that nobody has decided
DECIDED = ("category", "personal", "important")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says about one item; what is left out stays as suggested.

    `category` counts where `names_category` is set; None says that none fits. `seen` is the hash
    of the evidence on the form, empty where the person looked at the findings themselves.
    `sheet` and `cells`, by column of the form, say where the answer stands.
    """

    item: str
    category: int | None = None
    names_category: bool = False
    personal: str | None = None
    important: str | None = None
    reason: str = ""
    by: str = ""
    on: date | None = None
    seen: str = ""
    sheet: str | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the ledger takes of one answer: the item, who decided, and the content."""

    item: str
    by: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Confirmed:
    """Rulings of the answers that can be taken, problems of the others, and what was known."""

    rulings: tuple[Ruling, ...]
    problems: tuple[Problem, ...]
    unchanged: int = 0


@dataclass(frozen=True)
class Standing:
    """What stands before answers are taken: who enters them, the day, and earlier rulings.

    `known` holds the last content by item and person.
    """

    by: str
    today: date
    known: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    file: str | None = None


def confirm(findings: Findings, answers: Iterable[Answer], standing: Standing) -> Confirmed:
    """Rulings that answers amount to; each answer that can't be taken is a problem.

    Parameters
    ----------
    findings : Findings
        What the persons saw, as it is now.
    answers : iterable of Answer
        In any order; two of one person about one item must say the same.
    standing : Standing

    Notes
    -----
    An answer given on other evidence than the item has now is refused: its author has to look
    again. Where an answer departs from the suggestion it needs a reason. An item on which the
    rules leave importance open stays open unless the answer decides it.
    """
    rows = {row["id"]: row for row in findings.items.iter_rows(named=True)}
    codes = {category.code for category in findings.pack.categories}
    rulings: dict[tuple[str, str], Ruling] = {}
    problems: list[Problem] = []
    unchanged = 0
    for answer in answers:
        by = (answer.by or standing.by).strip()
        found = list(_wrong(answer, rows.get(answer.item), codes, standing, by=by))
        problems += found
        if any(problem.severity == "error" for problem in found):
            continue
        if answer.important is None and rows[answer.item]["suggested_important"] == OPEN:
            problems.append(_problem(doubts.LEFT_OPEN, answer, standing))
        ruling = Ruling(answer.item, by, _content(answer, rows[answer.item], standing, by=by))
        key = (answer.item, by)
        if key in rulings and not _same(rulings[key].content, ruling.content):
            problems.append(_problem(doubts.TWICE, answer, standing))
        elif key not in rulings and _same(standing.known.get(key), ruling.content):
            unchanged += 1
        else:
            rulings.setdefault(key, ruling)
    return Confirmed(tuple(rulings.values()), tuple(problems), unchanged)


def require(confirmed: Confirmed) -> Confirmed:
    """The same, where every answer could be taken.

    Raises
    ------
    SurveyError
        One could not: all that is wrong, said at once.
    """
    errors = [problem for problem in confirmed.problems if problem.severity == "error"]
    if errors:
        raise SurveyError(errors)
    return confirmed


def departs(answer: Answer, row: Mapping[str, Any]) -> bool:
    """Whether an answer says something else than the machine, or decides what it left open."""
    category = answer.names_category and answer.category != row["suggested_category"]
    others = ((answer.personal, "suggested_personal"), (answer.important, "suggested_important"))
    return category or any(said is not None and said != row[own] for said, own in others)


def _wrong(
    answer: Answer,
    row: Mapping[str, Any] | None,
    codes: set[int],
    standing: Standing,
    *,
    by: str,
) -> Iterator[Problem]:
    if row is None:
        yield _problem(doubts.UNKNOWN_ITEM, answer, standing, got=answer.item)
        return
    if not by:
        yield _problem(doubts.NOBODY, answer, standing)
    if answer.names_category and answer.category is not None and answer.category not in codes:
        wrong = doubts.unknown_category(min(codes), max(codes))
        yield _problem(wrong, answer, standing, got=str(answer.category))
    if answer.seen and answer.seen != row["evidence"]:
        yield _problem(doubts.CHANGED, answer, standing)
    if answer.on is not None and answer.on > standing.today:
        yield _problem(doubts.FUTURE, answer, standing, got=answer.on.isoformat())
    if departs(answer, row) and not answer.reason.strip():
        yield _problem(doubts.NO_REASON, answer, standing)


def _content(
    answer: Answer, row: Mapping[str, Any], standing: Standing, *, by: str
) -> dict[str, Any]:
    """What is decided and on what: enough to tell later whether it still holds."""
    important = answer.important or row["suggested_important"]
    return {
        "category": answer.category if answer.names_category else row["suggested_category"],
        "personal": answer.personal or row["suggested_personal"],
        "important": None if important == OPEN else important,
        "reason": answer.reason.strip(),
        "evidence": row["evidence"],
        "name": row["name"],
        "description": row["description"],
        "suggested": {
            **{name: row[f"suggested_{name}"] for name in DECIDED},
            "score": row["score"],
        },
        "decided_on": answer.on.isoformat() if answer.on else None,
        "entered_by": standing.by.strip() if standing.by.strip() not in ("", by) else None,
    }


def _same(earlier: Mapping[str, Any] | None, later: Mapping[str, Any]) -> bool:
    """Whether two rulings say the same on the same evidence, whatever was suggested then."""
    if earlier is None:
        return False
    told = (*DECIDED, "reason", "evidence")
    return all(earlier.get(name) == later[name] for name in told)


def _problem(
    doubt: doubts.Doubt, answer: Answer, standing: Standing, *, got: str | None = None
) -> Problem:
    cell, message = answer.cells.get(doubt.column), doubt.message
    if cell is None:
        message = Text(f"{answer.item}：{message.zh}", f"{answer.item}: {message.en}")
    return Problem(doubt.code, doubt.severity, message, standing.file, answer.sheet, cell, got)
