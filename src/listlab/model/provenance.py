"""Where a result comes from."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Provenance:
    """Inputs by hash, law, parameters, seed and code version behind a result.

    `inputs` maps a path relative to the project root (with `/`) to its SHA-256 in hex.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    pack: str | None = None
    pack_version: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    seed: int | None = None
    listlab_version: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Provenance as plain values, with a short `id` that names it on pages."""
        return {"id": self.id, **asdict(self)}

    @property
    def id(self) -> str:
        """First twelve hex digits of the hash over everything recorded here."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
