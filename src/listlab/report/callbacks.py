"""Whom staff have to call back, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.punctuation import clauses
from listlab.model.tables import SurveyTables
from listlab.report import numbers
from listlab.report.audience import OPEN, Names
from listlab.report.completeness_figures import answered
from listlab.report.survey_rows import Behind
from listlab.report.table import Table


@dataclass(frozen=True)
class Callback:
    """An enterprise to call back, and why; `file` is its workbook as the tables name it."""

    name: str
    reasons: tuple[str, ...]
    file: str | None
    errors: int


def callbacks(tables: SurveyTables, lang: Lang = "zh") -> tuple[Callback, ...]:
    """Whom staff have to call back: sent back, errors, volumes left open, nothing handed in.

    Names stand as they are: the list is for internal readers only.
    """
    errors = _counted(tables.problems.filter(pl.col("level") == "must"))
    warned = _counted(tables.problems.filter(pl.col("level") == "check"))
    found = [*_sent_back_files(tables, lang), *_open_answers(tables, errors, warned, lang)]
    missing = tables.frame.filter(pl.col("status") == "none")
    reason = Text("名录中有，未交问卷", "in the frame, nothing handed in").say(lang)
    found += [
        Callback(row["name"] or row["enterprise_id"] or numbers.MISSING, (reason,), None, 0)
        for row in missing.to_dicts()
    ]
    return tuple(found)


def callback_table(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Table:
    """Call-back list; no rows for readers from whom names are withheld."""
    behind = Behind(tables, names, lang)
    caption = Text("需要回访的企业", "whom to call back").say(lang)
    headers = (
        Text("企业", "enterprise"),
        Text("原因", "reason"),
        Text("问卷", "workbook"),
    )
    if names.hidden:
        note = Text("回访名单只供内部读者。", "The list is for internal readers only.").say(lang)
        return replace(behind.table(caption, headers, ()), notes=(note,))
    rows = tuple(
        (each.name, clauses(each.reasons, lang), names.file(each.file) if each.file else "—")
        for each in callbacks(tables, lang)
    )
    return behind.table(caption, headers, rows)


def _sent_back_files(tables: SurveyTables, lang: Lang) -> list[Callback]:
    called = dict(tables.frame.drop_nulls("enterprise_id").select("enterprise_id", "name").rows())
    problems = tables.problems.filter(pl.col("level") == "must")
    found = []
    for row in tables.workbooks.filter("is_answer", pl.col("status") == "rejected").to_dicts():
        own = problems.filter(pl.col("file") == row["file"])[f"message_{lang}"].to_list()
        stem = row["file"].rsplit("/", 1)[-1].rsplit(".", 1)[0]
        back = Text("问卷被退回", "sent back").say(lang)
        reasons = tuple(dict.fromkeys((back, *own)))
        name = called.get(row["enterprise_id"]) or stem
        found.append(Callback(name, reasons, row["file"], len(own)))
    return found


def _open_answers(
    tables: SurveyTables, errors: Mapping[str, int], warned: Mapping[str, int], lang: Lang
) -> list[Callback]:
    blank = tables.flows.filter(~answered("personal") & ~answered("sensitive"))
    no_volume = dict(blank.group_by("enterprise_id").len().rows())
    used = tables.workbooks.filter(pl.col("status") == "accepted")
    files = dict(used.select("enterprise_id", "file").rows())
    found = []
    for key, name in tables.enterprises.select("enterprise_id", "name").rows():
        file = files.get(key)
        wrong, flows = errors.get(file or "", 0), no_volume.get(key, 0)
        reasons = []
        if wrong:
            reasons.append(Text(f"{wrong} 处必须改", f"{wrong} to be mended").say(lang))
        if flows:
            text = Text(f"{flows} 条出境流没有任何人数", f"{flows} flows without any number")
            reasons.append(text.say(lang))
        if reasons and (more := warned.get(file or "", 0)):
            reasons.append(Text(f"另有 {more} 处请核对", f"{more} more to be checked").say(lang))
        if reasons:
            found.append(Callback(name or key, tuple(reasons), file, wrong))
    return sorted(found, key=lambda each: -each.errors)


def _counted(problems: pl.DataFrame) -> dict[str, int]:
    return dict(problems.drop_nulls("file").group_by("file").len().rows())
