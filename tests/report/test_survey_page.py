"""The survey page: all in one file, no script, names only for those who may see them."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from listlab.law.load import load_pack
from listlab.model.params import ScenarioParams
from listlab.report.audience import names_for
from listlab.report.beside_tables import archive_table, correction_table, private_figure
from listlab.report.survey_page import POLICY, build_survey_page

PACK = load_pack("beijing")


@pytest.fixture(scope="module")
def page(whole_survey):
    """Factory of survey pages; keyword arguments change what they are built from."""

    def made(tables=whole_survey, **changes) -> str:
        given = {
            "title": "医药行业（合成样例）",
            "industry": PACK.industry("pharma"),
            "pack": PACK,
            "as_of": date(2026, 3, 31),
            "asked": {"clinical_trial": ScenarioParams()},
        }
        return build_survey_page(tables, **(given | changes))

    return made


@pytest.fixture(scope="module")
def html(page) -> str:
    """The page for internal readers."""
    return page()


def test_the_page_needs_nothing_and_runs_nothing(html):
    """No script, no address, no file but the links to copies; the policy forbids the rest."""
    assert "<script" not in html
    assert POLICY in unescape(html)
    assert [] == re.findall(r'(?:src|href)="(?!#|data:)[^"]+"', html)


def test_same_survey_same_bytes(page, html):
    """Built twice, the page is the same."""
    assert html == page()


def test_links_to_marked_copies_are_for_internal_readers(page):
    """A copy stands beside its enterprise, its name quoted; experts have no link."""
    returned = {"坏文件.xlsx": "../returned/坏 文件.xlsx"}
    assert '<a href="../returned/%E5%9D%8F%20%E6%96%87%E4%BB%B6.xlsx">' in page(returned=returned)
    assert "returned/" not in page(returned=returned, audience="expert")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_experts_see_no_name(page, whole_survey, lang):
    """Neither of enterprises that answered, nor silent ones, recipients, files or staff."""
    html = page(audience="expert", lang=lang, title="t")
    names = {
        *whole_survey.enterprises["name"],
        *whole_survey.frame["name"],
        *whole_survey.frame["enterprise_id"],
        *whole_survey.flows["recipient"],
        *whole_survey.workbooks["file"],
        "frame.csv",
        "archive/样例.xlsx",
        "张某某",
    }
    assert [] == sorted(name for name in names if name in html)


def test_every_anchor_leads_somewhere(html):
    """Links within the page have their target, and no id stands twice."""
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_without_law_no_urgency_is_told(page, html):
    """A lone intake has no day, so nothing is held against the law's lines."""
    assert "紧迫程度" in html
    assert "紧迫程度" not in page(as_of=None)


def test_a_survey_without_anything_beside_it_still_has_a_page(page, tables):
    """No frame, archive, corrections or opinions: the page says what is missing."""
    html = page(tables)
    assert "没有企业名录" in html
    assert "没有。" in html


def test_an_empty_survey_has_a_page(page, tables):
    """When nothing could be used, the page still says what came in."""
    frames = ("enterprises", "flows", "items", "opinions")
    nothing = replace(tables, **{name: getattr(tables, name).clear() for name in frames})
    assert "坏文件.xlsx" in page(nothing, asked=None)


def test_corrections_say_what_became_of_them(whole_survey):
    """Refused ones come first; experts see neither texts nor people."""
    table = correction_table(whole_survey)
    assert "更正：已更正 1；未采用 1" == table.caption
    assert ["未采用（原因见问题）", "已更正"] == [row[0] for row in table.rows]
    assert "电话核实（张某某、2026-03-02）" == table.rows[1][4]
    shown = str(correction_table(whole_survey, names=names_for(whole_survey, "expert")).rows)
    assert not any(word in shown for word in ("张某某", "很多", "电话"))


def test_cases_stand_beside_the_survey_and_contradictions_first(whole_survey):
    """Each case has both volumes, its course and its own source; selection is stated."""
    table = archive_table(whole_survey, {})
    assert ["矛盾，请核实", "不矛盾"] == [row[5] for row in table.rows]
    assert "敏感：900万" in table.rows[0][3]
    assert "2025年3月2日；通过；有效期至 2028年3月2日" == table.rows[0][6]
    assert "案例" in table.rows[0][-1]
    assert "样本" in table.notes[0]


def test_personal_data_is_counted_by_kind_and_never_shown(whole_survey):
    """The figure names kind, cells and workbooks."""
    (bar,) = private_figure(whole_survey).bars
    assert ("手机号码", "1 处 · 1 份") == (bar.label, bar.text)
    assert "样例企业_00.xlsx › 出境场景 › S4" == bar.rows.rows[0][-1]
