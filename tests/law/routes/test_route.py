"""Which route a flow takes, what it rests on, and what follows."""

from datetime import date

import pytest

from listlab.errors import CaseError, PackError
from listlab.law import load_pack
from listlab.law.routes import route

TRIAL = {"industry": "pharma", "scenario": "clinical_trial"}


def said(found) -> str:
    return "\n".join(step.zh for step in found.why)


def test_output_has_the_shape_of_the_contract(case, routed):
    """Id, route, counted, basis, procedure, duties and why; nothing else."""
    (found,) = routed(case(sensitive={"low": 10_000, "high": None})).to_dicts()

    assert {"id", "route", "counted", "basis", "procedure", "duties", "why"} == set(found)
    assert {"personal": 0, "sensitive": {"low": 10_000, "high": None}} == found["counted"]
    assert {"instrument", "article", "paragraph", "fact"} == set(found["basis"][0])
    stage = {"stage", "kind", "body", "hand_in", "working_days", "valid_years"}
    assert all(stage == set(step) for step in found["procedure"])
    assert found["duties"] and all(isinstance(duty, str) for duty in found["duties"])
    assert found["why"] and all(step.endswith("。") for step in found["why"])


def test_beijing_files_in_ten_working_days_for_three_years(case, routed, trial_list):
    """Two periods of ten working days, a result valid three years, form and commitment letter."""
    found = routed(case(sensitive=5, **TRIAL), negative_list=trial_list)[0]
    days = [step.working_days for step in found.procedure]

    assert {"filing"} == {step.kind for step in found.procedure}
    assert [10, 10] == [number for number in days if number is not None]
    assert None in days
    assert [3] == [s.valid_years for s in found.procedure if s.valid_years is not None]
    assert ["使用申请表", "承诺书"] == [part.zh for part in found.procedure[0].hand_in]


@pytest.mark.parametrize("pack", ["guangdong", "jiangsu"])
def test_guangdong_and_jiangsu_report(pack, case, routed, trial_list):
    """Using the list means a report to the regional body, without a limit."""
    trial_list["list"]["pack"] = pack
    found = routed(case(sensitive=5, **TRIAL), pack=pack, negative_list=trial_list)[0]

    assert ("free", {"report"}) == (found.route, {step.kind for step in found.procedure})
    assert all(step.working_days is None for step in found.procedure)


def test_jiangsu_names_twenty_four_hours(case, routed):
    """Only there an incident against national security has hours."""
    duties = {
        pack: routed(case(personal=5), pack=pack)[0].duties for pack in ("jiangsu", "beijing")
    }

    assert any("24" in duty.say() for duty in duties["jiangsu"])
    assert not any("24" in duty.say() for duty in duties["beijing"])


def test_duties_remain_when_the_route_is_free(case, routed):
    """Notice, consent, impact assessment for persons; protection and incidents always."""
    with_persons = {duty.text.zh for duty in routed(case(personal=5))[0].duties}
    without = {duty.text.zh for duty in routed(case())[0].duties}

    assert without < with_persons
    assert len(with_persons) - len(without) >= 3


def test_duties_of_a_zone_bind_processors_there(case, routed):
    """Outside the zone national duties stand."""
    inside, outside = routed(case("a", 5), case("b", 5, processor={"in_zone": False}))
    instruments = {duty.citation.zh for duty in outside.duties}

    assert any("北京" in duty.citation.zh for duty in inside.duties)
    assert not any("北京" in cited for cited in instruments)


def test_excluded_says_which_data_route_would_apply_besides(case, routed):
    """Export control has its own law; the rules on data are said besides, of core data not."""
    controlled = {"export_controlled": True}
    found, core = routed(
        case("a", sensitive=10_000, data=controlled), case("b", 5, data={"core": True})
    )

    assert ("excluded", "excluded") == (found.route, core.route)
    assert "此外" in said(found) and "申报数据出境安全评估" in said(found)
    assert "此外" not in said(core)
    assert "law:national/assessment.sensitive" in {basis.fact for basis in found.basis}


