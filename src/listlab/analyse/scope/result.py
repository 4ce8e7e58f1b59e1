"""Result of the question which items a list lets out, and up to which volume."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import Estimate
from listlab.model.language import Lang, Text


@dataclass(frozen=True)
class ScopeResult(Explained):
    """Items admitted and threshold of one scenario, and what stands around the choice.

    Shares are in [0, 1]; `risk` is a share of `reference`, the risk of admitting everything
    admissible at the largest candidate, in persons times points. `price` is λ, or None where a
    `budget` was given. `gap` is how far the solver may be from the best, 0 when exact. `by_law`
    is false where no law could be fitted: then only what the answers make certain is served.

    Frames (schemas in the modules that make them): `names` a row an item, with the spellings put
    together; `incidence` a row an enterprise and item; `design` a row an item, with whether and
    why it is admitted; `combinations` a row a rule; `at_thresholds` a
    row a candidate, the items of the design held; `frontier` a row a design that is best at
    some price; `blocked` a row an enterprise that is not certainly served; `admitting` a row an
    item left out.
    """

    scenario: str
    scenario_name: Text
    n: int
    n_without_items: int
    thresholds: tuple[int, ...]
    threshold: int
    served: Estimate
    enterprises: float
    risk: float
    reference: float
    price: float | None
    budget: float | None
    gap: float
    by_law: bool
    beta: float
    names: pl.DataFrame = field(repr=False)
    incidence: pl.DataFrame = field(repr=False)
    design: pl.DataFrame = field(repr=False)
    combinations: pl.DataFrame = field(repr=False)
    at_thresholds: pl.DataFrame = field(repr=False)
    frontier: pl.DataFrame = field(repr=False)
    blocked: pl.DataFrame = field(repr=False)
    admitting: pl.DataFrame = field(repr=False)

    @property
    def admitted(self) -> tuple[str, ...]:
        """Items that the list lets out."""
        return tuple(self.design.filter("admitted")["item"])

    @property
    def title(self) -> Text:
        """Name of the question."""
        name = self.scenario_name
        return Text(
            f"{name.zh}：放行哪些数据项、到多少人" if name.zh else "放行哪些数据项、到多少人",
            f"{name.en}: which items, and up to which volume"
            if name.en
            else "Which items, and up to which volume",
        )

    def lines(self) -> Sequence[Text]:
        """Design, what it leaves out, who is blocked, and what would change it."""
        from listlab.analyse.scope.words import told

        return told(self)

    def to_frame(self) -> pl.DataFrame:
        """Row an item: whether the list admits it, why, who needs it and what it risks."""
        return self.design

    def chart(self, lang: Lang = "zh") -> Chart:
        """Frontier of risk and service, above need and risk of every item."""
        from listlab.analyse.scope.picture import draw

        return draw(self, lang)
