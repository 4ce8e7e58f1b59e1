"""An answer handed back: the enterprise's own workbook, with what is wrong marked in its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from listlab.model.language import Lang, Text
from listlab.model.problem import Problem
from listlab.survey.private import mask
from listlab.survey.returned_bytes import workbook_bytes
from listlab.survey.returned_list import add_problem_list
from listlab.survey.returned_marks import clear_marks, mark_cells, mask_cells
from listlab.survey.returned_open import name_revision, open_copy
from listlab.survey.voices import for_enterprise


def mark_copy(
    content: bytes | Mapping[str, bytes],
    suffix: str,
    problems: Sequence[Problem],
    *,
    lang: Lang = "zh",
    as_of: date | None = None,
    revision: int | None = None,
) -> bytes:
    """Workbook (xlsx) to return: cells coloured and commented, a list of problems in front.

    Parameters
    ----------
    content : bytes or mapping of str to bytes
        File as it came, or the csv files of one answer by name.
    suffix : str
        Of the file, such as `.xls`; the copy is always an .xlsx without macros.
    problems : sequence of Problem
        Those of this answer. What concerns the office alone, and remarks on how something was
        read, are left out; the rest is said in words meant for the enterprise.
    as_of : date, optional
        Day printed on the list; none when not given.
    revision : int, optional
        Number of the revision that the copy becomes; kept in it under a defined name, so that it
        counts as that revision whatever the file is named when it comes back.

    Returns
    -------
    bytes
        The same for the same arguments. A file that can't be read, or not safely, gives a
        workbook with the reasons alone.

    Notes
    -----
    Marks and list of an earlier copy are replaced. Personal data are masked everywhere, pictures,
    macros and links to other files are left out. Formulas stay formulas and text stays text.
    """
    told = [for_enterprise(problem) for problem in problems]
    own = [_masked(problem) for problem in told if problem is not None]
    copy = open_copy(content, suffix)
    clear_marks(copy.book)
    mask_cells(copy.book, copy.forms)
    name_revision(copy, revision)
    marked = mark_cells(copy.book, own, lang)
    add_problem_list(copy, own, marked, lang=lang, as_of=as_of, revision=revision)
    return workbook_bytes(copy, as_of)


def _masked(problem: Problem) -> Problem:
    """Problem that quotes no personal data."""
    message = Text(mask(problem.message.zh).text, mask(problem.message.en).text)
    got = None if problem.got is None else mask(problem.got).text
    return replace(problem, message=message, got=got)
