"""The corpus: clean forms and forms with planted defects, with the truth beside them.

By hand: ``python -m corpus.make DIR [SEED]`` in this folder's parent writes it and truth.csv.
"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from itertools import cycle
from pathlib import Path
from random import Random

from . import cells, layouts, private, relations
from .answers import clean_form, enterprise_name
from .damaged import damaged_files
from .form import FLOWS, ITEMS, Form, Spot, Truth, file_name
from .kinds import Kind
from .variants import VARIANTS
from .written import write_form

SEED = 20260101
_SUFFIXES = (".xlsx", ".xlsx", ".xlsx", ".xls", ".csv", ".xlsm", ".xlsx")
_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")
KINDS: tuple[Kind, ...] = tuple(
    kind for module in (cells, relations, layouts, private) for kind in module.REGISTER.kinds
)


@dataclass(frozen=True)
class Clean:
    """A clean answer as written: its file, and how many flows and items it must give."""

    path: Path
    flows: int
    items: int


def make_clean(folder: Path, *, seed: int = SEED, count: int = 80) -> list[Clean]:
    """Write clean forms, every variant at least twice; returns what each must give."""
    rng = Random(seed)
    answers = []
    for number, (name, vary, allowed) in zip(range(1, count + 1), cycle(VARIANTS)):
        form = clean_form(number, rng, flows=rng.randint(2, 4))
        form.suffix = _suffix(number, allowed)
        form.encoding = _ENCODINGS[number // 5 % 3]
        vary(form, rng)
        path = folder / file_name(number, f"{enterprise_name(number)}_{name}", form)
        write_form(form, path)
        answers.append(Clean(path, _said(form, FLOWS), _said(form, ITEMS)))
    return answers


def make_defective(folder: Path, *, seed: int = SEED) -> list[Truth]:
    """Write forms that hold every kind of defect once or more; returns the truth."""
    rng = Random(seed)
    truths: list[Truth] = []
    for number, (suffix, kinds) in enumerate(_shares(rng), start=201):
        form = clean_form(number, rng, flows=4)
        form.suffix, form.encoding = suffix, _ENCODINGS[number % 3]
        spots = _plant(form, kinds, rng)
        path = folder / file_name(number, enterprise_name(number), form)
        write_form(form, path)
        for kind, spot in spots:
            place = spot.place(form)
            truths.append(Truth(kind.name, path.name, *place, spot.code, spot.severity))
    for number, (name, suffix, code, content) in enumerate(damaged_files(rng), start=901):
        path = folder / f"{number}_{name}{suffix}"
        path.write_bytes(content)
        truths.append(Truth(name, path.name, None, None, code, "error"))
    return truths


def write_truth(truths: Sequence[Truth], path: Path) -> None:
    """Write the truth as a table."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in fields(Truth)])
        writer.writerows(astuple(truth) for truth in truths)


def _said(form: Form, sheet: str) -> int:
    """Rows of a list that say something: no examples, and none that is only crossed out."""
    return sum(
        not str(row["场景编号"]).startswith(("示例", "例", "填写示例"))
        and any(row.get(header) not in (None, "/") for header in form.tables[sheet].headers[1:])
        for row in form.tables[sheet].rows
    )


def _suffix(number: int, allowed: tuple[str, ...]) -> str:
    wanted = _SUFFIXES[number % len(_SUFFIXES)]
    return wanted if wanted in allowed else ".xlsx"


def _shares(rng: Random) -> list[tuple[str, list[Kind]]]:
    """Kinds of each defective form: three of flows, one of the card, one of the lists at most."""
    waiting = {
        scope: [k for k in KINDS if k.scope == scope] for scope in ("flow", "enterprise", "table")
    }
    for kinds in waiting.values():
        rng.shuffle(kinds)
    shares: list[tuple[str, list[Kind]]] = []
    while any(waiting.values()):
        suffix = _SUFFIXES[len(shares) % len(_SUFFIXES)]
        taken = [
            kind
            for scope, most in (("flow", 3), ("enterprise", 1), ("table", 1))
            for kind in _take(waiting[scope], suffix, most)
        ]
        shares.append((suffix, taken))
    for kind in (k for k in KINDS if k.scope == "book"):
        suffix = _SUFFIXES[len(shares) % len(_SUFFIXES)]
        shares.append((suffix if suffix in kind.suffixes else ".xlsx", [kind]))
    return shares


def _take(waiting: list[Kind], suffix: str, most: int) -> list[Kind]:
    taken = [kind for kind in waiting if suffix in kind.suffixes][:most]
    for kind in taken:
        waiting.remove(kind)
    return taken


def _plant(form: Form, kinds: Sequence[Kind], rng: Random) -> list[tuple[Kind, Spot]]:
    flows = list(range(len(form.tables[FLOWS].rows)))
    rng.shuffle(flows)
    # Kinds that add flows or lists come last, so that places of flows stay what they were.
    order = sorted(
        kinds, key=lambda kind: ("flow", "enterprise", "table", "book").index(kind.scope)
    )
    planted: list[tuple[Kind, Spot]] = []
    for kind in order:
        flow = flows.pop() if kind.scope == "flow" else 0
        planted.extend((kind, spot) for spot in kind.plant(form, flow, rng))
    return planted


if __name__ == "__main__":
    out = Path(sys.argv[1])
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    clean = make_clean(out / "clean", seed=chosen)
    found = make_defective(out / "defective", seed=chosen)
    write_truth(found, out / "truth.csv")
    print(f"{len(clean)} clean, {len({t.file for t in found})} defective, {len(found)} truths")
