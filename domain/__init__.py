"""What things mean, in plain Python: no Django, no clock, no database."""
