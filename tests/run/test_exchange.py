"""A study's folder changes at once, whatever stops the command that changes it."""

import errno
import os
import platform
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from listlab.errors import ReportError, RunError
from listlab.run import exchange as module
from listlab.run import lock, outputs
from listlab.run.exchange import (
    building,
    carry_over,
    exchange,
    new_folder,
    require_place,
    settle,
)
from listlab.run.lab import prepare_lab
from listlab.run.lock import hold
from listlab.run.outputs import draft_list
from listlab.run.params import open_params
from listlab.run.swap import swap
from listlab.study import Places


@pytest.fixture
def places(tmp_path):
    """A study with a report and a working copy in it."""
    found = Places(tmp_path, "small")
    (found.folder / "lab").mkdir(parents=True)
    (found.folder / "lab" / "mine.ipynb").write_text("mine")
    (found.folder / "stale.html").write_text("old")
    return found


@pytest.fixture
def part(places):
    """A new folder for the study, finished."""
    made = new_folder(places)
    (made.folder / "index.html").write_text("new")
    return made


def names(folder: Path) -> list[str]:
    """What lies in a folder, but for the lock, which stays for the next command."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def test_a_new_folder_takes_the_old_one_s_place_at_once(places, part):
    """The new folder replaces the old one whole, but for people's working copies."""
    exchange(part.folder, places.folder)

    assert ["index.html", "lab"] == names(places.folder)
    assert "mine" == (places.folder / "lab" / "mine.ipynb").read_text()
    assert ["small"] == names(places.folder.parent)


@pytest.fixture
def without_swap(monkeypatch):
    """A system that has no move for two folders, such as Windows."""
    monkeypatch.setattr(module, "swap", lambda *_: False)


SYSTEMS = pytest.mark.parametrize("swaps", [True, False])


@SYSTEMS
def test_a_reader_never_meets_a_folder_that_is_between(places, part, monkeypatch, swaps):
    """At each of its moves the old report or the new stands there; without a swap, one is none."""
    seen, move = [], Path.rename
    monkeypatch.setattr(module, "swap", swap if swaps else lambda *_: False)
    if not swap(places.folder, places.folder.parent / "none") and not can_swap(places):
        pytest.skip("this disk has no move for two folders")

    def rename(path, target):
        moved = move(path, target)
        seen.append(places.folder.exists())
        return moved

    monkeypatch.setattr(Path, "rename", rename)
    exchange(part.folder, places.folder)

    assert ([True] if swaps else [False, True, True]) == seen
    assert ["index.html", "lab"] == names(places.folder)


def can_swap(places: Places) -> bool:
    """Whether the disk of the tests lets two folders change places."""
    one, other = (places.root / name for name in ("one", "other"))
    one.mkdir()
    other.mkdir()
    return swap(one, other)


def test_two_folders_change_places_or_stay(tmp_path):
    """What can't be exchanged is as it was, and no error is raised: renames will say why."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "inside").touch()

    assert not swap(tmp_path / "one", tmp_path / "none")
    assert (tmp_path / "one" / "inside").exists()


@pytest.mark.parametrize("fails", ["small", "part"])
@pytest.mark.usefixtures("without_swap")
def test_working_copies_survive_a_locked_folder(places, part, monkeypatch, fails):
    """Whichever folder Windows will not move, the old report and people's copies stay."""
    assert_all_stays(places, part, monkeypatch, part.folder.name if fails == "part" else fails)


@SYSTEMS
def test_working_copies_that_are_open_leave_all_as_it_was(places, part, monkeypatch, swaps):
    """They are moved last; where they can't be, the folders change places again."""
    monkeypatch.setattr(module, "swap", swap if swaps else lambda *_: False)
    assert_all_stays(places, part, monkeypatch, "lab")


def assert_all_stays(places: Places, part: Places, monkeypatch, blocked: str) -> None:
    """Exchange while one folder can't be moved, and look for the old report."""
    move = Path.rename

    def rename(path, target):
        if path.name == blocked and not (blocked == "small" and target == part.folder):
            raise PermissionError(13, "in use")
        return move(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(RunError, match="正被其他程序打开"):
        exchange(part.folder, places.folder)
    shutil.rmtree(part.folder)
    part.folder.with_name(f"{part.folder.name}.owner").unlink()

    assert "mine" == (places.folder / "lab" / "mine.ipynb").read_text()
    assert ["lab", "stale.html"] == names(places.folder)
    assert ["small"] == names(places.folder.parent)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ["touch", "write_text", "rename", "unlink", "swap"])
