"""What a pack that can be read still gets wrong: gaps, overlaps, sources, dates, dead rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from listlab.law.check_rules import check_rules
from listlab.law.check_sources import check_articles, check_dates, problem_of
from listlab.law.fact import Applies, Fact
from listlab.law.lists.published import PublishedList
from listlab.law.pack import Pack, normalise
from listlab.model.language import Text
from listlab.model.problem import Problem


def check_pack(pack: Pack) -> tuple[Problem, ...]:
    """Everything wrong with a pack that was read; reading itself refuses the rest.

    Unknown keys, dead references, repeated ids and dates out of order inside a fact are refused
    when the pack is read.
    """
    return (
        *check_articles(pack),
        *check_dates(pack),
        *_volumes(pack),
        *_terms(pack),
        *_codes(pack),
        *check_rules(pack),
        *_names(pack),
    )


def check_lists(lists: tuple[PublishedList, ...], nation: Pack) -> tuple[Problem, ...]:
    """Industries and scenarios that published lists name and the national pack does not know."""
    found: list[Problem] = []
    known = {industry.code: {s.code for s in industry.scenarios} for industry in nation.industries}
    for each in lists:
        named = [*each.industries, *(row.industry for row in each.rows if row.industry)]
        found += [
            _list_problem(each, code, Text("industries.yaml 中的行业", "an industry of the packs"))
            for code in dict.fromkeys(named)
            if code not in known
        ]
        found += [
            _list_problem(each, row.scenario, Text("该行业的场景", "a scenario of the industry"))
            for row in each.rows
            if row.scenario and row.scenario not in known.get(row.industry or "", set())
        ]
        if each.successor is not None and each.successor not in {other.id for other in lists}:
            newer = Text("另一份已发布清单的编号", "the id of another published list")
            found.append(_list_problem(each, each.successor, newer))
    return tuple(found)


def _volumes(pack: Pack) -> Iterator[Problem]:
    said: set[str] = set()
    for day in _days_of_change(pack):
        for problem in (*_bands(pack, day), *_doubles(pack, day), *_caps(pack, day)):
            if problem.message.en not in said:
                said.add(problem.message.en)
                yield problem


def _days_of_change(pack: Pack) -> list[date]:
    """Days on which a volume changes, from the first on which the pack has any line."""
    days = {day for fact in pack.facts.values() if fact.applies for day in fact.values}
    return sorted(days)


def _lines(pack: Pack, day: date) -> list[tuple[Fact, Applies, int]]:
    found = []
    for fact in pack.at(day).facts.values():  # where a zone's has no value, the nation's stands
        persons = fact.persons_on(day)
        if fact.applies is not None and persons is not None:
            found.append((fact, fact.applies, persons))
    return found


def _bands(pack: Pack, day: date) -> Iterator[Problem]:
    """Exempt, contract, assessment must follow each other without gap or overlap."""
    exported = [line for line in _lines(pack, day) if line[1].measure == "exported"]
    for kind in ("personal", "sensitive"):
        by_tier = {a.tier: (fact, n) for fact, a, n in exported if a.kind == kind}
        if not by_tier:
            continue
        fact_free, free = by_tier.get("exempt", (None, 0))
        if "contract" not in by_tier or "assessment" not in by_tier:
            both = Text("合同和评估两条线", "a line for contract and one for assessment")
            stated = _repealed(pack, kind, day) or [fact for fact, _ in by_tier.values()]
            key = f"facts.{_own(pack, *stated)}.{kind}@{day}"
            yield problem_of(pack, "pack.gap", key, ",".join(by_tier), both)
            continue
        (fact_low, low), (fact_high, high) = by_tier["contract"], by_tier["assessment"]
        named = _own(pack, fact_low, fact_free, fact_high)
        least = free if fact_free else 1  # nobody is provided by fewer than one person
        if least < low:
            until = Text(f"{least}（其间没有程序也不免）", f"{least}: nothing governs in between")
            yield problem_of(pack, "pack.gap", f"facts.{named}", low, until)
        if fact_free and free > low:
            until = Text(f"{low}（两者重叠）", f"{low}: both govern in between")
            yield problem_of(pack, "pack.overlap", f"facts.{named}", free, until)
        if low >= high:
            less = Text(
                f"小于 {high} 的数，否则永不适用", f"less than {high}, else it never applies"
            )
            yield problem_of(pack, "pack.never", f"facts.{named}", low, less)


def _repealed(pack: Pack, kind: str, day: date) -> list[Fact]:
    """Volumes of a kind that have no value on a day though they had one."""
    facts = (f for f in pack.facts.values() if f.applies and f.applies.kind == kind)
    gone = (f for f in facts if f.applies and f.applies.measure == "exported")
    return [f for f in gone if min(f.values) <= day and f.persons_on(day) is None]


def _own(pack: Pack, *facts: Fact | None) -> str:
    """Id of the first fact that the pack states itself, else of the first: that is to be mended."""
    there = [fact for fact in facts if fact is not None]
    return next((fact.id for fact in there if fact.pack == pack.id), there[0].id)


def _doubles(pack: Pack, day: date) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], Fact] = {}
    for fact, applies, persons in _lines(pack, day):
        key = (applies.tier, applies.kind, applies.measure, applies.processor, applies.contains)
        if key in seen:
            once = Text(f"只有一条（另有 {seen[key].id}）", f"one line only (also {seen[key].id})")
            named = _own(pack, fact, seen[key])
            yield problem_of(pack, "pack.overlap", f"facts.{named}", persons, once)
        seen[key] = fact


def _caps(pack: Pack, day: date) -> Iterator[Problem]:
    """A line for certain contents is idle when data of any content are caught below it."""
    held = [line for line in _lines(pack, day) if line[1].measure == "held"]
    for fact, applies, persons in held:
        for wider, other, fewer in held:
            same = (applies.kind, "any") == (other.kind, other.processor) and wider is not fact
            narrower = not other.contains and (applies.contains or applies.processor == "ciio")
            if same and narrower and fewer <= persons:
                less = Text(
                    f"小于 {fewer} 的数，否则永不适用", f"less than {fewer}, else it never fires"
                )
                yield problem_of(pack, "pack.never", f"facts.{fact.id}", persons, less)


def _terms(pack: Pack) -> Iterator[Problem]:
    """Deadlines count working days, validities years, and a term of none is no term."""
    for group, stages in pack.workflow.groups().items():
        for stage in stages:
            for fact_id, unit in ((stage.deadline, "working_days"), (stage.validity, "years")):
                if fact_id and pack.fact(fact_id).unit != unit:
                    asked = Text(f"单位为 {unit} 的事实", f"a fact in {unit}")
                    yield problem_of(pack, "pack.unit", f"{group}.{stage.id}", fact_id, asked)


def _codes(pack: Pack) -> Iterator[Problem]:
    for fact in pack.own_facts:
        for value in fact.values.values():
            if isinstance(value, str) and value not in fact.says:
                words = Text("says 中写明其含义的编码", "a code that `says` puts into words")
                yield problem_of(pack, "pack.no_words", f"facts.{fact.id}.values", value, words)
    bases = Counter(f.exempts.basis for f in pack.exemptions if f.exempts)
    for fact in pack.exemptions:
        if fact.exempts and bases[fact.exempts.basis] > 1:
            once = Text("每个代码只有一种情形", "each code once")
            yield problem_of(pack, "pack.overlap", f"facts.{fact.id}", fact.exempts.basis, once)
        if fact.exempts and not fact.exempts.covers:
            some = Text("至少一种数据，否则永不适用", "some kind of data, else it never fires")
            yield problem_of(pack, "pack.never", f"facts.{fact.id}.exempts.covers", "", some)


def _names(pack: Pack) -> Iterator[Problem]:
    """No name may mean two industries, or two scenarios of one."""
    owners: dict[str, str] = {}
    for industry in pack.industries:
        for name in (industry.code, industry.name.zh, industry.name.en, *industry.synonyms):
            owner = owners.setdefault(normalise(name), industry.code)
            if owner != industry.code:
                once = Text(f"只指一个行业（另指 {owner}）", f"one industry only (also {owner})")
                yield problem_of(pack, "pack.ambiguous", f"industries.{industry.code}", name, once)
        own: dict[str, str] = {}
        for scenario in industry.scenarios:
            for name in (scenario.code, scenario.name.zh, scenario.name.en, *scenario.synonyms):
                owner = own.setdefault(normalise(name), scenario.code)
                if owner != scenario.code:
                    once = Text(
                        f"只指一个场景（另指 {owner}）", f"one scenario only (also {owner})"
                    )
                    where = f"industries.{industry.code}.{scenario.code}"
                    yield problem_of(pack, "pack.ambiguous", where, name, once)


def _list_problem(each: PublishedList, got: str | None, expected: Text) -> Problem:
    message = Text(
        f"得到 {got!r}，应为{expected.zh}；请改正后重试",
        f"got {got!r}, expected {expected.en}; mend it and try again",
    )
    return Problem("list.reference", "error", message, file=f"lists/{each.id}.yaml", got=got)
