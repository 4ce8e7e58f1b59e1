"""Packages cut down to parts within limits before a library that has none opens them."""

import io
import re
import zipfile
from collections.abc import Iterable
from itertools import islice

from openpyxl.utils.cell import range_boundaries

from listlab.survey.package import Package
from listlab.survey.refusals import TOO_LARGE
from listlab.survey.sheets import UnusableWorkbook

MOST_CELLS = 200_000  # that are marked one by one; openpyxl takes a kilobyte a cell
_SHEETS = "xl/worksheets/"
_TEXTS = (".xml", ".rels", ".vml")
_STUB = b"-"  # in place of pictures and programs, which are looked for but not kept
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_SPAN = re.compile(
    rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\sref=["'](\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)["']"""
)


def checked_package(content: bytes) -> bytes:
    """Package of the same parts, each read within the limits; what is no XML becomes a stub.

    Raises
    ------
    UnusableWorkbook
        A part is too large or unsafe, or the sheets together hold more cells than can be marked.
    """
    package = Package(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name.replace("\\", "/").lstrip("/") for name in archive.namelist()]
    texts = [name for name in names if name.lower().endswith(_TEXTS)]
    sheets = (package.part(name) for name in texts if name.startswith(_SHEETS))
    if _count(_CELL.finditer(xml) for xml in sheets) > MOST_CELLS:
        raise UnusableWorkbook(TOO_LARGE)
    target = io.BytesIO(package.checked(texts))
    with zipfile.ZipFile(target, "a") as archive:
        for name in names:
            if name not in texts:
                archive.writestr(zipfile.ZipInfo(name), _STUB)
    return target.getvalue()


def spans_few_cells(content: bytes) -> bool:
    """Whether no merged cell or link spans more cells than openpyxl can make one by one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith(_SHEETS)]
        spans = (span[1] for name in names for span in _SPAN.finditer(archive.read(name)))
        return sum(_size(span.decode()) for span in islice(spans, MOST_CELLS)) <= MOST_CELLS


def _count(found: Iterable[Iterable[object]]) -> int:
    every = (1 for part in found for _ in part)
    return sum(islice(every, MOST_CELLS + 1))


def _size(span: str) -> int:
    left, top, right, bottom = range_boundaries(span)
    return int((right - left + 1) * (bottom - top + 1))
