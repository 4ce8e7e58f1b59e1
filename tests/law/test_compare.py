"""Comparison finds every real difference of the zones and no typography."""

import pytest

from listlab.law import load_pack
from listlab.law.compare import compare_packs, special_to

ZONES = ("beijing", "guangdong", "jiangsu")
BJ, GD, JS = (load_pack(zone) for zone in ZONES)


def found(left, right):
    return {(d.topic, d.id, d.aspect.en): d for d in compare_packs(left, right)}


FOUND = {
    ("beijing", "guangdong"): found(BJ, GD),
    ("beijing", "jiangsu"): found(BJ, JS),
    ("guangdong", "jiangsu"): found(GD, JS),
}
VALUE, PRESENCE = "value", "presence"

# what differs, between whom, topic, id, aspect, words on the left, words on the right
ANNEX = [
    ("第40类", "beijing", "jiangsu", "categories", "40", PRESENCE, "其他可能影响", None),
    ("第40类", "guangdong", "jiangsu", "categories", "40", PRESENCE, "其他可能影响", None),
    (
        "第16类的标准",
        "beijing",
        "jiangsu",
        "categories",
        "16",
        "standard deferred to",
        "汽车",
        "工业",
    ),
    (
        "第16类的标准",
        "guangdong",
        "jiangsu",
        "categories",
        "16",
        "standard deferred to",
        "汽车",
        "工业",
    ),
    (
        "第5类的描述",
        "beijing",
        "guangdong",
        "categories",
        "5",
        "keywords",
        "海洋环境",
        "海洋生态环境",
    ),
    (
        "第5类的描述",
        "guangdong",
        "jiangsu",
        "categories",
        "5",
        "keywords",
        "海洋生态环境",
        "海洋环境",
    ),
    (
        "第7类的描述",
        "beijing",
        "jiangsu",
        "categories",
        "7",
        "keywords",
        "数字孪生水利",
        "地理空间",
    ),
    (
        "第7类的描述",
        "guangdong",
        "jiangsu",
        "categories",
        "7",
        "keywords",
        "数字孪生水利",
        "地理空间",
    ),
    ("第20类的名称", "beijing", "jiangsu", "categories", "20", "name", "广播电视", "广播电视台"),
    (
        "第六大类的名称",
        "beijing",
        "jiangsu",
        "categories",
        "21",
        "first level",
        "广播电视和",
        "广播电视台",
    ),
    (
        "地理",
        "beijing",
        "guangdong",
        "rules",
        "nature_environment.geography",
        "keywords",
        "地理信息",
        "遥感影像",
    ),
    (
        "地理",
        "beijing",
        "jiangsu",
        "rules",
        "nature_environment.geography",
        "keywords",
        "地理信息",
        "遥感影像",
    ),
    (
        "海洋或与且",
        "beijing",
        "jiangsu",
        "rules",
        "nature_environment.ocean",
        "properties joined",
        "其一",
        "全部",
    ),
    (
        "海洋或与且",
        "guangdong",
        "jiangsu",
        "rules",
        "nature_environment.ocean",
        "properties joined",
        "其一",
        "全部",
    ),
    (
        "海洋生态",
        "beijing",
        "jiangsu",
        "rules",
        "nature_environment.ocean",
        "keywords",
        "生态",
        "海洋环境",
    ),
    (
        "数字孪生水利",
        "beijing",
        "jiangsu",
        "rules",
        "nature_environment.water_imagery",
        "keywords",
        "数字",
        "地理空间",
    ),
    (
        "交通控制类数据",
        "beijing",
        "jiangsu",
        "rules",
        "transport.transport_safety",
        "properties",
        "供应链",
        "控制类",
    ),
    (
        "交通控制类数据",
        "guangdong",
        "jiangsu",
        "rules",
        "transport.transport_safety",
        "properties",
        "供应链",
        "控制类",
    ),
    (
        "交通施工",
        "beijing",
        "guangdong",
        "rules",
        "transport.construction",
        "keywords",
        "施工建设",
        "施工过程",
    ),
    (
        "交通施工",
        "guangdong",
        "jiangsu",
        "rules",
        "transport.construction",
        "keywords",
        "施工过程",
        "施工建设",
    ),
    (
        "车辆时空数据",
        "beijing",
        "jiangsu",
        "rules",
        "equipment_vehicles.vehicle_space_time",
        PRESENCE,
        "时空",
        None,
    ),
    (
        "车辆时空数据",
        "guangdong",
        "jiangsu",
        "rules",
        "equipment_vehicles.vehicle_space_time",
        PRESENCE,
        "时空",
        None,
    ),
    (
        "支付清算",
        "beijing",
        "jiangsu",
        "rules",
        "finance.payment_clearing",
        PRESENCE,
        "支付清算",
        None,
    ),
    (
        "支付清算",
        "guangdong",
        "jiangsu",
        "rules",
        "finance.payment_clearing",
        PRESENCE,
        "支付清算",
        None,
    ),
    ("低空", "beijing", "jiangsu", "rules", "other.other_security", "keywords", "低空", "生物安全"),
    (
        "低空",
        "guangdong",
        "jiangsu",
        "rules",
        "other.other_security",
        "keywords",
        "低空",
        "生物安全",
    ),
    ("化工等一组", "beijing", "jiangsu", "rules", "chemicals_power", PRESENCE, "化工", None),
    ("化工等一组", "guangdong", "jiangsu", "rules", "chemicals_power", PRESENCE, "化工", None),
    (
        "防扩散",
        "beijing",
        "guangdong",
        "rules",
        "other.non_proliferation",
        PRESENCE,
        None,
        "防扩散",
    ),
    ("防扩散", "beijing", "jiangsu", "rules", "other.non_proliferation", PRESENCE, None, "防扩散"),
    (
        "禁限技术目录",
        "beijing",
        "guangdong",
        "rules",
        "science.restricted_technology",
        "name",
        "列入",
        "所列",
    ),
    (
        "社会公共利益",
        "beijing",
        "guangdong",
        "rules",
        "internet.ai",
        "properties",
        "社会公共",
        "公共利益",
    ),
    (
        "社会公共利益",
        "guangdong",
        "jiangsu",
        "rules",
        "internet.ai",
        "properties",
        "公共利益",
        "社会公共",
    ),
    (
        "个人敏感信息",
        "beijing",
        "jiangsu",
        "rules",
        "held_sensitive_contents",
        "name",
        "个人敏感",
        "敏感个人",
    ),
    ("示例适用类别", "beijing", "jiangsu", "rules", "other", "categories", "39、40", "39"),
]
MEASURES = [
    ("备案或报告", "beijing", "guangdong", "facts", "use.mode", VALUE, "备案", "报告"),
    ("重点监控", "guangdong", "jiangsu", "facts", "supervision.serious", VALUE, "监管", "监控"),
    ("监督", "beijing", "jiangsu", "facts", "supervision.guidance", VALUE, "市、区", "省级"),
    ("监督", "guangdong", "jiangsu", "facts", "supervision.guidance", VALUE, "事前", "指导监督"),
    (
        "按程序",
        "guangdong",
        "jiangsu",
        "facts",
        "supervision.prompt_entry",
        VALUE,
        "及时",
        "按程序",
    ),
    ("监测发现", "beijing", "jiangsu", "facts", "supervision.detection", PRESENCE, None, "监测"),
    ("跟踪", "guangdong", "jiangsu", "facts", "supervision.tracking", PRESENCE, None, "预警"),
    ("配合", "beijing", "jiangsu", "facts", "processor.cooperation", VALUE, "抽验", "核验"),
    (
        "服务中心",
        "beijing",
        "guangdong",
        "facts",
        "supervision.service_centre",
        PRESENCE,
        "咨询",
        None,
    ),
    ("对接", "beijing", "jiangsu", "facts", "supervision.contact", PRESENCE, "对接", None),
    ("外区来源", "beijing", "guangdong", "facts", "adoption.sources", VALUE, "先行区", "其他"),
    ("备案或报告", "beijing", "jiangsu", "facts", "use.mode", VALUE, "备案", "报告"),
    (
        "区级初审",
        "beijing",
        "guangdong",
        "facts",
        "filing.district_review",
        PRESENCE,
        "10个工作日",
        None,
    ),
    ("市级联审", "beijing", "jiangsu", "facts", "filing.city_review", PRESENCE, "10个工作日", None),
    (
        "确认没有期限",
        "beijing",
        "jiangsu",
        "facts",
        "filing.confirmation",
        PRESENCE,
        "没有写明",
        None,
    ),
    ("三年有效", "beijing", "jiangsu", "facts", "filing.validity", PRESENCE, "3年", None),
    (
        "个人",
        "beijing",
        "guangdong",
        "facts",
        "processor.individuals",
        VALUE,
        "没有列出",
        "包括个人",
    ),
    (
        "个人",
        "guangdong",
        "jiangsu",
        "facts",
        "processor.individuals",
        VALUE,
        "包括个人",
        "没有列出",
    ),
    (
        "参照与按照",
        "beijing",
        "guangdong",
        "facts",
        "rules.absent_standard",
        VALUE,
        "参照参考",
        "按照参考",
    ),
    (
        "参照与按照",
        "beijing",
        "jiangsu",
        "facts",
        "rules.absent_standard",
        VALUE,
        "参照参考",
        "按照参考",
    ),
    ("清单外", "beijing", "guangdong", "facts", "outcome.outside", VALUE, "告知", "免于"),
    ("变化", "beijing", "guangdong", "facts", "use.changes", VALUE, "更新备案", "报告变化"),
    ("使用文件", "beijing", "jiangsu", "facts", "use.kit", VALUE, "承诺书", "没有规定申请表"),
    ("指南", "guangdong", "jiangsu", "facts", "use.guides", VALUE, "实施指南", "操作指引"),
    (
        "外区清单",
        "beijing",
        "guangdong",
        "facts",
        "adoption.other_lists",
        VALUE,
        "逐一",
        "没有写明程序",
    ),
    (
        "外区清单",
        "beijing",
        "jiangsu",
        "facts",
        "adoption.other_lists",
        VALUE,
        "逐一",
        "没有写明程序",
    ),
    (
        "外区清单的程序",
        "beijing",
        "jiangsu",
        "workflow",
        "adoption.adoption_analysis",
        PRESENCE,
        "逐一",
        None,
    ),
    (
        "核心数据",
        "beijing",
        "guangdong",
        "facts",
        "exclude.zone_core_data",
        PRESENCE,
        "不纳入",
        None,
    ),
    (
        "核心数据",
        "guangdong",
        "jiangsu",
        "facts",
        "exclude.zone_core_data",
        PRESENCE,
        None,
        "不纳入",
    ),
    (
        "限制接收方",
        "beijing",
        "jiangsu",
        "facts",
        "exclude.zone_restricted_recipient",
        PRESENCE,
        "不适用本办法",
        None,
    ),
    (
        "二十四小时",
        "guangdong",
        "jiangsu",
        "facts",
        "duty.incident_urgent",
        PRESENCE,
        None,
        "24小时",
    ),
    ("二十四小时", "beijing", "jiangsu", "facts", "duty.incident_urgent", PRESENCE, None, "24小时"),
    (
        "半年报告",
        "guangdong",
        "jiangsu",
        "facts",
        "supervision.half_yearly",
        PRESENCE,
        None,
        "6个月",
    ),
    (
        "重新备案",
        "beijing",
        "guangdong",
        "facts",
        "supervision.sanction",
        VALUE,
        "重新申请",
        "可责令",
    ),
    ("信用加风险", "beijing", "guangdong", "facts", "supervision.credit", PRESENCE, "信用好", None),
    ("双随机", "guangdong", "jiangsu", "facts", "supervision.inspection", VALUE, "定期", "双随机"),
    (
        "犯罪线索",
        "beijing",
        "guangdong",
        "facts",
        "supervision.crime_leads",
        PRESENCE,
        None,
        "公安",
    ),
    ("条约", "beijing", "jiangsu", "facts", "treaties.prevail", PRESENCE, None, "条约"),
    ("试行期", "beijing", "guangdong", "facts", "measures.trial", PRESENCE, None, "2年"),
    ("旧备案", "beijing", "guangdong", "facts", "measures.old_filings", PRESENCE, "继续有效", None),
    ("保密", "guangdong", "jiangsu", "facts", "secrecy.staff", PRESENCE, None, "保密"),
    ("谁告知", "guangdong", "jiangsu", "facts", "important.notifier", VALUE, "部门、地区", "片区"),
    (
        "第一步牵头",
        "beijing",
        "jiangsu",
        "workflow",
        "making.needs_survey",
        "led by",
        "北京",
        "片区",
    ),
    (
        "第二步牵头",
        "beijing",
        "guangdong",
        "workflow",
        "making.important_data",
        "led by",
        "协调机制办公室",
        "广东",
    ),
    ("第四步", "guangdong", "jiangsu", "workflow", "making.consultation", "note", None, "必要时"),
    ("第五步", "guangdong", "jiangsu", "workflow", "making.approval", "led by", "广东", "联席会议"),
    (
        "自行研判",
        "guangdong",
        "jiangsu",
        "workflow",
        "using.self_assessment",
        PRESENCE,
        "自行研判",
        None,
    ),
]


