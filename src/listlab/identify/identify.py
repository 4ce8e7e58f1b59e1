"""Step 2 in one call: which surveyed items may be important or sensitive, and why."""

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from listlab.identify.important import IMPORTANT
from listlab.identify.index import NONE
from listlab.identify.items import Items, normalise_items
from listlab.identify.judgement import Judgement, engine, judge, taught
from listlab.identify.labels import Label, grounds, labels_frame, usable
from listlab.identify.personal import LEVELS, disagrees
from listlab.identify.result import Findings
from listlab.law.load import load_pack
from listlab.law.pack import Pack
from listlab.model.provenance import Provenance

_ALTERNATIVES = 3
_LEAST = 0.005  # score below which an alternative says nothing
_DIGITS = 6


def identify(
    items: Any,
    *,
    pack: str,
    decisions: Iterable[Label] = (),
    provenance: Provenance | None = None,
) -> Findings:
    """Findings on every item: category, personal information, importance, and why.

    Parameters
    ----------
    items : polars or pandas DataFrame, or Items
        A table with a column of names, or what `read_items` and `items_of` give.
    pack : str
        Id of the law pack.
    decisions : iterable of Label, optional
        What people decided; of several on one item the last. A label counts for its item while
        the item's evidence is as it was, and teaches the suggestions for the others. One that
        says what there is not is told among the problems, and left out.
    provenance : Provenance, optional
        Where the items come from.

    Returns
    -------
    Findings
        In the order of the items; the same items, pack and decisions give the same findings.

    Raises
    ------
    SurveyError
        There is no column of names.
    PackError
        There is no such pack, or it has no lexicon.

    Examples
    --------
    >>> found = identify(pl.DataFrame({"name": ["患者身份证号"]}), pack="beijing")
    >>> found.items["personal"].to_list()
    ['sensitive']
    """
    labels, unusable = usable(decisions, load_pack(pack))
    if not isinstance(items, Items):
        plain = nw.from_native(items, eager_only=True).to_polars()
        items = normalise_items(plain, load_pack(pack))
    judged = judge(items.frame, taught(engine(pack), labels))
    source = provenance or Provenance(pack=pack, pack_version=load_pack(pack).version)
    names = {c.code: c.name.zh for c in judged.engine.pack.categories}
    decided = _decide(_suggested(judged), labels, names)
    return Findings(decided, judged, (*items.problems, *unusable), source)


def _suggested(judged: Judgement) -> pl.DataFrame:
    """Items with what the machine says of each."""
    items, pack, important = judged.items, judged.engine.pack, judged.important
    classes = np.array(judged.engine.index.classes)
    best = judged.top(1)[:, 0]
    code = classes[best]
    score = judged.probability[np.arange(len(best)), best].round(_DIGITS)
    by_rule = pl.Series(important.by_rule)
    kept = ("id", "flow_id", "enterprise_id", "name", "description", "persons_low", "persons_high")
    return items.select(
        *(name for name in kept),
        pl.Series("suggested_category", code, dtype=pl.Int64).replace(NONE, None),
        pl.Series("score", score),
        _alternatives(judged, classes),
        pl.Series("suggested_personal", np.array(LEVELS)[judged.combined.level]),
        _types(judged),
        pl.col("personal").alias("own_personal"),
        pl.col("sensitive").alias("own_sensitive"),
        pl.Series("disagrees", disagrees(items, judged.combined.level)),
        pl.Series("suggested_important", np.array(IMPORTANT)[important.outcome]),
        pl.select(pl.when(by_rule).then(pl.lit("rule")).otherwise(pl.lit("suggestion")))
        .to_series()
        .alias("decided_by"),
        grounds(items),
        pl.Series("defers_to", code).replace_strict(
            _standards(pack), default=None, return_dtype=pl.String
        ),
    )


