"""Workbooks taken in on their own, without the rest of the workflow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from listlab.errors import ListlabError, ParamsError
from listlab.law.load import load_pack
from listlab.model.language import Text
from listlab.model.params import Audience
from listlab.model.problem import Problem
from listlab.run.param_checks import Findings, check_name
from listlab.run.params import find_study, params_file
from listlab.run.steps import law
from listlab.study import Places, answer_files, find_root, require_folder

if TYPE_CHECKING:
    from listlab.law.pack import Industry
    from listlab.model.tables import SurveyTables


def take_in(
    paths: Sequence[Path],
    out: str,
    *,
    pack: str | None = None,
    industry: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[SurveyTables, Places | None]:
    """Tables read from workbooks or folders, and the places they were written to.

    Nothing is written for a study whose readers may not see the names of enterprises: None then.

    Parameters
    ----------
    paths : sequence of Path
        Workbooks, and folders of workbooks.
    out : str
        A params file, the id of a study that has one, or the id of a new study.
    pack, industry : str, optional
        The pack is needed where there is no params file; without an industry the scenarios of
        all of them are recognised. Elsewhere they must not contradict the params.
    progress : callable, optional
        Told how many workbooks are read, and of how many.

    Raises
    ------
    ListlabError
        Nothing can be read, or pack and industry are not known; nothing is written then.
    """
    from listlab.survey.read import read_workbooks
    from listlab.survey.write import write_tables

    places, trade, audience = _destination(out, pack, industry)
    require_folder(places.tables)
    files = [file for path in paths for file in _files(path)]
    tables = read_workbooks(files, industry=trade, root=places.root, progress=progress)
    if audience != "internal":
        return tables, None
    write_tables(tables, places.tables)
    return tables, places


def _files(path: Path) -> tuple[Path, ...]:
    """Files that a path stands for; the path itself where reading has to say what is wrong."""
    return (answer_files(path) if path.is_dir() else ()) or (path,)


def _destination(
    out: str, pack: str | None, industry: str | None
) -> tuple[Places, Industry, Audience]:
    path = Path(out)
    if path.suffix in {".yml", ".yaml"} or params_file(out, find_root(Path.cwd())):
        study = find_study(out)
        params = study.params
        for name, given, own in (
            ("pack", pack, params.pack),
            ("industry", industry, params.industry),
        ):
            if given not in {None, own}:
                raise ParamsError(_contradiction(name, str(given), own))
        return study.places, law(study)[1], params.audience
    findings = Findings()
    check_name("--out", out, findings)
    if findings.problems:
        raise ParamsError(findings.problems)
    return Places(find_root(Path.cwd()), out), _industry(out, pack, industry), "internal"


def _industry(out: str, pack: str | None, industry: str | None) -> Industry:
    """Industry of a study without params; where none is named, the scenarios of all of them."""
    if pack is None:
        raise ListlabError(_incomplete(out))
    from listlab.law.pack import Industry

    law_pack = load_pack(pack)
    if industry is not None:
        return law_pack.industry(industry)
    scenarios = {each.code: each for trade in law_pack.industries for each in trade.scenarios}
    return Industry(
        code="all",
        name=Text("各行业", "all industries"),
        gbt4754=(),
        scenarios=tuple(scenarios.values()),
        status="unverified",
    )


def _contradiction(name: str, given: str, own: str) -> Problem:
    message = Text(
        f"--{name} 为 {given}，但参数文件中为 {own}。请去掉该选项，或改用另一个研究。",
        f"--{name} is {given}, but the params file says {own}. Drop it, or name another study.",
    )
    return Problem("params.contradiction", "error", message, got=given)


def _incomplete(out: str) -> Text:
    return Text(
        f"研究 {out} 没有参数文件，需给出 --pack（可再用 --industry 指明行业）；"
        "或先在 params/ 中建立参数文件。",
        f"study {out} has no params file: give --pack (and --industry to name one), "
        "or write a params file in params/ first.",
    )
