"""Sheets and columns of the survey workbook, declared once."""

from dataclasses import dataclass

from listlab.model.language import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or a line of the enterprise sheet, with the name code uses for it."""

    key: str
    header: str
    english: str
    required: bool = False

    @property
    def text(self) -> Text:
        """Header in both languages."""
        return Text(f"「{self.header}」", f'"{self.header}" ({self.english})')


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A sheet of the workbook; a missing required one makes the workbook useless."""

    name: str
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, key: str) -> Column:
        """Column of that key."""
        return next(column for column in self.columns if column.key == key)


GUIDANCE = "填表说明"
OPTIONS = "选项"  # hidden: what the lists of the template offer
PROBLEM_LIST = "问题清单"  # of a marked copy
SYNTHETIC_MARK = "合成样例"
TEMPLATE_NAME = "listlab_template"
REVISION_NAME = "listlab_revision"  # of a marked copy: the number of the revision it becomes

ENTERPRISE = SheetForm(
    "企业信息",
    (
        Column("credit_code", "统一社会信用代码", "unified social credit code", required=True),
        Column("name", "企业名称", "enterprise name"),
        Column("region", "所属区域", "region"),
        Column("industry", "国民经济行业代码", "GB/T 4754 code"),
        Column("size", "企业规模", "size"),
        Column("ciio", "是否关键信息基础设施运营者", "CIIO"),
        Column("employees", "员工人数", "employees"),
        Column("credit_grade", "信用等级", "credit grade"),
    ),
    required=True,
)
FLOWS = SheetForm(
    "出境场景",
    (
        Column("flow", "场景编号", "flow number", required=True),
        Column("scenario", "标准场景", "standard scenario", required=True),
        Column("scenario_name", "场景名称", "scenario name"),
        Column("purpose", "业务目的", "purpose"),
        Column("recipient", "境外接收方", "recipient"),
        Column("country", "接收方国家或地区", "country or region"),
        Column("transfer_mode", "出境方式", "transfer mode"),
        Column("frequency", "出境频率", "frequency"),
        Column("events_per_year", "每年次数", "times a year"),
        Column("persons_per_event", "单次人数", "persons a time"),
        Column("repeat_share", "重复比例", "repeat share"),
        Column(
            "personal",
            "本年度个人信息人数（不含敏感）",
            "persons this year, without sensitive",
            required=True,
        ),
        Column(
            "sensitive", "本年度敏感个人信息人数", "persons this year, sensitive", required=True
        ),
        Column("next_personal", "明年预计个人信息人数（不含敏感）", "next year, without sensitive"),
        Column("next_sensitive", "明年预计敏感个人信息人数", "next year, sensitive"),
        Column("exempt_basis", "豁免情形", "exemption"),
        Column("exempt_persons", "豁免人数", "persons exempt"),
        Column("route_now", "现有路径", "present route"),
        Column("safeguards", "保护措施", "safeguards"),
        Column("necessity", "必要性说明", "necessity"),
    ),
    required=True,
)
ITEMS = SheetForm(
    "数据项",
    (
        Column("flow", "场景编号", "flow number", required=True),
        Column("name", "数据项名称", "item name", required=True),
        Column("description", "数据项说明", "description"),
        Column("personal", "是否个人信息", "personal information"),
        Column("sensitive", "是否敏感个人信息", "sensitive personal information"),
        Column("self_category", "自评数据类别", "category by own assessment"),
        Column("precision", "精度或规模说明", "precision or scale"),
        Column("public", "是否已公开", "public"),
        Column("need", "必要程度", "need"),
    ),
)
HISTORY = SheetForm(
    "历史量",
    (
        Column("flow", "场景编号", "flow number", required=True),
        Column("year", "年份", "year", required=True),
        Column("personal", "个人信息人数（不含敏感）", "persons, without sensitive"),
        Column("sensitive", "敏感个人信息人数", "persons, sensitive"),
    ),
)
OPINIONS = SheetForm(
    "意见建议",
    (
        Column("flow", "场景编号", "flow number"),
        Column("wanted", "希望的量级", "threshold wanted"),
        Column("difficulty", "困难", "difficulty"),
        Column("suggestion", "建议", "suggestion"),
    ),
)
SHEETS = (ENTERPRISE, FLOWS, ITEMS, HISTORY, OPINIONS)
