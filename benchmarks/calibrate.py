"""Fits how words and model are put together to the development part of the gold set.

    python benchmarks/calibrate.py data/gold/dev.csv

Words of the lexicon were chosen by people who knew these items, so scores fitted to them would be
too sure of others. A share of the words is therefore left out at random, several times, and the
weights are fitted to what is left. Prints the line for identify/weighing.yaml and the figures of a
cross-validation over the items.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize

from listlab.identify.combination import combine
from listlab.identify.index import compile_index
from listlab.identify.items import normalise_items
from listlab.identify.learn import learn
from listlab.identify.load import load_weighing
from listlab.identify.personal import personal
from listlab.identify.read import read_gold
from listlab.identify.reading import read_texts
from listlab.identify.suggest import suggest, word_evidence
from listlab.identify.weighing import Suggestion
from listlab.law.lexicon import load_lexicon
from listlab.law.load import load_pack
from listlab.law.terms import Lexicon, Terms

Array = NDArray[np.float64]
PACK = "guangdong"  # has all categories
LEFT_OUT, DRAWS, FOLDS = 0.3, 6, 5
TRUTH = ("category", "category_alternatives", "personal_truth", "important", "variant", "basis")


def main() -> None:
    """Fit, and print what was fitted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    gold = read_gold(parser.parse_args().gold)
    draws = [evidence(gold, np.random.default_rng(seed)) for seed in range(DRAWS)]
    said, learnt, right = (np.concatenate(part) for part in zip(*draws, strict=True))
    fold = np.tile(np.random.default_rng(0).permutation(gold.height) % FOLDS, DRAWS)
    out = np.zeros(right.shape)
    for k in range(FOLDS):
        fitted = fit(said[fold != k], learnt[fold != k], right[fold != k])
        out[fold == k] = suggest(said[fold == k], learnt[fold == k], fitted)
    best, score = out.argmax(axis=1), out.max(axis=1)
    hit = right[np.arange(len(best)), best]
    place = np.minimum((score * 10).astype(int), 9)
    gaps = [abs(score[place == b].mean() - hit[place == b].mean()) for b in np.unique(place)]
    error = sum(g * (place == b).mean() for g, b in zip(gaps, np.unique(place), strict=True))
    print(f"words left out: {LEFT_OUT:.0%}, cross-validated over {FOLDS} folds:")
    print(f"top-1 {hit.mean():.3f}, calibration error {error:.3f}")
    print(fit(said, learnt, right))


def evidence(gold: pl.DataFrame, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Evidence of words and model with some words left out, and which classes are right."""
    pack, weights = load_pack(PACK), load_weighing().words
    index = compile_index(thinned(load_lexicon(PACK), rng), pack, weights)
    items = normalise_items(gold.select(pl.all().exclude(*TRUTH, "pack")), pack).frame
    reading = read_texts(items, index)
    together = combine(reading, items, personal(reading, items))
    right = np.array(
        [
            [str(code or "none") in _accepted(row) for code in index.classes]
            for row in gold.iter_rows(named=True)
        ]
    )
    return word_evidence(reading, together, weights), learn(index).scores(items)[0], right


def _accepted(row: dict[str, str | None]) -> set[str]:
    others = (row["category_alternatives"] or "").split(";")
    return {row["category"] or "none", *(code.strip() for code in others if code.strip())}


def thinned(lexicon: Lexicon, rng: np.random.Generator) -> Lexicon:
    """Lexicon with a share of the words and examples of every category left out."""

    def some(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if rng.random() > LEFT_OUT)

    def terms(own: Terms) -> Terms:
        return Terms(some(own.strong), some(own.medium), some(own.weak))

    return replace(
        lexicon,
        categories=tuple(
            replace(c, terms=terms(c.terms), examples=some(c.examples)) for c in lexicon.categories
        ),
        none=tuple(
            replace(c, terms=terms(c.terms), examples=some(c.examples)) for c in lexicon.none
        ),
    )


def fit(said: Array, learnt: Array, right: Array) -> Suggestion:
    """Weights of least logarithmic loss."""

    def weighing(x: Array) -> Suggestion:
        return Suggestion(words=float(np.exp(x[0])), learnt=float(np.exp(x[1])), none=float(x[2]))

    def loss(x: Array) -> float:
        given = (suggest(said, learnt, weighing(x)) * right).sum(axis=1)
        return float(-np.log(np.maximum(given, 1e-9)).mean())

    return weighing(minimize(loss, [-0.9, 1.8, -0.3], method="Nelder-Mead").x)


if __name__ == "__main__":
    main()
