"""What the steps of a route must say, must not say, and must ask."""

from datetime import date

import pytest

from listlab.law import load_pack

TRIAL = {"industry": "pharma", "scenario": "clinical_trial"}
ZONES = ("beijing", "guangdong", "jiangsu")


def said(found) -> str:
    return "\n".join(step.zh for step in found.why)


def asked(found) -> str:
    return "\n".join(name.zh for name in found.missing)


def facts(found) -> set[str]:
    return {basis.fact for basis in found.basis}


@pytest.mark.parametrize("pack", ZONES)
def test_export_control_takes_nothing_off_the_list(pack, case, routed, trial_list):
    """The zone's article sends such data to their own laws; the list still counts besides."""
    trial_list["list"]["pack"] = pack
    flow = case(sensitive=25_000, data={"export_controlled": True}, **TRIAL)
    found = routed(flow, pack=pack, negative_list=trial_list)[0]

    assert "不适用于这些数据" not in said(found) and "按出口管制法律法规办理" in said(found)
    assert "适用“合成样例清单”" in said(found)


def test_each_ground_says_what_its_article_says(case, routed):
    """Core data stay out of the list, restricted recipients out of the measures."""
    core = routed(case(personal=5, data={"core": True}))[0]
    restricted = routed(case(personal=5, processor={"restricted_recipient": True}))[0]

    assert "不纳入负面清单" in said(core) and "不适用本办法" not in said(core)
    assert "不适用本办法" in said(restricted)


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2025, 12, 31), {"contract"}),
        (date(2026, 1, 1), {"contract", "certification"}),
    ],
)
def test_stages_are_those_of_instruments_in_force(day, kinds, case, routed):
    """Before the measures on certification there is nothing to cite for it, and that is said."""
    found = routed(case(personal=150_000), pack="national", on=day)[0]

    assert kinds == {step.kind for step in found.procedure}
    assert ("此前怎样办理规则包没有依据" in said(found)) == ("certification" not in kinds)


def test_free_below_a_published_row_says_why(case, routed):
    """A volume that is not known matters for persons who are there only."""
    found = routed(case(sensitive=9_999, **TRIAL), negative_list="beijing-2024")[0]

    assert "free" == found.route
    assert {"law:beijing/outcome.outside", "law:national/exempt.zone_list"} <= facts(found)


@pytest.mark.parametrize(("pack", "listed"), [("national", None), ("beijing", "trial_list")])
def test_merging_is_told_and_asked_for(pack, listed, case, routed, request):
    """Exact counts of two flows leave their union open: that is what to find out."""
    given = request.getfixturevalue(listed) if listed else None
    flows = [
        case(name, sensitive=15_000 if given else 6_000, processor={"id": "p"}, **TRIAL)
        for name in ("a", "b")
    ]
    found = routed(*flows, pack=pack, negative_list=given)[0]

    assert "review" == found.route
    assert "law:national/count.merge" in facts(found)
    assert "合并去重" in asked(found) and "准确人数" not in asked(found)


def test_one_claim_overlaps_with_none(case, routed, trial_list):
    """How many are exempt is open, not whether two claims share persons."""
    claim = {"basis": "5.1.1", "sensitive": {"low": 3_000, "high": 6_000}}
    found = routed(case(sensitive=25_000, exempt=[claim], **TRIAL), negative_list=trial_list)[0]

    assert "该项豁免涉及的准确人数" in asked(found) and "重复" not in asked(found)


def test_two_claims_of_one_basis_may_overlap(case, routed):
    """The interval they make is explained."""
    claims = [{"basis": "5.1.1", "personal": 30_000}] * 2
    found = routed(case(personal=150_000, exempt=claims), pack="national")[0]

    assert "豁免 30,000 至 60,000 人" in said(found) and "可能是同样的人" in said(found)


def test_readings_of_industries_not_listed_are_told(case, routed, trial_list):
    """Jiangsu leaves open what a guide alone does; Beijing's note stands as a sentence."""
    flow = case(sensitive=20_000, industry="automotive", scenario="after_sales")
    beijing = routed(flow, negative_list=trial_list)[0]
    trial_list["list"]["pack"] = "jiangsu"
    jiangsu = routed(flow, pack="jiangsu", negative_list=trial_list)[0]

    assert "按默认读法" in said(jiangsu) and "操作指引" in said(jiangsu)
    assert "条文所指" not in said(beijing) + said(jiangsu)


def test_a_single_flow_has_no_others(case, routed, trial_list):
    """Readings of other flows are told where there are some that a list frees."""
    alone = routed(case(sensitive=20_000), negative_list=trial_list)[0]
    freed = case("freed", sensitive=15_000, processor={"id": "p"}, **TRIAL)
    other = case("other", sensitive=6_000, processor={"id": "p"}, industry="automotive")
    beside = routed(freed, other, negative_list=trial_list)[1]

    assert "同一处理者的其他业务" not in said(alone)
    assert "同一处理者的其他业务" in said(beside)


def test_persons_of_other_regimes_count_by_readings_that_are_said(case, routed, trial_list):
    """Nationally they count, for a list's item they do not; both by default only."""
    core = case("core", personal=990_000, processor={"id": "p"}, data={"core": True})
    other = case("other", personal=20_000, processor={"id": "p"})
    nation = routed(core, other, pack="national")[1]
    restricted = {"id": "p", "restricted_recipient": True}
    flows = [
        case("a", sensitive=15_000, processor=restricted, **TRIAL),
        case("b", sensitive=15_000, processor={"id": "p"}, **TRIAL),
    ]
    in_list = routed(*flows, negative_list=trial_list)[1]

    assert ("review", (990_000, 1_010_000)) == (nation.route, nation.personal)
    assert (15_000, 15_000) == in_list.sensitive
    assert all("law:national/count.other_regime" in facts(each) for each in (nation, in_list))


@pytest.mark.parametrize("day", [date(2024, 8, 29), date(2026, 2, 2)])
def test_a_list_is_named_on_every_day(day, case, routed, trial_list):
    """Before it and before the measures: why it does not apply."""
    given = "beijing-2024" if day.year == 2024 else trial_list
    found = routed(case(sensitive=25_000, **TRIAL), on=day, negative_list=given)[0]

    assert "清单“" in said(found) and f"在 {day} 没有施行（尚未到施行日" in said(found)


def test_older_rules_are_not_called_national(case, routed):
    """Volumes held of 2024 are the zone's: the step says that they are all there is."""
    found = routed(case(personal=10_000_000), on=date(2025, 1, 1))[0]

    assert "只适用国家规定" not in said(found) and "只有《中国（北京）自由贸易试验区" in said(found)


@pytest.mark.parametrize("pack", ZONES)
def test_the_zones_office_is_called_by_name(pack, case, routed):
    """For a processor there; elsewhere the office of its place."""
    office = load_pack(pack).body("cyberspace_office").name.zh
    inside = routed(case(personal=150_000), pack=pack)[0]
    outside = routed(case(personal=150_000, processor={"in_zone": False}), pack=pack)[0]

    assert office in {step.body.zh for step in inside.procedure}
    assert "所在地省级网信部门" in {step.body.zh for step in outside.procedure}
    assert not any("所在地" in step.body.zh for step in inside.procedure)
