"""Checks of single param values: each takes a value and reports what is wrong with it."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any, TypeGuard, get_args

from listlab.analyse.assumptions.factor import Factor
from listlab.analyse.assumptions.load import factors
from listlab.model.language import Lang, Text
from listlab.model.params import Assumption, Audience, EvidenceParams, Kind, ScenarioParams, Tier
from listlab.model.problem import Problem

_NAME = re.compile(r"[\w][\w.-]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?", re.IGNORECASE)
_SHOWN = 60

# What is asked beyond one threshold: of each scenario, and of all of them together.
QUESTIONS = (
    "scale",
    "tiers",
    "frequency",
    "scope",
    "risk",
    "sensitivity",
    "robust",
    "switching",
    "portfolio",
    "benefit",
)
BUDGETS = ("loss", "cvar", "workload")


@dataclass
class Findings:
    """Problems found so far in one mapping of params, and the lines its keys stand on."""

    file: str | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, key: str, code: str, message: Text, *, got: object = None) -> None:
        """Note a problem of one key."""
        line = self.lines.get(key)
        at = Text(f"（第 {line} 行）", f" (line {line})") if line else Text("", "")
        text = Text(f"参数 {key}{at.zh}：{message.zh}", f"param {key}{at.en}: {message.en}")
        shown = None if got is None else _quote(got)
        problem = Problem(code, "error", text, file=self.file, cell=key, got=shown)
        self.problems.append(problem)

    def expected(self, key: str, got: object, zh: str, en: str) -> None:
        """Note a value of the wrong type or range."""
        shown = "空值" if got is None else _quote(got), "null" if got is None else _quote(got)
        message = Text(
            f"现为 {shown[0]}，应为{zh}。请改正后再运行。",
            f"got {shown[1]}, expected {en}. Correct it and run again.",
        )
        self.add(key, "params.value", message, got=got)

    def unknown(self, key: str, known: Iterable[str]) -> None:
        """Note a key that nothing reads, with the nearest known one."""
        known = sorted(known)
        near = get_close_matches(key.rsplit(".", 1)[-1], known, n=1)
        hint = Text(f"是否想写 {near[0]}？", f"Did you mean {near[0]}? ") if near else Text("", "")
        message = Text(
            f"没有这个参数。{hint.zh}可用的有：{'、'.join(known)}。",
            f"no such param. {hint.en}Known: {', '.join(known)}.",
        )
        self.add(key, "params.unknown", message)


def check_name(key: str, value: object, findings: Findings) -> str:
    """Identifier that is also a folder name."""
    if isinstance(value, str) and _DEVICE.fullmatch(value):
        findings.add(key, "params.value", _reserved_name(value), got=value)
        return ""
    if isinstance(value, str) and _NAME.fullmatch(value) and not value.endswith("."):
        return value
    findings.expected(
        key, value, "由字母、数字、连字符组成的名称", "a name of letters, digits and hyphens"
    )
    return ""


def check_text(key: str, value: object, findings: Findings) -> str:
    """Text that is not blank."""
    if isinstance(value, str) and value.strip():
        return value
    findings.expected(key, value, "一段文字（加引号）", "a text (quoted)")
    return ""


def check_date(key: str, value: object, findings: Findings) -> date:
    """Day, written in quotes as ISO 8601 says."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # no such day
    findings.expected(
        key, value, '加引号的日期，如 "2026-03-31"', 'a quoted date such as "2026-03-31"'
    )
    return date.min


def check_path(key: str, value: object, findings: Findings) -> str:
    """Path inside the project, with `/`."""
    if isinstance(value, str) and value.strip() and "\\" not in value and ":" not in value:
        path = PurePosixPath(value)
        if not path.is_absolute() and ".." not in path.parts:
            return path.as_posix()
    findings.expected(
        key,
        value,
        "项目文件夹内的相对路径，用 / 分隔，如 data/我的研究/surveys",
        "a path inside the project with /, such as data/mine/surveys",
    )
    return ""


def check_optional_path(key: str, value: object, findings: Findings) -> str | None:
    """Path inside the project, None where the study has no such file."""
    return None if value is None else check_path(key, value, findings)


