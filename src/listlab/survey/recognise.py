"""Which sheet of a file answers which form, by its name or by its headers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from listlab.law import pack
from listlab.model.language import Text
from listlab.survey.cells import is_blank
from listlab.survey.columns import ENTERPRISE, FLOWS, GUIDANCE, HISTORY, ITEMS, OPINIONS, SheetForm
from listlab.survey.findings import Issue
from listlab.survey.header_names import header_names
from listlab.survey.private import mask
from listlab.survey.private_cells import private_issue
from listlab.survey.sheets import Grid, Notice

# Sheets that are no answers: guidance, lists to choose from, what listlab itself added.
_SET_ASIDE = re.compile(
    r"说明|问题清单|选项|下拉|字典|代码表|示例|样例|范例|封面|目录|参考|指引|guide|guidance|"
    r"instructions?|readme|examples?|options|lists?$|listlab"
)
_OTHER_NAMES: dict[str, str] = {
    ENTERPRISE.name: "企业基本信息 企业基本情况 基本信息 基本情况 企业情况 企业概况 单位信息 "
    "单位基本信息 填报单位信息 填报企业信息 公司信息 公司基本信息 enterprise enterpriseinfo "
    "enterpriseinformation company companyinfo companyinformation",
    FLOWS.name: "数据出境场景 出境业务场景 业务场景 出境业务 出境情况 数据出境情况 场景 场景清单 "
    "出境场景清单 数据出境场景清单 场景信息 flows dataflows scenarios transfers exportscenarios",
    ITEMS.name: "数据项清单 数据项明细 数据项信息 出境数据项 数据字段 字段清单 字段 数据清单 "
    "数据明细 items dataitems fields datafields",
    HISTORY.name: "历史数据量 历史数据 历史数量 历史量级 历史人数 历年量 历年数据量 历年人数 "
    "往年量 往年数据量 history pastvolumes historicalvolumes",
    OPINIONS.name: "意见与建议 意见和建议 意见 建议 建议意见 问题与建议 问题和建议 困难与建议 "
    "困难和建议 诉求 意见反馈 反馈 opinions comments suggestions feedback",
}
_NUMBERING = re.compile(
    r"^\s*(?:附?[表件]\s*[0-9一二三四五六七八九十]{0,3}|sheet\s*[0-9]*|[(（]?[0-9一二三四五六七八九十]{1,2}[)）]?)"
    r"\s*[-_.:：、．·—\s]*",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"\s*(?:[(（]\s*(?:[0-9]{1,2}|副本|copy|续|新|最新|修改|修订|已填|填写)\s*[)）]|[-_—\s](?:副本|copy)|表)\s*$",
    re.IGNORECASE,
)
_LOOKED_AT = 10


@dataclass
class Recognised:
    """Sheet of each form by the form's name, and what is to be said of the others."""

    sheets: dict[str, Grid] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def is_guidance(name: str) -> bool:
    """Whether a sheet tells people how to fill in the form."""
    return normalise(name) == normalise(GUIDANCE)


def is_set_aside(name: str) -> bool:
    """Whether a sheet is guidance, a list of options or a list of problems, never an answer."""
    return bool(_SET_ASIDE.search(normalise(name)))


def recognise_sheets(grids: Sequence[Grid], forms: Sequence[SheetForm]) -> Recognised:
    """Sheet of each form: by its exact name, else a similar one, else its headers."""
    found = Recognised()
    left: list[Grid] = []
    for sheet in grids:
        if not is_set_aside(sheet.name):
            name = mask(sheet.name)
            left.append(replace(sheet, name=name.text) if name.kinds else sheet)
            found.notices.extend(Notice(private_issue(kind), name.text) for kind in name.kinds)
    for tell in (_has_name, _has_similar_name, _has_headers):
        for form in forms:
            if form.name in found.sheets:
                continue
            grid = next((grid for grid in left if tell(grid, form)), None)
            if grid is not None:
                found.sheets[form.name] = grid
                left = [other for other in left if other is not grid]
                if tell is not _has_name:
                    found.notices.append(Notice(_renamed(form), grid.name))
    for grid in left:
        if not grid.hidden and not is_empty(grid):
            found.notices.append(Notice(_unread(grid, forms), grid.name))
    return found


