"""Confirmations by a form: sent out, taken in, and compared between reviewers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from listlab.errors import ListlabError, SurveyError
from listlab.model.language import Lang, Text
from listlab.model.problem import Problem
from listlab.run import steps
from listlab.run.decisions import check_answers, record, reviews
from listlab.run.files import replace_file
from listlab.run.identify import WITHHELD, enterprise_names
from listlab.study import Study

if TYPE_CHECKING:
    from listlab.identify.agreement import Agreement
    from listlab.identify.confirm.answer import Confirmed

_SHOWN = 20


@dataclass(frozen=True)
class TakenIn:
    """What became of a form: rulings recorded, rows already known, and problems."""

    recorded: int
    unchanged: int
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> int:
        """Rows that could not be taken."""
        wrong = (problem for problem in self.problems if problem.severity == "error")
        return len({_row(problem.cell) for problem in wrong})

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Counts and problems as plain values."""
        return {
            "recorded": self.recorded,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "problems": [problem.to_dict(lang) for problem in self.problems],
        }

    def text(self, lang: Lang) -> str:
        """Counts and the first problems, a line each."""
        said = Text(
            f"记入 {self.recorded} 条，与已有记录相同 {self.unchanged} 条，"
            f"未采用 {self.refused} 行。",
            f"{self.recorded} recorded, {self.unchanged} known already, {self.refused} refused.",
        )
        lines = [said.say(lang), *(problem.line(lang) for problem in self.problems[:_SHOWN])]
        more = len(self.problems) - _SHOWN
        if more > 0:
            lines.append(Text(f"……另有 {more} 处", f"… +{more} more").say(lang))
        return "\n".join(lines)


def write_form(study: Study, path: Path, *, every: bool, lang: Lang) -> int:
    """Rows of the form written: items that are open, or all of them.

    Raises
    ------
    ListlabError
        Readers of the study may not see the enterprises, whose codes the form carries.
    """
    from listlab.identify.confirm.workbook import Asked, form_bytes

    if study.params.audience != "internal":
        raise ListlabError(WITHHELD)
    identified, params = steps.identified(study), study.params
    items = identified.findings.items if every else identified.open
    asked = Asked(params.title, params.as_of, enterprise_names(study), lang)
    replace_file(path, form_bytes(identified.findings, items, asked))
    return items.height


def take_form(study: Study, path: Path | None, *, by: str, at: datetime) -> TakenIn:
    """What became of a form's rows: those that can be taken stand in the ledger.

    Parameters
    ----------
    study : Study
    path : Path, optional
        The form; the one that the params name when left out.
    by : str
        Who enters it, and who decided where a row names nobody.
    at : datetime
        Now, with a time zone.

    Raises
    ------
    SurveyError
        It is no form, or none is named.
    LedgerError
        Nobody is named, or the ledger can't be written to; nothing is recorded then.
    """
    path = path or study.confirmations
    if path is None:
        raise SurveyError(_NO_FORM)
    confirmed, unread = _checked(study, path, by=by, at=at)
    recorded = record(study, confirmed, at=at)
    return TakenIn(recorded, confirmed.unchanged, (*unread, *confirmed.problems))


def waiting(study: Study, *, at: datetime) -> Text | None:
    """What the form named by the params still holds for the ledger, None where nothing."""
    path = study.confirmations
    if path is None:
        return None
    confirmed, unread = _checked(study, path, by="—", at=at)
    rows = len(confirmed.rulings)
    wrong = sum(p.severity == "error" for p in (*unread, *confirmed.problems))
    if not rows and not wrong:
        return None
    name = study.label(path)
    return Text(
        f"确认表 {name} 中有 {rows} 条尚未导入、{wrong} 处问题；导入前不计入。"
        f"导入：listlab identify confirm {study.id} {name} --by 姓名",
        f"{name} holds {rows} confirmations not taken in and {wrong} problems; they don't count. "
        f"Take it in by: listlab identify confirm {study.id} {name} --by NAME",
    )


def agreements(study: Study) -> list[Agreement]:
    """Agreement of every two reviewers about every question, of those who share an item."""
    from listlab.identify.agreement import About, agreement
    from listlab.identify.reviews import reviewers

    told = reviews(study)
    found = [
        agreement(told, first, second, about=about)
        for first, second in combinations(reviewers(told), 2)
        for about in get_args(About)
    ]
    return [each for each in found if each.n]


def _checked(study: Study, path: Path, *, by: str, at: datetime) -> tuple[Confirmed, list[Problem]]:
    from listlab.identify.confirm.read import read_answers

    name = study.label(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = Problem("confirm.missing", "error", _unreadable(error), file=name)
        raise SurveyError(problem) from error
    answers, unread = read_answers(content, file=name)
    found = steps.identify(study)
    return check_answers(study, found, answers, by=by, at=at, file=name), unread


def _row(cell: str | None) -> str:
    return "".join(char for char in cell or "" if char.isdigit())


_NO_FORM = Text(
    "没有指明确认表；请给出文件，或在参数 confirmations 中写明",
    "no form is named; give the file, or name it by the param confirmations",
)


def _unreadable(error: OSError) -> Text:
    reason = error.strerror or str(error)
    return Text(
        f"读不出确认表（{reason}）；请检查路径，或关闭正在使用它的程序",
        f"the form can't be read ({reason}); check its path, or close what uses it",
    )
