"""Errors that a user can cause and mend.

ListlabError                  exit code 2: the call or the input can't be used
├── ParamsError               a params file, or parameters given to a notebook
├── StudyError                a study's folder or one of its places
├── PackError                 a law pack, or a name that no pack has
├── CaseError                 cases to route, or the list to route them by
├── SurveyError               workbooks from which nothing could be read
├── ScenarioError             flows, thresholds or options that can't be analysed
├── DraftError                a list that can't be drafted or read
├── LedgerError               the record of decisions
├── ReportError               a page or document that can't be written
└── RunError                  exit code 3: a study or step failed while running
"""

import traceback
from collections.abc import Iterable

from listlab.model.language import Lang, Text
from listlab.model.problem import Problem

_SHOWN = 10


class ListlabError(Exception):
    """Problems that stop a call; all of them, found before it is raised.

    Parameters
    ----------
    problems : Problem, Text or an iterable of Problem
        At least one. A bare Text becomes a problem with the code of the error class.
    """

    exit_code = 2
    code = "listlab.error"
    lang: Lang = "zh"  # of the sentence that stands for the error; a study sets its own

    def __init__(self, problems: Problem | Text | Iterable[Problem]) -> None:
        if isinstance(problems, Text):
            problems = Problem(self.code, "error", problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.say(self.lang))

    def __str__(self) -> str:
        return self.say(self.lang)

    def say(self, lang: Lang) -> str:
        """First ten problems, a line each, and how many more there are."""
        lines = [problem.line(lang) for problem in self.problems[:_SHOWN]]
        more = len(self.problems) - _SHOWN
        if more > 0:
            lines.append(Text(f"……另有 {more} 处问题", f"… +{more} more").say(lang))
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """Sentences in place of a traceback, for IPython; a failure of ours keeps its cause."""
        cause = traceback.format_exception(self.__cause__) if self.exit_code > 2 else []
        return [*"".join(cause).splitlines(), *str(self).splitlines()]

    def __reduce__(
        self,
    ) -> tuple[type["ListlabError"], tuple[tuple[Problem, ...]], dict[str, Lang]]:
        return type(self), (self.problems,), {"lang": self.lang}


class ParamsError(ListlabError):
    """A params file, or parameters given to a notebook, can't be used."""

    code = "params.error"


class StudyError(ListlabError):
    """A study's folder or one of its places can't be used."""

    code = "study.error"


class PackError(ListlabError):
    """A law pack is malformed, or no pack has the name asked for."""

    code = "pack.error"


class CaseError(ListlabError):
    """Cases to route, or the list to route them by, can't be used."""

    code = "case.error"


class SurveyError(ListlabError):
    """Nothing could be read from the workbooks given."""

    code = "survey.error"


class ScenarioError(ListlabError):
    """Flows, thresholds or options can't be analysed."""

    code = "scenario.error"


class DraftError(ListlabError):
    """A list can't be drafted or read."""

    code = "draft.error"


class LedgerError(ListlabError):
    """The record of decisions can't be read or written."""

    code = "ledger.error"


class ReportError(ListlabError):
    """A page or document can't be written."""

    code = "report.error"


class RunError(ListlabError):
    """A study or step failed while running."""

    exit_code = 3
    code = "run.error"
