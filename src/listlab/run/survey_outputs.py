"""What the survey leaves for people: tables, problems, its page, and copies to send back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from listlab.model.language import Lang, Text
from listlab.model.params import Audience, ScenarioParams
from listlab.model.problem import Problem
from listlab.model.provenance import Provenance
from listlab.run import steps
from listlab.study import Places, Study

if TYPE_CHECKING:
    from listlab.law.pack import Industry, Pack
    from listlab.model.tables import SurveyTables
    from listlab.survey.read import NamedAnswer

# Files and folders that a new survey replaces, relative to the study's folder.
REPLACED = ("tables", "returned", "problems.xlsx", "problems.csv", "pages/survey.html")
_BARRED = re.compile(r'[<>:"\\|?*\x00-\x1f]')  # in file names of Windows


@dataclass(frozen=True)
class SurveyView:
    """How a survey is shown: title, law, scenarios asked for, reader, date and language.

    `report` is the link from the survey's page to the report, None where there is none.
    """

    title: str
    pack: Pack
    industry: Industry
    asked: Mapping[str, ScenarioParams] = field(default_factory=dict)
    audience: Audience = "internal"
    as_of: date | None = None
    provenance: Provenance | None = None
    report: str | None = None
    lang: Lang = "zh"


def survey_view(study: Study) -> SurveyView:
    """How the params of a study show its survey."""
    params = study.params
    pack, industry = steps.law(study)
    return SurveyView(
        params.title,
        pack,
        industry,
        asked=params.scenarios,
        audience=params.audience,
        as_of=params.as_of,
        lang=params.lang,
    )


def write_survey(tables: SurveyTables, places: Places, view: SurveyView) -> None:
    """Write the survey's page, and for internal readers its tables and problems.

    Tables name the enterprises; so do problems, by their files.
    """
    from listlab.report.survey_page import build_survey_page
    from listlab.survey.write import write_answers, write_problems, write_tables

    returned = {}
    if view.audience == "internal":
        write_tables(tables, places.tables)
        write_answers(tables, places.tables / "answers.xlsx", lang=view.lang)
        write_problems(tables, places.problems, lang=view.lang)
        returned = {file: f"../returned/{name}" for file, name in copy_names(tables).items()}
    page = build_survey_page(
        tables,
        title=view.title,
        pack=view.pack,
        industry=view.industry,
        asked=view.asked,
        audience=view.audience,
        as_of=view.as_of,
        returned=returned,
        provenance=view.provenance,
        report=view.report,
        lang=view.lang,
    )
    places.survey_page.parent.mkdir(parents=True, exist_ok=True)
    places.survey_page.write_text(page, encoding="utf-8", newline="\n")


def write_copies(
    tables: SurveyTables,
    answers: Sequence[NamedAnswer],
    folder: Path,
    *,
    as_of: date | None,
    lang: Lang,
) -> None:
    """Write a marked copy of every workbook in which an enterprise has something to mend."""
    from listlab.survey.returned import mark_copy
    from listlab.survey.revisions import revision_mark
    from listlab.survey.sheets import UnusableWorkbook

    names, by_file = copy_names(tables), _problems_to_tell(tables)
    folder.mkdir(parents=True, exist_ok=True)
    for answer in answers:
        if answer.name not in names:
            continue
        try:
            contents = answer.contents()
        except (OSError, UnusableWorkbook):  # read no more: the copy gives the reasons alone
            contents = dict.fromkeys((path.name for path in answer.files), b"")
        suffix = answer.files[0].suffix.lower()
        is_bundle = suffix == ".csv"
        copy = mark_copy(
            contents if is_bundle else next(iter(contents.values())),
            suffix,
            by_file[answer.name],
            lang=lang,
            as_of=as_of,
            revision=revision_mark(names[answer.name]),
        )
        (folder / names[answer.name]).write_bytes(copy)


def copy_names(tables: SurveyTables) -> dict[str, str]:
    """File names of the copies to send back, by the name of the workbook in the tables.

    A copy is named as the next revision of its file, which it then supersedes wherever it is
    put. Workbooks that another one replaces get none, since their enterprise has answered, nor
    do files that are no answers.
    """
    told = _problems_to_tell(tables)
    status, is_answer = (tables.workbooks[name] for name in ("status", "is_answer"))
    used = tables.workbooks.filter(status.is_in(["accepted", "rejected"]) & is_answer)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file, revision in used.select("file", "revision").iter_rows():
        if file in told:
            names[file] = _free_name(file, taken, revision)
            taken.add(names[file].casefold())
    return names


def _free_name(file: str, taken: set[str], revision: int = 0) -> str:
    """Name of a copy as the next revision of a file, no two the same, whatever the case."""
    from listlab.survey.revisions import next_revision

    path = PurePosixPath(_BARRED.sub("_", file))
    own = path.stem if path.suffix.lower() in _SUFFIXES else path.name
    stem, number = next_revision(own, revision), 1
    name = f"{stem}.xlsx"
    while name.casefold() in taken:
        number += 1
        name = f"{next_revision(f'{own} ({number})', revision)}.xlsx"
    return name


_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".csv", ".et"}


def _problems_to_tell(tables: SurveyTables) -> dict[str, list[Problem]]:
    """Problems by workbook as its enterprise reads them; files with mere remarks have none."""
    from listlab.survey.voices import for_enterprise

    found: dict[str, list[Problem]] = {}
    for row in tables.problems.iter_rows(named=True):
        message = Text(row.pop("message_zh"), row.pop("message_en"))
        told = for_enterprise(Problem(message=message, **row)) if row["file"] else None
        if told:
            found.setdefault(row["file"], []).append(told)
    return found
