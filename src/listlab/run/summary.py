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
        if note := run.survey.note():
            lines.append(note.say(lang))
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


def intake_text(
    summary: dict[str, Any], files: Sequence[str], places: Places | None, lang: Lang
) -> str:
    """What an intake read, the files to see to first, and where the tables are.

    Without places the reader may not know who answered: no file is named then.
    """
    counts = Text(
        f"采用 {summary['accepted']} 份，退回 {summary['rejected']} 份，"
        f"重复 {summary['duplicates']} 份，已被更新版取代 {summary['superseded']} 份，"
        f"问题 {len(summary['problems'])} 处。",
        f"{summary['accepted']} accepted, {summary['rejected']} rejected, "
        f"{summary['duplicates']} duplicates, {summary['superseded']} superseded, "
        f"{len(summary['problems'])} problems.",
    )
    lines = [counts.say(lang), *(line.say(lang) for line in _beside_lines(summary))]
    lines += files[:_SHOWN] if places else []
    more = len(files) - _SHOWN
    if more > 0 and places:
        lines.append(Text(f"……另有 {more} 个文件", f"… +{more} more files").say(lang))
    lines += _written(places, lang) if places else [_WITHHELD.say(lang)]
    return "\n".join(lines)


def _beside_lines(summary: dict[str, Any]) -> list[Text]:
    """Response, corrections and archive, a line each where the study has them."""
    lines = []
    if response := summary.get("response"):
        shares = [f"{response[key]:.0%}" for key in ("rate", "rate_low", "rate_high")]
        lines.append(
            Text(
                f"名录 {response['frame']} 家，已采用 {response['answered']} 家的答复，回收率 "
                f"{shares[0]}（95% 区间 {shares[1]} 至 {shares[2]}）。",
                f"{response['frame']} enterprises listed, answers of {response['answered']} used: "
                f"{shares[0]} (95 % interval {shares[1]} to {shares[2]}).",
            )
        )
    if fixed := summary.get("corrections"):
        lines.append(
            Text(
                f"更正：执行 {fixed['applied']} 条，未执行 {fixed['refused']} 条。",
                f"corrections: {fixed['applied']} applied, {fixed['refused']} refused.",
            )
        )
    if archive := summary.get("archive"):
        lines.append(
            Text(
                f"历史案例 {archive['cases']} 件，其中与问卷矛盾 {archive['contradicting']} 件。",
                f"{archive['cases']} earlier cases, {archive['contradicting']} contradicting.",
            )
        )
    return lines


def _written(places: Places, lang: Lang) -> list[str]:
    """Where an intake put what, a line each."""
    copies = len(list(places.returned.glob("*.xlsx")))
    found = (
        (Text("数据表", "tables"), places.tables, ""),
        (Text("调查页面", "page"), places.survey_page, ""),
        (Text("问题清单", "problems"), places.problems, ""),
        (Text("退回企业的标注副本", "marked copies to send back"), places.returned, f" ({copies})"),
    )
    return [f"{name.say(lang)}: {label(path, places.root)}{more}" for name, path, more in found]


_WITHHELD = Text(
    "未写出数据表：本研究的读者不应看到企业名称（audience）。",
    "no tables written: readers of this study may not see enterprise names (audience).",
)


def result_text(result: "ScenarioResult", lang: Lang) -> str:
    """Recommendation, reasons and table of candidates of one scenario."""
    from listlab.report.scenario_tables import candidate_table

    table = candidate_table(result, lang)
    headers = [column.header for column in table.columns]
    reasons = [f"· {reason.say(lang)}" for reason in result.recommendation.reasons]
    headline = result.recommendation.headline.say(lang)
    return "\n".join([headline, *reasons, "", table_text(headers, table.rows), *table.notes])
