"""The decision cases of every pack hold, and there are enough of them."""

import shutil
from pathlib import Path

import pytest

from listlab.errors import CaseError
from listlab.law import load_pack, pack_ids
from listlab.law.load import PACKS
from listlab.law.routes.decisions import DecisionCase, differences
from listlab.law.routes.read import read_decisions

LEAST = 40
ALL = [case for pack in pack_ids() for case in read_decisions(pack)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.file}:{case.line}")
def test_decision_holds(case: DecisionCase):
    """What goes in comes out as the case says, by the article it names."""
    assert () == differences(case), case.name


@pytest.mark.parametrize("pack", pack_ids())
def test_every_pack_has_its_cases(pack):
    """At least forty a pack, each with another sentence as its name."""
    names = [case.name for case in ALL if case.pack == pack]
    assert LEAST <= len(names)
    assert len(set(names)) >= LEAST


@pytest.mark.parametrize("pack", pack_ids())
def test_cases_cover_every_route_answer_and_exemption(pack):
    """Every route, every claimable exemption, every answer, intervals, and a change of law."""
    cases = [case for case in ALL if case.pack == pack]
    flows = [flow for case in cases for flow in case.flows]
    routes = {found for case in cases for found in case.routes.values()}
    exemptions = (fact.exempts for fact in load_pack(pack).exemptions)
    claimable = {e.basis for e in exemptions if e and e.claimed == "case"}
    claimed = {claim["basis"] for flow in flows for claim in flow.get("exempt", [])}
    bounds = [flow["persons"]["personal"] for flow in flows]

    assert {"free", "contract_or_certification", "assessment", "excluded", "review"} == routes
    assert claimable <= claimed
    assert {True, False, None} == {flow["processor"]["ciio"] for flow in flows}
    assert {"yes", "no", "unknown"} == {flow["data"]["important"] for flow in flows}
    for answer in ("notified", "core", "classified", "export_controlled"):
        assert any(flow["data"].get(answer) for flow in flows), answer
    assert any(hasattr(bound, "keys") for bound in bounds)
    assert len({case.on for case in cases}) >= 3


@pytest.mark.parametrize("pack", ["beijing", "guangdong", "jiangsu"])
def test_zones_have_cases_with_a_list(pack):
    """Listed and other industries, scenarios and data items."""
    with_list = [case for case in ALL if case.pack == pack and case.negative_list]
    flows = [flow for case in with_list for flow in case.flows]

    assert LEAST <= len(with_list)
    assert {"pharma", "retail"} <= {flow.get("industry") for flow in flows}
    assert len({flow.get("scenario") for flow in flows}) >= 4
    assert any(flow["data"].get("items") for flow in flows)
    assert any(flow.get("conditions") for flow in flows)


def test_a_wrong_expectation_is_told(tmp_path: Path):
    """A case that says something else than the law fails, with what came out instead."""
    root = tmp_path / "packs"
    (root / "national" / "cases").mkdir(parents=True)
    text = (PACKS / "national" / "cases" / "volumes.yaml").read_text(encoding="utf-8")
    changed = text.replace("expect: free", "expect: assessment", 1)
    (root / "national" / "cases" / "volumes.yaml").write_text(changed, encoding="utf-8")
    first = read_decisions("national", root)[0]

    assert ("case: expected assessment, got free",) == differences(first)


def test_a_malformed_case_names_file_line_key_got_and_expected(tmp_path: Path):
    """Unknown keys and wrong routes of a case file are all said at once."""
    root = tmp_path / "packs"
    shutil.copytree(PACKS / "national" / "cases", root / "national" / "cases")
    path = root / "national" / "cases" / "dates.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("expect: free", "expect: maybe", 1).replace("working:", "sum:", 1)
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_decisions("national", root)
    lines = {problem.cell: problem for problem in caught.value.problems}
    line = changed[: changed.index("expect: maybe")].count("\n") + 1

    assert "maybe" == lines[f"L{line}"].got
    assert all(p.file == "national/cases/dates.yaml" for p in caught.value.problems)
    assert any(p.got == "sum" for p in caught.value.problems)
