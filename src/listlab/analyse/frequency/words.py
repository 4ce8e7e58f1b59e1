"""Sentences that a committee reads of a crossing calendar."""

from math import ceil, floor
from typing import Any

import polars as pl

from listlab.model.language import Text
from listlab.model.quantity import percent, persons

_ROUNDING = 1e-9
_RULES = {
    "event": Text("按单次", "by transfer"),
    "month": Text("按单月", "by month"),
    "year": Text("按全年", "by year"),
}


def firms(value: float | None) -> Text:
    """Number of enterprises, whole, as an expectation carries no more digits.

    In Chinese a numeral stands off from the word before it, words do not.
    """
    if value is None:
        return Text("家数不详", "an unknown number")
    if 0 < value < 0.5:
        return Text("不到 1 家", "fewer than 1")
    return Text(f" {value:.0f} 家", f"{value:.0f}")


def firms_between(estimate: float | None, low: float | None, high: float | None) -> Text:
    """Number of enterprises with its band rounded outwards."""
    said = firms(estimate)
    if low is None or high is None:
        return said
    ends = f"{floor(low + _ROUNDING)}–{ceil(high - _ROUNDING)}"
    return Text(f"{said.zh}（{ends} 家）", f"{said.en} ({ends})")


def threshold_line(calendar: pl.DataFrame, rules: pl.DataFrame, threshold: int) -> Text:
    """How many reach one threshold in the year, how many by the middle of it, and when half has."""
    level = persons(threshold)
    year = _rule(rules, threshold, "year")
    if year["possibly"] == 0:
        return Text(
            f"按年累计，没有一家填报企业可能在年内达到{level.zh}。",
            f"no enterprise that answered can reach {level.en} within the year.",
        )
    months = calendar.filter(pl.col("threshold") == threshold)
    middle = months.row(5, named=True)
    total = firms_between(year["filings"], year["filings_low"], year["filings_high"])
    early = firms_between(middle["by_then"], middle["by_then_low"], middle["by_then_high"])
    zh = f"按年累计，预计{total.zh}在年内达到{level.zh}，其中{early.zh}在 6 月底前"
    en = f"within the year {total.en} enterprises reach {level.en}, {early.en} of them by June"
    busiest = _busiest(months)
    if busiest is not None:
        zh += f"，达到最集中的是 {busiest} 月"
        en += f", most of them in month {busiest}"
    undated = months["undated"][0]
    if undated is None or undated >= 0.5:
        zh += f"；另有{firms(undated).zh}月份无法确定"
        en += f"; the month of {firms(undated).en} more can't be told"
    if year["filings"] is None:
        sure, may = floor(year["surely"] + _ROUNDING), ceil(year["possibly"] - _ROUNDING)
        zh += f"；答复本身说明一定有 {sure} 家、至多 {may} 家"
        en += f"; by the answers alone at least {sure} and at most {may}"
    return Text(zh + "。", en + ".")


def rule_line(rules: pl.DataFrame, threshold: int) -> Text | None:
    """What counting by transfer, month and year gives at one threshold, side by side."""
    found = {name: _rule(rules, threshold, name) for name in _RULES}
    if found["year"]["possibly"] == 0 or found["year"]["filings"] is None:
        return None
    said = {
        n: firms_between(r["filings"], r["filings_low"], r["filings_high"])
        for n, r in found.items()
    }
    zh = "、".join(f"{_RULES[n].zh}计数{text.zh}" for n, text in said.items())
    en = ", ".join(f"{_RULES[n].en} {text.en}" for n, text in said.items())
    level = persons(threshold)
    return Text(
        f"计数规则的影响（以{level.zh}为例）：{zh}达到；次数不详的企业按单次、单月只计入上限。",
        f"what the rule of counting does (at {level.en}): {en} reach it; by transfer and month, "
        "enterprises whose times are not told are in the upper ends only.",
    )


def district_line(districts: pl.DataFrame, threshold: int) -> Text | None:
    """District with the most filings of the year at one threshold, with the others' number."""
    year = districts.filter(
        pl.col("month").is_null(), pl.col("threshold") == threshold, pl.col("filings") > 0
    ).sort("filings", "district", descending=[True, False])
    if year.height == 0:
        return None
    first, whole = year.row(0, named=True), year["filings"].sum()
    level = persons(threshold)
    most = firms_between(first["filings"], first["filings_low"], first["filings_high"])
    share = percent(first["filings"] / whole)
    return Text(
        f"分区看，达到{level.zh}的以{first['district']}最多，预计{most.zh}，占 {share}；"
        f"共 {year.height} 个区会有。",
        f"by district, {first['district']} has most that reach {level.en}: {most.en}, {share} of "
        f"all; {year.height} districts have some.",
    )


def season_line(seasons: pl.DataFrame, threshold: int, peak: float) -> Text | None:
    """How much earlier or later filings come when a quarter holds the peak's share."""
    half = seasons.filter(pl.col("threshold") == threshold, pl.col("month") == 6)
    if half["by_then"].null_count() or not half["by_then"].sum():
        return None
    given = half.filter(pl.col("profile") == "given")["by_then"][0]
    others = half.filter(pl.col("profile") != "given")["by_then"]
    low, high = floor(float(others.min()) + 0.5), floor(float(others.max()) + 0.5)  # type: ignore[arg-type]
    share, level = percent(peak), persons(threshold)
    return Text(
        f"季节的影响：如果全年次数有 {share} 集中在某一季度，6 月底前达到{level.zh}的预计为 "
        f"{low}–{high} 家（现为 {given:.0f} 家），视旺季在年末还是年初。",
        f"seasons: if one quarter held {share} of the year's transfers, {low}–{high} enterprises "
        f"would have reached {level.en} by June (now {given:.0f}), the peak being late or early.",
    )


def _rule(rules: pl.DataFrame, threshold: int, rule: str) -> dict[str, Any]:
    return rules.filter(pl.col("threshold") == threshold, pl.col("rule") == rule).row(0, named=True)


def _busiest(months: pl.DataFrame) -> int | None:
    filings = months["filings"]
    if filings.null_count() or float(filings.sum()) < 0.5:
        return None
    place = filings.arg_max()
    return None if place is None else int(months["month"][place])
