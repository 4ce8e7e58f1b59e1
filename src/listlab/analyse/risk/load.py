"""Words and countries by which severity is read, from the YAML file beside this module."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class SeverityWords:
    """Words that make an item direct or coded, words of each safeguard, and country codes."""

    direct: tuple[str, ...]
    coded: tuple[str, ...]
    safeguards: dict[str, tuple[str, ...]]
    comprehensive_law: frozenset[str]


@cache
def severity_words() -> SeverityWords:
    """Words and codes of severity.yaml, read once a process."""
    text = files(__package__).joinpath("severity.yaml").read_text(encoding="utf-8")
    node = YAML(typ="safe", pure=True).load(text)
    return SeverityWords(
        direct=tuple(node["direct"]),
        coded=tuple(node["coded"]),
        safeguards={name: tuple(words) for name, words in node["safeguards"].items()},
        comprehensive_law=frozenset(node["comprehensive_law"]["codes"]),
    )
