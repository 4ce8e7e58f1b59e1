"""The cache rule: a step runs again only when something that it rests on has changed."""

import pickle
from pathlib import Path
from random import Random

import pytest

from listlab.errors import RunError, ScenarioError
from listlab.model.language import Text
from listlab.run import cache as cache_module
from listlab.run.cache import Basis, Step
from listlab.run.params import open_params


class Counter:
    """A step that counts how often it is computed."""

    __name__ = "count"
    __doc__ = "Times the step was computed."

    def __init__(self):
        self.calls = 0

    def __call__(self, study, code="a"):
        self.calls += 1
        return self.calls


@pytest.fixture
def counter():
    return Counter()


@pytest.fixture
def step(counter):
    return Step(
        counter, lambda study, code="a": Basis({"seed": study.params.seed}, study.survey_files())
    )


@pytest.fixture
def study(project):
    return open_params(project / "params" / "small.yml")


def test_a_step_is_computed_once(step, study, counter):
    """With nothing changed the kept result is given."""
    assert [1, 1, 1] == [step(study), step(study), step(study)]
    assert 1 == counter.calls


def test_results_are_kept_by_argument(step, study):
    """Each argument has a result of its own."""
    assert [1, 2, 1] == [step(study, "a"), step(study, "b"), step(study, "a")]


def test_a_changed_input_computes_again(step, study):
    """One more byte in a workbook is another input."""
    first = step(study)
    with study.survey_files()[0].open("ab") as file:
        file.write(b" ")

    assert (1, 2) == (first, step(study))


def test_a_changed_param_computes_again_where_it_is_used(step, study, write_params):
    """A step runs again for a param that it uses, not for another one."""
    used = open_params(write_params(seed="8"))
    unused = open_params(write_params(title="另一个标题"))

    assert [1, 2, 1] == [step(study), step(used), step(unused)]


@pytest.mark.parametrize("part", ["source", "packs", "lock", "python"])
def test_changed_code_law_or_lock_computes_again(step, study, monkeypatch, part):
    """Results of other code, other law or other packages are not used."""
    first = step(study)
    state = cache_module.code_state(study.root)
    monkeypatch.setattr(cache_module, "code_state", lambda root: {**state, part: "other"})

    assert (1, 2) == (first, step(study))


def test_the_lock_is_part_of_the_state(project):
    """Another lock is another state."""
    before = cache_module.code_state(project)
    (project / "requirements.lock").write_text("x==1\n")

    assert before != cache_module.code_state(project)


def test_refreshing_computes_and_keeps(step, study):
    """A forced step replaces what was kept."""
    assert [1, 2, 2] == [step(study), step.refresh(study), step(study)]


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(1), pickle.dumps(1)[:-1]])
def test_a_broken_file_is_computed_again(step, study, content):
    """A file cut short by a crash is not trusted."""
    step(study)
    step.path(study).write_bytes(content)

    assert 2 == step(study)


def test_no_damage_is_taken_for_a_result(step, study):
    """Whatever bytes change, what is given is a result computed, never one that was spoilt."""
    dice = Random(20260101)
    step(study)
    kept = step.path(study).read_bytes()
    for times in range(2, 202):
        spoilt = bytearray(kept)
        for _ in range(dice.randint(1, 3)):
            spoilt[dice.randrange(len(spoilt))] ^= dice.randint(1, 255)
        if dice.random() < 0.3:
            del spoilt[dice.randrange(len(spoilt)) :]
        step.path(study).write_bytes(bytes(spoilt))

        assert times == step(study)


@pytest.mark.parametrize("error", [ValueError, IndexError, MemoryError, OverflowError, KeyError])
def test_whatever_unpickling_raises_computes_again(step, study, monkeypatch, error):
    """Classes that have changed since may raise anything when a result is read back."""

    def fail(content):
        raise error("x")

    step(study)
    monkeypatch.setattr(pickle, "loads", fail)

    assert 2 == step(study)


@pytest.mark.parametrize("method", ["replace", "unlink", "write_bytes", "mkdir"])
def test_a_file_that_is_locked_costs_no_result(step, study, write_params, monkeypatch, method):
    """A kept result that can't be written or removed is the cache's loss, not the user's."""
    for seed in range(4):
        step(open_params(write_params(seed=str(seed))))

    def refuse(path, *args, **kwargs):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, method, refuse)

    assert 5 == step(study)


def test_an_error_of_a_step_speaks_the_study_s_language(write_params):
    """What a notebook shows of a failing step is in the language of its study."""
    study = open_params(write_params(lang="en"))

    def fail(study):
        raise ScenarioError(Text("答复太少", "too few answers"))

    with pytest.raises(ScenarioError) as caught:
        Step(fail, lambda study: Basis({}))(study)

    assert "too few answers" == str(caught.value)
    assert ["too few answers"] == caught.value._render_traceback_()
    assert "too few answers" == str(pickle.loads(pickle.dumps(caught.value)))


def test_nothing_half_written_stays(step, study):
    """A result is moved into place whole."""
    step(study)

    assert [step.path(study).name] == [path.name for path in study.places.cache.iterdir()]


def test_old_results_are_removed(step, write_params):
    """Only the newest few results of a step are kept."""
    for seed in range(8):
        step(open_params(write_params(seed=str(seed))))
    kept = list(open_params(write_params()).places.cache.iterdir())

    assert 3 == len(kept)


def test_a_users_error_passes_through(study):
    """What a user can mend keeps its own sentence."""

    def fail(study):
        raise ScenarioError(Text("答复太少", "too few answers"))

    step = Step(fail, lambda study: Basis({}))

    with pytest.raises(ScenarioError, match="答复太少"):
        step(study)


def test_a_failing_step_names_study_step_and_params(study):
    """Any other failure says what was being done, with which params."""

    def divide(study, code):
        return 1 / 0

    step = Step(divide, lambda study, code: Basis({"seed": study.params.seed}))

    with pytest.raises(RunError) as caught:
        step(study, "clinical_trial")
    message = caught.value.say("en")

    assert 3 == caught.value.exit_code
    assert "study small: step divide(clinical_trial) failed: ZeroDivisionError" in message
    assert "seed=7" in message
