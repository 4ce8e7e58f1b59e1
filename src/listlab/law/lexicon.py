"""The lexicon of a pack, read strictly from its folder and those of its bases, and checked."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from listlab.errors import PackError
from listlab.kept import from_shipped
from listlab.law.assemble import BASE, PackReader
from listlab.law.check_lexicon import check_lexicon
from listlab.law.entry import Entry
from listlab.law.load import PACKS, load_pack, pack_files
from listlab.law.pack import Pack
from listlab.law.parse_facts import refuse_twice
from listlab.law.parse_lessons import parse_lessons
from listlab.law.parse_lexicon import (
    parse_categories,
    parse_combinations,
    parse_facets,
    parse_markers,
    parse_none,
    parse_personal,
    parse_priors,
    parse_qualifiers,
)
from listlab.law.read import read_table
from listlab.law.terms import (
    CategoryWords,
    Combination,
    FacetWords,
    Lesson,
    Level,
    Lexicon,
    Marker,
    NoneContext,
    PersonalType,
    Prior,
    QualifierWords,
    Terms,
)
from listlab.model.language import Text
from listlab.model.problem import Problem

__all__ = [
    "CategoryWords",
    "Combination",
    "FacetWords",
    "Lesson",
    "Level",
    "Lexicon",
    "Marker",
    "NoneContext",
    "PersonalType",
    "Prior",
    "QualifierWords",
    "Terms",
    "check_lexicon",
    "lexicon_files",
    "load_lexicon",
]

FOLDER = "lexicon"
CATEGORY_FILES = ("nature", "industry", "services", "life", "security")
FILES = (
    *CATEGORY_FILES,
    "none",
    "personal",
    "qualifiers",
    "facets",
    "markers",
    "delimiters",
    "combinations",
    "priors",
)
LESSONS = "lessons.csv"
Found = TypeVar("Found")


def lexicon_files(root: Path = PACKS) -> tuple[Path, ...]:
    """Files of all lexicons, sorted: what a result that rests on their words depends on."""
    return tuple(sorted(root.glob(f"*/{FOLDER}/*.*")))


@functools.cache
def load_lexicon(pack_id: str, root: Path = PACKS) -> Lexicon:
    """Lexicon of a pack: the words of its bases with those that the pack states otherwise.

    Parameters
    ----------
    pack_id : str
        A pack with categories.
    root : Path, optional
        Folder of the packs.

    Returns
    -------
    Lexicon
        Read once a process. Words on categories that the pack does not have are left out.

    Raises
    ------
    PackError
        When there is no such pack, it has no lexicon, or anything in its files is wrong: all of
        it, each with file, line, key, what was found and what was expected.
    """
    if root != PACKS:
        return _load(pack_id, root)
    files = (*pack_files(), *lexicon_files())
    return from_shipped(f"lexicon-{pack_id}", files, lambda: _load(pack_id, root))


def _load(pack_id: str, root: Path) -> Lexicon:
    pack = load_pack(pack_id, root)
    folder = _Folder(pack_id, root)
    lexicon = folder.assemble(pack)
    problems = folder.problems or check_lexicon(lexicon, pack)
    if problems:
        raise PackError(problems)
    return lexicon


class _Folder:
    """Files of the lexicon of a pack over those of its bases."""

    def __init__(self, pack_id: str, root: Path) -> None:
        self._reader = PackReader(root / pack_id)
        self.problems: list[Problem] = self._reader.problems
        above = self._reader.parent_id
        while above is not None and (base := _base(above, root)) is not None:
            above = self._reader.add_base(base)
        self._folders = [folder / FOLDER for folder in (self._reader.folder, *self._reader.bases)]
        if not any(folder.exists() for folder in self._folders):
            self.problems.append(_none_there(pack_id))
        names = {LESSONS, *(f"{name}.yaml" for name in FILES)}
        for path in (path for folder in self._folders for path in sorted(folder.glob("*"))):
            if path.name not in names:
                self.problems.append(_unknown(path, names))

    def assemble(self, pack: Pack) -> Lexicon:
        """Lexicon of all files; what is wrong with them is in `problems`."""
        codes = {category.code for category in pack.categories}
        facets = {(rule.id, facet.id) for rule in pack.rules for facet in rule.facets}
        categories = [
            words for name in CATEGORY_FILES for words in self._parse(name, parse_categories)
        ]
        worded = self._parse("facets", parse_facets)
        self._refuse_twice([words.code for words in categories])
        self._refuse_dead([words.code for words in categories], list(worded))
        return Lexicon(
            pack=pack.id,
            categories=tuple(words for words in categories if words.code in codes),
            none=tuple(self._parse("none", parse_none)),
            personal=tuple(self._parse("personal", parse_personal)),
            qualifiers=self._parse("qualifiers", parse_qualifiers),
            facets={key: words for key, words in worded.items() if key in facets},
            markers=self._parse("markers", parse_markers),
            delimiters=self._parse("delimiters", _delimiters),
            combinations=tuple(self._parse("combinations", parse_combinations)),
            priors=tuple(
                Prior(prior.id, prior.words, tuple(c for c in prior.categories if c in codes))
                for prior in self._parse("priors", parse_priors)
            ),
            lessons=self._lessons(codes),
        )

    def _lessons(self, codes: set[int]) -> tuple[Lesson, ...]:
        """Lessons of all folders on the pack's categories, those of bases first."""
        found: list[Lesson] = []
        known = {int(code) for code in _category_names(self._reader.read("categories.yaml"))}
        for folder in reversed(self._folders):
            shown = "/".join((folder / LESSONS).parts[-3:])
            rows, problem = read_table(folder / LESSONS, shown)
            lessons, problems = parse_lessons(rows, known, file=shown)
            self.problems += problems if problem is None else [problem]
            found += [each for each in lessons if each.category in codes | {None}]
        return tuple(found)

    def _parse(self, name: str, parse: Callable[[Entry], Found]) -> Found:
        top = self._reader.read(f"{FOLDER}/{name}.yaml")
        found = parse(top)
        top.close()
        return found

    def _refuse_twice(self, codes: list[int]) -> None:
        top = self._reader.read(f"{FOLDER}/{CATEGORY_FILES[0]}.yaml")
        refuse_twice(top, "categories", [str(code) for code in codes])

    def _refuse_dead(self, codes: list[int], facets: list[tuple[str, str]]) -> None:
        """Refuse words on categories and facets that neither the pack nor a base of it has.

        A pack that leaves out a category or facet of its base leaves out the words silently.
        """
        tops = {"categories": self._reader.read("categories.yaml")}
        tops |= {"facets": self._reader.read("rules.yaml")}
        known = {
            "categories": _category_names(tops["categories"]),
            "facets": _facet_names(tops["facets"]),
        }
        named = {"categories": list(map(str, codes)), "facets": list(map(".".join, facets))}
        for key, names in named.items():
            expected = Text("规则包中有的类别或方面", "a category or facet of the packs")
            for name in names:
                if name not in known[key]:
                    tops[key].refuse(f"{FOLDER}.{key}", name, expected, code="pack.reference")


