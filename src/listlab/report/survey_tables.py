"""Tables of the survey: workbooks, problems, flows by scenario."""

from collections.abc import Mapping

import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.params import Tier
from listlab.model.problem import Level
from listlab.model.punctuation import headed, listed
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers
from listlab.report.audience import OPEN, Names
from listlab.report.table import Column, Table
from listlab.survey.levels import LEVELS


def workbook_table(tables: SurveyTables, lang: Lang = "zh") -> Table:
    """How many workbooks were used, sent back, doubled or replaced."""
    counted = tables.workbooks.filter("is_answer").group_by("status").agg(pl.len().alias("n"))
    found = dict(counted.select("status", "n").rows())
    rows = tuple(
        (words.say(lang), numbers.count(found.get(status, 0)))
        for status, words in labels.STATUSES.items()
    )
    columns = (
        Column(Text("处理结果", "outcome").say(lang)),
        Column(Text("问卷（份）", "workbooks").say(lang), True),
    )
    return Table(Text("收到的问卷", "workbooks received").say(lang), columns, rows, lang=lang)


def replaced_table(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Table:
    """Workbooks that were not used, and the one that counts instead."""
    unused = tables.workbooks.filter("is_answer", pl.col("status") != "accepted").sort("file")
    rows = tuple(
        (
            names.file(row["file"]),
            labels.label(labels.STATUSES, row["status"], lang),
            names.file(row["replaced_by"]) if row["replaced_by"] else numbers.MISSING,
        )
        for row in unused.to_dicts()
    )
    columns = (
        Column(Text("文件", "file").say(lang)),
        Column(Text("处理结果", "outcome").say(lang)),
        Column(Text("以何文件为准", "file that counts").say(lang)),
    )
    return Table(Text("未采用的问卷", "workbooks not used").say(lang), columns, rows, lang=lang)


def foreign_table(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Table:
    """Files in the folder that are no answers, such as letters and pictures: to be moved away."""
    foreign = tables.workbooks.filter(~pl.col("is_answer")).sort("file")
    caption = Text("不是问卷的文件，请移到别处", "files that are no answers: move them away")
    column = Column(Text("文件", "file").say(lang))
    rows = tuple((names.file(file),) for file in foreign["file"])
    return Table(caption.say(lang), (column,), rows, lang=lang)


def problem_table(
    tables: SurveyTables,
    lang: Lang = "zh",
    *,
    names: Names = OPEN,
    level: Level | None = None,
) -> Table:
    """Problems by file, sheet and cell, or those of one level; totals in the caption.

    What must be mended comes first, remarks on how something was read last.
    """
    order = {code: place for place, code in enumerate(LEVELS)}
    ordered = tables.problems.with_row_index("place").sort(
        pl.col("level").replace_strict(order, return_dtype=pl.Int64),
        "file",
        "place",
        nulls_last=True,
    )
    rows = tuple(
        (
            labels.label(LEVELS, row["level"], lang),
            names.file(row["file"]) if row["file"] else numbers.MISSING,
            row["sheet"] or numbers.MISSING,
            row["cell"] or numbers.MISSING,
            written(row, names),
            names.sentence(row[f"message_{lang}"]),
        )
        for row in ordered.to_dicts()
        if level in (None, row["level"])
    )
    headers = (
        Text("级别", "level"),
        Text("文件", "file"),
        Text("工作表", "sheet"),
        Text("单元格", "cell"),
        Text("所填内容", "written"),
        Text("问题与处理", "problem and next step"),
    )
    columns = tuple(Column(header.say(lang)) for header in headers)
    return Table(_problem_totals(tables, level, lang), columns, rows, lang=lang)


def written(row: Mapping[str, str | None], names: Names) -> str:
    """What the cell of a problem says, to outsiders only as far as it is a number or a code."""
    text = row["got"] if names.hidden else row["written"] or row["got"]
    return numbers.MISSING if text is None else names.sentence(text)


def _problem_totals(tables: SurveyTables, level: Level | None, lang: Lang) -> str:
    found = dict(tables.problems.group_by("level").len().rows())
    told = listed(
        (f"{words.say(lang)} {found.get(code, 0)}" for code, words in LEVELS.items()),
        lang,
    )
    title = Text("问卷中的问题", "problems found").say(lang)
    shown = "" if level is None else LEVELS[level].say(lang)
    return headed(title, told, lang) + (
        Text(f"；以下为{shown}", f"; below: {shown}").say(lang) if shown else ""
    )


def scenario_count_table(
    tables: SurveyTables, scenarios: Mapping[str, Text], lang: Lang = "zh"
) -> Table:
    """Flows and enterprises of each scenario, as the workbooks declare them."""
    counted = tables.flows.group_by("scenario", maintain_order=True).agg(
        pl.len().alias("flows"), pl.col("enterprise_id").n_unique().alias("enterprises")
    )
    order = {code: place for place, code in enumerate(scenarios)}
    found = sorted(counted.rows(), key=lambda row: (order.get(row[0], len(order)), row[0]))
    rows = tuple(
        (scenario_name(scenarios, code, lang), numbers.count(flows), numbers.count(enterprises))
        for code, flows, enterprises in found
    )
    columns = (
        Column(Text("场景", "scenario").say(lang)),
        Column(Text("出境流（条）", "flows").say(lang), True),
        Column(Text("企业（家）", "enterprises").say(lang), True),
    )
    caption = Text("各场景的出境流", "flows by scenario")
    return Table(caption.say(lang), columns, rows, lang=lang)


def scenario_name(scenarios: Mapping[str, Text], code: str, lang: Lang) -> str:
    """Name of a scenario code; "other scenarios" for what no standard scenario covers."""
    return scenarios[code].say(lang) if code in scenarios else labels.OTHER_SCENARIO.say(lang)


def by_size(volumes: pl.DataFrame) -> pl.DataFrame:
    """Volumes from the largest to the smallest; unanswered ones last."""
    missing = (pl.col("low").fill_null(0) == 0) & pl.col("high").is_null()
    high = pl.col("high").fill_null(pl.col("low") * 2)
    return (
        volumes.with_row_index("place")
        .sort(missing, -high.cast(pl.Float64), -pl.col("low"), "enterprise_id")
        .drop("place")
    )


def route_of(low: int | None, high: int | None, threshold: int, tier: Tier) -> str:
    """Route that an answer leads to under one threshold; `review` when it spans it.

    `unanswered` is an answer that leaves every number open.
    """
    if high is None and not low:
        return "unanswered"
    if high is not None and high < threshold:
        return "free"
    return tier if (low or 0) >= threshold else "review"
