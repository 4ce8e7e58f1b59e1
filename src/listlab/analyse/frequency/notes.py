"""What stands in for what flows do not tell, and why some values do not exist."""

from collections.abc import Mapping

import numpy as np

from listlab.analyse.frequency.crossing import Crossing
from listlab.analyse.frequency.table import CAUSES
from listlab.analyse.frequency.tally import Tally
from listlab.analyse.frequency.transfers import LEAST_TOLD, Transfers
from listlab.analyse.laws import Model
from listlab.model.language import Text
from listlab.model.params import Assumption
from listlab.model.quantity import percent


def notes_on(
    moves: Transfers,
    model: Model,
    crossing: Crossing,
    whole: Tally,
    *,
    assumptions: Mapping[str, Assumption],
) -> dict[str, Text]:
    """Cause of every value that is null and every stand-in, by what it is about."""
    notes = {"variant": _VARIANTS[moves.variant], "profile": _profile(assumptions)}
    if recurrence := _recurrence(moves):
        notes["recurrence"] = recurrence
    if events := _events(moves, assumptions):
        notes["events"] = events
    if undated := _undated(moves, crossing):
        notes["undated"] = undated
    if moves.table.rounded:
        notes["rounded"] = Text(
            f"{moves.table.rounded} 条出境流的全年人数略超出次数与单次人数所容许的范围，"
            "视为四舍五入所致，按范围的一端读。",
            f"{moves.table.rounded} flows tell persons a year a little outside of what times and "
            "persons allow: taken for rounding, and read as at the end of it.",
        )
    if not model.theta and np.isnan(whole.estimate).any():
        notes["estimate"] = Text(
            "区间答复要靠分布模型才能估计，而答复太少，没有可用的模型；只给出一定和可能的家数。",
            "answers by interval need a law, and there are too few for one: only what surely and "
            "possibly is stands.",
        )
    if moves.table.problems:
        k = len(moves.table.problems)
        notes["problems"] = Text(
            f"有 {k} 处次数、单次人数、重复比例与全年人数矛盾，见 problems。",
            f"times, persons a time, repeat share and persons a year contradict each other ({k} "
            "cases): see problems.",
        )
    return notes


_VARIANTS = {
    "population": Text(
        "按“总体”累计：每次从同一批人（如会员、旅客）中重新抽取，越往后新增的人越少。",
        "counted as a population: each transfer draws from the same people anew (members, "
        "travellers), so fewer and fewer are new.",
    ),
    "cohort": Text(
        "按“队列”累计：每次传输在观察中的全部人员（如受试者、员工），首次即计入已有的人，"
        "此后新增的人均匀到来。",
        "counted as a cohort: each transfer carries everyone under observation (trial "
        "participants, employees); those there count with the first, newcomers arrive evenly.",
    ),
}


def _profile(assumptions: Mapping[str, Assumption]) -> Text:
    if given := assumptions.get("monthly_profile"):
        return Text(
            f"各月传输次数按给定的比重分布（来源：{given.source}）。",
            f"transfers spread over the months as given (source: {given.source}).",
        )
    return Text(
        "假定传输在全年均匀分布，不分淡旺季。",
        "transfers are assumed to spread evenly over the year, without seasons.",
    )


def _recurrence(moves: Transfers) -> Text | None:
    table = moves.table
    silent = np.isnan(moves.each["middle"]) & np.isnan(moves.first)
    silent &= moves.is_dated & (table.high > 0) & (moves.events > 1)
    k, of = int(silent.sum()), moves.recurrence
    if not k:
        return None
    share = percent(of.value)
    what = {
        "population": Text("重复比例", "repeat share"),
        "cohort": Text("年初已在观察的比例", "share there on 1 January"),
    }[moves.variant]
    basis = {
        "pooled": Text(
            f"按填了的 {of.flows} 条的平均{what.zh} {share} 估计",
            f"estimated by the mean {what.en} of the {of.flows} that tell it, {share}",
        ),
        "assumed": Text(
            f"只有 {of.flows} 条填了，不足 {LEAST_TOLD} 条，{what.zh}按假定的 {share} 估计",
            f"only {of.flows} tell it, fewer than {LEAST_TOLD}; the {what.en} is assumed, {share}",
        ),
    }[of.basis]
    return Text(
        f"{k} 条出境流没有填单次人数，{basis.zh}；“一定”按从不重复、“可能”按每次同一批人计。",
        f"{k} flows do not tell persons a time: {basis.en}; “surely” supposes that nobody comes "
        "again, “possibly” that the same persons come each time.",
    )


def _events(moves: Transfers, assumptions: Mapping[str, Assumption]) -> Text | None:
    table = moves.table
    k = int((np.isnan(table.events) & moves.is_dated & (table.high > 0)).sum())
    if not k:
        return None
    given = assumptions.get("events_by_frequency")
    source = Text(given.source, given.source) if given else Text("假定", "assumed")
    return Text(
        f"{k} 条出境流没有填每年次数，按所填频率折算（来源：{source.zh}）。",
        f"{k} flows do not tell times a year: taken from the frequency told ({source.en}).",
    )


def _undated(moves: Transfers, crossing: Crossing) -> Text | None:
    table = moves.table
    k = int((~crossing.is_dated).sum())
    if not k:
        return None
    causes = [
        cause or ("events.missing" if not dated and high > 0 else None)
        for cause, dated, high in zip(table.cause, moves.is_dated, table.high, strict=True)
    ]
    told = {code: causes.count(code) for code in CAUSES if code in causes}
    zh = "，".join(f"{CAUSES[code].zh}（{n} 条）" for code, n in told.items())
    en = "; ".join(f"{CAUSES[code].en} ({n} flows)" for code, n in told.items())
    return Text(
        f"{k} 家企业的达到月份无法确定：{zh}。它们计入全年，不计入各月的估计。",
        f"the month of {k} enterprises can't be told: {en}. They are counted in the year, not in "
        "the estimates of months.",
    )
