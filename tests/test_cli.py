"""The command line: verbs, JSON on stdout, messages on stderr, exit codes of the contract."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from listlab.cli import main

VOLUME_KEYS = ["text", "low", "high", "unit", "period", "code"]
SIMULATE_KEYS = {
    "scenario",
    "n",
    "n_effective",
    "thresholds",
    "equivalence",
    "recommendation",
    "fit",
    "growth",
    "law",
    "seed",
    "provenance",
    "notes",
}
SURVEYS = "data/sample/pharma-2026/surveys"


@dataclass(frozen=True)
class Said:
    """What a call left: exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def cli(sample_project, monkeypatch, capfd):
    """Calls the command line in the copied project, within this process."""
    monkeypatch.chdir(sample_project)

    def call(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Said(int(left.value.code or 0), out, err)

    return call


@pytest.fixture
def flows(tmp_path):
    path = tmp_path / "flows.csv"
    low = [*range(100, 4100, 100), 20000, 30000]
    pl.DataFrame({"enterprise": [f"e{i}" for i in range(42)], "low": low, "high": low}).write_csv(
        path
    )
    return path


@pytest.mark.parametrize("call", [["--help"], ["run", "--help"], ["volume", "5万"]])
def test_the_command_line_starts_light(sample_project, call):
    """What needs no table loads no package of tables, charts or notebooks: it starts at once."""
    code = (
        "import sys; from listlab.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as left: code = left.code\n"
        "heavy = {'polars', 'pandas', 'numpy', 'scipy', 'altair', 'papermill', 'nbformat'}\n"
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *call]
    done = subprocess.run(command, cwd=sample_project, capture_output=True, text=True, check=False)

    assert "0 []" == done.stderr.strip()


def test_help_is_bilingual(cli):
    """Every verb that exists is listed, in both languages."""
    shown = cli("--help")

    assert 0 == shown.code
    assert all(
        verb in shown.out
        for verb in ("run", "template", "intake", "volume", "simulate", "draft", "lab")
    )
    assert "问卷" in shown.out


@pytest.mark.parametrize(
    "verb", ["run", "template", "intake", "volume", "simulate", "draft", "lab"]
)
def test_every_verb_takes_format_and_language(cli, verb):
    """--format and --lang are the same everywhere."""
    shown = cli(verb, "--help").out

    assert "--format" in shown
    assert "--lang" in shown


def test_volume_reads_what_people_write(cli):
    """One entry a text, with the keys of the contract and nothing else on stdout."""
    called = cli("volume", "约5万", "10万以下", "不详", "--format", "json")

    assert (0, "") == (called.code, called.err)
    assert [VOLUME_KEYS] * 3 == [list(entry) for entry in called.json]
    assert [(45000, 55000), (0, 100000), (0, None)] == [(v["low"], v["high"]) for v in called.json]


def test_text_is_for_people(cli):
    """Without --format, a line a volume."""
    assert 1 == len(cli("volume", "约5万").out.splitlines())


def test_intake_answers_as_the_contract_says(cli, sample_project):
    """Counts, problems and rows; 1 because something was rejected; tables are written."""
    called = cli("intake", SURVEYS, "--out", "pharma-2026", "--format", "json")
    tables = sample_project / "reports" / "pharma-2026" / "tables"

    assert 1 == called.code
    assert {"accepted", "rejected", "duplicates", "problems", "tables"} <= set(called.json)
    assert {"enterprises", "flows", "items", "history"} <= set(called.json["tables"])
    assert {"file", "sheet", "cell", "code", "severity", "got", "message"} == set(
        called.json["problems"][0]
    )
    assert called.json["tables"]["flows"] == pl.read_parquet(tables / "flows.parquet").height


def test_intake_of_a_new_study_needs_pack_and_industry(cli, sample_project):
    """Without a params file nobody knows the scenarios; nothing is written then."""
    refused = cli("intake", SURVEYS, "--out", "fresh")

    assert (2, "") == (refused.code, refused.out)
    assert "--industry" in refused.err
    assert not (sample_project / "reports" / "fresh").exists()


def test_intake_needs_no_industry(cli, sample_project, tmp_path):
    """Without an industry the scenarios of all industries of the pack are recognised."""
    first = next((sample_project / SURVEYS).glob("1*.xlsx"))
    for place in (tmp_path, tmp_path / ".trash"):
        place.mkdir(exist_ok=True)
        shutil.copy2(first, place / f"{place.name.strip('.')}.xlsx")
    called = cli("intake", tmp_path, "--out", "fresh", "--pack", "beijing", "--format", "json")
    shutil.rmtree(sample_project / "reports" / "fresh")

    assert "--industry" not in called.err
    assert (1, 0, 0) == tuple(called.json[key] for key in ("accepted", "rejected", "duplicates"))


def test_intake_of_an_expert_s_study_writes_no_names(cli, sample_project):
    """Tables name enterprises; those who may not see them get none, and that is said."""
    sample = (sample_project / "params" / "pharma-2026.yml").read_text("utf-8")
    params = sample_project / "params" / "hidden.yml"
    lines = [line for line in sample.splitlines() if not line.startswith(("study:", "audience:"))]
    params.write_text("\n".join([*lines, "study: hidden", "audience: expert"]), encoding="utf-8")
    first = next((sample_project / SURVEYS).glob("1*.xlsx"))
    called = cli("intake", first, "--out", "hidden", "--lang", "en")
    params.unlink()

    assert "no tables written" in called.out
    assert not (sample_project / "reports" / "hidden").exists()


def test_the_package_runs_as_a_module(sample_project):
    """`python -m listlab` is the command line."""
    command = [sys.executable, "-m", "listlab", "volume", "5万", "--format", "json"]
    done = subprocess.run(command, cwd=sample_project, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert 50_000 == json.loads(done.stdout)[0]["low"]


def test_intake_of_a_missing_folder_is_refused(cli):
    """A path that is not there is named; exit code 2."""
    refused = cli("intake", "data/nowhere", "--out", "pharma-2026", "--lang", "en")

    assert 2 == refused.code
    assert "data/nowhere" in refused.err
    assert "Traceback" not in refused.err


def test_simulate_answers_as_the_contract_says(cli, flows):
    """All keys of the contract, the given thresholds as candidates, every pair of them."""
    called = cli(
        "simulate",
        flows,
        "--thresholds",
        "20000,10000,50000",
        "--bootstrap",
        "60",
        "--format",
        "json",
    )

    assert (0, "") == (called.code, called.err)
    assert set(called.json) >= SIMULATE_KEYS
    assert [10000, 20000, 50000] == [row["threshold"] for row in called.json["thresholds"]]
    assert 3 == len(called.json["equivalence"])
    assert "not checked" == called.json["law"]
    assert "assumed" == called.json["growth"]


def test_simulate_says_kind_and_tier_only_when_given(cli, flows):
    """What nobody said is null, not a default."""
    given = ("--kind", "personal", "--tier", "contract")
    call = ("simulate", flows, "--bootstrap", "60", "--format", "json")
    without, with_them = cli(*call).json, cli(*call, *given).json

    assert (None, None) == (without["kind"], without["tier"])
    assert ("personal", "contract") == (with_them["kind"], with_them["tier"])


def test_simulate_has_one_provenance_however_the_path_is_typed(cli, flows, monkeypatch):
    """The same bytes under the same name are the same input, from wherever they are named."""
    call = ("--bootstrap", "60", "--format", "json")
    one = cli("simulate", flows, *call).json["provenance"]
    monkeypatch.chdir(flows.parent)
    other = cli("simulate", f"../{flows.parent.name}/flows.csv", *call).json["provenance"]

    assert one == other
    assert ["flows.csv"] == list(one["inputs"])


def test_simulate_checks_the_law_when_it_knows_which(cli, flows):
    """Pack, kind and tier together are what the law is checked by."""
    law = ("--pack", "beijing", "--kind", "sensitive", "--tier", "assessment")
    called = cli(
        "simulate", flows, *law, "--bootstrap", "60", "--growth", "0.1,0.2", "--format", "json"
    )

    assert 0 == called.code, called.err
    assert ("checked", "given") == (called.json["law"], called.json["growth"])


def test_the_same_seed_gives_the_same_answer(cli, flows):
    """A what-if can be repeated to the byte."""
    call = ("simulate", flows, "--bootstrap", "60", "--seed", "5", "--format", "json")

    assert cli(*call).out == cli(*call).out


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--thresholds", "many"), "many"),
        (("--thresholds", "5" * 5000), "--thresholds"),
        (("--growth", "0.1"), "--growth"),
        (("--growth", "0.1,-1"), "--growth"),
        (("--growth", "nan,1"), "--growth"),
        (("--growth", "800,1"), "4.61"),
        (("--growth", "0,500"), "4.61"),
        (("--scenario", "nope"), "no column scenario"),
        (("--growth", "0.1,inf"), "--growth"),
        (("--growth=-inf,1",), "--growth"),
        (("--pack", "atlantis", "--kind", "personal", "--tier", "contract"), "atlantis"),
        (("--pack", "beijing", "--scenario", "space_travel"), "space_travel"),
        (("--need", "2"), "need"),
        (("--kind", "both"), "both"),
    ],
)
def test_unusable_options_are_refused(cli, flows, options, named):
    """Exit code 2, a sentence that names the option, no traceback."""
    refused = cli("simulate", flows, *options, "--lang", "en")

    assert (2, "") == (refused.code, refused.out)
    assert named in refused.err
    assert "Traceback" not in refused.err


