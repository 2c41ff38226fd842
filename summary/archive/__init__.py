"""The whole account in one file, and back into an account that is empty."""
