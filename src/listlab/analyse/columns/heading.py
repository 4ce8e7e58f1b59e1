"""One column's name for readers, and how a value of it is written."""

from dataclasses import dataclass
from typing import Any, Literal

from listlab.model.language import Lang, Text
from listlab.model.quantity import digits, percent

Form = Literal["persons", "share", "count", "number", "text", "flag"]
NOTHING = "–"
_YES, _NO = Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True, slots=True)
class Heading:
    """Name of a column; `form` says what its values are.

    persons: whole persons, in 万 in Chinese. share: in [0, 1], written in per cent. count: of
    enterprises, filings or days, with one digit when not whole. number: anything else, with
    four digits. flag: yes or no.
    """

    name: Text
    form: Form

    @property
    def numeric(self) -> bool:
        """Whether values are numbers, to be aligned."""
        return self.form in ("persons", "share", "count", "number")


def written(value: Any, form: Form, lang: Lang) -> str:
    """Value as readers see it; a dash where there is none."""
    if value is None:
        return NOTHING
    if form == "flag":
        return (_YES if value else _NO).say(lang)
    if form == "text" or isinstance(value, str):
        return str(value)
    if form == "share":
        return percent(float(value)) if 0 <= value <= 1 else f"{100 * value:.1f}%"
    if form == "persons":
        return digits(round(float(value)), lang)
    if form == "count":
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
