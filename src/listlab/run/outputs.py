"""What a run leaves beside the notebooks: tables, the list, the page, and the manifest of all."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from listlab.model.language import Lang, Text
from listlab.run import questions, steps
from listlab.run.cache import code_state, digest
from listlab.run.exchange import settle
from listlab.run.lock import hold
from listlab.run.outcome import SurveyRead, nobody_reported
from listlab.run.survey_outputs import survey_view, write_copies, write_survey
from listlab.study import Places, Study, require_folder, sha256

NOT_LISTED = ("manifest.json", "run.json")


def write_list(study: Study, places: Places) -> None:
    """Write the draft list as JSON and as a workbook."""
    from listlab.draft.documents import write_list_json, write_list_xlsx

    negative_list = steps.draft(study)
    places.list_xlsx.parent.mkdir(parents=True, exist_ok=True)
    write_list_json(negative_list, places.list_json, lang=study.params.lang)
    write_list_xlsx(negative_list, places.list_xlsx, lang=study.params.lang)


def draft_list(
    study: Study, out: Path | None, *, lang: Lang | None
) -> tuple[tuple[Path, ...], tuple[Text, ...]]:
    """Files of the draft list, in `out` or the study's folder, and what the list lacks."""
    from listlab.draft.documents import write_documents

    if lang:
        study = replace(study, params=replace(study.params, lang=lang))
    require_folder(out.absolute() if out else study.places.folder)
    notes = tuple(nobody_reported(*each) for each in steps.unreported(study).items())
    if out:
        return write_documents(steps.draft(study), out, lang=study.params.lang), notes
    steps.draft(study)  # kept, so that the folder is held for the writing alone
    settle(study.places)
    with hold(study.places.folder):
        write_list(study, study.places)
    return (study.places.list_json, study.places.list_xlsx), notes


def write_report(study: Study, places: Places) -> None:
    """Write tables, list and pages; the page links the notebooks that are executed beside it."""
    from listlab.report.page import build_page

    tables, lang = steps.survey(study), study.params.lang
    pack, _ = steps.law(study)
    made = steps.provenance(study)
    view = replace(survey_view(study), provenance=made, report="../index.html")
    write_survey(tables, places, view)
    write_list(study, places)
    confirmed = _write_identified(study, places)
    page = build_page(
        params=study.params,
        tables=tables,
        results=steps.scenarios(study),
        evidence=steps.evidences(study),
        questions=questions.of_scenarios(study),
        overall=questions.overall(study),
        negative_list=steps.draft(study),
        pack=pack,
        notebooks=_notebook_links(study),
        documents=[
            (Text("清单数据（JSON）", "list (JSON)").say(lang), "list.json"),
            (Text("清单文本（Excel）", "list (Excel)").say(lang), "documents/list.xlsx"),
            *confirmed,
        ],
        findings=steps.identify(study),
        survey_page=places.survey_page.relative_to(places.folder).as_posix(),
        provenance=made,
        lang=lang,
    )
    places.index.write_text(page, encoding="utf-8", newline="\n")


def _write_identified(study: Study, places: Places) -> list[tuple[str, str]]:
    """Findings, form and catalogue, for internal readers; titles and links of the documents."""
    from listlab.identify.write import write_findings
    from listlab.run.identify import enterprise_names, write_documents

    params = study.params
    if params.audience != "internal":
        return []
    identified = steps.identified(study)
    write_findings(identified.findings, places.findings)
    files = write_documents(
        identified,
        places,
        title=params.title,
        as_of=params.as_of,
        enterprises=enterprise_names(study),
        synthetic=steps.survey(study).is_synthetic,
        lang=params.lang,
    )
    titles = (
        Text("重要数据确认表（Excel）", "form to confirm important data (Excel)"),
        Text("重要数据目录草稿（Excel）", "draft catalogue of important data (Excel)"),
    )
    return [
        (title.say(params.lang), path.relative_to(places.folder).as_posix())
        for title, path in zip(titles, files, strict=True)
    ]


def write_returned(study: Study, places: Places) -> None:
    """Write a marked copy of every workbook with problems, for internal readers."""
    from listlab.survey.read import find_answers

    if study.params.audience == "internal":
        answers = find_answers(study.survey_files(), study.root)
        params = study.params
        write_copies(
            steps.survey(study), answers, places.returned, as_of=params.as_of, lang=params.lang
        )


def study_key(study: Study) -> str:
    """Hash over everything that the report of a study rests on."""
    basis = steps.whole(study)
    return digest(
        {
            "params": basis.params,
            "inputs": study.snapshot(basis.files),
            "notebooks": study.snapshot(study.notebook_files()),
            "code": code_state(study.root),
        }
    )


def write_manifest(study: Study, places: Places, *, key: str, survey: SurveyRead) -> None:
    """Write what went in and came out, with hashes; no clock time, so that bytes stay the same."""
    basis = steps.whole(study)
    manifest = {
        "study": study.id,
        "key": key,
        "inputs": steps.inputs(study, (*basis.files, *study.notebook_files())),
        "outputs": _hashes(places.folder),
        "workbooks": dict(survey.workbooks),
        "unreported": {code: [name.zh, name.en] for code, name in survey.unreported.items()},
        "provenance": steps.provenance(study).to_dict(),
        "code": code_state(study.root),
    }
    write_json(manifest, places.manifest)


def kept_report(places: Places, key: str) -> SurveyRead | None:
    """What the survey gave to the last report, as its manifest has it.

    None unless that report still holds: same key, and every output untouched.
    """
    try:
        manifest: dict[str, Any] = json.loads(places.manifest.read_text(encoding="utf-8"))
        if manifest["key"] != key:
            return None
        hashes = {name: sha256(places.folder / name) for name in manifest["outputs"]}
        unreported = {c: Text(*names) for c, names in manifest["unreported"].items()}
        read = SurveyRead({**manifest["workbooks"]}, unreported)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # damaged, or of old
        return None
    return read if hashes == manifest["outputs"] else None


def write_json(value: Any, path: Path) -> None:
    """Write plain values as JSON that people can read."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: sha256(named[name]) for name in sorted(named) if name not in NOT_LISTED}


def _notebook_links(study: Study) -> list[tuple[str, str]]:
    import nbformat

    from listlab.run.execute import notebook_title

    links = []
    for path in study.notebook_files():
        title = notebook_title(nbformat.read(path, as_version=4)) or path.stem
        links.append((title, f"notebooks/{path.stem}.html"))
    return links
