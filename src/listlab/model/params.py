"""What a study's params file says, after it has been checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from listlab.model.language import Lang

Kind = Literal["personal", "sensitive"]
Tier = Literal["contract", "assessment"]
Audience = Literal["internal", "expert", "public"]


@dataclass(frozen=True)
class ScenarioParams:
    """What the committee asks of one scenario's threshold.

    `need`: share of enterprises in (0, 1] that the list must free. `delta`: gain in that share
    below which two thresholds count as equivalent, in (0, 1). `candidates`: thresholds to
    compare, None for automatic ones. `needs`: need of each tier where both are chosen together;
    left out, that of `tier` is `need`, and the other is not applied.
    """

    need: float = 0.95
    delta: float = 0.02
    kind: Kind = "sensitive"
    tier: Tier = "assessment"
    candidates: tuple[int, ...] | None = None
    needs: Mapping[Tier, float] | None = None


@dataclass(frozen=True)
class Assumption:
    """A number that nobody measured here, with where it comes from (or "assumed").

    Several values are compared, the first counts; a mapping gives a value a class.
    """

    value: float | tuple[float, ...] | Mapping[str, float]
    source: str

    @property
    def values(self) -> tuple[float, ...]:
        """Every number given, in its order."""
        if isinstance(self.value, tuple):
            return self.value
        return tuple(self.value.values()) if isinstance(self.value, Mapping) else (self.value,)


@dataclass(frozen=True)
class EvidenceParams:
    """A public table shown beside a scenario's survey, scaled by each share given.

    `source` says to readers where the figures come from.
    """

    file: str
    share: tuple[float, ...]
    source: str = "来源未注明"


@dataclass(frozen=True)
class Params:
    """A checked params file; paths are relative to the project root, with `/`.

    `archive` is a file or a folder of earlier cases, `frame` the list of all enterprises,
    `corrections` the table replayed on the workbooks, `confirmations` the form by which people's
    decisions reach the ledger; None where the study has none.
    """

    study: str
    title: str
    pack: str
    industry: str
    as_of: date
    surveys: str
    scenarios: Mapping[str, ScenarioParams]
    archive: str | None = None
    frame: str | None = None
    corrections: str | None = None
    confirmations: str | None = None
    assumptions: Mapping[str, Assumption] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceParams] = field(default_factory=dict)
    thresholds: tuple[int, ...] | None = None
    bootstrap: int = 1000
    seed: int = 0
    audience: Audience = "internal"
    lang: Lang = "zh"
