"""Keeper of check-ins: one row for each day that was rated."""
