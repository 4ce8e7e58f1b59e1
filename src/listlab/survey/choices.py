"""Answers chosen from a list, in the words in which people give them."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from listlab.law.pack import normalise
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_text
from listlab.survey.findings import Issue
from listlab.survey.wording import says_unknown

_YES_MARKS = "√✓✔☑☒■●◉▣✅☛🗹"
_NO_MARKS = "×✗✘✕✖❌"
_EMPTY_MARKS = "□☐○◯▢"
_PRINTED = re.compile(rf"([{_YES_MARKS}{_EMPTY_MARKS}])|([^\s{_YES_MARKS}{_EMPTY_MARKS}]+)")
_COUNTED = re.compile(  # 每月2次, 3次/周: how often within the period is asked elsewhere
    r"每个?(?P<a>日|天|周|星期|月|季度?|年)[0-9一二两三四五六七八九十几数多]+-?[0-9]*次"
    r"|[0-9一二两三四五六七八九十几数多]+次/(?P<b>日|天|周|星期|月|季度?|年)"
)
_QUOTABLE = re.compile(r"[\W\d是否有无对不没未含]{1,6}")  # a name of four characters is none
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    pairs = ((normalise(word), code) for code, words in table.items() for word in words.split())
    return {word: code for word, code in pairs if word}


# The first word of each line is the one that the template offers.
FREQUENCY = _by_word(
    {
        "realtime": (
            "实时 即时 实时同步 实时传输 准实时 持续 连续 随时 不间断 7x24小时 7*24小时 "
            "24小时 realtime nearrealtime continuous continuously live instant"
        ),
        "daily": (
            "每日 每天 天 日 日度 每日度 按日 按天 逐日 一天一次 一日一次 每日一次 每天一次 "
            "1次/日 1次/天 每日1次 每天1次 日报 T+1 daily everyday onceaday perday day"
        ),
        "weekly": (
            "每周 每星期 每个星期 星期 周 周度 按周 逐周 一周一次 每周一次 每星期一次 1次/周 "
            "每周1次 周报 weekly everyweek onceaweek perweek week"
        ),
        "monthly": (
            "每月 每个月 月 月度 每月度 按月 逐月 一月一次 一个月一次 每月一次 每个月一次 "
            "1次/月 每月1次 月报 monthly everymonth onceamonth permonth month"
        ),
        "quarterly": (
            "每季度 每季 每个季度 季 季度 按季 按季度 逐季 一季度一次 每季度一次 每季一次 "
            "1次/季 1次/季度 每季度1次 季报 quarterly everyquarter perquarter quarter"
        ),
        "yearly": (
            "每年 每年度 年 年度 按年 逐年 一年一次 每年一次 1次/年 每年1次 年报 yearly "
            "annually annual everyyear onceayear peryear year"
        ),
        "on_demand": (
            "按需 不定期 视需要 视需求 根据需要 按需要 需要时 临时 偶发 不固定 视情况 按项目 "
            "事件触发 触发式 ondemand adhoc asneeded irregular occasional onrequest"
        ),
    }
)
YES_NO = _by_word(
    {
        "yes": (
            "是 是的 对 有 属于 属 涉及 涉 含 含有 包含 公开 已公开 已 需要 确认 y yes t true 1 ok"
        ),
        "no": (
            "否 不 不是 非 无 没有 没 未 不属于 不属 不涉及 未涉及 不含 不含有 不包含 不公开 "
            "未公开 非公开 不需要 n no f false 0 not none"
        ),
        "unknown": (
            "不确定 不清楚 未知 不知道 不详 待定 待确认 待核实 难以判断 无法判断 无法确定 "
            "暂不确定 尚不确定 unknown unsure notsure uncertain dontknow"
        ),
    }
)
_MARKS = dict.fromkeys(_YES_MARKS, "yes") | dict.fromkeys(_NO_MARKS, "no") | {"x": "no"}
ROUTE = _by_word(
    {
        "none": (
            "无 没有 未办理 尚未办理 暂未办理 未申报 尚未申报 未备案 尚未备案 暂无 不涉及 "
            "none notyet no"
        ),
        "assessment": (
            "安全评估 数据出境安全评估 出境安全评估 评估 已通过安全评估 通过安全评估 "
            "已申报安全评估 申报安全评估 securityassessment assessment"
        ),
        "contract": (
            "标准合同 标准合同备案 个人信息出境标准合同 个人信息出境标准合同备案 "
            "已备案标准合同 标准合同已备案 合同备案 SCC standardcontract "
            "standardcontractfiling"
        ),
        "certification": (
            "认证 个人信息保护认证 个人信息出境认证 个人信息出境个人信息保护认证 保护认证 "
            "已认证 certification certified"
        ),
    }
)
NEED = _by_word(
    {
        "required": "必需 必须 必要 必填 必备 需要 是 required necessary must mandatory yes",
        "optional": (
            "可选 选填 非必需 非必须 非必要 不必需 不必须 不必要 可有可无 否 optional "
            "notrequired no"
        ),
    }
)
SIZE = _by_word(
    {
        "大型": "大型 大 大型企业 大企业 大型公司 large",
        "中型": "中型 中 中型企业 中企业 中等 medium",
        "小型": "小型 小 小型企业 小企业 small",
        "微型": "微型 微 微型企业 微企业 小微 小微企业 micro",
    }
)


def read_choice(value: Cell, words: Mapping[str, str]) -> tuple[str | None, Issue | None]:
    """Code of an answer, None when blank; an issue when it is none of the answers offered.

    A remark in brackets behind the answer, and boxes ticked in a printed list, are understood.
    """
    text = cell_text(value)
    if text is None:
        return None, None
    code = _code(text, words)
    if code or says_unknown("".join(text.split()).lower()):
        return code, None
    return None, _not_offered(words)


def _code(text: str, words: Mapping[str, str]) -> str | None:
    plain, whole, stem = _plain_words(text)
    if found := words.get(whole) or words.get(stem):
        return found
    if counted := _COUNTED.fullmatch("".join(plain.split())):
        return words.get(f"每{counted['a'] or counted['b']}")
    ticked = ticked_words(plain)
    codes = {words.get(normalise(word)) for word in ticked}
    return codes.pop() if len(codes) == 1 else None


@lru_cache(maxsize=1024)
def _plain_words(text: str) -> tuple[str, str, str]:
    """Text in half width, its letters alone, and those without a remark behind them."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain, normalise(plain), normalise(_REMARK.sub("", plain))


