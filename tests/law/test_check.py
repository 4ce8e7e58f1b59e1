"""`packs check` finds what a pack that can be read still gets wrong."""

from datetime import date

import pytest

from listlab.law import load_pack, pack_ids
from listlab.law.check import check_lists, check_pack
from listlab.law.lists import published_lists
from listlab.law.lists.load import LISTS


@pytest.mark.parametrize("pack", pack_ids())
def test_the_shipped_packs_are_sound(pack):
    """Nothing is wrong with what listlab ships."""
    assert () == check_pack(load_pack(pack))


def test_the_shipped_lists_name_known_industries_and_scenarios():
    """Rows of published lists can be looked up by the codes of the packs."""
    assert () == check_lists(published_lists(), load_pack("national"))


# pack, file, replaced, by, code, part of the message
WRONG = [
    ("national", "national/thresholds.yaml", "{2024-03-22: 100000}\n    applies: {tier: exempt",
     "{2024-03-22: 90000}\n    applies: {tier: exempt", "pack.gap", "90000"),
    ("national", "national/thresholds.yaml", "{2024-03-22: 100000}\n    applies: {tier: exempt",
     "{2024-03-22: 200000}\n    applies: {tier: exempt", "pack.overlap", "200000"),
    ("national", "national/thresholds.yaml", "values: {2024-03-22: 1}", "values: {2024-03-22: 5}",
     "pack.gap", "contract.sensitive"),
    ("national", "national/thresholds.yaml", "{2024-03-22: 10000}", "{2024-03-22: 1}",
     "pack.never", "contract.sensitive"),
    ("national", "national/thresholds.yaml",
     "{2024-03-22: 10000}", "{2024-03-22: 10000, 2027-01-01: null}", "pack.gap", "2027-01-01"),
    ("beijing", "beijing/thresholds.yaml",
     "held.sensitive_contents, values: {2024-08-30: 100000}",
     "held.sensitive_contents, values: {2024-08-30: 1000000}", "pack.never",
     "held.sensitive_contents"),
    ("beijing", "beijing/thresholds.yaml", "{id: held.ciio, values: {2024-08-30: 100000}, ",
     "{id: held.ciio, values: {2024-08-30: 100000, 2025-01-01: null}, ", "pack.never", "held.ciio"),
    ("beijing", "beijing/zone.yaml",
     '  - {id: zone.scope, source: {article: "2"}}\n',
     "", "pack.no_source", "zone.scope"),
    ("jiangsu", "jiangsu/workflow.yaml", '    source: {article: "7", paragraph: 1(4)}\n', "",
     "pack.no_source", "consultation"),
    ("national", "national/thresholds.yaml", "{2024-03-22: 1000000}", "{2020-01-01: 1000000}",
     "pack.date_order", "2020-01-01"),
    ("beijing", "beijing/workflow.yaml", "values: {in_force: 10}", "values: {2020-01-01: 10}",
     "pack.date_order", "2020-01-01"),
    ("beijing", "beijing/thresholds.yaml", "held.personal, values: {2024-08-30:",
     "held.personal, values: {2024-08-29:", "pack.date_order", "2024-08-29"),
    ("beijing", "beijing/zone.yaml", 'source: {article: "22"}', 'source: {article: "99"}',
     "pack.reference", "outcome.not_listed"),
    ("jiangsu", "jiangsu/workflow.yaml", 'article: "7", paragraph: 1(4)',
     'article: "26", paragraph: 1(4)', "pack.reference", "consultation"),
    ("beijing", "beijing/workflow.yaml", "deadline: filing.district_review",
     "deadline: filing.validity", "pack.unit", "filing.validity"),
    ("beijing", "beijing/zone.yaml", "values: {in_force: filing}", "values: {in_force: letter}",
     "pack.no_words", "letter"),
    ("jiangsu", "jiangsu/rules.yaml", "categories: [39]", "categories: [39, 40]",
     "pack.reference", "40"),
    ("jiangsu", "jiangsu/rules.yaml", "    without: [payment_clearing]",
     "    without: [payment_clearing, institution_security, key_clients]", "pack.never", "finance"),
    ("beijing", "zone/rules.yaml", "keywords: [社会动员]", "keywords: []", "pack.never",
     "mobilisation"),
    ("beijing", "zone/rules.yaml", "fact: held.sensitive\n", "fact: held.personal\n",
     "pack.overlap", "held_personal"),
    ("beijing", "zone/rules.yaml", "fact: held.sensitive\n",
     "fact: held.sensitive\n    facets:\n"
     "      - {id: lost, name: {zh: 甲, en: a}, keywords: [甲]}\n",
     "pack.never", "lost"),
    ("beijing", "zone/rules.yaml", "keywords: [社会动员]", "keywords: [军工客户]", "pack.overlap",
     "military_clients"),
    ("jiangsu", "jiangsu/categories.yaml", "without: [40]", "without: [39]", "pack.gap", "40"),
    ("national", "national/exemptions.yaml", 'basis: "4"', 'basis: "3"', "pack.overlap", "exempt."),
    ("national", "national/exemptions.yaml", "covers: [other]", "covers: []", "pack.never",
     "exempt.trade_data"),
    ("national", "national/industries.yaml", "synonyms: [医药行业,", "synonyms: [银行业,",
     "pack.ambiguous", "银行业"),
]  # fmt: skip


