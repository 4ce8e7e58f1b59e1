"""What enterprises ask for: fields, thresholds, difficulties and suggestions."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import polars as pl

from listlab.chart import palette
from listlab.model.language import Lang, Text
from listlab.model.punctuation import clauses
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers, survey_labels
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, Figures, ranked, stacked
from listlab.report.survey_rows import Behind

MOST_FIELDS = 20
_ALIKE = 0.6  # share of the shorter text's pairs of characters found in the longer one
_PAIR = 2
_Opinion = Literal["difficulty", "suggestion"]
_OPINIONS = {
    "difficulty": Text("最常提到的困难", "difficulties mentioned most"),
    "suggestion": Text("最常提到的建议", "suggestions mentioned most"),
}
_NEEDS = ("required", "optional", "unanswered")


def wish_figures(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figures:
    """Fields, thresholds wanted, difficulties and suggestions."""
    return Figures(
        (
            fields_figure(tables, lang, names=names),
            wanted_figure(tables, lang, names=names),
            opinions_figure(tables, "difficulty", lang, names=names),
            opinions_figure(tables, "suggestion", lang, names=names),
        )
    )


def fields_figure(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Data items that most flows send, split by whether they are needed."""
    behind = Behind(tables, names, lang)
    named = tables.items.drop_nulls("name").to_dicts()
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in named:
        groups.setdefault(_folded(row["name"]), []).append(row)
    found = sorted(groups.values(), key=lambda rows: (-len(rows), rows[0]["name"]))[:MOST_FIELDS]
    counts = [Counter(row["need"] or "unanswered" for row in rows) for rows in found]
    pieces = stacked([[(need, count[need]) for need in _NEEDS] for count in counts])
    bars = tuple(
        Bar(
            label := behind.words(_usual([row["name"] for row in rows])),
            Text(f"{len(rows)} 条 · 必需 {count['required']}", _needed(rows, count)).say(lang),
            behind.items(pl.DataFrame(rows, schema=tables.items.schema), label),
            parts,
            len(rows),
            more=_sensitive(rows, lang),
        )
        for rows, count, parts in zip(found, counts, pieces, strict=True)
    )
    legend = {
        "required": (survey_labels.NEEDS["required"].say(lang), palette.FORECAST),
        "optional": (survey_labels.NEEDS["optional"].say(lang), palette.COVERAGE),
        "unanswered": (labels.UNANSWERED.say(lang), palette.RULE),
    }
    shown, total = numbers.count(len(found)), numbers.count(len(groups))
    note = Text(
        f"共 {total} 种名称，列前 {shown} 种；全角半角、大小写和空格不同的算一种。",
        f"{shown} of {total} names; width, case and spaces apart.",
    )
    title = Text("最常要求出境的数据项", "data items asked for most").say(lang)
    return Figure(title, bars, (note.say(lang),), legend, lang=lang)


def wanted_figure(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Thresholds that enterprises ask for, from small to large."""
    behind = Behind(tables, names, lang)
    ends = ["wanted_low", "wanted_high"]
    said = tables.opinions.filter((pl.col("wanted_low") > 0) | pl.col("wanted_high").is_not_null())
    groups = said.sort(ends, nulls_last=True).group_by(ends, maintain_order=True)
    found = [(numbers.volume(low, high, lang), own) for (low, high), own in groups]
    bars = tuple(
        Bar(
            label,
            Text(f"{own.height} 次", f"{own.height}").say(lang),
            behind.opinions(own, label, "wanted"),
            parts,
            own.height,
        )
        for (label, own), parts in zip(found, ranked([o.height for _, o in found]), strict=True)
    )
    silent = tables.opinions.height - said.height
    note = Text(
        f"另有 {silent} 行意见没有写希望的量级。希望不是依据：阈值另由分析得出。",
        f"{silent} more rows name none. Wishes are no ground: thresholds come from the analysis.",
    )
    title = Text("希望的量级（人/年）", "thresholds wanted (persons a year)").say(lang)
    return Figure(title, bars, (note.say(lang),), lang=lang)


def opinions_figure(
    tables: SurveyTables, column: _Opinion, lang: Lang = "zh", *, names: Names = OPEN
) -> Figure:
    """Difficulties or suggestions by how many flows mention them, like wordings together."""
    behind = Behind(tables, names, lang)
    groups = alike(tables.opinions.drop_nulls(column).to_dicts(), column)[:MOST_FIELDS]
    bars = []
    for rows, parts in zip(groups, ranked([len(rows) for rows in groups]), strict=True):
        label = behind.words(_usual([row[column] for row in rows]))
        own = pl.DataFrame(rows, schema=tables.opinions.schema)
        text = Text(f"{len(rows)} 次", f"{len(rows)}").say(lang)
        bars.append(Bar(label, text, behind.opinions(own, label, column), parts, len(rows)))
    note = Text(
        "写法相近的合为一条（较短一句的六成相邻两字见于另一句），以最常见的写法为题；点开看每句原话。",
        "Like wordings go together (six tenths of the shorter one's pairs of characters are in "
        "the other) under the commonest; open a line for every wording.",
    )
    return Figure(_OPINIONS[column].say(lang), tuple(bars), (note.say(lang),), lang=lang)


def alike(rows: Sequence[dict[str, Any]], column: str) -> list[list[dict[str, Any]]]:
    """Rows in groups of like wordings, largest group first.

    Wordings are taken from the commonest on; each joins the first group whose leading wording it
    is like, so that one odd wording cannot chain two groups together.
    """
    wordings: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        wordings.setdefault(_folded(row[column]), []).append(row)
    groups: list[tuple[frozenset[str], list[dict[str, Any]]]] = []
    for text, own in sorted(wordings.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        pairs = _pairs(text)
        for leading, members in groups:
            if len(pairs & leading) >= _ALIKE * min(len(pairs), len(leading)):
                members.extend(own)
                break
        else:
            groups.append((pairs, list(own)))
    return sorted((members for _, members in groups), key=lambda rows: -len(rows))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + _PAIR] for i in range(max(len(text) - 1, 1)))


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _usual(texts: Sequence[str]) -> str:
    return Counter(texts).most_common(1)[0][0]


def _needed(rows: Sequence[Any], count: Counter[str]) -> str:
    return f"{len(rows)} · required {count['required']}"


def _sensitive(rows: Sequence[dict[str, Any]], lang: Lang) -> str:
    found = Counter(row["sensitive"] for row in rows)
    if not found["yes"]:
        return ""
    told = [Text(f"{found['yes']} 条标为敏感", f"{found['yes']} marked sensitive").say(lang)]
    if found["no"]:
        told.append(Text(f"{found['no']} 条标为不敏感", f"{found['no']} not").say(lang))
    return clauses(told, lang)