@pytest.mark.parametrize("case", ANNEX + MEASURES, ids=lambda c: f"{c[0]}-{c[1]}-{c[2]}-{c[5]}")
def test_a_known_difference_is_found(case):
    """Each difference that the notes on the law name, and those found by reading the annexes."""
    _, left, right, topic, where, aspect, ours, theirs = case
    difference = FOUND[left, right][topic, where, aspect]
    for side, words in ((difference.left, ours), (difference.right, theirs)):
        if aspect == PRESENCE:
            assert (side is None) == (words is None)
        assert words is None or words in side.said.zh


def test_shared_things_are_no_difference():
    """What all three say alike is not shown."""
    alike = (
        "held.personal",
        "held.sensitive_contents",
        "held.ciio",
        "list.part1_title",
        "list.ciio",
    )
    for differences in FOUND.values():
        named = {where for topic, where, aspect in differences if aspect == VALUE}
        assert not named & set(alike)


@pytest.mark.parametrize("zone", ZONES)
def test_a_pack_does_not_differ_from_itself(zone):
    """Equal packs have no differences."""
    assert () == compare_packs(load_pack(zone), load_pack(zone))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("zone/categories.yaml", "石油、石化和天然气", "石油， 石化 和天然气"),
        ("zone/categories.yaml", "其他矿产", "其他 矿产"),
        ("zone/zone.yaml", "企业、事业单位、机构", "企业，事业单位　机构"),
        ("zone/rules.yaml", "keywords: [社会动员]", "keywords: [社会 动员：]"),
        ("zone/rules.yaml", "铁路, 公路, 道路运输", "道路运输, 铁路, 公路"),
        ("beijing/workflow.yaml", "使用申请表, en", "使用申请表：, en"),
    ],
)
def test_typography_is_no_difference(packs, file, old, new):
    """Width, spaces, 、 ， ： and the order of a list do not count."""
    packs.change(file, old, new)
    assert () == compare_packs(BJ, load_pack("beijing", packs.root))


