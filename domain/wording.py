"""Words that are settled: each is said in one place and shown unchanged."""

from __future__ import annotations

DISCLAIMER = (
    "numbtrack helps you notice and describe numbness. It does not diagnose, and nobody "
    "watches your entries. In danger or thinking of ending your life?"
)
GET_HELP_NOW = "Get help now"

DISCLAIMER_LONG = (
    "This summary was made by the person named on it from their own daily ratings. The "
    "questions were written for numbtrack. They have not been tested as a medical scale and "
    "there are no normal values. The numbers can miss days, and days filled in later are "
    "marked. Numbers before and after a change show timing only. They do not show what caused "
    "what. This is not a diagnosis, not medical advice and not a monitoring service: no "
    "clinician sees entries unless the person shares them. Please do not start, stop or change "
    "a medicine because of this page. If you are in danger, call your local emergency number "
    "or a crisis line now."
)

SELF_REPORTED = (
    "Self-reported by the patient with numbtrack. Not a diagnosis. Entries are not monitored."
)

DAY_AVERAGE = "simple average of your four ratings, not a tested scale"

AFTER_SAVING = (
    "Noticing is enough.",
    "Nothing to fix right now.",
    "A flat day is still a day you showed up for.",
)
LONGEST_NOTE = 2_000
"""How many characters a note of a check-in or of a practice holds."""

WELCOME_BACK = "Welcome back. You can just start with today."

STOPPING_LINE = (
    "Stopping suddenly can be risky with many medicines. Please tell your prescriber or "
    "pharmacist soon."
)
NOT_SUDDENLY_LINE = "Do not stop this one suddenly without medical advice."
PRESCRIBER_LINE = (
    "Please talk to the person who prescribes a medicine before you change or stop it."
)

QUESTIONS_FOR_CLINICIAN = (
    "Could a medicine, its dose or a combination be part of this?",
    (
        "What are the options if I feel flat: wait, adjust the dose, a different class, adding "
        "something, or a non-drug way?"
    ),
    "How would we change it safely, and what should I watch for?",
    "Could this be blunting, low mood, dissociation, burnout, MS or several?",
    "Would a talking or body-based therapy fit (CBT, DBT, EMDR, somatic)?",
    (
        "Are blood tests useful: vitamin D, B12, folate, thyroid, iron and ferritin, testosterone "
        "or estrogen where relevant?"
    ),
    "Could sleep, pain, migraine or fatigue be treated first?",
    "When should I come back, and whom do I call if it gets worse?",
)
