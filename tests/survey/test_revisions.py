"""Which of several workbooks of one enterprise counts."""

import pytest

from listlab.survey.revisions import Candidate, choose, revision_mark


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
    ],
)
def test_revision_marks_in_file_names(file: str, mark: int) -> None:
    """修订, 更正, 更新, rev and v with their number; folders and copies are no mark."""
    assert mark == revision_mark(file)


def test_highest_mark_counts_and_the_others_name_it() -> None:
    """Of three contents the one marked highest is used."""
    verdicts = choose([Candidate(f, "E", f) for f in ("a.xlsx", "a_v2.xlsx", "a_v3.xlsx")])

    assert {"a.xlsx": "superseded", "a_v2.xlsx": "superseded", "a_v3.xlsx": "accepted"} == {
        file: verdict.status for file, verdict in verdicts.items()
    }
    assert "a_v3.xlsx" == verdicts["a.xlsx"].replaced_by


def test_copy_of_a_revision_is_a_duplicate_of_it() -> None:
    """Same content counts once whatever it is called, and carries the higher mark."""
    verdicts = choose(
        [
            Candidate("b.xlsx", "E", "new"),
            Candidate("a.xlsx", "E", "old"),
            Candidate("b_修订.xlsx", "E", "new"),
        ]
    )

    assert {"a.xlsx": "superseded", "b.xlsx": "accepted", "b_修订.xlsx": "duplicate"} == {
        file: verdict.status for file, verdict in verdicts.items()
    }


def test_equal_marks_decide_nothing() -> None:
    """Two revisions of the same rank are both refused."""
    verdicts = choose([Candidate("a_v2.xlsx", "E", "x"), Candidate("b_v2.xlsx", "E", "y")])

    assert ["rejected", "rejected"] == [verdict.status for verdict in verdicts.values()]


def test_enterprises_do_not_meet() -> None:
    """Same content under two credit codes is two answers."""
    verdicts = choose([Candidate("a.xlsx", "E", "x"), Candidate("b.xlsx", "F", "x")])

    assert {"accepted"} == {verdict.status for verdict in verdicts.values()}