def ticked_words(text: str) -> list[str]:
    """Words beside ticked boxes, as in ☑是 □否 or 是☑ 否□; none where no box was printed."""
    pieces = [(m[1], m[2]) for m in _PRINTED.finditer(text)]
    boxes = [mark for mark, _ in pieces if mark]
    if not boxes or len(pieces) == len(boxes):
        return []
    step = 1 if pieces[0][0] else -1  # boxes stand before their words, or behind them
    return [
        pieces[place + step][1]
        for place, (mark, _) in enumerate(pieces)
        if mark
        and mark in _YES_MARKS
        and 0 <= place + step < len(pieces)
        and pieces[place + step][1]
    ]


def read_yes_no(value: Cell) -> tuple[str, Issue | None]:
    """Answer yes, no or unknown; what is blank or unclear is unknown, never no."""
    text = cell_text(value)
    if text is None or (code := _MARKS.get(text.lower()) or _yes_or_no(text)) is None:
        return "unknown", _neither(text) if text else None
    return code, None


@lru_cache(maxsize=1024)
def _yes_or_no(text: str) -> str | None:
    if code := _code(text, YES_NO):
        return code
    if says_unknown("".join(unicodedata.normalize("NFKC", text).split()).lower()):
        return "unknown"
    marked = [mark for mark in text if mark in _MARKS and mark != "x"]
    words = "".join(char for char in text if char.isalnum()).lower()
    if len(marked) == 1 and (code := YES_NO.get(words)) == _MARKS[marked[0]]:
        return code  # 是√
    return None


def _neither(text: str) -> Issue:
    return Issue(
        "yes_no.unreadable",
        Text(
            "看不懂是还是否，按不确定处理；请填 是、否 或 不确定",
            "neither yes nor no: taken as unknown; fill in 是 (yes), 否 (no) or 不确定 (unsure)",
        ),
        got=text if _QUOTABLE.fullmatch(text) else None,
    )


def _not_offered(words: Mapping[str, str]) -> Issue:
    first: dict[str, str] = {}
    for word, code in words.items():
        first.setdefault(code, word)
    offered = "、".join(first.values())
    return Issue(
        "choice.unknown",
        Text(
            f"不在可选答案之中，按未填处理；请从以下选择：{offered}",
            f"none of the answers offered: taken as blank; choose from {offered}",
        ),
    )
