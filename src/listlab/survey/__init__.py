"""Step 1: the needs survey, from workbooks to clean tables."""
