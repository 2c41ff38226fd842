"""The roof of the house: settings, the URL table and what wraps every answer."""
