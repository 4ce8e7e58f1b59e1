"""Params files: read, checked key by key, and written back as plain values for papermill."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from listlab.errors import ParamsError, StudyError
from listlab.model.language import Text
from listlab.model.params import Params
from listlab.model.problem import Problem
from listlab.run import param_checks as check
from listlab.run.param_checks import Findings
from listlab.study import Study, find_root, label

REQUIRED = ("study", "title", "pack", "industry", "as_of", "surveys", "scenarios")
OPTIONAL = (
    "archive",
    "frame",
    "corrections",
    "confirmations",
    "evidence",
    "assumptions",
    "thresholds",
    "questions",
    "bootstrap",
    "seed",
    "audience",
    "lang",
)
KEYS = REQUIRED + OPTIONAL
FEWEST_REPLICATES = 50
# Keys of the contract whose functions are not built yet.
RESERVED = ("filings", "checks", "incidents", "list_in_force")


def open_params(path: Path, *, reports: Path | None = None) -> Study:
    """Study that a params file describes.

    Raises
    ------
    ParamsError
        The file is missing, is no YAML mapping, or holds wrong keys or values.
    StudyError
        The file lies in no project.
    """
    path = _found(path)
    try:
        root = find_root(path.parent)
    except StudyError:
        root = find_root(Path.cwd())
    return Study(root, load_params(path, root=root), path, reports)


def load_params(path: Path, *, root: Path) -> Params:
    """Checked params of a file, all problems found at once.

    Raises
    ------
    ParamsError
        The file is no YAML mapping, or holds wrong keys or values.
    """
    name = label(path, root)
    read = _read(path, name)
    findings = Findings(name, read.lines)
    for key in _differences(read.values, read.older, ""):
        findings.add(key, "params.yaml", _ambiguous())
    return check_values(read.values, findings)


def check_values(values: Mapping[str, Any], findings: Findings | None = None) -> Params:
    """Params made of plain values, all problems found at once.

    Raises
    ------
    ParamsError
        A key is unknown or missing, or a value has the wrong type or range, also nested ones.
    """
    found = findings or Findings()
    for key in values:
        if key in RESERVED:
            if values[key] is not None:
                found.add(str(key), "params.reserved", _reserved())
        elif key not in KEYS:
            found.unknown(str(key), KEYS)
    for key in REQUIRED:
        if key not in values:
            found.add(key, "params.missing", check.missing())
    given = {key: _CHECKS[key](key, values[key], found) for key in KEYS if key in values}
    for code in given.get("evidence", {}):
        if code not in given.get("scenarios", {}):
            found.unknown(f"evidence.{code}", given.get("scenarios", {}))
    if found.problems:
        raise ParamsError(found.problems)
    return Params(**given)


def plain_values(params: Params) -> dict[str, Any]:
    """Every param as a plain value, as it would stand in a params file."""
    values = asdict(params)
    values["as_of"] = params.as_of.isoformat()
    values["thresholds"] = "auto" if params.thresholds is None else list(params.thresholds)
    ordered = {key: values[key] for key in KEYS}
    plain: dict[str, Any] = _plain(ordered)
    return plain


def find_study(text: str) -> Study:
    """Study named by a params file or by its id.

    Raises
    ------
    ParamsError
        Nothing has that name, or its params can't be used.
    """
    if Path(text).suffix in {".yml", ".yaml"} or Path(text).is_file():
        return open_params(Path(text))
    root = find_root(Path.cwd())
    path = params_file(text, root)
    if path is None:
        raise ParamsError(_no_study(text, [label(p, root) for p in _files(root)]))
    return open_params(path)


def default_study() -> Study:
    """Study of the project that the working directory lies in, where it has but one.

    Raises
    ------
    ParamsError
        The project has no params file, or several to choose from.
    """
    root = find_root(Path.cwd())
    files = _files(root)
    if len(files) != 1:
        raise ParamsError(_which_study([label(path, root) for path in files]))
    return open_params(files[0])


def params_file(study: str, root: Path) -> Path | None:
    """Params file of the project that describes the study, None when there is none.

    Raises
    ------
    ParamsError
        Several files describe it: which one is meant can't be told.
    """
    found = []
    for path in _files(root):
        try:
            values = _read(path, label(path, root)).values
        except ParamsError:
            continue
        if values.get("study") == study:
            found.append(path)
    if len(found) > 1:
        raise ParamsError(_several_files(study, [label(path, root) for path in found]))
    return found[0] if found else None


def _files(root: Path) -> list[Path]:
    found = (path for path in (root / "params").iterdir() if path.suffix in {".yml", ".yaml"})
    return sorted(path for path in found if path.is_file())


def _found(path: Path) -> Path:
    """Params file with the folder it really lies in, so that it has one name only."""
    try:
        is_file, folder = path.is_file(), path.parent.resolve()
    except (OSError, RuntimeError) as error:
        problem = Problem("params.unreadable", "error", _unreadable(error), file=path.as_posix())
        raise ParamsError(problem) from error
    if not is_file:
        raise ParamsError(_no_file(path.as_posix()))
    return folder / path.name


@dataclass(frozen=True)
class _Read:
    """A params file as YAML 1.2 and 1.1 read it, and the line of each key."""

    values: Mapping[str, Any]
    older: Any
    lines: Mapping[str, int]


def _read(path: Path, name: str) -> _Read:
    """Values of a params file, whatever may be wrong with it said as a ParamsError."""
    text, node = "", None
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = YAML(typ="safe", pure=True).compose(text)
        # papermill reads params as YAML 1.1: yes, on, 010 and 12:30 mean other things there
        values, older = _yaml().load(text), _yaml((1, 1)).load(text)
    except UnicodeDecodeError as error:
        raise ParamsError(Problem("params.encoding", "error", _not_utf8(), file=name)) from error
    except OSError as error:
        problem = Problem("params.unreadable", "error", _unreadable(error), file=name)
        raise ParamsError(problem) from error
    except YAMLError as error:
        raise ParamsError(_malformed(name, error)) from error
    except Exception as error:  # as of 2026-02-30: the reader passes on what a value raises
        raise ParamsError(_unusable_value(name, _failing_line(node), error)) from error
    if not isinstance(values, Mapping):
        raise ParamsError(Problem("params.malformed", "error", _no_mapping(), file=name))
    return _Read(values, older, dict(_lines(node, "")) if node is not None else {})


def _yaml(version: tuple[int, int] | None = None) -> YAML:
    yaml = YAML(typ="safe", pure=True)
    if version:
        yaml.version = version
    return yaml


def _failing_line(node: Node | None) -> int:
    """Line of the first value that can't be made, 0 when none is found."""
    if isinstance(node, MappingNode):
        return next(filter(None, (_failing_line(part) for pair in node.value for part in pair)), 0)
    if isinstance(node, SequenceNode):
        return next(filter(None, map(_failing_line, node.value)), 0)
    if node is None:
        return 0
    try:
        _yaml().constructor.construct_object(node)
    except Exception:
        return int(node.start_mark.line) + 1
    return 0


