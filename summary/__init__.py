"""Reader: the page for the visit, and files to take away. It has no tables."""
