"""Answers chosen from a list, in the words in which people give them."""

from collections.abc import Mapping

from listlab.law.pack import normalise
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_text
from listlab.survey.findings import Issue


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {normalise(word): code for code, words in table.items() for word in words.split()}


FREQUENCY = _by_word(
    {
        "realtime": "实时 即时 实时同步 实时传输 持续 连续 realtime continuous",
        "daily": "每日 每天 日 日度 按日 按天 一天一次 每日一次 daily",
        "weekly": "每周 每星期 周 周度 按周 一周一次 每周一次 weekly",
        "monthly": "每月 每个月 月 月度 按月 一月一次 每月一次 monthly",
        "quarterly": "每季度 每季 季度 按季 按季度 每季度一次 quarterly",
        "yearly": "每年 年 年度 按年 一年一次 每年一次 yearly annually",
        "on_demand": "按需 不定期 视需要 根据需要 临时 ondemand adhoc",
    }
)
YES_NO = _by_word(
    {
        "yes": "是 对 有 属于 y yes true 1",
        "no": "否 不 不是 非 无 没有 不属于 n no false 0",
        "unknown": "不确定 不清楚 未知 不详 待定 待确认 unknown unsure",
    }
) | {"√": "yes", "✓": "yes", "✔": "yes", "☑": "yes", "×": "no", "✗": "no", "✘": "no", "x": "no"}
ROUTE = _by_word(
    {
        "none": "无 没有 未办理 尚未办理 暂无 none",
        "assessment": "安全评估 数据出境安全评估 出境安全评估 评估 securityassessment",
        "contract": "标准合同 标准合同备案 个人信息出境标准合同 个人信息出境标准合同备案 "
        "standardcontract",
        "certification": "认证 个人信息保护认证 个人信息出境认证 保护认证 certification",
    }
)
NEED = _by_word(
    {
        "required": "必需 必须 必要 必填 必备 是 required",
        "optional": "可选 选填 非必需 非必须 非必要 可有可无 否 optional",
    }
)
SIZE = _by_word(
    {
        "大型": "大型 大 大型企业 large",
        "中型": "中型 中 中型企业 medium",
        "小型": "小型 小 小型企业 small",
        "微型": "微型 微 微型企业 micro",
    }
)
_COUNTRY = _by_word(
    {
        "美国": "美国 美 美利坚合众国 us usa unitedstates unitedstatesofamerica america",
        "英国": "英国 英 uk gb unitedkingdom greatbritain england",
        "德国": "德国 德 germany de deutschland",
        "法国": "法国 法 france fr",
        "瑞士": "瑞士 switzerland ch",
        "日本": "日本 japan jp",
        "韩国": "韩国 korea southkorea republicofkorea kr",
        "新加坡": "新加坡 singapore sg",
        "印度": "印度 india",
        "丹麦": "丹麦 denmark dk",
        "爱尔兰": "爱尔兰 ireland ie",
        "荷兰": "荷兰 netherlands thenetherlands holland nl",
        "比利时": "比利时 belgium be",
        "瑞典": "瑞典 sweden se",
        "意大利": "意大利 italy it",
        "西班牙": "西班牙 spain es",
        "加拿大": "加拿大 canada ca",
        "澳大利亚": "澳大利亚 澳洲 australia au",
        "以色列": "以色列 israel il",
        "中国香港": "中国香港 香港 香港特别行政区 hongkong hk hksar",
        "中国澳门": "中国澳门 澳门 澳门特别行政区 macao macau mo",
        "中国台湾": "中国台湾 台湾 台湾地区 taiwan tw",
    }
)


def read_choice(value: Cell, words: Mapping[str, str]) -> tuple[str | None, Issue | None]:
    """Code of an answer, None when blank; an issue when it is none of the answers offered."""
    text = cell_text(value)
    if text is None:
        return None, None
    code = words.get(normalise(text)) or words.get(text.lower())
    return (code, None) if code else (None, _not_offered(words))


def read_yes_no(value: Cell) -> tuple[str, Issue | None]:
    """Answer yes, no or unknown; what is blank or unclear is unknown, never no."""
    code, issue = read_choice(value, YES_NO)
    if issue:
        shown = cell_text(value) or ""
        issue = Issue(
            "yes_no.unreadable",
            Text(
                "看不懂是还是否，按不确定处理；请填 是、否 或 不确定",
                "neither yes nor no: taken as "
                "unknown; fill in 是 (yes), 否 (no) or 不确定 (unsure)",
            ),
            got=shown if len(shown) <= 4 else None,
        )
    return code or "unknown", issue


def read_country(value: Cell) -> str | None:
    """Country or region by its Chinese name where it is a common one, else as written."""
    text = cell_text(value)
    return None if text is None else _COUNTRY.get(normalise(text), text)


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
