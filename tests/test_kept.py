"""What rests on shipped files is computed once a machine; losing it costs time, nothing else."""

from pathlib import Path

import pytest

from listlab import kept
from listlab.errors import PackError
from listlab.law.load import load_pack
from listlab.model.language import Text


class Counter:
    """Counts how often it is computed."""

    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.calls


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The user's cache folder, moved to one of the test's own."""
    monkeypatch.setattr(kept, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "words.yaml"
    path.write_text("a")
    return path


@pytest.fixture
def count(folder, file):
    """Computes through the cache, always the same counter."""
    counter = Counter()
    return lambda name="count": kept.from_shipped(name, [file], counter)


def test_a_result_is_computed_once_while_nothing_changes(count):
    """The second call reads what the first one kept."""
    assert [1, 1] == [count(), count()]


def test_a_changed_file_computes_again(count, file):
    """Other words are another result."""
    first = count()
    file.write_text("b")

    assert [1, 2] == [first, count()]


def test_changed_code_or_library_computes_again(count, monkeypatch):
    """Another release of listlab or of a library never reads what the former one kept."""
    first = count()
    monkeypatch.setattr(kept, "_code_state", lambda: "other")

    assert [1, 2] == [first, count()]


def test_results_are_kept_by_name(count):
    """Two results that rest on the same files are two results."""
    assert [1, 2, 1] == [count("a"), count("b"), count("a")]


@pytest.mark.parametrize("damage", [b"", b"no pickle", None])
def test_a_damaged_result_is_computed_again(count, folder, damage):
    """A file cut short is not trusted."""
    count()
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1] if damage is None else damage)

    assert 2 == count()


def test_a_folder_that_cannot_be_written_costs_time_only(count, monkeypatch):
    """A home that is read only keeps nothing, and everything works."""

    def refuse(path, *args, **kwargs):
        raise PermissionError(13, "read only")

    monkeypatch.setattr(Path, "mkdir", refuse)

    assert [1, 2] == [count(), count()]


def test_an_error_is_raised_and_not_kept(folder, file):
    """What can't be computed is asked for again, and says why each time."""

    def fail():
        raise PackError(Text("坏了", "broken"))

    for _ in range(2):
        with pytest.raises(PackError, match="坏了"):
            kept.from_shipped("fails", [file], fail)

    assert not folder.exists()


def test_a_pack_kept_equals_the_pack_read(folder):
    """A pack from the cache is what its files say."""
    load_pack.cache_clear()
    read = load_pack("beijing")
    load_pack.cache_clear()

    assert list(folder.iterdir())
    assert read == load_pack("beijing")
