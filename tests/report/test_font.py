"""The font inside a page."""

import base64
from io import BytesIO

from fontTools.ttLib import TTFont

from listlab.report.font import inline_font

TEXT = "数据出境负面清单：临床试验 5万人，放行 97.1%。直角今令骨"


def opened(url: str) -> TTFont:
    return TTFont(BytesIO(base64.b64decode(url.partition(",")[2])))


def test_the_font_has_every_character_of_the_text():
    """All characters of the page are in the font, and few others."""
    characters = set(opened(inline_font(TEXT)).getBestCmap())
    assert set(map(ord, TEXT)) <= characters
    assert len(characters) < 200


def test_same_text_same_bytes():
    """The order of the text does not matter, nor does the clock."""
    assert inline_font(TEXT) == inline_font(TEXT[::-1])


def test_characters_take_the_forms_of_the_mainland():
    """今 differs between Japan and the mainland: the page gets the mainland's form."""
    from listlab.report.load import font_path

    japanese = TTFont(font_path(), lazy=True)
    page = opened(inline_font("今"))
    drawings = [charstring(font, font.getBestCmap()[ord("今")]) for font in (japanese, page)]
    assert drawings[0] != drawings[1]


def charstring(font: TTFont, glyph: str) -> list[tuple]:
    from fontTools.pens.recordingPen import RecordingPen

    pen = RecordingPen()
    font.getGlyphSet()[glyph].draw(pen)
    return pen.value