def test_simulate_sweeps_a_grid_into_a_file(cli, flows, tmp_path):
    """A summary on stdout, rows in the file; grid and file go together."""
    grid, out = tmp_path / "grid.csv", tmp_path / "out.parquet"
    grid.write_text("need,beta\n0.9,0\n0.95,0.1\n", encoding="utf-8")
    call = ("--thresholds", "10000,50000", "--bootstrap", "50", "--format", "json")
    called = cli("simulate", flows, "--grid", grid, "-o", out, *call)
    alone = cli("simulate", flows, "--grid", grid, "--lang", "en")

    assert 0 == called.code, called.err
    assert (2, 2, 0) == tuple(called.json[k] for k in ("combinations", "computed", "kept"))
    assert 4 == pl.read_parquet(out).height == called.json["rows"]
    assert 2 == alone.code
    assert "--grid and -o" in alone.err


@pytest.fixture
def itemised(flows, tmp_path):
    """Flows with ids and their items: a name that all require, a gene that one does."""
    volumes = pl.read_csv(flows).with_row_index("flow_id").cast({"flow_id": pl.String})
    volumes.write_csv(flows)
    rows = [(f"{i}", "姓名", "required") for i in range(42)]
    path = tmp_path / "items.csv"
    names = ["flow_id", "name", "need"]
    pl.DataFrame([*rows, ("0", "基因测序数据", "required")], names, orient="row").write_csv(path)
    return path


