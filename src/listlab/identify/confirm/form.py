"""Columns and choices of the form on which people confirm items."""

from dataclasses import dataclass
from typing import Literal

from listlab.law.pack import Pack
from listlab.model.language import Lang, Text

SHEET = Text("确认", "Confirm")
GUIDE = Text("说明", "Guide")
CHOICES = Text("选项", "Choices")
Kind = Literal["shown", "asked", "hidden"]


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form: what people read, what they are asked, or what they don't see."""

    key: str
    header: Text
    width: int
    kind: Kind = "shown"


COLUMNS = (
    FormColumn("number", Text("序号", "No."), 6),
    FormColumn("name", Text("数据项名称", "Item"), 22),
    FormColumn("description", Text("数据项说明", "Description"), 40),
    FormColumn("enterprise", Text("企业", "Enterprise"), 20),
    FormColumn("own", Text("企业自评", "Own answers"), 14),
    FormColumn("suggested_category", Text("建议类别", "Suggested category"), 18),
    FormColumn("score", Text("把握", "Score"), 8),
    FormColumn("alternatives", Text("其他可能", "Alternatives"), 22),
    FormColumn("suggested_personal", Text("建议：个人信息", "Suggested: personal"), 14),
    FormColumn("suggested_important", Text("建议：重要数据", "Suggested: important"), 12),
    FormColumn("grounds", Text("依据（规则与文字）", "Grounds (rules and words)"), 44),
    FormColumn("standing", Text("已有确认", "Earlier decision"), 22),
    FormColumn("agrees", Text("同意建议", "Agree"), 10, "asked"),
    FormColumn("category", Text("改为类别", "Category instead"), 22, "asked"),
    FormColumn("personal", Text("改为个人信息", "Personal instead"), 14, "asked"),
    FormColumn("important", Text("是否重要数据", "Important data"), 12, "asked"),
    FormColumn("reason", Text("理由", "Reason"), 32, "asked"),
    FormColumn("by", Text("确认人", "Decided by"), 12, "asked"),
    FormColumn("on", Text("确认日期", "Decided on"), 12, "asked"),
    FormColumn("item", Text("数据项编号", "Item id"), 26, "hidden"),
    FormColumn("seen", Text("证据校验", "Evidence"), 18, "hidden"),
)

AGREES = {"yes": Text("同意", "agree")}
PERSONAL = {
    "none": Text("不是个人信息", "not personal"),
    "personal": Text("个人信息", "personal"),
    "sensitive": Text("敏感个人信息", "sensitive"),
}
IMPORTANT = {"yes": Text("是", "yes"), "no": Text("否", "no")}
OUTCOMES = {**IMPORTANT, "review": Text("待判断", "to be decided")}
NONE_FITS = Text("0 都不属于", "0 none fits")


def category_choices(pack: Pack, lang: Lang) -> list[str]:
    """What the drop-down of categories offers: number and name, and that none fits."""
    return [NONE_FITS.say(lang), *(f"{c.code} {c.name.say(lang)}" for c in pack.categories)]


def category_words(pack: Pack, code: int | None, lang: Lang) -> str:
    """A category as the form writes it."""
    names = {category.code: category.name.say(lang) for category in pack.categories}
    return NONE_FITS.say(lang) if code is None else f"{code} {names.get(code, '')}".strip()


def choices(pack: Pack, lang: Lang) -> dict[str, list[str]]:
    """Words that each drop-down offers, by the key of its column."""
    return {
        "agrees": [text.say(lang) for text in AGREES.values()],
        "category": category_choices(pack, lang),
        "personal": [text.say(lang) for text in PERSONAL.values()],
        "important": [text.say(lang) for text in IMPORTANT.values()],
    }
