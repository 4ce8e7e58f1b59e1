"""Rows of the four lists of a workbook as records of the study's tables."""

import re
from collections.abc import Callable
from functools import lru_cache

from listlab.law.pack import Industry, Scenario
from listlab.model.language import Text
from listlab.model.volume import Volume
from listlab.survey.cells import Cell, plain_text
from listlab.survey.check import check_flow
from listlab.survey.choices import FREQUENCY, NEED, ROUTE
from listlab.survey.countries import UNKNOWN, read_countries
from listlab.survey.fields import (
    quote,
    read_clause,
    read_count,
    read_persons,
    read_share,
    read_year,
    single_number,
    volume_issue,
)
from listlab.survey.findings import Issue
from listlab.survey.load import load_plausibility
from listlab.survey.private import mask
from listlab.survey.rows import FlowNumbers, Record, RowReader
from listlab.survey.wording import says_none, says_unknown

_THIS_YEAR = ("personal", "sensitive")
_READERS: dict[str, Callable[[Cell], tuple[object, Issue | None]]] = {
    "events_per_year": read_count,
    "persons_per_event": read_persons,
    "repeat_share": read_share,
    "exempt_basis": read_clause,
}
_CLAUSE = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_OTHER = frozenset({"其他", "其它", "other", ""})


def flow_record(reader: RowReader, numbers: FlowNumbers, industry: Industry) -> Record:
    """One flow; what can't be read is null or unbounded, never guessed."""
    reader.record_id = numbers.name(reader)
    volumes = {key: reader.volume(key, needed=True) for key in _THIS_YEAR}
    forecast = {f"next_{key}": reader.volume(f"next_{key}", needed=False) for key in _THIS_YEAR}
    record: Record = {
        "flow_id": reader.record_id,
        "enterprise_id": numbers.enterprise_id,
        "scenario": _scenario(reader, industry),
        "country": _countries(reader),
        "frequency": reader.choice("frequency", FREQUENCY),
        "exempt_persons": _exempt_persons(reader),
        "route_now": reader.choice("route_now", ROUTE),
        "source": reader.source(reader.findings.file),
    }
    for key in ("events_per_year", "persons_per_event", "repeat_share", "exempt_basis"):
        answer, issue = _READERS[key](reader.value(key))
        record[key] = mask(answer).text if isinstance(answer, str) else answer
        reader.report(key, issue)
    _check_claim(reader, record)
    for key in ("scenario_name", "purpose", "recipient", "transfer_mode", "safeguards"):
        record[key] = reader.text(key)
    record["necessity"] = reader.text("necessity")
    for key, volume in (volumes | forecast).items():
        record |= {f"{key}_low": volume.low, f"{key}_high": volume.high}
    record |= {f"{key}_code": volume.code for key, volume in volumes.items()}
    for key, issue in check_flow(record, volumes | forecast):
        reader.report(key, issue)
    return record


def item_record(reader: RowReader, flow_id: str) -> Record:
    """One data item of a flow."""
    reader.record_id = f"{flow_id}/{reader.row.number}"
    if reader.text("name") is None:
        reader.report("name", _NO_ITEM_NAME)
    personal, sensitive = reader.yes_no("personal"), reader.yes_no("sensitive")
    if sensitive == "yes" and personal == "no":
        reader.report("personal", _SENSITIVE_NOT_PERSONAL)
    return {
        "item_id": reader.record_id,
        "flow_id": flow_id,
        "name": reader.text("name"),
        "description": reader.text("description"),
        "personal": personal,
        "sensitive": sensitive,
        "self_category": reader.text("self_category"),
        "precision": reader.text("precision"),
        "public": reader.yes_no("public"),
        "need": reader.choice("need", NEED),
        "source": reader.source(reader.findings.file),
    }


def history_record(reader: RowReader, flow_id: str) -> Record | None:
    """Volumes of one past year; None with an error when the year can't be read."""
    year = read_year(reader.value("year"))
    first, last = load_plausibility().history_years
    is_known = year is not None and first <= year <= last
    if not is_known:
        reader.report("year", Issue("history.year", _YEAR, quote(reader.text("year")), "error"))
    reader.record_id = f"{flow_id}@{year}"
    record: Record = {
        "flow_id": flow_id,
        "year": year,
        "source": reader.source(reader.findings.file),
    }
    for key in _THIS_YEAR:
        record[key], volume = single_number(reader.value(key))
        reader.report_format(key)
        if record[key] is None and volume.code != "volume.missing":
            reader.report(key, _not_single(volume, "history.not_exact", _NOT_EXACT))
    return record if is_known else None


