"""Words of the forms that are sent out, as data."""
