"""Everything found of a batch of items: categories, personal information, rules, importance."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.identify.combination import Combined, combine
from listlab.identify.held import Held, held
from listlab.identify.important import Importance, importance
from listlab.identify.index import Index, compile_index
from listlab.identify.labels import Label
from listlab.identify.learn import Learnt, learn, model_text
from listlab.identify.load import WEIGHTS, load_weighing
from listlab.identify.nature import Nature, nature, settled
from listlab.identify.personal import (
    IMPERSONAL,
    NOT_PERSONAL,
    PERSON,
    PERSONAL,
    SENSITIVE,
    Personal,
    personal,
)
from listlab.identify.reading import ANONYMISED, Reading, read_texts, says
from listlab.identify.suggest import suggest, word_evidence
from listlab.identify.teach import label_items, teach
from listlab.identify.told import Told, told_volumes
from listlab.identify.weighing import Weighing
from listlab.kept import from_shipped
from listlab.law.lexicon import lexicon_files, load_lexicon
from listlab.law.load import load_pack, pack_files
from listlab.law.pack import Pack


@dataclass(frozen=True)
class Engine:
    """A pack's rules and lexicon, compiled, with what was learnt from confirmed items."""

    pack: Pack
    index: Index
    learnt: Learnt
    weighing: Weighing


@dataclass(frozen=True)
class Judgement:
    """Everything found of a batch of items, as arrays in the order of the items."""

    engine: Engine
    items: pl.DataFrame
    reading: Reading
    probability: NDArray[np.float64]
    personal: Personal
    combined: Combined
    held: Held
    told: Told
    nature: Nature
    important: Importance
    asked: NDArray[np.float64]  # distance from the border of ordinary data, positive beyond it

    def top(self, count: int = 3) -> NDArray[np.int64]:
        """Columns of the likeliest classes of each item, best first; NONE among them."""
        return np.argsort(-self.probability, axis=1, kind="stable")[:, :count]

    def traced(self, row: int) -> list[tuple[str, int, float]]:
        """Pieces of an item's text that speak most for its likeliest class by the model."""
        code = self.engine.index.classes[self.top(1)[row, 0]]
        return self.engine.learnt.trace(model_text(self.items[row : row + 1]).item(), code)


@lru_cache(maxsize=8)
def engine(pack_id: str) -> Engine:
    """Engine of a pack as shipped, kept between processes: learning takes seconds."""
    files = (*pack_files(), *lexicon_files(), WEIGHTS)
    return from_shipped(f"engine-{pack_id}", files, lambda: _compiled(pack_id))


def _compiled(pack_id: str) -> Engine:
    pack, weighing = load_pack(pack_id), load_weighing()
    index = compile_index(load_lexicon(pack_id), pack, weighing.words)
    return Engine(pack, index, learn(index), weighing)


def taught(using: Engine, labels: Sequence[Label]) -> Engine:
    """Engine whose model has learnt from labels as well; rules and words stay as they are."""
    if not labels:
        return using
    items = label_items(labels)
    reading = read_texts(items, using.index)
    found = personal(reading, items, using.learnt.scores(items)[2], using.weighing.personal)
    together = combine(reading, items, found)
    said = word_evidence(reading, together, using.weighing.words)

    def guess(scores: NDArray[np.float64]) -> NDArray[np.float64]:
        return suggest(said, scores, using.weighing.suggestion)

    return replace(using, learnt=teach(using.learnt, labels, guess))


def judge(items: pl.DataFrame, using: Engine) -> Judgement:
    """Category, personal information and importance of every item."""
    weighing = using.weighing
    with ThreadPoolExecutor(1) as beside:  # words and model need nothing of each other
        scored = beside.submit(using.learnt.scores, items)
        reading = read_texts(items, using.index)
        learnt, asked, sensitive = scored.result()
    found = personal(reading, items, sensitive, weighing.personal)
    combined = combine(reading, items, found)
    said = word_evidence(reading, combined, weighing.words)
    probability = suggest(said, learnt, weighing.suggestion)
    claimed = _claimed(items, reading, combined, sensitive > weighing.personal.doubt)
    told = told_volumes(items, claimed > NOT_PERSONAL)
    volume = held(
        items,
        combined.level,
        using.pack,
        claimed=claimed,
        contents=_contents(using, found),
        stock=weighing.rules.stock,
        told=told,
    )
    facets = nature(reading, probability, asked=asked, few=volume.few, askings=weighing.rules)
    rules = (volume, facets, combined)
    return Judgement(
        engine=using,
        items=items,
        reading=reading,
        probability=probability,
        personal=found,
        combined=combined,
        held=volume,
        told=told,
        nature=facets,
        important=importance(reading, probability, rules, asked=asked, askings=weighing.rules),
        asked=asked,
    )


def _claimed(
    items: pl.DataFrame, reading: Reading, combined: Combined, doubtful: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """Highest level that is still open: by the enterprise's answers, persons, or the model.

    Nothing is open where the text denies it.
    """
    level = combined.level
    told = says(items, "personal", "yes") | reading.says(PERSON)
    if "persons_held_low" in items.columns:  # a stock of persons is said of what is about persons
        stock = items["persons_held_low"].fill_null(0).to_numpy() > 0
        told |= stock & ~reading.says(IMPERSONAL)
    own = np.where(told, PERSONAL, NOT_PERSONAL)
    own = np.where(says(items, "sensitive", "yes") | (doubtful & (own > 0)), SENSITIVE, own)
    denied = settled(reading) | reading.items_with(ANONYMISED) | reading.denies
    return np.where(denied, level, np.maximum(level, own)).astype(np.int8)


def _contents(using: Engine, found: Personal) -> dict[str, NDArray[np.bool_]]:
    """Items whose named types are contents that the volume rules name."""
    types = [kind.id for kind in using.index.types]
    return {
        content: np.asarray(found.named[:, [k in kinds for k in types]].any(axis=1))
        for content, kinds in using.weighing.contents.items()
    }
