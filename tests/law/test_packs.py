"""Every fact of every pack has a source and a status, and says what its source says."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

import listlab
from listlab.errors import PackError
from listlab.law import Pack, load_pack, pack_ids, resolve
from listlab.law.cite import CITATION

DAY = date(2026, 3, 31)
FACTS = [(pack, fact) for pack in pack_ids() for fact in load_pack(pack).facts]
SOURCE = Path(listlab.__file__).parent


@pytest.fixture
def beijing() -> Pack:
    return load_pack("beijing")


@pytest.mark.parametrize(("pack", "fact_id"), FACTS)
def test_every_fact_has_source_status_and_a_value_today(pack, fact_id):
    """No fact without instrument, article and status; none without a date."""
    fact = load_pack(pack).fact(fact_id)
    assert fact.source.instrument in load_pack(pack).instruments
    assert fact.source.article
    assert fact.status in {"verified", "unverified"} and fact.dated in {"verified", "unverified"}
    assert fact.value_on(DAY) is not None
    assert fact == resolve(fact.cite)
    assert fact.name.zh and fact.name.en


@pytest.mark.parametrize("pack", pack_ids())
def test_every_reading_is_of_two(pack):
    """Where a text admits two readings, both stand there and one is the default."""
    facts = load_pack(pack).facts.values()
    readings = [each for fact in facts for each in fact.interpretations]
    assert readings
    assert all(len(r.readings) >= 2 and r.default in r.readings for r in readings)


def test_every_citation_in_the_source_resolves():
    """Docstrings cite the law by pack id, and the id exists."""
    found = [
        match[0]
        for path in sorted(SOURCE.rglob("*.py"))
        for match in CITATION.finditer(path.read_text(encoding="utf-8"))
    ]
    assert len(found) >= 8
    assert [resolve(citation).cite.split("/")[1] for citation in found] == [
        citation.split("/")[1] for citation in found
    ]


@pytest.mark.parametrize("citation", ["law:beijing/nothing", "beijing/held.personal", "law:x/y"])
def test_a_dead_citation_is_refused(citation):
    """A citation of nothing is an error that quotes it."""
    with pytest.raises(PackError):
        resolve(citation)


def test_a_citation_reads_as_lawyers_write_it(beijing):
    """Instrument, article, paragraph, item; unverified ones are marked."""
    small = beijing.fact("exempt.small_volume")
    held = beijing.fact("held.personal")
    assert "《促进和规范数据跨境流动规定》第5条第1款第4项" == small.citation_text("zh")
    assert small.citation_text("en").endswith("article 5 paragraph 1 (4)")
    assert held.citation_text("zh").endswith("重要数据统一识别参考规则第2点")
    assert beijing.fact("count.statement").citation_text("zh").endswith("（未核实）")


def test_national_lines():
    """Articles 5 ¶1 (4), 7 and 8 of the Provisions."""
    pack = load_pack("national")
    expected = {
        "exempt.small_volume": (100_000, "5"),
        "assessment.personal": (1_000_000, "7"),
        "assessment.sensitive": (10_000, "7"),
        "contract.personal": (100_000, "8"),
        "contract.sensitive": (1, "8"),
    }
    facts = {name: pack.fact(name) for name in expected}
    assert expected == {name: (f.persons_on(DAY), f.source.article) for name, f in facts.items()}
    assert {"verified"} == {fact.status for fact in facts.values()}
    assert {date(2024, 3, 22)} == {day for fact in facts.values() for day in fact.values}


def test_volumes_of_2024_cite_the_rules_of_2024(beijing):
    """Before the present annex its numbers stood in the rules of 2024, whose text is not held."""
    start = beijing.in_force.start
    before, after = (
        beijing.at(day).fact("held.personal") for day in (start - timedelta(days=1), start)
    )
    sources = [fact.source.instrument for fact in (before, after)]
    assert ["beijing_reference_rules_2024", "beijing_reference_rules"] == sources
    assert ["unverified", "verified"] == [before.status, after.status]


@pytest.mark.parametrize(
    ("pack_id", "end"), [("guangdong", date(2028, 2, 2)), ("jiangsu", date(2027, 7, 31))]
)
def test_a_trial_ends_by_its_years(pack_id, end):
    """The last day is counted from the first and never verified."""
    period = load_pack(pack_id).in_force
    assert (end, "unverified") == (period.end, period.end_status)
    assert period.ends_unverified


def test_beijing_has_no_trial_period(beijing):
    """Its measures state no years."""
    assert beijing.in_force.end is None
    assert not beijing.in_force.ends_unverified


def test_important_data_by_volume_held(beijing):
    """Points 2 and 3 of the unified reference rules, a stock."""
    expected = {
        "held.personal": 10_000_000,
        "held.sensitive": 1_000_000,
        "held.sensitive_contents": 100_000,
        "held.ciio": 100_000,
    }
    facts = {name: beijing.fact(name) for name in expected}
    assert expected == {name: fact.persons_on(DAY) for name, fact in facts.items()}
    assert {"held"} == {fact.applies.measure for fact in facts.values()}
    assert "3" == facts["held.ciio"].source.paragraph


def test_annex_has_13_and_40_categories(beijing):
    """First- and second-level categories by number and name."""
    groups = {category.parent.code: category.parent.name.zh for category in beijing.categories}
    assert list(range(1, 14)) == list(groups)
    assert list(range(1, 41)) == [category.code for category in beijing.categories]
    assert ("战略物资和大宗商品类", "其他数据类") == (groups[1], groups[13])
    names = {category.code: category.name.zh for category in beijing.categories}
    picked = {
        1: "石油、石化和天然气",
        16: "智能网联汽车",
        28: "健康医疗",
        30: "药品",
        36: "人工智能服务",
    }
    assert picked == {code: names[code] for code in picked}


def test_which_categories_defer_to_a_standard(beijing):
    """Eight categories defer, 31 carry a description, the last has neither."""
    deferring = [c.code for c in beijing.categories if c.defers_to]
    described = [c.code for c in beijing.categories if c.keywords]
    assert [8, 9, 11, 13, 15, 16, 17, 19] == deferring
    assert [code for code in range(1, 40) if code not in deferring] == described
    assert ("ydt_4981", "auto_guidelines_2026") == beijing.categories[15].defers_to


@pytest.mark.parametrize(
    "answer", ["28", "28 健康医疗", "28.健康医疗", "健康医疗", "２８、健康医疗"]
)
def test_an_answer_names_a_category(beijing, answer):
    """By number, by name or by both, whatever the punctuation."""
    assert 28 == beijing.category(answer).code


@pytest.mark.parametrize("answer", ["", "41", "健康", "28 药品", "—"])
def test_an_answer_that_names_no_category(beijing, answer):
    """Nothing is guessed."""
    assert beijing.category(answer) is None


def test_five_steps_and_their_deadlines(beijing):
    """Beijing makes a list in five steps; filing takes twice ten working days, for three years."""
    steps = [stage.name.zh for stage in beijing.workflow.making]
    assert ["需求调研", "重要数据识别", "业务场景分析", "论证与征求意见", "审批报备"] == steps
    assert [None] * 5 == [stage.deadline for stage in beijing.workflow.making]
    using = {stage.id: stage for stage in beijing.workflow.using}
    days = [beijing.fact(using[name].deadline) for name in ("district_review", "city_review")]
    assert [(10, "working_days", "12"), (10, "working_days", "13")] == [
        (fact.persons_on(DAY), fact.unit, fact.source.article) for fact in days
    ]
    validity = beijing.fact(using["notice"].validity)
    assert (3, "years", "11") == (validity.value_on(DAY), validity.unit, validity.source.article)


def test_five_city_departments(beijing):
    """Article 4 names five departments of the city."""
    named = [b for b in beijing.bodies if b.source.article == "4"]
    assert 5 == len(named)
    assert {"city"} == {body.level for body in named}


def test_dates_without_source_are_unverified(beijing):
    """The measures' day of publication stands in no source."""
    assert beijing.instrument.in_force_from is None
    assert "unverified" == beijing.instrument.status
    own = [fact for fact in beijing.facts.values() if fact.pack == "beijing"]
    assert {"unverified"} == {fact.dated for fact in own}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("药物临床试验(含国际多中心)", "clinical_trial"),
        (" 药物 临床试验 ", "clinical_trial"),
        ("ＰＶ", "pharmacovigilance"),
        ("pharmacovigilance", "pharmacovigilance"),
        ("hcp管理", "hcp_management"),
        ("供应链与质量管理", "supply_quality"),
    ],
)
def test_a_scenario_is_known_by_any_of_its_names(beijing, name, code):
    """Width, case, spaces and punctuation do not matter."""
    assert code == beijing.industry("pharma").match(name).code


