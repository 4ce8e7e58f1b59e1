"""Spellings of numbers, countries and answers that need no question back to the enterprise."""

from collections.abc import Callable
from math import floor, log10
from random import Random
from typing import TypeVar

from .form import Cell

_T = TypeVar("_T")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN = "零一二三四五六七八九"

YES = (
    "是",
    "是",
    "Y",
    "y",
    "YES",
    "Yes",
    "√",
    "✓",
    "☑",
    "是 ",
    "对",
    "有",
    "属于",
    "TRUE",
    "是的",
    "Ｙ",
)
NO = (
    "否",
    "否",
    "N",
    "n",
    "No",
    "NO",
    "×",
    "✗",
    "否 ",
    "不是",
    "无",
    "没有",
    "不属于",
    "非",
    "FALSE",
    "Ｎ",
)
UNSURE = ("不确定", "待确认", "不清楚", "未知")
REQUIRED = ("必需", "必须", "必要", "必填", "必需 ", "Required")
OPTIONAL = ("可选", "选填", "非必需", "非必要", "Optional")
SIZES = ("大型", "中型", "小型", "微型", "大型企业", "中", "小型企业 ", "Medium", "Large")
ROUTES = (
    "无",
    "安全评估",
    "标准合同",
    "认证",
    "标准合同备案",
    "个人信息出境标准合同",
    "数据出境安全评估",
)
SOLE_COUNTRIES = (
    "美国", "美利坚合众国", "USA", "U.S.A.", "US", "United States", "the United States", "America",
    "德国", "Germany", "DE", "Deutschland", "英国", "UK", "United Kingdom", "Great Britain", "GB",
    "日本", "Japan", "JP", "瑞士", "Switzerland", "法国", "France", "新加坡", "Singapore", "SG",
    "爱尔兰", "Ireland", "荷兰", "The Netherlands", "Netherlands", "Holland", "丹麦", "Denmark",
    "韩国", "South Korea", "Republic of Korea", "Korea", "印度", "India", "比利时", "瑞典",
    "澳大利亚", "澳洲", "加拿大", "CANADA", "以色列", "意大利", "西班牙", "俄罗斯", "俄罗斯联邦",
    "阿联酋", "阿拉伯联合酋长国", "UAE", "越南", "Vietnam", "马来西亚", "泰国", "捷克", "波兰",
    "中国香港", "香港", "香港特别行政区", "Hong Kong", "HK", "Hong Kong SAR",
    "中国香港特别行政区",
    "中国澳门", "澳门", "Macau", "Macao", "中国台湾", "台湾地区", "台湾", "Taiwan",
    "美国 ", "ＵＳＡ",
    "新西兰", "New Zealand", "巴西", "墨西哥", "奥地利", "Austria", "挪威", "芬兰", "卢森堡",
    "土耳其",
)  # fmt: skip
SEVERAL_COUNTRIES = (
    "美国、德国", "美国，英国", "USA/Germany", "日本;新加坡", "美国和瑞士", "US, UK and Japan",
    "美国、中国香港", "德国\n法国", "英国 / 爱尔兰", "美国及加拿大",
)  # fmt: skip
INDUSTRIES: tuple[Cell, ...] = (
    "2720", "2720", 2720, 2720.0, "C2720", "c2720", "C 2720", "２７２０", "C27", "27",
    "2720 化学药品制剂制造", "C27医药制造业", "C27 医药制造业", "医药制造业",
    "2761（生物药品制造）",
    "M7340", "7340 医学研究和试验发展", "5151", "F5151", "C2740", "化学药品制剂制造（2720）",
)  # fmt: skip
CLAUSES = (
    "第五条第一款第一项", "第五条第一款第（一）项", "第五条第一款第(一)项", "5.1.1",
    "第5条第1款第1项", "《促进和规范数据跨境流动规定》第五条第一款第二项",
    "第五条第一款第一项（为订立、履行合同所必需）",
)  # fmt: skip
NOTHING: tuple[Cell, ...] = (
    0,
    "0",
    "无",
    "没有",
    "零",
    "0人",
    "不涉及",
    "无人",
    "０",
    "未涉及",
    "none",
)
FREQUENCIES: dict[str, int | None] = {
    "实时": None, "实时传输": None, "每日": 250, "每天": 365, "日": 365, "每周": 52, "每星期": 50,
    "周": 52, "每月": 12, "每个月": 12, "月度": 12, "每季度": 4, "季度": 4, "每年": 1, "年度": 1,
    "按需": None, "不定期": None, "Daily": 250, "Weekly": 52, "monthly": 12, "Quarterly": 4,
    "每月一次": 12, "每周1次": 52, "Yearly": 1, "On demand": None, "Real time": None,
}  # fmt: skip


