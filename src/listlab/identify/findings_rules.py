"""Which rules spoke of which items, with their outcome, evidence and citation."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from listlab.identify.important import SECRET
from listlab.identify.judgement import Judgement
from listlab.identify.nature import MET, OPEN, REFUTED, SILENT
from listlab.identify.personal import SENSITIVE
from listlab.identify.told import RECORDS
from listlab.model.language import Text
from listlab.model.quantity import persons

SCHEMA = pl.Schema(
    {
        "row": pl.Int64(),
        "id": pl.String(),
        "rule": pl.String(),
        "facet": pl.String(),
        "name": pl.String(),
        "outcome": pl.String(),  # yes|no|review|unknown
        "evidence": pl.String(),
        "law": pl.String(),
    }
)
UNKNOWN = "unknown"  # a rule of which the number held is not known, and nothing speaks for it
_OUTCOMES = {REFUTED: "no", OPEN: "review", MET: "yes"}
_CLAIMED = "；按企业的答复或文字，可能属于这类个人信息，但文字没有写明，由人核对"
_OTHERS = "；条文所列内容之后有“等”，本项是否属于由人判断"
_SECRET = "国家秘密和国家核心数据不在负面清单和重要数据目录之列，按各自的规定办理，由人核对"
_OUTSIDE = "exclude.state_secret"
_UNKNOWN = "没有填掌握的人数，不能由此认为未达到界限"
_Row = dict[str, Any]
_FEW = "所涉人数远低于量级规则的界限，文字也未写明特定领域、群体、区域，不构成规模"


def rules_frame(judged: Judgement, evidence: pl.DataFrame) -> pl.DataFrame:
    """Every rule that was asked, by item."""
    rows = [
        *_volumes(judged),
        *_facets(judged, evidence),
        *_combinations(judged),
        *_looks(judged),
        *_secrets(judged),
    ]
    return pl.DataFrame(rows, schema=SCHEMA).sort("row", maintain_order=True)


def _row(judged: Judgement, item: int, **found: Any) -> _Row:
    ids = judged.items["id"] if "id" in judged.items.columns else None
    return {"row": item, "id": str(item) if ids is None else ids[item], "facet": None, **found}


def _volumes(judged: Judgement) -> Iterator[_Row]:
    pack, volume = judged.engine.pack, judged.held
    for i, rule in enumerate(volume.rules):
        asked = volume.outcomes[:, i] != SILENT
        fact = pack.fact(str(rule.fact))
        limit = fact.value_on(max(fact.values))
        for item in np.flatnonzero(asked).tolist():
            known = _interval(float(volume.low[item, i]), float(volume.high[item, i]))
            said = Text(
                f"掌握{known.zh}，界限{persons(float(str(limit))).zh}以上",
                f"held: {known.en}; limit: at least {persons(float(str(limit))).en}",
            )
            unknown = bool(volume.unknown[item, i])
            others = (
                fact.applies is not None
                and fact.applies.contains
                and judged.combined.level[item] == SENSITIVE
            )
            doubt = (_OTHERS if others else _CLAIMED) if volume.claimed[item, i] else ""
            doubt += _quote(judged, item) if volume.told[item, i] else ""
            doubt += f"；{_UNKNOWN}" if unknown else ""
            yield _row(
                judged,
                item,
                rule=rule.id,
                name=rule.name.zh,
                outcome=UNKNOWN if unknown else _OUTCOMES[int(volume.outcomes[item, i])],
                evidence=said.zh + doubt,
                law=f"law:{pack.id}/{rule.id}",
            )


def _quote(judged: Judgement, item: int) -> str:
    """Numbers that the text of an item states, with what they count."""
    mentions = [each for each in judged.told.mentions if each.row == item]
    said = "、".join(f"「{each.term}」" for each in mentions)
    apart = "，其中记录数不等于人数" if any(each.kind == RECORDS for each in mentions) else ""
    return f"；文字写明{said}{apart}，与答复不同或答复未填，由人核对人数"


def _interval(low: float, high: float) -> Text:
    if np.isinf(high):
        return Text(f"至少{persons(low).zh}", f"at least {persons(low).en}")
    if low == high:
        return persons(low)
    return Text(
        f"{persons(low).zh}至{persons(high).zh}", f"{persons(low).en} to {persons(high).en}"
    )


def _facets(judged: Judgement, evidence: pl.DataFrame) -> Iterator[_Row]:
    facets = judged.reading.index.facets
    said = _words(evidence, "rule")
    conditions = _words(evidence, "qualifier")
    pack = judged.engine.pack
    column = {name: i for i, name in enumerate(judged.reading.index.qualifiers)}
    for item, i in zip(*np.nonzero(judged.nature.facets != SILENT), strict=True):
        rule, facet = facets[i]
        words = [f"提到{_quoted(said.get((item, f'{rule.id}.{facet.id}'), []))}"]
        for name in facet.qualifiers:
            state = judged.nature.qualifiers[item, column[name]] if name in column else OPEN
            spoken = conditions.get((item, name), [])
            wording = {MET: "具备", REFUTED: "不具备", OPEN: "待定"}[int(state)]
            words.append(f"{pack.qualifiers[name].name.zh}：{wording}{_quoted(spoken)}")
        if judged.nature.few[item, i]:
            words.append(_FEW)
        yield _row(
            judged,
            int(item),
            rule=rule.id,
            facet=facet.id,
            name=facet.name.zh,
            outcome=_OUTCOMES[int(judged.nature.facets[item, i])],
            evidence="；".join(words),
            law=f"law:{pack.id}/{rule.id}",
        )


def _words(evidence: pl.DataFrame, about: str) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    chosen = evidence.filter(pl.col("about") == about)
    for row, subject, term in chosen.select("row", "subject", "term").iter_rows():
        words = found.setdefault((row, subject), [])
        if term not in words:
            words.append(term)
    return found


def _quoted(words: list[str]) -> str:
    return f"「{'、'.join(words)}」" if words else ""


def _combinations(judged: Judgement) -> Iterator[_Row]:
    combinations = judged.reading.index.lexicon.combinations
    for item, i in zip(*np.nonzero(judged.combined.holds), strict=True):
        found = combinations[i]
        if found.important is None:
            continue
        where = "本项" if judged.combined.within[item, i] else "同一场景的数据项"
        yield _row(
            judged,
            int(item),
            rule=f"combination.{found.id}",
            name=found.name.zh,
            outcome="review",
            evidence=f"{where}合起来：{found.reason.zh}",
            law=None,
        )


def _secrets(judged: Judgement) -> Iterator[_Row]:
    pack = judged.engine.pack
    for item in np.flatnonzero(judged.reading.says(SECRET)).tolist():
        yield _row(
            judged,
            item,
            rule=SECRET,
            name="国家秘密或核心数据",
            outcome="review",
            evidence=_SECRET,
            law=f"law:{pack.id}/{_OUTSIDE}",
        )


def _looks(judged: Judgement) -> Iterator[_Row]:
    pack = judged.engine.pack
    top = judged.top(2)
    classes = judged.reading.index.classes
    for item in np.flatnonzero(judged.important.looked).tolist():
        code = next(classes[c] for c in top[item] if classes[c])
        category = next(c for c in pack.categories if c.code == code)
        titles = [pack.instruments[x].title.zh for x in category.defers_to if x in pack.instruments]
        told = f"按{'、'.join(titles)}，由行业主管部门核对" if titles else "附件的示例没有明说"
        yield _row(
            judged,
            item,
            rule=f"category.{code}",
            name=category.name.zh,
            outcome="review",
            evidence=f"属于「{category.name.zh}」，{told}",
            law=f"law:{pack.id}/category.{code}",
        )