@pytest.mark.parametrize(
    "name", ["临床试验与研发", "药物研发", "药物警戒", "诊疗", "HCP管理", "合作伙伴管理"]
)
def test_scenarios_of_the_published_pharma_rows_are_known(beijing, name):
    """Those that public accounts of the list of 2024 name."""
    assert beijing.industry("pharma").match(name) is not None


@pytest.mark.parametrize("name", ["其他", "", "  ", "临床", "全球临床研究数据汇总"])
def test_an_unknown_scenario_is_not_guessed(beijing, name):
    """A name that only resembles a scenario is none."""
    assert beijing.industry("pharma").match(name) is None


def test_scenarios_say_how_their_persons_add_up(beijing):
    """Trial participants are a cohort; whatever says nothing draws from a population."""
    pharma = beijing.industry("pharma")

    assert pharma.scenario("clinical_trial").persons == "cohort"
    assert pharma.scenario("hcp_management").persons == "population"


@pytest.mark.parametrize("pack", pack_ids())
def test_no_name_means_two_scenarios(pack):
    """Names and synonyms of an industry's scenarios are distinct."""
    for industry in load_pack(pack).industries:
        names = [(n, s.code) for s in industry.scenarios for n in (s.code, s.name.zh, *s.synonyms)]
        assert [(n, code) for n, code in names] == [(n, industry.match(n).code) for n, _ in names]


