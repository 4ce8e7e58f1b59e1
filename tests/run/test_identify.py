"""Step 2 from the command line: identify, send the form out, take it in, and keep the ledger."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from listlab.errors import ListlabError, SurveyError
from listlab.run import steps
from listlab.run.confirmations import take_form, waiting, write_form
from listlab.run.decisions import decider_names
from listlab.run.identify import found_text, identify_path
from listlab.run.ledger import ledger_entries, verify_ledger
from listlab.run.params import open_params
from listlab.run.review import open_review
from listlab.run.show_items import learnt_table, waiting_note

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def study(project, monkeypatch):
    monkeypatch.chdir(project)
    return open_params(project / "params" / "small.yml")


@pytest.fixture
def table(project: Path) -> Path:
    path = project / "items.csv"
    path.write_text("id,name,description\n1,患者身份证号,含诊断\n2,食堂菜单,\n", encoding="utf-8")
    return path


def fill(path: Path, rows: int, by: str, *, important: str = "否") -> None:
    """Fill in the first rows of a form, as a clerk would."""
    book = openpyxl.load_workbook(path)
    sheet = book["确认"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, 2 + rows):
        for header, value in (("是否重要数据", important), ("理由", "已核对"), ("确认人", by)):
            sheet.cell(row, place[header]).value = value
    book.save(path)


@pytest.fixture
def form(study) -> Path:
    path = study.root / "确认表.xlsx"
    write_form(study, path, every=True, lang="zh")
    return path


def test_a_form_makes_its_way_into_the_ledger_and_the_findings(study, form):
    """Taken in once it counts; taken in twice it changes nothing; the key of every step moves."""
    before = steps.identify.path(study), steps.draft.path(study)
    fill(form, 3, "王工")
    taken = take_form(study, form, by="录入员", at=NOW)
    again = take_form(study, form, by="录入员", at=NOW)
    items = steps.identify(study).items
    decided = items.filter(pl.col("decided_by") == "person")

    assert (3, 0, 0, 3) == (taken.recorded, taken.refused, again.recorded, again.unchanged)
    assert {("王工", "no", "已核对")} == set(decided.select("by", "important", "reason").rows())
    assert 3 == decided.height
    assert not set(before) & {steps.identify.path(study), steps.draft.path(study)}
    assert () == verify_ledger(study).problems
    assert {"录入员"} == {entry["content"]["entered_by"] for entry in ledger_entries(study)}


def test_experts_see_no_reviewer(study, form):
    """Who decided is a number for an expert, and a name inside the house."""
    fill(form, 2, "王工")
    take_form(study, form, by="录入员", at=NOW)
    expert = replace(study, params=replace(study.params, audience="expert"))
    page = replace(open_review(study), study=expert).filter(every=True)._repr_html_()

    assert ({}, {"王工": "审核人 001"}) == (decider_names(study), decider_names(expert))
    assert ("王工" in page, "审核人 001" in page) == (False, True)


def test_findings_survive_the_cache(study):
    """A kept result says the same as a new one."""
    first = steps.identify(study)
    kept = steps.identify(study)

    assert first.items.equals(kept.items)
    assert first.evidence.equals(kept.evidence)


def test_the_ledger_lies_among_the_study_s_data(study):
    """Beside the surveys where their folder is the study's own, else under data/<study>/."""
    assert "data/small/decisions.db" == study.label(study.ledger)
    sample = open_params(Path(__file__).parents[2] / "params" / "pharma-2026.yml")
    assert "data/sample/pharma-2026/decisions.db" == sample.label(sample.ledger)


def test_a_form_that_waits_is_told(study, form, write_params):
    """Params may name the form: what it holds counts only once it is taken in."""
    fill(form, 2, "王工")
    named = open_params(write_params("small.yml", confirmations="确认表.xlsx"))
    said = waiting(named, at=NOW)
    take_form(named, None, by="录入员", at=NOW)

    assert "有 2 条尚未导入" in said.zh
    assert waiting(named, at=NOW) is None
    assert "没有尚未导入" in waiting_note(named).data


def test_without_a_form_there_is_nothing_to_take(study):
    """Neither named nor given: a sentence; a missing file: another."""
    codes = []
    for path in (None, study.root / "fehlt.xlsx"):
        with pytest.raises(SurveyError) as caught:
            take_form(study, path, by="王工", at=NOW)
        codes += [problem.code for problem in caught.value.problems]

    assert ["survey.error", "confirm.missing"] == codes


def test_an_expert_s_study_gives_out_no_form(write_params):
    """The form carries the codes of enterprises."""
    expert = open_params(write_params(audience="expert"))
    with pytest.raises(ListlabError, match="audience"):
        write_form(expert, expert.root / "x.xlsx", every=True, lang="zh")


