"""Importing the law alone stays light."""

import subprocess
import sys


def test_packs_load_without_numpy_and_polars():
    """Routes need both; a run over unchanged files reads the packs and should not wait for them."""
    code = (
        "import sys, listlab.law, listlab.law.load; "
        "print({'numpy', 'polars'} & set(sys.modules), callable(listlab.law.route))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "set() True" == found.stdout.strip()
