"""Frame, archive and corrections of the pharmaceutical sample."""

from beside import Beside, Fix

BESIDE = Beside(
    unlisted=(118, 171),
    cases=16,
    contradictory=(4, 11),
    by="数据处工作人员甲",
    fixes=(
        Fix(155, "企业信息", 0, "是否关键信息基础设施运营者", "否", "电话确认，未收到认定通知"),
        Fix(103, "企业信息", 0, "企业规模", "中型", "按年报营业收入核定"),
        Fix(110, "出境场景", -1, "接收方国家或地区", "瑞士", "企业来函更正"),
        Fix(127, "数据项", 0, "是否已公开", "否", "企业补填"),
        Fix(122, "历史量", 0, "个人信息人数（不含敏感）", 90, "企业来函更正，原数含敏感"),
        Fix(
            132,
            "企业信息",
            0,
            "所属区域",
            "海淀区",
            "按登记住所",
            old="东城区",
            when="2026-02-20",
        ),
    ),
)
