"""The draft negative list and its documents."""
