"""What may be wrong with an answer about an item, in words."""

from dataclasses import dataclass

from listlab.model.language import Text
from listlab.model.problem import Severity


@dataclass(frozen=True, slots=True)
class Doubt:
    """A kind of problem: its code, what to do, the column of the form it is about, how grave."""

    code: str
    message: Text
    column: str
    severity: Severity = "error"


UNKNOWN_ITEM = Doubt(
    "confirm.unknown_item",
    Text(
        "本研究没有这个编号的数据项；请用本研究最近导出的确认表，不要改动编号列",
        "the study has no item of this id; use the form last exported and leave its ids alone",
    ),
    "item",
)
NOBODY = Doubt(
    "confirm.nobody",
    Text(
        "没有写明由谁确认；请填“确认人”，或在命令中用 --by 给出",
        "nobody is named who decided; fill in the column or give --by",
    ),
    "by",
)
CHANGED = Doubt(
    "confirm.changed",
    Text(
        "导出确认表之后，这个数据项的文字、答复或人数变了；请重新导出，看过新的内容再确认",
        "text, answers or volumes of the item have changed since the form was made; export it "
        "again and look at what it says now",
    ),
    "seen",
)
NO_REASON = Doubt(
    "confirm.no_reason",
    Text(
        "与建议不同，或判定了建议留待判断的事项，须写明理由",
        "it departs from the suggestion or decides what that left open, and needs a reason",
    ),
    "reason",
)
FUTURE = Doubt(
    "confirm.future",
    Text("确认日期晚于今天；请改正", "the day lies ahead of today; correct it"),
    "on",
)
TWICE = Doubt(
    "confirm.twice",
    Text(
        "同一人对同一数据项给出了两种意见，只采用前一条；请留下一条",
        "one person says two things about one item; the first is taken, leave one",
    ),
    "item",
)
LEFT_OPEN = Doubt(
    "confirm.left_open",
    Text(
        "是否重要数据仍待判断：规则不能判定，答复也没有写“是”或“否”；其余已采用",
        "importance stays open: the rules don't decide it and neither does the answer; the rest "
        "is taken",
    ),
    "important",
    "warning",
)


def unknown_category(first: int, last: int) -> Doubt:
    """A code that the pack does not have."""
    message = Text(
        f"规则包没有这个类别序号，应为 {first}～{last}，都不合适请选“0 都不属于”",
        f"the pack has no such category, expected {first} to {last}, or 0 where none fits",
    )
    return Doubt("confirm.category", message, "category")


def unreadable(key: str, column: str, expected: Text) -> Doubt:
    """A cell that says nothing the column can take."""
    message = Text(
        f"“{column}”这一格读不懂，应为{expected.zh}；本行未采用",
        f"the cell of {column} can't be read, expected {expected.en}; the row is not taken",
    )
    return Doubt("confirm.unreadable", message, key)
