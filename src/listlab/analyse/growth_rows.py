"""Growth that a table of volumes gives by row, checked."""

import polars as pl

from listlab.analyse.growth import MOST_LOG
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

GROWTH = ("growth_mean", "growth_sd")
_NAMED = 5  # rows named in a message before "and so on"


def checked_growth(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns growth_mean, growth_sd, count and weight as numbers, a row a row of the table.

    Count and weight are 1 where the table has none. Rows without growth hold two nulls.

    Raises
    ------
    ScenarioError
        A column without the other, no number, a row with half a pair, or beyond all growth.
    """
    lacking = [name for name in GROWTH if name not in frame.columns]
    if lacking:
        raise ScenarioError(_half(lacking[0]))
    ones = [pl.lit(1.0).alias(n) for n in ("count", "weight") if n not in frame.columns]
    names = (*GROWTH, "count", "weight")
    try:
        found = frame.with_columns(ones).select(pl.col(names).cast(pl.Float64))
    except pl.exceptions.PolarsError as error:
        raise ScenarioError(_no_numbers(str(error).splitlines()[0])) from error
    mean, sd = (pl.col(name) for name in GROWTH)
    rules = {
        "scenario.growth_pair": (
            mean.is_null() != sd.is_null(),
            Text(
                "growth_mean 与 growth_sd 须同时填写或同时留空",
                "growth_mean and growth_sd must both be filled or both be empty",
            ),
        ),
        "scenario.growth": (
            ~mean.is_between(-MOST_LOG, MOST_LOG) | ~sd.is_between(0, MOST_LOG),
            Text(
                f"growth_mean 应在 ±{MOST_LOG:.2f} 内，growth_sd 应在 0 至 {MOST_LOG:.2f} 之间"
                "（对数尺度、每年）",
                f"growth_mean must lie within ±{MOST_LOG:.2f} and growth_sd between 0 and "
                f"{MOST_LOG:.2f} (log scale, a year)",
            ),
        ),
    }
    numbered = found.with_row_index("row", offset=1)
    problems = [
        _in_rows(code, text, rows)
        for code, (rule, text) in rules.items()
        if (rows := numbered.filter(rule.fill_null(False))["row"].to_list())
    ]
    if problems:
        raise ScenarioError(problems)
    return found


def _in_rows(code: str, text: Text, rows: list[int]) -> Problem:
    more = len(rows) > _NAMED
    zh = "、".join(map(str, rows[:_NAMED])) + ("……" if more else "")
    en = ", ".join(map(str, rows[:_NAMED])) + (" …" if more else "")
    return Problem(
        code,
        "error",
        Text(
            f"{text.zh}：第 {zh} 行（共 {len(rows)} 行）。请更正后重试。",
            f"{text.en}: row {en} ({len(rows)} in all). Correct and try again.",
        ),
    )


def _half(lacking: str) -> Text:
    return Text(
        f"量级表只有增长的一半，缺少列 {lacking}；请补上，或去掉另一列。",
        f"the volumes table gives half a growth, the column {lacking} is missing; add it, or "
        "take the other out.",
    )


def _no_numbers(cause: str) -> Text:
    return Text(
        f"量级表的 growth_mean、growth_sd、count、weight 须为数字：{cause}",
        f"growth_mean, growth_sd, count and weight of the volumes table must be numbers: {cause}",
    )
