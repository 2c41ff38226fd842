"""Reader: what the days look like over time. It has no tables."""
