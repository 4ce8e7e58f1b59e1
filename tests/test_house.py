"""The house keeps its own rules: arrows, sizes, dependencies, notebooks, style and types."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from ruamel.yaml import YAML

from listlab.run.clean import CHECKED, clean
from listlab.run.params import KEYS, REQUIRED, load_params, plain_values

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "listlab").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MOST_LINES = 400
MOST_CELLS, MOST_CELL_LINES = 15, 10
# volumes of the law and of the reference case; they live in packs, params and data
THRESHOLDS = {10**4, 5 * 10**4, 10**5, 10**6, 10**7}
CLOCK = {"now", "utcnow", "today", "time", "monotonic", "environ", "getenv"}
READERS_AND_WRITERS = {"read", "write", "load", "documents", "study", "ledger", "kept"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def trees() -> Iterator[tuple[Path, ast.AST]]:
    for path in SOURCES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_imports_go_one_way():
    """A step imports what comes before it, never what comes after."""
    from importlinter.cli import lint_imports

    assert 0 == lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)


def test_modules_stay_readable():
    """A module has at most 400 lines and is named by a noun of the field."""
    vague = {"utils", "helpers", "common", "base", "misc"}
    long = [p for p in SOURCES if p.read_text(encoding="utf-8").count("\n") >= MOST_LINES]

    assert [] == [name(path) for path in long]
    assert [] == [name(path) for path in SOURCES if path.stem in vague]


def test_thresholds_live_in_packs():
    """No threshold of the law is written in Python."""
    found = [
        f"{name(path)}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in THRESHOLDS
    ]

    assert [] == found


def test_steps_read_neither_clock_nor_environment():
    """Only cli and run know the time and the environment."""
    found = [
        f"{name(path)}:{node.lineno}"
        for path, tree in trees()
        if not is_outside(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"time", "datetime", "date", "os"}
        and node.attr in CLOCK
    ]

    assert [] == found


def test_only_named_modules_touch_the_disk():
    """Files are read and written by modules named so, by study and by run."""
    touching = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "mkdir"}
    found = [
        f"{name(path)}:{node.lineno}"
        for path, tree in trees()
        if not is_outside(path) and path.stem not in READERS_AND_WRITERS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in touching
    ]

    assert [] == found


def is_outside(path: Path) -> bool:
    return path.parent.name in {"cli", "run"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_source_names_no_address():
    """Nothing in the source asks the net for anything; names of XML formats are no addresses."""
    formats = r"https?://(?!schemas\.openxmlformats\.org)[^\s\"')]+"
    found = [
        f"{name(path)}: {address}"
        for path in SOURCES
        for address in re.findall(formats, path.read_text(encoding="utf-8"))
    ]

    assert [] == found


def direct(requirement: str) -> str:
    return normal(re.split(r"[\[>=<~! ]", requirement)[0])


def normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def locked() -> dict[str, int]:
    """Hashes of each package of the lock."""
    hashes: dict[str, int] = {}
    package = ""
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([A-Za-z0-9._-]+)==", line):
            package = normal(found[1])
            hashes.setdefault(package, 0)
        hashes[package] = hashes.get(package, 0) + line.count("--hash=sha256:")
    hashes.pop("", None)
    return hashes


def test_the_lock_holds_every_direct_dependency_with_hashes():
    """Whatever pyproject asks for stands in the lock, and every entry can be verified."""
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    hashes = locked()

    assert set() == {direct(requirement) for requirement in asked} - set(hashes)
    assert [] == [package for package, count in hashes.items() if not count]


def test_the_lock_names_no_index():
    """The lock installs from whatever source the machine is set to."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert [] == re.findall(r"^\s*(?:-i|--index-url|--extra-index-url|--find-links)", text, re.M)
    assert "://" not in text


def test_conda_and_pip_ask_for_the_same():
    """environment.yml lists python, pip and pyproject's direct dependencies, nothing else."""
    environment = YAML(typ="safe").load(ROOT / "environment.yml")
    *conda, pip = environment["dependencies"]

    assert [f"python{PROJECT['requires-python']}", "pip"] == conda
    assert sorted(PROJECT["dependencies"]) == sorted(pip["pip"])


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def statements(path: Path) -> Iterator[ast.AST]:
    for cell in code_cells(path):
        yield from ast.walk(ast.parse(cell.source))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_are_thin(path):
    """At most 15 code cells of at most 10 lines; the parameters cell has a line a parameter."""
    cells = code_cells(path)
    long = [c.source for c in cells if c.source.count("\n") >= MOST_CELL_LINES]

    assert len(cells) <= MOST_CELLS
    assert [source for source in long if source != cells[0].source] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_only_open_call_and_show(path):
    """A notebook defines nothing, loops over nothing and, after its parameters, sets no volume."""
    logic = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.comprehension)
    found = [type(node).__name__ for node in statements(path) if isinstance(node, logic)]
    numbers = {
        node.value
        for cell in code_cells(path)[1:]
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Constant) and type(node.value) is int
    }

    assert [] == found
    assert all(number < min(THRESHOLDS) for number in numbers)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_share_one_parameters_cell(path):
    """The first code cell is tagged `parameters` and is the same everywhere."""
    first = code_cells(path)[0]

    assert ["parameters"] == tags(first)
    assert code_cells(NOTEBOOKS[0])[0].source == first.source
    assert [] == [c.source for c in code_cells(path)[1:] if "parameters" in tags(c)]


def test_the_parameters_cell_holds_the_sample():
    """Every params key is annotated, has the sample's value and a comment for papermill."""
    source = code_cells(NOTEBOOKS[0])[0].source
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.AnnAssign)]
    values = {node.target.id: ast.literal_eval(node.value) for node in assigned}
    sample = load_params(ROOT / "params" / "pharma-2026.yml", root=ROOT)
    lines = source.splitlines()
    comments = [lines[node.end_lineno - 1].split("#")[-1].strip() for node in assigned]

    assert len(ast.parse(source).body) == len(assigned)
    assert sorted(KEYS) == sorted(values)
    assert set(REQUIRED) <= set(values)
    assert plain_values(sample) == _filled(values)
    assert all(re.search(r"[\u4e00-\u9fff]", comment) for comment in comments)


def _filled(values):
    from listlab.run.params import check_values

    return plain_values(check_values(values))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_open_the_study_next(path):
    """The second code cell opens the study, which checks every parameter."""
    assert "open_study(globals())" in code_cells(path)[1].source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_are_committed_clean(path):
    """No outputs, counts or run metadata, but for outputs that nbval checks."""
    notebook = nbformat.read(path, as_version=4)

    assert clean(notebook) == notebook
    assert [] == [c.outputs for c in code_cells(path) if c.outputs and CHECKED not in tags(c)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_speak_chinese(path):
    """Prose is Chinese, and every piece of code stands under some."""
    cells = nbformat.read(path, as_version=4).cells
    prose = [cell.source for cell in cells if cell.cell_type == "markdown"]

    assert cells[0].source.startswith("# ")
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in prose)


def test_style_is_kept():
    """Ruff finds nothing, and nothing is formatted otherwise than it would."""
    check, layout = run("ruff", "check", "."), run("ruff", "format", "--check", ".")

    assert (0, 0) == (check.returncode, layout.returncode), check.stdout + layout.stdout


def test_types_hold():
    """Strict mypy finds nothing in the source."""
    found = run("mypy")

    assert 0 == found.returncode, found.stdout