def test_industry_codes_cover_what_lies_beneath(beijing):
    """A GB/T 4754 code stands for all codes beneath it, with or without its letter."""
    pharma = beijing.industry("pharma")
    assert [True, True, False] == [pharma.covers(code) for code in ("2720", "C2761", "3610")]


def test_an_unknown_industry_or_scenario_is_named(beijing):
    """Errors list what there is."""
    with pytest.raises(PackError, match="pharma"):
        beijing.industry("toys")
    with pytest.raises(PackError, match="clinical_trial"):
        beijing.industry("pharma").scenario("toys")


SOURCED = [
    (pack, what, each)
    for pack in pack_ids()
    for what, found in {
        "body": load_pack(pack).bodies,
        "category": load_pack(pack).categories,
        "rule": load_pack(pack).rules,
        "stage": [s for group in load_pack(pack).workflow.groups().values() for s in group],
    }.items()
    for each in found
]


@pytest.mark.parametrize(
    ("pack", "what", "each"),
    SOURCED,
    ids=[f"{p}-{w}-{getattr(e, 'id', None) or e.code}" for p, w, e in SOURCED],
)
def test_bodies_stages_categories_and_rules_are_sourced(pack, what, each):
    """Whatever a pack says has instrument, article and status, and a name in both languages."""
    assert each.source.instrument in load_pack(pack).instruments
    assert each.source.article
    assert each.status in {"verified", "unverified"}
    assert each.name.zh and each.name.en


@pytest.mark.parametrize("pack", pack_ids())
def test_industries_carry_codes_and_are_unverified(pack):
    """No source gives the GB/T 4754 codes, so none is shown as verified."""
    for industry in load_pack(pack).industries:
        assert "unverified" == industry.status and industry.note
        assert industry.gbt4754 and all(code.isdigit() for code in industry.gbt4754)
        assert industry.scenarios


def test_packs_hold_no_sentence_of_the_annex_rules():
    """Packs state facts; the example rules' sentences are not copied."""
    text = "".join(
        path.read_text(encoding="utf-8") for path in sorted((SOURCE / "law/packs").rglob("*.yaml"))
    )
    assert not re.search("反映种族整体情况|大宗原材料信息", text)
