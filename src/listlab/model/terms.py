"""Words of the field for kinds, tiers, grounds and states: one spelling for lists and reports."""

from collections.abc import Mapping

from listlab.model.language import Text

KINDS: Mapping[str, Text] = {
    "personal": Text("个人信息（不含敏感）", "personal information (not sensitive)"),
    "sensitive": Text("敏感个人信息", "sensitive personal information"),
}
TIERS: Mapping[str, Text] = {
    "assessment": Text("数据出境安全评估", "security assessment"),
    "contract": Text("标准合同备案或认证", "standard contract or certification"),
}
GROUNDS: Mapping[str, Text] = {
    "recommended": Text("分析建议", "recommended"),
    "national": Text("国家规定", "national line"),
}
STATES: Mapping[str, Text] = {
    "draft": Text("草案", "draft"),
    "in_review": Text("征求意见", "in review"),
    "approved": Text("已批准", "approved"),
    "in_force": Text("施行中", "in force"),
    "superseded": Text("已被替代", "superseded"),
}
