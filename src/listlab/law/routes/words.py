"""Words of routes: names of routes, answers and grounds, and counts as people write them."""

from collections.abc import Iterable

from listlab.law.routes.count import ASSESSMENT, CONTRACT, EXCLUDED, FREE
from listlab.model.language import Text

Bounds = tuple[int, int | None]

ROUTES = {
    "free": Text("自由出境，无须三种程序", "free, none of the three procedures"),
    "contract_or_certification": Text(
        "订立标准合同并备案，或通过认证", "a filed standard contract, or certification"
    ),
    "assessment": Text("申报数据出境安全评估", "a security assessment"),
    "excluded": Text("由其他制度管理", "governed by another regime"),
    "review": Text("须人工复核", "for people to review"),
}
BITS = {
    FREE: "free",
    CONTRACT: "contract_or_certification",
    ASSESSMENT: "assessment",
    EXCLUDED: "excluded",
}
KINDS = {
    "personal": Text("个人信息（不含敏感）", "personal information (not sensitive)"),
    "sensitive": Text("敏感个人信息", "sensitive personal information"),
}
PROCEDURES = {
    "assessment": Text("安全评估", "security assessment"),
    "contract": Text("标准合同", "standard contract"),
    "certification": Text("认证", "certification"),
    "filing": Text("备案", "filing"),
    "report": Text("报告", "report"),
}
ASKED = {
    "ciio": Text(
        "processor.ciio：处理者是否关键信息基础设施运营者",
        "processor.ciio: whether the processor is a CIIO",
    ),
    "in_zone": Text(
        "processor.in_zone：处理者是否在区内登记注册",
        "processor.in_zone: whether the processor is registered in the zone",
    ),
    "important": Text(
        "data.important：是否重要数据；或 data.notified：是否被告知或公开发布为重要数据",
        "data.important: whether the data are important; or data.notified: whether they were "
        "notified or published as such",
    ),
    "industry": Text("industry：业务所属行业", "industry: the industry of the flow"),
    "scenario": Text("scenario：业务场景", "scenario: the business scenario"),
    "items": Text("data.items：出境的数据项", "data.items: the data items that leave"),
    "personal": Text(
        "persons.personal：个人信息（不含敏感）的准确人数",
        "persons.personal: the exact persons (not sensitive)",
    ),
    "sensitive": Text(
        "persons.sensitive：敏感个人信息的准确人数",
        "persons.sensitive: the exact persons (sensitive)",
    ),
    "classified": Text("data.classified：是否涉及国家秘密", "data.classified: whether secret"),
    "core": Text("data.core：是否核心数据", "data.core: whether core data"),
    "export_controlled": Text(
        "data.export_controlled：是否出口管制或技术出口管理的数据",
        "data.export_controlled: whether under export control",
    ),
    "restricted_recipient": Text(
        "processor.restricted_recipient：接收方是否在限制或者禁止提供清单上",
        "processor.restricted_recipient: whether the recipient is on a restricted list",
    ),
    "notified": Text(
        "data.notified：是否被告知或公开发布为重要数据",
        "data.notified: whether the data were notified or published as important",
    ),
    "exempt_persons": Text(
        "exempt：该项豁免涉及的准确人数", "exempt: the exact persons under the exemption"
    ),
    "merged_personal": Text(
        "persons.personal：同一处理者所涉各项业务合并去重后的人数（个人信息，不含敏感）",
        "persons.personal: the distinct persons of the processor's flows together (not sensitive)",
    ),
    "merged_sensitive": Text(
        "persons.sensitive：同一处理者所涉各项业务合并去重后的人数（敏感个人信息）",
        "persons.sensitive: the distinct persons of the processor's flows together (sensitive)",
    ),
    "exempt": Text(
        "exempt：各项豁免涉及的人是否重复，合计豁免多少人",
        "exempt: whether the claims share persons, and how many are exempt together",
    ),
    "zone_law": Text(
        "区内办法和清单在该日是否有效，以什么文本为准",
        "whether the zone's measures and list hold on that day, and in what text",
    ),
    "list_day": Text("该清单的施行日", "the day on which the list took effect"),
    "base_list": Text(
        "所修改的原清单在该日是否施行", "whether the list that it extends is in force on that day"
    ),
    "list_industries": Text(
        "该清单所列的行业（listlab 没有其全文）",
        "the industries of the list (listlab does not hold its full text)",
    ),
    "list_row": Text(
        "该清单在这一场景的条目（listlab 没有其全文）",
        "the list's row for this scenario (listlab does not hold its full text)",
    ),
}

STATUSES = {
    "draft": Text("草案", "draft"),
    "in_review": Text("评审中", "in review"),
    "in_force": Text("已施行", "in force"),
    "approved": Text("已批准，尚未施行", "approved, not yet in force"),
    "superseded": Text("已被取代", "superseded"),
}


def asked(name: str) -> Text:
    """What an answer that is missing is called: of a row of the list, or of a condition."""
    if name in ASKED:
        return ASKED[name]
    kind, _, row = name.partition(":")
    if kind == "row" and row:
        return Text(
            f"清单条目 {row} 的逐项内容（listlab 没有其全文）",
            f"the data items of the list's row {row} (listlab does not hold its full text)",
        )
    return Text(f"conditions：是否满足“{name}”", f"conditions: whether “{name}” is met")


def possible(mask: int) -> tuple[str, ...]:
    """Routes of a set of bits, lightest first."""
    return tuple(name for bit, name in BITS.items() if mask & bit)


def persons(bounds: Bounds) -> Text:
    """Count or interval of persons."""
    low, high = bounds
    if high == low:
        return Text(f"{low:,} 人", f"{low:,} persons")
    if high is None:
        if not low:
            return Text("人数不详", "an unknown number of persons")
        return Text(f"不少于 {low:,} 人", f"{low:,} persons or more")
    return Text(f"{low:,} 至 {high:,} 人", f"{low:,} to {high:,} persons")


def joined(parts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several texts as one."""
    listed = list(parts)
    return Text(zh.join(part.zh for part in listed), en.join(part.en for part in listed))


def among(routes: Iterable[str]) -> Text:
    """Names of several routes."""
    return joined((ROUTES[name] for name in routes), " / ", " / ")
