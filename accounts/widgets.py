"""Controls that every form shares; templates/numbtrack/ renders each by its kind."""

from __future__ import annotations

from django import forms


class Pills(forms.RadioSelect):
    """One of a few short choices, each a pill."""

    kind = "pills"


class Boxes(forms.CheckboxSelectMultiple):
    """Any of several choices, each a row of its own."""

    kind = "choices"
