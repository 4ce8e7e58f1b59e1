"""Findings of step 2: what each item is, by which rules and words, and who decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
import polars as pl

from listlab.identify.evidence import evidence_frame
from listlab.identify.findings_rules import UNKNOWN, rules_frame
from listlab.identify.judgement import Judgement
from listlab.identify.marked import items_table
from listlab.law.pack import Pack
from listlab.law.terms import PersonalType
from listlab.model.language import Lang
from listlab.model.problem import Problem
from listlab.model.provenance import Provenance


@dataclass(frozen=True)
class Findings:
    """What was found of each item; the same pack and decisions give the same findings.

    `items` has a row an item. A person's label stands in `category`, `personal` and `important`;
    what the machine says stays beside it in the `suggested_` columns. `disagrees`: the
    enterprise's own answer says otherwise. `changed`: there is a label, made on other text,
    answers or volumes than the item has now; it doesn't count any more, and a person looks again.
    """

    items: pl.DataFrame
    judged: Judgement = field(repr=False)
    problems: tuple[Problem, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def pack(self) -> Pack:
        """Pack by whose rules the items were judged."""
        return self.judged.engine.pack

    @cached_property
    def evidence(self) -> pl.DataFrame:
        """Words that spoke for or against something: about, subject, field, start, end, term."""
        return evidence_frame(self.judged)

    @cached_property
    def rules(self) -> pl.DataFrame:
        """Rules that were asked of each item: rule, facet, outcome, evidence, law."""
        return rules_frame(self.judged, self.evidence)

    @cached_property
    def types(self) -> dict[str, PersonalType]:
        """Types of personal information that items may be found to be of, by id."""
        return {kind.id: kind for kind in self.judged.engine.index.types}

    def cite_types(self, ids: Sequence[str], lang: Lang = "zh") -> list[str]:
        """Types of an item, each with its standard, and marked where that is not verified."""
        return [self.types[name].cited(lang) for name in ids]

    @property
    def changed(self) -> pl.DataFrame:
        """Items whose label was made on other evidence than they have now."""
        return self.items.filter("changed")

    def to_frame(self) -> pl.DataFrame:
        """Items with what was found of each."""
        return self.items

    def to_pandas(self) -> pd.DataFrame:
        """Items with what was found of each, for pandas."""
        return self.items.to_pandas()

    def trace(self, item_id: str) -> list[tuple[str, int, float]]:
        """Pieces of an item's text that speak most for its suggested category by the model.

        Each with where it starts in name and description together, and its log odds.
        """
        row = self.items["id"].index_of(item_id)
        if row is None:
            return []
        return self.judged.traced(row)

    def to_json(self, lang: Lang = "zh") -> dict[str, Any]:
        """Findings as plain values: the items, each with its rules and their evidence."""
        names = {c.code: c.name.say(lang) for c in self.pack.categories}
        rules = _by_row(self.rules)
        words = _by_row(self.evidence)
        return {
            "items": [
                _item(item, rules.get(row, []), words.get(row, []), names)
                | {"type_sources": [_source(self.types[name]) for name in item["types"]]}
                for row, item in enumerate(self.items.iter_rows(named=True))
            ],
            "problems": [problem.to_dict(lang) for problem in self.problems],
            "provenance": self.provenance.to_dict(),
        }

    def _repr_html_(self) -> str:
        return items_table(self.items, self.evidence, self.rules)


_Rows = list[dict[str, Any]]
_PLACE = ("about", "subject", "field", "start", "end", "term", "stance")


def _by_row(frame: pl.DataFrame) -> dict[int, _Rows]:
    found: dict[int, _Rows] = {}
    for each in frame.iter_rows(named=True):
        found.setdefault(each["row"], []).append(each)
    return found


def _item(
    item: dict[str, Any], rules: _Rows, words: _Rows, names: dict[int, str]
) -> dict[str, Any]:
    def category(code: int | None, score: float | None) -> dict[str, Any]:
        shown = None if score is None else round(score, 4)
        return {"code": code, "name": names.get(code or 0), "score": shown}

    others = [category(x["code"], x["score"]) for x in item["alternatives"]]
    own = category(item["category"], item["score"])
    if item["category"] != item["suggested_category"]:  # a person's, whose score nobody knows
        others = [category(item["suggested_category"], item["score"]), *others]
        own = category(item["category"], None)
    return {
        "id": item["id"],
        "category": own,
        "alternatives": others,
        "personal": item["personal"],
        "important": item["important"],
        "rules": [_rule(rule, words) for rule in rules if rule["outcome"] != UNKNOWN],
        "unknown": [rule["rule"] for rule in rules if rule["outcome"] == UNKNOWN],
        "decided_by": item["decided_by"],
        "evidence": [{key: word[key] for key in _PLACE} for word in words],
        "types": item["types"],
        "disagrees": item["disagrees"],
        "changed": item["changed"],
        "defers_to": item["defers_to"],
        "by": item["by"],
        "at": item["at"],
        "reason": item["reason"],
    }


def _source(kind: PersonalType) -> dict[str, str]:
    return {"type": kind.id, "source": kind.source, "status": kind.status}


def _rule(rule: dict[str, Any], words: _Rows) -> dict[str, Any]:
    return {
        "id": rule["rule"],
        "facet": rule["facet"],
        "name": rule["name"],
        "outcome": rule["outcome"],
        "evidence": rule["evidence"],
        "law": rule["law"],
        "words": [
            {key: word[key] for key in _PLACE}
            for word in words
            if word["about"] == "rule" and word["subject"] == f"{rule['rule']}.{rule['facet']}"
        ],
    }
