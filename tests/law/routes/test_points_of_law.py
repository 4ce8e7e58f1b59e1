"""Points of law on which a route was once wrong, or a doubt once unsaid: a test each."""

from datetime import date

import pytest

from listlab.law import load_pack
from listlab.law.routes import RouteResult

TRIAL = {"industry": "pharma", "scenario": "clinical_trial"}
AWAY = {"processor": {"in_zone": False}}
ZONES = ("beijing", "guangdong", "jiangsu")


def said(found) -> str:
    return "\n".join(step.zh for step in found.why)


def facts(found) -> set[str]:
    return {basis.fact for basis in found.basis}


def of_zone(found, pack) -> set[str]:
    return {name for name in facts(found) if name.startswith(f"law:{pack}/")}


@pytest.mark.parametrize("pack", ZONES)
def test_zone_duties_stand_beside_the_nations(pack, case, routed):
    """Outside the zone the nation's duty on incidents remains, inside both stand (1)."""
    inside, outside = routed(case("in", 5), case("out", 5, **AWAY), pack=pack)
    national = [d for d in outside.duties if "第11条" in d.citation.zh and "促进" in d.citation.zh]

    assert {duty.text.zh for duty in outside.duties} < {duty.text.zh for duty in inside.duties}
    assert 2 == len(national)


@pytest.mark.parametrize(("pack", "day"), [("jiangsu", "2027-08-01"), ("guangdong", "2028-02-03")])
def test_a_trial_that_ended_is_for_people_only_where_it_matters(
    pack, day, case, routed, trial_list
):
    """Zone and nation alike: the route, with the doubt said; else review (2)."""
    trial_list["list"]["pack"] = pack
    flows = [
        case("differ", sensitive=19_999, **TRIAL),
        case("heavy", sensitive=50_000, **TRIAL),
        case("light", personal=5, **TRIAL),
    ]
    found = routed(*flows, pack=pack, on=date.fromisoformat(day), negative_list=trial_list)

    assert ("review", "assessment", "free") == found.routes
    assert all("试行期" in said(each) and "未核实" in said(each) for each in found)
    assert [] == list(found[1].missing)


def test_a_list_under_measures_not_held_is_said(case, routed):
    """Between the first list and the present measures the text that applied is not held (3)."""
    flows = case("a", sensitive=50_000, **TRIAL), case("b", personal=50_000, **TRIAL)
    found = routed(*flows, on=date(2025, 6, 1), negative_list="beijing-2024")

    assert ("assessment", "review") == found.routes
    assert all("没有 2025-06-01 所适用的办法" in said(each) for each in found)


def test_a_list_whose_day_has_not_come_does_not_contradict_itself(case, routed, trial_list):
    """A status in force beside "not in force" is not printed (3)."""
    trial_list["list"]["in_force_from"] = "2026-06-01"
    found = routed(case(sensitive=5, **TRIAL), negative_list=trial_list)[0]

    assert "尚未到施行日" in said(found) and "已施行；" not in said(found)


def test_a_superseded_list_is_said(case, routed):
    """After the newer edition both are looked at, and of that no row is known (4)."""
    flows = case("a", sensitive=50_000, **TRIAL), case("b", personal=50_000, **TRIAL)
    found = routed(*flows, on=date(2026, 6, 1), negative_list="beijing-2024")

    assert ("review", "review") == found.routes
    assert all("新版" in said(each) for each in found)


def test_an_unknown_scenario_name_frees_nothing(case, routed, trial_list):
    """A slip of the pen is asked about (5)."""
    flow = case(sensitive=20_000, industry="pharma", scenario="临床实验")
    found = routed(flow, negative_list=trial_list)[0]

    assert "review" == found.route
    assert ["scenario"] == [text.zh.split("：")[0] for text in found.missing]


def test_combined_exemptions_may_share_persons(case, routed):
    """At least the largest claim, at most the sum (6)."""
    claims = [{"basis": "5.1.1", "personal": 30_000}, {"basis": "4", "personal": 20_000}]
    found = routed(case(personal=130_000, exempt=claims))[0]

    assert ((80_000, 100_000), "review") == (found.personal, found.route)


@pytest.mark.parametrize("persons", [{"personal": 10_000_000}, {"sensitive": 1_000_000}])
def test_exports_at_a_volume_held_are_for_people(persons, case, routed):
    """Unless nobody notified or published them as important (7)."""
    persons = {"personal": 0, "sensitive": 0} | persons
    exempt = [{"basis": "4"} | persons]
    found = routed(
        case("open", **persons, exempt=exempt),
        case("settled", **persons, exempt=exempt, data={"notified": False}),
    )

    assert ("review", "free") == found.routes
    assert "掌握" in said(found[0])


def test_important_data_of_a_ciio_cite_its_item(case, routed):
    """The nation's first item and the zone's part 1; the other item where it is unknown (8)."""
    yes = {"important": "yes"}
    found = routed(case("a", data=yes, processor={"ciio": True}))[0]

    assert {"law:national/assessment.ciio", "law:beijing/list.ciio"} <= facts(found)
    assert "law:national/assessment.important" not in facts(found)