@pytest.mark.parametrize("swaps", [True, False])
@pytest.mark.parametrize("times", range(3))
def test_an_exchange_cut_short_is_ended_by_the_next_command(
    places, part, monkeypatch, swaps, name, after, times
):
    """Before or after any step, also twice: new report and people's copies, nothing else."""
    monkeypatch.setattr(module, "swap", swap if swaps else lambda *_: False)
    owner = part.folder.with_name(f"{part.folder.name}.owner")
    owner.write_text(f"{platform.node()} {2**31 - 1}")  # no process has this number
    for command in (lambda: exchange(part.folder, places.folder), lambda: settle(places)):
        with monkeypatch.context() as patch, suppress(Killed):
            cut(patch, name, times, after=after)
            command()
    settle(places)

    begun = name != "touch" or after or times
    assert (["index.html", "lab"] if begun else ["lab", "stale.html"]) == names(places.folder)
    assert "mine" == (places.folder / "lab" / "mine.ipynb").read_text()
    assert ["small"] == names(places.folder.parent)


def cut(patch, name: str, times: int, *, after: bool) -> None:
    """Kill the process before or after a step that it has taken a number of times."""
    owner = module if name == "swap" else Path
    step, left = getattr(owner, name), [times]

    def stopped(*args, **options):
        left[0] -= 1
        if left[0] >= 0:
            return step(*args, **options)
        if after:
            step(*args, **options)
        raise Killed

    patch.setattr(owner, name, stopped)


def test_a_folder_that_was_only_begun_is_left_to_its_maker(places, part):
    """Another command may be building in it; after a day nobody is, and it goes."""
    settle(places)
    younger = names(places.folder.parent)
    os.utime(part.folder, (1, 1))
    settle(places)

    assert [part.folder.name, f"{part.folder.name}.owner", "small"] == younger
    assert ["small"] == names(places.folder.parent)
    assert ["lab", "stale.html"] == names(places.folder)


def test_other_studies_are_not_touched(places, part):
    """Names that begin alike are other studies."""
    other = Places(places.root, "small-2")
    settle(other)

    assert part.folder.exists()


def test_what_is_not_replaced_is_carried_over(places):
    """Files of the old folder but for those left out and people's copies, also without links."""
    for name in ("tables/flows.parquet", "pages/survey.html", "pages/other.html"):
        path = places.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    new = new_folder(places).folder
    carry_over(places.folder, new, without=("tables", "pages/survey.html"))

    assert ["pages/other.html", "stale.html"] == sorted(
        path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()
    )
    assert "old" == (new / "stale.html").read_text()


def test_files_are_copied_where_links_are_not_to_be_had(places, monkeypatch):
    """A memory stick knows no links."""

    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    new = new_folder(places).folder
    carry_over(places.folder, new, without=())

    assert "old" == (new / "stale.html").read_text()


@pytest.mark.parametrize("begin", [prepare_lab, lambda study: draft_list(study, None, lang=None)])
def test_every_command_ends_what_another_left(project, monkeypatch, begin):
    """Whoever writes into a study's folder first sees to it that it is whole."""
    monkeypatch.setattr(outputs.steps, "draft", lambda _: None)  # what is written plays no part
    monkeypatch.setattr(outputs.steps, "unreported", lambda _: {})
    monkeypatch.setattr(outputs, "write_list", lambda *_: None)
    study = open_params(project / "params" / "small.yml")
    part = new_folder(study.places)
    (part.folder / "index.html").write_text("new")
    (part.folder.parent / f"{part.folder.name}.ready").touch()
    begin(study)

    assert "new" == study.places.index.read_text()
    assert not part.folder.exists()


