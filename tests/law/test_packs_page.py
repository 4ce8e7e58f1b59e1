"""The page on writing a pack is true: its example is read, and the check says what is wanting."""

import re
from pathlib import Path

import pytest

from listlab.errors import PackError
from listlab.law import load_pack
from listlab.law.assemble import FILES
from listlab.law.check import check_pack
from listlab.law.parse_facts import UNITS
from listlab.law.rule import PREDICATES

PAGE = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
SOURCES = """instruments:
  - {id: tianjin_measures, title: {zh: 天津办法, en: Tianjin measures}, status: unverified}
  - {id: tianjin_rules, title: {zh: 天津规则, en: Tianjin rules}, status: unverified}
"""


@pytest.fixture
def tianjin(tmp_path: Path) -> Path:
    """The pack of the page, in a folder of its own."""
    folder = tmp_path / "tianjin"
    folder.mkdir()
    example = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)[0]
    (folder / "pack.yaml").write_text(example, encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return folder


def test_the_first_check_names_all_that_a_zone_must_say(tianjin):
    """What no zone shares and every article, in the author's files, by the ids of the facts."""
    with pytest.raises(PackError) as caught:
        load_pack("tianjin", tianjin.parent)
    problems = caught.value.problems
    assert {"pack.missing_key", "pack.no_source"} == {problem.code for problem in problems}
    assert {"tianjin"} == {problem.file.split("/")[0] for problem in problems}
    said = "\n".join(problem.message.zh for problem in problems)
    assert all(name in said for name in ("facts.use.kit", "facts.zone.scope", "共同部分"))


def test_what_a_base_verifies_is_not_the_packs_own(tianjin):
    """Unverified until the author vouches for it, one by one or for all."""
    gone = "without: [use.kit, use.guides, measures.interpreter]\n"
    facts = 'facts:\n  - {id: zone.scope, source: {article: "1"}}\n'
    own = '  - {id: use.mode, source: {article: "1"}, status: verified}\n'
    (tianjin / "zone.yaml").write_text(gone + facts + own, encoding="utf-8")
    (tianjin / "supervision.yaml").write_text(
        "without: [duty.zone_incident, supervision.consistency, supervision.inspection, "
        "supervision.platform]\n",
        encoding="utf-8",
    )
    pack = load_pack("tianjin", tianjin.parent)
    head = tianjin / "pack.yaml"
    text = head.read_text(encoding="utf-8").replace("inherited: unverified", "inherited: verified")
    other = tianjin.parent / "other" / "tianjin"
    other.mkdir(parents=True)
    for path in tianjin.glob("*.yaml"):
        (other / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (other / "pack.yaml").write_text(text, encoding="utf-8")
    vouched = load_pack("tianjin", other.parent)

    assert ("unverified", "verified") == (
        pack.fact("zone.scope").status,
        pack.fact("use.mode").status,
    )
    assert {"unverified"} == {category.status for category in pack.categories}
    assert "verified" == vouched.fact("zone.scope").status


def test_then_the_check_asks_for_articles(tianjin):
    """Left out what is not there, the pack is read, and every fact still wants its article."""
    (tianjin / "zone.yaml").write_text(
        "without: [use.kit, use.guides, measures.interpreter]\n", encoding="utf-8"
    )
    (tianjin / "supervision.yaml").write_text(
        "without: [duty.zone_incident, supervision.consistency, supervision.inspection, "
        "supervision.platform]\n",
        encoding="utf-8",
    )
    pack = load_pack("tianjin", tianjin.parent)
    problems = check_pack(pack)
    assert {"pack.no_source"} == {problem.code for problem in problems}
    assert len(problems) > 30
    assert 40 == len(pack.categories) and {"tianjin_rules"} == {
        category.source.instrument for category in pack.categories
    }


def test_the_page_names_all_files_units_and_predicates():
    """What the reader of packs knows stands on the page."""
    wanted = [*(f for f in FILES if f != "pack.yaml"), *UNITS, *PREDICATES]
    assert [] == [word for word in wanted if word not in PAGE]


def test_the_page_is_one_page():
    """Writing a pack is told in at most a hundred lines."""
    assert PAGE.count("\n") <= 100