def _alternatives(judged: Judgement, classes: np.ndarray) -> pl.Series:
    """Up to three further classes of each item, best first; code null where none fits."""
    order = judged.top(_ALTERNATIVES + 1)[:, 1:]
    scores = np.take_along_axis(judged.probability, order, axis=1).round(_DIGITS)
    names = {c.code: c.name.zh for c in judged.engine.pack.categories}
    kept = scores >= _LEAST
    flat = pl.DataFrame({"code": classes[order][kept], "score": scores[kept]}).select(
        pl.struct(
            pl.col("code").cast(pl.Int64).replace(NONE, None),
            pl.col("code")
            .replace_strict(names, default=None, return_dtype=pl.String)
            .alias("name"),
            "score",
        ).alias("alternatives"),
        pl.Series("row", np.nonzero(kept)[0]),
    )
    rows = pl.DataFrame({"row": np.arange(len(order))})
    grouped = flat.group_by("row", maintain_order=True).agg("alternatives")
    joined = rows.join(grouped, on="row", how="left", maintain_order="left")["alternatives"]
    return joined.fill_null([])


def _types(judged: Judgement) -> pl.Series:
    """Types of personal information that each item names."""
    names = [kind.id for kind in judged.engine.index.types]
    row, kind = np.nonzero(judged.personal.named)
    flat = pl.DataFrame({"row": row, "types": pl.Series(names).gather(pl.Series(kind))})
    rows = pl.DataFrame({"row": np.arange(judged.items.height)})
    grouped = flat.group_by("row", maintain_order=True).agg("types")
    return rows.join(grouped, on="row", how="left", maintain_order="left")["types"].fill_null([])


def _standards(pack: Pack) -> dict[int, str]:
    """Standards to which categories defer and whose rules the pack doesn't carry."""
    carried = {rule.source.instrument for rule in pack.rules}
    return {
        category.code: "、".join(
            pack.instruments[name].title.zh if name in pack.instruments else name
            for name in category.defers_to
            if name not in carried
        )
        for category in pack.categories
        if set(category.defers_to) - carried
    } or {NONE: ""}


def _decide(items: pl.DataFrame, labels: Iterable[Label], names: dict[int, str]) -> pl.DataFrame:
    """Items with people's labels in place of suggestions, while the evidence is as it was."""
    joined = items.join(labels_frame(labels), on="id", how="left", maintain_order="left")
    has = pl.col("seen").is_not_null()
    holds = has & ((pl.col("seen") == "") | (pl.col("seen") == pl.col("evidence")))
    category = holds & pl.col("decides_category")
    personal = holds & pl.col("label_personal").is_not_null()
    important = holds & pl.col("label_important").is_not_null()
    chosen = (
        pl.when(category).then("label_category").otherwise("suggested_category").alias("category"),
        pl.when(personal).then("label_personal").otherwise("suggested_personal").alias("personal"),
        pl.when(important)
        .then("label_important")
        .otherwise("suggested_important")
        .alias("important"),
        pl.when(category | personal | important)
        .then(pl.lit("person"))
        .otherwise("decided_by")
        .alias("decided_by"),
        (has & ~holds).alias("changed"),
        *(pl.when(holds).then(name).alias(name) for name in ("by", "at", "reason")),
    )
    labelled = {"label_category", "decides_category", "label_personal", "label_important", "seen"}
    return _named(joined.with_columns(chosen).drop(labelled), names)


def _named(items: pl.DataFrame, names: dict[int, str]) -> pl.DataFrame:
    """Items with the name of their category, columns in the order in which people read them."""
    first = ("id", "flow_id", "enterprise_id", "name", "description", "category", "category_name")
    then = ("score", "alternatives", "personal", "types", "disagrees", "important", "decided_by")
    named = items.with_columns(
        pl.col("category")
        .replace_strict(names, default=None, return_dtype=pl.String)
        .alias("category_name")
    )
    return named.select(*first, *then, pl.all().exclude(*first, *then))