@pytest.mark.usefixtures("without_swap")
@pytest.mark.parametrize("new_is_there", [True, False])
def test_an_undo_that_fails_never_costs_the_old_report(places, part, monkeypatch, new_is_there):
    """Neither the new folder nor the old one can be moved: the next command puts the old back."""
    move = Path.rename

    def rename(path, target):
        if path.name == places.study_id:
            return move(path, target)
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(RunError, match="正被其他程序打开"):
            exchange(part.folder, places.folder)
    missing = not places.folder.exists()
    if not new_is_there:  # as the command that built it leaves it
        shutil.rmtree(part.folder)
    settle(places)

    assert missing
    assert ["lab", "stale.html"] == names(places.folder)
    assert "mine" == (places.folder / "lab" / "mine.ipynb").read_text()
    assert not list(places.folder.parent.glob("*.old"))


def test_working_copies_are_never_deleted_with_an_old_folder(places, part):
    """A command killed after an undo failed halfway: the copies lie in the old folder alone."""
    old = part.folder.with_name(part.folder.name + ".old")
    places.folder.rename(old)
    part.folder.rename(places.folder)
    settle(places)

    assert "mine" == (places.folder / "lab" / "mine.ipynb").read_text()
    assert ["small"] == names(places.folder.parent)


def test_a_link_to_a_study_stays_a_link(tmp_path):
    """Reports on another disk, linked into the project: what the link leads to is exchanged."""
    real = tmp_path / "disk" / "reports-of-small"
    real.mkdir(parents=True)
    (real / "stale.html").write_text("old")
    places = Places(tmp_path, "small")
    places.folder.parent.mkdir()
    places.folder.symlink_to(real, target_is_directory=True)
    made = new_folder(places)
    (made.folder / "index.html").write_text("new")
    exchange(made.folder, places.folder)

    assert places.folder.is_symlink()
    assert ["index.html"] == names(real)
    assert ["reports-of-small"] == names(real.parent)
    assert ["small"] == names(places.folder.parent)


def test_links_of_people_are_carried_over_as_links(places, tmp_path):
    """To folders and files alike, also where they lead nowhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (places.folder / "folder").symlink_to(outside, target_is_directory=True)
    (places.folder / "nowhere").symlink_to("missing")
    made = new_folder(places)
    carry_over(places.folder, made.folder, without=())

    assert outside == (made.folder / "folder").readlink()
    assert Path("missing") == (made.folder / "nowhere").readlink()


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "磁盘空间不足"), (errno.EACCES, "正被其他程序打开"), (errno.EIO, "排除原因")],
)
def test_what_the_system_refuses_while_building_is_said(places, code, said):
    """A full disk is no open file; the folder begun is gone, the old report stays."""
    with pytest.raises(RunError, match=said), building(places) as made:
        raise OSError(code, os.strerror(code), str(made.folder))

    assert ["small"] == names(places.folder.parent)
    assert "old" == (places.folder / "stale.html").read_text()


def test_a_full_disk_at_the_mark_leaves_all_as_it_was(places, part, monkeypatch):
    """Not even the empty file that begins an exchange may find room."""

    def touch(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "touch", touch)
        with pytest.raises(RunError, match="磁盘空间不足"):
            exchange(part.folder, places.folder)

    assert "old" == (places.folder / "stale.html").read_text()


def test_a_place_that_cannot_be_exchanged_is_refused_early(places, monkeypatch):
    """The folder may be written to, the one above it not: nothing could be put in its place."""
    may = os.access
    above = places.folder.parent
    monkeypatch.setattr(os, "access", lambda path, mode: path != above and may(path, mode))

    with pytest.raises(ReportError, match=r"没有 .*reports 的写入权限"):
        require_place(places)


HOLDER = """
import sys, time
from pathlib import Path
from listlab.run.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_command_at_a_time_changes_a_study(places, part, monkeypatch):
    """Another one waits, and says so when that takes too long; a killed one holds nothing."""
    monkeypatch.setattr(lock, "_LONGEST_WAIT", 0.2)
    call = [sys.executable, "-c", HOLDER, str(places.folder)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as other:
        held = other.stdout.readline()
        with pytest.raises(RunError, match="另一个 listlab 命令正在更新"):
            exchange(part.folder, places.folder)
        other.kill()
    exchange(part.folder, places.folder)

    assert "held\n" == held
    assert ["index.html", "lab"] == names(places.folder)


def test_who_holds_a_study_may_hold_it_again(places):
    """Carrying over and exchanging are one."""
    with hold(places.folder), hold(places.folder):
        inner = places.folder.with_name(".small.lock").exists()

    assert inner
