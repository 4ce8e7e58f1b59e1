"""What was assumed when a volume was read, or how to mend one that could not be."""

from listlab.model.language import Text

_MEND = Text(
    "请填一个人数或区间，例如 50000、约5万、5万-10万、10万以下；没有请填 0",
    "fill in a number of persons or a range, such as 50000, 约5万, 5万-10万, 10万以下; 0 for none",
)

# Readings that say nothing of the persons: the bounds stay [0, –].
UNREAD: dict[str, Text] = {
    "volume.missing": Text(
        "没有填写或注明不详，按未知处理，不当作 0；没有请填 0",
        "blank or stated as unknown: taken as unknown, never as 0; fill in 0 for none",
    ),
    "volume.unreadable": Text(f"看不懂这个量级；{_MEND.zh}", f"not readable; {_MEND.en}"),
    "volume.ambiguous": Text(
        f"可以有两种读法，不替您选择；{_MEND.zh}", f"can be read in two ways; {_MEND.en}"
    ),
    "volume.contradictory": Text(
        "下限大于上限；请核对两端的数字和单位，例如 5万-10万",
        "the lower end exceeds the upper; check both numbers and units, such as 5万-10万",
    ),
    "volume.negative": Text(
        f"人数不能是负数；{_MEND.zh}", f"a number of persons can't be negative; {_MEND.en}"
    ),
    "volume.not_whole": Text(
        "人数应为整数，可能漏写了单位；如果是「万」，请写明，例如 3.5万",
        "persons come in whole numbers; a unit may be missing: write it out, such as 3.5万",
    ),
    "volume.date": Text(
        "表格软件把内容变成了日期（例如把 5-10 变成 5月10日，把 12 变成 1900-01-12）；"
        "请先把单元格设为文本，再重新填写",
        "the spreadsheet turned the entry into a date (5-10 into 10 May, 12 into 1900-01-12); "
        "format the cell as text and fill it in again",
    ),
    "volume.not_persons": Text(
        "单位不是人（如人次、条、次、例），不能直接当作人数；请填去重后的人数",
        "the unit is not persons (visits, records, cases): fill in distinct persons",
    ),
    "volume.implausible": Text(
        "比全世界的人还多；请核对数字和单位", "more persons than live; check number and unit"
    ),
}

PERIODS: dict[str, tuple[str, Text]] = {
    "M": (
        "volume.monthly",
        Text(
            "每月人数：全年去重人数按一个月到十二个月之和理解",
            "monthly figure: distinct persons a year lie between one month's and twelve months'",
        ),
    ),
    "D": (
        "volume.daily",
        Text(
            "每日人数：全年去重人数按一天到全年各天之和理解",
            "daily figure: distinct persons a year lie between one day's and the sum of all days",
        ),
    ),
    "W": (
        "volume.weekly",
        Text(
            "每周人数：全年去重人数按一周到全年各周之和理解",
            "weekly figure: distinct persons a year lie between one week's and all weeks'",
        ),
    ),
    "Q": (
        "volume.quarterly",
        Text(
            "每季度人数：全年去重人数按一季到四季之和理解",
            "quarterly figure: distinct persons a year lie between one quarter's and four's",
        ),
    ),
    "H": (
        "volume.half_yearly",
        Text(
            "半年人数：全年去重人数按半年到两个半年之和理解",
            "half-yearly figure: distinct persons a year lie between one half's and two halves'",
        ),
    ),
    "E": (
        "volume.per_event",
        Text(
            "每次人数：次数未知，只能作为全年人数的下限；请填全年去重人数",
            "figure per transfer: only a lower bound of the year; fill in the year's persons",
        ),
    ),
}

SHARED_UNIT = Text(
    "单位只写了一次，按两端相同理解", "unit stated once, taken to hold for both ends"
)
OWN_UNIT = Text(
    "只有一端写了单位，另一端按原数理解", "one end has a unit, the other is taken as it stands"
)
SEVERAL = Text("「几、数」按一到十个单位之间理解", "several: taken as one to under ten of the unit")
ADJACENT = Text("相邻两数连用按区间理解", "two digits in a row: taken as a range")
COLLOQUIAL = Text(
    "末位省略了单位，按口语理解（三万五即 35000）",
    "the last unit is left out, read as it is spoken (三万五 is 35,000)",
)
ROUNDED = Text(
    "换算后不是整数，取包含它的整数区间", "not whole in persons: enclosing integers taken"
)
OPEN_END = Text("「+」按「以上」理解", '"+" taken as "or more"')


def about_note(about: float) -> Text:
    """Convention for 约."""
    return Text(f"「约」按上下 {about:.0%} 理解", f"about: taken as ±{about:.0%}")


def near_note(about: float) -> Text:
    """Convention for 近."""
    return Text(
        f"「近」按不满该数、不低于其 {1 - about:.0%} 理解",
        f"nearly: taken as below the number, not under {1 - about:.0%} of it",
    )
