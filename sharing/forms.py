"""What a clinician types to open a page."""

from __future__ import annotations

from django import forms

LONGEST_CODE = 40


class CodeForm(forms.Form):
    """The code that was told apart from the link."""

    code = forms.CharField(
        label="Code",
        help_text="Twelve letters and digits. You were given it apart from the link.",
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Enter the code.", "max_length": "Enter the code."},
    )


class ReminderForm(forms.Form):
    """When a calendar reminds."""

    at = forms.TimeField(
        label="At what time",
        help_text="On the clock of wherever you are.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Enter a time, such as 20:30.",
            "invalid": "Enter a time, such as 20:30.",
        },
    )
