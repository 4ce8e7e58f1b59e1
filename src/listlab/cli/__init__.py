"""The command line: reads arguments, calls one function a verb, prints."""

import io
import sys
import traceback
from collections.abc import Sequence

import typer

# The help shows verbs in the order in which their modules add them.
# isort: off
from listlab.cli.answer import app
from listlab.cli import studies, questions, identify, packs, ledger  # noqa: F401
# isort: on


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with an exit code of the contract."""
    _speak_utf8()
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


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's own encoding; what no encoding has becomes an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _usage(error: typer.TyperException) -> str:
    return f"命令用法有误 / wrong usage: {error}\n请看 / see: listlab --help"
