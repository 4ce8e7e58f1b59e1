"""Problems of one workbook, gathered while it is read."""

from dataclasses import dataclass, field

from listlab.model.language import Text
from listlab.model.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with a value, before its place is known."""

    code: str
    message: Text
    got: str | None = None
    severity: Severity = "warning"


@dataclass(slots=True)
class Findings:
    """Problems found so far in one file, in the order in which they were met."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, issue: Issue, *, sheet: str | None = None, cell: str | None = None) -> None:
        """Keep an issue with its place."""
        self.problems.append(
            Problem(
                issue.code,
                issue.severity,
                issue.message,
                file=self.file,
                sheet=sheet,
                cell=cell,
                got=issue.got,
            )
        )

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
        "workbook.no_workbook",
        "workbook.old_format",
        "workbook.too_large",
        "workbook.unreadable",
        "sheet.missing",
        "header.missing",
        "credit_code.missing",
        "credit_code.number",
    }
)
