"""Who answered, by region, size, industry and stratum, and what each answer stands for."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import NormalDist

from listlab.survey.choices import SIZE
from listlab.survey.load import load_plausibility
from listlab.survey.rows import Record

_CONFIDENCE = 0.95
_DIVISION = 2  # digits of a GB/T 4754 division
_SIZES = tuple(dict.fromkeys(SIZE.values()))  # from large to small
Key = tuple[str | None, str | None]


def add_strata(rows: Sequence[Record]) -> tuple[list[Record], dict[str, tuple[str, ...]]]:
    """Rows of the frame with their stratum, and the region × size cells of each stratum.

    Notes
    -----
    A stratum is a cell of region × size, or several. A cell with too few answers
    (`least_answers`) joins, from the fewest answers on, the stratum of its own size with most
    answers, since volumes follow size more than place; where there is none, that of the nearest
    size in its own region, then anywhere. Equal choices go to the larger stratum, then by name.
    """
    cells: dict[Key, list[Record]] = {}
    for row in rows:
        cells.setdefault((row["region"], row["size"]), []).append(row)
    answers = {key: sum(row["status"] == "accepted" for row in own) for key, own in cells.items()}
    home = _homes(answers, {key: len(own) for key, own in cells.items()})
    members: dict[Key, list[Key]] = {}
    for key, place in home.items():
        members.setdefault(place, []).append(key)
    names = {place: _stratum(place, own) for place, own in members.items()}
    strata = [{**row, "stratum": names[home[row["region"], row["size"]]]} for row in rows]
    parts = {names[place]: tuple(sorted(map(_name, own))) for place, own in members.items()}
    return strata, parts


def _homes(answers: Mapping[Key, int], sizes: Mapping[Key, int]) -> dict[Key, Key]:
    """Cell that gives each cell's stratum its name: the one with most answers in it."""
    least = load_plausibility().least_answers
    home = {key: key for key in answers}
    held, large = dict(answers), dict(sizes)
    while len(held) > 1 and any(held.values()):
        small = min(held, key=lambda key: (held[key], large[key], _name(key)))
        if held[small] >= least:
            break
        place = min(
            (key for key in held if key != small),
            key=lambda key: (*_distance(small, key), -held[key], -large[key], _name(key)),
        )
        held[place] += held.pop(small)
        large[place] += large.pop(small)
        home = {key: place if own == small else own for key, own in home.items()}
    return home


def response_rates(rows: Sequence[Record], parts: Mapping[str, tuple[str, ...]]) -> list[Record]:
    """Response as a whole, by region, size, industry and stratum, with Wilson intervals.

    Notes
    -----
    Wilson's score interval at 95 %: it stays in [0, 1] and holds its level for few enterprises
    [1]_. It is the interval of the propensity to answer; of the enterprises listed the share that
    answered is known.

    References
    ----------
    .. [1] DOI 10.1214/ss/1009213286, section 4.
    """
    if not rows:
        return []
    groups: dict[str, Callable[[Record], str | None]] = {
        "all": lambda _: None,
        "region": lambda row: row["region"],
        "size": lambda row: row["size"],
        "industry": lambda row: _division(row["industry"]),
        "stratum": lambda row: row["stratum"],
    }
    return [
        _rate(by, group, own, parts)
        for by, group_of in groups.items()
        for group, own in _grouped(rows, group_of)
    ]


def weights(response: Iterable[Record]) -> dict[str, float]:
    """Enterprises that each answer of a stratum stands for, by stratum."""
    strata = (row for row in response if row["by"] == "stratum")
    return {row["group"]: row["weight"] for row in strata if row["weight"]}


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Ends of Wilson's score interval for a share of `count` at 95 %."""
    z = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2)
    share, spread = hits / count, z * z / count
    middle = share + spread / 2
    half = z * math.sqrt((share * (1 - share) + spread / 4) / count)
    low = 0.0 if hits == 0 else (middle - half) / (1 + spread)
    high = 1.0 if hits == count else (middle + half) / (1 + spread)
    return low, high


def _rate(
    by: str, group: str | None, own: Sequence[Record], parts: Mapping[str, tuple[str, ...]]
) -> Record:
    answered = sum(row["status"] == "accepted" for row in own)
    low, high = wilson(answered, len(own))
    is_stratum = by == "stratum"
    return {
        "by": by,
        "group": group,
        "frame": len(own),
        "answered": answered,
        "rejected": sum(row["status"] == "rejected" for row in own),
        "rate": answered / len(own),
        "rate_low": low,
        "rate_high": high,
        "weight": len(own) / answered if is_stratum and answered else None,
        "cells": list(parts.get(group or "", ())) if is_stratum else None,
    }


def _grouped(
    rows: Sequence[Record], group_of: Callable[[Record], str | None]
) -> list[tuple[str | None, list[Record]]]:
    groups: dict[str | None, list[Record]] = {}
    for row in rows:
        groups.setdefault(group_of(row), []).append(row)
    return sorted(groups.items(), key=lambda pair: (pair[0] is None, *_rank(pair[0])))


def _rank(group: str | None) -> tuple[int, str]:
    """Sizes from large to small; all else by name."""
    return (_SIZES.index(group) if group in _SIZES else 0, group or "")


def _distance(key: Key, other: Key) -> tuple[int, int]:
    """How far apart two cells are in size, then whether in region."""
    far = len(_SIZES)
    places = [_SIZES.index(size) if size in _SIZES else None for size in (key[1], other[1])]
    if key[1] == other[1]:
        apart = 0
    elif places[0] is None or places[1] is None:
        apart = far
    else:
        apart = abs(places[0] - places[1])
    return (apart, int(apart > 0 and key[0] != other[0]))


def _division(code: str | None) -> str | None:
    digits = "".join(char for char in code or "" if char.isdecimal())
    return digits[:_DIVISION] or None


def _name(key: Key) -> str:
    return " × ".join(part or "未注明" for part in key)


def _stratum(place: Key, own: Sequence[Key]) -> str:
    more = len(own) - 1
    return f"{_name(place)}（并入 {more} 格）" if more else _name(place)
