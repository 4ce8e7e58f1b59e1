"""Names of firms that may mean the same one, however they are spelled."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from listlab.survey.load import load_plausibility

# Legal forms at the end of a name, by what they are in law: of two kinds are two firms.
_FORMS: Mapping[str, str] = {
    "limited": "co ltd|company limited|pte ltd|pty ltd|pvt ltd|private limited|limited|ltd|"
    "有限责任公司|有限公司|公司",
    "shares": "股份有限公司|plc",
    "corporation": "incorporated|inc|corporation|corp|co|company",
    "llc": "llc",
    "gmbh": "gmbh co kg|gmbh|mbh",
    "ag": "ag|aktiengesellschaft",
    "sa": "sas|sarl|sa",
    "italian": "spa|srl",
    "dutch": "bv|nv",
    "nordic": "as|ab|oy|aps",
    "japanese": "株式会社|kabushiki kaisha|kk",
    "se": "se",
}
_ENDINGS = sorted(
    ((ending, form) for form, words in _FORMS.items() for ending in words.split("|")),
    key=lambda pair: -len(pair[0]),
)
_FRONT = ("株式会社", "the ")
_NOT_IN_NAMES = re.compile(r"[^0-9a-z\u3005-\u3007\u3040-\u9fff]+")
_INITIALS = re.compile(r"\b([a-z]) (?=[a-z]\b)")  # A. G. is AG
_HAN = re.compile(r"[\u3005-\u9fff]")
_LONGEST_COMPARED = 100  # letters of a name compared letter by letter; longer ones are no names
_LONGEST_KEPT = 300
_BRACKETS = str.maketrans("【】〔〕[]", "()()()")


@dataclass(frozen=True, slots=True)
class FirmName:
    """A name without width, case, blanks and punctuation, its legal form apart."""

    words: tuple[str, ...]
    form: str | None

    @property
    def key(self) -> str:
        """What names that are spelled alike share."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place at which a recipient is named; `countries` are those of the flow."""

    text: str
    countries: frozenset[str]
    place: int  # which row of the table of flows


def firm_name(text: str) -> FirmName:
    """Name of a firm as it is compared with others.

    Examples
    --------
    >>> firm_name("Example Holding Co., Ltd.") == firm_name("ＥＸＡＭＰＬＥ　Holding Limited")
    True
    """
    return _firm_name(text) if len(text) <= _LONGEST_KEPT else _firm_name.__wrapped__(text)


@lru_cache(maxsize=4096)
def _firm_name(text: str) -> FirmName:
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_BRACKETS)
    folded = re.sub(r"[\u0300-\u036f]", "", folded)
    words = _INITIALS.sub(r"\1", _NOT_IN_NAMES.sub(" ", folded)).strip()
    form = None
    for front in _FRONT:
        if words.startswith(front) and len(words) > len(front):
            words, form = words.removeprefix(front), "japanese" if _HAN.search(front) else None
    for ending, kind in _ENDINGS:
        stem = words.removesuffix(ending)
        whole = bool(_HAN.search(ending)) or stem.endswith(" ")
        if stem != words and stem.strip() and whole:
            return FirmName(_words(stem), kind)
    return FirmName(_words(words), form)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split() if word != "and")


def same_name(a: str, b: str) -> bool:
    """Whether two names of an enterprise are one but for width, case, blanks and punctuation.

    Legal forms count as part of it unless one of the names leaves it out.
    """
    one, other = firm_name(a), firm_name(b)
    return one.key == other.key and (one.form == other.form or None in (one.form, other.form))


def same_recipients(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs of mentions spelled differently that may mean one recipient, the doubtful one first.

    Parameters
    ----------
    mentions : sequence of Mention
        In the order of the table; of each spelling the most frequent in its group stands, and
        every mention of another spelling is paired with the first mention of that one.

    Notes
    -----
    One are names that differ by legal form where one leaves it out, by width, case, blanks and
    punctuation, or, in long names of Latin letters, by one typing error. Names with different
    legal forms, digits or, when spelled apart, countries are two.
    """
    spellings: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        spellings[mention.text].append(mention)
    for group in _groups(spellings):
        if len(group) > 1:
            ranked = sorted(
                group, key=lambda text: (-len(spellings[text]), spellings[text][0].place)
            )
            chosen = spellings[ranked[0]][0]
            for text in ranked[1:]:
                yield from ((mention, chosen) for mention in spellings[text])


def _groups(spellings: Mapping[str, Sequence[Mention]]) -> list[list[str]]:
    """Spellings that may mean one recipient, each in one group."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for text in spellings:
        if key := firm_name(text).key:
            by_key[key].append(text)
    groups: list[list[str]] = []
    home: dict[str, list[str]] = {}
    for texts in [*by_key.values(), *_one_error_apart(by_key)]:
        for text in texts:
            fitting = [g for other in texts if (g := home.get(other)) is not None]
            joined = next((g for g in fitting if _fits(text, g, spellings)), None)
            if text not in home:
                if joined is None:
                    groups.append(joined := [])
                joined.append(text)
                home[text] = joined
            elif joined is not None and joined is not home[text] and len(home[text]) == 1:
                groups.remove(home[text])
                joined.append(text)
                home[text] = joined
    return groups


def _fits(text: str, group: Iterable[str], spellings: Mapping[str, Sequence[Mention]]) -> bool:
    """Whether nothing sets a spelling apart from all those of a group."""
    form = firm_name(text).form
    own = frozenset[str]().union(*(m.countries for m in spellings[text]))
    for other in group:
        known = firm_name(other).form
        theirs = frozenset[str]().union(*(m.countries for m in spellings[other]))
        if (form and known and form != known) or (own and theirs and not own & theirs):
            return False
    return True


def _one_error_apart(by_key: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Spellings whose keys are one letter apart: left out, added, changed, or two swapped."""
    shorter: dict[str, list[str]] = defaultdict(list)
    for key in by_key:
        is_long = load_plausibility().typing_error_letters <= len(key) <= _LONGEST_COMPARED
        if is_long and not _HAN.search(key):
            for place in range(len(key)):
                shorter[key[:place] + key[place + 1 :]].append(key)
            shorter[key].append(key)
    for keys in shorter.values():
        for a, b in pairwise(keys):
            if a != b and _one_error(firm_name(by_key[a][0]), firm_name(by_key[b][0])):
                yield [*by_key[a], *by_key[b]]


def _one_error(a: FirmName, b: FirmName) -> bool:
    """Whether two names differ in one word, and there by a typing error.

    Short words are left alone: Site A and Site B are two.
    """
    if len(a.words) != len(b.words):
        return False
    differing = [pair for pair in zip(a.words, b.words, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1 or min(map(len, differing[0])) < load_plausibility().typing_error_word:
        return False
    left, right = _differing_letters(*differing[0])
    swapped = len(left) == len(right) == 2 and left == right[::-1]
    return (left + right).isalpha() and (max(len(left), len(right)) == 1 or swapped)


def _differing_letters(a: str, b: str) -> tuple[str, str]:
    """What is left of two words without their common beginning and end."""
    start = _shared(a, b)
    end = _shared(a[start:][::-1], b[start:][::-1])
    return a[start : len(a) - end], b[start : len(b) - end]


def _shared(a: str, b: str) -> int:
    """How many letters two words begin with alike."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False))
    return sum(1 for _ in alike)
