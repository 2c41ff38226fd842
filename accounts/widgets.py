"""Controls that every form shares; templates/numbtrack/ renders each by its kind."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.zones import countries_of_zones


class Pills(forms.RadioSelect):
    """One of a few short choices, each a pill."""

    kind = "pills"


class Marked(forms.Select):
    """A select with some choices marked, for a line that the stylesheet shows beside them.

    marked: the values of those choices.
    """

    marked: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.marked:
            option["attrs"]["data-marked"] = ""
        return option


class Zones(forms.Select):
    """Time zones, each with the country it lies in, for the page's script."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        country = countries_of_zones().get(str(value))
        if country:
            option["attrs"]["data-country"] = country
        return option


class Rows(forms.RadioSelect):
    """One of several choices in longer words, each a row of its own."""

    kind = "choices"


class Boxes(forms.CheckboxSelectMultiple):
    """Any of several choices, each a row of its own."""

    kind = "choices"
