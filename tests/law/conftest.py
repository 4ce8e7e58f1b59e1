"""A copy of the packs that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from listlab.errors import PackError
from listlab.law.load import PACKS, load_pack
from listlab.model.problem import Problem


class Copy:
    """Packs in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def change(self, file: str, old: str, new: str) -> int:
        """Replace a text that stands once or more, and return the line of the first."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def add(self, file: str, text: str) -> None:
        """Add text at the end of a file, which is made when missing."""
        path = self.root / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")

    def problems(self, pack: str = "beijing") -> tuple[Problem, ...]:
        """Everything wrong with a pack."""
        with pytest.raises(PackError) as caught:
            load_pack(pack, self.root)
        return caught.value.problems


@pytest.fixture
def packs(tmp_path: Path) -> Copy:
    """Spoilable copy of the packs."""
    root = tmp_path / "packs"
    shutil.copytree(PACKS, root)
    return Copy(root)
