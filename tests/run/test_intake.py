"""Intake: tables, problems, page and marked copies, all at once or not at all."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from listlab.errors import ListlabError, ParamsError, StudyError
from listlab.run import survey_outputs
from listlab.run.exchange import settle
from listlab.run.intake import take_in
from listlab.run.survey_outputs import copy_names
from listlab.study import Places

COMMAND = (sys.executable, "-c", "from listlab.cli import main; main()")
SURVEYS = "data/sample/pharma-2026/surveys"
SEED = 4


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.fixture
def inside(project, monkeypatch) -> Path:
    """The small project as working directory."""
    monkeypatch.chdir(project)
    return project


def test_an_intake_leaves_all_that_people_need(inside):
    """Tables, problems for staff, a page, and a copy of each workbook with something to mend."""
    tables, places = take_in([inside / SURVEYS], "small")
    book = openpyxl.load_workbook(places.problems)
    rows = list(book.active.values)

    assert {"problems.csv", "problems.xlsx", "tables", "returned", "pages"} == {
        path.name for path in places.folder.iterdir()
    }
    assert tables.problems.height == len(rows) - 1
    assert set(copy_names(tables).values()) == {path.name for path in places.returned.iterdir()}
    assert places.problems.with_suffix(".csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_intake_again_gives_the_same_bytes(inside):
    """Same inputs, same bytes, also in a folder where nothing was."""
    _, places = take_in([inside / SURVEYS], "small")
    first = hashes(places.folder)
    take_in([inside / SURVEYS], "small")
    second = hashes(places.folder)
    shutil.rmtree(places.folder)
    take_in([inside / SURVEYS], "small")

    assert first == second == hashes(places.folder)


def test_what_is_no_part_of_the_survey_stays(inside):
    """The report, and people's working copies, are as they were."""
    places = Places(inside, "small")
    kept = {"index.html": "page", "lab/mine.ipynb": "mine", "documents/list.xlsx": "list"}
    for name, text in {**kept, "tables/old.parquet": "", "returned/旧.xlsx": ""}.items():
        (places.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (places.folder / name).write_text(text)
    take_in([inside / SURVEYS], "small")

    assert kept == {name: (places.folder / name).read_text() for name in kept}
    assert not (places.tables / "old.parquet").exists()
    assert not (places.returned / "旧.xlsx").exists()


def test_a_file_that_is_open_elsewhere_leaves_all_as_it_was(inside, monkeypatch):
    """The sentence says to close it; nothing of the new intake is to be seen."""
    _, places = take_in([inside / SURVEYS], "small")
    before = hashes(places.folder)
    next((inside / SURVEYS).iterdir()).unlink()
    move = Path.rename

    def rename(path, target):
        if path == places.folder:
            raise PermissionError(13, "in use")
        return move(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr("listlab.run.exchange.swap", lambda *_: False)  # as on Windows
    with pytest.raises(ListlabError, match="请关闭"):
        take_in([inside / SURVEYS], "small")

    assert before == hashes(places.folder)
    assert {"small", ".small.lock"} == {path.name for path in places.folder.parent.iterdir()}


def test_a_failure_on_the_way_leaves_all_as_it_was(inside, monkeypatch):
    """Also one that nobody foresaw."""
    _, places = take_in([inside / SURVEYS], "small")
    before = hashes(places.folder)

    def fail(*_, **__):
        raise RuntimeError("disk full")

    monkeypatch.setattr("listlab.run.intake.write_copies", fail)
    with pytest.raises(RuntimeError):
        take_in([inside / SURVEYS], "small")

    assert before == hashes(places.folder)
    assert {"small", ".small.lock"} == {path.name for path in places.folder.parent.iterdir()}


@pytest.mark.parametrize("key", ["frame", "corrections", "archive"])
def test_what_the_params_name_must_be_there(inside, write_params, key):
    """A missing frame, corrections or archive is said before anything is read."""
    path = write_params(study="beside", **{key: "data/none"})

    with pytest.raises(StudyError, match=f"参数 {key}"):
        take_in([inside / SURVEYS], str(path))


def test_two_params_files_of_one_study_are_not_chosen_between(inside, write_params):
    """Both are named; which is meant only the user knows."""
    write_params("other.yml")

    with pytest.raises(ParamsError, match=r"other\.yml、params/small\.yml"):
        take_in([inside / SURVEYS], "small")


def test_copies_of_equal_names_do_not_overwrite_each_other():
    """Nor do names that differ in case only, or by what Windows does not allow."""
    taken: set[str] = set()
    found = []
    for file in ("a/甲.xlsx", "b/甲.xls", "c/A.xlsx", "d/a.xlsm", "e/x:y?.xlsx", "f/乙公司"):
        found.append(survey_outputs._free_name(file, taken))
        taken.add(found[-1].casefold())

    assert [
        "甲_修订1.xlsx",
        "甲 (2)_修订1.xlsx",
        "A_修订1.xlsx",
        "a (2)_修订1.xlsx",
        "x_y__修订1.xlsx",
        "乙公司_修订1.xlsx",
    ] == found


@pytest.fixture(scope="module")
def killable(tmp_path_factory, new_project):
    """A project with an intake done, one workbook more to take in, and both states by hash."""
    root = new_project(tmp_path_factory.mktemp("killed") / "project")
    folder, surveys = root / "reports" / "small", root / SURVEYS
    aside = root / "aside.xlsx"
    sorted(surveys.iterdir())[-1].rename(aside)
    begin(root).wait()
    before = hashes(folder)
    shutil.copytree(folder, root / "before")
    aside.rename(surveys / "999_后来的问卷.xlsx")
    since = time.monotonic()
    begin(root).wait()
    return root, before, hashes(folder), time.monotonic() - since


def begin(root: Path) -> subprocess.Popen:
    call = [*COMMAND, "intake", SURVEYS, "--out", "small"]
    return subprocess.Popen(call, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_at(root: Path, moment: float) -> dict[str, str]:
    """State of the study right after an intake was killed; the next command leaves it so."""
    folder = root / "reports" / "small"
    shutil.rmtree(root / "reports")
    shutil.copytree(root / "before", folder)
    process = begin(root)
    time.sleep(moment)
    process.kill()
    process.wait()
    found = hashes(folder)
    settle(Places(root, "small"))
    assert found == hashes(folder)
    return found


def moments(count: int, duration: float) -> list[float]:
    """Random moments: half of them anywhere, half near the end, where files are written."""
    chance = random.Random(SEED)
    return [
        duration * (chance.uniform(0, 1.1) if index % 2 else chance.uniform(0.6, 1.05))
        for index in range(count)
    ]


def assert_whole(killable, count: int) -> None:
    root, before, after, duration = killable
    states = [kill_at(root, moment) for moment in moments(count, duration)]

    assert before != after
    assert [] == [state for state in states if state not in (before, after)]


def test_a_killed_intake_leaves_the_study_as_before_or_as_after(killable):
    """Never between, at whatever moment it is killed."""
    assert_whole(killable, 4)


@pytest.mark.soak
def test_an_intake_killed_fifty_times(killable):
    """The same at fifty random moments, after which an intake still succeeds."""
    assert_whole(killable, 50)
    root, _, after, _ = killable

    assert 0 <= begin(root).wait() <= 1
    assert after == hashes(root / "reports" / "small")


def test_progress_and_results_go_to_different_streams(inside, listlab):
    """JSON alone on stdout, in UTF-8 whatever the console speaks."""
    called = listlab("intake", SURVEYS, "--out", "small", "--format", "json", cwd=inside)
    files = {problem["file"] for problem in json.loads(called.out)["problems"]}

    assert called.code in (0, 1)
    assert any("样例" in file for file in files)
