"""Step 3: scale of the flows, thresholds and their reasons."""
