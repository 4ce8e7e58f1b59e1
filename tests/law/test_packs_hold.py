"""Every fact that the notes on the law name is in a pack, with its value and its article."""

from datetime import date

import pytest

from listlab.law import load_pack
from listlab.model.language import Text

DAY = date(2026, 6, 30)

# fact, article, paragraph, value (a number, a code, or words that the sentence holds)
NATIONAL = [
    ("important.identify", "2", None, "识别、申报重要数据"),
    ("important.undeclared", "2", None, "need_not_declare"),
    ("important.notifier", "2", None, "部门、地区"),
    ("exempt.trade_data", "3", None, "国际贸易"),
    ("exempt.foreign_collected", "4", None, "境外收集"),
    ("exempt.contract", "5", "1(1)", "合同"),
    ("exempt.human_resources", "5", "1(2)", "集体合同"),
    ("exempt.emergency", "5", "1(3)", "生命健康和财产安全"),
    ("exempt.small_volume", "5", "1(4)", 100_000),
    ("exempt.not_important", "5", "2", "important_data_not_covered"),
    ("exempt.zone_authority", "6", "1", "省级网络安全和信息化委员会批准"),
    ("exempt.zone_list", "6", "2", "负面清单以外"),
    ("assessment.ciio", "7", "1(1)", "any_volume"),
    ("assessment.important", "7", "1(2)", "any_volume"),
    ("assessment.personal", "7", None, 1_000_000),
    ("assessment.sensitive", "7", None, 10_000),
    ("exempt.prevails", "7", "2", "exemption_followed"),
    ("contract.personal", "8", None, 100_000),
    ("contract.sensitive", "8", None, 1),
    ("assessment.validity", "9", None, 3),
    ("assessment.extension_window", "9", None, 60),
    ("assessment.extension", "9", None, 3),
    ("assessment.extension_condition", "9", None, "没有发生应当重新申报"),
    ("duty.notice", "10", None, "告知"),
    ("duty.separate_consent", "10", None, "单独同意"),
    ("duty.impact_assessment", "10", None, "影响评估"),
    ("duty.protection", "11", None, "技术措施"),
    ("duty.incident", "11", None, "补救措施"),
    ("national.precedence", "13", None, "this_prevails"),
    ("exclude.core_data", "21", None, "更加严格"),
    ("exclude.state_secret", "53", None, "保守国家秘密"),
    ("exclude.export_control", "2", None, "管制物项"),
    ("exclude.technology_export", "条号待核实", None, "对外贸易"),
    ("certification.processor", "条号待核实", None, "not_ciio"),
    ("certification.volumes", "条号待核实", None, "contract_volumes"),
    ("certification.no_important", "条号待核实", None, "excluded"),
    ("certification.no_splitting", "条号待核实", None, "forbidden"),
    ("certification.validity", "条号待核实", None, 3),
    ("important.definition", "62", None, "一定精度和规模"),
    ("count.start", "7", None, "since_1_january"),
    ("count.unit", "7", None, "distinct_natural_persons"),
    ("count.national_scope", "7", None, "processor_all_scenarios"),
    ("count.list_scope", "6", None, "scenario_of_item"),
    ("count.merge", "7", None, "union_of_persons"),
    ("count.exempt", "7", None, "not_counted"),
    ("count.exempt_overlap", "7", None, "provision_not_person"),
    ("count.freed_by_list", "7", None, "not_counted"),
    ("count.under_list", "7", None, "counted"),
    ("count.kinds", "7", None, "counted_apart"),
    ("count.at_threshold", "1259", None, "caught"),
    ("count.bound_words", "1259", None, "届满含本数"),
]
BEIJING = [
    ("zone.scope", "2", None, "制定审批和使用管理"),
    ("zone.other_law", "2", None, "另有规定"),
    ("zone.principles", "3", "1", "安全底线"),
    ("exclude.zone_restricted_recipient", "2", None, "限制或者禁止"),
    ("list.batches", "3", "1(3)", "分批"),
    ("supervision.security_bodies", "4", "2", "市国家安全局"),
    ("supervision.service_centre", "6", None, "绿色通道"),
    ("processor.cooperation", "7", "2", "一致性抽验"),
    ("supervision.contact", "12", "1(2)", "对接"),
    ("processor.registration", "7", "1", "registered_in_zone"),
    ("processor.kinds", "7", "1", "事业单位"),
    ("processor.individuals", "7", "1", "not_named"),
    ("rules.priority", "8", "1(2)", "industry_standard_first"),
    ("rules.absent_standard", "8", "1(2)", "consulted"),
    ("catalogue.filing", "8", "1(2)", "national_coordination_office"),
    ("list.part1_title", "9", "1(1)", "安全评估"),
    ("list.ciio", "9", "1(1)", "关键信息基础设施运营者"),
    ("list.important", "9", "1(1)", "重要数据"),
    ("list.assessment_personal", "9", "1(1)", "安全评估"),
    ("list.part2_title", "9", "1(2)", "标准合同"),
    ("list.contract_personal", "9", "1(2)", "认证"),
    ("list.dynamic", "10", "1", "修订"),
    ("adoption.other_lists", "10", "2", "own_procedure"),
    ("adoption.sources", "10", "2", "改革开放先行区"),
    ("use.mode", "11", "1(1)", "filing"),
    ("use.kit", "11", None, "承诺书"),
    ("use.guides", "11", "1(1)", "实施指南"),
    ("use.changes", "11", "1(2)", "refiled"),
    ("filing.validity", "11", "1(2)", 3),
    ("duty.changes", "11", "1(2)", "更新备案"),
    ("filing.district_review", "12", "1(1)", 10),
    ("filing.confirmation", "12", "1(1)", "no_limit_stated"),
    ("outcome.inside", "12", "1(1)", "procedure"),
    ("outcome.outside", "12", "1(1)", "told_free"),
    ("outcome.not_listed", "22", None, "national_law"),
    ("filing.city_review", "13", None, 10),
    ("supervision.guidance", "14", None, "市、区两级"),
    ("supervision.consistency", "15", None, "备案有效期内"),
    ("supervision.sanction", "15", None, "suspend_rectify_refile"),
    ("supervision.serious", "15", None, "终止"),
    ("supervision.inspection", "16", None, "优化清单"),
    ("supervision.prompt_entry", "16", None, "及时纳入"),
    ("duty.zone_incident", "16", None, "补救"),
    ("supervision.credit", "17", None, "检查频次"),
    ("measures.liability", "18", None, "网络安全法"),
    ("exclude.zone_core_data", "19", None, "不纳入"),
    ("measures.interpreter", "20", None, "网信办"),
    ("rules.other_industries", "21", None, "有关规定"),
    ("exclude.zone_export_control", "23", None, "出口管制"),
    ("exclude.zone_technology_export", "23", None, "对外贸易"),
    ("measures.in_force", "24", None, "发布之日"),
    ("measures.old_filings", "24", None, "remain_valid"),
    ("zone.pilot", "三、（一）2", None, "试点"),
]
GUANGDONG = [
    ("zone.scope", "2", None, "制定审批"),
    ("zone.principles", "3", "1", "安全底线"),
    ("use.guides", "5", None, "先报省级管理部门备案"),
    ("processor.registration", "6", "1", "registered_in_zone"),
    ("processor.kinds", "6", "1", "个人"),
    ("processor.individuals", "6", "1", "admitted"),
    ("important.undeclared", "6", "2", "need_not_declare"),
    ("rules.absent_standard", "7", "1(2)", "applied"),
    ("catalogue.filing", "7", "1(2)", "national_coordination_office"),
    ("list.part1_title", "8", "1(1)", "安全评估"),
    ("list.part2_title", "8", "1(2)", "标准合同"),
    ("list.dynamic", "9", None, "修订"),
    ("use.self_assessment", "10", "1", "研判"),
    ("outcome.inside", "10", "2", "procedure"),
    ("outcome.outside", "10", "2", "exempt"),
    ("outcome.not_listed", "10", "3", "national_law"),
    ("use.mode", "11", None, "report"),
    ("use.contents", "11", None, "境外接收方"),
    ("use.changes", "11", None, "reported"),
    ("duty.changes", "11", None, "报告"),
    ("duty.zone_incident", "12", None, "省级管理部门和区域管理机构"),
    ("supervision.contact", "13", None, "对接"),
    ("processor.declaring", "6", "2", "申报重要数据"),
    ("adoption.sources", "26", None, "其他自贸试验区"),
    ("supervision.guidance", "14", None, "风险研判"),
    ("supervision.consistency", "15", "1", "专业技术机构"),
    ("supervision.sanction", "15", "1", "suspend_rectify"),
    ("supervision.platform", "15", "2", "平台"),
    ("supervision.inspection", "16", None, "定期"),
    ("supervision.prompt_entry", "16", None, "及时纳入"),
    ("supervision.crime_leads", "16", None, "公安"),
    ("measures.liability", "17", None, "网络安全法"),
    ("measures.interpreter", "18", None, "网信办"),
    ("rules.other_industries", "19", None, "有关规定"),
    ("exclude.zone_export_control", "20", None, "出口管制"),
    ("treaties.prevail", "21", None, "treaty_prevails"),
    ("trade_rules.pilot", "22", None, "压力测试"),
    ("count.unit", "23", None, "distinct_natural_persons"),
    ("count.exempt", "23", None, "not_counted"),
    ("count.sensitive_guidance", "24", None, "技术规范"),
    ("count.at_threshold", "25", None, "caught"),
    ("adoption.other_lists", "26", None, "consulted"),
    ("measures.in_force", "27", None, "发布之日"),
    ("measures.trial", "27", None, 2),
]
JIANGSU = [
    ("zone.scope", "2", None, "监管"),
    ("zone.other_law", "2", None, "另有规定"),
    ("zone.principles", "3", None, "包容审慎"),
    ("zone.mechanism", "3", None, "操作指引"),
    ("processor.registration", "4", "1", "registered_in_zone"),
    ("processor.individuals", "4", "1", "not_named"),
    ("processor.cooperation", "4", "2", "依法依规"),
    ("supervision.joint_conference", "6", "1", "分类分级"),
    ("supervision.area_guides", "6", "2", "操作指引"),
    ("rules.absent_standard", "7", "1(2)", "applied"),
    ("catalogue.filing", "7", "1(2)", "national_coordination_office"),
    ("list.part1_title", "8", "1(1)", "安全评估"),
    ("list.part2_title", "8", "1(2)", "标准合同"),
    ("list.dynamic", "9", None, "修订"),
    ("outcome.outside", "10", None, "exempt"),
    ("use.guides", "11", None, "以清单为准"),
    ("use.mode", "12", "1", "report"),
    ("use.contents", "12", "1", "境外接收方"),
    ("duty.zone_incident", "12", "2", "片区管委会"),
    ("duty.incident_urgent", "12", "2", 24),
    ("supervision.guidance", "13", None, "风险研判"),
    ("supervision.consistency", "14", None, "备案材料"),
    ("supervision.sanction", "14", None, "suspend_rectify"),
    ("supervision.inspection", "15", None, "双随机"),
    ("supervision.serious", "14", None, "重点监控"),
    ("supervision.detection", "15", None, "监测"),
    ("supervision.prompt_entry", "15", None, "按程序"),
    ("supervision.crime_leads", "15", None, "公安"),
    ("supervision.tracking", "16", None, "预警"),
    ("supervision.half_yearly", "16", None, 6),
    ("important.undeclared", "17", None, "need_not_declare"),
    ("important.notifier", "17", None, "片区管委会"),
    ("treaties.prevail", "18", None, "treaty_prevails"),
    ("supervision.platform", "19", None, "平台"),
    ("measures.liability", "20", None, "网络安全法"),
    ("secrecy.staff", "21", None, "保密"),
    ("exclude.zone_core_data", "22", None, "不纳入"),
    ("exclude.zone_export_control", "23", None, "出口管制"),
    ("outcome.not_listed", "24", "1", "national_law"),
    ("adoption.other_lists", "24", "2", "consulted"),
    ("adoption.sources", "24", "2", "其他自贸试验区"),
    ("measures.trial", "25", "2", 2),
]
HELD = [
    ("held.personal", "重要数据统一识别参考规则", "2", 10_000_000),
    ("held.sensitive", "重要数据统一识别参考规则", "2", 1_000_000),
    ("held.sensitive_contents", "重要数据统一识别参考规则", "2", 100_000),
    ("held.ciio", "重要数据统一识别参考规则", "3", 100_000),
    ("rules.non_secret", "重要数据统一识别参考规则", "1", "non_secret_only"),
]
TABLES = {
    "national": NATIONAL,
    "beijing": BEIJING + HELD,
    "guangdong": GUANGDONG + HELD,
    "jiangsu": JIANGSU + HELD,
}
ROWS = [(pack, *row) for pack, rows in TABLES.items() for row in rows]


