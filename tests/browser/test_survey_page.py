"""The survey page in headless Chromium: every bar opens its rows, with scripts off too."""

from datetime import date

import pytest

from listlab.law.load import load_pack
from listlab.model.params import ScenarioParams
from listlab.report.survey_page import build_survey_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def survey_file(whole_survey, tmp_path_factory):
    """The made-up survey's page on disk."""
    pack = load_pack("beijing")
    page = build_survey_page(
        whole_survey,
        title="医药行业（合成样例）",
        industry=pack.industry("pharma"),
        pack=pack,
        as_of=date(2026, 3, 31),
        asked={"clinical_trial": ScenarioParams()},
    )
    path = tmp_path_factory.mktemp("survey") / "survey.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def opened(see, survey_file):
    """Opens the page at a width, with scripts off."""

    def at(width: int):
        size = {"width": width, "height": 900}
        return see(survey_file, viewport=size, java_script_enabled=False)

    return at


@pytest.fixture
def measured(see, survey_file):
    """Opens the page at a width so that a test may measure it."""
    return lambda width: see(survey_file, viewport={"width": width, "height": 900}).page


def test_the_page_is_quiet_and_alone(opened):
    """No message, no error, no request but for the file itself and data inside it."""
    visit = opened(1280)
    assert ([], []) == (visit.said, visit.beyond)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_scrolls_sideways_but_tables(measured, width):
    """The page is as wide as its window, on a desk and on a telephone."""
    assert width >= measured(width).evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_on_a_bar_opens_its_cells(opened, width):
    """The rows are hidden at first and name file, sheet and cell after one click."""
    page = opened(width).page
    bar = page.locator("#recipients .ll-bar").first
    rows = bar.locator(".ll-rows")
    assert not rows.is_visible()
    bar.locator("summary").click()
    assert rows.is_visible()
    assert "› 出境场景 ›" in rows.inner_text()


def test_a_bar_opens_by_keyboard(opened):
    """Focus and Enter do what a click does."""
    page = opened(1280).page
    summary = page.locator("#demand .ll-bar summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#demand .ll-rows").first.is_visible()


def test_a_small_bar_leads_to_its_line(opened):
    """In the picture of all volumes a click brings the enterprise's line into view."""
    page = opened(1280).page
    line = page.locator("#volumes-clinical_trial-40")
    page.locator('a[href="#volumes-clinical_trial-40"]').click()
    page.wait_for_timeout(400)
    box, around = line.bounding_box(), line.locator("..").bounding_box()
    assert around["y"] <= box["y"] <= around["y"] + around["height"]


@pytest.mark.parametrize("width", [1280, 390])
def test_bars_stay_in_their_track_and_letters_legible(measured, width):
    """No piece runs out of its track, and no text is smaller than 11 pixels."""
    page = measured(width)
    beyond = page.eval_on_selector_all(
        ".ll-bar .ll-track",
        """tracks => tracks.filter(track => {
            const box = track.getBoundingClientRect();
            return [...track.querySelectorAll("i, b")].some(piece => {
                const own = piece.getBoundingClientRect();
                return own.left < box.left - 4 || own.right > box.right + 4;
            });
        }).length""",
    )
    smallest = page.eval_on_selector_all(
        ".ll-figure *", "all => Math.min(...all.map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert 0 == beyond
    assert smallest >= 11


def test_chinese_is_drawn_with_the_font_inside(measured):
    """The page carries its font."""
    page = measured(1280)
    assert page.evaluate('document.fonts.load("16px \\"Listlab Sans\\"").then(f => f.length > 0)')
