"""The report that `listlab run` leaves, opened from disk with the network off."""

from urllib.parse import unquote, urlsplit

import pytest

from listlab.report import numbers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(ran, see):
    """The finished run's page, charts drawn."""
    made = see(ran.folder / "index.html", viewport={"width": 1280, "height": 900})
    made.page.wait_for_selector('html[data-ready="yes"]', timeout=60_000)
    return made


def test_the_page_is_quiet_and_alone(report):
    """No console message, no error, no request but for the file itself and data inside it."""
    assert ([], []) == (report.said, report.beyond)


def test_charts_are_drawn_and_the_font_is_loaded(report):
    """Each chart is a drawing with a size, and Chinese stands in the page's own font."""
    drawn = report.page.eval_on_selector_all(
        "[data-chart]",
        "all => all.map(box => box.querySelector('svg')?.getBoundingClientRect().height ?? 0)",
    )
    font = report.page.evaluate("[...document.fonts].map(face => face.status)")
    assert len(drawn) >= 4
    assert all(height > 50 for height in drawn)
    assert ["loaded"] == font


def test_every_link_leads_to_a_file_of_the_report(report, ran):
    """Notebooks as .html and .ipynb, list.json and list.xlsx are there; nothing else is linked."""
    kinds = {path.name.partition(".")[2] for path in linked(report, ran)}
    missing = [path.name for path in linked(report, ran) if not path.is_file()]
    assert [] == missing
    assert {"html", "ipynb", "json", "xlsx"} == kinds
    names = {path.name for path in linked(report, ran)}
    assert {"list.json", "list.xlsx"} <= names


def test_every_linked_page_is_quiet_and_alone(report, ran, see):
    """A reader who follows the page's links meets no error and no request."""
    pages = [path for path in linked(report, ran) if path.suffix == ".html"]
    seen = [see(path) for path in pages]
    made = [*(ran.folder / "notebooks").glob("*.html"), *(ran.folder / "pages").glob("*.html")]
    assert sorted(made) == sorted(pages)
    assert [([], [])] * len(pages) == [(page.said, page.beyond) for page in seen]


def test_every_threshold_of_the_slider_reads_as_python_writes_it(report):
    """Script and Python print each number of persons alike, digit for digit."""
    told = report.page.evaluate(
        """() => {
            const data = JSON.parse(document.getElementById("page-data").textContent);
            const slider = document.querySelector("[data-slider=threshold]");
            const section = slider.closest("[data-scenario]");
            const shown = section.querySelector("[data-figure=threshold]");
            return data.scenarios[section.dataset.scenario].threshold.map((value, place) => {
                slider.value = place;
                slider.dispatchEvent(new Event("input"));
                return [value, shown.textContent];
            });
        }"""
    )
    assert len(told) > 50
    assert [] == [(value, text) for value, text in told if numbers.persons(value) != text]


def linked(report, ran):
    """Files that the page's links name, each once."""
    links = report.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    paths = [unquote(urlsplit(link).path) for link in links]
    here = (ran.folder / "index.html").as_posix()
    return [ran.folder / path for path in dict.fromkeys(paths) if path != here]
