"""What stands beside the answers: corrections, earlier cases, personal data that was masked."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.punctuation import aside, clauses, headed, listed
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers, survey_labels
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, ranked
from listlab.report.survey_rows import Behind
from listlab.report.survey_tables import scenario_name, written
from listlab.report.table import Table
from listlab.survey.levels import LEVELS
from listlab.survey.private import KINDS

_PRIVATE = "private."
_SEE_PROBLEMS = Text("原因见问题", "see the problems")
_KINDS = {
    "personal": Text("个人信息", "personal"),
    "sensitive": Text("敏感", "sensitive"),
}


def correction_table(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Table:
    """Corrections with what became of each; readers without names see neither texts nor people."""
    behind = Behind(tables, names, lang)
    shown = tables.corrections.sort(pl.col("status") == "applied", maintain_order=True)
    rows = tuple(_correction(row, behind) for row in shown.to_dicts())
    headers = (
        Text("结果", "outcome"),
        Text("编号 · 栏目", "id · field"),
        Text("原文", "old"),
        Text("更正为", "new"),
        Text("理由（经办、日期）", "reason (by, when)"),
        Text("更正的单元格", "cell corrected"),
        Text("出处", "source"),
    )
    counts = dict(tables.corrections.group_by("status").len().rows())
    told = clauses(
        (
            f"{words.say(lang)} {counts.get(key, 0)}"
            for key, words in survey_labels.CORRECTIONS.items()
        ),
        lang,
    )
    caption = headed(Text("更正", "corrections").say(lang), told, lang)
    notes = (
        Text(
            "更正只在读入时套用，企业交回的文件不改动；原文与单元格不符的不采用，原因见问题列表。",
            "Corrections are replayed when workbooks are read; the files stay as handed in. Where "
            "the old text is not what the cell says they are refused, see the problems.",
        ).say(lang),
    )
    return replace(behind.table(caption, headers, rows), notes=notes)


def _correction(row: dict[str, Any], behind: Behind) -> tuple[str, ...]:
    names, lang = behind.names, behind.lang
    outcome = labels.label(survey_labels.CORRECTIONS, row["status"], lang)
    place = " › ".join(part for part in (row["file"], row["sheet"], row["cell"]) if part)
    line = Text(f"第 {row['row']} 行", f"row {row['row']}").say(lang)
    return (
        aside(outcome, _SEE_PROBLEMS.say(lang), lang) if row["code"] else outcome,
        f"{behind.words(row['id'])} · {behind.words(row['field'])}",
        *_texts(row, behind),
        names.place(place) if place else numbers.MISSING,
        names.place(" › ".join((row["origin"] or "", line))),
    )


def _texts(row: dict[str, Any], behind: Behind) -> tuple[str, str, str]:
    """Old text, new text and reason; nothing of them for readers from whom names are withheld."""
    if behind.names.hidden:
        hidden = Text("不显示", "withheld").say(behind.lang)
        return hidden, hidden, hidden
    told = listed((row[key] for key in ("by", "when") if row[key]), behind.lang)
    old, new, reason = (behind.words(row[key]) for key in ("old", "new", "reason"))
    return old, new, aside(reason, told, behind.lang) if told else reason


def archive_table(
    tables: SurveyTables,
    scenarios: dict[str, Text],
    lang: Lang = "zh",
    *,
    names: Names = OPEN,
) -> Table:
    """Earlier assessments and filings beside what the survey says of the same scenario."""
    behind = Behind(tables, names, lang)
    flows = {row["flow_id"]: row for row in tables.flows.to_dicts()}
    ordered = tables.archive.sort(pl.col("agrees").fill_null(True), maintain_order=True)
    rows = tuple(_case(row, flows, scenarios, behind) for row in ordered.to_dicts())
    headers = (
        Text("案件", "case"),
        Text("企业", "enterprise"),
        Text("场景", "scenario"),
        Text("档案人数", "persons in the case"),
        Text("问卷人数", "persons in the survey"),
        Text("是否一致", "agreement"),
        Text("批准或备案、结果、有效期", "decided, result, valid until"),
        Text("出处：档案 › 工作表 › 单元格", "source: archive › sheet › cell"),
    )
    caption = Text("以往案件档案与问卷对照", "earlier cases beside the survey").say(lang)
    table = behind.table(caption, headers, rows)
    return replace(table, notes=(_selection(lang),))


def _selection(lang: Lang) -> str:
    return Text(
        "档案只有已经申报评估、备案或认证的企业，人数通常较大，不是全体企业的样本；"
        "因此只作旁证，不并入问卷，也不参与阈值的估计。",
        "Archives hold only those that applied, usually with many persons: they are no sample "
        "of all enterprises, so they stand beside the survey and enter no estimate.",
    ).say(lang)


def _case(
    row: dict[str, Any],
    flows: dict[str, dict[str, Any]],
    scenarios: dict[str, Text],
    behind: Behind,
) -> tuple[str, ...]:
    names, lang = behind.names, behind.lang
    kind = labels.label(survey_labels.ROUTES, row["kind"], lang)
    own = [flows[key] for key in row["flow_ids"] or () if key in flows]
    name = row["name"] or row["enterprise_id"] or numbers.MISSING
    return (
        aside(behind.words(row["case_id"]), kind, lang),
        names.enterprise(row["enterprise_id"] or name, name),
        scenario_name(scenarios, row["scenario"] or "", lang),
        _volumes([row], lang),
        _volumes(own, lang) if own else numbers.MISSING,
        survey_labels.AGREES[row["agrees"]].say(lang),
        clauses(_course(row, behind), lang) or numbers.MISSING,
        behind.place(row["source"], *_KINDS),
    )


def _volumes(rows: list[dict[str, Any]], lang: Lang) -> str:
    """Both kinds of volume; several flows as the interval from the largest to the sum."""
    told = []
    for kind, words in _KINDS.items():
        highs = [row[f"{kind}_high"] for row in rows]
        low = max(row[f"{kind}_low"] or 0 for row in rows)
        high = None if None in highs else sum(highs)
        told.append(headed(words.say(lang), numbers.volume(low, high, lang), lang))
    return clauses(told, lang)


def _course(row: dict[str, Any], behind: Behind) -> list[str]:
    lang = behind.lang
    told = [_day(row["decided"], lang), behind.words(row["result"]) if row["result"] else ""]
    if row["valid_until"]:
        until = _day(row["valid_until"], lang)
        told.append(Text(f"有效期至 {until}", f"valid until {until}").say(lang))
    return [text for text in told if text]


def _day(value: date | None, lang: Lang) -> str:
    return numbers.day(value, lang) if value else ""


def private_figure(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Cells with personal data that does not belong in a survey, by kind; the data are masked."""
    behind = Behind(tables, names, lang)
    found = tables.problems.filter(pl.col("code").str.starts_with(_PRIVATE))
    groups = [(str(code), own) for (code,), own in found.group_by("code", maintain_order=True)]
    groups.sort(key=lambda pair: (-pair[1].height, pair[0]))
    bars = tuple(
        Bar(
            label := _private_kind(code, lang),
            Text(
                f"{own.height} 处 · {own['file'].n_unique()} 份",
                f"{own.height} cells · {own['file'].n_unique()} workbooks",
            ).say(lang),
            problem_rows(own, behind, label),
            parts,
            own.height,
        )
        for (code, own), parts in zip(groups, ranked([o.height for _, o in groups]), strict=True)
    )
    note = Text(
        "调查不需要任何个人的号码和姓名。所列单元格的内容在 listlab 写出的所有文件中都已遮盖；"
        "企业原文件未改动，请按规定保管，并请企业删去后重交。",
        "The survey needs nobody's number or name. Cells listed here are masked in everything "
        "listlab writes; the files handed in stay as they are: keep them safe, and ask for clean "
        "ones.",
    )
    title = Text("不应出现的个人信息（已遮盖）", "personal data that does not belong (masked)")
    return Figure(title.say(lang), bars, (note.say(lang),), lang=lang)


def _private_kind(code: str, lang: Lang) -> str:
    kind = code.removeprefix(_PRIVATE)
    return KINDS[kind].say(lang) if kind in KINDS else Text("文件名", "file name").say(lang)


def problem_rows(problems: pl.DataFrame, behind: Behind, caption: str) -> Table:
    """Problems with place, what was found and what to do."""
    names, lang = behind.names, behind.lang
    rows = tuple(
        (
            labels.label(LEVELS, row["level"], lang),
            written(row, names),
            behind.words(row[f"message_{lang}"]),
            names.place(
                " › ".join(part for part in (row["file"], row["sheet"], row["cell"]) if part)
            )
            or numbers.MISSING,
        )
        for row in problems.to_dicts()
    )
    headers = (
        Text("级别", "level"),
        Text("所填内容", "written"),
        Text("问题与处理", "problem and next step"),
        Text("文件 › 工作表 › 单元格", "file › sheet › cell"),
    )
    return behind.table(caption, headers, rows)
