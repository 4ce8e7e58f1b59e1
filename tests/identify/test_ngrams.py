"""Hashed n-grams of many texts are those of each text."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from listlab.identify.ngrams import count_ngrams, ngram_codes


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_batch_counts_the_ngrams_of_each_text(texts: list[str]) -> None:
    """A row has a count for every n-gram that tracing the text names, and no other."""
    counts = count_ngrams(pl.Series(texts, dtype=pl.String))

    for row, text in enumerate(texts):
        expected: dict[int, float] = {}
        for _, _, column in ngram_codes(text):
            expected[column] = expected.get(column, 0.0) + 1.0
        found = counts[row]
        found.sum_duplicates()
        assert expected == dict(zip(found.indices.tolist(), found.data.tolist(), strict=True))


def test_ngrams_do_not_cross_texts() -> None:
    """Two texts give the same rows whether counted together or apart."""
    both = count_ngrams(pl.Series(["病历", "vin"]))
    alone = [count_ngrams(pl.Series([text])) for text in ("病历", "vin")]

    assert all((both[i] != one).nnz == 0 for i, one in enumerate(alone))
    assert {"病", "历", "病历"} <= {piece for piece, _, _ in ngram_codes("病历")}
    assert np.float32 == both.dtype