def _lines(node: Node, key: str) -> list[tuple[str, int]]:
    if not isinstance(node, MappingNode):
        return []
    found = []
    for name, value in node.value:
        path = f"{key}.{name.value}" if key else str(name.value)
        found += [(path, name.start_mark.line + 1), *_lines(value, path)]
    return found


def _differences(new: Any, old: Any, key: str) -> list[str]:
    if isinstance(new, Mapping) and isinstance(old, Mapping) and list(new) == list(old):
        return [
            path
            for name in new
            for path in _differences(new[name], old[name], f"{key}.{name}" if key else str(name))
        ]
    same = type(new) is type(old) and new == old
    is_nan = isinstance(new, float) and math.isnan(new)
    return [] if (same or is_nan) else [key]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value


def _thresholds(key: str, value: object, findings: Findings) -> tuple[int, ...] | None:
    if value is None:
        findings.expected(key, value, " auto 或一组正整数", "auto or a list of whole numbers")
    return check.check_thresholds(key, value, findings)


_CHECKS: dict[str, Any] = {
    "study": check.check_name,
    "title": check.check_text,
    "pack": check.check_name,
    "industry": check.check_name,
    "as_of": check.check_date,
    "surveys": check.check_path,
    "scenarios": check.check_scenarios,
    "archive": check.check_optional_path,
    "frame": check.check_optional_path,
    "corrections": check.check_optional_path,
    "confirmations": check.check_optional_path,
    "evidence": check.check_evidence,
    "assumptions": check.check_assumptions,
    "thresholds": _thresholds,
    "questions": check.check_questions,
    "bootstrap": lambda k, v, f: check.check_whole(k, v, f, least=FEWEST_REPLICATES),
    "seed": lambda k, v, f: check.check_whole(k, v, f, least=0),
    "audience": check.check_audience,
    "lang": check.check_lang,
}


