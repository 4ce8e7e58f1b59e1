"""Whether the answers of one flow agree with each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from listlab.model.language import Text
from listlab.model.volume import Volume
from listlab.survey.findings import Issue
from listlab.survey.load import load_plausibility

Found = Iterator[tuple[str, Issue]]
_THIS_YEAR = ("personal", "sensitive")


def check_flow(record: Mapping[str, Any], volumes: Mapping[str, Volume]) -> Found:
    """Columns whose answers contradict others, each with what is wrong.

    Parameters
    ----------
    record : mapping
        The flow as the table has it.
    volumes : mapping of str to Volume
        Volumes of this year and forecasts by column.

    Notes
    -----
    Intervals get the benefit of the doubt: a contradiction holds for every number in them. So do
    rounded figures, and flows that run for a part of the year.
    """
    yield from _check_exempt(record, volumes)
    yield from _check_events(record, volumes)
    yield from _check_frequency(record)
    for key, volume in volumes.items():
        if volume.low > load_plausibility().population:
            yield key, _over_population(volume.low)
    for key in _THIS_YEAR:
        if jump := compare_years(volumes[key], volumes[f"next_{key}"]):
            yield f"next_{key}", _forecast_jump(*jump)


def compare_years(before: Volume, after: Volume) -> tuple[int, int] | None:
    """The nearest ends of two years' volumes where they lie too far apart, else None."""
    limits = load_plausibility()
    for small, large in ((before, after), (after, before)):
        if small.high is None or small.high < limits.jump_from:
            continue
        if large.low > limits.jump_factor * small.high:
            ends = (small.high, large.low)
            return ends if small is before else (ends[1], ends[0])
    return None


def most_persons(volumes: Mapping[str, Volume]) -> int | None:
    """Most persons of this year, both kinds together; None when unbounded."""
    highs = [volumes[key].high for key in _THIS_YEAR]
    return None if None in highs else sum(high for high in highs if high is not None)


def _check_exempt(record: Mapping[str, Any], volumes: Mapping[str, Volume]) -> Found:
    most, exempt = most_persons(volumes), record["exempt_persons"]
    if exempt is not None and most is not None and exempt > most:
        yield "exempt_persons", _exceeds(exempt, most)
    if exempt and record["exempt_basis"] is None:
        yield "exempt_basis", _NO_BASIS


def _check_events(record: Mapping[str, Any], volumes: Mapping[str, Volume]) -> Found:
    times, persons, repeat = (
        record[key] for key in ("events_per_year", "persons_per_event", "repeat_share")
    )
    most = most_persons(volumes)
    near = 1 + load_plausibility().rounding_share
    if persons is not None and most and persons > near * most:  # 0 is asked for elsewhere
        yield "persons_per_event", less_than_event(persons, most)
    if times is None or persons is None:
        return
    sent = times * persons
    for key in _THIS_YEAR:
        if volumes[key].low > near * sent:
            yield key, more_than_sent(volumes[key].low, sent)
    if repeat is None:
        return
    distinct = sent * (1 - repeat)
    if most and persons <= most and distinct > load_plausibility().sent_factor * most:
        yield "persons_per_event", _less_than_sent(most, distinct)
    if repeat > 0 and times > 1:
        for key in _THIS_YEAR:
            if sent and volumes[key].low == volumes[key].high == sent:
                yield key, _person_times(volumes[key].low)


def _check_frequency(record: Mapping[str, Any]) -> Found:
    times = record["events_per_year"]
    bounds = load_plausibility().times_a_year.get(record["frequency"] or "")
    if times is not None and bounds and times > bounds[1]:  # fewer: part of a year
        yield "events_per_year", _contradicts_frequency(times)


def _exceeds(exempt: int, most: int) -> Issue:
    return Issue(
        "exempt_persons.too_many",
        Text(
            f"豁免人数 {exempt:,} 大于本年度总人数 {most:,}；请核对",
            f"{exempt:,} persons exempt, more than the {most:,} of this year; check both",
        ),
        str(exempt),
    )


def more_than_sent(low: int, sent: float) -> Issue:
    """More distinct persons a year than all transfers carry."""
    return Issue(
        "volume.more_than_sent",
        Text(
            f"全年至少 {low:,} 人，多于 每年次数 × 单次人数 = {sent:,.0f}；请核对三处数字",
            f"at least {low:,} a year, more than times a year × persons a time = {sent:,.0f}; "
            "check the three numbers",
        ),
        str(low),
    )


def _less_than_sent(most: int, distinct: float) -> Issue:
    return Issue(
        "volume.less_than_sent",
        Text(
            f"每年次数 × 单次人数 × (1 − 重复比例) = {distinct:,.0f}，"
            f"远多于全年人数（至多 {most:,}）；请核对次数、单次人数和全年人数",
            f"times × persons × (1 − repeat share) = {distinct:,.0f}, far more than the year's "
            f"persons (at most {most:,}); check these numbers",
        ),
        f"{distinct:.0f}",
    )


def less_than_event(persons: float, most: int) -> Issue:
    """Fewer distinct persons a year than one transfer carries."""
    return Issue(
        "volume.less_than_event",
        Text(
            f"单次就有 {persons:,.0f} 人，多于全年人数（至多 {most:,}）；全年人数按去重计，"
            "不会少于任何一次，请核对",
            f"one transfer carries {persons:,.0f} persons, more than the whole year (at most "
            f"{most:,}); check both",
        ),
        f"{persons:.0f}",
    )


def _person_times(number: int) -> Issue:
    return Issue(
        "volume.person_times",
        Text(
            f"{number:,} 正好等于 每年次数 × 单次人数，而重复比例不为 0，像是人次而不是人数；"
            "请填去重后的人数",
            f"{number:,} is times a year × persons a time though some come again: person-times, "
            "it seems; fill in distinct persons",
        ),
        str(number),
    )


def _over_population(low: int) -> Issue:
    most = load_plausibility().population
    return Issue(
        "volume.over_population",
        Text(
            f"至少 {low:,} 人，超过全国人口 {most:,}；请核对数字和单位",
            f"at least {low:,}, more than the country's population of {most:,}; check number "
            "and unit",
        ),
        str(low),
    )


def _contradicts_frequency(times: float) -> Issue:
    return Issue(
        "frequency.contradicts",
        Text(
            f"每年 {times:,.0f} 次与所填的出境频率不符；请核对这两格",
            f"{times:,.0f} times a year does not fit the frequency given; check both",
        ),
        f"{times:g}",
    )


def _forecast_jump(now: int, then: int) -> Issue:
    return Issue(
        "forecast.jump",
        Text(
            f"今年为 {now:,} 人，明年预计 {then:,} 人，相差超过 "
            f"{load_plausibility().jump_factor:g} 倍；请核对数字和单位",
            f"{now:,} persons this year and {then:,} next year, more than "
            f"{load_plausibility().jump_factor:g}-fold apart; check numbers and units",
        ),
        str(then),
    )


_NO_BASIS = Issue(
    "exempt_basis.missing",
    Text(
        "填了豁免人数，但没有写明豁免情形；请写明条、款、项",
        "persons are exempt, but no clause is given; name article, paragraph and item",
    ),
)
