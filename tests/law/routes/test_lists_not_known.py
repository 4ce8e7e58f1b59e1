"""Lists of which not all is known, editions that follow each other, and items of an industry."""

from datetime import date

import pytest

TRIAL = {"industry": "pharma", "scenario": "clinical_trial"}
JUNE = date(2026, 6, 1)


def said(found) -> str:
    return "\n".join(step.zh for step in found.why)


def asked(found) -> str:
    return "\n".join(name.zh for name in found.missing)


@pytest.fixture
def amendment(listed, item) -> dict:
    """From June 80,000 instead of 20,000 in clinical trials."""
    return listed(
        item("trial_2", 2, "personal", "clinical_trial", contract=(200_000, 80_000)),
        id="amendment",
        title="修改清单",
        in_force_from="2026-06-01",
        extends="sample",
    )


@pytest.mark.parametrize("scenario", [None, "火星业务"])
def test_an_incomplete_list_frees_no_scenario_it_may_name(scenario, case, routed):
    """Scenario and row are asked for, whatever the count."""
    flow = case(personal=5_000_000, industry="retail", scenario=scenario)
    found = routed(flow, negative_list="beijing-2024")[0]

    assert "review" == found.route
    assert "scenario" in asked(found) and "该清单在这一场景的条目" in asked(found)


def test_an_industry_nobody_knows_may_be_a_listed_one(case, routed, trial_list):
    """Asked for by name; the pack's own word for it decides, as does a GB/T 4754 code."""
    flows = [
        case(name, sensitive=25_000, industry=name, scenario="clinical_trial")
        for name in ("药企", "医药", "2710", "2800", "C")
    ]
    found = routed(*flows, negative_list=trial_list)
    caught = "contract_or_certification"

    assert ("review", caught, caught, "assessment", "review") == found.routes
    assert "industry" in asked(found[0]) and "药企" in said(found[0])


def test_a_list_known_by_its_title_alone_decides_nothing(case, routed):
    """Its day, industries and rows are what is missing; assumed in force, the latter two."""
    flow = case(sensitive=20_000, **TRIAL)
    found = routed(flow, pack="jiangsu", negative_list="jiangsu-2025")[0]
    assumed = routed(flow, pack="jiangsu", negative_list="jiangsu-2025", assume_in_force=True)[0]

    assert ("review", "review") == (found.route, assumed.route)
    assert all(word in asked(found) for word in ("施行日", "行业", "条目"))
    assert "施行日" not in asked(assumed) and "行业" in asked(assumed)
    assert "没有施行" not in said(found) and "不属于清单所列行业" not in said(assumed)


def test_a_list_without_a_day_is_followed_both_ways(case, routed, trial_list):
    """In force, but not known since when."""
    trial_list["list"]["in_force_from"] = None
    flows = case("differ", sensitive=25_000, **TRIAL), case("alike", sensitive=50_000, **TRIAL)
    found = routed(*flows, negative_list=trial_list)

    assert ("review", "assessment") == found.routes
    assert "该清单的施行日" == asked(found[0]) and "没有施行" not in said(found[0])


def test_the_newer_edition_is_looked_at(case, routed):
    """An industry that only the newer one names; one that neither does keeps national law."""
    flows = [
        case("newer", sensitive=20_000, industry="banking"),
        case("neither", sensitive=20_000, industry="ecommerce"),
    ]
    found = routed(*flows, on=JUNE, negative_list="beijing-2024")

    assert ("review", "assessment") == found.routes


def test_an_amendment_is_doubted_where_it_rests_on_an_old_base_alone(case, routed, amendment, item):
    """Its own rows are younger than the newer edition of the base."""
    amendment["list"]["extends"] = "beijing-2024"
    amendment["items"] = [item("own", 2, "personal", "supply_quality", contract=(None, 30_000))]
    flows = [
        case("own", sensitive=40_000, industry="pharma", scenario="supply_quality"),
        case("base", sensitive=40_000, **TRIAL),
    ]
    found = routed(*flows, on=JUNE, negative_list=amendment)

    assert ("contract_or_certification", "review") == found.routes
    assert "新版" not in said(found[0])
    assert "清单“中国（北京）自由贸易试验区" in said(found[1]) and "新版" in said(found[1])


def test_a_base_that_is_not_in_force_is_not_applied_silently(case, routed, amendment, trial_list):
    """A draft under an amendment in force: both ways, and the base is what is missing."""
    trial_list["list"]["status"] = "draft"
    flow = case(sensitive=25_000, **TRIAL)
    lists = [amendment, trial_list]
    found = routed(flow, on=JUNE, negative_list=lists)[0]

    assert ("review", ("free", "assessment")) == (found.route, found.possible)
    assert "原清单" in asked(found) and "草案" in said(found)
    assert ("free",) == routed(flow, on=JUNE, negative_list=lists, assume_in_force=True).routes


def test_an_item_without_scenario_reaches_the_whole_industry(case, routed, listed, item):
    """Scenarios that no item names, and beside the item of a scenario that one does."""
    given = listed(
        item("trial", 2, "personal", "clinical_trial", contract=(None, 20_000)),
        item("whole", 2, "personal", None, contract=(None, 100)),
    )
    flows = [
        case("other", sensitive=100, industry="pharma", scenario="hcp_management"),
        case("none", sensitive=100, industry="pharma"),
        case("trial", sensitive=100, **TRIAL),
        case("few", sensitive=99, **TRIAL),
    ]
    found = routed(*flows, negative_list=given)
    caught = "contract_or_certification"

    assert (caught, caught, caught, "free") == found.routes
    assert "list:sample/whole" in {basis.fact for basis in found[0].basis}
    assert "及于整个行业" in said(found[0])


def test_a_whole_industry_is_counted_together(case, routed, listed, item):
    """Two flows of one processor in two scenarios: the union of their persons."""
    given = listed(item("whole", 2, "personal", None, contract=(None, 100)))
    flows = [
        case(name, sensitive=60, industry="pharma", scenario=name, processor={"id": "p"})
        for name in ("clinical_trial", "hcp_management")
    ]
    found = routed(*flows, negative_list=given)

    assert ("review", "review") == found.routes
    assert (60, 120) == found[0].sensitive
    assert "合并去重" in asked(found[0])


def test_rows_without_data_items_are_named_as_what_is_missing(case, routed):
    """Published rows hold no data items; naming the flow's own again would not help."""
    flow = case(items=None, industry="automotive", scenario="OTA", data={"items": ["OTA主控模块"]})
    flow.pop("items")
    trial = case("trial", sensitive=9_999, data={"items": ["病历"]}, **TRIAL)
    found = routed(flow, trial, negative_list="beijing-2024")

    assert "automotive_ota" in asked(found[0]) and "data.items" not in asked(found[0])
    assert "没有写明数据项" not in said(found[1]) and "listlab 没有其逐项内容" in said(found[1])
