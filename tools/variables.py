"""Prints the environment variables as the README's table shows them."""

from __future__ import annotations

from numbtrack.environment import VARIABLES


def table() -> str:
    """Return a Markdown table: variable, default, meaning."""
    rows = [f"| `{each.name}` | {each.default} | {each.meaning} |" for each in VARIABLES]
    return "\n".join(["| variable | default | meaning |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(table())
