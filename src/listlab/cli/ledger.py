"""Verbs of the ledger: is it whole, and what stands in it."""

from typing import Annotated

import typer

from listlab.cli.answer import Answer, FormatOption, LangOption, app, verb

ledger_app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="决定记录 / the record of decisions"
)
app.add_typer(ledger_app, name="ledger")
StudyArgument = Annotated[str, typer.Argument(help="参数文件或研究编号 / params file or study id")]


@ledger_app.command("verify")
@verb
def verify_command(
    study: StudyArgument,
    *,
    head: Annotated[str | None, typer.Option(help="曾记下的校验值 / a head noted earlier")] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """决定记录是否完整、未被改动 / whether the ledger is whole."""
    from listlab.run.ledger import verify_ledger
    from listlab.run.params import find_study

    said = lang or "zh"
    found = verify_ledger(find_study(study), head)
    return Answer(found.to_dict(said), found.text(said), 1 if found.problems else 0)


@ledger_app.command("show")
@verb
def show_command(
    study: StudyArgument,
    *,
    kind: Annotated[str | None, typer.Option(help="只看这一种 / this kind only")] = None,
    form: FormatOption = "text",
    lang: LangOption = None,
) -> Answer:
    """逐条列出决定 / the entries, in their order."""
    from listlab.run.ledger import entries_text, ledger_entries
    from listlab.run.params import find_study

    entries = ledger_entries(find_study(study), kind=kind)
    return Answer(entries, entries_text(entries, lang or "zh"))
