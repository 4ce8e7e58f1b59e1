"""The catalogue of important data as a table."""

from listlab.draft.catalogue import catalogue_headers, catalogue_rows
from listlab.draft.important import Identified, important_note
from listlab.model.language import Lang, Text
from listlab.report.table import Column, Table


def catalogue_table(identified: Identified, lang: Lang = "zh") -> Table:
    """Draft of the catalogue: what people decided, by category, without any contents."""
    columns = tuple(Column(said, is_number) for said, is_number in catalogue_headers(lang))
    rows = tuple(tuple(str(cell) for cell in row) for row in catalogue_rows(identified, lang))
    caption = Text("重要数据目录（草稿）", "catalogue of important data (draft)").say(lang)
    return Table(caption, columns, rows, (important_note(identified).say(lang),), lang=lang)
