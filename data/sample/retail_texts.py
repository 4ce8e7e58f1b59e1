"""What retail enterprises of the sample write: fields, purposes, recipients, opinions.

Nothing here is taken from an enterprise; the names of scenarios and fields are those of the trade.
"""

from trade import Field, ScenarioTexts

MEMBERSHIP = ScenarioTexts(
    names=("会员管理", "会员服务", "会员运营", "忠诚度管理", "Membership Management", "Loyalty"),
    titles=("全球会员系统", "会员积分与权益", "跨境会员通用", "忠诚度计划运营"),
    purposes=("会员权益全球通用", "积分核算与兑换", "会员分层与精准服务", "统一会员数据平台"),
    fields=(
        Field("会员编号", "系统自动生成"),
        Field("会员手机号", "注册账号，出境前掩码"),
        Field("会员昵称", "自行设置", required=False),
        Field("出生月日", "用于生日权益", required=False),
        Field("会员等级", "按年度消费"),
        Field("积分余额", "按日更新"),
        Field("消费记录", "门店、时间、金额、商品"),
        Field("常去门店", "最近一年次数最多的门店", required=False),
        Field("支付账户", "绑定的支付账户，脱敏后四位", sensitive=True, required=False),
        Field("人脸识别特征", "门店刷脸核销", sensitive=True, required=False),
        Field("门店编号", "全国统一编码", personal=False),
        Field("优惠券规则", "面额与有效期", personal=False, required=False),
    ),
    needs=("会员在境外门店消费须实时核验", "总部统一核算积分负债", "全球同一系统，无法单独部署"),
)
SERVICE = ScenarioTexts(
    names=("客户服务", "客服", "售后", "顾客服务", "Customer service"),
    titles=("全球客服工单系统", "退换货与投诉处理", "多语种在线客服"),
    purposes=("投诉升级到总部处理", "产品质量问题追溯", "统一服务评价"),
    fields=(
        Field("顾客姓名", "工单登记"),
        Field("联系方式", "电话或邮箱，用于回访"),
        Field("收货地址", "退换货上门取件", required=False),
        Field("订单号", "与交易系统关联"),
        Field("投诉内容", "文字记录"),
        Field("通话录音", "质检用，保存 6 个月", required=False),
        Field("商品批次", "用于质量追溯", personal=False),
        Field("处理结果", "退、换、补", personal=False),
    ),
    needs=("质量问题须向生产地追溯", "境外团队承担夜间服务"),
)
SALES = ScenarioTexts(
    names=("线上销售", "网上商城", "电商销售", "Online sales", "Online store"),
    titles=("品牌官方商城", "小程序商城订单", "跨境保税订单履行"),
    purposes=("订单履行与售后", "反欺诈与支付核验", "库存与需求预测"),
    fields=(
        Field("收件人姓名", "下单时填写"),
        Field("收件地址", "精确到门牌"),
        Field("联系电话", "配送使用"),
        Field("订单明细", "商品、数量、金额"),
        Field("设备标识", "用于反欺诈", required=False),
        Field("支付流水号", "支付机构返回", sensitive=True),
        Field("银行账户", "退款使用，脱敏", sensitive=True, required=False),
        Field("浏览记录", "最近 30 天", required=False),
        Field("物流单号", "承运人返回", personal=False),
        Field("商品编码", "国际条码", personal=False),
    ),
    needs=("订单由境外仓发货", "反欺诈模型部署在境外"),
)
RESEARCH = ScenarioTexts(
    names=("市场调研", "消费者调研", "市场研究", "Market research"),
    titles=("新品消费者测试", "品牌健康度年度调研", "门店神秘顾客"),
    purposes=("新品上市前测试", "各市场统一口径比较"),
    fields=(
        Field("受访者编号", "随机编号"),
        Field("年龄段", "五岁一档"),
        Field("所在城市", "到地级市"),
        Field("家庭收入区间", "自报", required=False),
        Field("健康状况自述", "食品过敏调研", sensitive=True, required=False),
        Field("问卷答案", "单选与开放题"),
        Field("样本配额表", "城市与年龄配额", personal=False),
    ),
    needs=("各国数据须合并分析", "由境外研究公司统一建模"),
)
STAFF = ScenarioTexts(
    names=("其他",),
    titles=("员工与人力资源管理",),
    purposes=("集团人事系统统一管理",),
    fields=(
        Field("员工姓名", "在职员工"),
        Field("岗位", "部门与职务"),
        Field("培训记录", "课程与成绩", required=False),
    ),
    needs=("集团统一管理",),
)
SCENARIOS = {
    "membership": MEMBERSHIP,
    "customer_service": SERVICE,
    "online_sales": SALES,
    "market_research": RESEARCH,
    "other": STAFF,
}
