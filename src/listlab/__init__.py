"""listlab: from needs survey to data-export negative list."""

from importlib.metadata import version

__version__ = version("listlab")
