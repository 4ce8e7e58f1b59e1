"""Exempt persons taken off flows before anything is counted."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.analyse.benefit.counts import counted
from listlab.analyse.flows import by_enterprise
from listlab.analyse.simulate import simulate
from listlab.law.load import load_pack
from listlab.law.routes.count import OPEN, Counts, less, union
from listlab.survey.exempt import less_exempt
from listlab.survey.load import load_plausibility

SCHEMA = {
    "enterprise_id": pl.String,
    "personal_low": pl.Int64,
    "personal_high": pl.Int64,
    "sensitive_low": pl.Int64,
    "sensitive_high": pl.Int64,
    "exempt_basis": pl.String,
    "exempt_persons": pl.Int64,
}
NONE = (0, 0)


def table(*rows):
    return pl.DataFrame(
        [("A", *other, *own, *claim) for own, other, claim in rows], schema=SCHEMA, orient="row"
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([((900, 900), NONE, (None, None))], (900, 900)),  # nothing is claimed
        ([((900, 900), NONE, ("5.1.1", 0))], (900, 900)),  # nobody is exempt
        ([((900, 900), NONE, ("5.1.1", 900))], (0, 0)),  # the flow is wholly exempt
        ([((900, 900), NONE, ("4", 200))], (700, 700)),
        ([((900, None), NONE, ("5.1.3", 200))], (700, None)),
        ([((900, 900), NONE, ("5.1.1", None))], (0, 900)),  # without a number
        ([((900, 900), NONE, ("5.1.9", 200))], (700, 900)),  # no such clause
        ([((900, 900), NONE, ("5.1.1", 901))], (0, 900)),  # more than there are
        ([((900, 900), NONE, ("6", 900))], (900, 900)),  # freed by the list being decided
        ([((900, 900), (100, 100), ("5.1.1", 1000))], (0, 0)),  # both kinds wholly
        ([((900, 900), (100, 100), ("5.1.1", 300))], (600, 700)),  # 200 to 300 of this kind
        ([((900, 900), (0, None), ("5.1.1", 300))], (600, 900)),
        # beside another flow: an interval, unless the flow is wholly exempt
        ([((900, 900), NONE, ("5.1.1", 200)), ((500, 500), NONE, (None, None))], (700, 1200)),
        ([((900, 900), NONE, ("5.1.1", 900)), ((500, 500), NONE, (None, None))], (500, 500)),
    ],
)
def test_exempt_persons_are_taken_off(rows, expected):
    """Provisions, articles 7 and 8: an exempt flow does not count, another one beside it does."""
    flows = table(*rows)
    found = by_enterprise(flows, "sensitive")
    both = counted(flows, ["A"], "sensitive")

    assert expected == found.select("low", "high").row(0)
    assert expected[0] == both.low[0]
    assert (np.inf if expected[1] is None else expected[1]) == both.high[0]


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 50), st.booleans(), st.integers(0, 50)),
        min_size=1,
        max_size=4,
    )
)
def test_flows_are_counted_as_routing_counts_them(rows):
    """Of one kind alone, what is left is what `route` leaves of the same flows."""
    low = np.array([a for a, _, _, _ in rows])
    high = np.array([OPEN if is_open else a + b for a, b, is_open, _ in rows])
    exempt = np.minimum([e for _, _, _, e in rows], high)
    routed = union(
        less(Counts(low, high), Counts(exempt, exempt)), np.zeros(len(rows), dtype=np.int64)
    )
    flows = table(
        *(
            ((int(a), None if b >= OPEN else int(b)), NONE, ("5.1.1", int(e)))
            for a, b, e in zip(low, high, exempt, strict=True)
        )
    )
    found = by_enterprise(flows, "sensitive")

    assert routed.at(0) == found.select("low", "high").row(0)


def test_exempt_persons_are_taken_off_once():
    """What was taken off is used up, so that a second pass changes nothing."""
    once = less_exempt(table(((900, 900), NONE, ("5.1.1", 200))), "sensitive")

    assert once.equals(by_enterprise(once, "sensitive"))


def test_clauses_that_exempt_are_not_counted_by_law():
    """Each clause that is taken off is one of the pack whose persons do not count."""
    exemptions = [fact.exempts for fact in load_pack("national").exemptions if fact.exempts]
    free = {each.basis for each in exemptions if each.claimed == "case" and not each.counted}

    assert free == set(load_plausibility().exempt_clauses["claimed"])


def test_the_result_says_that_persons_were_taken_off():
    """The note tells of how many enterprises, and by which article; nothing without a claim."""
    rows = [(f"E{i}", 0, 0, 200 + 37 * i, 200 + 37 * i, None, None) for i in range(30)]
    plain = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    claimed = pl.DataFrame(
        [(*row[:5], "5.1.1", 100) if i < 4 else row for i, row in enumerate(rows)],
        schema=SCHEMA,
        orient="row",
    )
    notes = [
        simulate(flows, seed=1, thresholds=[10_000], bootstrap=50).notes
        for flows in (plain, claimed)
    ]

    assert "exempt" not in notes[0]
    assert "4 家企业" in notes[1]["exempt"].zh
    assert "第7条" in notes[1]["exempt"].zh
