"""What a cell says, as far as it may be shown beside a problem."""

from listlab.survey.cells import Cell, cell_text
from listlab.survey.private import mask

_LONGEST = 40


def written_text(value: Cell, header: str | None = None) -> str | None:
    """Own text of a cell on one line, personal data masked, cut when long; None when blank.

    Examples
    --------
    >>> written_text("4千 ")
    '4千'
    """
    text = cell_text(value)
    if text is None:
        return None
    shown = " ".join(mask(text, header).text.split())
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
