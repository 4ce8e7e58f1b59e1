"""A study's places: where its inputs lie, where its results go, and the hashes of both.

The only module that knows paths. Inputs stand under the project root, the nearest parent that
holds `params/`; results under `reports/<study>/`. Labels are relative to the root, with `/`.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from listlab.errors import ReportError, StudyError
from listlab.model.file_name import printable
from listlab.model.language import Text
from listlab.model.params import Params
from listlab.model.problem import Problem
from listlab.survey.walk import answer_files

NOTEBOOK_PATTERN = "[0-9][0-9]_*.ipynb"


@dataclass(frozen=True)
class Places:
    """Where the results of one study go: `reports/<study>/` and what lies in it."""

    root: Path
    study_id: str
    reports: Path | None = None

    @property
    def folder(self) -> Path:
        """Folder of everything that listlab makes for the study."""
        return (self.reports or self.root / "reports") / self.study_id

    @property
    def cache(self) -> Path:
        """Results of steps, shared by commands and notebooks wherever the report goes."""
        return self.root / "reports" / ".cache"

    @property
    def index(self) -> Path:
        """The report page."""
        return self.folder / "index.html"

    @property
    def notebooks(self) -> Path:
        """Executed notebooks, each with an offline page beside it."""
        return self.folder / "notebooks"

    @property
    def tables(self) -> Path:
        """Tables of the survey as parquet."""
        return self.folder / "tables"

    @property
    def problems(self) -> Path:
        """Problems of the survey as a workbook; the same beside it as csv."""
        return self.folder / "problems.xlsx"

    @property
    def returned(self) -> Path:
        """Marked copies of the workbooks, to be sent back."""
        return self.folder / "returned"

    @property
    def survey_page(self) -> Path:
        """Page of the survey alone."""
        return self.folder / "pages" / "survey.html"

    @property
    def list_json(self) -> Path:
        """The draft list."""
        return self.folder / "list.json"

    @property
    def list_xlsx(self) -> Path:
        """The draft list as a workbook."""
        return self.folder / "documents" / "list.xlsx"

    @property
    def catalogue(self) -> Path:
        """Draft of the catalogue of important data."""
        return self.folder / "documents" / "important_data_catalogue.xlsx"

    @property
    def confirmation_form(self) -> Path:
        """Form on which people confirm the items that are open."""
        return self.folder / "documents" / "important_data_form.xlsx"

    @property
    def findings(self) -> Path:
        """Items with what was found of each; rules and evidence beside it."""
        return self.tables / "findings.parquet"

    @property
    def manifest(self) -> Path:
        """What went in, what came out, with hashes."""
        return self.folder / "manifest.json"

    @property
    def run_record(self) -> Path:
        """When the study ran and how long each part took."""
        return self.folder / "run.json"

    @property
    def lab(self) -> Path:
        """Copies of the notebooks to work in."""
        return self.folder / "lab"


@dataclass(frozen=True)
class Study:
    """One study: its checked params, its inputs and the places of its results."""

    root: Path
    params: Params
    params_file: Path | None = None
    reports: Path | None = field(default=None, compare=False)

    @property
    def id(self) -> str:
        """Name of the study and of its folders."""
        return self.params.study

    @property
    def places(self) -> Places:
        """Where the study's results go."""
        return Places(self.root, self.id, self.reports)

    @property
    def surveys(self) -> Path:
        """Folder of the workbooks handed in."""
        return self.root / self.params.surveys

    def survey_files(self) -> tuple[Path, ...]:
        """Files handed in, sorted by label: what is read, and what is hashed.

        Raises
        ------
        StudyError
            The folder is missing or holds no file.
        """
        folder = self.surveys
        if not folder.is_dir():
            raise StudyError(_missing_folder(self.label(folder)))
        files = answer_files(folder)
        if not files:
            raise StudyError(_empty_folder(self.label(folder)))
        return tuple(sorted(files, key=self.label))

    @property
    def frame(self) -> Path | None:
        """List of all enterprises, None when the study has none."""
        return self.root / self.params.frame if self.params.frame else None

    @property
    def corrections(self) -> Path | None:
        """Table of corrections, None when the study has none."""
        return self.root / self.params.corrections if self.params.corrections else None

    @property
    def ledger(self) -> Path:
        """Ledger of what people decided, among the study's data; there is none at first."""
        above = self.surveys.parent
        folder = above if above.name == self.id else self.root / "data" / self.id
        return folder / "decisions.db"

    @property
    def confirmations(self) -> Path | None:
        """Form of confirmations to take in, None when the study names none."""
        return self.root / self.params.confirmations if self.params.confirmations else None

    def archive_files(self) -> tuple[Path, ...]:
        """Files of earlier cases, sorted by label; none when the study has no archive.

        Raises
        ------
        StudyError
            The file or folder is missing, or the folder holds no file.
        """
        if self.params.archive is None:
            return ()
        place = self.root / self.params.archive
        if not place.exists():
            raise StudyError(_missing_input(self.label(place), "archive"))
        files = answer_files(place) if place.is_dir() else (place,)
        if not files:
            raise StudyError(_empty_archive(self.label(place)))
        return tuple(sorted(files, key=self.label))

    def survey_inputs(self) -> tuple[Path, ...]:
        """Everything that the tables of the survey rest on, all that is missing found at once.

        Raises
        ------
        StudyError
            Workbooks, frame, corrections or archive are not where the params say.
        """
        problems: list[Problem] = []
        files: list[Path] = []
        for gather in (self.survey_files, self.survey_lists, self.archive_files):
            try:
                files += gather()
            except StudyError as error:
                problems += error.problems
        if problems:
            raise StudyError(problems)
        return tuple(files)

    def survey_lists(self) -> tuple[Path, ...]:
        """Frame and corrections, where the study has them.

        Raises
        ------
        StudyError
            One is not where the params say.
        """
        lists = {"frame": self.frame, "corrections": self.corrections}
        missing = [(key, path) for key, path in lists.items() if path and not path.is_file()]
        if missing:
            texts = [_missing_input(self.label(path), key) for key, path in missing]
            raise StudyError([Problem(StudyError.code, "error", text) for text in texts])
        return tuple(path for path in lists.values() if path)

    def evidence_file(self, scenario: str) -> Path:
        """Public table that stands beside a scenario's survey.

        Raises
        ------
        StudyError
            The file is missing.
        """
        path = self.root / self.params.evidence[scenario].file
        if not path.is_file():
            raise StudyError(_missing_evidence(self.label(path), scenario))
        return path

    def notebook_files(self) -> tuple[Path, ...]:
        """Notebooks of the project, by number.

        Raises
        ------
        StudyError
            The project has none.
        """
        files = tuple(sorted((self.root / "notebooks").glob(NOTEBOOK_PATTERN)))
        if not files:
            raise StudyError(_no_notebooks(self.label(self.root / "notebooks")))
        return files

    def label(self, path: Path) -> str:
        """Path relative to the project root, with `/`."""
        return label(path, self.root)

    def snapshot(self, paths: Iterable[Path]) -> dict[str, str]:
        """SHA-256 of each file by label, in the order of the labels."""
        return dict(sorted((self.label(path), sha256(path)) for path in paths))


