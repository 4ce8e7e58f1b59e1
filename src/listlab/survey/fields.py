"""Numbers, shares, years and clauses in single cells, each with what is wrong with it."""

import re
from collections import Counter
from datetime import date, time, timedelta

from listlab.model.language import Text
from listlab.model.volume import Volume
from listlab.survey.cells import Cell, cell_text, is_blank, plain_text
from listlab.survey.findings import Issue
from listlab.survey.numeral import UnreadableNumeral, read_numeral, unify_digits
from listlab.survey.volume import read_volume
from listlab.survey.volume_notes import UNREAD
from listlab.survey.wording import (
    says_none,
    says_unknown,
    speaks_of_numbers,
    split_words,
    unify_text,
)

_AROUND_A_NUMBER = frozenset("NPUEYF")
_NO_EXEMPTION = frozenset(
    {"不豁免", "不适用豁免", "无豁免", "无豁免情形", "没有豁免", "不属于豁免情形"}
)
_NAMED = re.compile(r"\((?!第?[零一二三四五六七八九十百0-9]+\))[^()]*\)?")  # what a clause is about
_OTHER_LAW = re.compile(r"法》?第")  # a clause of a statute or of measures exempts nothing
_NUMBERED = re.compile(r"第?\(([零一二三四五六七八九十百0-9]+)\)项?")
_CLAUSE = re.compile(r"第?([零一二三四五六七八九十百0-9]+)(条|款|项)")
_LONGEST_QUOTE = 30
_LONGEST_NUMBER = 80
_LONGEST_CLAUSE = 300
_UNCLEAR = frozenset({"volume.unreadable", "volume.ambiguous"})
_QUIET = frozenset({"volume.about", "volume.near"})
_SINGLE = frozenset({"volume.exact", "volume.none", "volume.colloquial"})


def read_persons(value: Cell) -> tuple[float | None, Issue | None]:
    """Number of persons that a cell states; what counts records or visits is none."""
    number, issue = read_count(value)
    is_short = isinstance(value, str) and len(value) <= _LONGEST_NUMBER
    if is_short and (words := split_words(unify_text(str(value)))):
        volume = read_volume(value)
        if any(word.letter == "U" for word in words) and volume.code == "volume.not_persons":
            return None, Issue(volume.code, UNREAD[volume.code], quote(cell_text(value)))
    return number, issue


def read_count(value: Cell) -> tuple[float | None, Issue | None]:
    """Number that a cell states, such as 12 or 12次; an approximate one comes with an issue."""
    if is_blank(value):
        return None, None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (float(value), None) if value >= 0 else (None, _not_a_number(value))
    if len(str(value)) > _LONGEST_NUMBER:
        return None, _not_a_number(value)
    plain = unify_text(str(value))
    key = plain.replace(" ", "")
    if says_unknown(key):
        return None, None
    words = None if isinstance(value, date) else split_words(plain)
    letters = Counter(word.letter for word in words or [])
    numeral = next((word.numeral for word in words or [] if word.numeral), None)
    clear = numeral is not None and letters["N"] == 1 and numeral.way == "exact"
    if numeral is None or not clear or letters.keys() - _AROUND_A_NUMBER - {"A"}:
        return (0.0, None) if says_none(key) else (None, _not_a_number(value))
    return float(numeral.low), _about(value) if letters["A"] else None


def read_share(value: Cell) -> tuple[float | None, Issue | None]:
    """Share in [0, 1] that a cell states as 0.3, 30% or 三成."""
    text = unify_digits(plain_text(value)).removeprefix("约").removesuffix("左右")
    if len(text) > _LONGEST_NUMBER:
        return None, _not_a_share(value)
    if says_unknown(text):
        return None, None
    if says_none(text):
        return 0.0, None
    match = re.fullmatch(
        r"(百分之)?([0-9零一二三四五六七八九十两百][0-9.,零一二三四五六七八九十两百点]*)(%|成)?",
        text,
    )
    if match is None:
        return None, _not_a_share(value)
    try:
        number = float(read_numeral(match[2]).low)
    except (UnreadableNumeral, ValueError):
        return None, _not_a_share(value)
    number /= 100 if match[1] or match[3] == "%" else 10 if match[3] else 1
    return (number, None) if number <= 1 else (None, _not_a_share(value))


