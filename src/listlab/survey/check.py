"""Whether the answers of one flow agree with each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from listlab.model.language import Text
from listlab.model.volume import Volume
from listlab.survey.findings import Issue


def check_flow(
    record: Mapping[str, Any], volumes: Mapping[str, Volume]
) -> Iterator[tuple[str, Issue]]:
    """Columns whose answers contradict others, each with what is wrong."""
    most = _most_persons(volumes)
    exempt = record["exempt_persons"]
    if exempt is not None and most is not None and exempt > most:
        yield "exempt_persons", _exceeds(exempt, most)
    if exempt and record["exempt_basis"] is None:
        yield "exempt_basis", _NO_BASIS
    times, persons = record["events_per_year"], record["persons_per_event"]
    if times is not None and persons is not None:
        for key, volume in volumes.items():
            if volume.low > times * persons:
                yield key, _more_than_sent(volume.low, times * persons)


def _most_persons(volumes: Mapping[str, Volume]) -> int | None:
    highs = [volume.high for volume in volumes.values()]
    return None if None in highs else sum(high for high in highs if high is not None)


def _exceeds(exempt: int, most: int) -> Issue:
    return Issue(
        "exempt_persons.too_many",
        Text(
            f"豁免人数 {exempt:,} 大于本年度总人数 {most:,}；请核对",
            f"{exempt:,} persons exempt, more than the {most:,} of this year; check both",
        ),
        str(exempt),
    )


def _more_than_sent(low: int, sent: float) -> Issue:
    return Issue(
        "volume.more_than_sent",
        Text(
            f"全年至少 {low:,} 人，多于 每年次数 × 单次人数 = {sent:,.0f}；请核对三处数字",
            f"at least {low:,} a year, more than times a year × persons a time = {sent:,.0f}; "
            "check the three numbers",
        ),
        str(low),
    )


_NO_BASIS = Issue(
    "exempt_basis.missing",
    Text(
        "填了豁免人数，但没有写明豁免情形；请写明条、款、项",
        "persons are exempt, but no clause is given; name article, paragraph and item",
    ),
)
