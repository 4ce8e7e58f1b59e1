"""One factor that nobody measured in the study, and the value that counts for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from listlab.model.language import Text
from listlab.model.params import Assumption


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of the analysis with its default.

    `least` and `most` bound what a study may assume. `span` is what sensitivity varies it over:
    values, or multiples of the values where there is one a class (`by`: size, country,
    safeguard, …). `several` says that a study may give a list, of which the first counts and all
    are shown. `source` says where the default is from, "assumed" when from nowhere.
    """

    code: str
    name: Text
    unit: Text
    default: float | Mapping[str, float]
    least: float
    most: float
    span: tuple[float, float]
    several: bool
    by: str | None
    source: str


def number(factor: Factor, assumptions: Mapping[str, Assumption]) -> float:
    """Value of a factor that has one: as the study assumes, otherwise its default.

    Raises
    ------
    TypeError
        The factor has a value a class; `by_class` reads those.
    """
    given = assumptions.get(factor.code)
    value = factor.default if given is None else given.value
    if isinstance(value, Mapping):
        msg = f"factor {factor.code} has a value a {factor.by}; read it with by_class"
        raise TypeError(msg)
    return float(value[0] if isinstance(value, tuple) else value)


def by_class(factor: Factor, assumptions: Mapping[str, Assumption]) -> dict[str, float]:
    """Values of a factor by class: the study's, and the defaults of classes it leaves out.

    One number assumed by the study holds for every class.

    Raises
    ------
    TypeError
        The factor has one value only; `number` reads it.
    """
    if not isinstance(factor.default, Mapping):
        msg = f"factor {factor.code} has one value; read it with number"
        raise TypeError(msg)
    given = assumptions.get(factor.code)
    if given is None:
        return dict(factor.default)
    if isinstance(given.value, Mapping):
        return {**factor.default, **given.value}
    value = given.value[0] if isinstance(given.value, tuple) else given.value
    return dict.fromkeys(factor.default, float(value))
