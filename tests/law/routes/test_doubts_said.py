"""What a route rests on is national outside the zone, said once, with every reading."""

import shutil
from datetime import date

import pytest

from listlab.law import load_pack
from listlab.law.load import PACKS
from listlab.law.routes import route

TRIAL = {"industry": "pharma", "scenario": "clinical_trial"}
AWAY = {"processor": {"in_zone": False}}
ZONES = ("beijing", "guangdong", "jiangsu")


def said(found) -> str:
    return "\n".join(step.zh for step in found.why)


def facts(found) -> set[str]:
    return {basis.fact for basis in found.basis}


@pytest.mark.parametrize("pack", ZONES)
def test_an_article_is_cited_once_in_a_step(pack, case, routed):
    """Controlled items and restricted technology share an article of the zone's measures."""
    found = routed(case(5, data={"export_controlled": True}), pack=pack)[0]
    article = load_pack(pack).fact("exclude.zone_export_control").citation_text()

    assert 1 == sum(step.zh.count(article) for step in found.why)
    assert {"law:national/exclude.export_control", "law:national/exclude.technology_export"} <= (
        facts(found)
    )


@pytest.mark.parametrize("pack", ZONES)
def test_outside_the_zone_only_national_grounds_are_cited(pack, case, routed, trial_list):
    """Whatever is asked: importance, core data, export control, exemptions, volumes."""
    trial_list["list"]["pack"] = pack
    unnoticed = {"important": "unknown", "notified": False}
    flows = [
        case("a", 5, data=unnoticed, **AWAY),
        case("b", 5, data={"core": True}, **AWAY),
        case("c", sensitive=60_000, data={"export_controlled": True}, **TRIAL, **AWAY),
        case("d", 5, exempt=[{"basis": "4", "personal": 5}], **AWAY),
        case("e", 10_000_000, data={"important": "yes"}, **AWAY),
        case("f", 5, processor={"in_zone": False, "ciio": True}),
    ]
    found = routed(*flows, pack=pack, negative_list=trial_list)

    assert set() == {name for each in found for name in facts(each) if "law:national" not in name}
    assert "law:national/important.undeclared" in facts(found[0])


@pytest.mark.parametrize("pack", ["guangdong", "jiangsu"])
def test_inside_the_zone_its_word_stands_beside_the_nations(pack, case, routed):
    """What is neither notified nor published need not be declared: article 2, and the zone's."""
    found = routed(case(5, data={"important": "unknown", "notified": False}), pack=pack)[0]

    assert {"law:national/important.undeclared", f"law:{pack}/important.undeclared"} <= facts(found)


def test_the_pilot_is_told_where_it_may_help_and_nowhere_else(case, routed, trial_list):
    """Outside the zone, in a scenario of the list, where national law asks for a procedure."""
    heavy = {"sensitive": 60_000}
    flows = [
        case("meant", **heavy, **TRIAL, **AWAY),
        case("free", 5, **TRIAL, **AWAY),
        case("other", **heavy, industry="retail", **AWAY),
        case("core", **heavy, data={"core": True}, **TRIAL, **AWAY),
        case("inside", **heavy, **TRIAL),
    ]
    with_list = routed(*flows, negative_list=trial_list)
    without = routed(*flows)
    told = ["试点" in said(each) for each in with_list]

    assert [True, False, False, False, False] == told
    assert not any("试点" in said(each) for each in without)
    assert all("law:beijing/zone.pilot" not in facts(each) for each in with_list)


def test_readings_of_a_volume_held_are_said(case, routed):
    """Two questions of one fact, each with both readings, in Guangdong."""
    flow = case(sensitive=100_000, exempt=[{"basis": "4", "sensitive": 100_000}], **TRIAL)
    found = routed(flow, pack="guangdong")[0]

    assert "列出的四类内容之后的“等”" in said(found)
    assert "河套深圳园区的企业" in said(found)
    assert 2 <= said(found).count("另一种读法")


@pytest.mark.parametrize(
    ("pack", "rule", "question"),
    [(pack, "internet", "ai") for pack in ZONES]
    + [(pack, "equipment_vehicles", "car_parts") for pack in ZONES],
)
def test_rules_of_two_readings_say_both(pack, rule, question):
    """Either property suffices by default; the other reading asks for both."""
    found = {r.id: r for r in load_pack(pack).rules}[rule]
    (each,) = [each for each in found.interpretations if each.id == question]

    assert ("either", {"either", "both"}) == (each.default, set(each.readings))
    assert each.question.zh and each.question.en and 1 == len(each.others)


def test_every_question_of_an_entry_has_its_own_name():
    """Ids tell the questions of one fact, stage or rule apart, in every pack."""
    for pack in map(load_pack, ("national", *ZONES)):
        stages = [stage for group in pack.workflow.groups().values() for stage in group]
        for entry in (*pack.facts.values(), *stages, *pack.rules):
            ids = [each.id for each in entry.interpretations]
            assert len(ids) == len(set(ids)), entry.id


@pytest.mark.parametrize("reading", ["counted", "not_counted"])
def test_another_default_gives_another_count(reading, case, routed, trial_list, tmp_path):
    """The readings on a list's persons are data: changed there, they change the route."""
    root = tmp_path / "packs"
    shutil.copytree(PACKS, root)
    path = root / "national" / "counting.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("default: counted")
    path.write_text(text[:at] + f"default: {reading}" + text[at + 16 :], encoding="utf-8")
    one = {"id": "P"}
    flows = [
        case("listed", sensitive=20_000, processor=one, **TRIAL),
        case("other", sensitive=5, processor=one, industry="retail"),
    ]
    found = route(flows, load_pack("beijing", root), on=date(2026, 3, 31), negative_list=trial_list)
    expected = {"counted": "assessment", "not_counted": "contract_or_certification"}

    assert expected[reading] == found.routes[1]


def test_what_is_not_known_is_not_stated(case, routed):
    """Few persons of a processor that may be a CIIO are exempt only if it is none."""
    open_, settled = routed(case("a", 5, processor={"ciio": None}), case("b", 5))

    assert "如果不是关键信息基础设施运营者，人数少" in said(open_)
    assert "如果不是" not in said(settled)


def test_an_article_to_be_checked_is_said_in_english_too(case, routed):
    """No Chinese in English steps for want of a number."""
    (found,) = routed(case(sensitive=5), pack="national")
    lines = [step.line("en") for step in found.procedure]

    assert any("article to be checked" in line for line in lines)
    assert not any("\u4e00" <= char <= "\u9fff" for line in lines for char in line)
