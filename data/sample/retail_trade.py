"""The retail trade of the sample: volumes, recipients, opinions."""

from retail_texts import SCENARIOS
from trade import NOBODY, Law, Plan, Trade

PLANS = {
    "membership": Plan(
        reporting=40,
        personal=Law(150_000, 1.3, largest=9_000_000),
        sensitive=Law(5_000, 0.8, zero=0.8),
        main="personal",
        styles={
            **{"about": 6, "around": 1, "nearly": 2, "odd": 3, "between": 4, "under": 1},
            **{"above": 2, "blank": 1, "不详": 1, "headcounts": 1},
        },
        split=3,
    ),
    "customer_service": Plan(
        reporting=26,
        personal=Law(30_000, 1.0),
        sensitive=NOBODY,
        main="personal",
        styles={"about": 4, "odd": 2, "between": 3, "monthly": 1, "不详": 1},
    ),
    "online_sales": Plan(
        reporting=22,
        personal=Law(60_000, 1.1),
        sensitive=Law(3_000, 0.8, zero=0.5),
        main="personal",
        styles={"about": 3, "nearly": 1, "between": 3, "under": 1, "blank": 1},
    ),
    "market_research": Plan(
        reporting=16,
        personal=Law(4_000, 0.9),
        sensitive=Law(800, 0.5, zero=0.7),
        main="personal",
        styles={"about": 3, "under": 2, "between": 2},
    ),
    "other": Plan(2, Law(400, 0.5), NOBODY, "personal", {}),
}


RETAIL = Trade(
    name="零售和现代服务业",
    seed=20260301,
    first=301,
    count=46,
    letters="RTRT",
    plans=PLANS,
    texts=SCENARIOS,
    kinds=("百货", "餐饮", "便利", "美妆", "家居", "运动", "咖啡"),
    stems="春夏秋冬东南西北中",
    industry_codes=("5211", "5212", "5231", "5232", "5292", "6210", "6220", "F5212", "H6210"),
    recipients=(
        "样例环球零售集团（Sample Retail Holdings）",
        "样例会员科技（Sample Loyalty Tech Pte. Ltd.）",
        "样例品牌总部（Sample Brands S.p.A.）",
        "样例云客服（Sample Care Cloud Inc.）",
        "样例市场研究所（Sample Insight GmbH）",
    ),
    countries=(
        *("美国", "USA", "U.S.", "法国", "France", "意大利", "Italy", "日本", "Japan", "韩国"),
        *("新加坡", "Singapore", "英国", "United Kingdom", "瑞典", "Sweden", "德国", "西班牙"),
        *("中国香港", "香港", "Hong Kong", "泰国", "马来西亚", "荷兰", "美国、新加坡"),
    ),
    modes=("系统接口传输", "境外系统远程访问", "数据库每日同步", "加密文件传输", "境外云存储"),
    safeguards=("传输加密、脱敏、访问控制", "手机号掩码；合同约束", "传输加密", "最小权限与日志"),
    exempt={"online_sales": 0.35, "customer_service": 0.15},
    difficulties=(
        "会员与订单系统不能去重，人数可能重复计算",
        "会员增长快，年中即可能超过 100 万人",
        "境外总部要求统一标准合同文本，谈判时间长",
        "门店众多，告知同意改造周期长",
        "不清楚游客会员是否计入",
        "暂无",
        None,
    ),
    suggestions=(
        "希望明确注销会员是否扣减",
        "希望会员管理单列并提高量级",
        "建议多个品牌合并申报",
        "希望给出匿名会员的认定标准",
        "无",
        None,
    ),
    wanted=("100万", "500万", "200万", "1000万", "50万以上", "约300万", "不详", None, None),
    revised="personal",
    strange_item=333,
)
