"""The sheet that holds a list, in a file that may hold others."""

from collections.abc import Sequence

from listlab.survey.cells import plain_text
from listlab.survey.columns import GUIDANCE, SheetForm
from listlab.survey.headers import match_header
from listlab.survey.sheets import Grid

_HEADER_WITHIN = 10


def choose_grids(grids: Sequence[Grid], form: SheetForm) -> list[Grid]:
    """Sheets of that name; else those with most of its headers; else the first after guidance."""
    named = [grid for grid in grids if plain_text(grid.name) == plain_text(form.name)]
    if named:
        return named
    others = [grid for grid in grids if plain_text(grid.name) != plain_text(GUIDANCE)]
    fits = [_headers(grid, form) for grid in others]
    best = max(fits, default=0)
    if best > 1:
        return [grid for grid, fit in zip(others, fits, strict=True) if fit == best]
    return others[:1]


def _headers(grid: Grid, form: SheetForm) -> int:
    """Most headers of the form that one of the first rows has."""
    return max(
        (
            sum(match_header(cell, form) is not None for cell in row)
            for row in grid.rows[:_HEADER_WITHIN]
        ),
        default=0,
    )