def pick(choices: "tuple[_T, ...] | list[_T]", rng: Random) -> _T:
    """One of the choices."""
    return choices[rng.randrange(len(choices))]


def exact(persons: int, rng: Random) -> Cell:
    """A number of persons, 1,000 or more, in one of the ways that say just this number."""
    unit = f"{persons / 10_000:g}万" if persons % 100 == 0 else f"{persons}"
    ways: tuple[Callable[[], Cell], ...] = (
        lambda: persons,
        lambda: persons,
        lambda: float(persons),
        lambda: f"{persons}",
        lambda: f" {persons} ",
        lambda: f"{persons:,}",
        lambda: f"{persons:,}".replace(",", "，"),
        lambda: f"{persons:,}人",
        lambda: str(persons).translate(_FULL_WIDTH),
        lambda: f"{persons}人",
        lambda: f"{persons} 人",
        lambda: f"共{persons}人",
        lambda: f"全年{persons}人",
        lambda: f"{persons}人/年",
        lambda: f"{persons}名患者",
        lambda: f"{persons} persons",
        lambda: f"{persons:,} subjects",
        lambda: f"{persons}人（去重）",
        lambda: f"合计{persons}名",
        lambda: unit,
        lambda: f"{unit}人" if unit.endswith("万") else unit,
        lambda: f"{persons // 1_000}k" if persons % 1_000 == 0 else persons,
        lambda: f"{persons // 1_000}千" if persons % 1_000 == 0 else persons,
        lambda: han(persons) if persons % 100 == 0 else persons,
        lambda: f"{han(persons)}人" if persons % 100 == 0 else persons,
    )
    return pick(ways, rng)()


def roughly(persons: int, rng: Random) -> Cell:
    """The same number as people write it who do not count to the last person."""
    near, below, above = _round(persons), _floor(persons), _floor(persons) + _unit(persons)
    next_above = (persons // (_unit(persons) // 10) + 1) * (_unit(persons) // 10)
    # Where only one end reaches 万, both are written out: 9000-1万 is a defect of its own.
    low, high = (_short(below), _short(above)) if below >= 10_000 else (str(below), str(above))
    ways = (
        f"约{_short(near)}", f"大约{_short(near)}人", f"{_short(near)}左右", f"约 {near:,} 人",
        f"{_short(near)}上下", f"approx. {near}", f"about {near:,}", f"≈{near}", f"估计{near}人",
        f"近{_short(next_above)}", f"将近{next_above}人", f"接近{_short(next_above)}",
        f"{_short(below)}余", f"{below}多人", f"{_short(below)}余人",
        f"{low}-{high}", f"{low}～{high}",
        f"{below}至{above}人", f"{below}到{above}", f"{low}以上{high}以下",
        f"{below}-{above}人", f"{below:,}—{above:,}", f"介于{below}和{above}之间",
        f"不少于{below}，不超过{above}", f"{below}≤n<{above}", f"{below} to {above}",
        f"{_short(above)}以下", f"{_short(above)}以内", f"不满{_short(above)}", f"不到{above}人",
        f"不超过{_short(above)}", f"<{above}", f"≤{above}", f"最多{above}人", f"up to {above}",
        f"{_short(below)}以上", f"超过{_short(below - 100)}", f"≥{below}", f">{below - 1}",
        f"至少{below}人",
    )  # fmt: skip
    return pick(ways, rng)


def han(number: int) -> str:
    """Chinese numeral of a number below a hundred million."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if rest and rest < 1_000 else ""
        return f"{han(number // 10_000)}万{gap}{han(rest) if rest else ''}"
    text, pending = "", False
    for scale, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if pending and text else "") + _HAN[digit] + name
            pending = False
        else:
            pending = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _unit(persons: int) -> int:
    return 10 ** floor(log10(persons))


def _floor(persons: int) -> int:
    return persons // _unit(persons) * _unit(persons)


def _round(persons: int) -> int:
    step = max(_unit(persons) // 10, 1)
    return max(round(persons / step), 1) * step


def _short(number: int) -> str:
    return f"{number / 10_000:g}万" if number >= 10_000 and number % 100 == 0 else str(number)
