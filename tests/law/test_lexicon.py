"""A lexicon is read strictly, serves every category of its pack, and says nothing twice over."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from listlab.errors import PackError
from listlab.law import load_pack
from listlab.law.lexicon import lexicon_files, load_lexicon
from listlab.law.parse_lexicon import fold_word

ZONES = ("beijing", "guangdong", "jiangsu")
GOLD = Path(__file__).parents[2] / "data" / "gold"
COLUMNS = (
    "id,name,description,industry,scenario,personal,sensitive,public,ciio,precision,persons,"
    "sensitive_persons,persons_held,sensitive_held,contains,pack,category,category_alternatives,"
    "personal_truth,important,variant,basis"
)


@pytest.mark.parametrize("zone", ZONES)
def test_every_category_has_words_and_examples(zone):
    """A category has at least 60 words and 10 examples in each zone that has the category."""
    lexicon, pack = load_lexicon(zone), load_pack(zone)
    assert [c.code for c in pack.categories] == [c.code for c in lexicon.categories]
    assert [] == [c.code for c in lexicon.categories if len(c.terms.all) < 60]
    assert [] == [c.code for c in lexicon.categories if len(c.examples) < 10]


@pytest.mark.parametrize("zone", ZONES)
def test_every_facet_and_qualifier_has_words(zone):
    """What a nature rule asks for can be found in a text."""
    lexicon, pack = load_lexicon(zone), load_pack(zone)
    facets = {(rule.id, facet.id) for rule in pack.rules for facet in rule.facets}
    assert facets == set(lexicon.facets)
    assert [] == [key for key, words in lexicon.facets.items() if not words.decisive]
    assert [] == [q.id for q in lexicon.qualifiers.values() if not (q.supports and q.refutes)]


@pytest.mark.parametrize("zone", ZONES)
def test_words_are_folded(zone):
    """Words are written as texts are folded, so that they can be found."""
    lexicon = load_lexicon(zone)
    words = [word for c in lexicon.categories for word in c.terms.all]
    words += [word for kind in lexicon.personal for word in (*kind.strong, *kind.weak)]
    words += [word for q in lexicon.qualifiers.values() for word in (*q.supports, *q.refutes)]
    assert [] == [word for word in words if fold_word(word) != word]


def test_both_languages_are_served():
    """A category and a type of personal information have Chinese and Latin words."""
    lexicon = load_lexicon("beijing")
    found = {c.code: c.terms.strong for c in lexicon.categories}
    found |= {kind.id: kind.strong for kind in lexicon.personal}
    assert [] == [key for key, words in found.items() if all(map(str.isascii, words))]
    assert [] == [key for key, words in found.items() if not any(map(str.isascii, words))]


def test_a_zone_states_differences_only():
    """Jiangsu has no category 40; its words stand with category 39 there, above the base's."""
    here, elsewhere = load_lexicon("jiangsu"), load_lexicon("beijing")
    assert () == here.words_of(40).terms.all
    assert set(elsewhere.words_of(39).terms.strong) == set(here.words_of(39).terms.strong)
    assert {"深海"} == {"深海"} & set(here.words_of(39).terms.medium)
    assert set() == {"深海"} & set(elsewhere.words_of(39).terms.medium)


def test_a_lexicon_is_read_once():
    """The same name gives the same lexicon."""
    assert load_lexicon("beijing") is load_lexicon("beijing")


def test_a_pack_without_a_lexicon_says_so():
    """The nation's pack has no categories to identify."""
    with pytest.raises(PackError) as caught:
        load_lexicon("national")
    assert ["pack.no_lexicon"] == [problem.code for problem in caught.value.problems]


def test_files_are_listed():
    """A cache key can take in every file of words."""
    folders = {path.parent.parent.name for path in lexicon_files()}
    assert {"zone", "jiangsu"} == folders


