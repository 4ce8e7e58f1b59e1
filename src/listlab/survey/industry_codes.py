"""Industries of GB/T 4754 as people write them: codes, names, or both."""

import functools
import re
from dataclasses import dataclass

from listlab.law.pack import Industry, normalise
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_text, plain_text
from listlab.survey.findings import Issue
from listlab.survey.load import load_industry_codes
from listlab.survey.wording import says_unknown

_CODE = re.compile(r"(?<![0-9a-z])([a-t])?[- ]?([0-9]{2,4})(?![0-9])")
_SECTION = re.compile(r"([a-t])(?:类|门类)?(?![a-z0-9])")
_NAME = re.compile(r"[\u4e00-\u9fff、，,]{2,}")


@dataclass(frozen=True, slots=True)
class _Codes:
    """Sections by letter, divisions by two digits, and the code of each name."""

    sections: dict[str, str]
    divisions: dict[str, str]
    letters: dict[str, str]  # letter of the section of a division
    by_name: dict[str, str]


def read_industry(value: Cell, industry: Industry) -> tuple[str | None, Issue | None]:
    """GB/T 4754 code of a cell in digits (a section alone by its letter), and what is wrong.

    Parameters
    ----------
    value : str or float
        Such as C2720, 2720, "C27 医药制造业", 医药制造业, C.
    industry : Industry
        The industry surveyed; an enterprise outside it is asked back.

    Returns
    -------
    tuple of (str or None, Issue or None)
        None where no code or name of the standard is found.
    """
    text = plain_text(value)
    if says_unknown(text):
        return None, None
    codes = _codes()
    named = _named(cell_text(value) or "", codes)
    match = _CODE.search(text)
    if match is None:
        section = _SECTION.match(text)
        code = named or (section[1].upper() if section else None)
        return (code, _misplaced(code, industry)) if code else (None, _NO_CODE)
    letter, digits = (match[1] or "").upper(), match[2]
    division = codes.divisions.get(digits[:2])
    if division is None:
        return digits, Issue("industry.unknown", _UNKNOWN, digits)
    if letter and letter != codes.letters[digits[:2]]:
        return digits, _wrong_letter(letter, digits, codes)
    if named and not (digits.startswith(named) or named == codes.letters[digits[:2]]):
        return digits, _other_name(digits, division)
    return digits, _misplaced(digits, industry)


def _named(text: str, codes: _Codes) -> str | None:
    """Code of the division or section that a text names, alone or behind its code."""
    for name in _NAME.findall(text):
        if code := codes.by_name.get(normalise(name)):
            return code
    return None


def _misplaced(code: str, industry: Industry) -> Issue | None:
    if code.isalpha():
        return Issue("industry.broad", _BROAD, code)
    reaches = any(known.startswith(code) for known in industry.gbt4754)
    return None if reaches or industry.covers(code) else _other_industry(industry, code)


@functools.cache
def _codes() -> _Codes:
    sections, divisions, letters = {}, {}, {}
    for letter, section in load_industry_codes()["sections"].items():
        sections[letter] = section["name"]
        for division, name in section["divisions"].items():
            divisions[division], letters[division] = name, letter
    names = {normalise(name): letter for letter, name in sections.items()}
    return _Codes(
        sections,
        divisions,
        letters,
        names | {normalise(name): division for division, name in divisions.items()},
    )


def _wrong_letter(letter: str, digits: str, codes: _Codes) -> Issue:
    right, name = codes.letters[digits[:2]], codes.divisions[digits[:2]]
    return Issue(
        "industry.letter",
        Text(
            f"{digits[:2]}（{name}）属于门类 {right}，不是 {letter}；按数字 {digits} 使用，请核对",
            f"division {digits[:2]} belongs to section {right}, not {letter}: taken by its digits "
            f"{digits}; check it",
        ),
        f"{letter}{digits}",
    )


def _other_name(digits: str, name: str) -> Issue:
    return Issue(
        "industry.name_differs",
        Text(
            f"代码 {digits} 是「{name}」，与所写的行业名称不一致；按代码使用，请核对",
            f'code {digits} is "{name}", which is not the name written: taken by its code; '
            "check it",
        ),
        digits,
    )


def _other_industry(industry: Industry, code: str) -> Issue:
    known = "、".join(industry.gbt4754)
    return Issue(
        "industry.other",
        Text(
            f"不属于本次调查的{industry.name.zh}行业（代码以 {known} 开头）；请核对，数据仍计入",
            f"outside the industry surveyed ({industry.name.en}: codes that begin with {known}); "
            "check it; the answers still count",
        ),
        code,
    )


_NO_CODE = Issue(
    "industry.unreadable",
    Text(
        "应为国民经济行业代码（GB/T 4754，例如四位数字），按未填处理；请对照营业执照或统计登记填写",
        "expected a GB/T 4754 code, such as four digits: taken as blank; fill in the code",
    ),
)
_UNKNOWN = Text(
    "国民经济行业分类（GB/T 4754）中没有这个大类；请核对代码的前两位",
    "GB/T 4754 has no such division; check the first two digits of the code",
)
_BROAD = Text(
    "只写了门类，无法判断是否属于本次调查的行业；请至少填到两位数字的大类，最好四位",
    "only a section, which does not tell the industry; fill in two digits at least, better four",
)
