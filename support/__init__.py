"""Help now, and what the product says of itself: pages that work signed out."""