def test_a_changed_word_is_a_difference(packs):
    """One keyword more is found, in the place where it stands."""
    packs.change("zone/rules.yaml", "keywords: [社会动员]", "keywords: [社会动员, 舆论]")
    differences = compare_packs(BJ, load_pack("beijing", packs.root))
    assert [("rules", "internet.mobilisation", "keywords")] == [
        (d.topic, d.id, d.aspect.en) for d in differences
    ]


def test_sides_change_places():
    """Comparing the other way round gives the same differences mirrored."""
    there = {key: (d.left, d.right) for key, d in found(BJ, JS).items()}
    back = {key: (d.right, d.left) for key, d in found(JS, BJ).items()}
    assert {k: v for k, v in there.items() if k[0] != "workflow"}.keys() == {
        k: v for k, v in back.items() if k[0] != "workflow"
    }.keys()
    assert all(there[key] == back[key] for key in there)


def test_what_is_special_about_a_zone():
    """Only what no other zone says alike, without the mere names of bodies."""
    special = {(d.id, d.aspect.en) for d in special_to(JS, [BJ, GD])}
    assert {("duty.incident_urgent", PRESENCE), ("40", PRESENCE)} <= special
    assert not {where for where, _ in special if where.startswith("bodies")}
    assert "use.mode" not in {where for where, _ in special}
    assert () == special_to(JS, [])


