"""Cases read from JSON with the line of every key, and the verb that routes them."""

import json

import pytest

from listlab.errors import CaseError
from listlab.law.routes import read_cases, read_list, route
from listlab.law.routes.lines import Lines

TEXT = """[
  {"id": "a", "persons": {"personal": 5}},
  {
    "id": "b",
    "exempt": [
      {"basis": "9"}
    ]
  }
]"""


@pytest.mark.parametrize(
    ("case", "key", "line"),
    [
        (0, "persons.personal", 2),
        (1, "id", 4),
        (1, "exempt[0].basis", 6),
        (1, "data", 3),
        (9, "", 1),
    ],
)
def test_lines_of_keys(case, key, line):
    """A key's line, or its case's when the key is not there."""
    assert line == Lines(TEXT).of_case(case, key)


def test_problems_name_file_and_line(tmp_path):
    """File, line, key, what was found and what was expected."""
    path = tmp_path / "cases.json"
    path.write_text(TEXT, encoding="utf-8")
    cases, find_line = read_cases(path)
    day = __import__("datetime").date(2026, 3, 31)
    with pytest.raises(CaseError) as caught:
        route(cases, "national", on=day, file=path.name, find_line=find_line)
    problem = caught.value.problems[0]

    assert ("cases.json", "L6", '"9"') == (problem.file, problem.cell, problem.got)
    assert "exempt[0].basis" in problem.message.zh and "5.1.1" in problem.message.zh


@pytest.mark.parametrize(
    "text", ["{", '{"id": 1}', '[{"id": 1, "id": 2}]', "[1,]", "\ufffe", "null"]
)
def test_files_that_hold_no_cases_are_refused(text, tmp_path):
    """Broken JSON, a key twice, anything but a list."""
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError):
        read_cases(path)


def test_missing_and_foreign_files_are_refused(tmp_path):
    """What is not there or no text can't be read."""
    path = tmp_path / "list.json"
    with pytest.raises(CaseError, match=r"list\.json"):
        read_list(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CaseError, match="UTF-8"):
        read_list(path)


def test_command_prints_routes(listlab, tmp_path, case, trial_list):
    """JSON alone on stdout with code 0; text in the language asked for."""
    flow = case("a", sensitive=19_999, industry="pharma", scenario="clinical_trial")
    (tmp_path / "cases.json").write_text(json.dumps([flow]), encoding="utf-8")
    (tmp_path / "list.json").write_text(json.dumps(trial_list), encoding="utf-8")
    options = ("--pack", "beijing", "--on", "2026-03-31", "--list", "list.json")
    called = listlab("route", "cases.json", *options, "--format", "json", cwd=tmp_path)
    text = listlab("route", "cases.json", *options, "--lang", "en", cwd=tmp_path)

    assert (0, "free", "") == (called.code, called.json[0]["route"], called.err)
    assert (0, True) == (text.code, "free" in text.out)


@pytest.mark.parametrize(
    ("pack", "content"), [("beijing", '[{"id": "a", "persons": {"personal": -1}}]'), ("mars", "[]")]
)
def test_command_refuses_with_code_2(listlab, tmp_path, pack, content):
    """Problems on stderr, and as JSON where JSON was asked for; nothing else."""
    (tmp_path / "cases.json").write_text(content, encoding="utf-8")
    called = listlab("route", "cases.json", "--pack", pack, "--format", "json", cwd=tmp_path)

    assert 2 == called.code
    assert called.err.strip()
    assert called.json["problems"]


@pytest.mark.parametrize(
    ("text", "said"),
    [('{"id": "a"}', '得到 {"id": "a"}'), ('[{"id": "a"', "文件到此结束"), ("[1 2]", "此处为 2")],
)
def test_what_is_no_list_of_cases_is_told_in_chinese(tmp_path, text, said):
    """No word of Python or of its parser."""
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_cases(path)
    message = caught.value.problems[0].message.zh

    assert said in message and "dict" not in message and "delimiter" not in message
