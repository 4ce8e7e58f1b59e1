"""A processor's year: cumulative persons date by date, and when each obligation arises."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from listlab.errors import CaseError
from listlab.law.load import load_pack
from listlab.law.pack import Pack
from listlab.law.routes.findings import MAPPING, Findings
from listlab.law.routes.frames import given_cases
from listlab.law.routes.procedure import citation
from listlab.law.routes.result import Route
from listlab.law.routes.route import route
from listlab.law.routes.take_list import take_list
from listlab.law.routes.words import ROUTES, Bounds, persons
from listlab.law.routes.year_counts import Counted, read_counts
from listlab.law.routes.year_law import between, days_of_change
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

_KINDS = ("personal", "sensitive")
_WEIGHT = {"free": 0, "contract_or_certification": 1, "assessment": 2, "excluded": 3}


@dataclass(frozen=True, slots=True)
class Arising:
    """An obligation of one flow: first day on which it may have arisen, and surely has.

    Counts are known on the days given only, so it arises after `after` (None: from the start of
    the year) and by `by`. `by` is None where no day given settles it. `ended_by` is the first
    day after it on which law and counts no longer ask for it; it may arise again.
    """

    id: str | int
    route: str
    after: date | None
    maybe_by: date
    by: date | None
    text: Text
    ended_by: date | None = None


@dataclass(frozen=True)
class YearView:
    """Routes of one processor's flows on each day given, and the obligations that arise."""

    year: int
    days: tuple[date, ...]
    routes: Mapping[date, tuple[Route, ...]]
    arising: tuple[Arising, ...]
    notes: tuple[Text, ...]

    def to_frame(self) -> pl.DataFrame:
        """Table with a row a day and flow: persons counted so far, and the route."""
        rows = [
            {
                "on": day,
                "id": str(found.id),
                "personal_low": found.personal[0],
                "personal_high": found.personal[1],
                "sensitive_low": found.sensitive[0],
                "sensitive_high": found.sensitive[1],
                "route": found.route,
                "possible": list(found.possible),
            }
            for day in self.days
            for found in self.routes[day]
        ]
        counts = {f"{kind}_{end}": pl.Int64() for kind in _KINDS for end in ("low", "high")}
        words = {"id": pl.String(), "route": pl.String(), "possible": pl.List(pl.String())}
        order = ["on", "id", *counts, "route", "possible"]
        return pl.DataFrame(rows, schema={"on": pl.Date(), **words, **counts}).select(order)

    def to_pandas(self) -> "pd.DataFrame":
        """Same table for pandas."""
        return self.to_frame().to_pandas()

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Year with its days, obligations and notes."""
        return {
            "year": self.year,
            "days": [
                {"on": day.isoformat(), "routes": [r.to_dict(lang) for r in self.routes[day]]}
                for day in self.days
            ],
            "arising": [
                {
                    "id": one.id,
                    "route": one.route,
                    "after": one.after.isoformat() if one.after else None,
                    "maybe_by": one.maybe_by.isoformat(),
                    "by": one.by.isoformat() if one.by else None,
                    "ended_by": one.ended_by.isoformat() if one.ended_by else None,
                    "text": one.text.say(lang),
                }
                for one in self.arising
            ],
            "notes": [note.say(lang) for note in self.notes],
        }

    def _repr_html_(self) -> str:
        cell = 'style="padding:2px 10px 2px 0;text-align:left"'
        rows = "".join(
            f"<tr><td {cell}>{day}</td><td {cell}>{escape(str(found.id))}</td>"
            f"<td {cell}>{escape(persons(found.personal).zh)}</td>"
            f"<td {cell}>{escape(persons(found.sensitive).zh)}</td>"
            f"<td {cell}>{escape(ROUTES[found.route].zh)}</td></tr>"
            for day in self.days
            for found in self.routes[day]
        )
        titles = ("截至", "业务", "个人信息（不含敏感）", "敏感个人信息", "路径")
        head = "".join(f'<th scope="col" {cell}>{title}</th>' for title in titles)
        said = "".join(f"<li>{escape(one.text.zh)}</li>" for one in self.arising)
        notes = "".join(f"<p>{escape(note.zh)}</p>" for note in self.notes)
        return (
            f"<div><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"<ul>{said}</ul>{notes}</div>"
        )


def year_view(
    flows: object,
    counts: object,
    pack: Pack | str,
    *,
    counted: Counted = "cumulative",
    negative_list: object = None,
    assume_in_force: bool = False,
) -> YearView:
    """Routes of one processor through a year, and the day by which each obligation arises.

    Days between those given on which the law changes are looked at as well, by bounds.

    Parameters
    ----------
    flows : list of mappings, or polars or pandas DataFrame
        Cases as `route` takes them, without `persons`; all of one processor.
    counts : list of mappings, or polars or pandas DataFrame
        `{on, id, personal, sensitive}`: persons of a flow by a day, as numbers or intervals (in a
        table also `personal_low`, `personal_high` and so on); with `exempt` as a case has it, the
        exempt ones among all persons since 1 January.
    pack : Pack or str
    counted : {"cumulative", "by_period"}, default "cumulative"
        Whether a count holds the distinct persons since 1 January, or those of the time since
        the flow's last day. Of the latter only bounds are known: a person may come again.
    negative_list, assume_in_force
        As `route` takes them; the law and the list of each day count.

    Raises
    ------
    CaseError
        A count can't be used, falls, names no flow of these, or is of another year; or a flow
        can't be used. All problems at once.

    References
    ----------
    law:national/count.start, law:national/count.merge
    """
    law_of = load_pack(pack) if isinstance(pack, str) else pack
    listed = None if negative_list is None else take_list(negative_list, law_of)
    entries = _flows(given_cases(flows).entries)
    persons_on = read_counts(entries, counts, counted)
    persons_on |= between(persons_on, days_of_change(law_of, listed))
    days = tuple(sorted(persons_on))
    together = [_of_one(flow) for flow in entries]
    routes: dict[date, tuple[Route, ...]] = {}
    for day in days:
        cases = [flow | persons_on[day][flow["id"]] for flow in together]
        found = route(
            cases, law_of, on=day, negative_list=negative_list, assume_in_force=assume_in_force
        )
        routes[day] = found[:]
    arising = tuple(one for flow in together for one in _arising(flow["id"], days, routes))
    return YearView(days[0].year, days, routes, arising, _notes(law_of, days[-1], counted))


def _flows(given: object) -> list[Mapping[str, Any]]:
    """Flows that can be joined with their counts; CaseError where any is no mapping."""
    findings = Findings()
    if not isinstance(given, list | tuple):
        findings.refuse(0, "flows", given, Text("业务的列表或表格", "a list of flows, or a table"))
    flows = given if isinstance(given, list | tuple) else ()
    for place, flow in enumerate(flows):
        if not isinstance(flow, Mapping):
            findings.refuse(place, "", flow, MAPPING)
    if findings.problems:
        raise CaseError(findings.problems)
    return list(flows)


def _of_one(flow: Mapping[str, Any]) -> dict[str, Any]:
    """Flow whose processor has a name, so that all flows are counted as one processor's."""
    processor = flow.get("processor") or {}
    if not isinstance(processor, Mapping):
        return dict(flow)
    return {**flow, "processor": {"id": "processor", **processor}}


