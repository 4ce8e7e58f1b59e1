"""Verbs of step 2: identify items, send out and take in confirmations, compare reviewers."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from listlab.cli.answer import Answer, FormatOption, LangOption, PackOption, app, verb
from listlab.model.language import Text

StudyArgument = Annotated[str, typer.Argument(help="参数文件或研究编号 / params file or study id")]


class _ItemsFirst(TyperGroup):
    """Group in which anything but a verb's name is what to identify."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["items", *args]
        return super().parse_args(ctx, args)


identify_app = typer.Typer(
    cls=_ItemsFirst,
    no_args_is_help=True,
    add_completion=False,
    help="识别重要数据和个人信息 / which items may be important or sensitive",
)
app.add_typer(identify_app, name="identify")


@identify_app.command("items")
@verb
def identify_command(
    path: Annotated[str, typer.Argument(help="研究或数据项表 / a study, or a table of items")],
    *,
    pack: PackOption = None,
    out: Annotated[
        str | None, typer.Option(help="写入此研究的文件夹 / write to this study's folder")
    ] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """识别一个研究或一张数据项表：listlab identify PATH / identify a study or a table."""
    from listlab.run.identify import found_text, identify_path

    said = lang or "zh"
    found = identify_path(path, pack=pack, out=out, lang=said, today=date.today())
    value = found.to_dict(said) if form == "json" else None
    return Answer(value, found_text(found, said))


@identify_app.command("form")
@verb
def form_command(
    study: StudyArgument,
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="写到此文件 / file to write")],
    every: Annotated[bool, typer.Option("--all", help="含已确认的 / decided items too")] = False,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """导出确认表 / the form on which people confirm items."""
    from listlab.run.confirmations import write_form
    from listlab.run.params import find_study

    said = lang or "zh"
    rows = write_form(find_study(study), output, every=every, lang=said)
    text = Text(f"已写出 {output}：{rows} 个数据项", f"written: {output}, {rows} items")
    return Answer({"file": output.as_posix(), "items": rows}, text.say(said))


@identify_app.command("confirm")
@verb
def confirm_command(
    study: StudyArgument,
    file: Annotated[
        Path | None, typer.Argument(help="确认表，默认为参数 confirmations / the form")
    ] = None,
    *,
    by: Annotated[str, typer.Option(help="经办人 / who enters it")],
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """把确认表记入决定记录 / take a form into the ledger."""
    from listlab.run.confirmations import take_form
    from listlab.run.params import find_study

    said = lang or "zh"
    taken = take_form(find_study(study), file, by=by, at=datetime.now(UTC))
    return Answer(taken.to_dict(said), taken.text(said))


@identify_app.command("agreement")
@verb
def agreement_command(
    study: StudyArgument, *, form: FormatOption = "text", lang: LangOption = None
) -> Answer:
    """两名审核人的一致程度与分歧 / how far reviewers agree, and where they differ."""
    from listlab.report.agreement_tables import agreement_table, difference_table
    from listlab.run.confirmations import agreements
    from listlab.run.params import find_study
    from listlab.run.summary import table_text

    said = lang or "zh"
    found = agreements(find_study(study))
    values = [
        {**each.to_frame().row(0, named=True), "differences": each.differences.to_dicts()}
        for each in found
    ]
    tables = (agreement_table(found, said), difference_table(found, said))
    shown = [
        "\n".join([t.caption, table_text([c.header for c in t.columns], t.rows), *t.notes])
        for t in tables
    ]
    return Answer(values, "\n\n".join(shown))
