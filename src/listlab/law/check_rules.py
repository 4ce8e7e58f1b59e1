"""Rules that can never fire, that speak of what is not there, or that say one thing twice."""

from collections.abc import Iterator
from itertools import pairwise

from listlab.law.check_sources import problem_of
from listlab.law.pack import Pack
from listlab.law.rule import Rule
from listlab.model.language import Text
from listlab.model.problem import Problem


def check_rules(pack: Pack) -> tuple[Problem, ...]:
    """Dead references, rules and facets that never fire, overlaps, and gaps among categories."""
    return (*_categories(pack), *_overlaps(pack))


def _categories(pack: Pack) -> Iterator[Problem]:
    known = {category.code for category in pack.categories}
    for rule in pack.rules:
        where = f"rules.{rule.id}"
        for code in rule.categories:
            if code not in known:
                some = Text("categories.yaml 中的序号", "a number of categories.yaml")
                yield problem_of(pack, "pack.reference", f"{where}.categories", code, some)
        yield from _idle(pack, rule, where)
    numbers = sorted(known)
    for before, after in pairwise(numbers):
        if after != before + 1:
            then = Text(f"连续的序号，{before} 之后为 {before + 1}", f"{before + 1} after {before}")
            yield problem_of(pack, "pack.gap", f"categories.{after}", after, then)


def _idle(pack: Pack, rule: Rule, where: str) -> Iterator[Problem]:
    """A rule that can never fire."""
    if rule.predicate == "holds_at_least":
        fact = pack.facts.get(rule.fact or "")
        usable = fact and fact.applies and fact.applies.measure == "held"
        if fact is None or not usable or fact.values[max(fact.values)] is None:
            held = Text("现行有效的掌握人数（held）", "a volume held that is in force")
            key = f"facts.{rule.fact}" if fact is not None and usable else f"{where}.fact"
            got = "null" if fact is not None and usable else rule.fact or ""
            yield problem_of(pack, "pack.never", key, got, held)
        for facet in rule.facets:
            bare = Text(
                "量级规则不带方面，这个方面永不命中", "no facets: a volume rule never asks for one"
            )
            yield problem_of(pack, "pack.never", f"{where}.facets", facet.id, bare)
        return
    if not rule.facets:
        some = Text("至少一个方面，否则永不命中", "at least one facet, else it never fires")
        yield problem_of(pack, "pack.never", f"{where}.facets", "", some)
    for facet in rule.facets:
        if not facet.keywords:
            some = Text("至少一个关键词，否则永不命中", "at least one keyword, else it never fires")
            yield problem_of(pack, "pack.never", f"{where}.{facet.id}.keywords", "", some)


def _overlaps(pack: Pack) -> Iterator[Problem]:
    """Volumes of which two rules speak, and keywords that two facets read alike.

    Facets of different conditions may share a keyword: which of them holds is the question.
    """
    by_fact: dict[str, str] = {}
    by_word: dict[tuple[object, ...], str] = {}
    for rule in pack.rules:
        if rule.fact is not None:
            owner = by_fact.setdefault(rule.fact, rule.id)
            if owner != rule.id:
                once = Text(f"只由一条规则引用（另有 {owner}）", f"one rule only (also {owner})")
                yield problem_of(pack, "pack.overlap", f"rules.{rule.id}.fact", rule.fact, once)
        for facet in rule.facets:
            own = f"{rule.id}.{facet.id}"
            conditions = (frozenset(facet.qualifiers), facet.joined)
            places = facet.categories or (None,)  # of all data
            for word in facet.keywords:
                owners = [by_word.setdefault((word, x, *conditions), own) for x in places]
                other = next((each for each in owners if each != own), None)
                if other is not None:
                    once = Text(
                        f"条件相同的方面中只出现一次（另有 {other}）",
                        f"one only of facets that ask for the same (also {other})",
                    )
                    key = f"rules.{own}.keywords"
                    yield problem_of(pack, "pack.overlap", key, word, once)