@pytest.mark.parametrize(("pack", "file", "old", "new", "code", "said"), WRONG)
def test_a_wrong_pack_is_told(packs, pack, file, old, new, code, said):
    """Gaps, overlaps, wants of a source, dates, units, words and rules that never fire."""
    packs.change(file, old, new)
    problems = check_pack(load_pack(pack, packs.root))
    found = [p for p in problems if p.code == code]
    assert found, [p.line() for p in problems]
    assert any(said in p.message.zh for p in found)
    assert all("应为" in p.message.zh and "expected" in p.message.en for p in found)
    assert all(p.file and (p.cell or code == "pack.no_source") for p in found)


def test_a_rule_that_falls_away_later_is_told_once(packs):
    """Every date of change is looked at, and nothing is said twice."""
    packs.change(
        "national/thresholds.yaml",
        "values: {2024-03-22: 1}",
        "values: {2024-03-22: 5, 2025-01-01: 5, 2026-01-01: 5}",
    )
    problems = check_pack(load_pack("national", packs.root))
    assert ["pack.gap"] == [problem.code for problem in problems]


def test_a_row_of_an_unknown_scenario_is_told(tmp_path):
    """A published row that no scenario of the packs matches can't be looked up."""
    text = (LISTS / "beijing-2024.yaml").read_text(encoding="utf-8")
    changed = text.replace("scenario: ota_upgrade", "scenario: over_the_air")
    changed = changed.replace("successor: beijing-2025\n", "successor: beijing-2099\n")
    (tmp_path / "beijing-2024.yaml").write_text(changed, encoding="utf-8")
    problems = check_lists(published_lists(tmp_path), load_pack("national"))
    wrong = [("list.reference", "over_the_air"), ("list.reference", "beijing-2099")]
    assert wrong == [(p.code, p.got) for p in problems]


def test_unverified_days_are_not_held_against_the_text():
    """A day of effect that is a parameter may lie before an instrument's unverified day."""
    pack = load_pack("beijing")
    assert date(2024, 8, 30) in pack.fact("held.personal").values
    assert "unverified" == pack.fact("held.personal").dated


@pytest.mark.parametrize(
    ("file", "old", "new", "begins"),
    [
        ("national/thresholds.yaml", "values: {2024-03-22: 1}", "values: {2024-03-22: 5}",
         "- id: contract.sensitive"),
        ("zone/rules.yaml", "keywords: [社会动员]", "keywords: []", "- id: internet"),
        ("beijing/workflow.yaml", "filing.district_review\n    source",
         "filing.validity\n    source", "- id: district_review"),
    ],
)  # fmt: skip
def test_the_line_is_that_of_the_entry(packs, file, old, new, begins):
    """In the file that states it, of the pack, its base or the nation."""
    packs.change(file, old, new)
    found = check_pack(load_pack("beijing", packs.root))
    assert found
    for problem in found:
        assert file == problem.file
        lines = (packs.root / file).read_text(encoding="utf-8").splitlines()
        assert begins in lines[int(problem.cell[1:]) - 1]


