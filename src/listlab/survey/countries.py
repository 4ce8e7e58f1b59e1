"""Countries and regions as people write them, by ISO 3166 code."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from babel import Locale
from babel.core import get_global

from listlab.model.language import Lang, Text
from listlab.survey.cells import Cell, cell_text
from listlab.survey.findings import Issue
from listlab.survey.load import load_country_words
from listlab.survey.wording import says_unknown

UNKNOWN = "ZZ"  # CLDR: unknown region
DOMESTIC = "CN"
_UNION = "EU"
_NEVER_MEANT = frozenset({"EZ", "UN", "QO", "XA", "XB", UNKNOWN})
_OF_CHINA = frozenset({"HK", "MO", "TW"})
_LISTED = re.compile(r"[、;；/|\n+]+")
_LOOSE = re.compile(r"[,，]+")
_NOT_IN_NAMES = re.compile(r"[^0-9a-z\u4e00-\u9fff|]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Names:
    """Codes by name in one spelling, and a pattern that finds long names inside a text."""

    codes: dict[str, tuple[str, ...]]
    inside: re.Pattern[str]
    fillers: frozenset[str]
    offered: tuple[str, ...]  # names to compare a misspelt one with


@functools.lru_cache(maxsize=4096)
def read_countries(value: Cell) -> tuple[str | None, tuple[Issue, ...]]:
    """ISO 3166 alpha-2 codes of a cell joined by `;`, and what is wrong with it.

    Parameters
    ----------
    value : str or None
        Names, abbreviations or codes in Chinese or English, several in any list.

    Returns
    -------
    tuple of (str or None, tuple of Issue)
        None when blank; `ZZ` stands for every part that is no country, `EU` for the union.

    Examples
    --------
    >>> read_countries("美国、新加坡和香港")[0]
    'US;SG;HK'
    """
    text = cell_text(value)
    if text is None or says_unknown("".join(text.split()).lower()):
        return None, ()
    codes, strange = _find(text)
    issues = []
    if any(code == DOMESTIC for code in codes):
        issues.append(_DOMESTIC)
    if strange:
        issues.append(_unknown(strange))
    if any(code in (_UNION, UNKNOWN) for code in codes):
        issues.append(_GROUP)
    if strange:
        codes.append(UNKNOWN)
    return ";".join(dict.fromkeys(codes)) or None, tuple(issues)


@functools.lru_cache(maxsize=1024)
def country_name(code: str, lang: Lang = "zh") -> str:
    """Name of a country or region by its ISO 3166 alpha-2 code; the code itself when unknown."""
    own: dict[str, str] | None = load_country_words()["names"].get(code)
    return own[lang] if own else str(Locale.parse(lang).territories.get(code, code))


def country_names(codes: str | None, lang: Lang = "zh") -> str | None:
    """Names of the countries of a cell, whose codes are joined by `;`."""
    if codes is None:
        return None
    return Text("、", ", ").say(lang).join(country_name(code, lang) for code in codes.split(";"))


def _find(text: str) -> tuple[list[str], list[str]]:
    """Codes in the order written, and the parts in which none was found."""
    names, plain = _names(), _plain(text)
    if whole := names.codes.get(plain) or names.codes.get(plain.replace(" ", "")):
        return list(whole), []
    codes: list[str] = []
    strange: list[str] = []
    for part in _LISTED.split(text):
        found: list[str] = []
        doubtful: list[str] = []
        for piece in _LOOSE.split(part):
            hits, rest = _codes_of(piece, names)
            found += hits
            doubtful += [] if hits or not rest else [rest]
        if len(found) > 1 and _OF_CHINA.intersection(found):
            found = [code for code in found if code != DOMESTIC]  # 中国（香港）, Hong Kong, China
        codes += found
        # A city or a state beside its country needs no country of its own.
        strange += doubtful if not found or _HAN.search("".join(doubtful)) else []
    return codes, strange


def _codes_of(piece: str, names: _Names) -> tuple[list[str], str]:
    """Codes found in one piece of a list, and what else it says."""
    plain = _plain(piece)
    if whole := names.codes.get(plain) or names.codes.get(plain.replace(" ", "")):
        return list(whole), ""
    hits = [(m.start(), names.codes[m[0]]) for m in names.inside.finditer(plain)]
    rest = names.inside.sub(" ", plain).split()
    if not hits:
        written = {_plain(word) for word in re.findall(r"\b[A-Z]{2,3}\b", piece)}
        hits = [(0, names.codes[w]) for w in rest if w in written and w in names.codes]
        rest = [word for word in rest if word not in written or word not in names.codes]
    if not hits and len(plain) > 1 and all(names.codes.get(char) for char in plain):
        return [code for char in plain for code in names.codes[char]], ""  # 美英
    words = [word for word in rest if word not in names.fillers]
    return [code for _, found in hits for code in found], " ".join(words)


@functools.cache
def _names() -> _Names:
    words = load_country_words()
    codes: dict[str, tuple[str, ...]] = {}
    for name, code in _spelled(words):
        if key := _plain(name):
            codes.setdefault(key, (code,))
    for name, several in words["several"].items():
        codes[_plain(name)] = tuple(several)
    long = [n for n in codes if len(n) >= (2 if _HAN.search(n) else 4)]
    inside = "|".join(map(_bounded, sorted(long, key=len, reverse=True)))
    offered = tuple(name for name in long if _HAN.search(name))
    fillers = frozenset(map(_plain, words["fillers"]))
    return _Names(codes, re.compile(inside), fillers, offered)


def _spelled(words: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Names with their codes; where two codes claim a name, the first one has it."""
    for code, aliases in words["aliases"].items():
        yield from ((alias, code) for alias in aliases)
    for line in words["domestic"]:
        yield from ((name, DOMESTIC) for name in line)
    for code, groups in words["groups"].items():
        yield from ((name, code) for name in groups)
    for lang in ("zh", "en"):
        for code, name in Locale.parse(lang).territories.items():
            if len(code) == 2 and code not in _NEVER_MEANT:
                yield from ((each, code) for each in (name, name.split("(")[0], code))
    for code, now in get_global("territory_aliases").items():
        if len(code) == 3 and code.isalpha() and len(now) == 1 and now[0].isalpha():
            yield code, now[0]


