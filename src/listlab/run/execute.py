"""One notebook executed for one study: the notebook as it ran, and an offline page of it."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import nbformat
from jupyter_core.paths import jupyter_runtime_dir
from nbformat import NotebookNode
from traitlets.config import Config

import listlab
from listlab.model.language import Lang, Text
from listlab.run.outcome import Failure
from listlab.run.params import plain_values
from listlab.run.steps import provenance
from listlab.study import Study

_MORE_STARTS = 2
_LONGEST_SOCKET = 90  # characters; systems end at about 100
_TEMPLATES = Path(__file__).parent
_MARKER = "papermill-error-cell-tag"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPED = re.compile(r"\\u([3-9][0-9a-f]{3}|f[ef][0-9a-f]{2})")  # Chinese, as papermill writes it
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def execute_notebook(source: Path, target: Path, study: Study) -> Failure | None:
    """What stopped the notebook, None when it ran to its end; writes `target` either way."""
    failure = _attempt(source, target, study)
    for _ in range(_MORE_STARTS):
        if failure is None or failure.cell is not None:
            break
        failure = _attempt(source, target, study)
    if not target.is_file():
        nbformat.write(nbformat.read(source, as_version=4), target)
    notebook = settle(nbformat.read(target, as_version=4), study, source)
    nbformat.write(notebook, target)
    page = notebook_page(notebook, study)
    target.with_suffix(".html").write_text(page, encoding="utf-8", newline="\n")
    return failure


def _attempt(source: Path, target: Path, study: Study) -> Failure | None:
    """What stopped one execution; its cell is None when the kernel did not even start."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            str(source).translate(_BRACES),
            str(target).translate(_BRACES),
            parameters=plain_values(study.params),
            kernel_name="python3",
            progress_bar=False,
            cwd=study.root,
            extra_arguments=["--log-level=50"],  # stderr is for people
            config=_kernel_settings(),
        )
    except PapermillExecutionError as error:
        return Failure(source.name, error.exec_count, error.ename, error.evalue)
    except Exception as error:  # a dead kernel, or one that does not start
        return Failure(source.name, _last_cell(target), type(error).__name__, str(error))
    return None


def _kernel_settings() -> Config:
    """Kernels reached by files where the system can: two that start at once may pick one port."""
    address = Path(jupyter_runtime_dir()) / uuid4().hex[:8]
    if os.name != "posix" or len(str(address)) > _LONGEST_SOCKET:
        return Config()
    address.parent.mkdir(parents=True, exist_ok=True)
    return Config({"KernelManager": {"transport": "ipc", "ip": str(address)}})


def settle(notebook: NotebookNode, study: Study, source: Path) -> NotebookNode:
    """Notebook without the times and chance ids of its run, with its study and provenance."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata["listlab"] = {
        "study": study.id,
        "notebook": study.label(source),
        "version": listlab.__version__,
        "provenance": provenance(study).id,
        "parameters": plain_values(study.params),
    }
    chance = 0
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags:
            cell["id"] = "injected-parameters"
            cell["source"] = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell.source)
        if _MARKER in tags:
            cell["id"] = f"error-{chance}"
            cell["source"] = _marker(chance, study.params.lang)
            chance += 1
        if cell.cell_type == "code":
            cell["outputs"] = _joined(cell.outputs)
    return notebook


def notebook_page(notebook: NotebookNode, study: Study) -> str:
    """Offline page of an executed notebook: no script, no request, Chinese font inside."""
    from nbconvert import HTMLExporter

    from listlab.report.font import inline_font

    lang = study.params.lang
    shown = nbformat.from_dict(notebook)
    shown.metadata["title"] = f"{notebook_title(notebook)} · {study.params.title}"
    shown.metadata["listlab"] = {
        "font": inline_font(_text_of(shown) + shown.metadata["title"]),
        "back": Text("返回报告", "back to the report").say(lang),
        "line": _provenance_line(notebook, study, lang),
    }
    exporter = HTMLExporter(
        template_name="notebook_page",
        extra_template_basedirs=[str(_TEMPLATES)],
        language_code=lang,
    )
    body, _ = exporter.from_notebook_node(shown)
    page: str = body
    return page


def notebook_title(notebook: NotebookNode) -> str:
    """First heading of a notebook, empty when it has none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := _HEADING.search(cell.source)):
            return str(found[1]).strip()
    return ""


_BRACES = {ord("{"): "{{", ord("}"): "}}"}  # papermill fills braces in paths with parameters


def _last_cell(target: Path) -> int | None:
    """Number of the cell that was running, None when none was."""
    if not target.is_file():
        return None
    cells = nbformat.read(target, as_version=4).cells
    counts = [cell.execution_count for cell in cells if cell.get("execution_count")]
    return max(counts) + 1 if counts else None


def _joined(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Outputs with neighbouring pieces of one stream joined: how they were cut is chance."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        is_stream = output.output_type == "stream"
        if is_stream and last and last.get("name") == output.name:
            last["text"] += output.text
        else:
            joined.append(output)
    return joined


def _marker(number: int, lang: Lang) -> str:
    if number == 0:
        text = Text("本笔记本运行失败，", "This notebook failed: ").say(lang)
        link = Text("见出错的单元格", "see the failing cell").say(lang)
        return f"**{text}[{link}](#failing-cell)**"
    text = Text("运行到此停止，出错的单元格：", "The run stopped here, at this cell:").say(lang)
    return f'<span id="failing-cell"></span>**{text}**'


def _text_of(notebook: NotebookNode) -> str:
    parts = []
    for cell in notebook.cells:
        parts.append(cell.source)
        for output in cell.get("outputs", []):
            data: dict[str, Any] = output.get("data", {})
            parts += [str(data[kind]) for kind in data if kind.startswith("text/")]
            parts += [output.get("text", ""), output.get("evalue", "")]
            parts += [_ANSI.sub("", line) for line in output.get("traceback", [])]
    return "".join(parts)


def _provenance_line(notebook: NotebookNode, study: Study, lang: Lang) -> str:
    made, params = notebook.metadata["listlab"], study.params
    return Text(
        f"研究 {study.id} · 数据截至 {params.as_of} · 规则包 {params.pack} · "
        f"listlab {made['version']} · 来源编号 {made['provenance']}",
        f"study {study.id} · as of {params.as_of} · pack {params.pack} · "
        f"listlab {made['version']} · provenance {made['provenance']}",
    ).say(lang)