@pytest.mark.parametrize(
    ("file", "old", "new", "begins"),
    [
        ("beijing/workflow.yaml", "leads: [coordination_office]\n    decides",
         "leads: [nobody]\n    decides", "- id: important_data"),
        ("beijing/workflow.yaml", "deadline: filing.district_review", "deadline: filing.nothing",
         "- id: district_review"),
        ("zone/rules.yaml", "fact: held.personal", "fact: held.nothing", "- id: held_personal"),
        ("guangdong/supervision.yaml", "to: [regional_bodies]", "to: [nobody]",
         "- id: duty.changes"),
    ],
)  # fmt: skip
def test_a_dead_reference_names_the_line_of_its_entry(packs, file, old, new, begins):
    """Bodies, terms and volumes that are not there."""
    packs.change(file, old, new)
    pack = "beijing" if file.startswith("zone") else file.split("/")[0]
    (problem,) = packs.problems(pack)
    lines = (packs.root / file).read_text(encoding="utf-8").splitlines()
    assert ("pack.reference", file) == (problem.code, problem.file)
    assert begins in lines[int(problem.cell[1:]) - 1]


@pytest.mark.parametrize(
    ("old", "new", "code", "got"),
    [
        ("qualifiers: [great_harm]", "qualifiers: [great_harms]", "pack.reference", "great_harms"),
        ("keywords: [社会动员]\n        categories: [35]",
         "keywords: [社会动员]\n        categories: [1]", "pack.reference", "1"),
        ("keywords: [社会动员]",
         "keywords: [社会动员]\n        joined: some", "pack.value", "some"),
        ("keywords: [社会动员]",
         "keywords: [社会动员]\n        loud: yes", "pack.unknown_key", "loud"),
        ("id: sensitive_groups", "id: mobilisation", "pack.duplicate_id", "mobilisation"),
    ],
)  # fmt: skip
def test_an_impossible_facet_is_refused(packs, old, new, code, got):
    """Unknown conditions, categories that the rule leaves out, and two facets of one name."""
    packs.change("zone/rules.yaml", old, new)
    problems = packs.problems()
    assert {(code, got, "zone/rules.yaml")} == {(p.code, p.got, p.file) for p in problems}
    assert all(p.cell and "应为" in p.message.zh and "expected" in p.message.en for p in problems)


def test_the_command_checks_decision_cases_too(packs, listlab):
    """A case that comes out otherwise, or has an unknown key, is a problem with file and line."""
    packs.change("national/cases/volumes.yaml", "expect: free", "expect: assessment")
    packs.change("national/cases/data.yaml", "working:", "sums:")
    options = ("--packs", str(packs.root), "--format", "json")
    called = listlab("packs", "check", "national", *options, cwd=packs.root)
    malformed = called.json["problems"]
    packs.change("national/cases/data.yaml", "sums:", "working:")
    called = listlab("packs", "check", "national", *options, cwd=packs.root)
    (wrong,) = called.json["problems"]

    assert {"national/cases/data.yaml"} == {problem["file"] for problem in malformed}
    assert (1, "pack.case", "national/cases/volumes.yaml") == (
        called.code,
        wrong["code"],
        wrong["file"],
    )


@pytest.mark.parametrize(
    ("fact_id", "tier", "persons", "code"),
    [
        ("contract.personal", "contract", "200000", "pack.gap"),
        ("contract.personal", "contract", "50000", "pack.overlap"),
        ("assessment.personal2", "assessment", "500000", "pack.overlap"),
    ],
)
def test_volumes_name_the_authors_file(packs, fact_id, tier, persons, code):
    """Not the national one that they clash with."""
    with (packs.root / "beijing/thresholds.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"  - id: {fact_id}\n    name: {{zh: 甲, en: A}}\n    unit: persons\n"
            f"    values: {{2026-02-03: {persons}}}\n"
            f"    applies: {{tier: {tier}, kind: personal, measure: exported, bound: at_least, "
            "processor: not_ciio}\n"
            '    source: {instrument: beijing_measures, article: "9"}\n    status: verified\n'
        )
    found = [p for p in check_pack(load_pack("beijing", packs.root)) if p.code == code]
    assert found
    assert {"beijing/thresholds.yaml"} == {problem.file for problem in found}
    assert all(fact_id in problem.message.zh for problem in found)


def test_a_volume_that_falls_away_names_the_authors_fact(packs):
    """The rule that rests on it stands in the shared base."""
    old = "{id: held.personal, values: {2024-08-30: 10000000}"
    new = "{id: held.personal, values: {2024-08-30: 10000000, 2025-01-01: null}"
    packs.change("beijing/thresholds.yaml", old, new)
    (problem,) = check_pack(load_pack("beijing", packs.root))
    assert ("pack.never", "beijing/thresholds.yaml") == (problem.code, problem.file)
    assert "facts.held.personal" in problem.message.zh
