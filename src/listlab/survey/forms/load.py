"""Words of the forms, from the YAML files beside this module."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from listlab.model.language import Text


@cache
def document(name: str) -> Mapping[str, Any]:
    """Contents of one file, read once a process."""
    source = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load(source)
    return found


def both(node: Mapping[str, str]) -> Text:
    """Text of a node with the keys `zh` and `en`."""
    return Text(node["zh"], node["en"])