def read_year(value: Cell) -> int | None:
    """Calendar year that a cell states as 2025, 2025年 or a date; None when it is none."""
    if isinstance(value, date):
        return value.year
    match = re.fullmatch(r"((?:19|20)[0-9][0-9])(?:\.0+)?年?度?", plain_text(value))
    return int(match[1]) if match else None


def read_clause(value: Cell) -> tuple[str | None, Issue | None]:
    """Clause as article.paragraph.item in digits (5.1.1), whatever it is said to be about."""
    text = unify_digits(plain_text(value))
    if len(text) > _LONGEST_CLAUSE:
        return cell_text(value), _UNCLEAR_CLAUSE
    if says_unknown(text) or says_none(text) or text in _NO_EXEMPTION:
        return None, None
    digits = re.match(r"[0-9]+(\.[0-9]+){0,2}(?![0-9.])(?=$|\()", text)
    text = _NAMED.sub("", text)
    if _OTHER_LAW.search(text):
        return cell_text(value), _UNCLEAR_CLAUSE
    parts = _CLAUSE.findall(_NUMBERED.sub(r"第\1项", text))
    if digits:
        return digits[0], None
    if [unit for _, unit in parts] in (["条"], ["条", "款"], ["条", "款", "项"]):
        try:
            return ".".join(str(int(read_numeral(number).low)) for number, _ in parts), None
        except UnreadableNumeral:
            pass
    return cell_text(value), _UNCLEAR_CLAUSE


def volume_issue(volume: Volume) -> Issue | None:
    """Warning for a volume that could not be read, or that rests on an assumption."""
    if volume.note is None or volume.code in _QUIET:
        return None
    reading = Text("", "")
    if volume.unit == "persons":
        high = Text("不限", "unbounded") if volume.high is None else Text(*[f"{volume.high:,}"] * 2)
        reading = Text(
            f"读作 {volume.low:,} 至 {high.zh}；", f"read as {volume.low:,} to {high.en}; "
        )
    return Issue(
        volume.code,
        Text(f"{reading.zh}{volume.note.zh}", f"{reading.en}{volume.note.en}"),
        got=quote(volume.text) if volume.code in _UNCLEAR else volume.text or None,
    )


def quote(text: str | None) -> str | None:
    """What was written where it speaks of a number; None for free text, which is not quoted."""
    return text if text and len(text) <= _LONGEST_QUOTE and speaks_of_numbers(text) else None


def single_number(value: Cell) -> tuple[int | None, Volume]:
    """Number of persons when a cell states a single one, and how the cell was read."""
    volume = read_volume(value)
    single = volume.low if volume.code in _SINGLE else None
    return single, volume


def _not_a_number(value: Cell) -> Issue:
    if isinstance(value, (date, time, timedelta)):
        return Issue("number.unreadable", UNREAD["volume.date"], got=cell_text(value))
    return Issue(
        "number.unreadable",
        Text(
            "不是一个确定的数，按未填处理；请填一个数字，例如 12",
            "not a single number: taken as blank; fill in a number such as 12",
        ),
        got=quote(cell_text(value)),
    )


def _about(value: Cell) -> Issue:
    return Issue(
        "number.about",
        Text("是约数，按所写的数使用", "approximate: used as written"),
        got=cell_text(value),
    )


def _not_a_share(value: Cell) -> Issue:
    return Issue(
        "share.unreadable",
        Text(
            "应为 0 到 1 之间的比例，按未填处理；请写成 30% 或 0.3",
            "expected a share between 0 and 1: taken as blank; write 30% or 0.3",
        ),
        got=quote(cell_text(value)),
    )


_UNCLEAR_CLAUSE = Issue(
    "exempt_basis.unclear",
    Text(
        "看不出是第几条第几款第几项，按原文保留；请写成 第五条第一款第一项 的形式，没有请填 无",
        "article, paragraph and item are not clear: kept as written; write it like 5.1.1, or 无 "
        "for none",
    ),
)
