"""How problems are told to people: what must be mended, what to check, and mere remarks."""

from listlab.model.language import Text
from listlab.model.problem import Level

# One name of each level (`Level`) wherever people read it: lists, copies, the page, the terminal.
LEVELS: dict[str, Text] = {
    "must": Text("必须改", "must be mended"),
    "check": Text("请核对", "please check"),
    "note": Text("备注", "note"),
}
# Remarks on how an answer was read, or on what became of a file: nobody has to do anything.
NOTES = frozenset(
    {
        "number.about",
        "row.total",
        "sheet.renamed",
        "volume.at_least",
        "volume.at_most",
        "volume.colloquial",
        "volume.less_than",
        "volume.more_than",
        "volume.over",
        "volume.range",
        "volume.several",
        "volume.teens",
        "workbook.duplicate",
        "workbook.superseded",
    }
)
# Warnings about what the form marks as required, though the row or the file is kept.
MUSTS = frozenset(
    {
        "credit_code.check_digit",
        "credit_code.malformed",
        "enterprise.no_name",
        "flow.no_number",
        "flow.repeated",
        "item.no_name",
        "scenario.unknown",
    }
)


def level_of(code: str) -> Level | None:
    """Level that a code has by itself; None where its severity says it."""
    return "note" if code in NOTES else "must" if code in MUSTS else None
