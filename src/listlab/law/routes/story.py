"""One case with all that was found about it, and the account of its route as it is told."""

from dataclasses import dataclass, field

from listlab.law.fact import Fact
from listlab.law.routes.case import NO, Cases, Trait
from listlab.law.routes.decide import Decision
from listlab.law.routes.in_force import LawOn
from listlab.law.routes.place import Placement
from listlab.law.routes.procedure import citation
from listlab.law.routes.words import asked, joined
from listlab.model.language import Lang, Text

_OF_THE_ARTICLE = Text("条文所说", "by the article, ")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a route rests on: an article with its fact, or an item of a list."""

    instrument: Text
    article: str | None
    fact: str
    paragraph: str | None = None

    def to_dict(self, lang: Lang = "zh") -> dict[str, str | None]:
        """Basis as the command prints it."""
        return {
            "instrument": self.instrument.say(lang),
            "article": self.article,
            "paragraph": self.paragraph,
            "fact": self.fact,
        }


@dataclass
class Reasons:
    """Steps, bases and missing answers of one case, as they are found."""

    why: list[Text] = field(default_factory=list)
    basis: list[Basis] = field(default_factory=list)
    missing: list[Text] = field(default_factory=list)

    def say(self, zh: str, en: str, *facts: Fact | None) -> None:
        """Add a step that rests on facts; they are cited in it."""
        for fact in facts:
            if fact is not None:
                self.cite(fact)
        self.remark(zh, en, *facts)

    def remark(self, zh: str, en: str, *facts: Fact | None) -> None:
        """Add a step that names articles on which the route itself does not rest."""
        found = [fact for fact in facts if fact is not None]
        cited = joined(dict.fromkeys(map(citation, found)))  # facts of one article: once
        if found:
            zh, en = f"{zh}（{cited.zh}）", f"{en} ({cited.en})"
        self.why.append(Text(f"{zh}。", f"{en}."))

    def say_readings(self, fact: Fact, whose: Text = _OF_THE_ARTICLE) -> None:
        """Say what the text of a fact leaves open, which reading is taken, and the others."""
        for each in fact.interpretations:
            taken, others = each.taken, joined(each.others)
            self.say(
                f"{whose.zh}{each.question.zh}有不同读法，按默认读法：{taken.zh.rstrip('。')}；"
                f"另一种读法：{others.zh.rstrip('。')}",
                f"{whose.en}{each.question.en} is open; by default: {taken.en.rstrip('.')}; "
                f"another reading: {others.en.rstrip('.')}",
                fact,
            )

    def cite(self, fact: Fact) -> None:
        """Add a fact to the bases."""
        source = fact.source
        self._rest_on(Basis(source.title, source.article, fact.cite, source.paragraph))

    def cite_item(self, law: LawOn, item: str) -> None:
        """Add an item of the list to the bases."""
        if law.applied is not None:
            found = law.applied
            self._rest_on(Basis(found.title, item, f"list:{found.id}/{item}"))

    def ask(self, name: str) -> None:
        """Name an answer that is missing."""
        text = asked(name)
        if text not in self.missing:
            self.missing.append(text)

    def _rest_on(self, basis: Basis) -> None:
        if basis not in self.basis:
            self.basis.append(basis)


@dataclass(frozen=True)
class Story:
    """One case with everything found about it."""

    place: int
    cases: Cases
    law: LawOn
    decision: Decision

    def find(self, fact_id: str) -> Fact | None:
        """Fact of the day: the zone's for a processor that may be there, else the nation's."""
        return self.law.find(fact_id, in_zone=self.answer("in_zone") != NO)

    def restated(self, fact_id: str) -> tuple[Fact, ...]:
        """Fact of the nation and, for a processor that may be in the zone, the zone's beside it."""
        return self.law.restated(fact_id, in_zone=self.answer("in_zone") != NO)

    @property
    def placement(self) -> Placement:
        """Where the flow stands to the list."""
        return self.decision.placements[int(self.cases.traits.codes[self.place])]

    @property
    def trait(self) -> Trait:
        """Industry, scenario, items and conditions of the flow."""
        return self.cases.traits.at(self.place)

    def answer(self, name: str) -> int:
        """Yes, no or unknown."""
        return int(getattr(self.cases, name)[self.place])

    def found(self, name: str) -> int:
        """Answer or set of routes that was found on the way."""
        return int(getattr(self.decision, name)[self.place])