def test_review_names_what_is_missing_and_only_that(case, routed):
    """Every open answer that decides is named; answers that change nothing are not."""
    found = routed(
        case("a", 5, processor={"ciio": None}),
        case("b", 1_000_000, processor={"ciio": None}),
        case("c", {"low": 99_999, "high": 100_000}),
        case("d", 5, data={"important": "unknown"}),
        case("e", 5, data={"classified": None}),
    )
    asked = [[text.zh.split("：")[0] for text in each.missing] for each in found]

    assert ["processor.ciio"] == asked[0]
    assert ("assessment", []) == (found[1].route, asked[1])
    assert ["persons.personal"] == asked[2]
    assert ["data.important"] == asked[3]
    assert ["data.classified"] == asked[4]
    assert all("须人工复核，缺少" in said(found[place]) for place in (0, 2, 3, 4))


def test_the_reading_of_article_6_is_said_wherever_it_touches(case, routed, trial_list):
    """In the freed flow and in the other flows of its processor, nowhere else."""
    one = {"id": "P"}
    found = routed(
        case("freed", sensitive=19_999, processor=one, **TRIAL),
        case("other", sensitive=9_999, processor=one, industry="retail"),
        case("apart", sensitive=9_999, industry="retail"),
        case("caught", sensitive=20_000, **TRIAL),
        negative_list=trial_list,
    )
    fact = "law:national/count.freed_by_list"
    touched = [fact in {basis.fact for basis in each.basis} for each in found]

    assert [True, True, False, False] == touched
    assert ("free", "contract_or_certification") == found.routes[:2]
    assert all("默认" in said(found[place]) for place in (0, 1))


def test_exempt_persons_count_where_they_appear_in_a_counted_flow(case, routed):
    """The provision is exempt, not the person: both readings lie within the bounds."""
    one = {"id": "P"}
    exempt = [{"basis": "5.1.1", "personal": 30_000}]
    found = routed(
        case("a", 120_000, processor=one, exempt=exempt), case("b", 50_000, processor=one)
    )

    assert (90_000, 140_000) == found[0].personal
    assert ("review", ("free", "contract_or_certification")) == (found[0].route, found[0].possible)
    assert "豁免的是提供行为" in said(found[1])


def test_an_industry_may_be_named_by_its_gbt_4754_code(case, routed, trial_list):
    """A code stands for the industry that covers it."""
    flows = [
        case(code, sensitive=20_000, industry=code, scenario="临床试验") for code in ("2720", "C27")
    ]
    other = case("other", sensitive=20_000, industry="6020", scenario="临床试验")
    found = routed(*flows, other, negative_list=trial_list)

    assert ("contract_or_certification", "contract_or_certification", "assessment") == found.routes


def test_a_scenario_name_that_nobody_knows_frees_nothing(case, routed, trial_list):
    """Neither code nor synonym: for review, asking for the scenario; a known one is outside."""
    flow = {"sensitive": 20_000, "industry": "pharma"}
    found = routed(
        case("slip", scenario="临床实验", **flow),
        case("known", scenario="supply_quality", **flow),
        negative_list=trial_list,
    )

    assert ("review", "free") == found.routes
    assert ["scenario"] == [text.zh.split("：")[0] for text in found[0].missing]
    assert "请核对" in said(found[0])


def test_claims_of_one_case_may_share_persons(case, routed):
    """Two claims are between the larger and the sum; what would decide is whether they overlap."""
    claims = [{"basis": "5.1.1", "personal": 15_000}, {"basis": "5.1.2", "personal": 5_001}]
    found = routed(case(personal=120_000, exempt=claims))[0]

    assert ("review", (99_999, 105_000)) == (found.route, found.personal)
    assert ["exempt"] == [text.zh.split("：")[0] for text in found.missing]


