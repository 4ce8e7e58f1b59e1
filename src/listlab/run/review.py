"""The review table of a notebook: filter items, accept what is suggested, or change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

import polars as pl

from listlab.identify.confirm.answer import Answer, require
from listlab.identify.weight import undecided, weigh
from listlab.model.language import Text
from listlab.report.review_table import review_html
from listlab.run import steps
from listlab.run.decisions import check_answers, decider_names, record
from listlab.run.identify import enterprise_names
from listlab.study import Study

Important = Literal["yes", "no"]
Level = Literal["none", "personal", "sensitive"]
Numbers = Iterable[int] | Literal["shown"]
_KEEP: Any = object()


@dataclass(frozen=True)
class Review:
    """Items with what was found of each, numbered, to be looked at and decided.

    Numbers stay the same under every filter and after every decision. `accept` and `change`
    write the ledger and give the table as it is then.
    """

    study: Study
    items: pl.DataFrame
    shown: pl.DataFrame
    done: Text = field(default_factory=lambda: Text("", ""))

    def filter(
        self,
        *,
        words: str | None = None,
        category: int | Literal["any"] | None = "any",
        important: str | None = None,
        personal: str | None = None,
        every: bool = False,
    ) -> Review:
        """Items that meet all conditions; without `every` only those that wait for a decision.

        Parameters
        ----------
        words : str, optional
            Stands in name or description, in any case.
        category : int, None or "any"
            Number of the category; None for items of no category.
        important : {"yes", "review", "no"}, optional
        personal : {"none", "personal", "sensitive"}, optional
        every : bool, default False
            Decided items and those that nobody has to decide, too.
        """
        found = self.items if every else undecided(self.items)
        if words:
            folded = pl.concat_str("name", "description", ignore_nulls=True).str.to_lowercase()
            found = found.filter(folded.str.contains(words.lower(), literal=True))
        if category != "any":
            found = found.filter(pl.col("category").eq_missing(category))
        for name, value in (("important", important), ("personal", personal)):
            found = found.filter(pl.col(name) == value) if value else found
        return replace(self, shown=found, done=Text("", ""))

    def accept(self, numbers: Numbers, *, by: str, reason: str = "") -> Review:
        """Table after the suggestions of some rows, or of all shown, were accepted as they are.

        Raises
        ------
        SurveyError
            A number stands for no item, or nobody is named; nothing is recorded then.
        """
        return self._record(numbers, by=by, said={"reason": reason})

    def change(
        self,
        numbers: Numbers,
        *,
        by: str,
        reason: str,
        category: int | None = _KEEP,
        personal: Level | None = None,
        important: Important | None = None,
    ) -> Review:
        """Table after something else was decided; what is left out stays as suggested.

        Raises
        ------
        SurveyError
            A number stands for no item, nobody is named, no reason is given, or the pack has no
            such category; nothing is recorded then.
        """
        said: dict[str, Any] = {"reason": reason, "personal": personal, "important": important}
        if category is not _KEEP:
            said |= {"category": category, "names_category": True}
        return self._record(numbers, by=by, said=said)

    def to_frame(self) -> pl.DataFrame:
        """Rows shown, as a frame."""
        return self.shown

    def _record(self, numbers: Numbers, *, by: str, said: dict[str, Any]) -> Review:
        now = datetime.now(UTC)
        ids = dict(self.items.select("number", "id").rows())
        numbers = self.shown["number"].to_list() if numbers == "shown" else numbers
        answers = [Answer(ids.get(number, f"#{number}"), by=by, **said) for number in numbers]
        findings = steps.identify(self.study)
        confirmed = require(check_answers(self.study, findings, answers, by=by, at=now))
        count = record(self.study, confirmed, at=now)
        left = [problem.message for problem in confirmed.problems]
        zh = "".join(f"；{message.zh}" for message in left)
        en = "".join(f"; {message.en}" for message in left)
        fresh = open_review(self.study)
        kept = self.shown.select("id").join(fresh.items, on="id", maintain_order="left")
        told = Text(f"已记入 {count} 条{zh}。", f"{count} recorded{en}.")
        return replace(fresh, shown=kept, done=told)

    def __repr__(self) -> str:
        return (
            f"{self.done.say(self.study.params.lang)} ({self.shown.height} / {self.items.height})"
        )

    def _repr_html_(self) -> str:
        return review_html(
            steps.identify(self.study),
            self.shown.with_columns(pl.col("by").replace(decider_names(self.study))),
            enterprises=enterprise_names(self.study),
            done=self.done,
            lang=self.study.params.lang,
        )


def open_review(study: Study) -> Review:
    """Review table of a study, the items that matter most first and undecided ones shown."""
    items = steps.identify(study).items
    # The order rests on names, persons and flows alone, so that numbers outlast every decision.
    alike = items.with_columns(pl.lit(None, pl.Int64).alias("category"))
    order = weigh(alike, steps.survey(study)).select(pl.col("ids").explode().alias("id"))
    numbered = order.join(items, on="id", how="left", maintain_order="left")
    numbered = numbered.with_columns(pl.int_range(1, pl.len() + 1).alias("number"))
    return Review(study, numbered, undecided(numbered))
