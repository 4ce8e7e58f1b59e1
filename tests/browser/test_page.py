"""The report page in headless Chromium, opened from disk with the network off."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_the_page_is_quiet_and_alone(visit):
    """No console message, no error, no request but for the file itself and data inside it."""
    opened = visit()
    assert ([], []) == (opened.said, opened.beyond)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_is_drawn(visit, width):
    """Each chart is a drawing with a size, within its box."""
    sizes = visit(width).page.eval_on_selector_all(
        "[data-chart]",
        """boxes => boxes.map(box => {
            const svg = box.querySelector("svg").getBoundingClientRect();
            return [svg.width, svg.height, box.getBoundingClientRect().width];
        })""",
    )
    assert 9 == len(sizes)
    assert all(0 < drawn <= box + 1 and height > 100 for drawn, height, box in sizes)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_never_scrolls_sideways(visit, width):
    """Wide tables scroll inside their box."""
    page = visit(width).page
    assert width >= page.evaluate("document.documentElement.scrollWidth")


def test_chinese_has_its_font(visit):
    """The inlined font is loaded, and draws each character differently from the missing one."""
    page = visit().page
    assert page.evaluate('document.fonts.check("16px \\"Listlab Sans\\"", "阈值清单")')
    loaded = page.evaluate("[...document.fonts].map(face => [face.family, face.status].join())")
    assert ["Listlab Sans,loaded"] == [each.replace('"', "") for each in loaded]
    boxes = page.evaluate(
        """() => {
            const text = document.body.innerText;
            const wanted = [...new Set(text)].filter(char => /[\\u4e00-\\u9fff]/.test(char));
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 32;
            const pen = canvas.getContext("2d", { willReadFrequently: true });
            const drawn = char => {
                pen.clearRect(0, 0, 32, 32);
                pen.font = '24px "Listlab Sans", "No Such Font"';
                pen.fillText(char, 2, 26);
                return pen.getImageData(0, 0, 32, 32).data.join();
            };
            const missing = drawn("\\ue000");
            return wanted.filter(char => drawn(char) === missing);
        }"""
    )
    assert [] == boxes


def test_the_script_says_what_the_page_said_before_it(visit):
    """Figures written by Python and by the script are the same, character for character."""
    still = figures(visit(java_script_enabled=False).page)
    moved = figures(visit().page)
    assert 9 == len(still) // 2
    assert still == moved


def test_the_threshold_slider_moves_figures_routes_and_charts(visit):
    """By keyboard: every figure that depends on the threshold follows."""
    page = visit().page
    before, routes, rule = figures(page), caught(page), rule_place(page)
    slider = page.locator("#clinical_trial-threshold")
    slider.focus()
    for _ in range(30):
        slider.press("ArrowLeft")
    page.wait_for_timeout(300)
    after = figures(page)
    changed = {"threshold", "forecast", "coverage", "caught", "permitted", "mixed", "verdict"}
    assert changed <= {name for name in changed if before[name, 0] != after[name, 0]}
    assert caught(page) > routes
    assert rule_place(page) < rule
    assert slider.get_attribute("aria-valuetext") == after["threshold", 0]


def test_the_folded_table_says_which_threshold_it_follows(visit):
    """Its sentence moves with the slider; who did not answer is called so wherever it stands."""
    page = visit().page
    page.locator('#clinical_trial button[data-threshold="50000"]').click()
    told = page.locator("#clinical_trial [data-follows]").text_content()
    blank = page.locator("#clinical_trial .route.unanswered").all_text_contents()
    assert "5万" == told
    assert {"未答"} == set(blank)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_verdict_of_a_candidate_is_in_sight(visit, width):
    """The verdict stands beside its candidate, within the box that the table scrolls in."""
    page = visit(width).page
    beyond = page.eval_on_selector_all(
        "table.candidates td:nth-child(2)",
        """all => all.map(cell => {
            const box = cell.closest(".scroll").getBoundingClientRect();
            return cell.getBoundingClientRect().right - box.right;
        })""",
    )
    assert len(beyond) > 0
    assert all(distance <= 1 for distance in beyond)


def test_the_beta_slider_moves_exposure_between_realised_and_permitted(visit):
    """β = 0 gives what leaves, β = 1 what may."""
    page = visit().page
    slider = page.locator("#clinical_trial-beta")
    slider.focus()
    slider.press("Home")
    none = figures(page)
    slider.press("End")
    everyone = figures(page)
    assert none["realised", 0] == none["mixed", 0]
    assert everyone["permitted", 0] == everyone["mixed", 0]


def test_a_candidate_can_be_chosen_by_its_button(visit):
    """A button sets the slider exactly on its candidate, with the verdict of the table."""
    page = visit().page
    button = page.locator('#clinical_trial button[data-threshold="50000"]')
    button.click()
    shown = figures(page)
    assert ("5万", "可行，但更大：多放行有限") == (shown["threshold", 0], shown["verdict", 0])
    assert "true" == button.get_attribute("aria-pressed")


def test_without_scripts_the_drawings_stand_in(visit):
    """Readers without scripts see as many drawings as there are charts."""
    page = visit(java_script_enabled=False).page
    assert page.locator("[data-chart]").count() == page.locator(".plot > svg").count()


def test_paper_shows_what_was_folded(visit):
    """Printing opens the details and gives pages."""
    page = visit().page
    paper = page.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", paper))
    assert pages > 5


def figures(page) -> dict[tuple[str, int], str]:
    """Text of every figure of the sliders, by name and scenario."""
    names = page.eval_on_selector_all(
        "[data-figure]", "all => all.map(one => [one.dataset.figure, one.textContent])"
    )
    found: dict[tuple[str, int], str] = {}
    for name, text in names:
        place = sum(1 for key in found if key[0] == name)
        found[name, place] = text
    return found


def caught(page) -> int:
    """Enterprises of the first scenario whose route is not free."""
    return page.locator("#clinical_trial .route:not(.free)").count()


def rule_place(page) -> float:
    """Where the rule of the chosen threshold stands in the chart of shares."""
    return page.eval_on_selector_all(
        "#plot-clinical_trial-coverage svg text",
        """all => {
            const label = all.filter(one => getComputedStyle(one).fontWeight >= 600);
            return label[0].getBoundingClientRect().left;
        }""",
    )
