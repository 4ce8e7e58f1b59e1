"""A study's ledger for people: whether it is whole, and what stands in it."""

import json
from dataclasses import dataclass
from typing import Any

from listlab.ledger import Entry, Ledger
from listlab.model.language import Lang, Text
from listlab.model.problem import Problem
from listlab.study import Study


@dataclass(frozen=True)
class Verified:
    """Outcome of a check: entries, head, breaks, and the head that a manifest had noted."""

    entries: int
    head: str
    problems: tuple[Problem, ...]
    noted: str | None = None

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Outcome as plain values."""
        return {
            "entries": self.entries,
            "head": self.head,
            "noted": self.noted,
            "problems": [problem.to_dict(lang) for problem in self.problems],
        }

    def text(self, lang: Lang) -> str:
        """Outcome in words."""
        if self.problems:
            return "\n".join(problem.line(lang) for problem in self.problems)
        against = Text("，与上次报告记下的校验值相符", "; the head of the last report is in it")
        more = against.say(lang) if self.noted else ""
        said = Text(f"{self.entries} 条记录，前后衔接", f"{self.entries} entries, unbroken")
        return f"{said.say(lang)}{more}。\n{self.head}"


def verify_ledger(study: Study, head: str | None = None) -> Verified:
    """Whether a study's ledger is whole, also against the head that its last report noted."""
    book = Ledger(study.ledger)
    noted = head or _noted(study)
    problems = book.verify(noted)
    return Verified(len(book.entries()), book.head(), problems, noted)


def ledger_entries(study: Study, *, kind: str | None = None) -> list[dict[str, Any]]:
    """Entries as plain values, in their order."""
    keys = ("number", "at", "by", "kind", "subject", "content", "hash")
    return [
        {key: _plain(entry, key) for key in keys}
        for entry in Ledger(study.ledger).entries(kind=kind)
    ]


def entries_text(entries: list[dict[str, Any]], lang: Lang) -> str:
    """Entries, a line each."""
    if not entries:
        return Text("还没有任何决定。", "Nothing has been decided.").say(lang)
    return "\n".join(
        f"{e['number']} · {e['at']} · {e['by']} · {e['kind']} · {e['subject']} · "
        f"{json.dumps(e['content'], ensure_ascii=False, sort_keys=True)}"
        for e in entries
    )


def _plain(entry: Entry, key: str) -> Any:
    value = getattr(entry, key)
    return dict(value) if key == "content" else value


def _noted(study: Study) -> str | None:
    """Head of the ledger in the manifest of the last report, None where it has none."""
    try:
        manifest = json.loads(study.places.manifest.read_text(encoding="utf-8"))
        noted = manifest["provenance"]["parameters"].get("ledger")
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
    return noted if isinstance(noted, str) else None
