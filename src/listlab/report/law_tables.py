"""Tables of the law behind a study: facts with articles, readings, stages of the procedure."""

from collections.abc import Iterable, Sequence
from datetime import date

from listlab.law.fact import Fact
from listlab.law.limits import Limits
from listlab.law.pack import Pack, Stage
from listlab.model.language import Lang, Text
from listlab.model.negative_list import NegativeList
from listlab.model.punctuation import headed, listed
from listlab.report import numbers
from listlab.report.table import Column, Table

_UNITS = {
    "working_days": Text("个工作日", "working days"),
    "years": Text("年", "years"),
}


def used_facts(
    pack: Pack, limits: Iterable[Limits], negative_list: NegativeList
) -> tuple[Fact, ...]:
    """Facts that the report rests on, in the order of the pack."""
    cited = {item.rule for item in negative_list.items}
    for _, basis in negative_list.bases():
        cited |= {basis.fact, basis.cap_fact or ""}
    for limit in limits:
        cited |= {limit.national_fact.cite, limit.cap_fact.cite if limit.cap_fact else ""}
    stages = (*pack.workflow.making, *pack.workflow.using)
    named = {name for stage in stages for name in (stage.deadline, stage.validity) if name}
    return tuple(fact for fact in pack.facts.values() if fact.cite in cited or fact.id in named)


def fact_table(facts: Sequence[Fact], on: date, lang: Lang = "zh") -> Table:
    """Facts in force on a day with value, article and whether anybody checked them."""
    columns = (
        Column(Text("规定", "fact").say(lang)),
        Column(Text("取值", "value").say(lang)),
        Column(Text("出处", "source").say(lang)),
        Column(Text("核实", "checked").say(lang)),
        Column(Text("说明", "note").say(lang)),
    )
    rows = tuple(
        (
            fact.name.say(lang),
            fact_value(fact, on, lang),
            fact.source.text(lang),
            _checked(fact, lang),
            _note(fact, lang),
        )
        for fact in facts
    )
    caption = Text(
        f"{numbers.day(on, 'zh')}有效、本报告用到的规定",
        f"facts in force on {numbers.day(on, 'en')} that this report uses",
    )
    return Table(caption.say(lang), columns, rows, lang=lang)


def fact_value(fact: Fact, on: date, lang: Lang) -> str:
    """Value of a fact on a day, in its unit."""
    value = fact.value_on(on)
    if value is None:
        return numbers.MISSING
    if isinstance(value, Text):
        return value.say(lang)
    if isinstance(value, str):
        return value
    if fact.unit in _UNITS:
        return f"{value} {_UNITS[fact.unit].say(lang)}"
    words = Text(f"{numbers.persons(value, 'zh')}人", f"{numbers.persons(value, 'en')} persons")
    return words.say(lang)


def stage_table(
    pack: Pack, stages: Sequence[Stage], *, caption: Text, on: date, lang: Lang = "zh"
) -> Table:
    """Stages of a procedure: who leads and decides, what to hand in, by when."""
    bodies = {body.id: body.name for body in pack.bodies}

    def who(ids: Sequence[str]) -> str:
        named = (bodies[i].say(lang) if i in bodies else i for i in ids)
        return listed(named, lang) or numbers.MISSING

    def term(fact_id: str | None) -> str:
        return fact_value(pack.fact(fact_id), on, lang) if fact_id else numbers.MISSING

    rows = tuple(
        (
            f"{place}. {stage.name.say(lang)}",
            who(stage.leads),
            who(stage.decides),
            listed((paper.say(lang) for paper in stage.hand_in), lang) or numbers.MISSING,
            term(stage.deadline),
            term(stage.validity),
            stage.source.text(lang) + _unverified(stage.status, lang),
        )
        for place, stage in enumerate(stages, 1)
    )
    headers = (
        Text("步骤", "stage"),
        Text("办理单位", "led by"),
        Text("决定单位", "decided by"),
        Text("提交材料", "to hand in"),
        Text("期限", "term"),
        Text("有效期", "valid for"),
        Text("依据", "source"),
    )
    columns = tuple(Column(header.say(lang)) for header in headers)
    notes = dict.fromkeys(
        headed(stage.name.say(lang), text.say(lang), lang)
        for stage in stages
        for text in _doubts(stage)
    )
    return Table(caption.say(lang), columns, rows, tuple(notes), lang=lang)


def _doubts(stage: Stage) -> list[Text]:
    found = [stage.note] if stage.note else []
    return found + [each.taken for each in stage.interpretations]


def _checked(fact: Fact, lang: Lang) -> str:
    if fact.status == "unverified":
        return Text("未核实", "unverified").say(lang)
    if fact.dated == "unverified":
        return Text("已核实，施行日未核实", "verified, day of effect not").say(lang)
    return Text("已核实", "verified").say(lang)


def _note(fact: Fact, lang: Lang) -> str:
    parts = [fact.note.say(lang)] if fact.note else []
    also = Text("另一种理解", "other reading").say(lang)
    adopted = Text("本报告采用", "taken here").say(lang)
    for each in fact.interpretations:
        parts.append(headed(adopted, each.taken.say(lang), lang))
        parts += [headed(also, other.say(lang), lang) for other in each.others]
    return " ".join(parts) or numbers.MISSING


def _unverified(status: str, lang: Lang) -> str:
    if status == "verified":
        return ""
    return Text("（未核实）", " (unverified)").say(lang)
