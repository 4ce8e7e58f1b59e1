"""listlab: from needs survey to data-export negative list."""

import sys
from importlib.metadata import version

__version__ = version("listlab")

# Altair imports jsonschema, which builds a grammar for addresses in foreign scripts where this
# package is installed: four seconds a process for a check that no chart needs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