@pytest.mark.parametrize(
    ("pack", "fact_id", "article", "paragraph", "value"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS]
)
def test_a_pack_holds_the_fact(pack, fact_id, article, paragraph, value):
    """Id, article, paragraph and value stand as the notes on the law give them."""
    fact = load_pack(pack).fact(fact_id)
    assert (article, paragraph) == (fact.source.article, fact.source.paragraph)
    found = fact.value_on(DAY)
    assert value in found.zh if isinstance(found, Text) else value == found
    assert pack == fact.pack


@pytest.mark.parametrize("zone", ["beijing", "guangdong", "jiangsu"])
def test_a_zone_has_nothing_beside_the_tables(zone):
    """Every fact of a zone stands in the table above, or in the short list of the rest."""
    rest = {"processor.cooperation", "processor.kinds", "rules.priority", "rules.other_industries",
            "list.batches", "list.ciio", "list.important", "list.assessment_personal",
            "list.contract_personal", "outcome.inside", "exclude.zone_technology_export", "use.kit",
            "supervision.serious", "measures.in_force", "measures.interpreter"}  # fmt: skip
    listed = {row[0] for row in TABLES[zone]}
    assert set() == {fact.id for fact in load_pack(zone).own_facts} - listed - rest


def test_guangdongs_articles_are_counted_and_say_so():
    """Counted numbers are unverified and carry a keyword of the paragraph."""
    pack = load_pack("guangdong")
    counted = [f for f in pack.own_facts if f.source.instrument == "guangdong_measures"]
    assert len(counted) > 40
    assert {"unverified"} == {fact.status for fact in counted}
    assert all(fact.source.keyword for fact in counted)
    stages = [s for group in pack.workflow.groups().values() for s in group]
    own = [stage for stage in stages if stage.source.instrument == "guangdong_measures"]
    assert {"unverified"} == {stage.status for stage in own}
    assert all(stage.source.keyword for stage in own)
    text = pack.fact("use.mode").citation_text("zh")
    assert "第11条（见“及时向所属区域管理机构报告”一段）（未核实）" in text


