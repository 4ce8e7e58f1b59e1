"""The verbs on packs: list, show, compare, check, in text, JSON and as a page."""

import json
import shutil
from pathlib import Path

import pytest

from listlab.errors import PackError
from listlab.law.load import PACKS
from listlab.run.packs import check_packs, compare_two, list_packs, show_pack


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    shutil.copytree(PACKS, folder)
    return folder


def test_all_packs_and_lists_are_listed(listlab, tmp_path):
    """`listlab packs` prints JSON alone on stdout."""
    called = listlab("packs", "--format", "json", cwd=tmp_path)
    assert (0, "") == (called.code, called.err)
    names = [pack["id"] for pack in called.json["packs"]]
    assert ["beijing", "guangdong", "jiangsu", "national"] == names
    assert ["lists", "rows"] == [sheet["id"] for sheet in called.json["lists"]]


def test_a_pack_is_shown_with_everything_in_it(listlab, tmp_path):
    """Facts, stages, bodies, categories, rules; text says what is unverified."""
    called = listlab("packs", "show", "guangdong", "--format", "json", cwd=tmp_path)
    sheets = {sheet["id"]: sheet["rows"] for sheet in called.json["sheets"]}
    assert {"pack", "special", "facts", "stages.making", "bodies", "categories", "rules"} <= set(
        sheets
    )
    assert 40 == len(sheets["categories"])
    text = show_pack("guangdong", None, None, "zh").text
    assert "未核实" in text and "见“" in text
    assert "unverified" in show_pack("guangdong", None, None, "en").text


def test_a_comparison_is_printed_and_written(tmp_path):
    """Both sides with article; the page needs nothing from the net."""
    page = tmp_path / "new" / "compare.html"
    found = compare_two(("beijing", "jiangsu"), None, page, "zh")
    html = page.read_text(encoding="utf-8")
    assert str(page) in found.text
    assert "24小时" in html and "<script" not in html and "http://" not in html
    compare_two(("beijing", "jiangsu"), None, page, "zh")
    assert html == page.read_text(encoding="utf-8")
    assert json.loads(json.dumps(found.value))["left"] == "beijing"
    assert "没有实质差别" == compare_two(("beijing", "beijing"), None, None, "zh").text


def test_a_page_of_a_pack_in_english(tmp_path):
    """The language turns headers and contents."""
    page = tmp_path / "pack.html"
    show_pack("beijing", None, page, "en")
    html = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in html and "Negative-list" not in html
    assert "preliminary opinion" in html


def test_the_day_in_force_is_marked_wherever_packs_are_shown(tmp_path):
    """List, pack, comparison and their pages say that the first day only stands in for one."""
    page = tmp_path / "page.html"
    listed = list_packs(None, None, "zh")
    lines = [line for line in listed.text.splitlines() if "施行（" in line]

    assert ["代用日" in line for line in lines] == [True, True, True, False]
    assert {"verified", "unverified"} == {p["in_force_status"] for p in listed.value["packs"]}
    list_packs(None, page, "zh")
    assert 3 == page.read_text(encoding="utf-8").count("代用日，未核实")
    for zone in ("beijing", "guangdong", "jiangsu"):
        assert "代用日，未核实" in show_pack(zone, None, None, "zh").text
    compare_two(("beijing", "jiangsu"), None, page, "zh")
    assert 2 == page.read_text(encoding="utf-8").count("代用日，未核实")


def test_sound_packs_give_zero(listlab, tmp_path):
    """Nothing wrong, exit code 0."""
    called = listlab("packs", "check", cwd=tmp_path)
    assert (0, "没有发现问题") == (called.code, called.out.strip())


def test_everything_wrong_is_told_with_one(root):
    """Problems of reading and of checking come together; code 1."""
    path = root / "jiangsu" / "zone.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "extra: 1\n", encoding="utf-8")
    path = root / "national" / "thresholds.yaml"
    text = path.read_text(encoding="utf-8").replace("{2024-03-22: 1}", "{2024-03-22: 7}")
    path.write_text(text, encoding="utf-8")
    found = check_packs([], root, "zh")
    codes = {problem["code"] for problem in found.value["problems"]}
    assert (1, {"pack.unknown_key", "pack.gap"}) == (found.code, codes)
    assert "jiangsu/zone.yaml" in found.text
    assert 0 == check_packs(["jiangsu"], None, "zh").code


def test_an_unknown_pack_is_refused(listlab, tmp_path):
    """The error names the packs; exit code 2, and nothing on stdout but JSON."""
    called = listlab("packs", "compare", "beijing", "peking", "--format", "json", cwd=tmp_path)
    assert 2 == called.code
    assert "pack.not_found" == called.json["problems"][0]["code"]
    with pytest.raises(PackError, match="peking"):
        check_packs(["peking"], None, "zh")


def test_a_pack_of_ones_own_is_listed_from_its_folder(root, tmp_path):
    """`--packs` takes a folder with one pack; what it extends is listlab's."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (root / "jiangsu").rename(mine / "jiangsu")
    assert ["jiangsu"] == [pack["id"] for pack in list_packs(mine, None, "zh").value["packs"]]
    assert 0 == check_packs([], mine, "zh").code
