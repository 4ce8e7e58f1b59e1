"""Tables of a study on disk, and the summary of an intake."""

from collections.abc import Callable
from pathlib import Path

import pytest

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.tables import SCHEMAS
from listlab.survey.intake import intake_summary
from listlab.survey.read import read_workbooks
from listlab.survey.write import read_tables, write_tables

WriteSurvey = Callable[..., Path]


def test_tables_come_back_as_written_in_the_same_bytes(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Parquet keeps every table; a second writing gives the same bytes and leaves nothing else."""
    folder = write_survey().parent
    tables = read_workbooks([folder], industry=industry, root=folder)
    first = {p.name: p.read_bytes() for p in write_tables(tables, tmp_path / "t")}
    second = {p.name: p.read_bytes() for p in write_tables(tables, tmp_path / "t")}
    back = read_tables(tmp_path / "t")

    assert first == second
    assert sorted(first) == sorted(p.name for p in (tmp_path / "t").iterdir())
    assert all(getattr(tables, name).equals(getattr(back, name)) for name in SCHEMAS)


def test_missing_and_broken_tables_are_all_named(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Both problems are found at once."""
    folder = write_survey().parent
    written = write_tables(read_workbooks([folder], industry=industry, root=folder), tmp_path / "t")
    written[0].unlink()
    written[1].write_bytes(b"no parquet")

    with pytest.raises(SurveyError) as caught:
        read_tables(tmp_path / "t")

    assert [written[0].as_posix(), written[1].as_posix()] == [p.file for p in caught.value.problems]


def test_summary_counts_workbooks_rows_and_problems(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """The JSON of `listlab intake`, in either language."""
    folder = write_survey().parent
    write_survey("surveys/甲_副本.xlsx")
    (folder / "空.xlsx").write_bytes(b"")
    summary = intake_summary(read_workbooks([folder], industry=industry, root=folder), "en")

    assert {
        "accepted": 1,
        "rejected": 1,
        "duplicates": 1,
        "superseded": 0,
        "tables": {"enterprises": 1, "flows": 1, "items": 1, "history": 1},
    } == {key: value for key, value in summary.items() if key != "problems"}
    assert [
        ("甲_副本.xlsx", "workbook.duplicate", "warning"),
        ("空.xlsx", "workbook.empty", "error"),
    ] == [(p["file"], p["code"], p["severity"]) for p in summary["problems"]]
    assert summary["problems"][1]["message"].startswith("the file is empty")
    assert ["file", "sheet", "cell", "code", "severity", "got", "message"] == list(
        summary["problems"][0]
    )
