"""What nobody measured: the factors of the analysis, their defaults, and what a study says."""
