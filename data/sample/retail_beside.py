"""Frame, archive and corrections of the retail sample."""

from beside import Beside, Fix

PERSONAL = "本年度个人信息人数（不含敏感）"
BESIDE = Beside(
    unlisted=(308,),
    cases=14,
    contradictory=(3,),
    encoding="gb18030",
    by="数据处工作人员乙",
    fixes=(
        Fix(314, "出境场景", 0, PERSONAL, "350万", "电话确认，漏写单位万"),
        Fix(309, "出境场景", -1, PERSONAL, 96_000, "企业来函，按注册账号去重后的人数"),
        Fix(316, "出境场景", 0, "接收方国家或地区", "新加坡", "企业来函，上海为境内中转"),
        Fix(318, "出境场景", 0, "接收方国家或地区", "法国、意大利", "企业来函列明"),
        Fix(330, "企业信息", 0, "企业规模", "大型", "按从业人员和营业收入核定"),
        Fix(324, "出境场景", 0, "现有路径", "认证", "核对证书", old="安全评估备案"),
        Fix(325, "出境场景", 0, "现有路径", "认证", "企业来函", flow="99", when="2026-03-12"),
    ),
)
