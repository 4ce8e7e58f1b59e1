"""A headless Chromium without network, and the made-up study's page on disk."""

import importlib.util
import shutil
from pathlib import Path

import pytest

_MADE = Path(__file__).parents[1] / "report" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("made_up_study", _MADE)
_STUDY = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_STUDY)

build, make_result, params = _STUDY.build, _STUDY.make_result, _STUDY.params
result, tables, whole_survey = _STUDY.result, _STUDY.tables, _STUDY.whole_survey

_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium():
    """Browser; the tests are skipped with a line where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_file(build, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("report") / "index.html"
    path.write_text(build(), encoding="utf-8")
    return path


class Visit:
    """An opened page with all that it said and asked for."""

    def __init__(self, browser, path: Path, **options) -> None:
        self.context = browser.new_context(**options)
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    @property
    def beyond(self) -> list[str]:
        """Requests for anything but files on disk and data in the page."""
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]


@pytest.fixture(scope="module")
def see(chromium):
    """Opens a file as it is: `see(path, **options)`."""
    visits: list[Visit] = []

    def opened(path: Path, **options) -> Visit:
        visits.append(Visit(chromium, path, **options))
        return visits[-1]

    yield opened
    for made in visits:
        made.context.close()


@pytest.fixture
def visit(chromium, page_file):
    """Opens the page at a width; waits until the charts are drawn when scripts run."""
    visits: list[Visit] = []

    def opened(width: int = 1280, **options) -> Visit:
        size = {"width": width, "height": 900}
        made = Visit(chromium, page_file, viewport=size, **options)
        visits.append(made)
        if options.get("java_script_enabled", True):
            made.page.wait_for_selector('html[data-ready="yes"]', timeout=30_000)
        return made

    yield opened
    for made in visits:
        made.context.close()
