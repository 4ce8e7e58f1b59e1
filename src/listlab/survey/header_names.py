"""Which column a header names: spellings of older templates, English, numbering, remarks."""

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from listlab.law.pack import normalise
from listlab.survey.cells import Cell, cell_text
from listlab.survey.columns import (
    ENTERPRISE,
    FLOWS,
    HISTORY,
    ITEMS,
    OPINIONS,
    Column,
    SheetForm,
)

# Remarks on how to fill a column in; one that names another unit (万人) is none of them.
_REMARK = re.compile(
    r"[（(【\[]\s*(?:"
    r"必填项?|选填项?|可选|如有|如适用|单选|多选|可多选|下拉(?:选择|框|菜单)?|请选择|请填写|请下拉选择|"
    r"人|人数|次|数字|整数|文本|自然人|去重(?:后)?(?:人数)?|按自然人去重|单位\s*[:：]\s*[人次]|"
    r"见(?:填表)?说明|注\s*[0-9]*|[0-9]{1,2}|18位|十八位|四位(?:数字)?|gb/?t\s*4754(?:[-—–]?20[0-9]{2})?|"
    r"是/否(?:/不确定)?|是、否(?:、不确定)?|大型?[/、]中型?[/、]小型?[/、]微型?|必需[/、]可选|"
    r"例?如[^（）()]{0,30}|示例[^（）()]{0,30}|格式[^（）()]{0,30}|"
    r"required|optional|if any|number|persons?|text|yes/no"
    r")\s*[)）】\]]",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"^\s*(?:[①-⑳]|[(（]\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|"
    r"(?:[a-z]?[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[.、．:：)）]|[0-9]{1,2}\s+)\s*",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[a-zA-Z]")
_ENGLISH = re.compile(r"[a-zA-Z][a-zA-Z0-9 .,'’/&_-]*")
_UNIT = re.compile(r"(?<![a-z])(?:[kwm]|wan|mn|thousands?|millions?)(?![a-z])", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LIKE = 0.75
_LONGEST = 80
_SERIAL = frozenset({"", "序号", "行号", "no", "serialno"})
# Headers of former templates, and what people make of the present ones. None of them may change
# the unit or leave open whether sensitive information is counted.
_OTHER_NAMES: dict[str, dict[str, str]] = {
    ENTERPRISE.name: {
        "credit_code": "社会信用代码 信用代码 统一信用代码 统一社会信用编码 统一社会信用代码证号 "
        "creditcode uscc",
        "name": "企业全称 单位名称 公司名称 填报单位 填报单位名称 企业名称全称 companyname company",
        "region": "所在区域 所属区 所在区 所属地区 所在地区 所属片区 注册区域 所属行政区 district",
        "industry": "行业代码 国民经济行业分类代码 国民经济行业分类 所属行业代码 所属行业 "
        "国民经济行业 "
        "industry industrycode",
        "size": "企业规模类型 单位规模 公司规模 规模 enterprisesize companysize",
        "ciio": "是否为关键信息基础设施运营者 是否关基运营者 是否属于关键信息基础设施运营者 "
        "关键信息基础设施运营者 是否ciio 是否为ciio",
        "employees": "员工数 员工总数 职工人数 从业人数 从业人员数 人员规模 headcount",
        "credit_grade": "信用评级 纳税信用等级 企业信用等级",
    },
    FLOWS.name: {
        "flow": "场景序号 序号 编号 场景号 flowno flow no number scenariono",
        "scenario": "标准业务场景 所属标准场景 场景类别 场景类型 standardscenario scenario",
        "scenario_name": "业务场景名称 出境场景名称 具体场景名称 flowname",
        "purpose": "出境目的 数据出境目的 业务目的说明 处理目的",
        "recipient": "境外接收方名称 接收方 接收方名称 境外接收者 境外数据接收方 overseasrecipient "
        "recipientname",
        "country": "接收方国家地区 接收方所在国家或地区 接收方所在国家地区 境外接收方国家或地区 "
        "境外接收方所在国家或地区 境外接收方所在国家地区 国家或地区 国家地区 目的国家或地区 "
        "目的地国家或地区 接收国家或地区 接收国 countryregion country",
        "transfer_mode": "传输方式 数据出境方式 出境途径 mode",
        "frequency": "数据出境频率 出境频次 传输频率 频率",
        "events_per_year": "每年出境次数 年出境次数 年次数 每年传输次数 年度次数 timesperyear",
        "persons_per_event": "单次涉及人数 每次人数 每次涉及人数 单次出境人数 personspertime",
        "repeat_share": "人员重复比例 重复率 重复人员比例",
        "personal": "本年度非敏感个人信息人数 本年度个人信息人数不含敏感个人信息 "
        "本年个人信息人数不含敏感 本年度个人信息不含敏感人数 本年度一般个人信息人数",
        "sensitive": "本年敏感个人信息人数 本年度敏感个人信息的人数 本年度敏感信息人数",
        "next_personal": "明年预计非敏感个人信息人数 明年预计个人信息人数不含敏感个人信息 "
        "下年度预计个人信息人数不含敏感 下一年度预计个人信息人数不含敏感 明年个人信息人数不含敏感 "
        "预计明年个人信息人数不含敏感",
        "next_sensitive": "下年度预计敏感个人信息人数 下一年度预计敏感个人信息人数 "
        "明年敏感个人信息人数 预计明年敏感个人信息人数",
        "exempt_basis": "豁免依据 适用豁免情形 豁免条款 豁免情形依据",
        "exempt_persons": "适用豁免人数 豁免的人数 豁免情形人数",
        "route_now": "现有出境路径 现行路径 目前路径 已有路径 现有合规路径 当前路径",
        "safeguards": "安全保护措施 安全措施 数据保护措施",
        "necessity": "必要性 出境必要性 出境必要性说明 必要性理由",
    },
    ITEMS.name: {
        "flow": "场景序号 所属场景编号 所属场景 对应场景编号 场景号 flowno scenariono",
        "name": "数据项 字段 字段名称 字段名 数据字段 数据字段名称 itemname fieldname",
        "description": "数据项描述 数据项含义 字段说明 字段描述 说明",
        "personal": "是否为个人信息 是否属于个人信息 个人信息",
        "sensitive": "是否为敏感个人信息 是否属于敏感个人信息 敏感个人信息 是否敏感",
        "self_category": "自评类别 数据类别自评 自评数据分类 数据类别",
        "precision": "精度或规模 精度规模说明 精度说明 规模说明",
        "public": "是否公开 是否为已公开 是否已经公开 已公开",
        "need": "必要性程度 是否必需 是否必要",
    },
    HISTORY.name: {
        "flow": "场景序号 所属场景编号 对应场景编号 场景号 flowno scenariono",
        "year": "年度 自然年 统计年份 统计年度",
        "personal": "非敏感个人信息人数 个人信息人数不含敏感个人信息 一般个人信息人数",
        "sensitive": "敏感个人信息的人数 敏感信息人数",
    },
    OPINIONS.name: {
        "flow": "场景序号 所属场景编号 对应场景编号 场景号 flowno scenariono",
        "wanted": "期望的量级 希望量级 期望量级 希望的阈值 期望的阈值 建议的量级 希望的豁免量级",
        "difficulty": "困难与问题 存在的困难 遇到的困难 主要困难 问题与困难 困难和问题 "
        "difficulties",
        "suggestion": "意见建议 建议意见 政策建议 意见与建议 意见和建议 suggestions",
    },
}


class HeaderNames:
    """Columns of one form by every spelling of their headers."""

    def __init__(self, form: SheetForm) -> None:
        self.form = form
        others = _OTHER_NAMES.get(form.name, {})
        self._columns: dict[str, Column] = {}
        self._own = {name: column for column in form.columns for name in _own(column)}
        self._columns.update(self._own)
        for column in form.columns:
            for name in others.get(column.key, "").split():
                self._columns.setdefault(normalise(name), column)
        self._find = lru_cache(maxsize=4096)(self._look_up)

    def match(self, header: Cell) -> Column | None:
        """Column that the text of a cell names."""
        if not isinstance(header, str) or not 0 < len(header) <= _LONGEST:
            return None
        return self._find(header)[0]

    def is_own(self, header: Cell) -> bool:
        """Whether a header is the template's own, and not another name for the same."""
        if not isinstance(header, str) or not 0 < len(header) <= _LONGEST:
            return False
        return self._find(header)[1]

    def nearest(self, header: str) -> Column | None:
        """Column whose header looks most like this one, for a hint to people; never for reading."""
        names = {normalise(column.header): column for column in self._columns.values()}
        near = difflib.get_close_matches(normalise(header), names, n=1, cutoff=_LIKE)
        return names[near[0]] if near else None

    def _look_up(self, header: str) -> tuple[Column | None, bool]:
        for name in map(normalise, _spellings(header)):
            if column := self._columns.get(name):
                return column, name in self._own
        return None, False


def is_serial(header: Cell) -> bool:
    """Whether a header is that of a column that merely counts the rows."""
    return isinstance(header, str) and normalise(header) in _SERIAL


def _own(column: Column) -> tuple[str, ...]:
    both = column.header + column.english
    return normalise(column.header), normalise(column.english), normalise(both)


def _spellings(header: str) -> Iterator[str]:
    """Header as it is, without remarks and numbering, and its Chinese part alone."""
    yield header
    plain = _REMARK.sub("", header)
    yield plain
    bare = _NUMBERING.sub("", plain)
    yield bare
    if _LATIN.search(bare) and _CHINESE.search(bare) and not _UNIT.search(bare):
        yield _ENGLISH.sub("", bare)


_known: dict[str, HeaderNames] = {}  # by the form's name: a whole form takes long to hash


def header_names(form: SheetForm) -> HeaderNames:
    """Spellings of a form's headers."""
    names = _known.get(form.name)
    if names is None or names.form is not form:
        names = _known[form.name] = HeaderNames(form)
    return names


def match_header(text: Cell, form: SheetForm) -> Column | None:
    """Column that a header names, whatever its width, blanks, remarks and numbering."""
    return header_names(form).match(cell_text(text))
