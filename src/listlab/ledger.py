"""The record of what people decided: append-only, each entry bound to the one before it.

Each entry's hash covers its own content and the hash before it, so a change, a gap or a
reordering anywhere breaks the chain from there on. A tail that was cut off leaves a shorter,
unbroken chain: it shows only against a head noted elsewhere, as every manifest does.

SQLite by default, in its rollback journal: network shares don't carry the other one. Any other
database by its URL.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from listlab.errors import LedgerError
from listlab.model.language import Text
from listlab.model.problem import Problem

GENESIS = "0" * 64  # hash before the first entry
_WAIT_SECONDS = 15
_WRITING = "listlab_writing"

_METADATA = sa.MetaData()
_ENTRIES = sa.Table(
    "entries",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(60), nullable=False, index=True),
    sa.Column("subject", sa.String(300), nullable=False, index=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
)
_SCHEMA = pl.Schema(
    {
        "number": pl.Int64(),
        "at": pl.String(),
        "by": pl.String(),
        "kind": pl.String(),
        "subject": pl.String(),
        "content": pl.String(),  # JSON
        "previous": pl.String(),
        "hash": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about one subject; content as plain JSON values."""

    kind: str
    subject: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as recorded."""

    number: int  # from 1, without gaps
    at: str  # ISO 8601 with its offset
    by: str
    kind: str
    subject: str
    content: Mapping[str, Any]
    previous: str
    hash: str


class Ledger:
    """Decisions in a database, which only ever grows.

    Parameters
    ----------
    place : Path or str
        SQLite file, created when the first decision is recorded; or the URL of a database.

    Examples
    --------
    >>> from datetime import UTC
    >>> book = Ledger("sqlite://")
    >>> decision = Decision("label", "item-1", {"category": 12})
    >>> book.append(decision, by="王工", at=datetime(2026, 3, 31, tzinfo=UTC)).number
    1
    >>> book.verify()
    ()
    """

    def __init__(self, place: Path | str) -> None:
        self._file = place if isinstance(place, Path) else None
        self._name = place.as_posix() if isinstance(place, Path) else _shown(place)
        self._engine = _engine(place)

    def append(self, decision: Decision, *, by: str, at: datetime) -> Entry:
        """Entry of one decision; see `append_all`."""
        return self.append_all([decision], by=by, at=at)[0]

    def append_all(
        self, decisions: Iterable[Decision], *, by: str, at: datetime
    ) -> tuple[Entry, ...]:
        """Entries of decisions made together: all are recorded, or none.

        Parameters
        ----------
        decisions : iterable of Decision
            In the order in which they are to stand.
        by : str
            Who decided; not empty.
        at : datetime
            When, with a time zone.

        Raises
        ------
        LedgerError
            Nobody is named, the time has no zone, the content is no JSON, or the ledger can't
            be written to.
        """
        decisions = tuple(decisions)
        _check(decisions, by, at)
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._writing() as connection:
            entries = tuple(_chain(decisions, by.strip(), at, _last(connection)))
            if entries:
                connection.execute(sa.insert(_ENTRIES), [_row(entry) for entry in entries])
        return entries

    def entries(self, *, kind: str | None = None, subject: str | None = None) -> tuple[Entry, ...]:
        """Entries in their order, of one kind or subject when it is given.

        Raises
        ------
        LedgerError
            The file is no ledger, or can't be read.
        """
        query = sa.select(_ENTRIES).order_by(_ENTRIES.c.number)
        if kind is not None:
            query = query.where(_ENTRIES.c.kind == kind)
        if subject is not None:
            query = query.where(_ENTRIES.c.subject == subject)
        return tuple(_entry(row) for row in self._read(query))

    def head(self) -> str:
        """Hash of the last entry; zeros while there is none."""
        query = sa.select(_ENTRIES.c.hash).order_by(_ENTRIES.c.number.desc()).limit(1)
        rows = self._read(query)
        return str(rows[0][0]) if rows else GENESIS

    def verify(self, head: str | None = None) -> tuple[Problem, ...]:
        """Breaks of the chain, none when it is whole.

        Parameters
        ----------
        head : str, optional
            Hash noted earlier, by a manifest for instance: it must stand in the chain, else
            entries were cut off or replaced.
        """
        problems, previous, known = [], GENESIS, {GENESIS}
        for number, row in enumerate(self._read(sa.select(_ENTRIES).order_by("number")), start=1):
            if row.number != number:
                problems.append(_broken(self._name, number, _GAP))
            elif row.previous != previous:
                problems.append(_broken(self._name, number, _REORDERED))
            elif row.hash != _hash(row._mapping):
                problems.append(_broken(self._name, number, _CHANGED))
            if problems:
                return tuple(problems)
            previous = row.hash
            known.add(previous)
        if head is not None and head not in known:
            problems.append(_cut(self._name, head))
        return tuple(problems)

    def to_frame(self) -> pl.DataFrame:
        """Entries as a frame, content as JSON text."""
        rows = self._read(sa.select(_ENTRIES).order_by(_ENTRIES.c.number))
        return pl.DataFrame([dict(row._mapping) for row in rows], schema=_SCHEMA)

    def _read(self, query: sa.Select[Any]) -> list[Any]:
        if self._file and not self._file.exists():
            return []
        try:
            with self._engine.connect() as connection:
                if not sa.inspect(connection).has_table(_ENTRIES.name):
                    return []
                return list(connection.execute(query))
        except (sa.exc.DatabaseError, sqlite3.Error) as cause:
            raise LedgerError(_unusable(self._name, cause)) from cause

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction, alone: two writers never take the same number."""
        try:
            writer = self._engine.execution_options(**{_WRITING: True})
            with writer.begin() as connection:
                _METADATA.create_all(connection)
                _guard(connection)
                yield connection
        except (sa.exc.DatabaseError, sqlite3.Error) as cause:
            raise LedgerError(_unusable(self._name, cause)) from cause