def test_every_side_says_where_it_comes_from():
    """Both sides carry their article, and whether it was checked."""
    for difference in FOUND["beijing", "guangdong"].values():
        printed = difference.to_dict("zh")
        for side in (printed["left"], printed["right"]):
            assert side is None or (side["said"] and side["status"] in {"verified", "unverified"})
            assert side is None or printed["topic"] == "industries" or side["source"]


@pytest.mark.parametrize(
    ("left", "right", "topic", "where", "aspect"),
    [
        ("beijing", "jiangsu", "facts", "rules.other_industries", VALUE),
        ("guangdong", "jiangsu", "facts", "rules.other_industries", VALUE),
        ("beijing", "jiangsu", "workflow", "making.scenario_analysis", "note"),
        ("guangdong", "jiangsu", "workflow", "making.scenario_analysis", "note"),
        ("beijing", "guangdong", "facts", "zone.other_law", PRESENCE),
        ("beijing", "jiangsu", "facts", "zone.principles", VALUE),
        ("beijing", "guangdong", "categories", "34", "note"),
        ("beijing", "guangdong", "categories", "34", "readings"),
    ],
)
def test_a_difference_of_the_second_reading_is_found(left, right, topic, where, aspect):
    """What the texts say differently, the packs hold differently."""
    assert (topic, where, aspect) in FOUND[left, right]


@pytest.mark.parametrize("stage", ["needs_survey", "scenario_analysis", "consultation"])
def test_a_reading_shared_by_two_zones_is_no_difference(stage):
    """City or province is told by who leads; Jiangsu names a leader."""
    where = ("workflow", f"making.{stage}", "readings")
    assert where not in FOUND["beijing", "guangdong"]
    assert where in FOUND["beijing", "jiangsu"]