def test_simulate_chooses_items_with_the_threshold(cli, flows, itemised):
    """An item that all require is admitted; the pack's findings keep a gene for people."""
    call = ("--thresholds", "10000,50000", "--bootstrap", "60", "--format", "json")
    plain = cli("simulate", flows, "--items", itemised, *call)
    found = cli("simulate", flows, "--items", itemised, "--pack", "beijing", *call)

    assert (0, 0) == (plain.code, found.code), found.err
    assert set(plain.json) >= SIMULATE_KEYS
    admitted = {row["item"]: row["admitted"] for row in plain.json["scope"]["items"]}
    assert admitted["姓名"]
    assert plain.json["scope"]["threshold"] in (10_000, 50_000)
    level = {row["item"]: row["sensitivity_from"] for row in found.json["scope"]["items"]}
    assert "findings" == level["姓名"]


def test_simulate_refuses_items_that_meet_no_flow(cli, flows, itemised, tmp_path):
    """A table without flow ids is named, and a sweep takes no items."""
    bare, grid = tmp_path / "bare.csv", tmp_path / "grid.csv"
    pl.read_csv(flows).drop("flow_id").write_csv(bare)
    grid.write_text("need\n0.9\n", encoding="utf-8")
    options = ("--items", itemised, "--bootstrap", "60", "--lang", "en")
    refused = cli("simulate", bare, *options)
    swept = cli("simulate", flows, "--grid", grid, "-o", tmp_path / "out.csv", *options)

    assert (2, "") == (refused.code, refused.out)
    assert "flow_id" in refused.err
    assert 2 == swept.code
    assert "--items" in swept.err


def test_problems_are_json_where_json_is_asked_for(cli, tmp_path):
    """A program that asks for JSON gets the problems so, and the code 2."""
    refused = cli("simulate", tmp_path / "none.csv", "--format", "json")

    assert 2 == refused.code
    assert "none.csv" in json.loads(refused.out)["problems"][0]["message"]


