"""The Chinese font with mainland forms: whole for pictures, the part that one page needs."""

import base64
from functools import cache
from io import BytesIO
from typing import Any

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from listlab.kept import from_shipped
from listlab.report.load import font_path

FONT_FAMILY = "Listlab Charts"  # of pictures; no font of the machine has the name
PAGE_FONTS = (
    '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Listlab Sans", "Noto Sans SC", '
    '"Noto Sans CJK SC", sans-serif'
)
_SCRIPT = "hani"
_LANGUAGE = "ZHS "  # forms of the mainland; the font's own default forms are Japanese
_LAYOUT = ("GSUB", "GPOS", "BASE", "vhea", "vmtx", "VORG")  # lines run from left to right
_NAMES = {1: FONT_FAMILY, 2: "Regular", 6: "ListlabCharts-Regular"}
_ALWAYS = "".join(map(chr, range(32, 127))) + "—–−×±≥≤<>…·›、，。；：？！“”‘’（）《》〔〕%‰"


def inline_font(text: str) -> str:
    """Font for the characters of a text as a `data:` URL (woff), simplified Chinese forms."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, set(text + _ALWAYS)))
    wanted.flags = (
        hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.DESUBROUTINIZE
        | hb.SubsetFlags.NOTDEF_OUTLINE
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    part = hb.subset(hb.Face(simplified_font()), wanted).blob.data
    font = TTFont(BytesIO(part), recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff"
    out = BytesIO()
    font.save(out)
    return "data:font/woff;base64," + base64.b64encode(out.getvalue()).decode()


@cache
def simplified_font() -> bytes:
    """The whole font with the forms of the mainland in the place of its own, without layout."""
    return from_shipped("font", (font_path(),), _simplify)


def _simplify() -> bytes:
    # The bounds of all glyphs together are the whole font's: no page draws by them.
    font = TTFont(font_path(), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    forms = _simplified_forms(font)
    for table in font["cmap"].tables:
        if table.format in (4, 12):
            table.cmap = {char: forms.get(glyph, glyph) for char, glyph in table.cmap.items()}
    for tag in _LAYOUT:
        if tag in font:
            del font[tag]
    font["name"].names = [name for name in font["name"].names if name.nameID in _NAMES]
    for name in font["name"].names:
        name.string = _NAMES[name.nameID]
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _simplified_forms(font: Any) -> dict[str, str]:
    table = font["GSUB"].table
    forms: dict[str, str] = {}
    for script in table.ScriptList.ScriptRecord:
        if script.ScriptTag != _SCRIPT:
            continue
        for record in script.Script.LangSysRecord:
            if record.LangSysTag == _LANGUAGE:
                for index in record.LangSys.FeatureIndex:
                    forms |= _substitutions(table, index)
    return forms


def _substitutions(table: Any, feature: int) -> dict[str, str]:
    record = table.FeatureList.FeatureRecord[feature]
    if record.FeatureTag != "locl":
        return {}
    forms: dict[str, str] = {}
    for index in record.Feature.LookupListIndex:
        for part in table.LookupList.Lookup[index].SubTable:
            forms |= getattr(part, "ExtSubTable", part).mapping
    return forms