def _arising(
    name: Any, days: Sequence[date], routes: Mapping[date, tuple[Route, ...]]
) -> list[Arising]:
    """Each time that a heavier route of a flow becomes due, in the order of the routes."""
    found = {day: next(r for r in routes[day] if r.id == name) for day in days}
    return [
        one
        for route_name, weight in _WEIGHT.items()
        if weight
        for span in _spans(days, found, weight)
        if (one := _of_span(name, route_name, span, found)) is not None
    ]


def _spans(
    days: Sequence[date], found: Mapping[date, Route], weight: int
) -> Iterator[tuple[date | None, list[date], date | None]]:
    """Days in a row on which a route so heavy may be due, with the days before and after them."""
    before: date | None = None
    span: list[date] = []
    for day in days:
        if any(_WEIGHT[route] >= weight for route in found[day].possible):
            span.append(day)
            continue
        if span:
            yield before, span, day
        before, span = day, []
    if span:
        yield before, span, None


def _of_span(
    name: Any,
    route_name: str,
    span: tuple[date | None, list[date], date | None],
    found: Mapping[date, Route],
) -> Arising | None:
    """Obligation that arises among days on which it or a heavier one may be due."""
    before, days, ended = span
    at_all = [day for day in days if route_name in found[day].possible]
    if not at_all:
        return None
    weight, first = _WEIGHT[route_name], at_all[0]
    # due for sure where nothing lighter is left, and heavier ones contain it
    sure = (day for day in days if all(_WEIGHT[r] >= weight for r in found[day].possible))
    by = next((day for day in sure if day >= first), None)
    earlier = [day for day in days if day < first]
    after = earlier[-1] if earlier else before
    said = _said(name, found[by or first], route_name, (after, first, by, ended))
    return Arising(name, route_name, after, first, by, said, ended)


def _said(
    name: object,
    found: Route,
    route_name: str,
    when: tuple[date | None, date, date | None, date | None],
) -> Text:
    after, first, by, ended = when
    title = ROUTES[route_name]
    since = f"{after} 之后、" if after else ""
    since_en = f"after {after} and " if after else ""
    until = Text(
        f"；最迟 {ended} 起按当日的法和人数不再要求" if ended else "",
        f"; by {ended} law and counts no longer ask for it" if ended else "",
    )
    if by is None:
        return Text(
            f"{name}：{since}最迟 {first} 可能须{title.zh}，所给人数不能确定{until.zh}",
            f"{name}: {since_en}by {first} {title.en} may be due; the counts do not settle it"
            f"{until.en}",
        )
    counted = _counted(found.personal, found.sensitive)
    maybe = f"（最早可能在 {first} 以前）" if first != by else ""
    return Text(
        f"{name}：{since}最迟 {by} 起须{title.zh}{maybe}；当日计数 {counted.zh}{until.zh}",
        f"{name}: {since_en}by {by} {title.en} is due; counted that day {counted.en}{until.en}",
    )


def _counted(personal: Bounds, sensitive: Bounds) -> Text:
    first, second = persons(personal), persons(sensitive)
    return Text(
        f"个人信息（不含敏感）{first.zh}、敏感个人信息 {second.zh}",
        f"{first.en} (not sensitive), {second.en} (sensitive)",
    )


def _notes(pack: Pack, on: date, counted: Counted) -> tuple[Text, ...]:
    notes = []
    start = pack.at(on).find("count.start", on)
    for each in start.interpretations if start is not None else ():
        taken, cited = each.taken, citation(start) if start else Text("", "")
        notes.append(
            Text(
                f"次年怎样计数有不同读法，按默认读法：{taken.zh}（{cited.zh}）",
                f"The next year is open; by default: {taken.en} ({cited.en})",
            )
        )
    if counted == "by_period":
        notes.append(
            Text(
                "人数按时段报送：同一人可能重复出现，累计人数不少于最大的一段、不多于各段之和。",
                "Counts are by period: persons may come again, so the cumulative count lies "
                "between the largest period and the sum.",
            )
        )
    return tuple(notes)