def test_on_the_list_is_no_exemption(case, routed, trial_list):
    """Inside cites the power to write lists and the outcome inside, never the exemption (9)."""
    found = routed(case(sensitive=20_000, **TRIAL), negative_list=trial_list)[0]

    assert {"law:national/exempt.zone_authority", "law:beijing/outcome.inside"} <= facts(found)
    assert "law:national/exempt.zone_list" not in facts(found)


def test_an_exception_met_is_the_reason(case, routed):
    """Exception and item are told, and the step of filing is the list's (10)."""
    flow = {"industry": "automotive", "scenario": "ota_upgrade"}
    met = ["filed_with_miit", "technically_protected"]
    found = routed(case(**flow, conditions=met), negative_list="beijing-2024")[0]

    assert "符合条目 automotive_ota 的除外情形" in said(found)
    assert {"filing"} == {step.kind for step in found.procedure}


def test_terms_say_whom_they_bind_from_when_and_how_sure(case, routed):
    """Ten days bind the processor from effect of the contract; all are marked unverified (11)."""
    lines = [step.line() for step in routed(case(sensitive=5), pack="national")[0].procedure]
    (filing,) = [line for line in lines if "向省级网信部门备案" in line]
    (valid,) = [line for line in lines if "有效期 3 年" in line]

    assert "10 个工作日（个人信息处理者自标准合同生效之日起" in filing
    assert all("未核实" in line for line in lines if "工作日" in line)
    assert "未核实" in valid


@pytest.mark.parametrize(("pack", "phrase"), [("guangdong", "及时"), ("jiangsu", "及时")])
def test_reports_are_due_at_once(pack, phrase, case, routed, trial_list):
    """Where no days are stated, what the text does say stands there (11)."""
    trial_list["list"]["pack"] = pack
    found = routed(case(sensitive=5, **TRIAL), pack=pack, negative_list=trial_list)[0]

    assert any(phrase in step.line() for step in found.procedure)


@pytest.mark.parametrize("pack", ZONES)
@pytest.mark.parametrize("days", [-1, 0, 100])
def test_a_stand_in_for_the_first_day_is_said(pack, days, case, routed):
    """On every day, before and after it, and for data that another regime governs (12)."""
    start = load_pack(pack).in_force.start
    on = date.fromordinal(start.toordinal() + days)
    flows = case("a", 5), case("b", 5, data={"core": True}), case("c", data={"important": "yes"})
    found: RouteResult = routed(*flows, pack=pack, on=on)
    told = [each for each in found if each.id != "b" or days >= 0]

    assert all("代用日，未核实" in said(each) and str(start) in said(each) for each in told)


def test_claims_against_important_data_cite_their_own_article(case, routed):
    """Article 5 ¶2 speaks of article 5 alone (13)."""
    found = routed(case(data={"important": "unknown"}, exempt=[{"basis": "3"}]))[0]

    assert "law:national/exempt.trade_data" in facts(found)
    assert "law:national/exempt.not_important" not in facts(found)
    assert "须先确定是否重要数据" in said(found)


@pytest.mark.parametrize("pack", ZONES)
def test_the_item_of_a_ciio_says_what_the_articles_say(pack):
    """No word of volume or scenario, which stand in no article (14)."""
    item = load_pack(pack).fact("list.ciio").text_on(date(2026, 6, 30))

    assert item and "数量" not in item.zh and "场景" not in item.zh


def test_persons_under_a_list_count_by_a_reading_that_is_said(case, routed, trial_list):
    """Caught by the list at 20,000, and counted for the processor's other flow (15)."""
    one = {"id": "P"}
    found = routed(
        case("listed", sensitive=20_000, processor=one, **TRIAL),
        case("other", sensitive=5, processor=one, industry="retail"),
        negative_list=trial_list,
    )

    assert ("contract_or_certification", "assessment") == found.routes
    assert "law:national/count.under_list" in facts(found[1])
    assert "默认" in said(found[1]) and "另一种读法" in said(found[1])
    assert "unverified" == load_pack("national").fact("count.unit").status


def test_supervision_is_told_zone_by_zone():
    """Key monitoring in Jiangsu, city and district in Beijing, by the procedure (16)."""
    day = date(2026, 6, 30)

    def text(pack, name):
        return load_pack(pack).fact(name).text_on(day).zh

    assert "重点监控" in text("jiangsu", "supervision.serious")
    assert "重点监管" in text("guangdong", "supervision.serious")
    assert "市、区" in text("beijing", "supervision.guidance")
    assert "事前" not in text("jiangsu", "supervision.guidance")
    assert "按程序" in text("jiangsu", "supervision.prompt_entry")
    assert "按程序" not in text("beijing", "supervision.prompt_entry")