def test_who_exports_many_holds_as_many(case, routed):
    """At the volume held the data may be important, unless nobody notified or published so."""
    big = {"personal": 10_000_000}
    found = routed(
        case("below", 9_999_999),
        case("outside", **big, processor={"in_zone": False}),
        case("asked", 5, 1_000_000, exempt=[{"basis": "5.1.1", "personal": 5, "sensitive": 10**6}]),
        case(
            "settled",
            sensitive=1_000_000,
            data={"notified": False},
            exempt=[{"basis": "5.1.1", "sensitive": 10**6}],
        ),
    )

    assert ("assessment", "assessment", "review", "free") == found.routes
    assert ["data.notified"] == [text.zh.split("：")[0] for text in found[2].missing]
    assert "掌握" in said(found[2])


@pytest.mark.parametrize(("pack", "day"), [("jiangsu", "2027-08-01"), ("guangdong", "2028-02-03")])
def test_after_the_trial_a_list_is_not_applied_silently(pack, day, case, routed, trial_list):
    """Both are followed, the zone's law and the nation's; the day before the list decides."""
    trial_list["list"]["pack"] = pack
    flow = case(sensitive=19_999, **TRIAL)
    after = date.fromisoformat(day)
    options = {"pack": pack, "negative_list": trial_list}
    before = routed(flow, on=date.fromordinal(after.toordinal() - 1), **options)[0]
    found = routed(flow, on=after, **options)[0]

    assert ("free", "review") == (before.route, found.route)
    assert "试行期" in said(found)
    assert any("是否有效" in text.zh for text in found.missing)


@pytest.mark.parametrize(
    ("day", "word"), [("2025-06-01", "没有 2025-06-01"), ("2026-06-01", "新版")]
)
def test_an_old_edition_is_for_people(day, word, case, routed):
    """Under measures not held, or after a newer edition, a published list only may apply."""
    flow = case(sensitive=50_000, **TRIAL), case("b", personal=50_000, **TRIAL)
    found = routed(*flow, on=date.fromisoformat(day), negative_list="beijing-2024")

    assert all(word in said(each) for each in found)
    assert "review" == found[1].route
    assert not any(code in said(each) for each in found for code in ("in_force", "draft"))


def test_national_duties_and_grounds_stand_whatever_the_zone_says(case, routed):
    """The zone's stand beside them, for a processor there only."""
    for pack in ("beijing", "guangdong", "jiangsu"):
        core = {"data": {"core": True}}
        away = {"processor": {"in_zone": False}}
        found = routed(case("a", 5, **core), case("b", 5, **core, **away), pack=pack)
        facts = [{basis.fact for basis in each.basis} for each in found]

        assert all("law:national/exclude.core_data" in each for each in facts)
        own = f"law:{pack}/exclude.zone_core_data"
        assert (own in facts[0]) == ("exclude.zone_core_data" in load_pack(pack).facts)
        assert not any(name.startswith(f"law:{pack}/exclude") for name in facts[1])
        for each in found:
            assert any(
                "11" in duty.citation.zh and "促进" in duty.citation.zh for duty in each.duties
            )


def test_important_data_of_a_ciio_rest_on_its_own_item(case, routed):
    """Where it is not known whether it is a CIIO, both items are cited."""
    yes = {"important": "yes"}
    found = routed(
        case("ciio", data=yes, processor={"ciio": True}),
        case("open", data=yes, processor={"ciio": None}),
        case("no", data=yes),
    )
    own, other = "law:national/assessment.ciio", "law:national/assessment.important"
    cited = [{basis.fact for basis in each.basis} & {own, other} for each in found]

    assert [{own}, {own, other}, {other}] == cited


def test_listed_flows_cite_what_follows_from_the_list(case, routed, trial_list):
    """On the list its procedure, below its volumes the exemption; the way of use in both."""
    found = routed(
        case("caught", sensitive=20_000, **TRIAL),
        case("freed", sensitive=5, **TRIAL),
        negative_list=trial_list,
    )
    caught, freed = ({basis.fact for basis in each.basis} for each in found)

    assert {"law:beijing/outcome.inside", "law:national/exempt.zone_authority"} <= caught
    assert {"law:beijing/outcome.outside", "law:national/exempt.zone_list"} <= freed
    assert "law:national/exempt.zone_list" not in caught
    assert "law:beijing/use.mode" in caught & freed


