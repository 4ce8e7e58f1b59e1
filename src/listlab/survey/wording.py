"""Words that people put around a number of persons, and what each means."""

import re
import unicodedata
from dataclasses import dataclass

from listlab.survey.cells import UNSEEN
from listlab.survey.numeral import (
    NUMERAL,
    AmbiguousNumeral,
    Numeral,
    UnreadableNumeral,
    read_numeral,
    unify_digits,
)
from listlab.survey.phrases import plain_interval, plain_phrases

# One letter a meaning; the grammar of a volume is written over these letters.
_WORDS: dict[str, str] = {
    "A": (
        "约 大约 约为 约有 约计 约合 约莫 约摸 大概 大概有 大致 大体 差不多 粗略 粗估 左右 "
        "上下 上下浮动 许 "
        "≈ ≒ (约) (左右) (大约) (大概) (上下) approximately approx approx. about around roughly "
        "circa ca ca."
    ),
    "e": (
        "计划 拟 预期 估计 估算 据估算 据估计 初步估计 预计 初步预计 预估 暂估 暂定 预测 测算 估 "
        "(估) (估算) (估计) (预计) (暂估) (暂定) "
        "(预估) (预测) "
        "estimated est. est expected estimate"
    ),
    "B": "介于 之间 区间 范围 不等 between",
    "n": "近 将近 接近 临近 逼近 几近 几乎 nearly almost",
    "G": (
        "至少 最少 最低 最小 下限 不少于 不低于 不小于 不下于 不下 起码 少说 大于等于 "
        "大于或等于 达到或超过 "
        "满 已满 ≥ >= => atleast nolessthan notlessthan nofewerthan minimum min"
    ),
    "g": "以上 及以上 或以上 及其以上 之上 起 + 往上 ormore andabove andmore orabove andover",
    "T": (
        "超过 超 已超过 已超 逾 大于 多于 高于 过 破 突破 超出 不止 略多于 略高于 稍多于 "
        "稍高于 略超 略超过 > "
        "morethan over above greaterthan higherthan "
        "exceeding exceeds"
    ),
    "L": (
        "至多 最多 最高 最大 上限 顶多 充其量 不超过 不超 不多于 不高于 不大于 未超过 未超 "
        "没超过 没有超过 "
        "小于等于 小于或等于 等于或小于 少于等于 少于或等于 低于等于 低于或等于 不超出 ≤ <= =< "
        "atmost upto nomorethan notmorethan maximum max"
    ),
    "l": (
        "以下 及以下 或以下 及其以下 之下 以内 之内 内 封顶 orless andbelow orbelow orfewer andless"
    ),
    "S": (
        "不满 不足 不到 不及 未满 未到 未达 未达到 没到 达不到 小于 少于 低于 略少于 略低于 "
        "稍少于 稍低于 略不足 < lessthan lowerthan smallerthan "
        "under justunder below fewerthan"
    ),
    "R": "- ~ 至 到 to .. ... ......",
    "C": ", ; 、 / 且 并 并且 和 及 与 或 或者 但 and or but &",
    "I": "(含)",
    "X": "(不含)",
    "Z": "负 minus negative",
    "P": (
        "人 名 位 个人 人员 自然人 个自然人 人数 患者 受试者 用户 客户 会员 员工 消费者 医生 "
        "医务人员 个人信息主体 主体 人口 名患者 例患者 名受试者 例受试者 个用户 个客户 个主体 "
        "个患者 个员工 (人) (名) persons person people subjects patients individuals users "
        "customers employees participants"
    ),
    "U": (
        "人次 人·次 (人次) 人天 人日 人月 条 次 笔 份 件 例 个 户 家 批 批次 起 宗 篇 张 行 单 "
        "台 页 元 (条) (次) (例) (份) (笔) (个) (户) (家) 条记录 条数据 条信息 条个人信息 "
        "病历 份病历 账户 个账户 账号 个账号 样本 个样本 份样本 订单 设备 台设备 records "
        "record rows row times visits files entries orders items cases transactions "
        "households companies kb mb gb tb"
    ),
    "M": (
        "每月 每个月 月均 月活 月活跃 每月平均 平均每月 一个月 1个月 按月 月度 /月 /每月 /个月 "
        "permonth /month "
        "monthly amonth eachmonth"
    ),
    "D": (
        "每日 每天 日均 日活 日活跃 每日平均 每天平均 平均每日 平均每天 一天 按日 /天 /日 /每天 "
        "/每日 "
        "perday /day daily aday eachday"
    ),
    "W": (
        "每周 每星期 每个星期 周均 平均每周 一周 按周 /周 /星期 /每周 perweek /week weekly aweek"
    ),
    "Q": (
        "每季度 每季 每个季度 季均 一个季度 按季 /季度 /季 /每季度 perquarter /quarter quarterly"
    ),
    "H": "每半年 半年 半年度 /半年 perhalfyear",
    "E": (
        "每次 单次 次均 平均每次 一次 每批 每批次 /次 /每次 /批 /批次 pertransfer perevent "
        "pertime /event eachtime"
    ),
    "Y": (
        "每年 年均 平均每年 全年 本年 本年度 当年 年度 一年 今年 明年 按年 /年 /年度 /每年 "
        "peryear /year /yr yearly ayear annually perannum p.a. eachyear"
    ),
    "F": (
        "共 共计 合计 总计 总共 总数 总人数 总量 累计 一共 共有 计 有 为 是 在 达 已达 达到 "
        "等于 : 。 数量 = "
        "人数为 规模 去重 去重后 (去重) (去重后) (已去重) 已去重 整 ! 实际 (实际) 实有 现有 已有 "
        "目前 "
        "截至目前 据统计 经统计 涉及 涉及到 出境 一次性 (一次性) 全体 全部 (累计) (合计) (全年) "
        "(人/年)"
    ),
}
_LETTER = {word: letter for letter, words in _WORDS.items() for word in words.split()}
# Characters of a text that may be quoted; those of odd units are left out, 张 is a surname too.
_VOCABULARY = frozenset(
    "".join(word for word, letter in _LETTER.items() if letter != "U")
    + "0123456789零一二三四五六七八九十百千万亿余多几数来点 ,.%成次条例"
)
_LONGEST = sorted(_LETTER, key=len, reverse=True)
_WORD = re.compile(
    "|".join(
        (r"(?<![a-z])" if w[0].isalpha() and w.isascii() else "")
        + r" ?".join(map(re.escape, w))
        + (r"(?![a-z])" if w[-1].isalpha() and w.isascii() else "")
        for w in _LONGEST
    )
)
_SAYS_NONE = (
    "无 没有 没 零 无人 不涉及 未涉及 没涉及 不出境 未出境 无出境 没有出境 不存在 未发生 "
    "没有发生 暂未发生 尚未发生 无此类数据 无此类信息 无此情况 无此类情况 无此项 无此场景 没有涉及 "
    "无涉及 暂不涉及 均无 全无 本年无 本年度无 今年无 无0 无(0) 无,0 无:0 0(无) 0,无 0人(无) "
    "无(不涉及) 不涉及(无) 不涉及(n/a) n/a(不涉及) 零(0) 0(零) 0(没有) 0(不涉及) "
    "0人(不涉及) 暂无出境 暂未出境 尚未出境 暂不出境 未开展 "
    "尚未开展 暂未开展 未启动 尚未启动 无敏感个人信息 不含敏感个人信息 不涉及敏感个人信息 "
    "无个人信息 不涉及个人信息 none no nil zero"
)
_SAYS_UNKNOWN = (
    "不详 未知 不知 不知道 不明 不清楚 不太清楚 不确定 暂不确定 尚不确定 待定 待确认 "
    "待核实 待补充 待统计 待填 未统计 没有统计 没统计 暂未统计 尚未统计 暂无统计 无统计 "
    "暂无法预计 暂无法估计 暂无法统计 暂无法确定 暂时无法预计 暂时无法统计 尚无法预计 无法预测 "
    "暂未预计 "
    "尚未预计 未预计 没有预计 视情况而定 统计中 正在统计 核实中 待核 待核对 待填报 后补 待补 "
    "后续补充 不掌握 暂不掌握 未掌握 尚未掌握 "
    "无法准确统计 无法精确统计 难以准确统计 难以精确统计 难以准确估计 无法掌握 商业秘密 涉密 "
    "不公开 "
    "无法统计 无法估计 无法预计 无法确定 难以统计 难以估计 不便提供 不便透露 保密 暂无 "
    "暂无数据 无数据 没有数据 无相关数据 无统计数据 不适用 未填 空 空白 略 n/a na n.a. nan #n/a "
    "null unknown tbd tbc "
    "notspecified notapplicable notavailable notknown x xx xxx"
)
_NONE, _UNKNOWN = frozenset(_SAYS_NONE.split()), frozenset(_SAYS_UNKNOWN.split())
_PLACEHOLDER = re.compile(r"(?:^|(?<=[<>≤≥=]))\s*[xn]\s*(?=[<>≤≥=])")
_INCLUDED = re.compile(
    r"\((不?)(?:包?含|包括)(?:本数|本级|[0-9,.零一二三四五六七八九十百千万亿两]*人?)\)"
)
_UP_TO_UNIT = re.compile(r"上(?=[百千万亿])")
_YEAR_FIRST = re.compile(r"年(?=\s*[约近0-9])")
_MARKS = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "─": "-", "―": "-", "ー": "-"}
    | {"〜": "~", "∼": "~", "～": "~", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "﹤": "<"}
    | {"【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")", "於": "于"}
    | {"過": "过", "滿": "满", "個": "个", "條": "条", "約": "约", "·": "·"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """One piece of a volume: a letter for its meaning, its text, and its number if it has one.

    N without a number is a numeral that people read in two ways.
    """

    letter: str
    text: str
    numeral: Numeral | None = None


def unify_text(text: str) -> str:
    """Text in half width, lower case, one kind of dash, wave and blank, everyday numerals."""
    folded = plain_interval(unicodedata.normalize("NFKC", text).translate(UNSEEN).lower().strip())
    folded = re.sub(r"\s+", " ", folded.translate(_MARKS)).strip().strip("'\"“”‘’`")
    folded = unify_digits(re.sub(r"([-~])\1+", r"\1", folded))
    return _INCLUDED.sub(r"(\1含)", _PLACEHOLDER.sub("", plain_phrases(folded))).strip(" ,;、")


def says_none(text: str) -> bool:
    """Whether a text already unified, without blanks, says that there are no persons."""
    return text in _NONE


def says_unknown(text: str) -> bool:
    """Whether a text already unified, without blanks, is blank or says that nobody knows."""
    return text in _UNKNOWN or re.fullmatch(r"[-/\\?.…*~_—]*", text) is not None


def speaks_of_numbers(text: str) -> bool:
    """Whether a text holds numerals and nothing foreign to volumes, so that it may be quoted."""
    plain = unify_text(text)
    return bool(re.search(r"[0-9百千万亿]", plain)) and _VOCABULARY.issuperset(plain)


def split_words(text: str) -> list[Word] | None:
    """Pieces of a text already unified; None when some part of it means nothing here."""
    words: list[Word] = []
    place = 0
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        found = _next(text, place, first=not words)
        if found is None:
            return None
        word, place = found
        words.append(word)
    return words


def _next(text: str, place: int, *, first: bool) -> tuple[Word, int] | None:
    if first and (year := _YEAR_FIRST.match(text, place)):
        return Word("Y", year[0]), year.end()
    if up := _UP_TO_UNIT.match(text, place):
        return Word("G", up[0]), up.end()
    word, number = _WORD.match(text, place), NUMERAL.match(text, place)
    if word and (number is None or word.end() >= number.end()):
        return Word(_LETTER[word[0].replace(" ", "")], word[0]), word.end()
    if number is None:
        return None
    try:
        return Word("N", number[0], read_numeral(number[0].strip())), number.end()
    except AmbiguousNumeral:
        return Word("N", number[0]), number.end()
    except UnreadableNumeral:
        return None
