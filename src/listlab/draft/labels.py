"""Names of kinds, tiers, grounds and states as the list prints them."""

from collections.abc import Mapping

from listlab.model.language import Text

KINDS: Mapping[str, Text] = {
    "personal": Text("个人信息（不含敏感）", "personal, no sensitive"),
    "sensitive": Text("敏感个人信息", "sensitive"),
}
TIERS: Mapping[str, Text] = {
    "assessment": Text("安全评估", "security assessment"),
    "contract": Text("标准合同或认证", "standard contract or certification"),
}
GROUNDS: Mapping[str, Text] = {
    "recommended": Text("分析建议", "recommended"),
    "national": Text("国家规定", "national line"),
}
STATES: Mapping[str, Text] = {
    "draft": Text("草案", "draft"),
    "in_review": Text("征求意见", "in review"),
    "approved": Text("已批准", "approved"),
    "in_force": Text("施行", "in force"),
    "superseded": Text("已被替代", "superseded"),
}
