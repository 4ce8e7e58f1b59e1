"""What only shows when all answers of a study lie side by side."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.tables import SurveyTables
from listlab.model.terms import KINDS
from listlab.survey.findings import Findings, Issue
from listlab.survey.load import load_plausibility
from listlab.survey.outliers import Outlier, find_outliers
from listlab.survey.recipients import Mention, firm_name, same_name, same_recipients

_UNIT_ERROR = 4  # orders of magnitude between a number and the same number in 万
Row = dict[str, Any]
Places = Mapping[tuple[str, str, str], str]


def check_study(tables: SurveyTables, *, industry: Industry) -> list[Problem]:
    """Problems between answers, each at its cell; nothing is changed or left out for them.

    Recipients that may be one, volumes far from all others of their scenario, and enterprises
    whose name and credit code don't fit together.
    """
    flows = tables.flows.to_dicts()
    enterprises = tables.enterprises.to_dicts()
    places = {(p["file"], p["sheet"], p["column"]): p["place"] for p in tables.places.to_dicts()}
    return [
        *_recipients(flows, places),
        *_outliers(flows, industry),
        *_names(enterprises, _other_names(tables), places),
        *_same_names(enterprises, places),
    ]


def _recipients(flows: list[Row], places: Places) -> Iterator[Problem]:
    mentions = [
        Mention(row["recipient"], frozenset((row["country"] or "").split(";")) - {"", "ZZ"}, place)
        for place, row in enumerate(flows)
        if row["recipient"]
    ]
    for doubtful, chosen in same_recipients(mentions):
        row, other = flows[doubtful.place], flows[chosen.place]
        source, seen = row["source"], other["source"]
        is_own = source["file"] == seen["file"]
        where = _cell(seen, "recipient", places) if is_own else seen["file"]
        issue = _same_recipient(doubtful.text, chosen.text, where or "", is_own=is_own)
        yield _problem(source, issue, _cell(source, "recipient", places))


def _outliers(flows: list[Row], industry: Industry) -> Iterator[Problem]:
    names = {scenario.code: scenario.name for scenario in industry.scenarios}
    known = [(place, row) for place, row in enumerate(flows) if row["scenario"] in names]
    ordered = sorted(known, key=lambda pair: (pair[1]["scenario"], pair[0]))
    for scenario, group in groupby(ordered, key=lambda pair: pair[1]["scenario"]):
        rows = [row for _, row in group]
        for kind in KINDS:
            volumes = [(row[f"{kind}_low"], row[f"{kind}_high"]) for row in rows]
            for outlier in find_outliers(volumes):
                if outlier.persons > load_plausibility().population:
                    continue  # reported already as more than there are
                source = rows[outlier.place]["source"]
                yield _problem(source, _apart(outlier, names[scenario]), source[f"{kind}_cell"])


def _other_names(tables: SurveyTables) -> dict[str, list[tuple[str, Text]]]:
    """Names that frame and archive give an enterprise, each with where it stands."""
    names: dict[str, list[tuple[str, Text]]] = defaultdict(list)
    for table, origin in (
        (tables.frame, Text("企业名录", "the frame")),
        (tables.archive, Text("案例档案", "the case archive")),
    ):
        for row in table.select("enterprise_id", "name").unique(maintain_order=True).to_dicts():
            if row["enterprise_id"] and row["name"]:
                names[row["enterprise_id"]].append((row["name"], origin))
    return names


def _names(
    enterprises: list[Row], others: Mapping[str, list[tuple[str, Text]]], places: Places
) -> Iterator[Problem]:
    for row in enterprises:
        for name, origin in others.get(row["enterprise_id"] or "", []):
            if row["name"] and not same_name(row["name"], name):
                source = row["source"]
                yield _problem(source, _other_name(name, origin), _cell(source, "name", places))
                break


def _same_names(enterprises: list[Row], places: Places) -> Iterator[Problem]:
    """One name under two credit codes: one of the codes may be mistyped."""
    first: dict[str, Row] = {}
    for row in enterprises:
        key = firm_name(row["name"] or "").key
        known = first.setdefault(key, row)
        if key and known is not row and same_name(known["name"], row["name"]):
            source = row["source"]
            issue = _shared_name(known["source"]["file"])
            yield _problem(source, issue, _cell(source, "credit_code", places))


def _cell(source: Row, column: str, places: Places) -> str | None:
    """Cell of a column in the row of a source; of a single answer its own cell."""
    place = places.get((source["file"], source["sheet"], column))
    if place is None or place[-1].isdigit():
        return place
    return f"{place}{source['row']}"


def _problem(source: Row, issue: Issue, cell: str | None) -> Problem:
    findings = Findings(source["file"])
    findings.add(issue, sheet=source["sheet"], cell=cell)
    return findings.problems[0]


def _same_recipient(text: str, chosen: str, where: str, *, is_own: bool) -> Issue:
    return Issue(
        "recipient.same" if is_own else "recipient.across",
        Text(
            f"「{text}」与「{chosen}」（{where}）可能是同一接收方；如果是，请统一写法",
            f'"{text}" and "{chosen}" ({where}) may be one recipient; if so, spell them alike',
        ),
    )


def _apart(outlier: Outlier, scenario: Text) -> Issue:
    times = (
        outlier.persons / outlier.middle if outlier.is_high else outlier.middle / outlier.persons
    )
    unit = Text("", "")
    if times >= 10**_UNIT_ERROR / 4:
        unit = Text("，可能是单位（人、万人）写错", ", perhaps by a mistaken unit (persons or 万)")
    word = Text("高于", "above") if outlier.is_high else Text("低于", "below")
    return Issue(
        "outlier.high" if outlier.is_high else "outlier.low",
        Text(
            f"{outlier.persons:,} 人，远{word.zh}「{scenario.zh}」的其他答复："
            f"{outlier.answers} 份答复的中位数为 {outlier.middle:,} 人，相差 {times:,.0f} 倍"
            f"（稳健得分 {outlier.score:.1f}）{unit.zh}；请核对数字和单位，核对前数据照常使用",
            f"{outlier.persons:,} persons, far {word.en} the other answers of "
            f'"{scenario.en}": {outlier.answers} answers have a median of {outlier.middle:,}, '
            f"{times:,.0f}-fold apart (robust score {outlier.score:.1f}){unit.en}; check number "
            "and unit; the answer is used as it is",
        ),
        str(outlier.persons),
    )


def _other_name(name: str, origin: Text) -> Issue:
    return Issue(
        "enterprise.name_conflict",
        Text(
            f"与{origin.zh}中同一统一社会信用代码的企业名称「{name}」不一致；请核对代码和名称"
            "（更名的请说明）",
            f'{origin.en} has "{name}" for the same credit code; check code and name (say so if '
            "the enterprise was renamed)",
        ),
    )


def _shared_name(file: str) -> Issue:
    return Issue(
        "enterprise.same_name",
        Text(
            f"{file} 的企业名称相同而统一社会信用代码不同；可能有一份代码填错，"
            "或同一企业交了两份，请核对",
            f"{file} has the same enterprise name and another credit code; one code may be wrong, "
            "or an enterprise answered twice: check",
        ),
    )
