"""Files of a lexicon's folder: words parted by 、 or lines, folded as texts are."""

import re
from collections.abc import Iterable
from typing import Any, cast

from listlab.law.entry import Entry
from listlab.law.parse_facts import CODE, CODE_FORM, STATUSES, refuse_twice
from listlab.law.terms import (
    LEVELS,
    CategoryWords,
    Combination,
    FacetWords,
    Marker,
    NoneContext,
    PersonalType,
    Prior,
    QualifierWords,
    Terms,
)
from listlab.model.language import Text

TYPE_MARK = "@"  # before a part of a combination that is a type of personal information
_SEPARATOR = re.compile(r"[、\n]")
_ALTERNATIVE = re.compile(r"[、/]")
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(mark): " " for mark in "_-\u3000\t\uff3f\uff0d"
}


def fold_word(word: str) -> str:
    """Word as texts are folded: half width, lower case, one space for separators."""
    return re.sub(r" +", " ", word.translate(_FOLDED)).strip().lower()


def parse_categories(top: Entry) -> list[CategoryWords]:
    """Words of the categories of a file."""
    found = []
    for entry in top.entries("categories"):
        found.append(CategoryWords(entry.whole("code"), _terms(entry), _lines(entry, "examples")))
        entry.close()
    return found


def parse_none(top: Entry) -> list[NoneContext]:
    """Contexts of ordinary data."""
    found = []
    for entry in top.entries("none"):
        context = NoneContext(
            _id(entry), entry.both("name"), _terms(entry), _lines(entry, "examples")
        )
        found.append(context)
        entry.close()
    refuse_twice(top, "none", [context.id for context in found])
    return found


def parse_personal(top: Entry) -> list[PersonalType]:
    """Types of personal information."""
    found = []
    for entry in top.entries("personal"):
        kind = PersonalType(
            id=_id(entry),
            name=entry.both("name"),
            level=cast(Any, entry.choice("level", LEVELS)),
            strong=_words(entry, "strong"),
            weak=_words(entry, "weak"),
            unless=_words(entry, "unless"),
            never=_patterns(entry, "never"),
            source=entry.text("source"),
            status=entry.choice("status", STATUSES),
        )
        found.append(kind)
        entry.close()
    refuse_twice(top, "personal", [kind.id for kind in found])
    return found


def _patterns(entry: Entry, key: str) -> tuple[str, ...]:
    patterns = _lines(entry, key)
    for pattern in patterns:
        if not _compiles(pattern):
            expected = Text("正则表达式", "a regular expression")
            entry.refuse(key, pattern, expected, code="pack.value")
    return patterns


def parse_qualifiers(top: Entry) -> dict[str, QualifierWords]:
    """Words for and against qualifiers, by id."""
    found = []
    for entry in top.entries("qualifiers"):
        patterns = _patterns(entry, "patterns")
        words = QualifierWords(_id(entry), _words(entry, "for"), _words(entry, "against"), patterns)
        found.append(words)
        entry.close()
    refuse_twice(top, "qualifiers", [words.id for words in found])
    return {words.id: words for words in found}


def parse_facets(top: Entry) -> dict[tuple[str, str], FacetWords]:
    """Further words of facets, by rule and facet."""
    found = []
    for entry in top.entries("facets"):
        rule, _, facet = entry.text(
            "id", pattern=rf"{CODE}\.{CODE}", expected=Text("规则.方面", "rule.facet")
        ).partition(".")
        words, decisive, ordinary = (
            _words(entry, key) for key in ("words", "decisive", "ordinary")
        )
        totals = entry.has("totals") and entry.choice("totals", ("asked",)) == "asked"
        found.append(FacetWords(rule, facet, words, decisive, ordinary, totals))
        entry.close()
    refuse_twice(top, "facets", [f"{words.rule}.{words.facet}" for words in found])
    return {(words.rule, words.facet): words for words in found}


def parse_markers(top: Entry) -> dict[str, Marker]:
    """Words that change what others say, by id."""
    found = []
    for entry in top.entries("markers"):
        reach = (_words(entry, key) for key in ("before", "after", "whole"))
        found.append(Marker(_id(entry), entry.both("name"), *reach))
        entry.close()
    refuse_twice(top, "markers", [marker.id for marker in found])
    return {marker.id: marker for marker in found}


def parse_combinations(top: Entry) -> list[Combination]:
    """Parts that together say more than each."""
    found = []
    for entry in top.entries("combinations"):
        parts = [
            _distinct(_ALTERNATIVE.split(line), keep=TYPE_MARK) for line in _lines(entry, "parts")
        ]
        if len(parts) < 2:
            expected = Text("至少两个部分，每行一个", "at least two parts, a line each")
            entry.refuse("parts", len(parts), expected, code="pack.value")
        level = entry.choice("level", LEVELS) if entry.has("level") else None
        combination = Combination(
            id=_id(entry),
            name=entry.both("name"),
            parts=tuple(parts),
            level=cast(Any, level),
            category=entry.maybe_whole("category"),
            important=entry.choice("important", ("review",)) if entry.has("important") else None,
            reason=entry.both("reason"),
        )
        found.append(combination)
        entry.close()
    refuse_twice(top, "combinations", [combination.id for combination in found])
    return found


def parse_priors(top: Entry) -> list[Prior]:
    """Categories that industries and scenarios make likelier."""
    found = []
    for entry in top.entries("priors"):
        found.append(Prior(_id(entry), _words(entry, "words"), entry.wholes("categories")))
        entry.close()
    refuse_twice(top, "priors", [prior.id for prior in found])
    return found


def _id(entry: Entry) -> str:
    return entry.text("id", pattern=CODE, expected=CODE_FORM)


def _terms(entry: Entry) -> Terms:
    return Terms(*(_words(entry, key) for key in ("strong", "medium", "weak")))


def _words(entry: Entry, key: str) -> tuple[str, ...]:
    """Words under a key after those of the base, without the ones that `drop` takes out."""
    below = _words(entry.base, key) if entry.base else ()
    own = _split(entry, key)
    dropped = {*_split(entry, "drop")}
    return tuple(word for word in dict.fromkeys([*below, *own]) if word not in dropped)


def _split(entry: Entry, key: str) -> tuple[str, ...]:
    said = entry.maybe_text(key) or ""
    words = [fold_word(word) for word in _SEPARATOR.split(said)]
    found = _distinct(words)
    twice = sorted({word for word in found if words.count(word) > 1})
    if twice:
        expected = Text("不重复的词", "no word twice")
        entry.refuse(key, "、".join(twice), expected, code="pack.value")
    return found


def _distinct(words: Iterable[str], *, keep: str = "") -> tuple[str, ...]:
    """Words folded, each once; those that begin with `keep` stay as they are."""
    folded = (
        word.strip() if keep and word.strip().startswith(keep) else fold_word(word)
        for word in words
    )
    return tuple(dict.fromkeys(word for word in folded if word))


def _lines(entry: Entry, key: str) -> tuple[str, ...]:
    """Lines under a key as written, after those of the base."""
    below = _lines(entry.base, key) if entry.base else ()
    own = (entry.maybe_text(key) or "").splitlines()
    return tuple(dict.fromkeys([*below, *(line.strip() for line in own if line.strip())]))


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
