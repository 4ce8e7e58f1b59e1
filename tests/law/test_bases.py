"""A pack states only what differs from its base, and the base's entries become its own."""

from datetime import date

import pytest

from listlab.errors import PackError
from listlab.law import load_pack, pack_ids

DAY = date(2026, 3, 31)
ZONES = ("beijing", "guangdong", "jiangsu")


def test_a_base_is_no_pack():
    """What zones share is not for use by itself."""
    assert "zone" not in pack_ids()
    with pytest.raises(PackError, match="zone"):
        load_pack("zone")


@pytest.mark.parametrize("zone", ZONES)
def test_entries_of_the_base_cite_the_zones_own_text(zone):
    """Every zone's fact rests on the zone's own measures or rules, never on another's."""
    pack = load_pack(zone)
    cited = {fact.source.instrument for fact in pack.own_facts}
    assert {f"{zone}_measures", f"{zone}_reference_rules"} <= cited
    strangers = {other for other in ZONES if other != zone}
    assert not [code for code in cited if code.split("_")[0] in strangers]
    assert {f"{zone}_reference_rules"} == {rule.source.instrument for rule in pack.rules}
    assert {f"{zone}_reference_rules"} == {c.source.instrument for c in pack.categories}
    assert {zone} == {fact.pack for fact in pack.own_facts}


@pytest.mark.parametrize("zone", ZONES)
def test_the_day_in_force_is_one_parameter(zone):
    """Facts whose day rests on the publication take it from one place, and it is unverified."""
    pack = load_pack(zone)
    assert "unverified" == pack.in_force.status
    days = {day for fact in pack.own_facts for day in fact.values}
    held = {date(2024, 8, 30)} if zone == "beijing" else set()
    others = days - held
    assert {pack.in_force.start} == others
    assert {"unverified"} == {fact.dated for fact in pack.own_facts}


def test_a_moved_day_moves_every_fact(packs):
    """The parameter is changed once."""
    packs.change("jiangsu/pack.yaml", "start: 2025-08-01", "start: 2025-09-15")
    pack = load_pack("jiangsu", packs.root)
    assert {date(2025, 9, 15)} == {day for fact in pack.own_facts for day in fact.values}


def test_before_its_day_a_zone_leaves_the_nation_in_place():
    """A restated rule does not hide the national one before it takes effect."""
    pack = load_pack("jiangsu")
    before, after = pack.at(date(2025, 7, 31)), pack.at(date(2025, 8, 1))
    assert ("national", "jiangsu") == tuple(
        p.fact("important.undeclared").pack for p in (before, after)
    )
    assert None is pack.find("use.mode", date(2025, 7, 31))
    assert "use.mode" not in before.facts and "use.mode" in after.facts
    assert "national" == pack.find("important.undeclared", date(2025, 7, 31)).pack


def test_an_entry_says_only_what_differs(packs):
    """Name, unit and block come from the base, the value from the zone."""
    packs.change(
        "guangdong/zone.yaml", "values: {in_force: admitted}", "values: {in_force: not_named}"
    )
    fact = load_pack("guangdong", packs.root).fact("processor.individuals")
    assert ("not_named", "个人可否作为数据处理者") == (fact.rule_on(DAY), fact.name.zh)


def test_null_takes_away_what_the_base_says(packs):
    """A note of the base that is wrong for a zone is struck out."""
    packs.change("beijing/thresholds.yaml", "{id: held.ciio,", "{id: held.ciio, note: null,")
    assert load_pack("beijing", packs.root).fact("held.ciio").note is None


def test_what_is_left_out_must_be_there(packs):
    """`without` names ids of the base only."""
    packs.change("jiangsu/rules.yaml", "without: [chemicals_power]", "without: [chemistry]")
    problem = packs.problems("jiangsu")[0]
    assert ("pack.reference", "jiangsu/rules.yaml", "chemistry") == (
        problem.code,
        problem.file,
        problem.got,
    )


def test_a_fact_without_its_own_article_has_none(packs):
    """Nothing is cited to the article of another zone."""
    packs.change("beijing/zone.yaml", '  - {id: zone.scope, source: {article: "2"}}\n', "")
    assert load_pack("beijing", packs.root).fact("zone.scope").source.article is None


def test_a_pack_in_another_folder_stands_on_the_shipped_ones(packs, tmp_path):
    """A zone's own pack needs no copy of the nation's or of the shared base."""
    root = tmp_path / "mine"
    root.mkdir()
    (packs.root / "jiangsu").rename(root / "jiangsu")
    assert load_pack("jiangsu").facts == load_pack("jiangsu", root).facts
    assert ("jiangsu",) == pack_ids(root)
