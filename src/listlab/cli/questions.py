"""Verbs without a study: how a volume is read, what a threshold frees, which route a flow needs."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from listlab.cli.answer import (
    Answer,
    FormatOption,
    LangOption,
    PackOption,
    RootOption,
    app,
    verb,
)
from listlab.errors import ScenarioError
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.run.whatif import WhatIf


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
    items: Annotated[
        Path | None, typer.Option(help="数据项表，与阈值一并选择 / items table")
    ] = None,
    bootstrap: Annotated[int, typer.Option(help="重抽样次数 / replicates")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="随机种子 / seed")] = 0,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="法规日期，默认今天 / date of the law"),
    ] = None,
    grid: Annotated[
        Path | None, typer.Option(help="参数网格 csv、yml / grid of parameters to sweep")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="扫描结果 parquet、csv / results of the sweep"),
    ] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """对量级表做业务场景分析 / what-if on a flows table without a study."""
    from listlab.run.whatif import WhatIf

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
    said = lang or "zh"
    if grid is not None or out is not None:
        if items is not None:
            raise ScenarioError(_GRID_OR_ITEMS)
        return _sweep(flows, grid, options, out=out, lang=said)

    from listlab.run.summary import result_text
    from listlab.run.whatif import analyse_flows, flows_answer, read_question

    question = read_question(flows, options)
    result = analyse_flows(question, flows)
    found, text = flows_answer(result, options, said), result_text(result, said)
    if items is None:
        return Answer(found, text)

    from listlab.run.itemised import scope_answer, scope_of_flows

    scope = scope_of_flows(items, question, result)
    chosen = scope_answer(scope, said)
    lines = [scope.title.say(said), *(f"· {line}" for line in chosen["notes"])]
    return Answer({**found, "scope": chosen}, "\n".join([text, "", *lines]))


def _sweep(
    flows: Path, grid: Path | None, options: "WhatIf", *, out: Path | None, lang: Lang
) -> Answer:
    from listlab.run.grid import read_grid
    from listlab.run.progress import CountProgress
    from listlab.run.sweep import sweep

    if grid is None or out is None:
        raise ScenarioError(_GRID_AND_OUT)
    combinations = read_grid(grid)
    with CountProgress(Text("参数扫描", "sweeping"), lang) as bar:
        found = sweep(flows, combinations, options, out=out, step=bar.step)
    return Answer(found.to_dict(), found.text(lang))


_GRID_AND_OUT = Text(
    "--grid 和 -o 须同时给出：--grid 是参数网格，-o 是结果文件（.parquet 或 .csv）。",
    "--grid and -o go together: --grid is the grid, -o the file of results (.parquet or .csv).",
)


_GRID_OR_ITEMS = Text(
    "--items 不能与 --grid 同用：参数扫描只比较阈值；请分两次运行。",
    "--items does not go with --grid: a sweep compares thresholds only; run them apart.",
)


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