def test_beijing_asks_for_remedy_the_nation_for_a_report():
    """Article 16 has no report of incidents (17)."""
    found = load_pack("beijing").fact("duty.zone_incident")

    assert ("16", ()) == (found.source.article, found.duty.to)
    assert "报告" not in found.text_on(date(2026, 6, 30)).zh


def test_guangdong_reports_incidents_to_five_bodies_and_the_region():
    """The provincial departments of article 4 and the region's body (18)."""
    told = load_pack("guangdong").fact("duty.zone_incident").duty.to

    assert (6, "regional_bodies") == (len(told), told[-1])


@pytest.mark.parametrize("pack", ZONES)
def test_cooperation_binds_every_processor_of_the_zone(pack, case, routed):
    """Whether it uses the list or not, and nobody outside (19)."""
    inside, outside = routed(case("in", 5), case("out", 5, **AWAY), pack=pack)

    assert any("配合" in duty.text.zh for duty in inside.duties)
    assert not any("配合" in duty.text.zh for duty in outside.duties)


def test_service_and_contact_are_two_things():
    """A centre in Beijing, a mechanism in Beijing and Guangdong; bodies share their ids (20)."""
    named = {pack: set(load_pack(pack).facts) for pack in ZONES}
    shared = set.intersection(*({b.id for b in load_pack(pack).bodies} for pack in ZONES))

    assert "supervision.service_centre" in named["beijing"] - named["guangdong"]
    assert "supervision.contact" in (named["beijing"] & named["guangdong"]) - named["jiangsu"]
    assert all("adoption.sources" in facts for facts in named.values())
    assert {"commerce_department", "public_security_department"} <= shared
    assert "state_security_department" in shared


@pytest.mark.parametrize(
    ("rule", "facet", "qualifiers", "joined"),
    [
        ("finance", "payment_clearing", {"institution_security", "key_enterprise"}, "any"),
        ("health", "genetics", {"whole_population", "biosafety"}, "any"),
        (
            "health",
            "food_drugs_disease",
            {"national_security", "life_safety", "human_safety"},
            "any",
        ),
        ("broadcasting", "transmission", {"provincial_or_above"}, "all"),
        ("equipment_vehicles", "car_parts", {"tech_strength", "global_competitiveness"}, "any"),
        ("internet", "ai", {"national_security", "social_interest"}, "any"),
    ],
)
def test_example_rules_ask_for_what_the_annex_asks(rule, facet, qualifiers, joined):
    """Keywords alone are not enough where the annex names a property (21)."""
    found = {r.id: r for r in load_pack("beijing").rules}[rule]
    part = {f.id: f for f in found.facets}[facet]

    assert (qualifiers, joined) == (set(part.qualifiers), part.joined)


@pytest.mark.parametrize("name", ["held.personal", "held.sensitive", "held.sensitive_contents"])
def test_whether_hetao_is_meant_is_a_question_of_its_own(name):
    """The annex names enterprises of the free-trade zone only (22, and one reading a question)."""
    questions = {
        pack: [each.id for each in load_pack(pack).fact(name).interpretations] for pack in ZONES
    }
    own = ["contents"] if name == "held.sensitive_contents" else []

    assert {"beijing": own, "guangdong": [*own, "hetao_park"], "jiangsu": own} == questions


@pytest.mark.parametrize("rule", ["enterprise_data", "control_systems", "chemicals_power"])
def test_hetao_is_asked_of_the_rules_too(rule):
    """Points 4 and 5, and the block of chemicals (22)."""
    found = {r.id: r for r in load_pack("guangdong").rules}[rule]

    assert ["hetao_park"] == [each.id for each in found.interpretations]


def test_before_the_present_annex_volumes_cite_the_rules_of_2024(case, routed):
    """Their text is not held, so they are unverified (23)."""
    day = date(2025, 6, 1)
    held = load_pack("beijing").at(day).fact("held.sensitive")

    assert ("beijing_reference_rules_2024", "unverified") == (
        held.source.instrument,
        held.status,
    )


def test_jiangsu_asks_for_list_and_guide(case, routed, trial_list):
    """Article 24 is about industries that neither reaches, and article 8 states no outcome (24)."""
    trial_list["list"]["pack"] = "jiangsu"
    flow = case(sensitive=5, industry="retail")
    found = routed(flow, pack="jiangsu", negative_list=trial_list)[0]
    pack = load_pack("jiangsu")

    assert "操作指引" in said(found)
    assert "unverified" == pack.fact("outcome.inside").status
    assert ["guide_alone"] == [e.id for e in pack.fact("outcome.not_listed").interpretations]


def test_small_slips_of_the_account_are_gone(case, routed):
    """No exemption is spoken of that nobody claimed, nor persons where there are none (25)."""
    found = routed(case("a", processor={"ciio": True}), case("b"))

    assert "扣除豁免" not in said(found[0])
    assert not any("第8条" in step.zh for step in found[1].why)