# pack, group, stage, article, leads by id, deciders by id, deadline in working days, years
STAGES = [
    ("beijing", "making", "needs_survey", "8", 5, 0, None, None),
    ("beijing", "making", "important_data", "8", 1, 1, None, None),
    ("beijing", "making", "scenario_analysis", "8", 5, 0, None, None),
    ("beijing", "making", "consultation", "8", 5, 0, None, None),
    ("beijing", "making", "approval", "8", 2, 2, None, None),
    ("beijing", "catalogue", "catalogue_filing", "8", 1, 1, None, None),
    ("beijing", "adoption", "adoption_analysis", "10", 5, 0, None, None),
    ("beijing", "adoption", "adoption_approval", "10", 2, 2, None, None),
    ("beijing", "using", "application", "11", 1, 0, None, None),
    ("beijing", "using", "district_review", "12", 1, 0, 10, None),
    ("beijing", "using", "city_review", "13", 5, 0, 10, None),
    ("beijing", "using", "notice", "12", 1, 5, None, 3),
    ("guangdong", "making", "needs_survey", "7", 5, 0, None, None),
    ("guangdong", "making", "important_data", "7", 5, 0, None, None),
    ("guangdong", "making", "approval", "7", 2, 2, None, None),
    ("guangdong", "catalogue", "catalogue_filing", "7", 5, 1, None, None),
    ("guangdong", "using", "self_assessment", "10", 0, 0, None, None),
    ("guangdong", "using", "report", "11", 1, 0, None, None),
    ("jiangsu", "making", "needs_survey", "7", 1, 0, None, None),
    ("jiangsu", "making", "important_data", "7", 5, 0, None, None),
    ("jiangsu", "making", "scenario_analysis", "7", 1, 0, None, None),
    ("jiangsu", "making", "consultation", "7", 1, 0, None, None),
    ("jiangsu", "making", "approval", "7", 5, 2, None, None),
    ("jiangsu", "catalogue", "catalogue_filing", "7", 5, 1, None, None),
    ("jiangsu", "using", "report", "12", 1, 0, None, None),
    ("national", "assessment", "assessment_decision", "条号待核实", 1, 1, 45, 3),
    ("national", "contract", "contract_filing", "7", 1, 0, 10, None),
    ("national", "certification", "certification_application", "条号待核实", 1, 1, None, 3),
]


