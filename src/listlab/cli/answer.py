"""What every verb shares: options, answers for programs and people, errors said in words."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from listlab.errors import ListlabError
from listlab.model.language import Lang

Format = Literal["text", "json"]
FormatOption = Annotated[Format, typer.Option("--format", help="输出形式 / form of the output")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="语言 / language")]
PackOption = Annotated[str | None, typer.Option("--pack", help="规则包 / law pack")]
RootOption = Annotated[
    Path | None, typer.Option("--packs", help="规则包所在文件夹 / folder of packs")
]

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


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