def check_whole(key: str, value: object, findings: Findings, *, least: int) -> int:
    """Whole number of at least `least`."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    findings.expected(key, value, f"不小于 {least} 的整数", f"a whole number of at least {least}")
    return least


def check_number(
    key: str,
    value: object,
    findings: Findings,
    *,
    ends: tuple[float, float],
    words: tuple[str, str],
) -> float:
    """Number between two ends, both included; `words` say the range in Chinese and English."""
    if _is_number(value) and ends[0] <= value <= ends[1]:
        return float(value)
    findings.expected(key, value, *words)
    return math.nan


def check_thresholds(key: str, value: object, findings: Findings) -> tuple[int, ...] | None:
    """Thresholds in rising order, None for automatic ones."""
    if value is None or value == "auto":
        return None
    numbers = value if isinstance(value, list | tuple) else []
    is_valid = all(_is_whole(number) and number >= 1 for number in numbers)
    if numbers and is_valid and len(set(numbers)) == len(numbers):
        return tuple(sorted(numbers))
    findings.expected(
        key,
        value,
        " auto，或一组互不相同的正整数，如 [20000, 30000]",
        "auto, or a list of distinct whole numbers such as [20000, 30000]",
    )
    return None


def check_choice(key: str, value: object, findings: Findings, *, choices: tuple[str, ...]) -> str:
    """One of the words allowed."""
    if isinstance(value, str) and value in choices:
        return value
    findings.expected(key, value, f" {' 或 '.join(choices)}", " or ".join(choices))
    return choices[0]


def check_scenarios(key: str, value: object, findings: Findings) -> dict[str, ScenarioParams]:
    """What is asked of each scenario's threshold, by scenario code."""
    words = "场景编码到要求的对应表，如 {clinical_trial: {need: 0.95}}"
    english = "a mapping of scenario codes such as {clinical_trial: {need: 0.95}}"
    entries = check_mapping(key, value, findings, words=(words, english))
    if value == {}:
        findings.expected(key, value, words, english)
    return {code: _scenario(f"{key}.{code}", entry, findings) for code, entry in entries.items()}


def check_assumptions(key: str, value: object, findings: Findings) -> dict[str, Assumption]:
    """Numbers that nobody measured here, each with its source."""
    words = "假设到数值和来源的对应表，如 {growth_sd: {value: 0.25, source: assumed}}"
    english = "a mapping such as {growth_sd: {value: 0.25, source: assumed}}"
    found = {}
    given = {} if value is None else value
    for name, entry in check_mapping(key, given, findings, words=(words, english)).items():
        if name not in factors():
            findings.unknown(f"{key}.{name}", factors())
        else:
            found[name] = _assumption(f"{key}.{name}", entry, findings)
    return found


def check_questions(key: str, value: object, findings: Findings) -> tuple[str, ...] | None:
    """Names of the questions asked beyond one threshold; None for all."""
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        known = "、".join(QUESTIONS), ", ".join(QUESTIONS)
        findings.expected(key, value, f"空值或 {known[0]} 的列表", f"null or a list of {known[1]}")
        return ()
    for name in value:
        if name not in QUESTIONS:
            findings.unknown(f"{key}.{name}", QUESTIONS)
    return tuple(str(name) for name in value)


def check_evidence(key: str, value: object, findings: Findings) -> dict[str, EvidenceParams]:
    """Public tables that stand beside a scenario's survey, by scenario code."""
    words = "场景编码到公开数据的对应表，如 {clinical_trial: {file: …, share: [0.1]}}"
    english = "a mapping such as {clinical_trial: {file: …, share: [0.1]}}"
    given = {} if value is None else value
    entries = check_mapping(key, given, findings, words=(words, english))
    return {code: _evidence(f"{key}.{code}", entry, findings) for code, entry in entries.items()}


def check_audience(key: str, value: object, findings: Findings) -> Audience:
    """Who reads the report."""
    if value == "public":
        message = Text(
            "现为 'public'，本版本尚不能生成公开页面。请用 internal 或 expert（不显示企业名称）。",
            "got 'public', which this version cannot write yet. "
            "Use internal, or expert (enterprise names hidden).",
        )
        findings.add(key, "params.audience", message, got=value)
        return "public"
    choices = tuple(choice for choice in get_args(Audience) if choice != "public")
    return check_choice(key, value, findings, choices=choices)  # type: ignore[return-value]


def check_lang(key: str, value: object, findings: Findings) -> Lang:
    """Language of pages, tables and documents."""
    return check_choice(key, value, findings, choices=get_args(Lang))  # type: ignore[return-value]


def check_mapping(
    key: str, value: object, findings: Findings, *, words: tuple[str, str]
) -> dict[str, Any]:
    """Mapping with names as keys; `words` say what is expected in Chinese and English."""
    if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
        return dict(value)
    findings.expected(key, value, *words)
    return {}


