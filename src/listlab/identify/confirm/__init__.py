"""What people decide about items: asked for on a form, checked, put down for the ledger."""
