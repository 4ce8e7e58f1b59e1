"""How charts look: colours with one meaning each, axes, configuration."""