def _scenario(key: str, value: object, findings: Findings) -> ScenarioParams:
    share = ("大于 0 且不超过 1 的数", "a number above 0 and up to 1")
    small = ("大于 0 且小于 1 的数", "a number above 0 and below 1")
    above, below = math.nextafter(0, 1), math.nextafter(1, 0)

    def check_need(k: str, v: object, f: Findings) -> float:
        return check_number(k, v, f, ends=(above, 1), words=share)

    def check_budgets(k: str, v: object, f: Findings) -> dict[str, float] | None:
        least = ("不小于 0 的数", "a number of at least 0")

        def check_most(key: str, most: object, found: Findings) -> float:
            return check_number(key, most, found, ends=(0.0, math.inf), words=least)

        return None if v is None else _entry(k, v, f, dict.fromkeys(BUDGETS, check_most))

    def check_needs(k: str, v: object, f: Findings) -> dict[str, float] | None:
        return None if v is None else _entry(k, v, f, dict.fromkeys(get_args(Tier), check_need))

    checks: dict[str, Callable[[str, object, Findings], Any]] = {
        "need": check_need,
        "delta": lambda k, v, f: check_number(k, v, f, ends=(above, below), words=small),
        "kind": lambda k, v, f: check_choice(k, v, f, choices=get_args(Kind)),
        "tier": lambda k, v, f: check_choice(k, v, f, choices=get_args(Tier)),
        "candidates": check_thresholds,
        "needs": check_needs,
        "budgets": check_budgets,
    }
    return ScenarioParams(**_entry(key, value, findings, checks))


def _assumption(key: str, value: object, findings: Findings) -> Assumption:
    factor = factors()[key.rsplit(".", 1)[-1]]
    words = _wanted(factor)

    def check_one(k: str, v: object, f: Findings) -> float:
        return check_number(k, v, f, ends=(factor.least, factor.most), words=words)

    def check_value(k: str, v: object, f: Findings) -> float | tuple[float, ...] | dict[str, float]:
        if factor.several and isinstance(v, list | tuple) and v:
            return tuple(check_one(k, part, f) for part in v)
        if isinstance(factor.default, Mapping) and isinstance(v, Mapping):
            for name in set(v) - set(factor.default):
                f.unknown(f"{k}.{name}", factor.default)
            return {name: check_one(f"{k}.{name}", part, f) for name, part in v.items()}
        return check_one(k, v, f)

    checks = {"value": check_value, "source": check_text}
    entry = _entry(key, value, findings, checks, required=("value", "source"))
    return Assumption(value=entry.get("value", math.nan), source=entry.get("source", ""))


def _wanted(factor: Factor) -> tuple[str, str]:
    """What a factor's value must be, in both languages."""
    words = (f"不小于 {factor.least:g} 的数", f"a number of at least {factor.least:g}")
    if factor.most < math.inf:
        words = (
            f"{factor.least:g} 到 {factor.most:g} 的数",
            f"a number from {factor.least:g} to {factor.most:g}",
        )
    if factor.several:
        words = (f"{words[0]}，或一组这样的数", f"{words[1]}, or a list of such")
    if isinstance(factor.default, Mapping):
        classes = factor.default
        words = (
            f"{words[0]}，或按 {'、'.join(classes)} 分别给出",
            f"{words[1]}, or one each of {', '.join(classes)}",
        )
    return words


def _evidence(key: str, value: object, findings: Findings) -> EvidenceParams:
    words = ("大于 0 且不超过 1 的数，或一组这样的数", "numbers above 0 and up to 1")
    above = math.nextafter(0, 1)

    def check_shares(k: str, v: object, f: Findings) -> tuple[float, ...]:
        shares = v if isinstance(v, list | tuple) and v else [v]
        return tuple(check_number(k, share, f, ends=(above, 1), words=words) for share in shares)

    checks = {"file": check_path, "share": check_shares, "source": check_text}
    entry = _entry(key, value, findings, checks, required=("file", "share"))
    return EvidenceParams(**{"file": "", "share": (), **entry})


def _entry(
    key: str,
    value: object,
    findings: Findings,
    checks: Mapping[str, Callable[[str, object, Findings], Any]],
    required: tuple[str, ...] = (),
) -> dict[str, Any]:
    known = "、".join(checks), ", ".join(checks)
    words = (f"含 {known[0]} 的对应表", f"a mapping with {known[1]}")
    entry = check_mapping(key, value, findings, words=words)
    checked = {}
    for name, part in entry.items():
        if name in checks:
            checked[name] = checks[name](f"{key}.{name}", part, findings)
        else:
            findings.unknown(f"{key}.{name}", checks)
    if isinstance(value, Mapping):
        for name in required:
            if name not in entry:
                findings.add(f"{key}.{name}", "params.missing", missing())
    return checked


def missing() -> Text:
    """Sentence for a param that must be given."""
    return Text("缺少这个参数。请补上后再运行。", "missing. Add it and run again.")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _reserved_name(name: str) -> Text:
    return Text(
        f"{name} 是 Windows 保留的名称，不能用作文件夹名。请换一个名称。",
        f"{name} is a name that Windows keeps for itself, no folder can have it. Choose another.",
    )


def _quote(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
