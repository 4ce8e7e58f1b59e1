"""Texts that a workbook's cells share, weighed before a reader copies them into every cell."""

import re
from collections.abc import Iterable, Mapping
from html import unescape

from listlab.survey.parts import read_elements
from listlab.survey.refusals import TOO_LARGE
from listlab.survey.room import LONGEST_TEXT
from listlab.survey.sheets import UnusableWorkbook

_MOST_REFERRED = 32 * 2**20
_MARKUP = re.compile(rb"<[^>]*>")
_SEPARATOR = b"si>"  # ends the start and the end of each text, whatever its prefix


def check_strings(strings: bytes, sheets: Iterable[bytes], filled: int) -> None:
    """Refuse texts longer than a cell takes, and texts that cells repeat without measure.

    Parameters
    ----------
    strings : bytes
        The part of shared texts.
    sheets : iterable of bytes
        XML of the sheets that will be read.
    filled : int
        How many cells of these are filled.

    Raises
    ------
    UnusableWorkbook
        No honest answer holds such texts.
    """
    longest = max(map(len, strings.split(_SEPARATOR)))
    if longest > LONGEST_TEXT:
        _check_lengths(strings)
    # Nearly always this bound is enough; only where it is not are references counted.
    if longest * filled > _MOST_REFERRED and _referred(strings, sheets) > _MOST_REFERRED:
        raise UnusableWorkbook(TOO_LARGE)


def _check_lengths(strings: bytes) -> None:
    for piece in strings.split(_SEPARATOR):
        if len(piece) > LONGEST_TEXT:
            text = unescape(_MARKUP.sub(b"", piece + b">").decode(errors="replace"))
            if len(text) > LONGEST_TEXT:
                raise UnusableWorkbook(TOO_LARGE)


def _referred(strings: bytes, sheets: Iterable[bytes]) -> int:
    """Bytes of the texts that cells show, each as often as it is shown."""
    lengths = [len(piece) for piece in strings.split(_SEPARATOR)[1::2]]
    return sum(_Sum(lengths).of(sheet) for sheet in sheets)


class _Sum:
    """Bytes of shared texts that the cells of a sheet refer to."""

    def __init__(self, lengths: list[int]) -> None:
        self._lengths, self._total = lengths, 0
        self._is_shared, self._index = False, ""

    def of(self, sheet: bytes) -> int:
        """Pass over a sheet."""
        read_elements(sheet, self._start, self._text)
        self._count()
        return self._total

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._count()
            self._is_shared = attributes.get("t") == "s"

    def _text(self, text: str) -> None:
        if self._is_shared:
            self._index += text

    def _count(self) -> None:
        index = self._index.strip()
        if self._is_shared and index.isdecimal() and int(index) < len(self._lengths):
            self._total += self._lengths[int(index)]
        self._index = ""
