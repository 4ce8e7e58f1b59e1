"""Important data in the list and in the catalogue: what people decided, by category."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from listlab.draft.contents import shared_names
from listlab.identify.result import Findings
from listlab.identify.weight import undecided
from listlab.law.pack import Category, Industry, Pack
from listlab.model.language import Text
from listlab.model.negative_list import ListItem, Named
from listlab.model.tables import SurveyTables


@dataclass(frozen=True)
class Identified:
    """Findings of step 2, and the number of the ledger's entry behind each decided item."""

    findings: Findings
    entries: Mapping[str, int] = field(default_factory=dict)

    @property
    def decided(self) -> pl.DataFrame:
        """Items that a person decided to be important, on what they say now."""
        items = self.findings.items
        return items.filter((pl.col("important") == "yes") & pl.col("by").is_not_null())

    @property
    def open(self) -> pl.DataFrame:
        """Items on which a person has still to decide."""
        return undecided(self.findings.items)

    def by_category(self) -> list[tuple[Category | None, pl.DataFrame]]:
        """Decided items of each category in the order of the annex; those of none last."""
        known = {category.code: category for category in self.findings.pack.categories}
        codes = self.decided["category"].unique().sort(nulls_last=True)
        return [
            (known.get(code), self.decided.filter(pl.col("category").eq_missing(code)))
            for code in codes
        ]

    def numbers(self, ids: Iterable[str]) -> str | None:
        """Entries of the ledger behind items, as `3-7,12`; None where there are none."""
        return _ranges(sorted({self.entries[one] for one in ids if one in self.entries})) or None


def important_items(
    identified: Identified, tables: SurveyTables, industry: Industry, *, features: Text
) -> list[ListItem]:
    """Items of part 1 for important data: one a category, of what people decided alone.

    Parameters
    ----------
    identified : Identified
    tables : SurveyTables
        For the names that at least two enterprises share.
    industry : Industry
    features : Text
        The pack's sentence on important data.
    """
    return [
        _item(identified, category, items, tables=tables, industry=industry, features=features)
        for category, items in identified.by_category()
    ]


def important_note(identified: Identified | None) -> Text:
    """What the list says of important data: how much was decided, how much is open."""
    if identified is None:
        return Text(
            "不含重要数据条目：重要数据识别尚未进行，识别后另列入第一部分。",
            "No items of important data: they enter part 1 once identification has been done.",
        )
    decided, left = identified.decided.height, identified.open
    lapsed = int(left["changed"].sum())
    said = (
        Text(
            f"重要数据：{decided} 个数据项由人确认，按类别列入第一部分",
            f"Important data: {decided} data items were decided by people and stand in part 1",
        )
        if decided
        else Text(
            "不含重要数据条目：还没有人确认任何数据项为重要数据",
            "No items of important data: nobody has decided any data item to be important",
        )
    )
    if not left.height:
        return Text(f"{said.zh}；没有待确认的。", f"{said.en}; none is open.")
    again = (
        Text(f"（其中 {lapsed} 个确认后内容有变）", f" ({lapsed} of them changed since)")
        if lapsed
        else Text("", "")
    )
    return Text(
        f"{said.zh}；另有 {left.height} 个按规则可能是重要数据，待人确认{again.zh}，未列入。",
        f"{said.en}; {left.height} more may be important by the rules, wait for a decision"
        f"{again.en} and are left out.",
    )


def _item(
    identified: Identified,
    category: Category | None,
    items: pl.DataFrame,
    *,
    tables: SurveyTables,
    industry: Industry,
    features: Text,
) -> ListItem:
    pack: Pack = identified.findings.pack
    fact = pack.fact("list.important")
    names, _ = shared_names(items, tables)
    return ListItem(
        id=f"1-important-{category.code if category else 'none'}",
        part=1,
        kind="important",
        industry=industry.code,
        features=features,
        counting=Text("重要数据不按人数计", "important data: not by volume"),
        rule=fact.cite,
        rule_citation=Text(fact.citation_text("zh"), fact.citation_text("en")),
        category=Named(category.code, category.name) if category else None,
        category_answers=(items.height, items.height, 0),
        data_items=names,
        decision=identified.numbers(items["id"]),
    )


def _ranges(numbers: list[int]) -> str:
    """Whole numbers with runs drawn together: `3-7,12`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ",".join("-".join(map(str, run)) for run in runs)
