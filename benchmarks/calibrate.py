"""Fits how words and model are put together to the development part of the gold set, by folds.

    python benchmarks/calibrate.py data/gold/dev.csv

The development part is taught as lessons, so each fold is judged by a model that has learnt the
others alone. Prints the line for identify/weighing.yaml and the figures of the folds. Words were
chosen by people who knew these items: other items come out worse.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize

from listlab.identify.index import compile_index
from listlab.identify.items import normalise_items
from listlab.identify.judgement import Engine, judge
from listlab.identify.learn import learn
from listlab.identify.load import load_weighing
from listlab.identify.read import read_gold
from listlab.identify.suggest import suggest, word_evidence
from listlab.identify.weighing import Suggestion
from listlab.law.lexicon import load_lexicon
from listlab.law.load import load_pack

Array = NDArray[np.float64]
PACK = "guangdong"  # has all categories
FOLDS = 5
TRUTH = ("category", "category_alternatives", "personal_truth", "important", "variant", "basis")


def main() -> None:
    """Fit, and print what was fitted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    gold = read_gold(parser.parse_args().gold)
    fold = np.random.default_rng(0).permutation(gold.height) % FOLDS
    parts = [evidence(gold.filter(pl.Series(fold == k)), without=k) for k in range(FOLDS)]
    out = []
    for k, (said, learnt, _) in enumerate(parts):
        others = [part for i, part in enumerate(parts) if i != k]
        out.append(suggest(said, learnt, fit(*map(np.concatenate, zip(*others, strict=True)))))
    given, right = np.concatenate(out), np.concatenate([part[2] for part in parts])
    order = np.argsort(-given, axis=1, kind="stable")
    hits, score = np.take_along_axis(right, order, axis=1), given.max(axis=1)
    place = np.minimum((score * 10).astype(int), 9)
    gaps = [
        abs(score[place == b].mean() - hits[place == b, 0].mean()) * (place == b).mean()
        for b in np.unique(place)
    ]
    top1, top3 = hits[:, 0].mean(), hits[:, :3].any(axis=1).mean()
    print(f"{FOLDS} folds: top-1 {top1:.3f}, top-3 {top3:.3f}, calibration error {sum(gaps):.3f}")
    print(fit(*map(np.concatenate, zip(*parts, strict=True))))


def evidence(part: pl.DataFrame, *, without: int) -> tuple[Array, Array, Array]:
    """Evidence of words and model on a fold that it hasn't learnt, and which classes are right."""
    pack, weighing = load_pack(PACK), load_weighing()
    told = set(part.select("name", pl.col("description").fill_null("")).iter_rows())
    lexicon = load_lexicon(PACK)
    kept = tuple(x for x in lexicon.lessons if (x.name, x.description) not in told)
    print(f"fold {without + 1}: {len(kept)} lessons, {part.height} items", flush=True)
    index = compile_index(replace(lexicon, lessons=kept), pack, weighing.words)
    using = Engine(pack, index, learn(index), weighing)
    items = normalise_items(part.select(pl.all().exclude(*TRUTH, "pack")), pack).frame
    judged = judge(items, using)
    right = np.array(
        [
            [str(code or "none") in _accepted(row) for code in index.classes]
            for row in part.iter_rows(named=True)
        ]
    )
    said = word_evidence(judged.reading, judged.combined, weighing.words)
    return said, using.learnt.scores(items)[0], right


def _accepted(row: dict[str, str | None]) -> set[str]:
    others = (row["category_alternatives"] or "").split(";")
    return {row["category"] or "none", *(code.strip() for code in others if code.strip())}


def fit(said: Array, learnt: Array, right: Array) -> Suggestion:
    """Weights of least logarithmic loss."""

    def weighing(x: Array) -> Suggestion:
        return Suggestion(words=float(np.exp(x[0])), learnt=float(np.exp(x[1])), none=float(x[2]))

    def loss(x: Array) -> float:
        given = (suggest(said, learnt, weighing(x)) * right).sum(axis=1)
        return float(-np.log(np.maximum(given, 1e-9)).mean())

    return weighing(minimize(loss, [-0.8, 1.9, 1.4], method="Nelder-Mead").x)


if __name__ == "__main__":
    main()
