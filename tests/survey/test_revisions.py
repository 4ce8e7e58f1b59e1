"""Which of several workbooks of one enterprise counts."""

import pytest

from listlab.survey.revisions import Candidate, choose, next_revision, revision_mark


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        ("甲公司.xlsx", 0),
        ("甲公司(1).xlsx", 0),
        ("甲公司_副本.xlsx", 0),
        ("甲公司2025.xlsx", 0),
        ("甲公司_修订.xlsx", 1),
        ("甲公司_修订1.xlsx", 1),
        ("甲公司（修订版2）.xlsx", 2),
        ("甲公司-更正 3.xlsx", 3),
        ("甲公司第2版.xlsx", 2),
        ("甲公司_V2.xlsx", 2),
        ("甲公司 rev.12.xlsx", 12),
        ("甲公司ｖ３.xlsx", 3),
        ("甲公司更新20260301.xlsx", 20260301),
        ("修订2/甲公司.xlsx", 0),
        ("live2.xlsx", 0),
        ("修正药业集团_问卷.xlsx", 0),
        ("修正药业集团_问卷_更正.xlsx", 1),
        ("北京更新科技有限公司.xlsx", 0),
        ("甲公司_修订后.xlsx", 1),
        ("甲公司更正的问卷.xlsx", 1),
        ("甲公司_第二版.xlsx", 2),
        ("甲公司第十二稿.xlsx", 12),
        ("甲公司_修订三.xlsx", 3),
        ("甲公司（第二次修订）.xlsx", 2),
        ("甲公司_版本二.xlsx", 2),
        ("甲公司_第贰版.xlsx", 2),
    ],
)
def test_revision_marks_in_file_names(file: str, mark: int) -> None:
    """修订, 更正, 更新, rev and v with their number; folders and copies are no mark."""
    assert mark == revision_mark(file)


def statuses(*pairs: tuple[str, str]) -> dict[str, str]:
    """Status by file of one enterprise's files, each given with its content."""
    files = [Candidate(file, "E", content) for file, content in pairs]
    return {
        candidate.file: verdict.status
        for candidate, verdict in zip(files, choose(files), strict=True)
    }


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("修正药业集团_问卷.xlsx", "修正药业集团_问卷_更正.xlsx"),
        ("修正药业.xlsx", "修正药业_修订.xlsx"),
        ("V2科技_问卷.xlsx", "V2科技_问卷_更正.xlsx"),
        ("修订2公司.xlsx", "修订2公司_修订1.xlsx"),
        ("甲公司_v2.xlsx", "甲公司_v2_修订.xlsx"),
        ("甲公司.xlsx", "甲公司_第二版.xlsx"),
        ("甲公司_第一版.xlsx", "甲公司_第二版.xlsx"),
        ("甲公司_修订九.xlsx", "甲公司_修订十.xlsx"),
        ("甲公司_v9.xlsx", "甲公司_v10.xlsx"),
    ],
)
def test_marks_count_only_where_the_files_differ(earlier: str, later: str) -> None:
    """A mark that every file of the enterprise carries, as in its name, decides nothing."""
    expected = {earlier: "superseded", later: "accepted"}

    assert expected == statuses((earlier, "x"), (later, "y"))
    assert expected == statuses((later, "y"), (earlier, "x"))


@pytest.mark.parametrize(
    ("one", "two"),
    [("甲_修订.xlsx", "甲_修订1.xlsx"), ("修正药业A.xlsx", "修正药业B.xlsx")],
)
def test_marks_of_one_rank_decide_nothing(one: str, two: str) -> None:
    """修订 and 修订1 say the same; a name alone says nothing."""
    assert {one: "rejected", two: "rejected"} == statuses((one, "x"), (two, "y"))


def test_a_duplicate_never_points_to_a_file_that_is_not_used() -> None:
    """Copies of refused files are refused, copies of superseded ones are superseded."""
    conflict = statuses(("a.xlsx", "x"), ("a(1).xlsx", "x"), ("b.xlsx", "y"))
    replaced = statuses(("a.xlsx", "x"), ("a(1).xlsx", "x"), ("a_v2.xlsx", "y"))

    assert {"rejected"} == set(conflict.values())
    assert {"a.xlsx": "superseded", "a(1).xlsx": "superseded", "a_v2.xlsx": "accepted"} == replaced


