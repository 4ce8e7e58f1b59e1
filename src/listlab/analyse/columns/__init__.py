"""How the columns of the analysis' frames are called, and how their values are written."""
