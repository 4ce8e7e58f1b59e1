"""What people decided in a study: its ledger, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from listlab.model.language import Text
from listlab.study import Study

if TYPE_CHECKING:
    import polars as pl

    from listlab.identify.confirm.answer import Answer, Confirmed
    from listlab.identify.labels import Label
    from listlab.identify.result import Findings
    from listlab.ledger import Entry


def ledger_head(study: Study) -> str | None:
    """Hash of the last entry of a study's ledger, None while it has none."""
    path = study.ledger
    if not path.is_file():
        return None
    state = path.stat()
    return _head(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _head(path: Path, _written: int, _size: int) -> str | None:
    """Head of a file as it is: a run asks for it with every step."""
    from listlab.ledger import GENESIS, Ledger

    head = Ledger(path).head()
    return None if head == GENESIS else head


def label_entries(study: Study) -> tuple[Entry, ...]:
    """Entries in which people decided about items."""
    from listlab.identify.labels import KIND
    from listlab.ledger import Ledger

    return Ledger(study.ledger).entries(kind=KIND) if study.ledger.is_file() else ()


def labels(study: Study) -> tuple[Label, ...]:
    """Last label of each item."""
    from listlab.identify.labels import labels_of

    return labels_of(label_entries(study))


def entry_numbers(study: Study) -> dict[str, int]:
    """Number of the last entry about each item."""
    return {entry.subject: entry.number for entry in label_entries(study)}


def reviews(study: Study) -> pl.DataFrame:
    """Last ruling of each person about each item; see `reviews_frame`."""
    from listlab.identify.reviews import reviews_frame

    return reviews_frame(label_entries(study))


def decider_names(study: Study) -> dict[str, str]:
    """What stands for each person who decided; empty where readers may see the names."""
    if study.params.audience == "internal":
        return {}
    word = Text("审核人", "reviewer").say(study.params.lang)
    people = sorted({entry.by for entry in label_entries(study)})
    return {person: f"{word} {place:03d}" for place, person in enumerate(people, 1)}


def check_answers(
    study: Study,
    findings: Findings,
    answers: Sequence[Answer],
    *,
    by: str,
    at: datetime,
    file: str | None = None,
) -> Confirmed:
    """What answers amount to, by what stands in the study's ledger."""
    from listlab.identify.confirm.answer import Standing, confirm
    from listlab.identify.reviews import known_rulings

    known = known_rulings(label_entries(study))
    return confirm(findings, answers, Standing(by, at.date(), known, file))


def record(study: Study, confirmed: Confirmed, *, at: datetime) -> int:
    """Number of rulings written to the study's ledger, those of one person together.

    Raises
    ------
    LedgerError
        The ledger can't be written to.
    """
    from listlab.identify.labels import KIND
    from listlab.ledger import Decision, Ledger

    book = Ledger(study.ledger)
    people = dict.fromkeys(ruling.by for ruling in confirmed.rulings)
    for person in people:
        own = [ruling for ruling in confirmed.rulings if ruling.by == person]
        decisions = [Decision(KIND, ruling.item, ruling.content) for ruling in own]
        book.append_all(decisions, by=person, at=at)
    return len(confirmed.rulings)
