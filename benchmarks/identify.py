"""Identification beside what people would take from a shelf: one run, the same items.

    python benchmarks/identify.py [ROWS.csv] [--items 20000]

Against scikit-learn's character TF-IDF with the nearest category (told by the annex of the pack,
and, much stronger, by our lexicon), rapidfuzz's partial_ratio over the same lexicon, and
presidio's deny list where it is installed (`pip install presidio-analyzer`; it needs no model for
this, but brings spaCy, so it is in no extra of ours). Right is the same for all: top-1 on the test
part of the gold set, as the other part is taught. The items of the speed run are those of the gold
set, repeated with their texts varied. Any file of rows with their truth, in the columns of the gold
set, is measured in its stead: `data/gold/fresh.csv` holds items that are never taught.
"""

import argparse
import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from listlab.identify.identify import identify
from listlab.identify.index import NONE
from listlab.identify.items import Items, normalise_items
from listlab.identify.judgement import Engine, engine
from listlab.identify.read import read_gold

PACK = "guangdong"  # has all categories
TRUTH = ("category", "category_alternatives", "personal_truth", "important", "variant", "basis")
SLOW = 200  # items for peers that would take minutes
Peer = Callable[[list[str]], NDArray[np.int64]]


def main() -> None:
    """Print items a second, ratios and top-1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=Path("data/gold/test.csv"))
    parser.add_argument("--items", type=int, default=20_000)
    asked = parser.parse_args()
    gold = read_gold(asked.gold)
    using = engine(PACK)
    plain = gold.select(pl.all().exclude(*TRUTH, "pack"))
    many = normalise_items(repeated(plain, asked.items), using.pack)
    codes = identify(plain, pack=PACK).items["category"].fill_null(NONE).to_numpy()
    ours = best_of(lambda: identify(many, pack=PACK), times=3) / many.frame.height
    print(f"listlab: {1 / ours:,.0f} items/s, top-1 {top1(gold, codes):.3f}")
    texts, crowd = spoken(normalise_items(plain, using.pack)), spoken(many)
    for name, peer, count in (
        ("scikit-learn char TF-IDF, nearest by the annex", nearest(annex(using)), len(crowd)),
        ("scikit-learn char TF-IDF, nearest by our lexicon", nearest(words(using)), len(crowd)),
        ("rapidfuzz partial_ratio", fuzzy(using), SLOW),
    ):
        each = best_of(lambda peer=peer, count=count: peer(crowd[:count]), times=3) / count
        right = top1(gold, peer(texts))
        print(
            f"{name}: {1 / each:,.0f} items/s, top-1 {right:.3f}; ours {each / ours:.1f}x as fast"
        )
    print(deny_list(using, crowd[:SLOW], ours))


def repeated(items: pl.DataFrame, count: int) -> pl.DataFrame:
    """So many items, their names made different."""
    copies = pl.concat([items] * (count // items.height + 1)).head(count)
    number = pl.int_range(pl.len()).cast(pl.String)
    return copies.with_columns(number.alias("id"), (pl.col("name") + " " + number).alias("name"))


def spoken(items: Items) -> list[str]:
    """Name and description of each item in one."""
    both = pl.concat_str(pl.col("name", "description").fill_null(""), separator=" ")
    return items.frame.select(both.str.to_lowercase()).to_series().to_list()


def best_of(run: Callable[[], object], *, times: int) -> float:
    """Shortest of some runs, in seconds."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def top1(gold: pl.DataFrame, codes: NDArray[np.int64]) -> float:
    """Share of items whose category is right, alternatives of the gold set accepted."""
    hits = []
    for row, code in zip(gold.iter_rows(named=True), codes.tolist(), strict=True):
        others = (row["category_alternatives"] or "").split(";")
        accepted = {row["category"] or "none", *(o for o in others if o)}
        hits.append((str(code) if code != NONE else "none") in accepted)
    return float(np.mean(hits))


def vocabulary(using: Engine) -> list[tuple[str, int]]:
    """Words of the lexicon with their category, ordinary data among them."""
    lexicon = using.index.lexicon
    said = [(word, c.code) for c in lexicon.categories for word in c.terms.all]
    return said + [(word, NONE) for context in lexicon.none for word in context.terms.all]


def annex(using: Engine) -> dict[int, str]:
    """Text of each category in the pack's annex; of ordinary data it says nothing."""
    found = {
        c.code: " ".join((c.name.zh, c.name.en.lower(), *c.keywords)) for c in using.pack.categories
    }
    return found | {NONE: ""}


def words(using: Engine) -> dict[int, str]:
    """Words, examples and lessons of each category, and of ordinary data, in our lexicon."""
    lexicon = using.index.lexicon
    found = {c.code: " ".join((*c.terms.all, *c.examples)) for c in lexicon.categories}
    ordinary = [" ".join((*context.terms.all, *context.examples)) for context in lexicon.none]
    found |= {NONE: " ".join(ordinary)}
    for lesson in lexicon.lessons:
        found[lesson.category or NONE] += f" {lesson.name} {lesson.description}".lower()
    return found


def nearest(documents: dict[int, str]) -> Peer:
    """Category whose text is nearest by character TF-IDF; none where nothing is alike."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True)
    centres = vectors.fit_transform(documents.values())
    codes = np.array(list(documents))

    def suggest(texts: list[str]) -> NDArray[np.int64]:
        alike = (vectors.transform(texts) @ centres.T).toarray()
        return np.where(alike.max(axis=1) > 0, codes[alike.argmax(axis=1)], NONE)

    return suggest


def fuzzy(using: Engine) -> Peer:
    """Category of the word most alike to a part of the text."""
    spelled = vocabulary(using)
    codes = np.array([code for _, code in spelled])

    def suggest(texts: list[str]) -> NDArray[np.int64]:
        alike = process.cdist(texts, [word for word, _ in spelled], scorer=fuzz.partial_ratio)
        lengths = np.array([len(word) for word, _ in spelled])
        # Of equally good words the longest says most.
        return np.asarray(codes[(alike + lengths / 1e3).argmax(axis=1)])

    return suggest


def deny_list(using: Engine, texts: list[str], ours: float) -> str:
    """How fast presidio's deny list finds the words of personal information."""
    if importlib.util.find_spec("presidio_analyzer") is None:
        return "presidio deny list: presidio_analyzer is not installed here, not measured"
    presidio: Any = importlib.import_module("presidio_analyzer")
    denied = [word for kind in using.index.types for word in kind.strong]
    finder = presidio.PatternRecognizer("PERSONAL", deny_list=denied, supported_language="zh")
    each = best_of(lambda: [finder.analyze(t, ["PERSONAL"]) for t in texts], times=1) / len(texts)
    found = sum(bool(finder.analyze(text, ["PERSONAL"])) for text in texts)
    return (
        f"presidio deny list: {1 / each:,.0f} items/s, something found in {found} of {len(texts)}; "
        f"ours {each / ours:.1f}x as fast"
    )


if __name__ == "__main__":
    main()
