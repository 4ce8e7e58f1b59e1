"""JupyterLab on copies of the notebooks that carry a study's parameters."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from listlab.run.exchange import settle
from listlab.run.lock import hold
from listlab.run.params import plain_values
from listlab.run.steps import law
from listlab.study import Study

# what JupyterLab would ask the net for
_OFFLINE = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    f"--LabApp.app_settings_dir={Path(__file__).parent / 'lab_settings'}",
)


def prepare_lab(study: Study) -> Path:
    """Folder of the copies; a copy that is there keeps its changes and gets fresh parameters."""
    import papermill

    law(study)
    settle(study.places)
    folder = study.places.lab
    with hold(study.places.folder):  # no report is exchanged while copies are made
        folder.mkdir(parents=True, exist_ok=True)
        for source in study.notebook_files():
            copy = folder / source.name
            papermill.execute_notebook(
                str(copy if copy.is_file() else source).translate(_BRACES),
                str(copy).translate(_BRACES),
                parameters=plain_values(study.params),
                prepare_only=True,
                progress_bar=False,
            )
    return folder


def lab_command(folder: Path, arguments: Sequence[str]) -> list[str]:
    """Call that starts JupyterLab of this environment, offline; `arguments` go to it as given."""
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *_OFFLINE]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # else the server refuses to start in a container
    return [*command, *arguments]


def open_lab(study: Study, arguments: Sequence[str]) -> int:
    """Exit code of JupyterLab, run until it is stopped."""
    command = lab_command(prepare_lab(study), arguments)
    environment = os.environ | {"JUPYTER_PREFER_ENV_PATH": "1"}
    return subprocess.run(command, env=environment, check=False).returncode


_BRACES = {ord("{"): "{{", ord("}"): "}}"}  # papermill fills braces in paths with parameters
