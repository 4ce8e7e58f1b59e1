"""Step 2: which surveyed data items may be important or sensitive, and why."""
