"""Keeper of medications: the dated event is the master record."""