def test_an_exception_that_decides_is_told_with_its_item(case, routed):
    """The step of filing is the list's, though nobody's data leave."""
    flow = {"industry": "automotive", "scenario": "ota_upgrade"}
    met = ["filed_with_miit", "technically_protected"]
    found = routed(case(**flow, conditions=met), negative_list="beijing-2024")[0]

    assert "free" == found.route
    assert "除外情形" in said(found) and "law:beijing/outcome.outside" in {
        basis.fact for basis in found.basis
    }
    assert {"filing"} == {step.kind for step in found.procedure}


def test_claims_against_important_data_are_cited_by_their_own_article(case, routed):
    """Only the exemptions of one article share the sentence on important data."""
    found = routed(
        case("5", 5, data={"important": "yes"}, exempt=[{"basis": "5.1.1", "personal": 5}]),
        case("4", 5, data={"important": "yes"}, exempt=[{"basis": "4", "personal": 5}]),
        case("3", data={"important": "unknown"}, exempt=[{"basis": "3"}]),
    )
    general = "law:national/exempt.not_important"
    cited = [{basis.fact for basis in each.basis} for each in found]

    assert [True, False, False] == [general in each for each in cited]
    assert "law:national/exempt.trade_data" in cited[2]
    assert "须先确定是否重要数据" in said(found[2])


def test_deadlines_say_whose_they_are_and_whether_verified(case, routed):
    """General knowledge is marked where it is printed."""
    lines = [step.line() for step in routed(case(sensitive=5))[0].procedure]
    days = [line for line in lines if "个工作日" in line]

    assert days and all("未核实" in line for line in days)
    assert any("处理者自标准合同生效之日起" in line for line in days)


def test_exceptions_apply_when_every_condition_is_stated(case, routed, listed, item):
    """Joined in one condition, given as a list, or as entries of the same text."""
    forms = [
        [{"text": "除外", "condition": "filed_with_miit and technically_protected"}],
        [{"text": "除外", "condition": "filed_with_miit，并technically_protected"}],
        [{"text": "除外", "condition": ["filed_with_miit", "technically_protected"]}],
        [
            {"text": "除外", "condition": "filed_with_miit"},
            {"text": "除外", "condition": "technically_protected"},
        ],
    ]
    stated = [
        ["filed_with_miit", "technically_protected"],
        ["Filed-with-MIIT"],
        [],
        ["filed_with_miit", {"condition": "technically_protected", "met": False}],
    ]
    flows = [
        case(
            place, industry="pharma", scenario="ota", data={"items": ["OTA 类型"]}, conditions=given
        )
        for place, given in enumerate(stated)
    ]
    for form in forms:
        ota = item("ota", 1, "important", "ota", data_items=["OTA类型"], exceptions=form)
        assert ("free", "review", "review", "assessment") == routed(
            *flows, negative_list=listed(ota)
        ).routes


def test_a_scenario_listed_for_important_data_alone_needs_its_items(case, routed, listed, item):
    """Without data items nobody can say whether they are those of the list."""
    ota = item("ota", 1, "important", "ota", data_items=["OTA类型"])
    unnamed = case("a", industry="pharma", scenario="ota")
    other = case("b", industry="pharma", scenario="ota", data={"items": ["车型名称"]})
    found = routed(unnamed, other, negative_list=listed(ota))

    assert ("review", "free") == found.routes
    assert ["data.items"] == [text.zh.split("：")[0] for text in found[0].missing]


def test_an_item_by_no_volume_catches_everybody(case, routed, listed, item):
    """A personal item without any threshold applies from the first person."""
    found = routed(
        case("a", 1, **TRIAL), negative_list=listed(item("x", 1, "personal", "clinical_trial"))
    )

    assert ("assessment",) == found.routes


@pytest.mark.parametrize("status", ["draft", "approved", "superseded"])
def test_a_list_counts_from_its_day_in_force(status, case, routed, trial_list):
    """Before it and in another status national law stands, unless one asks what it would do."""
    trial_list["list"]["status"] = status
    flow = case(sensitive=19_999, **TRIAL)
    found = routed(flow, negative_list=trial_list)
    assumed = routed(flow, negative_list=trial_list, assume_in_force=True)

    assert (("assessment",), ("free",)) == (found.routes, assumed.routes)
    assert "没有施行" in said(found[0])


