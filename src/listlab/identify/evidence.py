"""Words of evidence with their places in the text of an item, and what they speak for."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from listlab.identify.index import NONE, Group, Sparse
from listlab.identify.judgement import Judgement
from listlab.identify.matches import Flags
from listlab.identify.nature import SILENT
from listlab.identify.reading import FIELDS
from listlab.identify.text import Ints

SCHEMA = pl.Schema(
    {
        "row": pl.Int64(),
        "id": pl.String(),
        "about": pl.String(),  # category|personal|rule|qualifier|combination|marker|volume
        "subject": pl.String(),  # code, type, rule.facet, qualifier, combination, marker
        "field": pl.String(),
        "start": pl.Int64(),  # characters of the field as written
        "end": pl.Int64(),
        "term": pl.String(),  # as written
        "stance": pl.String(),  # for|against
        "weight": pl.Float64(),
    }
)
_CANDIDATES = 4  # classes whose words are listed: the likeliest and its alternatives
_MOST_PLACES = 20  # of one word in one field; a pasted cell repeats its words by the thousand
_UNPUBLISHED = "unpublished"


def evidence_frame(judged: Judgement) -> pl.DataFrame:
    """Every word that spoke for or against something, in the order of the text."""
    parts = [part for part in _parts(judged) if part.height]
    volumes = _volumes(judged)
    if not parts:
        return volumes
    said = pl.concat(parts)
    places = _places(judged, _shown(judged, said["match"].to_numpy()))
    said = said.join(places, on="match", how="inner", maintain_order="left")
    order = ["row", "field_number", "start", "end", "about", "subject", "stance"]
    said = said.sort(order, maintain_order=True).unique(
        ["row", "about", "subject", "field", "start", "end", "stance"],
        keep="first",
        maintain_order=True,
    )
    found = said.select(SCHEMA.names()).cast(SCHEMA)
    return pl.concat([found, volumes]).sort("row", maintain_order=True) if len(volumes) else found


def _volumes(judged: Judgement) -> pl.DataFrame:
    """Numbers of persons or records that the texts state."""
    ids = judged.items["id"] if "id" in judged.items.columns else None
    rows = [
        {
            "row": each.row,
            "id": str(each.row) if ids is None else ids[each.row],
            "about": "volume",
            "subject": each.kind,
            "field": each.field,
            "start": each.start,
            "end": each.end,
            "term": each.term,
            "stance": "for",
            "weight": 0.0,
        }
        for each in judged.told.mentions
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _shown(judged: Judgement, spoken: Ints) -> Ints:
    """Matches that are shown, among those that spoke: of a word in a field the first few."""
    matches = judged.reading.matches
    which = np.unique(spoken)
    frame = pl.DataFrame(
        {"match": which, "item": matches.item[which], "field": matches.field[which]}
    ).with_columns(word=pl.Series(matches.word[which]))
    first = pl.int_range(pl.len()).over("item", "field", "word") < _MOST_PLACES
    return np.asarray(frame.filter(first)["match"].to_numpy())


def _places(judged: Judgement, which: Ints) -> pl.DataFrame:
    """Place of the matches chosen, with the words as written."""
    reading, items = judged.reading, judged.items
    matches, texts = reading.matches.where(which), reading.texts
    start, end = texts.characters(matches.start, matches.end)
    frame = pl.DataFrame(
        {
            "match": which,
            "row": matches.item,
            "field_number": matches.field,
            "start": start,
            "end": end,
        }
    )
    written = pl.concat(
        [
            pl.DataFrame({"text": items[name].cast(pl.String).fill_null("")}).with_columns(
                row=pl.int_range(pl.len()), field_number=pl.lit(number), field=pl.lit(name)
            )
            for number, name in enumerate(FIELDS)
            if name in items.columns
        ]
    ).with_columns(pl.col("field_number").cast(pl.Int64))
    ids = items["id"] if "id" in items.columns else pl.Series([str(i) for i in range(items.height)])
    return (
        frame.join(written, on=["row", "field_number"], how="inner", maintain_order="left")
        .with_columns(
            term=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
            id=ids.gather(pl.Series(matches.item)) if len(matches.item) else pl.lit(""),
        )
        .drop("text")
    )


def _parts(judged: Judgement) -> Iterator[pl.DataFrame]:
    reading = judged.reading
    index, negated, dulled = reading.index, reading.negated, reading.dulled
    own = reading.matches.field < 3
    context = ~own & reading.matches.groups[:, Group.CONTEXT]
    topic = own & reading.matches.groups[:, Group.TOPIC]
    candidates = np.zeros(judged.probability.shape, dtype=bool)
    np.put_along_axis(candidates, judged.top(_CANDIDATES), True, axis=1)
    codes = ["none" if code == NONE else str(code) for code in index.classes]
    yield _spoken(
        judged,
        topic,
        index.topics.matrix,
        named=("category", codes),
        kept=candidates,
        against=negated,
    )
    yield _spoken(
        judged,
        context,
        index.priors.matrix,
        named=("category", codes),
        kept=candidates,
        against=negated,
    )
    kinds = [kind.id for kind in index.types]
    personal = own & reading.matches.groups[:, Group.PERSONAL]
    every = np.ones((len(judged.probability), len(kinds)), dtype=bool)
    for table in (index.strong, index.weak):
        yield _spoken(
            judged,
            personal,
            table.matrix,
            named=("personal", kinds),
            kept=every,
            against=negated | dulled,
        )
    facet = own & reading.matches.groups[:, Group.FACET]
    facets = [f"{rule.id}.{part.id}" for rule, part in index.facets]
    asked = judged.nature.facets != SILENT
    for table, against in (
        (index.facet_words, negated | dulled),
        (index.decisive, negated | dulled),
        (index.ordinary, np.ones_like(negated)),
    ):
        yield _spoken(
            judged, facet, table.matrix, named=("rule", facets), kept=asked, against=against
        )
    qualifier = own & reading.matches.groups[:, Group.QUALIFIER]
    wanted = _wanted(judged)
    for table, against in ((index.supports, negated), (index.refutes, ~negated)):
        named = ("qualifier", list(index.qualifiers))
        yield _spoken(judged, qualifier, table.matrix, named=named, kept=wanted, against=against)
    part = own & reading.matches.groups[:, Group.PART]
    named = ("combination", [index.lexicon.combinations[i].id for i in index.part_of])
    holds = judged.combined.holds[:, index.part_of]
    yield _spoken(judged, part, index.parts.matrix, named=named, kept=holds, against=negated)
    yield _markers(judged)


def _wanted(judged: Judgement) -> Flags:
    """Qualifiers that some facet of an item asks for."""
    index = judged.reading.index
    wanted = np.zeros(judged.nature.qualifiers.shape, dtype=bool)
    for i, (_, facet) in enumerate(index.facets):
        for name in facet.qualifiers:
            if name in index.qualifiers:
                wanted[:, index.qualifiers.index(name)] |= judged.nature.facets[:, i] != SILENT
    return wanted


def _spoken(
    judged: Judgement,
    chosen: Flags,
    table: Sparse,
    *,
    named: tuple[str, list[str]],
    kept: Flags,
    against: Flags,
) -> pl.DataFrame:
    """What the matches chosen say of the things of a table, where items keep them."""
    about, names = named
    matches = judged.reading.matches
    which = np.flatnonzero(chosen)
    found = table[matches.word[which]].tocoo()
    match, thing = which[found.row], found.col
    keep = kept[matches.item[match], thing]
    match, thing, weight = match[keep], thing[keep], found.data[keep]
    return pl.DataFrame(
        {
            "match": pl.Series(match, dtype=pl.Int64),
            "about": pl.Series([about], dtype=pl.String).new_from_index(0, len(match)),
            "subject": pl.Series(names, dtype=pl.String).gather(pl.Series(thing, dtype=pl.UInt32))
            if names
            else pl.Series([], dtype=pl.String),
            "stance": pl.Series(np.where(against[match], "against", "for"), dtype=pl.String),
            "weight": pl.Series(weight, dtype=pl.Float64),
        }
    )


def _markers(judged: Judgement) -> pl.DataFrame:
    """Markers of negation, publication and the like."""
    reading = judged.reading
    index, matches = reading.index, reading.matches
    own = (matches.field < 3) & matches.groups[:, Group.MARKER]
    rows = []
    for marker in index.lexicon.markers:
        words = [
            w for (name, _), numbers in index.markers.items() if name == marker for w in numbers
        ]
        rows += [(int(i), marker) for i in np.flatnonzero(own & np.isin(matches.word, words))]
    return pl.DataFrame(
        {
            "match": pl.Series([row[0] for row in rows], dtype=pl.Int64),
            "about": pl.Series(["marker"] * len(rows), dtype=pl.String),
            "subject": pl.Series([row[1] for row in rows], dtype=pl.String),
            "stance": pl.Series(
                ["for" if row[1] == _UNPUBLISHED else "against" for row in rows], dtype=pl.String
            ),
            "weight": pl.Series([0.0] * len(rows), dtype=pl.Float64),
        }
    )
