"""Texts that can't be read as they are: no letters, unseen characters, letters that look alike."""

import re
from collections.abc import Iterator

import polars as pl

from listlab.model.language import Text

LETTERS = r"\p{L}"
# Format and control characters break words apart without being seen; line ends are none of them.
_UNSEEN = r"[\p{Cf}\p{Cc}--\t\n\r]"
_LATIN, _CYRILLIC = "A-Za-z", "\u0400-\u04ff"
_MIXED = re.compile(f"[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}]")
_ODD = re.compile(f"[{_CYRILLIC}]")
_MOST_NAMED = 3  # odd letters that a message names
_WORDED = ("name", "description")  # a precision or an industry may be a number
Finding = tuple[str, int, Text, str | None]


def unseen_removed(column: pl.Series) -> pl.Series:
    """Texts without the characters that nobody sees."""
    return column.str.replace_all(_UNSEEN, "")


def unreadable(column: pl.Series, cleaned: pl.Series) -> Iterator[Finding]:
    """What is wrong with the texts of one column: code, row, message, and what was found.

    Parameters
    ----------
    column : Series
        Texts as written.
    cleaned : Series
        The same by `unseen_removed`.
    """
    name = column.name
    for row in (column != cleaned).fill_null(False).arg_true():
        yield "text.unseen", row, _unseen(name), None
    for row in (~cleaned.str.contains(LETTERS)).fill_null(False).arg_true():
        if name in _WORDED and cleaned[row]:
            yield "text.no_letters", row, _no_letters(name), None
    # Cyrillic alone is a language; inside a Latin word it is a letter that looks like another.
    for row in cleaned.str.contains(f"[{_CYRILLIC}]").fill_null(False).arg_true():
        if _MIXED.search(cleaned[row]):
            odd = [f"{x} (U+{ord(x):04X})" for x in dict.fromkeys(_ODD.findall(cleaned[row]))]
            yield "text.mixed_scripts", row, _mixed(name), ", ".join(odd[:_MOST_NAMED])


def _unseen(name: str) -> Text:
    return Text(
        f"{name} 中有看不见的字符（零宽、控制字符），已去掉再读；应只有文字，请在原表中删去",
        f"{name} holds characters that can't be seen (zero width, control); read without them; "
        "expected text alone: delete them in the table",
    )


def _no_letters(name: str) -> Text:
    return Text(
        f"{name} 中只有符号或数字（如表情），读不出是什么数据；应为文字，请写出数据项的名称或说明",
        f"{name} holds signs or digits only (such as emoji), which say nothing of the data; "
        "expected words: write out the item's name or description",
    )


def _mixed(name: str) -> Text:
    return Text(
        f"{name} 的一个词里混有两种字母，其中西里尔字母与拉丁字母同形，词语可能认不出；"
        "应为同一种字母，请重新键入这个词",
        f"a word of {name} mixes two alphabets: Cyrillic letters that look Latin, so that words "
        "may be missed; expected one alphabet: type the word again",
    )
