"""Places to start writing, for those who want one. "Nothing" is an answer to each."""

from __future__ import annotations

from types import MappingProxyType

PROMPTS = MappingProxyType(
    {
        "senses": "Something I noticed with my eyes, ears or hands today",
        "best_moment": "The best moment of today, and how much of it reached me",
        "showed_up": "One thing I showed up for",
        "with_whom": "Whom I was with, and whether anything got through",
        "their_feelings": "What someone else felt, and whether I noticed",
        "outside_inside": "What reaches me less: things around me, or my own thoughts and memories",
        "feel_or_show": "Something I felt and did not show, or showed and did not feel",
        "too_much": "A strong feeling or an overload before it went quiet",
        "decisions": "A decision this week, and what numbness did to it",
        "purpose": "Something that had a point, or once had one",
        "once_liked": "Something I used to like: did I do it, and how much of it did I feel",
        "avoided": "Something I avoided",
        "sentence": "A sentence I could say to someone: “I feel nothing and that scares me.”",
    }
)
"""Key -> words, in the order in which they are offered."""