def _engine(place: Path | str) -> Engine:
    if isinstance(place, Path):
        place = f"sqlite:///{place.absolute().as_posix()}"
    try:
        is_memory = sa.make_url(place).database in (None, "", ":memory:")
        if not place.startswith("sqlite"):
            return sa.create_engine(place, isolation_level="SERIALIZABLE")
    except (sa.exc.ArgumentError, ModuleNotFoundError) as cause:
        raise LedgerError(_no_database(_shown(place))) from cause
    pool = sa.pool.StaticPool if is_memory else sa.pool.NullPool
    engine = sa.create_engine(place, connect_args={"timeout": _WAIT_SECONDS}, poolclass=pool)
    sa.event.listen(engine, "connect", _plain_journal)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _plain_journal(connection: Any, _record: object) -> None:
    """Leave transactions to us, and keep the journal that network shares can carry."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    """Take the write lock before the head is read, where something is to be written."""
    is_writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _guard(connection: Connection) -> None:
    """Let the database itself refuse changes and deletions, where it is SQLite."""
    if connection.dialect.name != "sqlite":
        return
    for event in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS no_{event.lower()} BEFORE {event} ON entries "
            "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
        )


def _last(connection: Connection) -> tuple[int, str]:
    query = sa.select(_ENTRIES.c.number, _ENTRIES.c.hash).order_by(_ENTRIES.c.number.desc())
    row = connection.execute(query.limit(1)).first()
    return (row.number, row.hash) if row else (0, GENESIS)


def _chain(
    decisions: Iterable[Decision], by: str, at: datetime, last: tuple[int, str]
) -> Iterator[Entry]:
    number, previous = last
    for decision in decisions:
        number += 1
        values: dict[str, Any] = {
            "number": number,
            "at": at.isoformat(timespec="seconds"),
            "by": by,
            "kind": decision.kind,
            "subject": decision.subject,
            "content": _canonical(decision.content),
            "previous": previous,
        }
        previous = _hash(values)
        yield Entry(**{**values, "content": json.loads(values["content"]), "hash": previous})


def _hash(values: Mapping[str, Any]) -> str:
    """SHA-256 over all of an entry but its own hash."""
    bound = {key: values[key] for key in _SCHEMA if key != "hash"}
    return hashlib.sha256(_canonical(bound).encode()).hexdigest()


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(
        dict(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _row(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in _SCHEMA}
    return {**values, "content": _canonical(entry.content)}


def _entry(row: Any) -> Entry:
    return Entry(**{**row._mapping, "content": json.loads(row.content)})


def _shown(url: str) -> str:
    """URL without its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return url


def _check(decisions: tuple[Decision, ...], by: str, at: datetime) -> None:
    problems = []
    if not by.strip():
        problems.append(Problem("ledger.by", "error", _NOBODY, got=by))
    if at.tzinfo is None:
        problems.append(Problem("ledger.at", "error", _NO_ZONE, got=at.isoformat()))
    for decision in decisions:
        try:
            _canonical(decision.content)
        except (TypeError, ValueError) as cause:
            problems.append(Problem("ledger.content", "error", _no_json(decision, str(cause))))
    if problems:
        raise LedgerError(problems)


_NOBODY = Text(
    "没有写明由谁决定；请给出姓名或岗位", "nobody is named who decided; give a name or post"
)
_NO_ZONE = Text(
    "决定时间没有时区；请给出带时区的时间", "the time has no zone; give one with its zone"
)
_GAP = Text("序号不连续，有记录被删去或插入", "a gap: an entry is missing or added")
_REORDERED = Text(
    "与上一条记录衔接不上，有记录被替换或调换",
    "it doesn't follow from the entry before: one was replaced or moved",
)
_CHANGED = Text("内容与校验值不符，记录被改动", "content and hash differ: it was changed")


def _broken(name: str, number: int, what: Text) -> Problem:
    message = Text(
        f"第 {number} 条：{what.zh}；该条及以后的记录不可信，请从备份恢复",
        f"entry {number}: {what.en}; don't trust it or what follows, restore a backup",
    )
    return Problem("ledger.broken", "error", message, file=name, got=str(number))


def _cut(name: str, head: str) -> Problem:
    message = Text(
        f"记录中没有校验值 {head[:12]}…，而它曾是最后一条；末尾有记录被删去或替换，请从备份恢复",
        f"no entry has the hash {head[:12]}…, once the last: the end was cut or replaced; "
        "restore a backup",
    )
    return Problem("ledger.cut", "error", message, file=name, got=head)


def _no_json(decision: Decision, cause: str) -> Text:
    return Text(
        f"{decision.subject} 的内容不能写成 JSON（{cause}）；请只用文字、有限的数、列表和对照表",
        f"the content of {decision.subject} is no JSON ({cause}); use text, finite numbers, "
        "lists and mappings",
    )


def _no_database(name: str) -> Text:
    return Text(
        f"无法使用数据库 {name}：地址写法不对，或缺少相应的驱动；请核对，或改用文件",
        f"can't use the database {name}: a malformed URL, or its driver is missing; use a file",
    )


def _unusable(name: str, cause: Exception) -> Text:
    reason = str(getattr(cause, "orig", cause))
    return Text(
        f"决定记录 {name} 不能使用（{reason}）；如正被其他程序占用请稍后再试，"
        "否则请检查文件是否完好、是否有写入权限",
        f"the ledger {name} can't be used ({reason}); if another program holds it try again, "
        "else check the file and the right to write it",
    )