def test_the_notebook_s_table_accepts_and_changes(study):
    """By numbers that stay the same; what can't be taken leaves the ledger as it is."""
    review = open_review(study)
    first, second = review.items["number"][0], review.items["number"][1]
    done = review.change([first], by="王工", important="yes", reason="掌握量大")
    done = done.change([second], by="王工", category=None, important="no", reason="只是编码")
    again = open_review(study)

    assert review.items["id"].to_list() == again.items["id"].to_list()
    assert ("yes", "王工") == again.items.select("important", "by").row(0)
    assert (None, "no") == again.items.select("category", "important").row(1)
    assert "已记入 1 条" in done._repr_html_()
    for call in (
        lambda: review.accept([10**6 + 1], by="王工"),
        lambda: review.accept([first], by=""),
        lambda: review.change([first], by="王工", category=99, reason="x"),
    ):
        with pytest.raises(SurveyError):
            call()
    assert 2 == verify_ledger(study).entries


def test_the_notebook_s_table_filters(study):
    """By words, category and outcome; without `every` only what waits for a person."""
    review = open_review(study)
    every = review.filter(every=True)
    words = review.filter(words="受试者", every=True).shown

    assert review.items.height == every.shown.height
    assert words.height
    assert all(
        "受试者" in f"{row[0]}{row[1]}" for row in words.select("name", "description").rows()
    )
    assert {28} == set(review.filter(category=28, every=True).shown["category"])
    assert review.filter(important="no").shown.is_empty()


def test_all_that_is_shown_is_decided_at_once(study):
    """One call for a name that many enterprises give."""
    shown = open_review(study).filter(words="受试者编号", every=True)
    done = shown.change("shown", by="王工", important="no", reason="只是编号")

    assert shown.shown.height > 1
    assert [("no", "王工")] * shown.shown.height == done.shown.select("important", "by").rows()


def test_what_was_learnt_is_listed(study, form):
    """Decisions change what is said of their own items, and the table gives the cause."""
    assert () == learnt_table(study).rows
    fill(form, 5, "王工", important="是")
    take_form(study, form, by="王工", at=NOW)

    assert 5 <= len(learnt_table(study).rows)


def test_a_table_is_identified_and_written_for_a_study(project, table, monkeypatch):
    """Contract's JSON; with --out tables, form and catalogue; a second call tells changes."""
    monkeypatch.chdir(project)
    day = NOW.date()
    first = identify_path("items.csv", pack="beijing", out="neu", lang="zh", today=day)
    table.write_text("id,name\n1,食堂菜单\n2,食堂菜单\n", encoding="utf-8")
    second = identify_path("items.csv", pack="beijing", out="neu", lang="zh", today=day)
    value = first.to_dict("zh")

    assert {
        "id",
        "category",
        "alternatives",
        "personal",
        "important",
        "rules",
        "decided_by",
    } <= set(value["items"][0])
    assert "sensitive" == value["items"][0]["personal"]
    assert all((project / name).is_file() for name in first.written)
    assert first.changes is None
    assert ["1"] == second.changes["id"].to_list()
    assert "2 个数据项" in found_text(first, "zh")


@pytest.mark.parametrize(
    ("place", "pack"), [("items.csv", None), ("keine.csv", "beijing"), ("small", "jiangsu")]
)
def test_calls_that_can_t_be_used_write_nothing(study, table, place, pack):
    """No pack, no file, or another pack than the params': a sentence."""
    with pytest.raises(ListlabError):
        identify_path(place, pack=pack, out="neu", lang="zh", today=NOW.date())

    assert not (study.root / "reports" / "neu").exists()


def test_the_verbs_speak_json(study, form, listlab):
    """identify, identify form, identify confirm, identify agreement, ledger verify and show."""
    fill(form, 2, "王工")
    root = study.root
    items = listlab("identify", "small", "--format", "json", cwd=root)
    taken = listlab(
        "identify", "confirm", "small", form, "--by", "王工", "--format", "json", cwd=root
    )
    whole = listlab("ledger", "verify", "small", "--format", "json", cwd=root)
    cut = listlab("ledger", "verify", "small", "--head", "f" * 64, "--format", "json", cwd=root)
    shown = listlab("ledger", "show", "small", "--format", "json", cwd=root)
    agreed = listlab("identify", "agreement", "small", "--format", "json", cwd=root)

    assert [0, 0, 0, 1, 0, 0] == [c.code for c in (items, taken, whole, cut, shown, agreed)]
    assert steps.survey(study).items.height == len(items.json["items"])
    assert (2, 2) == (taken.json["recorded"], whole.json["entries"])
    assert ["ledger.cut"] == [problem["code"] for problem in cut.json["problems"]]
    assert ["王工", "王工"] == [entry["by"] for entry in shown.json]
    assert [] == agreed.json


def test_the_form_is_a_workbook_of_the_open_items(study):
    """By default those that wait for a decision; all of them on request."""
    path = study.root / "x.xlsx"
    open_, every = (write_form(study, path, every=each, lang="zh") for each in (False, True))
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["确认"]

    assert open_ < every == sheet.max_row - 1
    assert json.dumps([cell.value for cell in sheet[1]], ensure_ascii=False).startswith('["序号"')
