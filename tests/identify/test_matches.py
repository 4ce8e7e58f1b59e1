"""Words are found in running text of any script, at their exact places, with what negates them."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listlab.identify.matches import Matches, Vocabulary, find
from listlab.identify.scopes import clauses, scopes
from listlab.identify.text import fold, lay_out


def spotted(text: str, *words: str) -> list[tuple[str, int]]:
    """Words found in a name, each with the character at which it starts."""
    texts = lay_out(pl.DataFrame({"name": [text]}), ("name",))
    matches = find(texts, Vocabulary(words, np.ones((len(words), 1), dtype=bool)))
    places, _ = texts.characters(matches.start, matches.end)
    return [(words[w], int(p)) for w, p in zip(matches.word, places, strict=True)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("患者的身份证号与病历", ["身份证号", "病历"], [("身份证号", 3), ("病历", 8)]),
        ("ＶＩＮ码（车架号）", ["vin", "车架号"], [("vin", 0), ("车架号", 5)]),
        ("driving data", ["vin"], []),
        ("VINs of cars", ["vin"], [("vin", 0)]),
        ("patient_dob", ["dob"], [("dob", 8)]),
        ("patientDob", ["dob"], [("dob", 7)]),
        ("GPSTrack", ["gps"], [("gps", 0)]),
        ("GPS轨迹", ["gps"], [("gps", 0)]),
        ("bankAccount no", ["bank account"], [("bank account", 0)]),
        ("bank-account", ["bank account"], [("bank account", 0)]),
        ("GB352731", ["gb35273"], []),
        ("😀病历", ["病历"], [("病历", 1)]),
        ("", ["病历"], []),
    ],
)
def test_words_are_found_where_they_stand(
    text: str, words: list[str], expected: list[tuple[str, int]]
) -> None:
    """Chinese words anywhere, Latin words at edges of words, wide and camel case included."""
    assert expected == spotted(text, *words)


def test_longest_word_of_a_group_counts() -> None:
    """A word inside a longer one of its group is left out; one of another group stays."""
    texts = lay_out(pl.DataFrame({"name": ["网络安全保险"]}), ("name",))
    words = ("网络安全", "网络安全保险", "保险")

    same = find(texts, Vocabulary(words, np.ones((3, 1), dtype=bool)))
    other = find(texts, Vocabulary(words, np.array([[0, 1], [1, 0], [1, 0]], dtype=bool)))

    assert [1] == same.word.tolist()
    assert [1, 0] == other.word.tolist()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("漫游客户", ["漫游", "游客", "客户"], ["漫游", "客户"]),
        ("漫游客", ["漫游", "游客"], ["漫游", "游客"]),
        ("中心电子版", ["中心", "心电", "电子"], ["中心", "电子"]),
        ("身份证号码", ["身份证", "证号", "号码"], ["身份证", "号码"]),
        ("心电图", ["心电", "心电图"], ["心电图"]),
    ],
)
def test_a_word_across_two_others_is_none(text: str, words: list[str], expected: list[str]) -> None:
    """游客 in 漫游客户 is no tourist: the words on both sides leave nothing of it."""
    assert expected == [word for word, _ in spotted(text, *words)]


def test_fields_and_items_keep_apart() -> None:
    """A word never spans two fields or items, and its field and item are known."""
    items = pl.DataFrame(
        {"name": ["身份", None, "证"], "description": ["证号 身份证", "x", "身份证"]}
    )
    texts = lay_out(items, ("name", "description", "missing"))

    matches = find(texts, Vocabulary(("身份证",), np.ones((1, 1), dtype=bool)))

    assert [(0, 1), (2, 1)] == list(zip(matches.item.tolist(), matches.field.tolist(), strict=True))
    assert [3, 0] == texts.characters(matches.start, matches.end)[0].tolist()


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("不含姓名、身份证号", [True, True]),
        ("不含姓名，含身份证号", [True, False]),
        ("不含：姓名、身份证号", [True, True]),
        ("姓名除外；身份证号", [True, False]),
        ("姓名、身份证号均已脱敏", [False, False]),
        ("姓名。身份证号，本项已公开", [True, True]),
        ("姓名、身份证号（除外）", [True, True]),
        ("姓名（身份证号除外）", [False, True]),
        ("（不含姓名）身份证号", [True, False]),
        ("no 姓名, a 身份证号", [True, True]),
        ("a no, 姓名、身份证号", [False, False]),
        ("no 姓名,身份证号", [True, False]),
    ],
)
def test_markers_cover_their_clause(text: str, covered: list[bool]) -> None:
    """不含 covers what follows in its clause, 除外 what precedes, 已公开 the whole item."""
    texts = lay_out(pl.DataFrame({"name": [text]}), ("name",))
    ends = ("，", "；", "。", ",", ";", ":", "\n")
    words = ("姓名", "身份证号", "不含", "no", "除外", "已公开", "(", ")", *ends)
    groups = np.repeat(np.eye(2, dtype=bool), [2, len(words) - 2], axis=0)
    found = find(texts, Vocabulary(words, groups))

    def of(*chosen: str) -> Matches:
        return found.where(np.isin(found.word, [words.index(word) for word in chosen]))

    before, after = of("不含", "no"), of("除外")
    within = clauses(texts, of(*ends), (of("("), of(")")), before=before, after=after)
    reach = scopes(texts, within, before=before, after=after, whole=of("已公开"))

    named = of("姓名", "身份证号")
    assert covered == reach.cover(named, within.holding(named.start)).tolist()


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["病历", "vin", "a b", "é"]))
def test_places_lead_back_to_the_text(text: str, word: str) -> None:
    """Whatever the text, the characters at a place are those of the word."""
    folded = fold(pl.Series([text])).item()
    texts = lay_out(pl.DataFrame({"name": [text + word]}), ("name",))

    matches = find(texts, Vocabulary((word,), np.ones((1, 1), dtype=bool)))

    assert len(text) == len(folded)
    for start in texts.characters(matches.start, matches.end)[0]:
        piece = fold(pl.Series([(text + word)[start:]])).item().lower()
        assert piece.startswith((word, word.replace(" ", "")))
