"""What differs from one sample study to the next: volumes, words, enterprises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Law(NamedTuple):
    """Lognormal law of yearly persons, with a share of exact zeros and a largest value."""

    median: float
    sd: float
    zero: float = 0.0
    largest: int = 10_000_000


NOBODY = Law(median=1, sd=0, zero=1.0)


@dataclass(frozen=True)
class Plan:
    """One scenario: who reports it, how many persons, and how the answers are written."""

    reporting: int
    personal: Law
    sensitive: Law
    main: str  # the kind whose answers are written in `styles`
    styles: Mapping[str, int]  # style → answers; the rest is exact
    split: int = 0  # enterprises that report it as two flows


@dataclass(frozen=True)
class Field:
    """One data item: name, what it holds, personal, sensitive, category, required."""

    name: str
    about: str
    personal: bool = True
    sensitive: bool = False
    category: str | None = None
    required: bool = True


@dataclass(frozen=True)
class ScenarioTexts:
    """Spellings and typical answers of one scenario; the first name is the form's own."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    purposes: tuple[str, ...]
    fields: tuple[Field, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Trade:
    """Everything that one sample study writes about its trade."""

    name: str
    seed: int
    first: int  # number of the first enterprise
    count: int
    letters: str  # four characters in the credit codes of this study
    plans: Mapping[str, Plan]
    texts: Mapping[str, ScenarioTexts]
    kinds: Sequence[str]  # words of enterprise names
    stems: str
    industry_codes: Sequence[str]
    recipients: Sequence[str]
    countries: Sequence[str]
    modes: Sequence[str]
    safeguards: Sequence[str]
    exempt: Mapping[str, float]  # scenario → share of flows with exempt persons
    difficulties: Sequence[str | None]
    suggestions: Sequence[str | None]
    wanted: Sequence[str | None]
    revised: str = "sensitive"  # the kind of persons that a revised workbook changes
    strange_item: int | None = None  # names a flow that its workbook does not have
    regions: Sequence[str] = (
        *("朝阳区", "海淀区", "昌平区", "通州区", "顺义区", "大兴区", "北京经济技术开发区"),
    )
    sizes: Sequence[str] = ("大型", "大型", "中型", "中型", "中型", "小型", "微型")
    frequencies: Mapping[str, int | None] = field(
        default_factory=lambda: {  # how it is written → times a year
            "实时": None,
            "每日": 250,
            "每天": 250,
            "每周": 52,
            "每月": 12,
            "月度": 12,
            "每季度": 4,
            "每年": 1,
            "按需": None,
        }
    )
    exemptions: Sequence[str] = ("第五条第一款第（一）项", "第五条第一款第一项", "5.1.1")
    yes: Sequence[str] = ("是", "是", "是", "Y", "yes", "√", "是 ")
    no: Sequence[str] = ("否", "否", "否", "N", "no", "×", "不是")
