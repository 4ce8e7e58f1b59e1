"""Whether every entry of a pack names an article that is there, and a day on which it can hold."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from listlab.law.fact import Citation, Fact
from listlab.law.pack import Pack, entry_of
from listlab.model.language import Text
from listlab.model.problem import Problem


def check_articles(pack: Pack) -> tuple[Problem, ...]:
    """Entries without an article, and articles that their instrument does not have."""
    found = []
    for key, source in _cited(pack):
        if not source.instrument:
            continue  # refused when it was read
        if not source.article:
            found.append(problem_of(pack, "pack.no_source", key, "", _ARTICLE))
            continue
        instrument = pack.instruments.get(source.instrument)
        last = instrument.articles if instrument is not None else None
        if last is not None and source.article.isdigit() and not 1 <= int(source.article) <= last:
            there = Text(f"1 至 {last} 条（所引文件共 {last} 条）", f"an article from 1 to {last}")
            found.append(problem_of(pack, "pack.reference", key, source.article, there))
    return tuple(found)


def check_dates(pack: Pack) -> tuple[Problem, ...]:
    """Days of effect on which the instrument cited, or the pack's measures, were not in force."""
    return tuple(problem for fact in pack.own_facts for problem in _of_fact(pack, fact))


def _cited(pack: Pack) -> Iterator[tuple[str, Citation]]:
    """Every citation of the pack's own entries, with the key of its entry."""
    for fact in pack.own_facts:
        yield f"facts.{fact.id}", fact.source
        if fact.earlier is not None:
            yield f"facts.{fact.id}.earlier_source", fact.earlier.source
    for group, stages in pack.workflow.groups().items():
        for stage in stages:
            yield f"{group}.{stage.id}", stage.source
    for rule in pack.rules:
        yield f"rules.{rule.id}", rule.source
    for category in pack.categories:
        yield f"categories.{category.code}", category.source
    for body in pack.bodies:
        yield f"bodies.{body.id}", body.source


def _of_fact(pack: Pack, fact: Fact) -> Iterator[Problem]:
    key, first, last = f"facts.{fact.id}.values", min(fact.values), max(fact.values)
    source = fact.earlier.source if fact.earlier is not None else fact.source
    instrument = pack.instruments.get(source.instrument)
    if instrument is None:
        return
    begin = instrument.in_force_from or _of_measures(pack, source)
    if begin is not None and first < begin:
        later = Text(f"不早于 {begin}（所引文件施行）", f"not before {begin}, when it took effect")
        yield problem_of(pack, "pack.date_order", key, first, later)
    end = instrument.in_force_to
    if end is not None and last > end:
        earlier = Text(f"不晚于 {end}（所引文件失效）", f"not after {end}, when it ended")
        yield problem_of(pack, "pack.date_order", key, last, earlier)


def _of_measures(pack: Pack, source: Citation) -> date | None:
    """First day of the measures, for what a zone's pack cites from them or their annex."""
    own = {pack.instrument.id, *pack.stands_for.values()}
    return pack.in_force.start if source.instrument in own else None


def problem_of(pack: Pack, code: str, key: str, got: object, expected: Text) -> Problem:
    """Problem of an entry of a pack, with the file and line where its author mends it."""
    shown = str(got) or "-"
    file, line = pack.places.get(entry_of(key, pack.places), (f"{pack.id}/pack.yaml", 0))
    cell = f"L{line}" if line else None
    how = Text("请改正后重试", "mend it and try again")
    own = f"{pack.id}/{PurePosixPath(file).name}"
    if code == "pack.no_source" and file != own:  # what a base leaves for its packs to state
        how = Text(
            f"该条来自共同部分（{file} L{line}）：请在自己的文件里写条号，或用 without 去掉",
            f"it stands in the shared base ({file} L{line}): state its article in your own file, "
            "or leave it out by `without`",
        )
        file, cell = own, None
    message = Text(
        f"键 {key}：得到 {shown}，应为{expected.zh}；{how.zh}",
        f"key {key}: got {shown}, expected {expected.en}; {how.en}",
    )
    return Problem(code, "error", message, file=file, cell=cell, got=shown)


_ARTICLE = Text("出处的条号（article）", "the article of its source")