def _bounded(name: str) -> str:
    if _HAN.search(name):
        return re.escape(name)
    return rf"(?<![a-z]){re.escape(name)}(?![a-z])"


def _plain(text: str) -> str:
    """One spelling of a name: half width, lower case, no accents, single blanks between words."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    spaced = _NOT_IN_NAMES.sub(" ", re.sub(r"[\u0300-\u036f]", "", folded))
    words = " ".join(word for word in spaced.split() if word != "and")
    return re.sub(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])", "", words)


def _unknown(strange: list[str]) -> Issue:
    near = [name for part in strange for name in get_close_matches(part, _names().offered, 1, 0.6)]
    hint = Text("", "")
    if near:
        hint = Text(f"，是否为「{near[0]}」", f', perhaps "{near[0]}"')
    return Issue(
        "country.unknown",
        Text(
            f"看不出是哪个国家或地区{hint.zh}；请填国家或地区的名称或代码，多个用顿号隔开，"
            "例如 美国、新加坡",
            f"no country or region that is known{hint.en}: fill in names or codes, "
            "such as 美国、新加坡",
        ),
    )


_GROUP = Issue(
    "country.group",
    Text(
        "写的是一片地区而不是国家；请逐一列出接收方所在的国家或地区，多个用顿号隔开",
        "a part of the world and no country; list the countries of the recipients one by one",
    ),
)
_DOMESTIC = Issue(
    "country.domestic",
    Text(
        "接收方在境内，不属于数据出境；请核对，如果确实没有出境请删除这一行",
        "the recipient is within the mainland, so no data leave; check it, or delete the row",
    ),
)
