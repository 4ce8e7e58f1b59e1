"""How much one answer may hold, over all its sheets: beyond it no honest answer lies."""

from listlab.survey.refusals import TOO_LARGE
from listlab.survey.sheets import UnusableWorkbook

MOST_CELLS_FILLED = 4 * 10**5
MOST_CELLS = 2 * 10**6
MOST_SHEETS = 500
LONGEST_TEXT = 32_767  # characters; spreadsheets take no more in a cell
WIDEST_ROW = 16_384
_MOST_MERGED = 2 * 10**4
_MOST_MERGED_COLUMNS = 2 * 10**5
_WIDEST_MERGED = 256  # columns of a form lie far to the left of the ends of a row merged whole


class Room:
    """What an answer may still hold; taking more than that refuses it.

    Sheets are read side by side in memory, so one room serves all sheets of an answer.
    """

    __slots__ = ("area", "filled", "merged", "merged_columns", "sheets")

    def __init__(self) -> None:
        self.filled, self.area = MOST_CELLS_FILLED, MOST_CELLS
        self.merged, self.merged_columns = _MOST_MERGED, _MOST_MERGED_COLUMNS
        self.sheets = MOST_SHEETS

    def take_sheet(self, filled: int, rows: int, columns: int) -> None:
        """Take the cells of a sheet that are filled, and the area up to the farthest of them.

        Raises
        ------
        UnusableWorkbook
            There is no room left.
        """
        self.sheets -= 1
        self.filled -= filled
        self.area -= rows * columns
        if min(self.sheets, self.filled, self.area) < 0:
            raise UnusableWorkbook(TOO_LARGE)

    def take_merged(self, columns: int) -> None:
        """Take one merged area as wide as that.

        Raises
        ------
        UnusableWorkbook
            There is no room left.
        """
        self.merged -= 1
        self.merged_columns -= min(columns, _WIDEST_MERGED)
        if min(self.merged, self.merged_columns) < 0:
            raise UnusableWorkbook(TOO_LARGE)


def widest_merged(left: int, right: int) -> range:
    """Columns of a merged area that are looked at, from its first and last."""
    return range(left, min(right, left + _WIDEST_MERGED) + 1)
