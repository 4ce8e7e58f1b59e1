"""Problems of one workbook, gathered while it is read."""

from dataclasses import dataclass, field, replace

from listlab.model.language import Text
from listlab.model.problem import Level, Problem, Severity
from listlab.survey.levels import level_of
from listlab.survey.private import mask


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with a value, before its place is known."""

    code: str
    message: Text
    got: str | None = None
    severity: Severity = "warning"
    level: Level | None = None


@dataclass(slots=True)
class Findings:
    """Problems found so far in one file, in the order in which they were met."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, issue: Issue, *, sheet: str | None = None, cell: str | None = None) -> None:
        """Keep an issue with its place; what it quotes is masked."""
        message = Text(mask(issue.message.zh).text, mask(issue.message.en).text)
        got = mask(issue.got).text if issue.got else None
        level = issue.level or level_of(issue.code)
        self.problems.append(
            Problem(issue.code, issue.severity, message, self.file, sheet, cell, got, level=level)
        )

    def press(self, sheet: str | None, cell: str | None) -> None:
        """Tell what is wrong with a cell as something that must be mended."""
        for place, problem in enumerate(self.problems):
            if cell and (problem.sheet, problem.cell) == (sheet, cell):
                self.problems[place] = replace(problem, level="must")

    @property
    def rejects(self) -> bool:
        """Whether something was found that the whole workbook can't be used for."""
        return any(p.severity == "error" and p.code in REJECTING for p in self.problems)


# Errors that make a workbook useless; all other errors only leave out their row.
REJECTING = frozenset(
    {
        "workbook.broken",
        "workbook.conflict",
        "workbook.empty",
        "workbook.encrypted",
        "workbook.external_links",
        "workbook.failed",
        "workbook.no_workbook",
        "workbook.too_large",
        "workbook.unreadable",
        "workbook.unsafe",
        "workbook.wps_format",
        "csv.encoding",
        "csv.unnamed",
        "sheet.missing",
        "header.missing",
        "credit_code.identity",
        "credit_code.missing",
        "credit_code.number",
    }
)
