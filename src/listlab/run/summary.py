"""What the commands say in words: outcomes and tables for a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from listlab.model.language import Lang, Text
from listlab.run.outcome import StudyRun
from listlab.study import Places, label

if TYPE_CHECKING:
    from listlab.analyse.result import ScenarioResult

_SHOWN = 20

_STATUS = {
    "done": Text("完成", "done"),
    "cached": Text("无变化，沿用上次结果", "unchanged, last results kept"),
    "failed": Text("失败", "failed"),
}


def run_lines(runs: Sequence[StudyRun], lang: Lang) -> str:
    """A line a study: what became of it and where its report is."""
    lines = []
    for run in runs:
        status = _STATUS[run.status].say(lang)
        seconds = Text(f"{run.seconds:.1f} 秒", f"{run.seconds:.1f} s").say(lang)
        lines.append(f"{run.study}: {status} ({seconds})")
        if run.index and run.status != "failed":
            lines.append(f"{Text('报告', 'report').say(lang)}: {run.index}")
        elif run.notebooks and run.status != "failed":
            lines.append(f"{Text('笔记本', 'notebooks').say(lang)}: {', '.join(run.notebooks)}")
        lines += [note.say(lang) for note in run.notes()]
    return "\n".join(lines)


def show_failures(runs: Sequence[StudyRun], lang: Lang, console: Console) -> None:
    """Print a table of the studies that failed, and why, each in its own language."""
    failed = [run for run in runs if run.error]
    if not failed:
        return
    table = Table(title=Text("未完成的研究", "Studies that failed").say(lang), show_lines=True)
    for header in (Text("研究", "study"), Text("单元格", "cell"), Text("原因", "reason")):
        table.add_column(header.say(lang), overflow="fold")
    for run in failed:
        cells = "\n".join(f"{each.notebook} In [{each.cell}]" for each in run.failures)
        reason = run.error.say(run.lang) if run.error else ""
        table.add_row(run.study, cells or "–", reason)
    console.print(table, markup=False)


def warning_lines(runs: Sequence[StudyRun]) -> list[str]:
    """What runs leave out, a line each, in the language of the study."""
    return [f"{run.study}: {each.say(run.lang)}" for run in runs for each in run.warnings]


def table_text(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Table as plain text, columns as wide as their cells."""
    console = Console(width=200, force_terminal=False, color_system=None)
    table = Table(box=None, pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    with console.capture() as capture:
        console.print(table, markup=False)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def intake_text(summary: dict[str, Any], places: Places | None, lang: Lang) -> str:
    """What an intake read, its first problems, and where the tables are."""
    counts = Text(
        f"采用 {summary['accepted']} 份，退回 {summary['rejected']} 份，"
        f"重复或已更正 {summary['duplicates']} 份，问题 {len(summary['problems'])} 处。",
        f"{summary['accepted']} accepted, {summary['rejected']} rejected, "
        f"{summary['duplicates']} duplicates, {len(summary['problems'])} problems.",
    )
    lines = [counts.say(lang)]
    for problem in summary["problems"][:_SHOWN]:
        place = " › ".join(problem[key] for key in ("file", "sheet", "cell") if problem[key])
        lines.append(f"{place}: {problem['message']}")
    more = len(summary["problems"]) - _SHOWN
    if more > 0:
        lines.append(Text(f"……另有 {more} 处", f"… +{more} more").say(lang))
    where = label(places.tables, places.root) if places else None
    withheld = Text(
        "未写出数据表：本研究的读者不应看到企业名称（audience）。",
        "no tables written: readers of this study may not see enterprise names (audience).",
    )
    written = Text(f"数据表：{where}", f"tables: {where}")
    lines.append((written if where else withheld).say(lang))
    return "\n".join(lines)


def result_text(result: "ScenarioResult", lang: Lang) -> str:
    """Recommendation, reasons and table of candidates of one scenario."""
    from listlab.report.scenario_tables import candidate_table

    table = candidate_table(result, lang)
    headers = [column.header for column in table.columns]
    reasons = [f"· {reason.say(lang)}" for reason in result.recommendation.reasons]
    headline = result.recommendation.headline.say(lang)
    return "\n".join([headline, *reasons, "", table_text(headers, table.rows), *table.notes])
