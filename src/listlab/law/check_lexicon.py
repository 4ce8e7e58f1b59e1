"""What a lexicon that can be read still gets wrong: gaps, dead names, words that contradict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from listlab.law.pack import Pack
from listlab.law.parse_lexicon import TYPE_MARK
from listlab.law.terms import Lexicon, Terms
from listlab.model.language import Text
from listlab.model.problem import Problem

_Finding = tuple[str, str, str, Text]
_ONCE = Text("只属于一个相互排斥的词组", "in one only of groups that exclude each other")


def check_lexicon(lexicon: Lexicon, pack: Pack) -> tuple[Problem, ...]:
    """Everything wrong with a lexicon that was read, against the pack it serves.

    Categories without a strong word or an example, qualifiers that a facet asks for and no word
    supports, references to what is not there, and words that stand in two groups which exclude
    each other, such as strong for two categories or both for and against a qualifier.
    """
    found = [*_gaps(lexicon, pack), *_dead(lexicon, pack), *_contradictions(lexicon)]
    return tuple(_problem(lexicon.pack, *each) for each in found)


def _gaps(lexicon: Lexicon, pack: Pack) -> Iterator[_Finding]:
    said = {words.code for words in lexicon.categories if words.terms.strong and words.examples}
    expected = Text("至少一个 strong 词和一个例子", "at least a strong word and an example")
    for category in pack.categories:
        if category.code not in said:
            yield "pack.gap", "categories", str(category.code), expected
    worded = Text("至少一个说明具备该性质的词", "at least a word that speaks for it")
    asked = {q for rule in pack.rules for facet in rule.facets for q in facet.qualifiers}
    for code in sorted(asked):
        words = lexicon.qualifiers.get(code)
        if words is None or not words.supports:
            yield "pack.gap", "qualifiers", code, worded


def _dead(lexicon: Lexicon, pack: Pack) -> Iterator[_Finding]:
    known = Text("rules.yaml 中的性质编号", "the id of a qualifier of rules.yaml")
    for code in lexicon.qualifiers:
        if code not in pack.qualifiers:
            yield "pack.reference", "qualifiers", code, known
    types = {f"{TYPE_MARK}{kind.id}" for kind in lexicon.personal}
    kinds = Text("personal.yaml 中的类型", "a type of personal.yaml")
    codes = {None, *(category.code for category in pack.categories)}
    categories = Text("规则包中的类别序号", "the code of a category of the pack")
    for combination in lexicon.combinations:
        where = f"combinations.{combination.id}"
        for word in (word for part in combination.parts for word in part):
            if word.startswith(TYPE_MARK) and word not in types:
                yield "pack.reference", where, word, kinds
        if combination.category not in codes:
            yield "pack.reference", where, str(combination.category), categories


def _contradictions(lexicon: Lexicon) -> Iterator[_Finding]:
    strong = [(f"categories.{c.code}", c.terms.strong) for c in lexicon.categories]
    strong += [(f"none.{context.id}", context.terms.strong) for context in lexicon.none]
    yield from _shared("strong", strong)
    for category in lexicon.categories:
        yield from _shared(f"categories.{category.code}", _by_weight(category.terms))
    for context in lexicon.none:
        yield from _shared(f"none.{context.id}", _by_weight(context.terms))
    yield from _shared("personal", [(kind.id, kind.strong) for kind in lexicon.personal])
    for kind in lexicon.personal:
        groups = [("strong", kind.strong), ("weak", kind.weak), ("unless", kind.unless)]
        yield from _shared(f"personal.{kind.id}", groups)
    for code, words in lexicon.qualifiers.items():
        groups = [("for", words.supports), ("against", words.refutes)]
        yield from _shared(f"qualifiers.{code}", groups)
    for facet in lexicon.facets.values():
        groups = [("words", facet.words), ("decisive", facet.decisive)]
        groups.append(("ordinary", facet.ordinary))
        yield from _shared(f"facets.{facet.rule}.{facet.facet}", groups)
    whole = [(marker.id, marker.whole) for marker in lexicon.markers.values()]
    yield from _shared("markers", whole)


def _by_weight(terms: Terms) -> list[tuple[str, tuple[str, ...]]]:
    return [("strong", terms.strong), ("medium", terms.medium), ("weak", terms.weak)]


def _shared(where: str, groups: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[_Finding]:
    """Words that stand in more than one of the groups, with the groups."""
    homes = defaultdict(list)
    for group, words in groups:
        for word in words:
            homes[word].append(group)
    for word, found in homes.items():
        if len(found) > 1:
            yield "pack.overlap", f"{where} ({', '.join(found)})", word, _ONCE


def _problem(pack_id: str, code: str, where: str, got: str, expected: Text) -> Problem:
    message = Text(
        f"词库 {where}：{got!r}，应为{expected.zh}；请修改词库",
        f"lexicon {where}: {got!r}, expected {expected.en}; mend the lexicon",
    )
    return Problem(code, "error", message, file=f"{pack_id}/lexicon", got=got)