@pytest.mark.parametrize("row", STAGES, ids=lambda r: f"{r[0]}-{r[2]}")
def test_a_stage_names_bodies_and_terms(row):
    """Who leads and decides, by when, and for how long."""
    pack_id, group, stage_id, article, leads, decides, days, years = row
    pack = load_pack(pack_id)
    stage = next(s for s in pack.workflow.groups()[group] if s.id == stage_id)
    terms = [pack.fact(i).persons_on(DAY) if i else None for i in (stage.deadline, stage.validity)]
    assert (article, leads, decides) == (stage.source.article, len(stage.leads), len(stage.decides))
    assert [days, years] == terms


def test_who_files_and_who_reports():
    """Beijing files with the districts; Guangdong and Jiangsu report to region and area."""
    kinds = {zone: {s.kind for s in load_pack(zone).workflow.using}
             for zone in ("beijing", "guangdong", "jiangsu")}  # fmt: skip
    assert {"beijing": {"filing"}, "guangdong": {"report"}, "jiangsu": {"report"}} == kinds
    assert () == load_pack("jiangsu").stages("filing") == load_pack("jiangsu").workflow.adoption
    papers = [[p.zh for p in stage.hand_in] for stage in load_pack("beijing").stages("filing")]
    assert ["使用申请表", "承诺书"] == papers[0]
    report = load_pack("guangdong").stages("report")[-1]
    assert ["业务场景", "出境数据目录", "出境数据规模", "境外接收方情况"] == [
        p.zh for p in report.hand_in
    ]


