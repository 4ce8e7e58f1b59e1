"""Groups that the survey is told by: region, size, industry."""

from typing import Literal

import polars as pl

from listlab.model.language import Lang, Text
from listlab.report import labels
from listlab.report.survey_rows import size_name
from listlab.survey.load import load_industry_codes

Group = Literal["region", "size", "industry"]
GROUPS: tuple[Group, ...] = ("region", "size", "industry")
_DIVISION = 2  # digits of a GB/T 4754 division
BY = {
    "region": Text("区域", "region"),
    "size": Text("企业规模", "size"),
    "industry": Text("国民经济行业大类", "GB/T 4754 division"),
}


def group(by: Group) -> pl.Expr:
    """Group of an enterprise; an industry goes by its division."""
    if by != "industry":
        return pl.col(by)
    digits = pl.col("industry").str.replace_all(r"\D", "").str.head(_DIVISION)
    return pl.when(digits.str.len_chars() > 0).then(digits)


def group_name(by: Group, value: str | None, lang: Lang) -> str:
    """Words for a group, also for the enterprises that gave none."""
    if value is None:
        return (labels.NO_REGION if by == "region" else labels.UNANSWERED).say(lang)
    if by == "size":
        return size_name(value, lang)
    return _division_name(value, lang) if by == "industry" else value


def grouped(enterprises: pl.DataFrame, by: Group) -> list[tuple[str | None, pl.DataFrame]]:
    """Enterprises of each group: sizes from large to small, others from many to few."""
    keyed = enterprises.with_columns(group(by).alias("group"))
    found = [
        (str(key) if key is not None else None, own)
        for (key,), own in keyed.group_by("group", maintain_order=True)
    ]
    sizes = {size: place for place, size in enumerate(labels.SIZES)}

    def rank(pair: tuple[str | None, pl.DataFrame]) -> tuple[bool, int, str]:
        name, own = pair
        place = sizes.get(name or "", len(sizes)) if by == "size" else -own.height
        return (name is None, place, name or "")

    return sorted(found, key=rank)


def _division_name(division: str, lang: Lang) -> str:
    """Division with its name, which the classification has in Chinese alone."""
    sections = load_industry_codes()["sections"].values()
    names = {code: name for each in sections for code, name in each["divisions"].items()}
    return f"{division} {names[division]}" if division in names and lang == "zh" else division
