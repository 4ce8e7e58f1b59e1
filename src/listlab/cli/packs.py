"""Verbs of the law as data: list, show, compare, check packs."""

from pathlib import Path
from typing import Annotated

import typer

from listlab.cli.answer import (
    Answer,
    Format,
    FormatOption,
    LangOption,
    RootOption,
    app,
    verb,
)
from listlab.model.language import Lang

packs_app = typer.Typer(help="法规数据包 / the law as data", add_completion=False)
app.add_typer(packs_app, name="packs")
PageOption = Annotated[Path | None, typer.Option("--page", help="另写成网页 / write a page")]


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
