"""The command line: reads arguments, calls one function a verb, prints."""

import functools
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from listlab.errors import ListlabError
from listlab.model.language import Lang, Text

Format = Literal["text", "json"]
FormatOption = Annotated[Format, typer.Option("--format", help="输出形式 / form of the output")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="语言 / language")]
PackOption = Annotated[str | None, typer.Option("--pack", help="规则包 / law pack")]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="数据出境负面清单：从调查到清单草案。\n\nFrom needs survey to data-export negative list.",
)


@dataclass(frozen=True)
class Answer:
    """What a verb found: for programs, for people, and as an exit code."""

    value: Any
    text: str
    code: int = 0


def verb(function: Callable[..., Answer]) -> Callable[..., None]:
    """Command that prints what `function` answers, and says what a user can mend."""

    @functools.wraps(function)
    def command(*args: Any, **kwargs: Any) -> None:
        is_json = kwargs["form"] == "json"
        try:
            answer = function(*args, **kwargs)
        except ListlabError as error:
            said = kwargs["lang"] or error.lang
            typer.echo(error.say(said), err=True)
            if is_json:
                _print_json({"problems": [p.to_dict(said) for p in error.problems]})
            raise typer.Exit(error.exit_code) from error
        _print_json(answer.value) if is_json else typer.echo(answer.text)
        raise typer.Exit(answer.code)

    return command


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
    from listlab.survey.intake import intake_summary

    said = lang or "zh"
    with CountProgress(Text("读取问卷", "reading workbooks"), said) as progress:
        tables, places = take_in(paths, out, pack=pack, industry=industry, progress=progress.step)
    summary = intake_summary(tables, said)
    errors = [problem for problem in summary["problems"] if problem["severity"] == "error"]
    code = 1 if summary["rejected"] or errors else 0
    return Answer(summary, intake_text(summary, places, said), code)


@app.command("volume")
@verb
def volume_command(
    texts: Annotated[list[str], typer.Argument(help="量级的写法 / volumes as written")],
    *,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """量级写法如何读取 / how a volume written by a person is read."""
    from listlab.survey.volume import format_volume, read_volume

    volumes = [read_volume(text) for text in texts]
    keys = ("text", "low", "high", "unit", "period", "code")
    rows = [{key: getattr(volume, key) for key in keys} for volume in volumes]
    lines = [f"{v.text}: {format_volume(v, lang or 'zh')} [{v.code}]" for v in volumes]
    return Answer(rows, "\n".join(lines))


@app.command("simulate")
@verb
def simulate_command(
    flows: Annotated[Path, typer.Argument(help="量级表 csv、parquet / flows table")],
    *,
    pack: PackOption = None,
    kind: Annotated[
        Literal["personal", "sensitive"] | None, typer.Option(help="个人信息种类 / kind")
    ] = None,
    tier: Annotated[
        Literal["contract", "assessment"] | None, typer.Option(help="程序 / tier")
    ] = None,
    thresholds: Annotated[str, typer.Option(help="候选阈值或 auto / candidates or auto")] = "auto",
    need: Annotated[float, typer.Option(help="应放行的企业比例 / share to free")] = 0.95,
    delta: Annotated[float, typer.Option(help="等效界限 / margin of equivalence")] = 0.02,
    growth: Annotated[
        str | None, typer.Option(help="对数增长“均值,标准差” / log growth MEAN,SD")
    ] = None,
    scenario: Annotated[str | None, typer.Option(help="场景编码 / scenario code")] = None,
    bootstrap: Annotated[int, typer.Option(help="重抽样次数 / replicates")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="随机种子 / seed")] = 0,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="法规日期，默认今天 / date of the law"),
    ] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """对量级表做业务场景分析 / what-if on a flows table without a study."""
    from listlab.run.summary import result_text
    from listlab.run.whatif import WhatIf, analyse_flows, flows_answer

    options = WhatIf(
        thresholds=thresholds,
        need=need,
        delta=delta,
        kind=kind,
        tier=tier,
        pack=pack,
        scenario=scenario,
        growth=growth,
        bootstrap=bootstrap,
        seed=seed,
        on=on.date() if on else date.today(),
    )
    result = analyse_flows(flows, options)
    said = lang or "zh"
    return Answer(flows_answer(result, options, said), result_text(result, said))


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


