"""Parts of the page beside the scenarios: head, important data, list, law, provenance."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from listlab.analyse.result import ScenarioResult
from listlab.identify.result import Findings
from listlab.identify.weight import undecided
from listlab.law.limits import Limits
from listlab.law.pack import Pack
from listlab.model import terms
from listlab.model.language import Lang, Text
from listlab.model.negative_list import NegativeList
from listlab.model.params import Assumption, Params
from listlab.model.provenance import Provenance
from listlab.model.punctuation import listed
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers
from listlab.report.audience import Names
from listlab.report.important_tables import category_table, open_table
from listlab.report.law_tables import fact_table, stage_table, used_facts
from listlab.report.list_tables import basis_table, list_table
from listlab.report.method import assumption_name, method_notes
from listlab.report.table import Column, Table
from listlab.report.ten_lines import ten_lines

_GROWTH = "growth_sd"
_OPEN = 30  # undecided items that the page lists; the form has all of them


def head(
    params: Params,
    tables: SurveyTables,
    results: Sequence[ScenarioResult],
    law: Mapping[str, Limits],
    *,
    negative_list: NegativeList,
    pack: Pack,
    lang: Lang,
) -> dict[str, Any]:
    """Title, what the page is about, ten lines, and the five steps with their figures."""
    industry = pack.industry(params.industry)
    scenarios = {scenario.code: scenario.name for scenario in industry.scenarios}
    facts = (
        (Text("适用区域", "zone"), pack.region.say(lang)),
        (Text("行业", "industry"), industry.name.say(lang)),
        (Text("基准日", "as of"), numbers.day(params.as_of, lang)),
        (Text("版本", "version"), negative_list.version),
        (Text("状态", "status"), labels.label(terms.STATES, negative_list.status, lang)),
    )
    reported = {result.scenario for result in results}
    missing = [scenarios[code] for code in params.scenarios if code not in reported]
    decided = [r for r in results if r.recommendation.threshold is not None]
    steps = (
        ("survey", len(_used(tables)), Text("份问卷", "workbooks")),
        ("survey-flows", tables.flows.height, Text("条出境流", "flows")),
        ("survey-flows", tables.items.height, Text("个数据项", "data items")),
        ("scenarios", len(decided), Text("个推荐阈值", "thresholds")),
        ("list", len(negative_list.items), Text("个清单条目", "list items")),
    )
    return {
        "title": params.title,
        "about": [(name.say(lang), value) for name, value in facts],
        "synthetic": tables.is_synthetic,
        "unreported": listed((name.say(lang) for name in missing), lang),
        "lines": ten_lines(tables, results, law, scenarios=scenarios, lang=lang),
        "steps": [(anchor, numbers.count(n), words.say(lang)) for anchor, n, words in steps],
    }


def important_parts(
    findings: Findings | None, tables: SurveyTables, *, names: Names, lang: Lang
) -> dict[str, Any]:
    """Important data by category, undecided first; none where items were not identified."""
    if findings is None:
        return {"important": None}
    counts = dict(findings.items.group_by("important").len().rows())
    left = undecided(findings.items).height
    by_person = findings.items.filter(pl.col("by").is_not_null()).height
    said = Text(
        f"{findings.items.height} 个数据项，由人确认 {by_person} 个，待人确认 {left} 个"
        f"（现认为是重要数据 {counts.get('yes', 0)}、待判断 {counts.get('review', 0)}）。",
        f"{findings.items.height} data items, {by_person} decided by people, {left} open "
        f"(now taken as important {counts.get('yes', 0)}, to be decided "
        f"{counts.get('review', 0)}).",
    )
    return {
        "important": {
            "line": said.say(lang),
            "categories": category_table(findings, lang),
            "open": open_table(findings, tables, lang, names=names).head(_OPEN),
        }
    }


def list_parts(negative_list: NegativeList, *, names: Names, lang: Lang) -> dict[str, Any]:
    """The draft list in its two parts, and the ground of each threshold."""
    counting = dict.fromkeys(item.counting.say(lang) for item in negative_list.items)
    return {
        "draft": {
            "title": negative_list.title.say(lang),
            "parts": [list_table(negative_list, 1, lang), list_table(negative_list, 2, lang)],
            "bases": basis_table(negative_list, lang, names=names),
            "counting": [text for text in counting if text],
            "notes": [names.sentence(note.say(lang)) for note in negative_list.notes],
        }
    }


def law_parts(
    pack: Pack, law: Mapping[str, Limits], negative_list: NegativeList, *, on: date, lang: Lang
) -> dict[str, Any]:
    """Facts used, and the stages that come next."""
    making = Text("清单的制定步骤", "how the list is made")
    using = Text("企业使用清单的步骤", "how an enterprise uses the list")
    procedures = ((making, pack.workflow.making), (using, pack.workflow.using))
    held = dict.fromkeys(limit.important_held.say(lang) for limit in law.values())
    return {
        "law": {
            "pack": pack.name.say(lang),
            "version": pack.version,
            "facts": fact_table(used_facts(pack, law.values(), negative_list), on, lang),
            "held": list(held),
        },
        "procedures": [
            stage_table(pack, stages, caption=caption, on=on, lang=lang)
            for caption, stages in procedures
            if stages
        ],
    }


def appendix(
    params: Params,
    results: Sequence[ScenarioResult],
    provenance: Provenance,
    *,
    names: Names,
    lang: Lang,
) -> dict[str, Any]:
    """Method, assumptions with their sources, provenance with hashes."""
    return {
        "method": method_notes(lang),
        "assumptions": _assumptions(params, results, lang),
        "provenance": {
            "id": provenance.id,
            "lines": _provenance_lines(provenance, lang),
            "inputs": _inputs(provenance, names, lang),
        },
    }


def _used(tables: SurveyTables) -> pl.DataFrame:
    return tables.workbooks.filter(pl.col("status") == "accepted")


def _assumptions(params: Params, results: Sequence[ScenarioResult], lang: Lang) -> Table:
    columns = (
        Column(Text("假定", "assumption").say(lang)),
        Column(Text("取值", "value").say(lang), True),
        Column(Text("来源", "source").say(lang)),
    )
    assumed = Text("假定，无数据来源", "assumed")
    unused = Text("未使用（各场景已有估计）", "not used (every scenario has an estimate)")
    rows = tuple(
        (
            assumption_name(code, lang),
            _value(assumption),
            unused.say(lang)
            if code == _GROWTH and results and not _uses(results, assumption.value)
            else assumed.say(lang)
            if assumption.source == "assumed"
            else assumption.source,
        )
        for code, assumption in params.assumptions.items()
    )
    return Table(Text("假定及其来源", "assumptions and their sources").say(lang), columns, rows)


def _uses(results: Sequence[ScenarioResult], sd: object) -> bool:
    return any(r.growth == "assumed" or r.growth_sd == sd for r in results)


def _value(assumption: Assumption) -> str:
    return " / ".join(f"{number:g}" for number in assumption.values)


def _provenance_lines(provenance: Provenance, lang: Lang) -> list[tuple[str, str]]:
    lines = (
        (Text("结果编号", "result"), provenance.id),
        (Text("listlab 版本", "listlab version"), provenance.listlab_version),
        (Text("规则包", "law pack"), f"{provenance.pack} {provenance.pack_version or ''}".strip()),
        (Text("随机种子", "seed"), str(provenance.seed)),
    )
    return [(name.say(lang), value) for name, value in lines if value]


def _inputs(provenance: Provenance, names: Names, lang: Lang) -> Table:
    columns = (Column(Text("输入文件", "input").say(lang)), Column("SHA-256"))
    rows = tuple(
        (names.file(path) if names.hidden else path, digest)
        for path, digest in provenance.inputs.items()
    )
    return Table(Text("输入文件及其哈希", "inputs and their hashes").say(lang), columns, rows)
