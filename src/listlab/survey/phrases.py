"""Turns of phrase about numbers, put into the few words that the grammar of volumes knows."""

import re
from collections.abc import Callable

_UP_TO_NINETEEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_WHOLE_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: number for number, word in enumerate(_UP_TO_NINETEEN.split(), start=1)}
_TENS = {word: 10 * number for number, word in enumerate(_WHOLE_TENS.split(), start=2)}
_ENGLISH_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[ -]({'|'.join(_ONES)}))?|({'|'.join(_ONES)}))\b"
)
_INTERVAL = re.compile(r"([\[(])\s*([^\[\](),;~-]+)\s*[,;~-]\s*([^\[\](),;~-]+)\s*([\])])(.*)")
_ENCLOSED = re.compile(r"^\(([^()]*)\)$")
_MAGNITUDES = ("十", "百", "千", "万", "十万", "百万", "千万", "亿")  # of 2 to 9 digits
_POWERS = dict(zip("23456789", _MAGNITUDES, strict=True)) | {"两": "十"}
_POWERS |= dict(zip("二三四五六七八九", _MAGNITUDES, strict=True))
_ARABIC_POWERS = {"10": "十", "100": "百", "1000": "千"}
_UNITS = "[十百千]?[万亿]|[十百千]"

Replacement = str | Callable[[re.Match[str]], str]
_PHRASES: tuple[tuple[re.Pattern[str], Replacement], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[0-9])['’](?=[0-9]{3}(?![0-9]))", ","),  # 1'000 as the Swiss write it
        # magnitudes: 百万级, 六位数, 数以万计, tens of thousands
        (
            rf"^(10{{1,3}})?({_UNITS})人?(?:数?量级|级别?)(?=$|人|用户|的)",
            lambda m: "数" + _ARABIC_POWERS.get(m[1] or "", "") + m[2],
        ),
        (r"^([2-9二两三四五六七八九])位数$", lambda m: "数" + _POWERS[m[1]]),
        (rf"数以({_UNITS})计", r"数\1"),
        (r"\btens of thousands\b", "数万"),
        (r"\bhundreds of thousands\b", "数十万"),
        (r"\btens of millions\b", "数千万"),
        (r"\bhundreds of millions\b", "数亿"),
        (r"^hundreds\b", "数百"),
        (r"^thousands\b", "数千"),
        (r"^(?:tens|dozens)\b", "数十"),
        (r"^millions\b", "数百万"),
        (r"\b(?:several|a few|some(?= (?:hundred|thousand|million)))\s+", "数"),
        (r"(?<=数)hundreds?\b", "百"),
        (r"(?<=数)thousands?\b", "千"),
        (r"(?<=数)millions?\b", "百万"),
        # English units and bounds
        (r"(?<=[0-9] )(thousand|million|billion|hundred)s\b", r"\1"),
        (r"(?<=[0-9])\s*(?:mln|mil)\b\.?", " million"),
        (r"\bhalf (?:a )?million\b", "500000"),
        (r"\ba (?=hundred|thousand|million)", "1 "),
        (r"\bless than or equal to\b", "≤"),
        (r"\b(?:greater|more) than or equal to\b", "≥"),
        (r"(?<=[0-9]) hundred (?=thousand|million)", "00 "),
        (r"\b(?:does not|do not|not|never) exceed(?:ing)?\b", "不超过"),
        (r"\b(?:not|no) (?:over|above|greater than|higher than)\b", "不超过"),
        (r"\b(?:not|no) (?:below|under|lower than|smaller than)\b", "不低于"),
        (r"\b(?:max|min)\.", lambda m: m[0][:-1]),
        (r"\bclose to\b", "近"),
        (r"\bsome (?=[0-9])", "约"),
        (r"\bfrom (?=.* to )", ""),
        (r"\b(?:unique|distinct|different|natural) (?=\w)", ""),
        (r"\bdata subjects?\b", "persons"),
        (r"\b(?:headcount|pax|members|staff|consumers|cardholders)\b", "persons"),
        # 人 between a number and what goes on with it: 5万人余, 5万人起
        (r"(人|名|位)(有余|[余多])(?!于)", r"\2\1"),
        # a unit or a period that stands behind the number in brackets
        (r"\((?:单位:)?([千万亿]|百万)(人?)\)$", r"\1\2"),
        (r"\(([月日天周季]|季度|半年)\)$", r"每\1"),
        (r"\((每(?:个?月|日|天|周|季度?|半年))\)$", r"\1"),
        # 三、四万 is 三四万; in Arabic digits it may be two numbers
        (r"(?<=[一二三四五六七八])、(?=[二三四五六七八九][十百千万亿])", ""),
        (r"^[从自](?=.*[至到~-])", ""),
        (r"^封顶(?=\s*[0-9一二三四五六七八九两十百千万])", "最多"),
        (r"(?<=[十百千万亿])([人名位]?)起(?:步|算)?$", r"\1以上"),
        (r"(?<=[十百千万亿])(?:出头|挂零|有余)", "余"),
        # a bound said twice
        (r"(?:最多|至多|最高|最大)(?=不超过|不超|不多于|不高于|不大于|不到|不足|不满)", ""),
        (r"(?:最少|至少|最低|最小)(?=不少于|不低于|不小于|超过|大于|多于|高于)", ""),
        (r"不(?:会|得|应|可能)(?=超过|高于|多于|大于|低于|少于)", "不"),
        (r"^月(?=\s*[约近0-9])", "每月"),
        (r"^日(?=\s*[约近0-9])", "每日"),
        (r"^周(?=\s*[约近0-9])", "每周"),
    )
)


def plain_interval(text: str) -> str:
    """Interval in mathematical brackets as two bounds: [5万,10万) is ≥5万且<10万."""
    match = _INTERVAL.fullmatch(text)
    if match is None or not {"[", "]"} & {match[1], match[4]}:
        return text
    lower, upper = ("≥" if match[1] == "[" else ">"), ("≤" if match[4] == "]" else "<")
    return f"{lower}{match[2]}且{upper}{match[3]}{match[5]}"


def plain_phrases(text: str) -> str:
    """Text, already in half width and lower case, in the words of the grammar."""
    text = _ENCLOSED.sub(r"\1", text)
    text = _ENGLISH_NUMBER.sub(_in_digits, text)
    for pattern, replacement in _PHRASES:
        text = pattern.sub(replacement, text)
    return text


def _in_digits(match: re.Match[str]) -> str:
    return str(_TENS.get(match[1], 0) + _ONES.get(match[2] or match[3], 0))