BODIES = {
    "beijing": "北京市互联网信息办公室 北京市政务服务和数据管理局 北京市商务局 北京市公安局 "
    "北京市国家安全局 各区和经开区 数据跨境服务中心 亦庄",
    "guangdong": "广东省互联网信息办公室 广东省商务厅 广东省政务服务和数据管理局 广东省公安厅 "
    "广东省国家安全厅 南沙 前海蛇口 横琴粤澳深度合作区办公室 执行委员会 河套",
    "jiangsu": "江苏省互联网信息办公室 江苏省商务厅 江苏省数据局 江苏省公安厅 江苏省国家安全厅 "
    "南京片区 苏州片区 连云港片区 联席会议",
}


@pytest.mark.parametrize("zone", sorted(BODIES))
def test_bodies_stand_by_name(zone):
    """Every authority that the notes name is there."""
    names = [body.name.zh for body in load_pack(zone).bodies]
    assert [] == [
        wanted for wanted in BODIES[zone].split() if not any(wanted in name for name in names)
    ]


@pytest.mark.parametrize(
    ("zone", "categories", "blocks", "facets_of_16"),
    [("beijing", 40, 15, 4), ("guangdong", 40, 15, 4), ("jiangsu", 39, 14, 3)],
)
def test_annex_of_each_zone(zone, categories, blocks, facets_of_16):
    """Categories, blocks of example rules and how they are shared."""
    pack = load_pack(zone)
    assert list(range(1, categories + 1)) == [c.code for c in pack.categories]
    assert list(range(1, 14)) == list(dict.fromkeys(c.parent.code for c in pack.categories))
    examples = [rule for rule in pack.rules if rule.kind == "example"]
    assert blocks == len(examples)
    for rule in examples:
        first, last = rule.categories[0], rule.categories[-1]
        assert tuple(range(first, last + 1)) == rule.categories
    shared = [code for rule in examples for code in rule.categories]
    assert len(shared) == len(set(shared))
    facets = [f for rule in examples for f in rule.facets if 16 in f.categories]
    assert facets_of_16 == len(facets)
    assert 8 == sum(bool(category.defers_to) for category in pack.categories)
    assert 31 == sum(bool(category.keywords) for category in pack.categories)


