"""Cases and lists read from JSON files, and the decision cases of the packs from YAML."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from listlab.errors import CaseError
from listlab.law.entry import Entry
from listlab.law.load import PACKS
from listlab.law.read import read_document
from listlab.law.routes.decisions import DecisionCase
from listlab.law.routes.findings import quote
from listlab.law.routes.lines import Lines
from listlab.law.routes.list_file import ListFile
from listlab.law.routes.words import ROUTES
from listlab.model.language import Text
from listlab.model.problem import Problem

FindLine = Callable[[int, str], int]


def read_cases(path: Path) -> tuple[list[Any], FindLine]:
    """Cases of a JSON file, and what finds the line of a key in it.

    Raises
    ------
    CaseError
        The file is missing, is no JSON, names a key twice, or holds no list.
    """
    text = _text(path)
    found = _parse(text, path)
    if not isinstance(found, list):
        got = quote(found)
        message = Text(
            f"得到 {got or '空'}，应为案例的列表 […]；请改正后重试",
            f"got {got or 'nothing'}, expected a list of cases […]; mend it and try again",
        )
        raise CaseError(Problem("case.type", "error", message, file=path.name, cell="L1"))
    return found, Lines(text).of_case


def read_list(path: Path) -> ListFile:
    """List of a list.json with the lists beside it, where what it extends is looked for.

    Raises
    ------
    CaseError
        The file is missing, is no JSON, or names a key twice.
    """
    found = _list_file(path)
    return replace(found, beside=tuple(_lists_beside(path)) if found.extends else ())


def _list_file(path: Path) -> ListFile:
    text = _text(path)
    return ListFile(_parse(text, path), path.name, Lines(text).of)


def _lists_beside(path: Path) -> Iterator[ListFile]:
    """Lists in the same folder; what is no list there is nobody's fault."""
    for other in sorted(path.parent.glob("*.json")):
        if other.name == path.name:
            continue
        try:
            found = _list_file(other)
        except CaseError:
            continue
        if found.id is not None:
            yield found


def read_decisions(pack: str, root: Path = PACKS) -> tuple[DecisionCase, ...]:
    """Decision cases of a pack, file by file.

    Raises
    ------
    CaseError
        Anything in the files is malformed: all of it, each with file, line and key.
    """
    problems: list[Problem] = []
    found: list[DecisionCase] = []
    for path in sorted((root / pack / "cases").glob("*.yaml")):
        shown = f"{pack}/cases/{path.name}"
        node, broken = read_document(path, shown)
        if broken:
            problems.append(broken)
            continue
        top = Entry(node, file=shown, problems=problems)
        on = top.maybe_day("on")
        given: Mapping[str, Any] | str | None = top.maybe_text("published")
        if top.has("list"):
            given = dict(top.entry("list").pairs())
        found += [_decision(entry, pack, on, given) for entry in top.entries("cases")]
        top.close()
    if problems:
        raise CaseError(problems)
    return tuple(found)


def _decision(
    entry: Entry, pack: str, on: date | None, given: Mapping[str, Any] | str | None
) -> DecisionCase:
    if entry.has("flows"):
        flows = [dict(flow.pairs()) for flow in entry.entries("flows")]
        routes = {str(name): str(said) for name, said in entry.entry("expect").pairs()}
    else:
        flows = [{"id": "case"} | dict(entry.entry("case").pairs())]
        routes = {"case": entry.choice("expect", (*ROUTES, "refused"))}
    day = entry.maybe_day("on") or on
    if day is None:
        entry.refuse("on", None, Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD"))
    refused = entry.maybe_text("refused")
    counted = dict(entry.entry("counted").pairs()) if entry.has("counted") else {}
    found = DecisionCase(
        file=entry.file,
        line=entry.line,
        name=entry.text("name"),
        pack=pack,
        on=day or date.min,
        law=tuple(f"law:{name}" for name in entry.words("law")),
        working=entry.text("working"),
        flows=tuple(flows),
        negative_list=given,
        routes={} if refused else routes,
        possible=entry.words("possible"),
        stages=entry.words("stages"),
        counted=counted,
        refused=refused,
    )
    entry.close()
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = Text(
            f"读不到文件（{error.strerror}）；请检查路径",
            f"can't be read ({error.strerror}); check the path",
        )
        raise CaseError(Problem("case.file", "error", message, file=str(path))) from error
    except UnicodeDecodeError as error:
        message = Text(
            "不是 UTF-8 文本；请另存为 UTF-8 编码的 JSON", "not UTF-8 text; save it as UTF-8 JSON"
        )
        raise CaseError(Problem("case.file", "error", message, file=path.name)) from error


def _parse(text: str, path: Path) -> Any:
    twice: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(sorted({name for name in names if names.count(name) > 1}))
        return found

    try:
        found = json.loads(text, object_pairs_hook=mapping)
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        message = Text(
            f"不是正确的 JSON（{_where(error)}）；请改正该处后重试",
            f"no valid JSON ({error}); mend that place and try again",
        )
        problem = Problem("case.syntax", "error", message, file=path.name, cell=f"L{line}")
        raise CaseError(problem) from error
    if twice:
        raise CaseError([_twice(name, path) for name in dict.fromkeys(twice)])
    return found


def _where(error: json.JSONDecodeError | RecursionError) -> str:
    """Place at which JSON can't be read on, and what stands there."""
    if not isinstance(error, json.JSONDecodeError):
        return "嵌套过深"
    there = error.doc[error.pos : error.pos + 1]
    found = "文件到此结束" if not there.strip() else f"此处为 {there}"
    return f"第 {error.lineno} 行第 {error.colno} 列，{found}，可能缺少逗号、引号或括号"


def _twice(name: str, path: Path) -> Problem:
    message = Text(
        f"键 {name}：在同一对象中出现两次，应只出现一次；请删去其一",
        f"key {name}: twice in the same object, expected once; take one away",
    )
    return Problem("case.duplicate_key", "error", message, file=path.name, got=name)
