"""Rules of the survey as pandera schemas, for benchmarks/intake.py to compare with.

One schema a sheet; what pandera has no check for is an element-wise check that calls the same
reader of single cells as listlab. Left out are the rules that compare sheets or enterprises, and
those that read headers and sheet names of many spellings: listlab does more than is compared.
"""

import string
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.survey.choices import FREQUENCY, NEED, ROUTE, SIZE, read_choice, read_yes_no
from listlab.survey.countries import read_countries
from listlab.survey.credit_code import read_credit_code
from listlab.survey.fields import read_clause, read_count, read_share, read_year, volume_issue
from listlab.survey.industry_codes import read_industry
from listlab.survey.private import mask
from listlab.survey.volume import read_volume

Place = tuple[str, str, str | None]
Cell = Any
TITLE = Text("", "")
THIS_YEAR = ("本年度个人信息人数（不含敏感）", "本年度敏感个人信息人数")
FLOW_TEXTS = ("场景名称", "业务目的", "境外接收方", "出境方式", "保护措施", "必要性说明")
ITEM_TEXTS = ("数据项说明", "自评数据类别", "精度或规模说明")


def each(holds: Callable[[Cell], bool]) -> pa.Check:
    """Check of one cell after the other."""
    return pa.Check(holds, element_wise=True)


def readable(read: Callable[[Cell], tuple[Any, Any]]) -> pa.Check:
    """Check that a reader of cells finds nothing wrong."""
    return each(lambda cell: read(cell)[1] is None)


def volume_is_clear(cell: Cell) -> bool:
    """Whether a volume needs no remark."""
    return volume_issue(read_volume(cell), TITLE) is None


def column(*checks: pa.Check, needed: bool = False, unique: bool = False) -> pa.Column:
    """Column of any type with its checks."""
    return pa.Column(object, list(checks), nullable=not needed, unique=unique, coerce=True)


def schemas(industry: Industry) -> dict[str, pa.DataFrameSchema]:
    """Schema of each sheet."""
    yes_no = readable(read_yes_no)
    text = column(each(_is_free_of_persons))
    volume, offered = each(volume_is_clear), each(lambda c: _is_offered(c, industry))
    flows = {
        "场景编号": column(needed=True, unique=True),
        "标准场景": column(offered, needed=True),
        **dict.fromkeys(FLOW_TEXTS, text),
        "接收方国家或地区": column(each(lambda c: not read_countries(c)[1])),
        "出境频率": column(readable(lambda c: read_choice(c, FREQUENCY))),
        "每年次数": column(readable(read_count)),
        "单次人数": column(readable(read_count)),
        "重复比例": column(readable(read_share)),
        **dict.fromkeys(THIS_YEAR, column(volume, needed=True)),
        "明年预计个人信息人数（不含敏感）": column(each(_forecast_is_clear)),
        "明年预计敏感个人信息人数": column(each(_forecast_is_clear)),
        "豁免情形": column(readable(read_clause)),
        "豁免人数": column(each(_is_one_number)),
        "现有路径": column(readable(lambda c: read_choice(c, ROUTE))),
    }
    items = {
        "场景编号": column(needed=True),
        "数据项名称": column(needed=True),
        **dict.fromkeys(ITEM_TEXTS, text),
        "是否个人信息": column(yes_no),
        "是否敏感个人信息": column(yes_no),
        "是否已公开": column(yes_no),
        "必要程度": column(readable(lambda c: read_choice(c, NEED))),
    }
    history = {
        "场景编号": column(needed=True),
        "年份": column(each(lambda c: read_year(c) is not None), needed=True),
        "个人信息人数（不含敏感）": column(each(_is_one_number)),
        "敏感个人信息人数": column(each(_is_one_number)),
    }
    enterprise = {
        "统一社会信用代码": column(readable(read_credit_code), needed=True),
        "企业名称": column(each(_is_free_of_persons), needed=True),
        "所属区域": text,
        "国民经济行业代码": column(readable(lambda c: read_industry(c, industry))),
        "企业规模": column(readable(lambda c: read_choice(c, SIZE))),
        "是否关键信息基础设施运营者": column(yes_no),
    }
    opinions = {"希望的量级": column(each(_forecast_is_clear)), "困难": text, "建议": text}
    named = {
        "企业信息": enterprise, "出境场景": flows, "数据项": items, "历史量": history,
        "意见建议": opinions,
    }  # fmt: skip
    across = {"出境场景": [pa.Check(_exempt_fit, name="豁免人数")]}
    return {name: pa.DataFrameSchema(c, across.get(name, [])) for name, c in named.items()}


