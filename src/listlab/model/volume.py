"""How many persons a year: a closed interval of integers."""

from dataclasses import dataclass
from typing import Literal

from listlab.model.language import Text

Unit = Literal["persons", "unknown"]
Period = Literal["year", "month", "day", "event", "unknown"]


@dataclass(frozen=True, slots=True)
class Volume:
    """Yearly distinct persons `[low, high]`; `high` is None when unbounded.

    `code` says how the text was read (`volume.exact`, `volume.range`, `volume.missing`, …).
    Text whose unit is not persons keeps `unit = "unknown"` and the bounds `[0, None]`.
    `note` names the assumption behind a reading, or how to mend what could not be read.
    """

    low: int
    high: int | None
    unit: Unit
    period: Period
    code: str
    text: str = ""
    note: Text | None = None

    @property
    def is_missing(self) -> bool:
        """Whether nothing is known of the volume."""
        return self.low == 0 and self.high is None
