"""Merged cells of a sheet, found by place."""

from bisect import bisect_right
from collections import defaultdict

from listlab.survey.cells import Cell
from listlab.survey.room import widest_merged
from listlab.survey.sheets import Grid, Place

_Area = tuple[int, int, int, int]  # top, bottom, left, right


class MergedCells:
    """Merged areas of one sheet by column, each with the cell whose value they show."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._areas: dict[int, list[_Area]] = defaultdict(list)
        for (top, left), (bottom, right) in grid.merged:
            area = (top, bottom, left, right)
            for column in widest_merged(left, right):
                self._areas[column].append(area)
        for areas in self._areas.values():
            areas.sort()

    def __bool__(self) -> bool:
        return bool(self._areas)

    def origin(self, row: int, column: int) -> Place | None:
        """First cell of the merged area that covers a place, None where there is none."""
        area = self._area(row, column)
        return (area[0], area[2]) if area else None

    def end(self, row: int, column: int) -> Place:
        """Last cell of the merged area that covers a place; the place itself where none does."""
        area = self._area(row, column)
        return (area[1], area[3]) if area else (row, column)

    def value(self, row: int, column: int) -> Cell:
        """Value that a place shows, be it merged or not."""
        return self._grid.at(*(self.origin(row, column) or (row, column)))

    def _area(self, row: int, column: int) -> _Area | None:
        areas = self._areas.get(column)
        if not areas:
            return None
        index = bisect_right(areas, row, key=lambda area: area[0]) - 1
        return areas[index] if index >= 0 and areas[index][1] >= row else None