ODD = """\
  - id: odd
    name: {zh: 甲, en: a}
    reason: {zh: 甲, en: a}
    parts: |
      @ghost
      姓名
"""
ONE = ODD.replace("id: odd", "id: one").replace("      姓名\n", "")
# file, text added, code under which it is refused, what is quoted
UNREADABLE = [
    ("security", "  - {code: 36, loud: 模型}\n", "pack.unknown_key", "loud"),
    ("security", "  - {code: 41, strong: 新词}\n", "pack.reference", "41"),
    ("security", "  - {code: 35, strong: 新词}\n", "pack.duplicate_id", "35"),
    ("none", "  - {id: n, name: {zh: 甲, en: a}, strong: 乙、乙}\n", "pack.value", "乙"),
    ("qualifiers", "  - {id: scale, for: 大, patterns: '(('}\n", "pack.value", "(("),
    ("facets", "  - {id: health.magic, words: 魔法}\n", "pack.reference", "health.magic"),
    ("combinations", ONE, "pack.value", "1"),
]
CONTRADICTORY = [
    ("none", "  - {id: n, name: {zh: 甲, en: a}, strong: 原油}\n", "pack.overlap", "原油"),
    ("qualifiers", "  - {id: shiny, for: 闪亮, against: 闪亮}\n", "pack.reference", "shiny"),
    ("qualifiers", "", "pack.overlap", "闪亮"),
    ("combinations", ODD, "pack.reference", "@ghost"),
]


@pytest.mark.parametrize("wrong", [UNREADABLE, CONTRADICTORY], ids=["unreadable", "contradictory"])
def test_everything_wrong_is_found_at_once(packs, wrong):
    """Wrong entries of several files are refused together, each with its code and a quotation."""
    for file, added, _, _ in wrong:
        packs.add(f"zone/lexicon/{file}.yaml", added)
    with pytest.raises(PackError) as caught:
        load_lexicon("beijing", packs.root)
    found = {(problem.code, problem.got) for problem in caught.value.problems}
    assert set() == {(code, got) for _, _, code, got in wrong} - found


def test_an_unknown_file_is_refused(packs):
    """A file that nobody reads is named, not passed over."""
    (packs.root / "beijing" / "lexicon").mkdir()
    packs.add("beijing/lexicon/nouns.yaml", "none: []\n")
    with pytest.raises(PackError) as caught:
        load_lexicon("beijing", packs.root)
    assert ["pack.unknown_file"] == [problem.code for problem in caught.value.problems]
    assert "beijing/lexicon/nouns.yaml" == caught.value.problems[0].file


def test_a_zone_takes_words_out(packs):
    """`drop` takes a word of the base out of an entry."""
    (packs.root / "beijing" / "lexicon").mkdir()
    packs.add("beijing/lexicon/nature.yaml", "categories:\n  - {code: 1, drop: 原油、汽油}\n")
    strong = set(load_lexicon("beijing", packs.root).words_of(1).terms.strong)
    assert {"原油", "汽油"} == set(load_lexicon("beijing").words_of(1).terms.strong) - strong


def gold() -> list[dict[str, str]]:
    with (GOLD / "dev.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_gold_part_covers_everything():
    """The dev part has every category several times, none, and each outcome and variant."""
    rows = gold()
    assert COLUMNS == (GOLD / "dev.csv").read_text(encoding="utf-8").splitlines()[0]
    assert len(rows) >= 320
    assert len({row["id"] for row in rows}) == len(rows)
    per = Counter(row["category"] for row in rows)
    assert [] == [str(code) for code in range(1, 41) if per[str(code)] < 5]
    assert per[""] >= 60
    assert {"yes", "no", "review"} == {row["important"] for row in rows}
    assert {"none", "personal", "sensitive"} == {row["personal_truth"] for row in rows}
    assert {"near_miss", "negation", "published", "english", "typo"} <= {
        row["variant"] for row in rows
    }


def test_the_gold_part_names_what_its_pack_has():
    """A row's category is one of its pack's, and published data are not important."""
    codes = {zone: {str(c.code) for c in load_pack(zone).categories} for zone in ZONES}
    rows = gold()
    assert [] == [r["id"] for r in rows if r["category"] and r["category"] not in codes[r["pack"]]]
    assert [] == [r["id"] for r in rows if r["variant"] == "published" and r["important"] != "no"]


def test_the_gold_part_is_no_copy_of_the_lexicon():
    """No item of the dev part is an example of the lexicon, or measuring would mean nothing."""
    lexicon = load_lexicon("beijing")
    examples = {fold_word(e) for c in (*lexicon.categories, *lexicon.none) for e in c.examples}
    assert [] == [row["id"] for row in gold() if fold_word(row["name"]) in examples]


def test_the_readme_counts_the_gold_part():
    """The number of rows that the README states is that of the file."""
    said = re.search(r"`dev\.csv`: (\d+) survey items", (GOLD / "README.md").read_text("utf-8"))
    assert said is not None
    assert len(gold()) == int(said[1])
