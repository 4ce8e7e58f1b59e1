"""Files of a pack, read strictly: YAML version 1.2, no key twice; tables with a header."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from listlab.kept import SOURCE, from_shipped
from listlab.model.language import Text
from listlab.model.problem import Problem

BROKEN = frozenset({"pack.syntax", "pack.duplicate_key"})  # nothing of the file could be read


def read_document(path: Path, shown: str) -> tuple[Any, Problem | None]:
    """Top node of a YAML 1.2 file with its line numbers, or what is wrong with its syntax.

    `shown` is how problems name the file. Equal text is parsed once a process, and a shipped file
    once for all; nobody may change the node.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        what = Text("不是 UTF-8 文本", "not UTF-8 text")
        return None, _broken(shown, 1, "pack.syntax", what, str(error.start))
    if not path.is_relative_to(SOURCE):
        return _parsed(text, shown)
    name = "yaml-" + path.relative_to(SOURCE).as_posix().replace("/", "-")
    kept: tuple[Any, Problem | None] = from_shipped(name, (path,), lambda: _parsed(text, shown))
    return kept


@lru_cache(maxsize=256)
def _parsed(text: str, shown: str) -> tuple[Any, Problem | None]:
    reader = YAML()  # YAML 1.2; keeps line numbers
    reader.allow_duplicate_keys = False
    try:
        return reader.load(text), None
    except DuplicateKeyError as error:
        mark = error.problem_mark
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else None
        what = Text(f"键 {key} 出现两次，应只出现一次", f"key {key} stands twice, expected once")
        return None, _broken(shown, mark.line + 1 if mark else 1, "pack.duplicate_key", what, key)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        what = Text(f"YAML 语法错误：{_reason(error)}", f"YAML syntax: {_reason(error)}")
        return None, _broken(shown, mark.line + 1 if mark else 1, "pack.syntax", what, None)


def read_table(path: Path, shown: str) -> tuple[list[dict[str, str | None]], Problem | None]:
    """Rows of a UTF-8 table, cells by column; empty where there is no file or it is no text."""
    if not path.exists():
        return [], None
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines)), None
    except UnicodeDecodeError as error:
        what = Text("不是 UTF-8 文本", "not UTF-8 text")
        return [], _broken(shown, 1, "pack.syntax", what, str(error.start))


def _reason(error: YAMLError) -> str:
    problem = error.problem if isinstance(error, MarkedYAMLError) else None
    return str(problem or error).splitlines()[0]


def _broken(file: str, line: int, code: str, what: Text, got: str | None) -> Problem:
    message = Text(f"{what.zh}；请改正后重试", f"{what.en}; mend it and try again")
    return Problem(code, "error", message, file=file, cell=f"L{line}", got=got)