def test_refused_copies_name_the_files_that_differ() -> None:
    """The message of a conflict names the other content, never the file itself."""
    files = [Candidate(f, "E", c) for f, c in (("a.xlsx", "x"), ("b.xlsx", "x"), ("c.xlsx", "y"))]
    messages = [verdict.issue.message.zh for verdict in choose(files) if verdict.issue]

    assert [("c.xlsx", True), ("c.xlsx", True), ("a.xlsx", True)] == [
        (name, name in message)
        for name, message in zip(("c.xlsx", "c.xlsx", "a.xlsx"), messages, strict=True)
    ]
    assert not any("b.xlsx" in message for message in messages)


def test_highest_mark_counts_and_the_others_name_it() -> None:
    """Of three contents the one marked highest is used."""
    verdicts = choose([Candidate(f, "E", f) for f in ("a.xlsx", "a_v2.xlsx", "a_v3.xlsx")])

    assert ["superseded", "superseded", "accepted"] == [verdict.status for verdict in verdicts]
    assert ["a_v3.xlsx", "a_v3.xlsx", None] == [verdict.replaced_by for verdict in verdicts]


def test_copy_of_a_revision_is_a_duplicate_of_it() -> None:
    """Same content counts once whatever it is called, and carries the higher mark."""
    found = statuses(("b.xlsx", "new"), ("a.xlsx", "old"), ("b_修订.xlsx", "new"))

    assert {"b.xlsx": "accepted", "a.xlsx": "superseded", "b_修订.xlsx": "duplicate"} == found


def test_equal_marks_decide_nothing() -> None:
    """Two revisions of the same rank are both refused."""
    assert {"rejected"} == set(statuses(("a_v2.xlsx", "x"), ("b_v2.xlsx", "y")).values())


def test_enterprises_do_not_meet() -> None:
    """Same content under two credit codes is two answers."""
    verdicts = choose([Candidate("a.xlsx", "E", "x"), Candidate("b.xlsx", "F", "x")])

    assert ["accepted", "accepted"] == [verdict.status for verdict in verdicts]


def test_files_of_one_name_are_judged_apart() -> None:
    """Verdicts follow the order of the files, not their names."""
    verdicts = choose([Candidate("a.xlsx", "E", "x"), Candidate("a.xlsx", "F", "y")])

    assert ["accepted", "accepted"] == [verdict.status for verdict in verdicts]


@pytest.mark.parametrize(
    ("names", "is_said"),
    [
        (("样例甲有限公司", "样例乙有限公司"), True),
        (("样例甲有限公司", "样例甲　有限公司"), False),
        (("样例甲有限公司", None), False),
    ],
)
@pytest.mark.parametrize("second", ["乙.xlsx", "乙_修订2.xlsx"])
def test_one_code_under_two_names_may_be_mistyped(
    names: tuple[str, str | None], is_said: bool, second: str
) -> None:
    """Another enterprise's answer is never set aside without a word on the names."""
    files = ("甲.xlsx", second)
    group = [Candidate(file, "1", file, name) for file, name in zip(files, names, strict=True)]
    issue = choose(group)[0].issue

    assert issue
    assert is_said == ("名称" in issue.message.zh)
    assert is_said == ("name" in issue.message.en.replace("file name", ""))


@pytest.mark.parametrize(
    ("stem", "named"),
    [("甲", "甲_修订1"), ("甲_修订1", "甲_修订2"), ("甲（修订3）", "甲（修订3）_修订4")],
)
def test_a_copy_is_the_next_revision_of_its_file(stem: str, named: str) -> None:
    """Put beside the file it supersedes it, whatever ending either has."""
    assert named == next_revision(stem)
    assert revision_mark(f"{named}.xlsx") > revision_mark(f"{stem}.xls")


def test_a_renamed_copy_counts_as_the_revision_that_it_carries() -> None:
    """Enterprises rename files; the number inside stays, and the higher of both counts."""
    files = [
        Candidate("甲.xlsx", "E", "as sent first"),
        Candidate("甲（已改）.xlsx", "E", "mended", revision=1),
        Candidate("甲_修订2.xlsx", "E", "mended again", revision=2),
        Candidate("甲 最后.xlsx", "E", "mended once more", revision=3),
    ]

    assert ["superseded", "superseded", "superseded", "accepted"] == [
        verdict.status for verdict in choose(files)
    ]
    assert "甲 最后_修订4" == next_revision("甲 最后", 3)
