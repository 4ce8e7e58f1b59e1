"""Lists as files: problems with file and line, and the lists that they extend."""

import json

import pytest

from listlab.errors import CaseError
from listlab.law.routes import read_list
from listlab.law.routes.lines import Lines

TRIAL = {"industry": "pharma", "scenario": "clinical_trial"}


@pytest.fixture
def amendment(listed, item):
    """From June 80,000 instead of 50,000, and a scenario that the base does not list."""
    return listed(
        item("trial_1", 1, "personal", "clinical_trial", assessment=(1_000_000, 80_000)),
        item("watch", 1, "personal", "pharmacovigilance", assessment=(None, 30_000)),
        id="amendment", title="修改清单", extends="sample", in_force_from="2026-03-20",
    )  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def call(name, content):
        path = tmp_path / name
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        return path

    return call


def refused(routed, case, given):
    with pytest.raises(CaseError) as caught:
        routed(case(5), negative_list=given)
    return caught.value.problems


def test_problems_of_a_list_name_file_and_line(case, routed, trial_list, write):
    """With key, what was found and what was expected, all at once."""
    trial_list["items"][1]["thresholds"]["assessment"]["sensitive"] = 0.5
    trial_list["items"][2]["thresholds"]["contracts"] = {}
    trial_list["list"]["status"] = "valid"
    path = write("list.json", trial_list)
    lines = path.read_text(encoding="utf-8").splitlines()
    found = {problem.got: problem for problem in refused(routed, case, read_list(path))}
    place = {got: lines[int(problem.cell[1:]) - 1] for got, problem in found.items()}

    assert {"list.json"} == {problem.file for problem in found.values()}
    assert '"sensitive": 0.5' in place["0.5"]
    assert '"contracts"' in place["contracts"] and '"valid"' in place["valid"]
    assert "items[1].thresholds.assessment.sensitive" in found["0.5"].message.zh
    assert "in_force" in found["valid"].message.en


def test_a_list_of_another_pack_names_its_line(case, routed, trial_list, write):
    """The key list.pack where it stands."""
    path = write("list.json", trial_list | {"list": trial_list["list"] | {"pack": "jiangsu"}})
    (found,) = refused(routed, case, read_list(path))
    line = path.read_text(encoding="utf-8").splitlines()[int(found.cell[1:]) - 1]

    assert '"pack": "jiangsu"' in line


def test_lines_follow_the_path_and_not_the_word():
    """A name that stands elsewhere too, and the second entry of a list."""
    text = '{"id": 1,\n "a": {"id": 2},\n "items": [{"id": 3},\n  {"x": "id",\n   "id": 4}]}'
    lines = Lines(text)

    assert [1, 2, 3, 5, 4, 3] == [
        lines.of(key)
        for key in ("id", "a.id", "items[0].id", "items[1].id", "items[1].none", "items[9]")
    ]


@pytest.mark.parametrize("status", ["in_force", "superseded"])
def test_what_a_list_extends_stands_unless_stated_anew(status, case, routed, trial_list, amendment):
    """Its items are merged by id; scenarios that only the base lists are still listed."""
    trial_list["list"]["status"] = status
    found = routed(
        case("anew", sensitive=60_000, **TRIAL),
        case("kept", sensitive=20_000, **TRIAL),
        case("added", sensitive=30_000, industry="pharma", scenario="pharmacovigilance"),
        negative_list=[amendment, trial_list],
    )
    caught = "contract_or_certification"

    assert (caught, caught, "assessment") == found.routes
    assert "list:amendment/trial_2" in {basis.fact for basis in found[1].basis}


def test_a_draft_amendment_leaves_its_base_in_force(case, routed, trial_list, amendment):
    """Until its day the base decides, and the route says so."""
    amendment["list"]["status"] = "draft"
    flow = case(sensitive=60_000, **TRIAL)
    found = routed(flow, negative_list=[amendment, trial_list])[0]
    assumed = routed(flow, negative_list=[amendment, trial_list], assume_in_force=True)[0]

    assert ("assessment", "contract_or_certification") == (found.route, assumed.route)
    assert "按它所修改的“合成样例清单”判断" in "".join(step.zh for step in found.why)


def test_the_base_is_found_beside_the_file(case, routed, trial_list, amendment, write):
    """In the same folder, by its id and not by its name."""
    write("other.json", [1])
    write("basis.json", trial_list)
    path = write("list.json", amendment)
    found = routed(case(sensitive=60_000, **TRIAL), negative_list=read_list(path))

    assert ("contract_or_certification",) == found.routes


def test_a_published_list_may_be_the_base(case, routed, amendment):
    """What is not known of it stays open."""
    amendment["list"]["extends"] = "beijing-2024"
    found = routed(
        case("own", sensitive=80_000, **TRIAL),
        case("unknown", sensitive=5, industry="pharma", scenario="supply_quality"),
        negative_list=amendment,
    )

    assert ("assessment", "review") == found.routes


def test_a_base_that_cannot_be_found_is_refused(
    case, routed, trial_list, amendment, write, tmp_path
):
    """With what there is, and what to do; also where two lists have its id, or it leads back."""
    path = write("list.json", amendment)
    (absent,) = refused(routed, case, read_list(path))
    write("one.json", trial_list)
    write("two.json", trial_list)
    (double,) = refused(routed, case, read_list(path))
    trial_list["list"]["extends"] = "amendment"
    (circle,) = refused(routed, case, [amendment, trial_list, amendment])
    amendment["list"]["extends"] = 5
    kinds = refused(routed, case, amendment)

    assert ("list.json", "list.extends", "sample") == (absent.file, absent.code, absent.got)
    assert "beijing-2024" in absent.message.zh and "同一文件夹" in absent.message.zh
    assert "one.json" in double.message.zh and "two.json" in double.message.zh
    assert "不回到自身" in circle.message.zh
    assert ["list.extends"] == [problem.cell for problem in kinds]


@pytest.mark.parametrize("given", [[], [5], (), None.__class__])
def test_what_is_no_list_is_refused(given, case, routed):
    """An empty sequence, a number in one, a type."""
    assert ["list.type"] == [problem.code for problem in refused(routed, case, given)]


def test_a_personal_item_without_volumes_says_its_part(case, routed, listed, item):
    """Which procedure the first person needs is not guessed."""
    one = item("x", 1, "personal", "clinical_trial")
    del one["part"]
    assert ["items[0].part"] == [p.cell for p in refused(routed, case, listed(one))]
