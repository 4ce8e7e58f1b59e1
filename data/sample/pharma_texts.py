"""What pharmaceutical enterprises of the sample write: fields, purposes, recipients, opinions.

Nothing here is taken from an enterprise; the names of scenarios and fields are those of the trade.
"""

from functools import partial

from trade import Field as DataItem
from trade import ScenarioTexts

HEALTH, DRUG, GENES = "28 健康医疗", "30 药品", "27 遗传资源"
Field = partial(DataItem, category=HEALTH)  # most of what this trade holds


CLINICAL = ScenarioTexts(
    names=("药物临床试验", "临床研究", "临床试验", "国际多中心临床试验", "Clinical Trial"),
    titles=("国际多中心Ⅲ期临床试验数据汇总", "受试者数据管理与统计分析", "全球电子数据采集系统"),
    purposes=("全球同步研发与注册申报", "汇总各中心数据并统计分析", "安全性审查与数据管理"),
    fields=(
        Field("受试者编号", "去标识化编号，与姓名分开保存", sensitive=True),
        Field("出生年月", "仅到月", sensitive=True),
        Field("性别", "男/女", sensitive=True),
        Field("实验室检查结果", "血常规、生化等", sensitive=True),
        Field("不良事件描述", "发生、程度、转归", sensitive=True),
        Field("影像数据", "去标识化的CT、MRI影像", sensitive=True),
        Field("既往病史", "诊断及时间", sensitive=True),
        Field("合并用药", "药名、剂量、起止日期", sensitive=True),
        Field("生命体征", "血压、心率、体温、体重", sensitive=True),
        Field("生物样本检测结果", "药代动力学浓度", sensitive=True),
        Field(
            "肿瘤基因突变检测结果", "伴随诊断位点", sensitive=True, category=GENES, required=False
        ),
        Field("受试者问卷评分", "生活质量量表", sensitive=True, required=False),
        Field("研究者姓名", "主要研究者和协调员", category=None),
        Field("研究者工作邮箱", "用于系统账号", category=None, required=False),
        Field("研究中心编号", "医院代码", personal=False, category=DRUG),
        Field("试验用药批号", "随机与供应系统", personal=False, category=DRUG),
    ),
    needs=("注册申报要求各中心数据合并分析", "缺少则无法完成统计分析", "方案和监管要求集中保存"),
)
VIGILANCE = ScenarioTexts(
    names=("药物警戒", "不良反应监测", "药品不良反应监测", "PV", "Pharmacovigilance"),
    titles=("全球药物安全数据库", "个例安全性报告递交", "上市后不良反应收集"),
    purposes=("履行上市许可持有人报告义务", "全球信号检测与风险评估"),
    fields=(
        Field("患者姓名缩写", "首字母", sensitive=True, required=False),
        Field("患者年龄", "周岁", sensitive=True),
        Field("患者性别", "男/女", sensitive=True),
        Field("不良反应描述", "症状、体征、时间", sensitive=True),
        Field("用药信息", "药名、剂量、疗程", sensitive=True),
        Field("转归", "痊愈、好转、死亡等", sensitive=True),
        Field("相关实验室检查", "与反应有关的检查", sensitive=True, required=False),
        Field("妊娠情况", "妊娠暴露随访", sensitive=True, required=False),
        Field("报告者姓名", "医生、药师或患者", category=None),
        Field("报告者联系方式", "电话或邮箱，用于随访", category=None, required=False),
        Field("药品批号", "产品与批次", personal=False, category=DRUG),
    ),
    needs=("各国药监机构要求限时报告", "信号检测须合并全球病例"),
)
HCP = ScenarioTexts(
    names=(
        "医疗卫生专业人士管理",
        "HCP管理",
        "医疗专业人士管理",
        "医生客户管理",
        "HCP Management",
    ),
    titles=("全球客户关系管理系统", "学术会议与讲者管理", "医学信息沟通记录"),
    purposes=("统一管理拜访与学术活动合规记录", "讲者资质审核与费用披露"),
    fields=(
        Field("医生姓名", "执业医师、药师", category=None),
        Field("所在医院和科室", "工作单位", category=None),
        Field("专业领域", "专业与学术任职"),
        Field("职称", "技术职务", category=None),
        Field("工作邮箱", "用于会议通知", category=None, required=False),
        Field("工作电话", "办公电话", category=None, required=False),
        Field("参会记录", "会议名称、日期、角色", category=None, required=False),
        Field("讲者服务内容", "讲题与时长", required=False),
        Field("拜访记录", "日期与沟通主题", category=None, required=False),
    ),
    needs=("总部合规部门集中审核", "全球同一系统，无法单独部署"),
)
SUPPLY = ScenarioTexts(
    names=(
        "供应链与质量管理",
        "供应链管理",
        "质量管理",
        "供应链质量管理",
        "Supply Chain and Quality Management",
    ),
    titles=("全球质量管理系统", "供应商与经销商管理", "产品投诉与偏差处理"),
    purposes=("批次放行、偏差和投诉处理", "供应商准入与订单履行"),
    fields=(
        Field("批生产记录", "工艺参数与放行结论", personal=False, category=DRUG),
        Field("偏差报告", "原因与纠正措施", personal=False, category=DRUG),
        Field("供应商名称", "法人名称", personal=False, category=None),
        Field("供应商联系人姓名", "业务联系人", category=None),
        Field("供应商联系人电话", "办公电话", category=None, required=False),
        Field("产品投诉内容", "质量问题描述", category=DRUG),
        Field("操作人员签名", "批记录签名", category=None),
        Field("稳定性试验数据", "检验结果", personal=False, category=DRUG),
        Field("物流单号", "运输与温控记录", personal=False, category=None, required=False),
    ),
    needs=("全球质量体系统一放行", "质量问题须向生产地追溯"),
)
STAFF = ScenarioTexts(
    names=("其他",),
    titles=("员工与人力资源管理",),
    purposes=("集团人事系统统一管理",),
    fields=(
        Field("员工姓名", "在职员工", category=None),
        Field("岗位", "部门与职务", category=None),
        Field("绩效结果", "年度评定", category=None, required=False),
    ),
    needs=("集团统一管理",),
)
SCENARIOS = {
    "clinical_trial": CLINICAL,
    "pharmacovigilance": VIGILANCE,
    "hcp_management": HCP,
    "supply_quality": SUPPLY,
    "other": STAFF,
}
