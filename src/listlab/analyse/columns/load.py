"""Headings of all columns, from the YAML file beside this module."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from listlab.analyse.columns.heading import Heading
from listlab.model.language import Text


@cache
def headings() -> Mapping[str, Heading]:
    """Heading of every column by its name in the frames, read once a process."""
    source = files(__package__).joinpath("columns.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load(source)
    return {
        name: Heading(Text(node["zh"], node["en"]), node.get("form", "text"))
        for name, node in found.items()
    }


def heading(name: str) -> Heading:
    """Heading of one column; its own name, as text, where none is given."""
    return headings().get(name) or Heading(Text(name, name), "text")
