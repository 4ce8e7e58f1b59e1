"""Items identified on their own: a study or a table in, findings and forms out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listlab.errors import ListlabError, ParamsError
from listlab.law.load import load_pack
from listlab.model.language import Lang, Text
from listlab.model.problem import Problem
from listlab.model.punctuation import listed
from listlab.run import steps
from listlab.run.decisions import entry_numbers, labels
from listlab.run.files import replace_file
from listlab.run.param_checks import Findings as Checks
from listlab.run.param_checks import check_name
from listlab.run.params import find_study, params_file
from listlab.study import Places, Study, find_root, label, sha256

if TYPE_CHECKING:
    import polars as pl

    from listlab.identify.result import Findings

_SHOWN = 20
_YAML = {".yml", ".yaml"}


@dataclass(frozen=True)
class Found:
    """Findings of a call, what was written, and what changed since they were last written."""

    findings: Findings
    written: tuple[str, ...] = ()
    changes: pl.DataFrame | None = None

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Findings as the contract has them, with files and changes where there are any."""
        value = self.findings.to_json(lang)
        if self.written:
            value["written"] = list(self.written)
        if self.changes is not None:
            value["changes"] = self.changes.to_dicts()
        return value


def identify_path(
    place: str, *, pack: str | None = None, out: str | None = None, lang: Lang, today: date
) -> Found:
    """Findings on a study or on a table of items, written to a study's folder where one is named.

    Parameters
    ----------
    place : str
        A params file, the id of a study, or a table (csv, xlsx, parquet).
    pack : str, optional
        Needed for a table; must not contradict a study's params.
    out : str, optional
        Study whose folder takes tables, form and catalogue; its ledger counts as well.
    lang : {"zh", "en"}
    today : date
        Day of the files where no study gives one.

    Raises
    ------
    ListlabError
        Nothing can be read, or the pack is not known; nothing is written then.
    """
    given = _study(place)
    if given:
        if pack not in {None, given.params.pack}:
            raise ParamsError(_contradiction(str(pack), given.params.pack))
        findings = steps.identify(given)
    else:
        findings = _of_table(Path(place), pack, out)
    if out is None:
        return Found(findings)
    return _write(findings, out, given, lang=lang, today=today)


def _study(place: str) -> Study | None:
    path = Path(place)
    if path.suffix in _YAML:
        return find_study(place)
    if path.exists():
        return None
    try:
        root = find_root(Path.cwd())
    except ListlabError:
        return None
    return find_study(place) if path.suffix == "" and params_file(place, root) else None


def _of_table(path: Path, pack: str | None, out: str | None) -> Findings:
    from listlab.identify.identify import identify
    from listlab.identify.read import read_items
    from listlab.model.provenance import Provenance

    if pack is None:
        raise ListlabError(_NO_PACK)
    if not path.is_file():
        raise ListlabError(Problem("items.missing", "error", _no_table(path), file=path.as_posix()))
    law = load_pack(pack)
    items = read_items(path, law)
    own = _study(out) if out else None
    source = Provenance({path.name: sha256(path)}, pack, law.version)
    return identify(items, pack=pack, decisions=labels(own) if own else (), provenance=source)


def _write(findings: Findings, out: str, given: Study | None, *, lang: Lang, today: date) -> Found:
    """Findings written to the folder of the study that `out` names."""
    from listlab.draft.important import Identified
    from listlab.identify.changes import changes
    from listlab.identify.write import read_former, write_findings

    to = _study(out)
    if to and to.params.audience != "internal":
        raise ListlabError(WITHHELD)
    places = to.places if to else Places(_checked_root(out), out)
    numbers = entry_numbers(to) if to else {}
    former = read_former(places.findings)
    files = [*write_findings(findings, places.findings)]
    source = to or given
    title = source.params.title if source else out
    files += write_documents(
        Identified(findings, numbers),
        places,
        title=title,
        as_of=source.params.as_of if source else today,
        enterprises=enterprise_names(given) if given else {},
        synthetic=steps.survey(given).is_synthetic if given else False,
        lang=lang,
    )
    compared = None if former is None else changes(former, findings.items)
    return Found(findings, tuple(label(path, places.root) for path in files), compared)


