"""Notebook pages from disk and notebooks in JupyterLab, in headless Chromium, network off."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest

from listlab.run.lab import lab_command, prepare_lab
from listlab.run.params import open_params

pytestmark = pytest.mark.browser
PICTURES = ".jp-OutputArea img"
CHART_CELLS = ("volumes_chart", "curve_chart", "fit_chart")  # of notebook 03
SCENARIOS = 1  # of the small study
DRAWN = "images => images.map(i => i.complete && i.naturalWidth > 100 && i.width > 100)"


@pytest.mark.parametrize("number", ["01", "02", "03", "04"])
def test_notebook_pages_are_quiet_and_alone(chromium, ran, number):
    """No console message, no request but for the file itself; pictures and font are there."""
    path = next((ran.folder / "notebooks").glob(f"{number}*.html"))
    page = chromium.new_page()
    page.context.set_offline(True)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.evaluate("document.fonts.load('16px listlab', '数据')")
    pictures = page.eval_on_selector_all("img", DRAWN)
    has_font = page.evaluate("document.fonts.check('16px listlab', '数据出境')")
    page.close()

    assert ([], []) == (said, [u for u in asked if not u.startswith(("file:", "data:"))])
    assert has_font
    assert all(pictures)
    assert bool(pictures) == (number == "03")


@pytest.fixture
def jupyter(ran, tmp_path):
    """Address of a JupyterLab on the small study's copies, in a project of its own."""
    root = tmp_path / "project"
    shutil.copytree(ran.root, root)
    folder = prepare_lab(open_params(root / "params" / "small.yml"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-browser",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--ServerApp.log_level=50",
    ]
    environment = os.environ | {"JUPYTER_PREFER_ENV_PATH": "1"}
    server = subprocess.Popen(lab_command(folder, options), env=environment)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield address
    server.terminate()
    server.wait(timeout=30)


def test_jupyterlab_draws_the_charts_without_the_net(chromium, jupyter):
    """Notebook 03, run in JupyterLab with nothing reachable but itself, shows its charts."""
    page = chromium.new_page(viewport={"width": 1280, "height": 2000})
    beyond = []

    def guard(route):
        if route.request.url.startswith((jupyter, "data:", "blob:")):
            route.continue_()
        else:
            beyond.append(route.request.url)
            route.abort()

    page.route("**/*", guard)
    page.goto(f"{jupyter}/lab/tree/03_scenario_analysis.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_function("document.body.innerText.includes('(ipykernel) | Idle')", timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expected = len(CHART_CELLS) * SCENARIOS
    page.wait_for_function(
        f"document.querySelectorAll('{PICTURES}').length >= {expected}", timeout=120_000
    )
    page.wait_for_function(f"[...document.querySelectorAll('{PICTURES}')].every(i => i.complete)")
    pictures = page.eval_on_selector_all(PICTURES, "all => all.map(i => i.naturalWidth)")
    page.close()

    assert [] == beyond
    assert expected == len(pictures)
    assert all(width > 100 for width in pictures)
