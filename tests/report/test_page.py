"""The report page as text: what it holds, what it hides, what it never does."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest


@pytest.fixture(scope="module")
def page(build) -> str:
    return build()


class Elements(HTMLParser):
    """Tags with their attributes, and the ids and links among them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def values(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.found if attrs.get(name)]


def without_scripts(page: str) -> str:
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def test_the_same_study_gives_the_same_bytes(page, build):
    """Building twice changes nothing."""
    assert hashlib.sha256(page.encode()).digest() == hashlib.sha256(build().encode()).digest()


def test_nothing_on_the_page_asks_the_network(page):
    """No element loads from anywhere, and links stay within the report's folder."""
    elements = Elements(page)
    tags = {tag for tag, _ in elements.found}
    links = elements.values("href")
    assert set() == tags & {"link", "iframe", "img", "object", "embed", "base"}
    assert [] == elements.values("src")
    assert not any(re.match(r"[a-z]+:|//", link) for link in links)


def test_scripts_are_admitted_by_their_hash_alone(page):
    """The policy names the hash of every script, and neither eval nor inline scripts."""
    elements = Elements(page)
    (policy,) = [a["content"] for _, a in elements.found if "Policy" in (a.get("http-equiv") or "")]
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    scripted = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert 2 == len(hashes)
    assert ["script-src", *(f"'sha256-{each}'" for each in hashes)] == scripted.split()
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy


def test_the_decision_asked_for_comes_first(page):
    """The recommended threshold stands before the survey, the lines and the method."""
    order = [page.index(f'id="{anchor}"') for anchor in ("decision", "lines", "survey", "list")]
    assert sorted(order) == order
    assert "<strong>3万</strong>" in page[order[0] : order[1]]
    assert "暂不能提出阈值" in page[order[0] : order[1]]


def test_each_card_says_what_its_threshold_decides(page):
    """An assessment threshold says on card and section that a contract may still apply."""
    text = without_scripts(page)
    said = "此阈值只决定是否须申报安全评估；低于它的企业仍可能须订立标准合同或通过认证"
    card = text[text.index('id="decision"') : text.index('id="lines"')]
    assert card.count("<article") == card.count(said)
    assert said in text[text.index('id="scenarios"') :]
    assert [] == [word for word in ("自由出境", "仍需办理", "无模型", "次选") if word in text]


def test_a_synthetic_sample_says_so(page):
    """The banner stands at the top when the survey is synthetic."""
    assert "合成样例：全部问卷由程序生成" in page[page.index("<body>") : page.index("<header>")]


def test_every_link_within_the_page_finds_its_place(page):
    """Each `#anchor` exists, and no id stands twice."""
    elements = Elements(without_scripts(page).replace("<noscript>", "").replace("</noscript>", ""))
    ids = elements.values("id")
    anchors = {link[1:] for link in elements.values("href") if link.startswith("#")}
    anchors |= {a for a in elements.values("for") if a}
    assert len(ids) == len(set(ids))
    assert anchors <= set(ids)


def test_what_later_steps_give_is_absent_not_empty(page):
    """No section of a step that did not run."""
    text = without_scripts(page)
    assert [] == [word for word in ("专家共识", "龙卷风", "桑基") if word in text]


def test_every_table_has_a_caption_and_every_chart_words(page):
    """Tables are captioned, headers have a scope, charts have an alternative text."""
    text = without_scripts(page)
    elements = Elements(text)
    charts = [attrs for _, attrs in elements.found if "data-chart" in attrs]
    assert text.count("<table") == text.count("<caption>")
    assert {"col"} == {a.get("scope") for tag, a in elements.found if tag == "th"}
    assert all(chart["aria-label"] and chart["role"] == "img" for chart in charts)
    assert 9 == len(charts)


def test_every_chart_has_a_drawing_for_readers_without_scripts(page):
    """As many drawings as charts, each in a noscript element."""
    text = without_scripts(page)
    assert text.count("data-chart=") == len(re.findall(r"<noscript><div[^>]*><svg", text))


def test_the_law_stands_with_its_articles(page):
    """Facts carry article and state of verification."""
    law = page[page.index("法规依据") :]
    assert "第7条" in law
    assert "施行日未核实" in law