def find_root(start: Path) -> Path:
    """Project root: `start` or the nearest parent of it that holds `params/`.

    Raises
    ------
    StudyError
        No parent holds such a folder.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / "params").is_dir():
            return folder
    raise StudyError(
        Text(
            f"{start} 及其上级文件夹中没有 params/ 文件夹，找不到项目。请在项目文件夹中运行。",
            f"no folder params/ in {start} or above it, so no project. Run inside a project.",
        )
    )


def require_folder(folder: Path) -> None:
    """Check that results can be written to a folder, before anything is computed for it.

    Raises
    ------
    ReportError
        A file stands in its place or above it, or the place may not be written to.
    """
    there = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    if not there.is_dir():
        raise ReportError(_no_folder(folder, there))
    if not os.access(there, os.W_OK | os.X_OK):
        raise ReportError(_no_access(folder, there))


def label(path: Path, root: Path) -> str:
    """Path relative to the project root, with `/`; outside the root the path itself."""
    path = path.absolute()
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return printable(inside.as_posix())


def sha256(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _no_folder(folder: Path, there: Path) -> Text:
    return Text(
        f"无法写入 {folder}：{there} 是文件，需要一个文件夹。请为 --out 另选文件夹，或移走该文件。",
        f"can't write to {folder}: {there} is a file, expected a folder. "
        "Name another folder by --out, or move the file away.",
    )


def _no_access(folder: Path, there: Path) -> Text:
    return Text(
        f"无法写入 {folder}：没有 {there} 的写入权限。请为 --out 另选文件夹，或取得权限。",
        f"can't write to {folder}: {there} is not writable. "
        "Name another folder by --out, or get the right to write there.",
    )


def _missing_folder(place: str) -> Text:
    return Text(
        f"{place}：没有这个文件夹，需要存放企业问卷的文件夹。"
        "请检查参数 surveys（相对于项目文件夹），或把问卷放入该文件夹。",
        f"{place}: no such folder, expected the folder of the survey workbooks. "
        "Check the param surveys (relative to the project), or put the workbooks there.",
    )


def _empty_folder(place: str) -> Text:
    return Text(
        f"{place}：文件夹是空的，需要至少一份企业问卷（.xlsx）。请把收到的问卷放入后再运行。",
        f"{place}: the folder is empty, expected at least one survey workbook (.xlsx). "
        "Put the workbooks received there and run again.",
    )


def _missing_input(place: str, key: str) -> Text:
    return Text(
        f"{place}：没有这个文件或文件夹，参数 {key} 指向它。请改正路径，放入文件，或去掉该参数。",
        f"{place}: no such file or folder, though the param {key} names it. Correct the path, "
        "put the file there, or drop the param.",
    )


def _empty_archive(place: str) -> Text:
    return Text(
        f"{place}：文件夹是空的，参数 archive 需要至少一份案例表。请放入文件，或去掉该参数。",
        f"{place}: the folder is empty, the param archive expects at least one workbook of cases. "
        "Put it there, or drop the param.",
    )


def _missing_evidence(place: str, scenario: str) -> Text:
    return Text(
        f"{place}：没有这个文件，参数 evidence.{scenario}.file 需要一个公开数据表（.csv）。"
        "请改正路径。",
        f"{place}: no such file, the param evidence.{scenario}.file expects a public table (.csv). "
        "Correct the path.",
    )


def _no_notebooks(place: str) -> Text:
    return Text(
        f"{place}：没有形如 01_….ipynb 的笔记本。请从项目中恢复 notebooks/ 文件夹。",
        f"{place}: no notebook named like 01_….ipynb. Restore the project's folder notebooks/.",
    )