def opinion_record(reader: RowReader, flow_id: str | None) -> Record:
    """What an enterprise wishes for; 无 in free text is no opinion."""
    reader.record_id = flow_id
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
    if scenario := _match(industry, written):
        return scenario.code
    if not written and (scenario := _match(industry, reader.text("scenario_name") or "")):
        reader.report("scenario", _scenario_from_name(scenario.name))
        return scenario.code
    if plain_text(written) not in _OTHER or not written:
        reader.report("scenario", _scenario_unknown(industry))
    return "other"


@lru_cache(maxsize=2048)
def _match(industry: Industry, name: str) -> Scenario | None:
    return industry.match(name)


def _countries(reader: RowReader) -> str | None:
    """Codes of the countries; where one is not known, what was written is kept beside them."""
    codes, issues = read_countries(reader.text("country"))
    for issue in issues:
        reader.report("country", issue)
    if codes and UNKNOWN in codes.split(";"):
        reader.keep("country")
    return codes


def _exempt_persons(reader: RowReader) -> int | None:
    persons, volume = single_number(reader.value("exempt_persons"))
    reader.report_format("exempt_persons")
    if persons is None and volume.code != "volume.missing":
        reader.report("exempt_persons", _not_single(volume, "exempt_persons.not_exact", _EXEMPT))
    elif persons is None and read_clause(reader.value("exempt_basis"))[0]:
        reader.report("exempt_persons", _NO_EXEMPT_PERSONS)
    return persons


def _check_claim(reader: RowReader, record: Record) -> None:
    """Compare the clause claimed with those that can be; what the volume decides is no claim."""
    clauses, basis = load_plausibility().exempt_clauses, record["exempt_basis"]
    if basis is None or not _CLAUSE.fullmatch(basis):
        return
    if basis in clauses["by_volume"]:
        reader.report("exempt_basis", _BY_VOLUME)
        for key in ("exempt_basis", "exempt_persons"):
            reader.keep(key)
            record[key] = None
    elif basis in clauses["without_persons"] and record["exempt_persons"]:
        reader.report("exempt_persons", _without_persons(record["exempt_persons"]))
    elif not any(basis in own for own in clauses.values()):
        reader.report("exempt_basis", _NO_CLAUSE)


def _without_persons(persons: int) -> Issue:
    return Issue(
        "exempt_persons.no_personal",
        Text(
            "所填的豁免情形只适用于不含个人信息的数据，却填了豁免人数；请核对这两格",
            "the clause claimed is for data without personal information, yet persons are exempt; "
            "check both cells",
        ),
        str(persons),
    )


def _not_single(volume: Volume, code: str, message: Text) -> Issue:
    """Issue of a cell that should hold one number: another unit is said to be one."""
    said = volume.code in ("volume.not_persons", "volume.date")
    return (volume_issue(volume) if said else None) or Issue(code, message, quote(volume.text))


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


_BY_VOLUME = Issue(
    "exempt_basis.by_volume",
    Text(
        "这一项由全年人数自动判断，不用申报，这里的豁免情形和豁免人数没有使用；"
        "没有其他豁免情形请填 无",
        "this clause follows from the year's persons and is not claimed: clause and persons "
        "exempt are not used here; write 无 where no other clause applies",
    ),
)
_NO_CLAUSE = Issue(
    "exempt_basis.unknown",
    Text(
        "规定中没有这一项豁免情形；请核对条、款、项，没有请填 无",
        "no exemption has this clause; check article, paragraph and item, write 无 for none",
    ),
)
_NO_EXEMPT_PERSONS = Issue(
    "exempt_persons.missing",
    Text(
        "写了豁免情形，但没有填豁免人数；请补填，没有请填 0",
        "an exemption is named, but no number of persons exempt; fill it in, 0 for none",
    ),
)
_NO_ITEM_NAME = Issue(
    "item.no_name",
    Text(
        "没有填写数据项名称；请补填，一行一个数据项",
        "no name of the data item; fill it in, one item a row",
    ),
)
_SENSITIVE_NOT_PERSONAL = Issue(
    "item.sensitive_not_personal",
    Text(
        "填了是敏感个人信息，却又填了不是个人信息；敏感个人信息都是个人信息，请核对这两格",
        "sensitive personal information, but no personal information: the one is part of the "
        "other; check both cells",
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
