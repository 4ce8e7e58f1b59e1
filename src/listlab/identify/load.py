"""What was fitted, read from the package."""

import functools
from pathlib import Path

from ruamel.yaml import YAML

from listlab.identify.weighing import Askings, Leanings, Suggestion, Weighing, WordWeights

WEIGHTS = Path(__file__).with_name("weighing.yaml")


@functools.cache
def load_weighing() -> Weighing:
    """Weights as shipped."""
    found = YAML(typ="safe").load(WEIGHTS.read_text(encoding="utf-8"))
    return Weighing(
        words=WordWeights(**found["words"]),
        suggestion=Suggestion(**found["suggestion"]),
        rules=Askings(**found["rules"] | {"about_persons": tuple(found["rules"]["about_persons"])}),
        personal=Leanings(**found["personal"]),
        contents={kind: tuple(types) for kind, types in found["contents"].items()},
    )