def test_experts_see_no_enterprise(build, tables):
    """For an expert neither name, nor code, nor file of an enterprise is anywhere in the page."""
    page = build(audience="expert")
    rows = tables.enterprises.to_dicts()
    told = [row[key] for row in rows for key in ("name", "enterprise_id") if row[key] in page]
    files = [row["source"]["file"] for row in rows if row["source"]["file"] in page]
    assert ([], []) == (told, files)
    assert "企业 001" in page


def test_internal_readers_can_follow_every_answer_to_its_cell(page, tables):
    """Every enterprise's answer stands with file, sheet and cell."""
    sources = [row["source"]["file"] for row in tables.enterprises.to_dicts()]
    assert [] == [file for file in sources if f"{file} › 出境场景 › M" not in page]


GIVEN_IN_CHINESE = (
    "合成样例制药",  # enterprises and what they wrote
    "样例企业_",
    "坏文件",
    "受试者编号",
    *("北京经济技术开发区", "海淀区", "昌平区", "大兴区"),
    *("临床试验", "药物警戒", "员工差旅", "样例合同研究组织"),  # as written in the workbooks
    "不详",
    "出境场景",
    "重要数据统一识别参考规则",  # legal instruments by their own names
    "满足要求",  # the made-up result speaks Chinese only
)


def test_english_turns_the_page(build):
    """With English the page says so, and only names and sources have Chinese characters."""
    page = build(lang="en", title="Pharma")
    texts = re.findall(r'>([^<]+)<|="([^"]+)"', without_scripts(page))
    chinese = {
        text.strip()
        for pair in texts
        for text in pair
        if re.search("[\u3000-\u9fff\uff00-\uffef]", text)
    }
    assert '<html lang="en">' in page
    assert set() == {text for text in chinese if not any(w in text for w in GIVEN_IN_CHINESE)}


def test_the_survey_section_has_figures_and_the_way_to_all_of_them(page):
    """Response, demand and countries open onto their rows; the rest is one link away."""
    section = page[page.index('<section id="survey"') : page.index('<div id="scenarios">')]
    assert 3 == section.count('class="ll-figure"')
    assert '<a href="pages/survey.html">' in section
    assert "样例企业_00.xlsx › 出境场景" in section


def test_readers_see_running_numbers_not_codes(page):
    """The list counts its items by part; ids like `1-clinical_trial` stay in list.json."""
    text = without_scripts(page)
    assert not re.search(r">[12]-[a-z_]+[ <]", text)
    assert re.search(r"<td>1\.2</td>\s*<td>药物临床试验</td>", text)


def test_a_contract_threshold_above_the_assessment_line_keeps_the_page(
    make_result, tables, params, build_of
):
    """The decision card, the item and the notes say that the list waits for a decision."""
    result = replace(make_result(), tier="contract")
    page = build_of([result], tables, params)
    card = page[page.index('id="decision"') : page.index('id="lines"')]
    assert result.recommendation.threshold > 10_000
    assert "清单草案暂未采用此值" in card
    assert "待决定" in page[page.index('id="list"') : page.index('id="next"')]


def test_text_from_outside_stays_text(make_result, tables, params, build_of):
    """A title with markup is shown, not run; the data cannot close their element."""
    own = replace(params, title='<img src=x onerror="alert(1)"></script>')
    page = build_of([make_result()], tables, own)
    data = re.search(r'id="page-data">(.*?)</script>', page, flags=re.DOTALL)[1]
    assert "<img" not in without_scripts(page)
    assert "&lt;img src=x" in page
    assert {"charts", "lang", "routes", "scenarios", "words"} == set(json.loads(data))


def test_the_font_inside_covers_the_page(page):
    """Every visible character is in the inlined font."""
    from io import BytesIO

    from fontTools.ttLib import TTFont

    font = re.search(r'url\("data:font/woff;base64,([^"]+)"\)', page)[1]
    known = set(TTFont(BytesIO(base64.b64decode(font))).getBestCmap())
    visible = set(re.sub(r"<(style|script).*?</\1>|<[^>]*>", "", page, flags=re.DOTALL))
    assert set() == {char for char in visible if ord(char) > 32 and ord(char) not in known}
