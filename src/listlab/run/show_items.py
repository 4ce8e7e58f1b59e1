"""What notebook 02 calls beside tables and figures: what waits, what was learnt, gold scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from IPython.display import Markdown

from listlab.model.language import Text
from listlab.report.agreement_tables import agreement_table, difference_table
from listlab.report.catalogue_table import catalogue_table
from listlab.report.important_figures import reliability_chart, scores_table
from listlab.report.important_tables import changed_table
from listlab.report.render import Picture, show
from listlab.report.table import Table
from listlab.run import steps
from listlab.run.confirmations import agreements, waiting
from listlab.run.decisions import decider_names
from listlab.run.show import reader_names
from listlab.study import Study

if TYPE_CHECKING:
    from listlab.identify.scores import Scores

GOLD = Path("data") / "gold" / "test.csv"
_NO_GOLD = Text(
    "项目中没有标注集 data/gold/test.csv，略去。",
    "The project has no data/gold/test.csv: left out.",
)


def waiting_note(study: Study) -> Markdown:
    """What the form of confirmations named by the params still holds for the ledger."""
    said = waiting(study, at=datetime.now(UTC))
    nothing = Text("没有尚未导入的确认。", "No confirmation waits to be taken in.")
    return Markdown((said or nothing).say(study.params.lang))


def learnt_table(study: Study) -> Table:
    """Items of which the decisions so far changed what is said, their own labels included."""
    from listlab.identify.identify import identify
    from listlab.identify.read import items_of

    findings, lang = steps.identify(study), study.params.lang
    before = findings.items
    if before["by"].is_not_null().any() or before["changed"].any():
        pack, _ = steps.law(study)
        before = identify(items_of(steps.survey(study), pack), pack=pack.id).items
    return changed_table(findings, lang, before=before, names=reader_names(study))


def agreement_tables(study: Study) -> tuple[Table, Table]:
    """Agreement of every two reviewers, and where they differ."""
    names, lang = decider_names(study), study.params.lang
    found = [
        replace(
            each,
            first=names.get(each.first, each.first),
            second=names.get(each.second, each.second),
        )
        for each in agreements(study)
    ]
    return agreement_table(found, lang), difference_table(found, lang)


def gold_scores(study: Study) -> Scores | None:
    """Scores on the test part of the gold set, None where the project has none.

    The other part is taught, so scores on it say nothing.
    """
    from listlab.identify.read import read_gold
    from listlab.identify.scores import score_gold

    path = study.root / GOLD
    return score_gold(read_gold(path)) if path.is_file() else None


def gold_table(scores: Scores | None, study: Study) -> Table | Markdown:
    """Measures on the gold set with intervals and targets; a sentence where there is none."""
    lang = study.params.lang
    return scores_table(scores, lang) if scores else Markdown(_NO_GOLD.say(lang))


def reliability(scores: Scores | None, study: Study) -> Picture | Markdown:
    """Reliability diagram on the gold set; a sentence where there is none."""
    lang = study.params.lang
    return show(reliability_chart(scores, lang)) if scores else Markdown(_NO_GOLD.say(lang))


def catalogue(study: Study) -> Table:
    """Draft of the catalogue of important data."""
    return catalogue_table(steps.identified(study), study.params.lang)