def test_a_list_of_another_pack_or_form_is_refused(case, routed, trial_list):
    """A list goes with its own pack; what is wrong in it is said at once."""
    with pytest.raises(CaseError, match=r"list\.pack"):
        routed(case(), pack="jiangsu", negative_list=trial_list)
    del trial_list["list"]["title"]
    trial_list["items"][1]["thresholds"]["assessment"]["sensitive"] = 0.5
    trial_list["items"][2]["kind"] = "other"
    with pytest.raises(CaseError) as caught:
        routed(case(), negative_list=trial_list)
    cells = {problem.cell for problem in caught.value.problems}

    assert {
        "list.title",
        "items[1].thresholds.assessment.sensitive",
        "items[2].kind",
    } == cells
    with pytest.raises(CaseError):
        routed(case(), negative_list=5)


def test_published_lists_decide_only_what_is_known(case, routed):
    """Known rows apply with their caveat; a row that is not known is for review."""
    found = routed(
        case("row", sensitive=50_000, **TRIAL),
        case("more", 5, 50_000, **TRIAL),
        case("unknown", 5, **TRIAL),
        case("no_row", sensitive=5, industry="pharma", scenario="supply_quality"),
        case("off", sensitive=5, industry="banking"),
        negative_list="beijing-2024",
    )

    routes = ("assessment", "assessment", "review", "review", "contract_or_certification")
    assert routes == found.routes
    assert "未核实" in said(found[0])


def test_ota_of_the_published_list_follows_its_two_conditions(case, routed):
    """Filed with the ministry and technically protected: one alone is not enough."""
    flow = {"industry": "automotive", "scenario": "ota_upgrade"}
    found = routed(
        case("one", **flow, conditions=["filed_with_miit"]), negative_list="beijing-2024"
    )[0]

    assert ("review", ("free", "assessment")) == (found.route, found.possible)
    assert any("technically_protected" in text.zh for text in found.missing)


def test_before_the_measures_of_a_zone_national_law_stands(case, routed):
    """The zone's registration and bodies count from its own first day."""
    start = load_pack("beijing").in_force.start
    before = routed(case(personal=5), on=date.fromordinal(start.toordinal() - 1))[0]

    assert "没有施行" in said(before)
    assert all(not basis.fact.startswith("law:beijing") for basis in before.basis)


def test_before_the_provisions_nothing_can_be_decided(case, routed):
    """A day without national lines is refused, with the first day there is."""
    with pytest.raises(PackError, match="2024-03-22"):
        routed(case(), on=date(2024, 3, 21))


def test_every_basis_and_stage_names_its_source(case, routed, trial_list):
    """Facts of bases resolve in the pack; list items are named by list and item."""
    pack = load_pack("beijing")
    found = routed(case(sensitive=20_000, **TRIAL), negative_list=trial_list)[0]
    facts = [basis.fact for basis in found.basis]

    assert "list:sample/trial_2" in facts
    laws = [fact for fact in facts if fact.startswith("law:")]
    assert laws and all(fact.split("/")[1] in pack.facts for fact in laws)
    assert all(step.citation.zh.startswith("《") for step in found.procedure)


def test_english_says_the_same(case, routed):
    """All texts have both languages."""
    found = routed(case(personal=100_000)).to_dicts("en")[0]

    assert not any("\u4e00" <= char <= "\u9fff" for step in found["why"] for char in step)


def test_a_drafted_list_can_be_used_as_it_is(case, trial_list):
    """The pack by id or as loaded gives the same."""
    flow = [case(sensitive=50_000, **TRIAL)]
    day = date(2026, 3, 31)
    by_id = route(flow, "beijing", on=day, negative_list=trial_list)
    loaded = route(flow, load_pack("beijing"), on=day, negative_list=trial_list)

    assert by_id.to_dicts() == loaded.to_dicts()
