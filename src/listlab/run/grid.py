"""Grids of a sweep: combinations of need, growth and factors, from a table or lists to cross."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from listlab.analyse.assumptions.load import factors
from listlab.analyse.growth import MOST_LOG
from listlab.analyse.read import read_flows
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

_MOST = 200_000  # combinations of one call
_NAMED = 5  # places named in a message before "and so on"
OWN = ("need", "delta", "growth_mean", "growth_sd")  # values that a call holds itself
_FACTORS = ("beta", "incident_rate", "loss_share_a", "loss_share_b")  # that a sweep's rows rest on


@dataclass(frozen=True)
class Range:
    """What values of a parameter may be; the ends are in it unless `above` or `below` is set."""

    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    below: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value is finite and inside."""
        from_low = value > self.least if self.above else value >= self.least
        to_high = value < self.most if self.below else value <= self.most
        return math.isfinite(value) and from_low and to_high

    def __str__(self) -> str:
        left = "(" if self.above or math.isinf(self.least) else "["
        right = ")" if self.below or math.isinf(self.most) else "]"
        return f"{left}{self.least:g}, {self.most:g}{right}"


def parameters() -> dict[str, Range]:
    """What a grid may sweep: need, margin, growth, and the factors that rows of a sweep rest on."""
    known = factors()
    return {
        "need": Range(0, 1, above=True),
        "delta": Range(0, 1, above=True, below=True),
        "growth_mean": Range(-MOST_LOG, MOST_LOG),
        "growth_sd": Range(0, MOST_LOG),
        **{code: Range(known[code].least, known[code].most) for code in _FACTORS},
    }


def read_grid(path: Path) -> tuple[dict[str, float], ...]:
    """Combinations of a grid, in its order, each once.

    Parameters
    ----------
    path : Path
        csv: a row a combination, a column a parameter, an empty cell leaves it as the call has
        it. yml: a list of combinations, or lists by parameter to be crossed, the last fastest.

    Returns
    -------
    tuple of dict
        Values by parameter; those left out stay as the call has them.

    Raises
    ------
    ScenarioError
        Everything that can't be used, by row or by name.
    """
    rows = _rows(path)
    problems = list(_wrong(rows, path))
    if problems:
        raise ScenarioError(problems)
    combined = [{k: float(v) for k, v in row.items() if v is not None} for row in rows]
    return tuple(dict(pairs) for pairs in dict.fromkeys(tuple(sorted(c.items())) for c in combined))


def _rows(path: Path) -> list[dict[str, Any]]:
    ending = path.suffix.lower()
    if ending in {".yml", ".yaml"}:
        return _crossed(_yaml(path), path)
    if ending in {".csv", ".parquet"}:
        return read_flows(path).to_dicts()
    raise ScenarioError(
        Text(
            f"网格文件 {path} 的后缀是 {ending or '（空）'}，应为 .csv 或 .yml。",
            f"the grid {path} ends in {ending or '(nothing)'}, expected .csv or .yml.",
        )
    )


def _yaml(path: Path) -> Any:
    if not path.is_file():
        raise ScenarioError(
            Text(f"找不到网格文件 {path}；请检查路径。", f"no grid at {path}; check the path.")
        )
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        cause = str(error).splitlines()[0]
        raise ScenarioError(
            Text(f"网格文件 {path} 不是 YAML：{cause}。", f"the grid {path} is no YAML: {cause}.")
        ) from error


def _crossed(given: Any, path: Path) -> list[dict[str, Any]]:
    if isinstance(given, Sequence) and all(isinstance(row, Mapping) for row in given):
        return [dict(row) for row in given]
    if not isinstance(given, Mapping):
        raise ScenarioError(
            Text(
                f"网格文件 {path} 应为“参数: [值, …]”或组合的列表。",
                f"the grid {path} should be `parameter: [value, …]` or a list of combinations.",
            )
        )
    lists = {k: v if isinstance(v, list) else [v] for k, v in given.items()}
    if (size := math.prod(map(len, lists.values()))) > _MOST:
        raise ScenarioError(_too_many(size))
    return [dict(zip(lists, values, strict=True)) for values in itertools.product(*lists.values())]


def _wrong(rows: list[dict[str, Any]], path: Path) -> Iterator[Problem]:
    known = parameters()
    if not rows:
        text = Text(f"网格文件 {path} 中没有组合。", f"the grid {path} holds no combination.")
        yield Problem("grid.empty", "error", text)
    if len(rows) > _MOST:
        yield _too_many(len(rows))
    for name in dict.fromkeys(str(name) for row in rows for name in row):
        if name not in known:
            yield _unknown(name, list(known))
            continue
        wrong: dict[Any, list[int]] = {}  # rows by value
        for k, row in enumerate(rows, 1):
            value = row.get(name)
            if value is not None and not _fits(value, known[name]):
                wrong.setdefault(str(value), []).append(k)
        for value, where in wrong.items():
            yield _outside(name, value, where, known[name])


def _fits(value: Any, allowed: Range) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and allowed.holds(float(value))


def _unknown(name: str, known: list[str]) -> Problem:
    if name in factors():
        return _without_effect(name, known)
    return Problem(
        "grid.parameter",
        "error",
        Text(
            f"网格中的参数 {name} 不存在；可用：{'、'.join(known)}。",
            f"no parameter {name} can be swept; there are: {', '.join(known)}.",
        ),
        got=name,
    )


def _without_effect(name: str, known: list[str]) -> Problem:
    return Problem(
        "grid.effect",
        "error",
        Text(
            f"{name} 是其他分析的假设，参数扫描的结果与它无关；请从网格中去掉，"
            f"或写在研究的 assumptions 中。可扫描：{'、'.join(known)}。",
            f"{name} is assumed in other questions, and no column of a sweep rests on it; take it "
            f"out of the grid, or put it under the study's assumptions. There are: "
            f"{', '.join(known)}.",
        ),
        got=name,
    )


def _outside(name: str, value: str, rows: list[int], allowed: Range) -> Problem:
    more = len(rows) > _NAMED
    zh = "、".join(map(str, rows[:_NAMED])) + ("……" if more else "")
    en = ", ".join(map(str, rows[:_NAMED])) + (" …" if more else "")
    return Problem(
        "grid.value",
        "error",
        Text(
            f"{name} 为 {value}（第 {zh} 个组合），应为 {allowed} 内的数。",
            f"{name} is {value} (combination {en}), expected a number in {allowed}.",
        ),
        got=value,
    )


def _too_many(size: int) -> Problem:
    return Problem(
        "grid.size",
        "error",
        Text(
            f"网格有 {size:,} 个组合，一次最多 {_MOST:,} 个；请分成几个网格，结果可写入同一文件。",
            f"the grid has {size:,} combinations, at most {_MOST:,} at a time; split it, the "
            "results may go into one file.",
        ),
        got=str(size),
    )
