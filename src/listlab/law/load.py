"""Packs read from their YAML files, strictly, over the packs they extend."""

import functools
from pathlib import Path

from listlab.errors import PackError
from listlab.kept import from_shipped
from listlab.law.assemble import BASE, PackReader
from listlab.law.check_sources import check_articles
from listlab.law.pack import Pack
from listlab.law.read import BROKEN
from listlab.model.language import Text
from listlab.model.problem import Problem

PACKS = Path(__file__).parent / "packs"


def pack_ids(root: Path = PACKS) -> tuple[str, ...]:
    """Names of the packs there are, sorted; bases that packs share are none."""
    return tuple(sorted(path.parent.name for path in root.glob("*/pack.yaml")))


def pack_files(root: Path = PACKS) -> tuple[Path, ...]:
    """Files of all packs, sorted: what a result that rests on the law depends on."""
    return tuple(sorted(root.glob("*/*.yaml")))


@functools.cache
def load_pack(pack_id: str, root: Path = PACKS) -> Pack:
    """Pack of this name with what it inherits, read once a process, and kept where shipped.

    What it extends is looked for beside it first, then among the packs of listlab.

    Raises
    ------
    PackError
        When there is no such pack, or anything in its files is wrong: all of it, each with
        file, line, key, what was found and what was expected.
    """
    if root != PACKS:
        return _load(pack_id, root, ())
    return from_shipped(f"pack-{pack_id}", pack_files(), lambda: _load(pack_id, root, ()))


def _load(pack_id: str, root: Path, below: tuple[str, ...]) -> Pack:
    if pack_id not in pack_ids(root):
        known = "、".join(pack_ids(root)) or "-"
        message = Text(
            f"没有名为 {pack_id!r} 的规则包；现有：{known}。请改用其中之一",
            f"no pack is named {pack_id!r}; there are: {known}. Use one of these",
        )
        raise PackError(Problem("pack.not_found", "error", message, got=pack_id))
    reader = PackReader(root / pack_id)
    chain = (*below, pack_id)
    parent_id = reader.parent_id
    while parent_id is not None and parent_id not in chain:
        base = _home(parent_id, root, BASE) / parent_id
        if not (base / BASE).exists():
            break
        chain = (*chain, parent_id)
        parent_id = reader.add_base(base)
    if parent_id in chain:
        reader.refuse_circle(parent_id)
        raise PackError(reader.problems)
    home = _home(parent_id or "", root, "pack.yaml")
    parent = _load(parent_id, home, chain) if parent_id else None
    pack = reader.assemble(parent)
    if reader.problems:
        whole = not {problem.code for problem in reader.problems} & BROKEN
        raise PackError([*reader.problems, *(check_articles(pack) if whole else ())])
    return pack


def _home(pack_id: str, root: Path, file: str) -> Path:
    """Folder of packs that holds this one: the root given, else that of listlab."""
    return root if (root / pack_id / file).exists() else PACKS
