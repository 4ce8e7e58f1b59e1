"""The ledger only grows, and shows every change made behind its back."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listlab.errors import LedgerError
from listlab.ledger import GENESIS, Decision, Ledger

AT = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)


def label(number: int) -> Decision:
    return Decision("label", f"item-{number}", {"category": number, "reason": "依据附件"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "决定" / "decisions.db"
    ledger = Ledger(path)
    for number in range(1, 6):
        ledger.append(label(number), by="王工", at=AT)
    return path


def change(file: Path, *statements: str) -> None:
    """Change a ledger behind its back, as somebody with a database tool would."""
    with sqlite3.connect(file) as connection:
        for trigger in ("no_update", "no_delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_entries_come_back_as_recorded(file: Path) -> None:
    """What was decided, by whom and when is read back unchanged, numbered without gaps."""
    entries = Ledger(file).entries()

    assert [1, 2, 3, 4, 5] == [entry.number for entry in entries]
    assert {"category": 3, "reason": "依据附件"} == entries[2].content
    assert ("王工", "2026-03-31T09:30:00+00:00") == (entries[2].by, entries[2].at)
    assert [entries[3]] == list(Ledger(file).entries(subject="item-4"))
    assert () == Ledger(file).entries(kind="opinion")


def test_whole_chain_verifies(file: Path) -> None:
    """An untouched ledger has no breaks, against its head of any time."""
    ledger = Ledger(file)
    early = ledger.head()
    ledger.append(label(6), by="李工", at=AT)

    assert () == ledger.verify()
    assert () == ledger.verify(early)
    assert () == ledger.verify(GENESIS)


@pytest.mark.parametrize(
    ("statements", "number", "word"),
    [
        (["UPDATE entries SET content = '{\"category\":9}' WHERE number = 2"], 2, "被改动"),
        (["UPDATE entries SET by = '张工' WHERE number = 5"], 5, "被改动"),
        (["UPDATE entries SET at = '2025-01-01T00:00:00+00:00' WHERE number = 1"], 1, "被改动"),
        (["DELETE FROM entries WHERE number = 3"], 3, "不连续"),
        (
            [
                "DELETE FROM entries WHERE number = 3",
                "UPDATE entries SET number = number - 1 WHERE number > 3",
            ],
            3,
            "衔接不上",
        ),
        (
            [
                "UPDATE entries SET number = 90 WHERE number = 2",
                "UPDATE entries SET number = 2 WHERE number = 4",
                "UPDATE entries SET number = 4 WHERE number = 90",
            ],
            2,
            "衔接不上",
        ),
    ],
)
def test_change_is_found(file: Path, statements: list[str], number: int, word: str) -> None:
    """A changed, removed or moved entry breaks the chain at its place."""
    change(file, *statements)

    (problem,) = Ledger(file).verify()

    assert str(number) == problem.got
    assert word in problem.message.zh


def test_cut_tail_is_found_by_its_head(file: Path) -> None:
    """Entries cut off at the end show against a head noted before, and only so."""
    head = Ledger(file).head()
    change(file, "DELETE FROM entries WHERE number > 3")

    assert () == Ledger(file).verify()
    assert ["ledger.cut"] == [problem.code for problem in Ledger(file).verify(head)]


@pytest.mark.parametrize("statement", ["UPDATE entries SET by = 'x'", "DELETE FROM entries"])
def test_database_refuses_changes(file: Path, statement: str) -> None:
    """SQLite itself refuses to change or delete an entry."""
    with sqlite3.connect(file) as connection, pytest.raises(sqlite3.IntegrityError, match="grows"):
        connection.execute(statement)
    connection.close()


def test_nothing_is_recorded_by_half(file: Path) -> None:
    """Of decisions made together all are recorded or none; the chain goes on whole."""
    ledger = Ledger(file)
    wrong = Decision("label", "item-7", {"score": float("nan")})

    with pytest.raises(LedgerError, match="item-7"):
        ledger.append_all([label(6), wrong], by="王工", at=AT)

    assert 5 == len(ledger.entries())
    assert () == ledger.verify()


def test_who_and_when_are_required(tmp_path: Path) -> None:
    """An entry without a name or a zone is refused, both problems at once, and no file is left."""
    path = tmp_path / "decisions.db"

    with pytest.raises(LedgerError) as caught:
        Ledger(path).append(label(1), by=" ", at=AT.replace(tzinfo=None))

    assert ["ledger.by", "ledger.at"] == [problem.code for problem in caught.value.problems]
    assert not path.exists()


def test_missing_ledger_is_empty(tmp_path: Path) -> None:
    """Reading a ledger that nobody has written to gives nothing and creates nothing."""
    ledger = Ledger(tmp_path / "decisions.db")

    assert ((), GENESIS, ()) == (ledger.entries(), ledger.head(), ledger.verify())
    assert ledger.to_frame().is_empty()
    assert [] == list(tmp_path.iterdir())


def test_other_file_is_refused(tmp_path: Path) -> None:
    """A file that is no database is named, and stays as it is."""
    path = tmp_path / "decisions.db"
    path.write_text("不是数据库" * 200, encoding="utf-8")

    with pytest.raises(LedgerError, match=r"decisions\.db"):
        Ledger(path).entries()
    with pytest.raises(LedgerError, match=r"decisions\.db"):
        Ledger(path).append(label(1), by="王工", at=AT)

    assert path.read_text(encoding="utf-8").startswith("不是数据库")


def test_writers_at_once_keep_one_chain(tmp_path: Path) -> None:
    """Several writers at once give one unbroken chain with all their entries."""
    path = tmp_path / "decisions.db"
    Ledger(path).append(label(0), by="王工", at=AT)

    def write(who: str) -> None:
        for number in range(10):
            Ledger(path).append(label(number), by=who, at=AT)

    threads = [Thread(target=write, args=(who,)) for who in ("甲", "乙", "丙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 31 == len(Ledger(path).entries())
    assert () == Ledger(path).verify()


def test_journal_suits_network_shares(file: Path) -> None:
    """The file keeps SQLite's rollback journal."""
    connection = sqlite3.connect(file)
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    connection.close()

    assert "delete" == mode


def test_unknown_database_is_refused() -> None:
    """A URL whose driver is missing is refused with the password hidden."""
    with pytest.raises(LedgerError) as caught:
        Ledger("nosuchdb://clerk:secret@host/listlab")

    assert "secret" not in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=6), JSON, max_size=4), min_size=1, max_size=5))
def test_any_content_is_kept(contents: list[dict[str, object]]) -> None:
    """Any JSON content comes back equal, in an unbroken chain."""
    ledger = Ledger("sqlite://")
    ledger.append_all([Decision("any", "x", content) for content in contents], by="王工", at=AT)

    assert contents == [entry.content for entry in ledger.entries()]
    assert () == ledger.verify()