def test_draft_writes_the_list(cli, new_project, monkeypatch, tmp_path):
    """list.json and list.xlsx are written where asked."""
    monkeypatch.chdir(new_project(tmp_path / "project"))
    called = cli("draft", "small", "--out", tmp_path / "out", "--format", "json")
    listed = json.loads((tmp_path / "out" / "list.json").read_text("utf-8"))

    assert 0 == called.code, called.err
    assert 2 == len(called.json["documents"])
    assert {1, 2} == {item["part"] for item in listed["items"]}
    assert "draft" == listed["list"]["status"]


def test_draft_refuses_an_unusable_out(cli, tmp_path):
    """A file where the folder should be is the caller's to mend."""
    (tmp_path / "afile").write_text("x")
    refused = cli("draft", "pharma-2026", "--out", tmp_path / "afile", "--lang", "en")

    assert (2, "") == (refused.code, refused.out)
    assert "is a file" in refused.err
    assert "Traceback" not in refused.err


@pytest.mark.parametrize("call", [("draft", "no-such-study"), ("lab", "no-such-study")])
def test_an_unknown_study_is_refused(cli, call):
    """A study that nobody described is named, with what there is."""
    refused = cli(*call)

    assert (2, "") == (refused.code, refused.out)
    assert "params/pharma-2026.yml" in refused.err


@pytest.mark.parametrize("call", [(), ("fly",), ("run",), ("volume", "5", "--format", "xml")])
def test_a_wrong_call_gets_two_and_a_sentence(cli, call):
    """Unknown verbs, missing arguments and wrong choices are the caller's to mend."""
    refused = cli(*call)

    assert 2 == refused.code
    assert "Traceback" not in refused.err


def test_run_reports_a_missing_params_file(cli):
    """A params file that is not there: an entry of its own, exit code 2."""
    called = cli("run", "params/none.yml", "--format", "json", "--lang", "en")

    assert 2 == called.code
    assert "failed" == called.json[0]["status"]
    assert "params/none.yml" in called.json[0]["error"]["message"]


@pytest.mark.parametrize("kind", ["survey", "archive", "frame", "corrections"])
def test_template_writes_a_form(cli, tmp_path, kind):
    """A workbook to send out; the same call on the same day of the law gives the same bytes."""
    call = ("template", "--pack", "beijing", "--industry", "pharma", "--kind", kind)
    call = (*call, "--on", "2026-03-31", "--format", "json", "-o")
    called, again = cli(*call, tmp_path / "表.xlsx"), cli(*call, tmp_path / "again.xlsx")

    assert (0, 0) == (called.code, again.code), called.err
    assert ("beijing", "pharma", kind) == tuple(
        called.json[key] for key in ("pack", "industry", "kind")
    )
    assert (tmp_path / "表.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--pack", "atlantis", "-o", "a.xlsx"), "atlantis"),
        (("--pack", "beijing", "--industry", "none", "-o", "a.xlsx"), "none"),
        (("--pack", "beijing", "-o", "a.xls"), ".xlsx"),
        (("--pack", "beijing", "-o", "nowhere/a.xlsx"), "nowhere"),
    ],
)
def test_template_refuses_what_it_cannot_write(cli, tmp_path, monkeypatch, options, named):
    """Exit code 2, a sentence, and no file."""
    refused = cli("template", *options)

    assert (2, "") == (refused.code, refused.out)
    assert named in refused.err


def test_a_form_that_is_open_elsewhere_stays(cli, tmp_path, monkeypatch):
    """The sentence says to close it; the old file is as it was."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    refused = cli("template", "--pack", "beijing", "--industry", "pharma", "-o", path)

    assert 2 == refused.code
    assert "请先关闭" in refused.err
    assert [(path, b"old")] == [(each, each.read_bytes()) for each in tmp_path.iterdir()]


@pytest.mark.parametrize(
    "console", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "cp936"}, {"PYTHONIOENCODING": "ascii"}]
)
@pytest.mark.parametrize("call", [("volume", "约5万", "㎡𠮷"), ("intake", "无此", "--out", "新")])
def test_every_stream_is_utf8_whatever_the_console(sample_project, console, call):
    """Results and messages alike, also characters that the console's encoding lacks."""
    code = "from listlab.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *call],
        cwd=sample_project,
        env={**os.environ, **console},
        capture_output=True,
        check=False,
    )

    assert done.returncode in (0, 2)
    assert call[1] in (done.stdout + done.stderr).decode("utf-8") or call[0] == "intake"
    assert "Traceback" not in done.stderr.decode("utf-8")
