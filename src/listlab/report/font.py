"""The part of the Chinese font that one page needs, ready to be inlined."""

import base64
from io import BytesIO
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from listlab.report.load import font_path

PAGE_FONTS = (
    '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Listlab Sans", "Noto Sans SC", '
    '"Noto Sans CJK SC", sans-serif'
)
_SCRIPT = "hani"
_LANGUAGE = "ZHS "  # forms of the mainland; the font's own default forms are Japanese
_ALWAYS = "".join(map(chr, range(32, 127))) + "—–−×±≥≤<>…·›、，。；：？！“”‘’（）《》〔〕%‰"


def inline_font(text: str) -> str:
    """Font for the characters of a text as a `data:` URL (woff2), simplified Chinese forms."""
    # The bounds of all glyphs together are the whole font's: no page draws by them.
    font = TTFont(font_path(), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    forms = _simplified_forms(font)
    for table in font["cmap"].tables:
        if table.format in (4, 12):
            table.cmap = {char: forms.get(glyph, glyph) for char, glyph in table.cmap.items()}
    options = subset.Options()
    options.flavor = "woff2"
    options.recalc_timestamp = False
    options.layout_features = []
    options.drop_tables += ["vhea", "vmtx", "VORG"]  # lines run from left to right
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(set(text + _ALWAYS))))
    cutter.subset(font)
    out = BytesIO()
    subset.save_font(font, out, options)
    return "data:font/woff2;base64," + base64.b64encode(out.getvalue()).decode()


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