def write_documents(
    identified: Any,
    places: Places,
    *,
    title: str,
    as_of: date,
    enterprises: dict[str, str],
    synthetic: bool,
    lang: Lang,
) -> tuple[Path, Path]:
    """Form of the open items and draft of the catalogue, written to a study's folder."""
    from listlab.draft.catalogue import catalogue_bytes
    from listlab.identify.confirm.workbook import Asked, form_bytes

    asked = Asked(title, as_of, enterprises, lang)
    places.catalogue.parent.mkdir(parents=True, exist_ok=True)
    replace_file(places.confirmation_form, form_bytes(identified.findings, identified.open, asked))
    content = catalogue_bytes(identified, title=title, as_of=as_of, synthetic=synthetic, lang=lang)
    replace_file(places.catalogue, content)
    return places.confirmation_form, places.catalogue


def enterprise_names(study: Study) -> dict[str, str]:
    """Names of a study's enterprises by their codes, as its readers may see them."""
    from listlab.report.audience import names_for

    tables, params = steps.survey(study), study.params
    names = names_for(tables, params.audience, params.lang)
    rows = tables.enterprises.select("enterprise_id", "name").rows()
    return {key: names.enterprise(key, name or key) for key, name in rows}


def found_text(found: Found, lang: Lang) -> str:
    """What was found, in lines for a terminal: counts, what waits for a decision, files."""
    import polars as pl

    from listlab.identify.weight import undecided

    items = found.findings.items
    counts = dict(items.group_by("important").len().rows())
    levels = dict(items.group_by("personal").len().rows())
    open_ = undecided(items).sort(pl.col("important") != "yes", maintain_order=True)
    said = Text(
        f"{items.height} 个数据项：重要数据 {counts.get('yes', 0)}、待判断 "
        f"{counts.get('review', 0)}、否 {counts.get('no', 0)}；敏感个人信息 "
        f"{levels.get('sensitive', 0)}，其他个人信息 {levels.get('personal', 0)}。"
        f"待人确认 {open_.height} 个，其中确认后内容有变 {found.findings.changed.height} 个。",
        f"{items.height} items: important {counts.get('yes', 0)}, to be decided "
        f"{counts.get('review', 0)}, no {counts.get('no', 0)}; sensitive "
        f"{levels.get('sensitive', 0)}, otherwise personal {levels.get('personal', 0)}. "
        f"{open_.height} wait for a person, {found.findings.changed.height} changed since.",
    )
    lines = [said.say(lang)]
    lines += [_line(row, lang) for row in open_.head(_SHOWN).iter_rows(named=True)]
    if open_.height > _SHOWN:
        more = open_.height - _SHOWN
        lines.append(Text(f"……另有 {more} 个", f"… +{more} more").say(lang))
    lines += [problem.line(lang) for problem in found.findings.problems[:_SHOWN]]
    if found.changes is not None and found.changes.height:
        ids = listed(found.changes["id"].head(_SHOWN).to_list(), lang)
        n = found.changes.height
        lines.append(
            Text(f"与上次相比有 {n} 项不同：{ids}", f"{n} differ from last time: {ids}").say(lang)
        )
    return "\n".join([*lines, *found.written])


def _line(row: dict[str, Any], lang: Lang) -> str:
    from listlab.identify.confirm.form import OUTCOMES, PERSONAL

    name = row["name"] or row["id"]
    category = row["category_name"] or "—"
    words = OUTCOMES[row["important"]].say(lang), PERSONAL[row["personal"]].say(lang)
    return f"  {name} · {category} ({row['score']:.2f}) · {words[0]} · {words[1]}"


def _checked_root(out: str) -> Path:
    checks = Checks()
    check_name("--out", out, checks)
    if checks.problems:
        raise ParamsError(checks.problems)
    return find_root(Path.cwd())


_NO_PACK = Text(
    "识别数据项表须给出 --pack（规则包），如 --pack beijing",
    "a table of items needs --pack, such as --pack beijing",
)
WITHHELD = Text(
    "未写出：本研究的读者不应看到企业名称（audience），识别结果只供内部读者",
    "nothing written: readers of this study may not see enterprise names (audience)",
)


def _no_table(path: Path) -> Text:
    return Text(
        f"没有 {path} 这个文件，也没有这个编号的研究；请给出数据项表（csv、xlsx、parquet）或研究",
        f"no file {path}, and no study of this id; name a table (csv, xlsx, parquet) or a study",
    )


def _contradiction(given: str, own: str) -> Problem:
    message = Text(
        f"--pack 为 {given}，但参数文件中为 {own}；请去掉该选项",
        f"--pack is {given}, but the params file says {own}; drop it",
    )
    return Problem("params.contradiction", "error", message, got=given)
