"""Workbooks taken in on their own, without the rest of the workflow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listlab.errors import ListlabError, PackError, ParamsError
from listlab.law.load import load_pack, pack_ids
from listlab.law.pack import normalise
from listlab.model.language import Lang, Text
from listlab.model.problem import Problem
from listlab.run.exchange import building, carry_over, exchange, require_place, settle
from listlab.run.lock import hold
from listlab.run.param_checks import Findings, check_name
from listlab.run.params import find_study, params_file
from listlab.run.survey_outputs import (
    REPLACED,
    SurveyView,
    survey_view,
    write_copies,
    write_survey,
)
from listlab.study import Places, Study, find_root, require_folder
from listlab.survey.walk import answer_files

if TYPE_CHECKING:
    from listlab.law.pack import Industry, Pack
    from listlab.model.tables import SurveyTables

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Destination:
    """Where an intake goes, and how it is read and shown."""

    places: Places
    view: SurveyView
    study: Study | None = None


def take_in(
    paths: Sequence[Path],
    out: str,
    *,
    pack: str | None = None,
    industry: str | None = None,
    lang: Lang | None = None,
    progress: Progress | None = None,
) -> tuple[SurveyTables, Places | None]:
    """Tables read from workbooks or folders, and the places they were written to.

    Tables, problems, page and marked copies take the place of the former ones together: whatever
    stops the call, the study's folder is as before or as after. Nothing is written for a study
    whose readers may not see the names of enterprises: None then.

    Parameters
    ----------
    paths : sequence of Path
        Workbooks, and folders of workbooks.
    out : str
        A params file, the id of a study that has one, or the id of a new study.
    pack, industry : str, optional
        The pack is needed where there is no params file; without an industry the scenarios of
        all of them are recognised. Elsewhere they must not contradict the params.
    lang : {"zh", "en"}, optional
        Language of what is written; the study's own when left out.
    progress : callable, optional
        Told how many workbooks are read, and of how many.

    Raises
    ------
    ListlabError
        Nothing can be read, or pack and industry are not known; nothing is written then.
    """
    from listlab.survey.read import find_answers, read_workbooks

    to = _destination(out, pack, industry)
    view = replace(to.view, lang=lang or to.view.lang)
    require_folder(to.places.tables)
    require_place(to.places)
    settle(to.places)
    files = [file for path in paths for file in _files(path)]
    tables = read_workbooks(
        files,
        industry=view.industry,
        root=to.places.root,
        progress=progress,
        **_beside(to.study),
    )
    if view.audience != "internal":
        return tables, None
    with building(to.places) as part:
        report = "../index.html" if to.places.index.exists() else None
        write_survey(tables, part, replace(view, report=report))
        answers = find_answers(files, to.places.root)
        write_copies(tables, answers, part.returned, as_of=view.as_of, lang=view.lang)
        with hold(to.places.folder):
            carry_over(to.places.folder, part.folder, without=REPLACED)
            exchange(part.folder, to.places.folder)
    return tables, to.places


def _meant(option: str, given: str, study: Study) -> str:
    """Id that an option means, which may give the name instead."""
    if option == "pack":
        return pack_named(given)
    industry = load_pack(study.params.pack).find_industry(given)
    return industry.code if industry else given


def _beside(study: Study | None) -> dict[str, Any]:
    """Frame, corrections and archive of a study, as `read_workbooks` takes them."""
    if study is None:
        return {}
    study.survey_lists()
    return {
        "corrections": study.corrections,
        "frame": study.frame,
        "archive": study.archive_files(),
    }


def _files(path: Path) -> tuple[Path, ...]:
    """Files that a path stands for; the path itself where reading has to say what is wrong."""
    return (answer_files(path) if path.is_dir() else ()) or (path,)


def _destination(out: str, pack: str | None, industry: str | None) -> _Destination:
    path = Path(out)
    if path.suffix in {".yml", ".yaml"} or params_file(out, find_root(Path.cwd())):
        study = find_study(out)
        params = study.params
        for name, given, own in (
            ("pack", pack, params.pack),
            ("industry", industry, params.industry),
        ):
            if given is not None and _meant(name, given, study) != own:
                raise ParamsError(_contradiction(name, str(given), own))
        return _Destination(study.places, survey_view(study), study)
    findings = Findings()
    check_name("--out", out, findings)
    if findings.problems:
        raise ParamsError(findings.problems)
    if pack is None:
        raise ListlabError(_incomplete(out))
    law_pack = load_pack(pack_named(pack))
    view = SurveyView(out, law_pack, surveyed(law_pack, industry))
    return _Destination(Places(find_root(Path.cwd()), out), view)


def surveyed(law_pack: Pack, industry: str | None) -> Industry:
    """Industry of a study without params; where none is named, the scenarios of all of them."""
    from listlab.law.pack import Industry

    if industry is not None:
        return law_pack.find_industry(industry) or _no_industry(law_pack, industry)
    scenarios = {each.code: each for trade in law_pack.industries for each in trade.scenarios}
    return Industry(
        code="all",
        name=Text("各行业", "all industries"),
        gbt4754=(),
        scenarios=tuple(scenarios.values()),
        status="unverified",
    )


def pack_named(name: str) -> str:
    """Id of the pack that a name stands for: its id, or the name of its zone such as 北京.

    Raises
    ------
    PackError
        No pack has the name; those that there are are listed with their names.
    """
    ids = pack_ids()
    if name in ids:
        return name
    names = {each: load_pack(each).name for each in ids}
    wanted = normalise(name)
    found = [each for each, own in names.items() if _means(wanted, own)]
    if len(found) == 1:
        return found[0]
    raise PackError(_not_found(Text("规则包", "pack"), name, names))


def _means(wanted: str, name: Text) -> bool:
    own = (normalise(name.zh), normalise(name.en))
    return bool(wanted) and any(each.startswith(wanted) for each in own)


def _no_industry(law_pack: Pack, name: str) -> Industry:
    known = {industry.code: industry.name for industry in law_pack.industries}
    raise PackError(_not_found(Text("行业", "industry"), name, known))


def _not_found(what: Text, name: str, known: Mapping[str, Text]) -> Problem:
    zh = "、".join(f"{code}（{own.zh}）" for code, own in known.items())
    en = ", ".join(f"{code} ({own.en})" for code, own in known.items())
    message = Text(
        f"没有名为「{name}」的{what.zh}；现有：{zh}。请改用其中之一",
        f'no {what.en} is named "{name}"; there are: {en}. Use one of these',
    )
    return Problem("pack.not_found", "error", message, got=name)


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