def names_form(name: str, forms: Iterable[SheetForm]) -> SheetForm | None:
    """Form of which this is a name, numbering and marks of copies apart; None when of none."""
    keys = _keys(name)
    return next((form for form in forms if keys & _names(form.name)), None)


def form_of_name(name: str, forms: Sequence[SheetForm]) -> SheetForm | None:
    """Form that a name speaks of; None when it speaks of none."""
    if form := names_form(name, forms):
        return form
    held = [form for form in forms if normalise(form.name) in normalise(name)]
    return held[0] if len(held) == 1 else None


def is_empty(grid: Grid) -> bool:
    """Whether nothing is written in a sheet."""
    return all(is_blank(cell) for row in grid.rows for cell in row)


def _has_name(grid: Grid, form: SheetForm) -> bool:
    return normalise(grid.name) in (normalise(form.name), *_ENGLISH.get(form.name, ()))


def _has_similar_name(grid: Grid, form: SheetForm) -> bool:
    return bool(_keys(grid.name) & _names(form.name)) or (
        normalise(form.name) in normalise(grid.name) and not _is_continued(grid, form)
    )


def _is_continued(grid: Grid, form: SheetForm) -> bool:
    """Whether a sheet whose name holds the form's has none of its headers: 出境场景说明图."""
    return _headers_met(grid, form) == 0


def _has_headers(grid: Grid, form: SheetForm) -> bool:
    required = sum(column.required for column in form.columns)
    return _headers_met(grid, form) >= max(required, (len(form.columns) + 1) // 2, 3)


def _headers_met(grid: Grid, form: SheetForm) -> int:
    """Columns of a form that are named in one of the first rows, or down the first column."""
    names = header_names(form)
    lines = [*grid.rows[:_LOOKED_AT], [row[0] for row in grid.rows if row]]
    return max(
        (len({column.key for cell in line if (column := names.match(cell))}) for line in lines),
        default=0,
    )


@lru_cache(maxsize=1024)
def normalise(name: str) -> str:
    """Letters, digits and Chinese characters of a name; the same few sheets come in each file."""
    return pack.normalise(name)


@lru_cache(maxsize=256)
def _keys(name: str) -> frozenset[str]:
    """Spellings of a name: as it is, and free of numbering and marks of copies."""
    plain = _COPY.sub("", _NUMBERING.sub("", name))
    return frozenset({normalise(name), normalise(plain), normalise(_COPY.sub("", plain))}) - {""}


@lru_cache(maxsize=64)
def _names(form: str) -> frozenset[str]:
    return frozenset({normalise(form), *_OTHER_NAMES.get(form, "").split()})


# Names of the sheets in English forms: no renaming to speak of.
_ENGLISH: dict[str, tuple[str, ...]] = {
    ENTERPRISE.name: ("enterprise",),
    FLOWS.name: ("flows",),
    ITEMS.name: ("items",),
    HISTORY.name: ("history",),
    OPINIONS.name: ("opinions",),
}


def _renamed(form: SheetForm) -> Issue:
    return Issue(
        "sheet.renamed",
        Text(
            f"工作表名称与模板不同，按「{form.name}」读取；请核对，并恢复模板的名称",
            f'the sheet is named otherwise than in the template: read as "{form.name}"; check it '
            "and restore the name",
        ),
    )


def _unread(grid: Grid, forms: Sequence[SheetForm]) -> Issue:
    form = form_of_name(grid.name, forms)
    if form is None:
        form = next((form for form in forms if _has_headers(grid, form)), None)
    if form is not None:
        return Issue(
            "sheet.repeated",
            Text(
                f"「{form.name}」出现了不止一张表，这一张没有读取；请把内容合并到一张表中",
                f'there is more than one sheet "{form.name}" and this one was not read; put all '
                "rows into one sheet",
            ),
        )
    return Issue(
        "sheet.unknown",
        Text(
            "模板中没有这张表，没有读取；如果是答复的内容，请填到模板的相应工作表中",
            "the template has no such sheet, and it was not read; if it answers the survey, move "
            "its contents to the sheets of the template",
        ),
    )