def _no_file(path: str) -> Text:
    return Text(
        f"{path}：没有这个参数文件。请检查路径，示例为 params/ 文件夹中的 .yml 文件。",
        f"{path}: no such params file. Check the path; samples are the .yml files in params/.",
    )


def _several_files(study: str, files: list[str]) -> Problem:
    message = Text(
        f"有几个参数文件的研究编号同为 {study}：{'、'.join(files)}。"
        "请给每个文件不同的 study 值，或直接写明参数文件。",
        f"several params files have the study id {study}: {', '.join(files)}. "
        "Give each another id, or name the file.",
    )
    return Problem("params.same_study", "error", message, got=study)


def _no_study(text: str, files: list[str]) -> Problem:
    message = Text(
        f"没有编号为 {text} 的研究。请给出参数文件或其中的 study 值；"
        f"现有参数文件：{'、'.join(files) or '无'}。",
        f"no study {text}. Params files: {', '.join(files) or 'none'}. Name one, or its study id.",
    )
    return Problem("params.study", "error", message, got=text)


def _which_study(files: list[str]) -> Text:
    return Text(
        f"请指明研究。现有参数文件：{'、'.join(files) or '无'}。",
        f"name a study. Params files: {', '.join(files) or 'none'}.",
    )


def _malformed(name: str, error: YAMLError) -> Problem:
    line = (
        error.problem_mark.line + 1
        if isinstance(error, MarkedYAMLError) and error.problem_mark
        else 0
    )
    detail = getattr(error, "problem", None) or str(error)
    message = Text(
        f"第 {line} 行不是正确的 YAML（{detail}）。"
        "请检查缩进、冒号后的空格和引号；同一个参数只能写一次。",
        f"line {line} is no valid YAML ({detail}). Check indents, the space after a colon, quotes; "
        "a param may stand only once.",
    )
    return Problem("params.malformed", "error", message, file=name)


def _unusable_value(name: str, line: int, error: Exception) -> Problem:
    message = Text(
        f'第 {line} 行的值无法读取（{error}）。日期请写成加引号的形式，如 "2026-03-31"。',
        f"the value in line {line} can't be read ({error}). "
        'Write dates in quotes, such as "2026-03-31".',
    )
    return Problem("params.malformed", "error", message, file=name)


def _unreadable(error: Exception) -> Text:
    reason = getattr(error, "strerror", None) or str(error)
    return Text(
        f"无法打开（{reason}）。请检查文件权限，或关闭正在使用它的程序。",
        f"can't be opened ({reason}). Check the file's permissions, or close what uses it.",
    )


def _no_mapping() -> Text:
    return Text(
        "应为“参数: 值”的列表，每行一个。请参照 params/ 中的示例。",
        "expected lines of `param: value`. Follow a sample in params/.",
    )


def _not_utf8() -> Text:
    return Text("文件不是 UTF-8 编码。请另存为 UTF-8 后再运行。", "not UTF-8. Save it as UTF-8.")


def _ambiguous() -> Text:
    return Text(
        "不同版本的 YAML 对这个值的读法不同（yes/no/on/off、以 0 开头的数等）。请加上引号。",
        "versions of YAML read this value differently (yes/no/on/off, leading zeros). Quote it.",
    )


def _reserved() -> Text:
    return Text(
        "本版本尚无使用这个参数的功能，只能为空。请删去或设为 null。",
        "no function of this version uses it. Remove it or set it to null.",
    )