def pandera_failures(files: Iterable[Path], industry: Industry) -> set[Place]:
    """Cells in which pandera finds something, by file, sheet and cell."""
    rules = schemas(industry)
    places: set[Place] = set()
    for file in files:
        sheets = pd.read_excel(
            file, sheet_name=None, engine="openpyxl", header=None, dtype=object,
            keep_default_na=False, na_values=[""],
        )  # fmt: skip
        numbers = {str(cell) for cell in sheets["出境场景"].iloc[1:, 0].dropna()}
        for name, schema in rules.items():
            frame = _answers(sheets[name], name)
            linked = name in ("数据项", "历史量")
            rule = _naming(schema, numbers) if linked else schema
            places |= {(file.name, name, cell) for cell in _failures(frame, rule, name)}
    return places


def _naming(schema: pa.DataFrameSchema, numbers: set[str]) -> pa.DataFrameSchema:
    """Schema whose rows name a flow that the workbook has."""
    return schema.update_column("场景编号", checks=each(lambda cell: str(cell) in numbers))


def _answers(sheet: pd.DataFrame, name: str) -> pd.DataFrame:
    """Answers with the headers as columns; the enterprise's lines become one row."""
    if name == "企业信息":
        return pd.DataFrame([sheet[1].tolist()], columns=sheet[0].tolist())
    frame = sheet.iloc[1:].reset_index(drop=True)
    frame.columns = sheet.iloc[0]
    return frame


def _failures(frame: pd.DataFrame, schema: pa.DataFrameSchema, name: str) -> Iterable[str]:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as found:
        places = list(frame.columns)
        cases = found.failure_cases[["schema_context", "column", "check", "index"]].dropna()
        for context, header, check, row in cases.drop_duplicates().itertuples(index=False):
            place = places.index(check if context == "DataFrameSchema" else header)
            yield f"B{place + 1}" if name == "企业信息" else _cell(int(row) + 1, place)


def _cell(row: int, place: int) -> str:
    return f"{string.ascii_uppercase[place]}{row + 1}"


def _is_free_of_persons(cell: Cell) -> bool:
    return not mask(str(cell)).kinds


def _exempt_fit(flows: pd.DataFrame) -> pd.Series:
    """Whether no more persons are exempt than there are, flow by flow."""
    fits = []
    for exempt, *counts in flows[["豁免人数", *THIS_YEAR]].itertuples(index=False):
        volumes = [read_volume(cell) for cell in counts]
        persons = read_volume(exempt)
        highs = [volume.high for volume in volumes]
        single = persons.code in ("volume.exact", "volume.none", "volume.colloquial")
        fits.append(not single or None in highs or persons.low <= sum(highs))
    return pd.Series(fits, index=flows.index)


def _is_offered(cell: Cell, industry: Industry) -> bool:
    return industry.match(str(cell)) is not None or str(cell).strip() in ("其他", "其它")


def _forecast_is_clear(cell: Cell) -> bool:
    return read_volume(cell).code == "volume.missing" or volume_is_clear(cell)


def _is_one_number(cell: Cell) -> bool:
    return read_volume(cell).code in ("volume.exact", "volume.none", "volume.missing")
