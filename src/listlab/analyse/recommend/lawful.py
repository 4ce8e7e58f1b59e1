"""Where a threshold stands to the lines of the law, in sentences with their articles."""

from listlab.analyse.recommend.reasons import Case
from listlab.model.language import Text
from listlab.model.quantity import persons


def law_checked(case: Case) -> tuple[Text, ...]:
    """Where the threshold stands to the lines of the law, with their articles."""
    if case.limits is None:
        return (
            Text(
                "未核对法律：须同时给出规则包、信息种类和程序（--pack、--kind、--tier）。",
                "Law not checked: give pack, kind and tier together (--pack, --kind, --tier).",
            ),
        )
    limits = case.limits
    national, article = persons(limits.national), limits.national_fact.citation_text("zh")
    line = Text(
        f"不低于国家规定的量级{national.zh}（{article}）。",
        f"Not below the national line of {national.en} "
        f"({limits.national_fact.citation_text('en')}).",
    )
    if limits.cap is None or limits.cap_fact is None:
        return (line,)
    cap = persons(limits.cap)
    cited = limits.cap_fact.citation_text("zh"), limits.cap_fact.citation_text("en")
    if limits.cap_otherwise is None:
        held = Text(
            f"掌握该数量的此类数据即按重要数据管理（{cited[0]}）。",
            f"data of so many persons held are important data ({cited[1]}).",
        )
    else:
        other = persons(limits.cap_otherwise)
        held = Text(
            f"内容未说明，从严取{cap.zh}（{cited[0]}）；不含所列内容的为{other.zh}。",
            f"the contents are not stated, so the strictest volume is taken, {cap.en} "
            f"({cited[1]}); for data without the contents listed it is {other.en}.",
        )
    return (
        line,
        Text(f"不得达到{cap.zh}：{held.zh}", f"Must stay below {cap.en}: {held.en}"),
    )