def _base(name: str, root: Path) -> Path | None:
    """Folder of a base, beside the pack or among the packs of listlab."""
    homes = (home / name for home in (root, PACKS))
    return next((home for home in homes if (home / BASE).exists()), None)


def _unknown(path: Path, names: set[str]) -> Problem:
    known = "、".join(sorted(names))
    message = Text(
        f"词库中有不认识的文件 {path.name}；应为以下之一：{known}。请改名或移走",
        f"the lexicon holds an unknown file {path.name}; expected one of {known}. "
        "Rename it or take it away",
    )
    shown = "/".join(path.parts[-3:])
    return Problem("pack.unknown_file", "error", message, file=shown)


def _none_there(pack_id: str) -> Problem:
    message = Text(
        f"规则包 {pack_id} 没有词库，不能识别数据项；请改用自贸试验区的规则包",
        f"the pack {pack_id} has no lexicon to identify items by; use the pack of a zone",
    )
    return Problem("pack.no_lexicon", "error", message, file=pack_id)


def _category_names(top: Entry | None) -> set[str]:
    """Codes of the categories of a file and of those it lies over."""
    if top is None:
        return set()
    groups = top.entries("groups")
    return {c.name for g in groups for c in g.entries("categories")} | _category_names(top.base)


def _facet_names(top: Entry | None) -> set[str]:
    """Names of the facets of a file and of those it lies over, as rule.facet."""
    if top is None:
        return set()
    facets = {f"{r.name}.{f.name}" for r in top.entries("rules") for f in r.entries("facets")}
    return facets | _facet_names(top.base)


def _delimiters(top: Entry) -> tuple[str, ...]:
    return top.words("delimiters")
