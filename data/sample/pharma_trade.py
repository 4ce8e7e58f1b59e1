"""The pharmaceutical trade of the sample: volumes, recipients, opinions."""

from pharma_texts import SCENARIOS
from trade import NOBODY, Law, Plan, Trade

PLANS = {
    "clinical_trial": Plan(
        reporting=76,
        personal=Law(150, 0.8),
        sensitive=Law(2_000, 1.0, largest=38_000),
        main="sensitive",
        styles={
            **{"about": 7, "around": 1, "nearly": 3, "odd": 3, "between": 4, "under": 1},
            **{"monthly": 1, "不满5万": 1, "10万以下": 2, "5万以下": 1},
            **{"blank": 2, "不详": 1, "headcounts": 1},
        },
        split=4,
    ),
    "pharmacovigilance": Plan(
        reporting=48,
        personal=Law(600, 0.8),
        sensitive=Law(1_500, 1.1, largest=38_000),
        main="sensitive",
        styles={
            "about": 6,
            "odd": 2,
            "nearly": 2,
            "between": 4,
            "under": 2,
            "monthly": 2,
            "不详": 2,
        },
    ),
    "hcp_management": Plan(
        reporting=42,
        personal=Law(15_000, 0.9),
        sensitive=NOBODY,
        main="personal",
        styles={
            "about": 4,
            "odd": 3,
            "nearly": 2,
            "between": 5,
            "10万以下": 2,
            "blank": 1,
            "不详": 1,
        },
    ),
    "supply_quality": Plan(
        reporting=40,
        personal=Law(800, 1.0, zero=0.2),
        sensitive=NOBODY,
        main="personal",
        styles={"about": 3, "between": 3, "under": 2, "blank": 2},
    ),
    "other": Plan(3, Law(300, 0.6), NOBODY, "personal", {}),
}


PHARMA = Trade(
    name="医药行业",
    seed=20260101,
    first=101,
    count=95,
    letters="XXXX",
    plans=PLANS,
    texts=SCENARIOS,
    kinds=("医药", "生物", "药业", "制药", "医药研发", "生命科学"),
    stems="甲乙丙丁戊己庚辛壬癸",
    industry_codes=("2710", "2720", "2720", "2740", "2761", "2761", "7340", "7340", "5151"),
    recipients=(
        "样例全球总部（Sample Global HQ）",
        "样例临床数据中心（Sample Data Center）",
        "样例安全信息公司（Sample Safety Ltd.）",
        "样例合同研究组织（Sample CRO Inc.）",
    ),
    countries=(
        *("美国", "USA", "United States", "US", "德国", "Germany", "瑞士", "Switzerland"),
        *("日本", "Japan", "英国", "UK", "法国", "France", "丹麦", "新加坡", "爱尔兰", "中国香港"),
    ),
    modes=("境外系统远程访问", "系统接口传输", "加密邮件", "境外服务器存储"),
    safeguards=(
        "去标识化、传输加密、访问控制",
        "传输加密",
        "假名化；合同约束；审计",
        "访问控制与日志",
    ),
    exempt={"hcp_management": 0.12},
    difficulties=(
        "同一受试者在多个系统重复登记，去重统计困难",
        "安全评估准备材料多，影响项目启动时间",
        "标准合同每年更新，境外总部签署周期长",
        "无法预测下一年度入组人数",
        "暂无",
        None,
    ),
    suggestions=(
        "希望明确随访期内受试者是否逐年重复计算",
        "希望提高量级并允许同类试验合并备案",
        "希望给出字段示例，便于自查",
        "建议设置年度集中更新窗口",
        "无",
        None,
    ),
    wanted=("5万", "5万", "10万", "3万", "2万", "100万", "1万以上", "10-20万", "约5万", None, None),
    strange_item=141,
)
