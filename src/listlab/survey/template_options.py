"""What the drop-down lists of a form offer, in words that the reader takes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from listlab.law.pack import Industry, Pack
from listlab.model.language import Lang, Text
from listlab.survey.choices import FREQUENCY, NEED, ROUTE, SIZE, YES_NO
from listlab.survey.countries import country_name
from listlab.survey.forms.load import both

_ANSWERS = {
    "frequency": FREQUENCY,
    "yes_no": YES_NO,
    "route": ROUTE,
    "need": NEED,
    "size": SIZE,
}
_YEARS = 3


def offered_options(
    words: Mapping[str, Any], pack: Pack, industry: Industry, *, as_of: date, lang: Lang
) -> dict[str, tuple[str, ...]]:
    """Lists by name: scenarios of the industry, categories of the pack, and fixed answers.

    A list with nothing to offer is left out: its column takes what people write.
    """
    named = words["options"]
    answers = {name: _answers(table, named[name], lang) for name, table in _ANSWERS.items()}
    scenarios = (*(s.name.say(lang) for s in industry.scenarios), both(named["other"]).say(lang))
    lists = answers | {
        "case_kind": answers["route"][1:],
        "scenario": scenarios,
        "category": tuple(f"{each.code} {each.name.zh}" for each in pack.categories),
        "exemption": (both(named["no_exemption"]).say(lang), *_exemptions(pack, as_of, lang)),
        "country": tuple(country_name(code, lang) for code in words["countries"]),
        "year": tuple(str(as_of.year - back) for back in range(1, _YEARS + 1)),
    }
    return {name: options for name, options in lists.items() if options}


def _answers(table: Mapping[str, str], english: Mapping[str, str], lang: Lang) -> tuple[str, ...]:
    if lang == "en":
        return tuple(english.values())
    first: dict[str, str] = {}
    for word, code in table.items():
        first.setdefault(code, word)
    return tuple(first[code] for code in english)


def _exemptions(pack: Pack, as_of: date, lang: Lang) -> list[str]:
    """Clauses that a flow can claim; not those that its volume or a zone's list gives."""
    facts = [fact for fact in pack.at(as_of).exemptions if fact.exempts]
    claimed = [(fact, fact.exempts) for fact in facts if fact.exempts]
    return [
        _clause(exempts.basis, fact.name, lang)
        for fact, exempts in claimed
        if exempts.claimed == "case"
    ]


def _clause(basis: str, name: Text, lang: Lang) -> str:
    if lang == "en":
        return basis
    units = zip(basis.split("."), ("条", "款", "项"), strict=False)
    return "".join(f"第{number}{unit}" for number, unit in units) + f"（{name.zh}）"
