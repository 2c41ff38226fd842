"""Who: the person, their time zone, their consent, and the key that seals their words."""
