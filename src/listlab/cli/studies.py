"""Verbs of a study: run, take answers in, draft, open in JupyterLab; and the forms to send out."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from listlab.cli.answer import Answer, FormatOption, LangOption, PackOption, app, verb
from listlab.model.language import Text


@app.command("run")
@verb
def run_command(
    params: Annotated[list[Path], typer.Argument(help="参数文件 / params files")],
    *,
    out: Annotated[Path | None, typer.Option(help="报告文件夹 / folder for reports")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="并行数 / parallel jobs")] = 2,
    only: Annotated[
        list[str] | None, typer.Option(help="只运行这些笔记本，如 03 / only these notebooks")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="全部重新计算 / redo everything")] = False,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """运行每个参数文件的全部流程 / run the whole workflow of each params file."""
    from rich.console import Console

    from listlab.run.outcome import RunOptions
    from listlab.run.progress import RunProgress
    from listlab.run.summary import run_lines, show_failures, warning_lines
    from listlab.run.workflow import run_studies

    said = lang or "zh"
    options = RunOptions(out=out, jobs=jobs, only=tuple(only or ()), force=force, lang=lang)
    with RunProgress(said) as progress:
        runs = run_studies(params, options, progress=progress)
    for line in warning_lines(runs):
        typer.echo(line, err=True)
    show_failures(runs, said, Console(stderr=True))
    code = max(run.exit_code for run in runs)
    return Answer([run.to_dict(run.lang) for run in runs], run_lines(runs, said), code)


@app.command("template")
@verb
def template_command(
    *,
    pack: Annotated[str, typer.Option("--pack", help="规则包 / law pack")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到此文件 / file to write")],
    industry: Annotated[str | None, typer.Option(help="行业编码 / industry code")] = None,
    kind: Annotated[
        Literal["survey", "archive", "frame", "corrections"],
        typer.Option(help="调查表、案例、名录或更正 / which form"),
    ] = "survey",
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="法规日期，默认今天 / date of the law"),
    ] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """生成发给企业的调查表 / the workbook to send to enterprises."""
    from listlab.run.template import write_template

    said = lang or "zh"
    day = on.date() if on else date.today()
    written = write_template(output, pack, industry=industry, kind=kind, as_of=day, lang=said)
    text = Text(f"已写出 {output}", f"written: {output}").say(said)
    return Answer(written, text)


@app.command("intake")
@verb
def intake_command(
    paths: Annotated[list[Path], typer.Argument(help="问卷或文件夹 / workbooks or folders")],
    *,
    out: Annotated[str, typer.Option(help="研究：参数文件或编号 / study: params file or id")],
    pack: PackOption = None,
    industry: Annotated[str | None, typer.Option(help="行业编码 / industry code")] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """读取问卷并写出数据表 / read workbooks, write tables."""
    from listlab.run.intake import take_in
    from listlab.run.progress import CountProgress
    from listlab.run.summary import intake_text
    from listlab.survey.intake import file_lines, intake_summary

    said = lang or "zh"
    with CountProgress(Text("读取问卷", "reading workbooks"), said) as progress:
        tables, places = take_in(
            paths, out, pack=pack, industry=industry, lang=lang, progress=progress.step
        )
    summary = intake_summary(tables, said)
    errors = [problem for problem in summary["problems"] if problem["severity"] == "error"]
    code = 1 if summary["rejected"] or errors else 0
    text = intake_text(summary, file_lines(tables, said), places, said)
    if places is None:  # problems are known by files, and files by the names of enterprises
        summary["problems"] = []
    return Answer(summary, text, code)


@app.command("draft")
@verb
def draft_command(
    study: Annotated[str, typer.Argument(help="参数文件或研究编号 / params file or study id")],
    *,
    out: Annotated[Path | None, typer.Option(help="写到此文件夹 / folder to write to")] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """起草清单及其文件 / draft the list and its documents."""
    from listlab.run.outputs import draft_list
    from listlab.run.params import find_study

    opened = find_study(study)
    files, unreported = draft_list(opened, out, lang=lang)
    written = [opened.label(path) for path in files]
    notes = [note.say(lang or "zh") for note in unreported]
    value = {"study": opened.id, "documents": written, "notes": notes}
    return Answer(value, "\n".join([*written, *notes]), 1 if notes else 0)


@app.command("lab", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
@verb
def lab_command(
    context: typer.Context,
    study: Annotated[
        str | None, typer.Argument(help="参数文件或研究编号 / params file or id")
    ] = None,
    *,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """在 JupyterLab 中打开带参数的笔记本副本 / notebooks with a study's parameters."""
    from listlab.run.lab import open_lab
    from listlab.run.params import default_study, find_study

    opened = find_study(study) if study else default_study()
    folder = opened.label(opened.places.lab)
    typer.echo(Text(f"笔记本副本在 {folder}", f"copies in {folder}").say(lang or "zh"), err=True)
    code = open_lab(opened, context.args)
    return Answer({"study": opened.id, "folder": folder}, "", 3 if code else 0)
