"""Findings on disk as parquet: items, rules and evidence, a file each."""

import os
from pathlib import Path

import polars as pl

from listlab.identify.result import Findings


def write_findings(findings: Findings, path: Path) -> tuple[Path, ...]:
    """Files written: items at `path`, rules and evidence beside it; each whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = {"": findings.items, "_rules": findings.rules, "_evidence": findings.evidence}
    written = []
    for name, frame in parts.items():
        target = path.with_name(f"{path.stem}{name}{path.suffix}")
        draft = target.with_suffix(f".{os.getpid()}.part")
        try:
            frame.write_parquet(draft, compression="zstd")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        written.append(target)
    return tuple(written)


def read_former(path: Path) -> pl.DataFrame | None:
    """Items of the findings written before, None where there are none that can be compared."""
    try:
        items = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        return None
    needed = {"id", "name", "category", "personal", "important", "evidence", "by", "changed"}
    return items if needed <= set(items.columns) else None
