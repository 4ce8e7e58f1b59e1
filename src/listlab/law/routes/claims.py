"""Exemptions that cases claim, and the persons under each."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from listlab.law.routes.case import Coded
from listlab.law.routes.columns import Columns
from listlab.law.routes.count import OPEN, Counts, Persons, Whole
from listlab.model.language import Text

_CLAIM = frozenset({"basis", "personal", "sensitive"})
_NO_PERSONS = Text(
    "其他情形：该情形只适用于不含个人信息的数据，与人数矛盾",
    "another exemption: this one is for data without persons",
)


def read_claims(
    rows: Columns, persons: Columns, total: Persons, bases: Mapping[str, bool]
) -> tuple[Coded[tuple[str, ...]], Whole, Persons]:
    """Exemptions that each case claims, by how many claims, and the persons exempt by all.

    The same person may fall under several claims of a case: together they are at least as many
    as the largest claim and at most their sum.
    """
    claims, owners = _claims(rows)
    names = _bases(claims, bases)
    counts = Persons(claims.counts("personal", 0), claims.counts("sensitive", 0))
    forbidden = [bases.get(name) is False for name in names]
    has_persons = counts.some | total.some[owners]
    for place in np.flatnonzero(has_persons & np.asarray(forbidden, np.bool_)).tolist():
        claims.refuse(place, "basis", names[place], _NO_PERSONS, "case.contradiction")
    size = len(rows.rows)
    exempt = Persons(_union(counts.personal, owners, size), _union(counts.sensitive, owners, size))
    _check_total(persons, "personal", exempt.personal, total.personal)
    _check_total(persons, "sensitive", exempt.sensitive, total.sensitive)
    claimed: list[tuple[str, ...]] = [()] * size
    for owner, name in zip(owners.tolist(), names, strict=True):
        if name not in claimed[owner]:
            claimed[owner] = (*claimed[owner], name)
    return Coded.of(claimed), np.bincount(owners, minlength=size), exempt


def _claims(rows: Columns) -> tuple[Columns, Whole]:
    """Claims of all cases one after the other, and the case of each."""
    given = rows.values("exempt")
    listed: list[list[Any]] = [
        []
        if entries is None
        else entries
        if type(entries) is list
        else rows.findings.listed(place, entries, "exempt")
        for place, entries in enumerate(given)
    ]
    flat = [claim for entries in listed for claim in entries]
    owners = np.repeat(np.arange(len(listed)), [len(entries) for entries in listed])
    numbers = [number for entries in listed for number in range(len(entries))]
    places = list(zip(owners.tolist(), numbers, strict=True))
    claims = Columns(flat, rows.findings, "exempt.", places)
    claims.check_keys(_CLAIM)
    return claims, owners.astype(np.int64)


def _bases(claims: Columns, bases: Mapping[str, bool]) -> list[str]:
    names = claims.values("basis")
    if set(map(type, names)) <= {str} and bases.keys() >= set(names):
        return names
    known = list(bases)
    expected = Text("以下之一：" + "、".join(known), "one of " + ", ".join(known))
    for place, name in enumerate(names):
        if not isinstance(name, str) or name not in bases:
            claims.refuse(place, "basis", name, expected, "case.basis")
            names[place] = ""
    return names


def _check_total(persons: Columns, kind: str, exempt: Counts, total: Counts) -> None:
    """Refuse more exempt persons than there are, or any where none are counted."""
    if not exempt.low.any():
        return
    unknown = np.asarray([value is None for value in persons.values(kind)])
    wrong = (exempt.low > total.high) | (unknown & (exempt.low > 0))
    for place in np.flatnonzero(wrong).tolist():
        limit = f"persons.{kind}" if unknown[place] else int(total.high[place])
        expected = Text(f"不超过该业务的总人数 {limit}", f"at most the total of the flow, {limit}")
        code = "case.no_flow" if unknown[place] else "case.exempt"
        got = int(exempt.low[place])
        persons.findings.refuse(place, f"exempt.{kind}", got, expected, code)


def _union(counts: Counts, owners: Whole, size: int) -> Counts:
    low, high = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.maximum.at(low, owners, counts.low)
    np.add.at(high, owners, counts.high)
    return Counts(low, np.minimum(high, OPEN))