def test_exemptions_by_the_code_of_a_case():
    """The bases that a case may claim, and which the law gives by itself."""
    pack = load_pack("national")
    found = {f.exempts.basis: (f.id, f.exempts.claimed) for f in pack.exemptions}
    expected = {
        "3": ("exempt.trade_data", "case"),
        "4": ("exempt.foreign_collected", "case"),
        "5.1.1": ("exempt.contract", "case"),
        "5.1.2": ("exempt.human_resources", "case"),
        "5.1.3": ("exempt.emergency", "case"),
        "5.1.4": ("exempt.small_volume", "volume"),
        "6": ("exempt.zone_list", "list"),
    }
    assert expected == found
    assert "none" == pack.exemption("3").exempts.persons
    assert ["5.1.4"] == [f.exempts.basis for f in pack.exemptions if f.exempts.processor != "any"]


def test_exclusions_by_ground():
    """What another regime governs, in every pack."""
    for pack_id in TABLES:
        grounds = {fact.excludes.ground for fact in load_pack(pack_id).exclusions}
        assert {"core", "classified", "export_controlled", "restricted_recipient"} == grounds
    told = {f.id for f in load_pack("national").exclusions if f.excludes.data_route}
    assert {"exclude.export_control", "exclude.technology_export"} == told


@pytest.mark.parametrize("zone", ["beijing", "guangdong", "jiangsu"])
def test_what_a_zone_excludes_and_asks_stands_beside_the_nation(zone):
    """A processor outside the zone keeps every national ground and duty."""
    nation, pack = load_pack("national"), load_pack(zone).at(DAY)
    assert all(fact in pack.exclusions for fact in nation.at(DAY).exclusions)
    assert all(fact in pack.duties for fact in nation.at(DAY).duties)
    assert {"duty.incident", "duty.zone_incident"} <= {fact.id for fact in pack.duties}
    core = [fact.pack for fact in pack.exclusions if fact.excludes.ground == "core"]
    assert "national" in core


def test_duties_say_no_more_than_their_article():
    """What notice and assessment hold stands in another law; so does the level of the office."""
    nation = load_pack("national")
    said = {name: nation.fact(f"duty.{name}").text_on(DAY).zh for name in
            ("notice", "impact_assessment", "incident")}  # fmt: skip
    assert not any(word in text for text in said.values() for word in ("接收方", "记录", "省级"))
    assert all("未核实" in nation.fact(f"duty.{name}").note.zh for name in said)


def test_keywords_stand_in_their_block():
    """Of accidents the block has no other word; of defence four fields."""
    facets = {facet.id: facet for rule in load_pack("jiangsu").rules for facet in rule.facets}
    assert ("交通事故",) == facets["accidents"].keywords
    assert ("军事", "经济", "科技", "网络安全") == facets["national_defence"].keywords


def test_items_of_persons_are_told_in_our_own_words():
    """Titles are the law's, as a list must use them; items are not copied from the article."""
    pack = load_pack("beijing")
    for name in ("list.assessment_personal", "list.contract_personal"):
        assert "关键信息基础设施运营者以外的数据处理者" not in pack.fact(name).text_on(DAY).zh
