"""Volume rules are decided exactly, on intervals, and on what is held rather than exported."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from listlab.identify.held import held
from listlab.identify.nature import MET, OPEN, REFUTED, SILENT
from listlab.identify.personal import NOT_PERSONAL, PERSONAL, SENSITIVE
from listlab.law.load import load_pack

PACK = load_pack("beijing")
WAN = 10**4


def outcomes(
    level: int, *, named: bool = False, claimed: int | None = None, **row: Any
) -> dict[str, int]:
    """Outcome of each volume rule for one item; unknown stocks count as silent."""
    columns: dict[str, list[Any]] = {"id": ["1"]}
    for name, value in row.items():
        if isinstance(value, tuple):
            columns |= {f"{name}_low": [value[0]], f"{name}_high": [value[1]]}
        else:
            columns[name] = [value]
    contents = {"bank_account": np.array([named])}
    own = np.array([level], dtype=np.int8)
    most = np.array([level if claimed is None else claimed], dtype=np.int8)
    found = held(pl.DataFrame(columns), own, PACK, claimed=most, contents=contents, stock=0.1)
    said = np.where(found.unknown, SILENT, found.outcomes)[0]
    return {rule.id: int(state) for rule, state in zip(found.rules, said, strict=True)}


@pytest.mark.parametrize(
    ("stock", "expected"),
    [
        ((1000 * WAN - 1, 1000 * WAN - 1), REFUTED),
        ((1000 * WAN, 1000 * WAN), MET),
        ((1000 * WAN, None), MET),
        ((900 * WAN, 1000 * WAN - 1), REFUTED),
        ((900 * WAN, 1000 * WAN), OPEN),
        ((5 * WAN, None), OPEN),
        ((0, None), SILENT),
    ],
)
def test_limit_itself_counts(stock: tuple[int, int | None], expected: int) -> None:
    """Below, at and above the limit; an interval that straddles it stays open."""
    assert expected == outcomes(PERSONAL, persons_held=stock)["held_personal"]


def test_sensitive_stock_counts_for_sensitive_items_alone() -> None:
    """A rule on sensitive information is silent on a name, and the other way round."""
    stock = (100 * WAN, 100 * WAN)

    assert MET == outcomes(SENSITIVE, persons_held=stock)["held_sensitive"]
    assert SILENT == outcomes(PERSONAL, persons_held=stock)["held_sensitive"]
    assert SILENT == outcomes(SENSITIVE, persons_held=stock)["held_personal"]
    assert {SILENT} == set(outcomes(NOT_PERSONAL, persons_held=stock).values())


def test_own_number_of_sensitive_persons_goes_first() -> None:
    """Of a large stock only the sensitive part counts, where it is known."""
    row = {"persons_held": (900 * WAN, 900 * WAN), "sensitive_held": (99 * WAN, 99 * WAN)}

    assert REFUTED == outcomes(SENSITIVE, **row)["held_sensitive"]


def test_sensitive_persons_are_taken_out_of_the_others() -> None:
    """10.2 million held, 300,000 of them sensitive: fewer than ten million without them."""
    row = {"persons_held": (1020 * WAN, 1020 * WAN), "sensitive_held": (30 * WAN, 30 * WAN)}

    assert REFUTED == outcomes(PERSONAL, **row)["held_personal"]


@pytest.mark.parametrize(
    ("exported", "expected"),
    [((1000 * WAN, None), MET), ((100 * WAN, 200 * WAN), OPEN), ((WAN, WAN), SILENT)],
)
def test_export_proves_a_stock_but_not_its_lack(
    exported: tuple[int, int | None], expected: int
) -> None:
    """Who exports so many holds as many; a large export without a stock is open."""
    assert expected == outcomes(PERSONAL, persons=exported)["held_personal"]


def test_small_export_never_refutes_a_stated_stock() -> None:
    """The stock decides though only a few are exported."""
    row = {"persons": (100, 100), "persons_held": (1200 * WAN, 1200 * WAN)}

    assert MET == outcomes(PERSONAL, **row)["held_personal"]


@pytest.mark.parametrize(
    ("named", "contains", "expected"),
    [
        (True, [], MET),
        (False, ["medical_treatment"], MET),
        (False, ["other"], OPEN),
        (False, [], OPEN),
    ],
)
def test_contents_lower_the_limit(named: bool, contains: list[str], expected: int) -> None:
    """Accounts and treatment data lower the limit, answered or named; of others people decide."""
    found = outcomes(SENSITIVE, named=named, persons_held=(10 * WAN, 10 * WAN), contains=contains)

    assert expected == found["held_sensitive_contents"]


@pytest.mark.parametrize(
    ("ciio", "stock", "expected"),
    [
        ("yes", 10 * WAN, MET),
        ("yes", 10 * WAN - 1, REFUTED),
        ("no", 10 * WAN, SILENT),
        (None, 10 * WAN, SILENT),
        ("unknown", 10 * WAN, OPEN),
        ("unknown", 10 * WAN - 1, REFUTED),
    ],
)
def test_ciio_line(ciio: str | None, stock: int, expected: int) -> None:
    """A CIIO has a line of its own, for any personal information; unsure ones stay open."""
    for level in (PERSONAL, SENSITIVE):
        found = outcomes(level, persons_held=(stock, stock), ciio=ciio)
        assert expected == found["held_ciio"]


def test_rules_come_from_the_pack() -> None:
    """Without volume rules in the pack none is asked."""
    bare = replace(PACK, rules=tuple(r for r in PACK.rules if r.kind != "volume"))

    level = np.array([2], dtype=np.int8)
    found = held(pl.DataFrame({"x": [1]}), level, bare, claimed=level, contents={}, stock=0.1)

    assert ((), (1, 0)) == (found.rules, found.outcomes.shape)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (99 * WAN, 99 * WAN, SILENT),
        (100 * WAN, 100 * WAN, OPEN),
        (80 * WAN, 120 * WAN, OPEN),
        (80 * WAN, 99 * WAN, SILENT),
    ],
)
def test_a_higher_level_that_is_open_leaves_the_limit_to_people(
    low: int, high: int, expected: int
) -> None:
    """A stock that reaches a million and may be sensitive is nobody's no; one below is none."""
    row = {"persons_held": (low, high)}

    assert expected == outcomes(PERSONAL, claimed=SENSITIVE, **row)["held_sensitive"]


@pytest.mark.parametrize(
    ("level", "row", "expected"),
    [
        (SENSITIVE, {"persons": (780, 780)}, True),
        (SENSITIVE, {"persons": (0, 0)}, False),
        (SENSITIVE, {"persons": (780, 780), "persons_held": (20 * WAN, 20 * WAN)}, False),
        (SENSITIVE, {"persons": (2 * WAN, 2 * WAN)}, False),
        (NOT_PERSONAL, {"persons": (780, 780)}, False),
        (SENSITIVE, {}, False),
    ],
)
def test_few_persons_are_known_and_far_below_every_limit(
    level: int, row: dict[str, Any], expected: bool
) -> None:
    """780 patients are few; a blank, none of one kind, or a stock at a limit are not."""
    frame = {"id": ["1"]} | {
        f"{k}_{e}": [v] for k, w in row.items() for e, v in zip(("low", "high"), w, strict=True)
    }
    own = np.array([level], dtype=np.int8)
    named = {"medical_treatment": np.array([True])}
    found = held(pl.DataFrame(frame), own, PACK, claimed=own, contents=named, stock=0.1)

    assert expected == bool(found.few[0])
