"""How studies are run, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from listlab.errors import ListlabError
from listlab.model.language import Lang, Text
from listlab.model.params import Params

Status = Literal["done", "cached", "failed"]


@dataclass(frozen=True)
class Failure:
    """Where a notebook stopped: file, number of the cell as Jupyter counts, and why."""

    notebook: str
    cell: int | None
    error: str
    message: str

    def text(self, study: str) -> Text:
        """Sentence that names study, notebook and cell."""
        cell = "?" if self.cell is None else self.cell
        return Text(
            f"研究 {study}，笔记本 {self.notebook}，单元格 In [{cell}] 运行失败："
            f"{self.error}: {self.message}",
            f"study {study}, notebook {self.notebook}, cell In [{cell}] failed: "
            f"{self.error}: {self.message}",
        )


@dataclass(frozen=True)
class RunOptions:
    """How studies are run; `only` holds numbers of notebooks, empty for all."""

    out: Path | None = None
    jobs: int = 2
    only: tuple[str, ...] = ()
    force: bool = False
    lang: Lang | None = None


@dataclass(frozen=True)
class SurveyRead:
    """What reading the survey gave: workbooks by status, and scenarios that nobody reported."""

    workbooks: Mapping[str, int] = field(default_factory=dict)
    unreported: dict[str, Text] = field(default_factory=dict)

    def note(self) -> Text | None:
        """Sentence on the workbooks that were not used, None when all were."""
        used, rejected = self.workbooks.get("accepted", 0), self.workbooks.get("rejected", 0)
        replaced = self.workbooks.get("duplicates", 0) + self.workbooks.get("superseded", 0)
        if not rejected and not replaced:
            return None
        return Text(
            f"问卷：采用 {used} 份，未采用 {rejected} 份，重复或已被更新版取代 {replaced} 份。",
            f"workbooks: {used} accepted, {rejected} rejected, {replaced} duplicate or superseded.",
        )


@dataclass(frozen=True)
class StudyRun:
    """What became of one study.

    Outputs are those that stand for the params as they are now: what this run wrote, or what the
    last one left and nothing has changed since. `lang` is the study's.
    """

    study: str
    status: Status
    seconds: float
    index: str | None = None
    notebooks: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    manifest: str | None = None
    survey: SurveyRead = SurveyRead()
    error: ListlabError | None = None
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Text, ...] = ()
    lang: Lang = "zh"

    @property
    def exit_code(self) -> int:
        """Exit code of the contract: 0 done, 1 next step blocked, 2 bad input, 3 failed."""
        if self.error:
            return self.error.exit_code
        return 1 if self.survey.unreported else 0

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Run as `listlab run` prints it."""
        shown: dict[str, Any] = {
            "study": self.study,
            "status": self.status,
            "seconds": round(self.seconds, 2),
            "outputs": {
                "index": self.index,
                "notebooks": list(self.notebooks),
                "documents": list(self.documents),
                "manifest": self.manifest,
            },
        }
        if self.survey.workbooks:
            shown["workbooks"] = dict(self.survey.workbooks)
        if self.survey.unreported:
            shown["notes"] = [note.say(lang) for note in self.notes()]
        if self.warnings:
            shown["warnings"] = [warning.say(lang) for warning in self.warnings]
        if self.error:
            shown["error"] = {
                "message": self.error.say(lang),
                "problems": [problem.to_dict(lang) for problem in self.error.problems],
                "cells": [
                    {"notebook": f.notebook, "cell": f.cell, "error": f.error}
                    for f in self.failures
                ],
            }
        return shown

    def notes(self) -> tuple[Text, ...]:
        """What blocks the next step though the run is done."""
        return tuple(nobody_reported(code, name) for code, name in self.survey.unreported.items())


def warnings_of(params: Params) -> tuple[Text, ...]:
    """What a run with these params leaves out, so that nobody takes it for done."""
    return () if params.audience == "internal" else (_no_tables(params.audience),)


def _no_tables(audience: str) -> Text:
    return Text(
        f"audience 为 {audience}：数据表含企业名称，不写出 tables/；问卷文件以编号代替名称。",
        f"audience is {audience}: tables name enterprises, so tables/ is not written; "
        "workbooks are listed by number.",
    )


def nobody_reported(code: str, name: Text) -> Text:
    """Sentence for a scenario that the params ask for and no enterprise reported."""
    return Text(
        f"场景 {name.zh}（{code}）没有企业填报，无法分析。请核对问卷中的“标准场景”，或补充调查。",
        f"no enterprise reported the scenario {name.en} ({code}), so it can't be analysed. "
        "Check the standard scenarios in the workbooks, or survey more enterprises.",
    )
