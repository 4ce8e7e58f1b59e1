"""Rows of the four lists of a workbook as records of the study's tables."""

from collections.abc import Callable

from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.survey.cells import Cell, plain_text
from listlab.survey.check import check_flow
from listlab.survey.choices import FREQUENCY, NEED, ROUTE, read_country
from listlab.survey.fields import (
    quote,
    read_clause,
    read_count,
    read_share,
    read_year,
    single_number,
)
from listlab.survey.findings import Issue
from listlab.survey.rows import FlowNumbers, Record, RowReader
from listlab.survey.wording import says_none, says_unknown

_THIS_YEAR = ("personal", "sensitive")
_READERS: dict[str, Callable[[Cell], tuple[object, Issue | None]]] = {
    "events_per_year": read_count,
    "persons_per_event": read_count,
    "repeat_share": read_share,
    "exempt_basis": read_clause,
}
_OTHER = frozenset({"其他", "其它", "other", ""})


def flow_record(reader: RowReader, numbers: FlowNumbers, industry: Industry) -> Record:
    """One flow; what can't be read is null or unbounded, never guessed."""
    volumes = {key: reader.volume(key, needed=True) for key in _THIS_YEAR}
    forecast = {f"next_{key}": reader.volume(f"next_{key}", needed=False) for key in _THIS_YEAR}
    record: Record = {
        "flow_id": numbers.name(reader),
        "enterprise_id": numbers.enterprise_id,
        "scenario": _scenario(reader, industry),
        "country": read_country(reader.value("country")),
        "frequency": reader.choice("frequency", FREQUENCY),
        "exempt_persons": _exempt_persons(reader),
        "route_now": reader.choice("route_now", ROUTE),
        "source": reader.source(reader.findings.file),
    }
    for key in ("events_per_year", "persons_per_event", "repeat_share", "exempt_basis"):
        record[key], issue = _READERS[key](reader.value(key))
        reader.report(key, issue)
    for key in ("scenario_name", "purpose", "recipient", "transfer_mode", "safeguards"):
        record[key] = reader.text(key)
    record["necessity"] = reader.text("necessity")
    for key, volume in (volumes | forecast).items():
        record |= {f"{key}_low": volume.low, f"{key}_high": volume.high}
    record |= {f"{key}_code": volume.code for key, volume in volumes.items()}
    for key, issue in check_flow(record, volumes):
        reader.report(key, issue)
    return record


def item_record(reader: RowReader, flow_id: str) -> Record:
    """One data item of a flow."""
    return {
        "item_id": f"{flow_id}/{reader.row.number}",
        "flow_id": flow_id,
        "name": reader.text("name"),
        "description": reader.text("description"),
        "personal": reader.yes_no("personal"),
        "sensitive": reader.yes_no("sensitive"),
        "self_category": reader.text("self_category"),
        "precision": reader.text("precision"),
        "public": reader.yes_no("public"),
        "need": reader.choice("need", NEED),
        "source": reader.source(reader.findings.file),
    }


def history_record(reader: RowReader, flow_id: str) -> Record | None:
    """Volumes of one past year; None with an error when the year can't be read."""
    year = read_year(reader.value("year"))
    if year is None:
        reader.report("year", Issue("history.year", _YEAR, quote(reader.text("year")), "error"))
        return None
    record: Record = {
        "flow_id": flow_id,
        "year": year,
        "source": reader.source(reader.findings.file),
    }
    for key in _THIS_YEAR:
        record[key], volume = single_number(reader.value(key))
        reader.report_format(key)
        if record[key] is None and volume.code != "volume.missing":
            reader.report(key, Issue("history.not_exact", _NOT_EXACT, quote(volume.text)))
    return record


def opinion_record(reader: RowReader, flow_id: str | None) -> Record:
    """What an enterprise wishes for; 无 in free text is no opinion."""
    wanted = reader.volume("wanted", needed=False)
    return {
        "flow_id": flow_id,
        "wanted_low": None if wanted.unit == "unknown" else wanted.low,
        "wanted_high": wanted.high,
        "difficulty": _opinion(reader, "difficulty"),
        "suggestion": _opinion(reader, "suggestion"),
        "source": reader.source(reader.findings.file),
    }


def _opinion(reader: RowReader, key: str) -> str | None:
    plain = plain_text(reader.value(key))
    return None if says_none(plain) or says_unknown(plain) else reader.text(key)


def _scenario(reader: RowReader, industry: Industry) -> str:
    """Code of the standard scenario; `other` where the industry has none of that name."""
    written = reader.text("scenario") or ""
    if scenario := industry.match(written):
        return scenario.code
    if not written and (scenario := industry.match(reader.text("scenario_name") or "")):
        reader.report("scenario", _scenario_from_name(scenario.name))
        return scenario.code
    if plain_text(written) not in _OTHER or not written:
        reader.report("scenario", _scenario_unknown(industry))
    return "other"


def _exempt_persons(reader: RowReader) -> int | None:
    persons, volume = single_number(reader.value("exempt_persons"))
    reader.report_format("exempt_persons")
    if persons is None and volume.code != "volume.missing":
        reader.report(
            "exempt_persons", Issue("exempt_persons.not_exact", _EXEMPT, quote(volume.text))
        )
    return persons


def _scenario_from_name(name: Text) -> Issue:
    return Issue(
        "scenario.from_name",
        Text(
            f"没有选择标准场景，按场景名称归入「{name.zh}」；请核对并选择",
            f'no standard scenario chosen; by its name taken as "{name.en}": please confirm',
        ),
    )


def _scenario_unknown(industry: Industry) -> Issue:
    zh = "、".join(scenario.name.zh for scenario in industry.scenarios)
    en = ", ".join(scenario.name.en for scenario in industry.scenarios)
    return Issue(
        "scenario.unknown",
        Text(
            f"不是本行业的标准场景，归入「其他」；请从以下选择：{zh}、其他",
            f"no standard scenario of this industry: taken as other; choose from {en}, other",
        ),
    )


_YEAR = Text(
    "年份看不懂，这一行没有使用；请填四位年份，例如 2025",
    "the year can't be read and the row was left out; fill in four digits, such as 2025",
)
_NOT_EXACT = Text(
    "历史量不是一个确定的数，增长分析中不使用；请尽量填确定的人数",
    "the past volume is no single number and is left out of growth; give one if you can",
)
_EXEMPT = Text(
    "豁免人数不是一个确定的数，按未填处理；请填确定的人数",
    "persons exempt is no single number: taken as blank; fill in a number",
)
