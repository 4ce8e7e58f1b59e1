"""The factors that an analysis may assume, from the YAML file beside this module."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from listlab.analyse.assumptions.factor import Factor
from listlab.model.language import Text


@cache
def factors() -> Mapping[str, Factor]:
    """Every factor by its code, in the order of the file, read once a process."""
    source = files(__package__).joinpath("factors.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load(source)
    return {code: _factor(code, node) for code, node in found.items()}


def _factor(code: str, node: Mapping[str, Any]) -> Factor:
    default = node["default"]
    return Factor(
        code=code,
        name=Text(node["zh"], node["en"]),
        unit=Text(node["unit"]["zh"], node["unit"]["en"]),
        default={k: float(v) for k, v in default.items()}
        if isinstance(default, Mapping)
        else float(default),
        least=float(node["least"]),
        most=float(node.get("most", "inf")),
        span=(float(node["span"][0]), float(node["span"][1])),
        several=bool(node.get("several", False)),
        by=node.get("by"),
        source=node["source"],
    )