packs_app = typer.Typer(help="法规数据包 / the law as data", add_completion=False)
app.add_typer(packs_app, name="packs")
PageOption = Annotated[Path | None, typer.Option("--page", help="另写成网页 / write a page")]
RootOption = Annotated[
    Path | None, typer.Option("--packs", help="规则包所在文件夹 / folder of packs")
]


@packs_app.callback(invoke_without_command=True)
def packs_command(
    context: typer.Context,
    *,
    page: PageOption = None,
    root: RootOption = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> None:
    """法规数据包：列出、查看、比较、检查 / list, show, compare and check law packs."""
    if context.invoked_subcommand is None:
        _list_packs(page=page, root=root, form=form, lang=lang)


@verb
def _list_packs(*, page: Path | None, root: Path | None, form: Format, lang: Lang | None) -> Answer:
    from listlab.run.packs import list_packs

    found = list_packs(root, page, lang or "zh")
    return Answer(found.value, found.text, found.code)


@packs_app.command("show")
@verb
def packs_show_command(
    pack: Annotated[str, typer.Argument(help="规则包 / law pack")],
    *,
    page: PageOption = None,
    root: RootOption = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """查看一个规则包 / a pack as readable tables."""
    from listlab.run.packs import show_pack

    found = show_pack(pack, root, page, lang or "zh")
    return Answer(found.value, found.text, found.code)


@packs_app.command("compare")
@verb
def packs_compare_command(
    left: Annotated[str, typer.Argument(help="规则包 / law pack")],
    right: Annotated[str, typer.Argument(help="另一规则包 / the other pack")],
    *,
    page: PageOption = None,
    root: RootOption = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """两个规则包的实质差别 / real differences of two packs."""
    from listlab.run.packs import compare_two

    found = compare_two((left, right), root, page, lang or "zh")
    return Answer(found.value, found.text, found.code)


@packs_app.command("check")
@verb
def packs_check_command(
    packs: Annotated[list[str] | None, typer.Argument(help="规则包，默认全部 / all")] = None,
    *,
    root: RootOption = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """检查规则包和已发布清单 / check packs and published lists."""
    from listlab.run.packs import check_packs

    found = check_packs(packs or [], root, lang or "zh")
    return Answer(found.value, found.text, found.code)


@app.command("route")
@verb
def route_command(
    cases: Annotated[Path, typer.Argument(help="案例 JSON / cases as JSON")],
    *,
    pack: Annotated[str, typer.Option("--pack", help="规则包 / law pack")],
    listed: Annotated[
        str | None,
        typer.Option("--list", help="清单 list.json 或已发布清单的编号 / list.json or a list's id"),
    ] = None,
    root: RootOption = None,
    assume_in_force: Annotated[
        bool, typer.Option("--assume-in-force", help="视清单为已施行 / take the list as in force")
    ] = False,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="法规日期，默认今天 / date of the law"),
    ] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """数据出境适用哪种程序 / which procedure a flow needs."""
    from listlab.law import load_pack
    from listlab.law.routes import read_cases, read_list, route

    given, find_line = read_cases(cases)
    is_file = listed is not None and (Path(listed).suffix != "" or Path(listed).exists())
    found = route(
        given,
        load_pack(pack, root) if root else pack,
        on=on.date() if on else date.today(),
        negative_list=read_list(Path(listed)) if listed and is_file else listed,
        assume_in_force=assume_in_force,
        file=cases.name,
        find_line=find_line,
    )
    said = lang or "zh"
    return Answer(found.to_dicts(said) if form == "json" else [], found.text(said))


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with an exit code of the contract."""
    try:
        code = app(arguments, standalone_mode=False)
    except typer.TyperException as error:
        typer.echo(_usage(error), err=True)
        code = 2
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("已中止 / stopped", err=True)
        code = 130
    except Exception:
        traceback.print_exc()
        typer.echo("listlab 内部错误，请连同以上信息报告 / internal error, please report", err=True)
        code = 3
    sys.exit(code or 0)


def _usage(error: typer.TyperException) -> str:
    return f"命令用法有误 / wrong usage: {error}\n请看 / see: listlab --help"


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
