"""Studies run from params to report."""
