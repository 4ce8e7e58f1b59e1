"""Docs say what the code does: examples run, terms are listed, docstrings are in order."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from numpydoc.validate import validate

import listlab

ROOT = Path(__file__).parents[1]
MODULES = sorted(m.name for m in pkgutil.walk_packages(listlab.__path__, "listlab."))
ORDER = {"GL06", "GL07", "PR02", "PR03", "RT02"}  # sections, their order, names that don't exist


def public_functions():
    """Names of all functions and classes that a module defines for others."""
    for name in MODULES:
        module = importlib.import_module(name)
        for attribute, thing in sorted(vars(module).items()):
            own = getattr(thing, "__module__", None) == name
            if (
                own
                and not attribute.startswith("_")
                and (inspect.isfunction(thing) or inspect.isclass(thing))
            ):
                yield f"{name}.{attribute}"


def test_docstrings_are_numpydoc():
    """No public docstring has an unknown section, a wrong order or an unknown parameter."""
    wrong = [
        (name, *error)
        for name in public_functions()
        for error in validate(name)["errors"]
        if error[0] in ORDER
    ]

    assert wrong == []


@pytest.mark.parametrize("readme", ["README.md"])
def test_the_readmes_example_runs(readme, capsys):
    """The ten lines for researchers run as they stand and print a recommendation."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)
    for block in blocks:
        exec(compile(block, readme, "exec"), {})

    assert len(blocks) == 1
    assert "threshold" in capsys.readouterr().out


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_links_of_the_readmes_lead_somewhere(readme):
    """Every relative link and picture of the front pages exists."""
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / readme).read_text("utf-8"))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
