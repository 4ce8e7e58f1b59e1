"""Published lists say what public sources support, and nothing else."""

from datetime import date

import pytest

from listlab.errors import PackError
from listlab.law import load_pack
from listlab.law.lists import list_files, published_list, published_lists
from listlab.law.lists.load import LISTS

ROWS = [(each, row) for each in published_lists() for row in each.rows]


def test_the_lists_there_are():
    """One file a list, named by its id."""
    expected = {
        "beijing-2024", "beijing-2025", "chongqing-2025", "guangxi-2025", "hainan-2024",
        "jiangsu-2025", "shanghai-2024", "shanghai-2025", "tianjin-2024", "zhejiang-2024",
    }  # fmt: skip
    assert expected == {each.id for each in published_lists()}
    assert expected == {path.stem for path in list_files()}


def test_no_list_is_complete():
    """No zone's list stands here in full, so none decides a route alone."""
    assert {False} == {each.complete for each in published_lists()}


@pytest.mark.parametrize(("each", "row"), ROWS, ids=lambda x: getattr(x, "id", ""))
def test_confidence_decides_what_is_verified(each, row):
    """Only rows of high confidence are verified; the others say so when used."""
    assert (row.status == "verified") <= (row.confidence == "high")
    assert bool(row.caveat("zh")) == (row.status == "unverified")
    assert bool(row.address) or row.confidence == "low"
    if row.status == "unverified":
        assert "未核实" in row.caveat("zh") and "unverified" in row.caveat("en")


def test_sizes_of_the_beijing_lists():
    """Industries, scenarios and fields of both editions."""
    first, second = published_list("beijing-2024"), published_list("beijing-2025")
    assert (date(2024, 8, 30), date(2026, 5, 8)) == (first.issued, second.issued)
    assert (5, 9) == (len(first.industries), len(second.industries))
    assert set(first.industries) <= set(second.industries)
    assert "23个场景、198个数据字段" in first.size.zh and "67个场景、612个" in second.size.zh


def test_bands_of_the_clinical_trial_rows():
    """0, 10,000 and 50,000 follow each other without gap or overlap, none of them verified."""
    rows = published_list("beijing-2024").rows_for("pharma", "clinical_trial", "sensitive")
    bands = sorted((row.low, row.high, row.route) for row in rows)
    expected = [
        (0, 10_000, "free"),
        (10_000, 50_000, "contract_or_certification"),
        (50_000, None, "assessment"),
    ]
    assert expected == bands
    assert {"unverified"} == {row.status for row in rows}


def test_volumes_held_agree_with_the_pack():
    """The 2024 edition's important-data volumes are those of the pack."""
    pack, day = load_pack("beijing"), date(2024, 8, 30)
    rows = {row.id: row.low for row in published_list("beijing-2024").rows if row.period == "held"}
    facts = {
        "held_personal": "held.personal",
        "held_sensitive": "held.sensitive",
        "held_contents": "held.sensitive_contents",
        "held_ciio": "held.ciio",
    }
    assert {name: pack.fact(fact).persons_on(day) for name, fact in facts.items()} == rows


def test_the_ota_exception_has_two_conditions():
    """Filed with the ministry and technically protected, both."""
    rows = published_list("beijing-2024").rows_for("automotive", "ota_upgrade", "important")
    row = next(row for row in rows if row.scenario == "ota_upgrade")
    (exception,) = row.exceptions
    assert ["filed_with_miit", "technically_protected"] == [c.id for c in exception.conditions]
    assert "assessment" == row.route


def test_rows_for_all_industries_are_found_too():
    """Volumes held speak of every industry."""
    kinds = [row.id for row in published_list("beijing-2024").rows_for("aviation")]
    assert ["held_personal", "held_sensitive", "held_contents", "held_ciio"] == kinds


def test_an_unknown_list_is_refused():
    """The error names the lists that there are."""
    with pytest.raises(PackError, match="beijing-2024"):
        published_list("beijing-1999")


@pytest.mark.parametrize(
    ("old", "new", "code", "got"),
    [
        ("confidence: medium\n    status: unverified", "confidence: medium\n    status: verified",
         "pack.value", "verified"),
        ("high: 50000", "high: 500", "pack.value", "500"),
        ("kind: sensitive", "kind: secret", "pack.value", "secret"),
        ("low: 50000", "low: -1", "pack.type", "-1"),
        ("complete", "complete", "", ""),
        ("version:", "edition:", "pack.missing_key", None),
    ],
)  # fmt: skip
def test_a_malformed_list_names_its_place(tmp_path, old, new, code, got):
    """File, line, key, got and expected, as for packs."""
    text = (LISTS / "beijing-2024.yaml").read_text(encoding="utf-8")
    if not code:
        text, new, code, got = text + "complete: 1\n", "", "pack.type", "1"
    else:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "beijing-2024.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        published_lists(tmp_path)
    problem = caught.value.problems[0]
    assert (code, got) == (problem.code, problem.got)
    assert "lists/beijing-2024.yaml" == problem.file and problem.cell.startswith("L")


def test_an_older_edition_names_its_successor():
    """From the day of the newer edition the older one may no longer hold."""
    old = published_list("beijing-2024")
    assert ("beijing-2025", date(2026, 5, 8)) == (old.successor, old.superseded_from)
    assert [False, True] == [old.superseded_on(date(2026, 5, day)) for day in (7, 8)]
    assert not published_list("beijing-2025").superseded_on(date(2026, 6, 1))
