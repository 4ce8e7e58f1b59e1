"""Options that several questions share: what they may be, and what is said where they are not."""

from collections.abc import Iterator

from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

LEAST_REPLICATES = 50


def check_options(need: float = 1.0, delta: float = 0.5, bootstrap: int = LEAST_REPLICATES) -> None:
    """Refuse a need or margin that is no share and too few replicates, naming all of them.

    Raises
    ------
    ScenarioError
    """
    problems = [*_shares(need, delta), *too_few(bootstrap)]
    if problems:
        raise ScenarioError(problems)


def too_few(bootstrap: int) -> Iterator[Problem]:
    """That replicates are too few for an interval, where they are."""
    if bootstrap < LEAST_REPLICATES:
        rule = Text(f"至少 {LEAST_REPLICATES} 次", f"must be at least {LEAST_REPLICATES}")
        yield _problem("bootstrap", bootstrap, rule)


def _shares(need: float, delta: float) -> Iterator[Problem]:
    if not 0 < need <= 1:
        yield _problem("need", need, Text("应在 (0, 1] 内", "must lie in (0, 1]"))
    if not 0 < delta < 1:
        yield _problem("delta", delta, Text("应在 (0, 1) 内", "must lie in (0, 1)"))


def _problem(name: str, got: float, rule: Text) -> Problem:
    return Problem(
        f"scenario.{name}",
        "error",
        Text(f"{name} {rule.zh}，得到 {got}。", f"{name} {rule.en}, got {got}."),
        got=str(got),
    )
