"""Keeper of the journal: whatever does not fit a number."""
