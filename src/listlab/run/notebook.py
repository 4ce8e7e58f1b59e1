"""What the second cell of every notebook calls: the study that the parameters describe."""

import ast
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from listlab.errors import ListlabError
from listlab.run.outcome import warnings_of
from listlab.run.param_checks import Findings
from listlab.run.params import KEYS, check_values
from listlab.run.steps import law
from listlab.study import Study, find_root

_INJECTED = "# Parameters"  # the line that papermill puts above what it injects


def open_study(namespace: Mapping[str, Any], *, start: Path | None = None) -> Study:
    """Study that a notebook's parameters describe, once every name and value is checked.

    Parameters
    ----------
    namespace : Mapping
        The notebook's `globals()`.
    start : Path, optional
        Where to look for the project from; the working directory when left out.

    Raises
    ------
    ParamsError
        A parameter is unknown, missing, or has the wrong type or range, also nested ones and
        those that papermill injects without a default.
    StudyError
        No project is found from `start` upwards.
    PackError
        There is no such pack or industry.
    """
    try:
        root = find_root(start or Path.cwd())
        names = {*KEYS, *injected_names(namespace.get("In", ()))}
        values = {name: namespace[name] for name in sorted(names) if name in namespace}
        study = Study(root, check_values(values, Findings()))
        law(study)
    except ListlabError as error:
        error.lang = "en" if namespace.get("lang") == "en" else "zh"
        raise
    for warning in warnings_of(study.params):
        sys.stderr.write(f"{warning.say(study.params.lang)}\n")
    return study


def injected_names(cells: Sequence[str]) -> set[str]:
    """Names that the parameters cell in force, and what papermill injected, give values to.

    Parameters
    ----------
    cells : sequence of str
        Sources of the cells run so far, as IPython keeps them in `In`.
    """
    names: set[str] = set()
    for is_injected in (True, False):
        for source in reversed(cells):
            given = _assigned(source)
            if source.lstrip().startswith(_INJECTED) == is_injected and (
                given & set(KEYS) or is_injected
            ):
                names |= given
                break
    return names


def _assigned(source: str) -> set[str]:
    """Names given plain values, empty unless the cell does nothing else."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return set()
    names: set[str] = set()
    for statement in statements:
        name = _plain_assignment(statement)
        if name is None:
            return set()
        names.add(name)
    return names


def _plain_assignment(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            given: ast.expr | None = value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            given = value
        case _:
            return None
    if given is None:
        return None
    return name if _is_plain(given) else None


def _is_plain(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant()], keywords=[]):
            return True  # how papermill writes nan and inf
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True
