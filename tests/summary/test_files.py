"""What is saved is what is shown, in every file, and nothing that was not ticked."""

import csv
import io
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from checkins.forms import CheckInForm, as_initial
from checkins.models import CheckIn, Told
from domain.answers import AnswerKind
from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS, SCALE
from domain.safety import QUESTION, HarmAnswer
from domain.wording import LONGEST_NOTE, SELF_REPORTED
from summary.tables import REASON_WORDS, Ticked, check_ins_csv, check_ins_json, unguarded
from tests.factories import MONDAY, a_check_in, a_person

EVERYTHING = Ticked(notes=True, sensitive=True, harm=True)
ALONG = "/summary/take-along/"


def an_answer(companion):
    if companion.kind is AnswerKind.TICKS:
        chosen = st.sets(st.sampled_from(list(companion.options)), min_size=1)
        return chosen.map(lambda keys: [key for key in companion.options if key in keys])
    return st.sampled_from(companion.values)


@st.composite
def answers(draw):
    """Any day that the form can give."""
    ratings, not_rated = {}, {}
    for key, dimension in DIMENSIONS.items():
        value = draw(
            st.one_of(st.none(), st.sampled_from(SCALE), st.sampled_from(dimension.reasons))
        )
        if isinstance(value, int):
            ratings[key] = value
        elif value is not None:
            not_rated[key] = value.value
    companions = {}
    for key, companion in COMPANIONS.items():
        told = draw(st.one_of(st.none(), st.just("unsure"), an_answer(companion)))
        if told == "unsure" and companion.unsure:
            not_rated[key] = "cant_tell"
        elif told is not None and told != "unsure":
            companions[key] = told
    words = st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=60
    )
    note = draw(words).strip()
    harm = draw(st.one_of(st.none(), st.sampled_from(HarmAnswer)))
    return Told(ratings, not_rated, companions, note[:LONGEST_NOTE], harm)


def in_words(key, told):
    if key in told.not_rated:
        return ""
    value = told.companions.get(key)
    if value is None:
        return ""
    companion = COMPANIONS[key]
    if companion.kind is AnswerKind.TICKS:
        return "; ".join(companion.options[each] for each in value)
    return companion.options[value] if companion.kind is AnswerKind.CHOICE else str(value)


class TestEveryFile(TestCase):
    @given(answers().filter(lambda told: told != Told({}, {})))
    def test_holds_each_day_as_it_was_saved(self, told):
        owner = a_person("alice@example.org")
        a_check_in(owner, ratings=told.ratings, not_rated=told.not_rated,
                   companions=told.companions, note=told.note, harm=told.harm)  # fmt: skip
        stored = CheckIn.objects.get()

        (row,) = csv.DictReader(io.StringIO(check_ins_csv([stored], EVERYTHING), newline=""))
        (day,) = json.loads(check_ins_json([stored], EVERYTHING))["check_ins"]

        assert stored.told() == told
        assert (day["ratings"], day["not_rated"]) == (told.ratings, told.not_rated)
        assert (day["companions"], day["note"]) == (told.companions, told.note)
        assert day["self_harm"] == (told.harm.value if told.harm else None)
        for key, dimension in DIMENSIONS.items():
            assert row[dimension.heading] == str(told.ratings.get(key, ""))
            reason = told.not_rated.get(key)
            assert row[f"{dimension.label}: no number because"] == (
                REASON_WORDS[reason] if reason else ""
            )
        for key, companion in COMPANIONS.items():
            assert row[companion.heading] == in_words(key, told)
        assert unguarded(row["note"]) == told.note
        assert row[QUESTION] == (told.harm.words if told.harm else "")

    @given(answers())
    def test_opens_in_the_form_as_it_was_saved(self, told):
        sent = {"day": MONDAY.isoformat(), **as_initial(told)}
        form = CheckInForm(sent, today=MONDAY, companions=COMPANIONS.values(), asks_about_harm=True)

        empty = Told({}, {})
        assert form.is_valid() == (told != empty), form.errors
        if told != empty:
            assert form.told() == told


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["check-ins-csv", "check-ins-json"])
def test_what_is_sensitive_is_in_no_file_that_it_was_not_ticked_for(as_alice, alice, what):
    a_check_in(
        alice,
        note="canary-note",
        companions={"worthlessness": 9, "fatigue": 2},
        harm=HarmAnswer.YES_UNSAFE,
    )
    a_check_in(alice, MONDAY - timedelta(1), not_rated={"worthlessness": "cant_tell"})

    file = as_alice.post(ALONG, {"what": what}).content.decode()

    assert "Tiredness" in file
    for word in ("canary-note", "worth", "harm", "hurting", "unsafe"):
        assert word not in file


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ticked", "words"),
    [("notes", "canary-note"), ("sensitive", "being worth little"), ("harm", "unsafe")],
)
def test_each_tick_adds_its_own_part_alone(as_alice, alice, ticked, words):
    a_check_in(
        alice,
        note="canary-note",
        companions={"worthlessness": 9},
        harm=HarmAnswer.YES_UNSAFE,
    )

    file = as_alice.post(ALONG, {"what": "check-ins-json", "also": ticked}).content.decode()

    others = {"canary-note", "being worth little", "unsafe"} - {words}
    assert words in file
    assert [other for other in others if other in file] == []


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["check-ins-csv", "check-ins-json"])
@pytest.mark.parametrize(
    ("held_back", "ticked"),
    [
        ({"harm": HarmAnswer.YES_UNSAFE}, "harm"),
        ({"note": "A grey day."}, "notes"),
        ({"companions": {"worthlessness": 9}}, "sensitive"),
        ({"not_rated": {"worthlessness": "cant_tell"}}, "sensitive"),
    ],
)
def test_a_day_of_which_nothing_is_left_is_no_row_that_hints_at_it(
    as_alice, alice, what, held_back, ticked
):
    a_check_in(alice, ratings={}, **held_back)

    without = as_alice.post(ALONG, {"what": what}).content.decode()
    with_it = as_alice.post(ALONG, {"what": what, "also": ticked}).content.decode()

    assert "2026-03-16" not in without
    assert "2026-03-16" in with_it


@pytest.mark.django_db
def test_a_choice_is_for_one_file_and_is_not_remembered(as_alice):
    as_alice.post(ALONG, {"what": "check-ins-json", "also": ["harm", "notes"]})

    assert as_alice.get(ALONG).content.decode().count("checked") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["check-ins-csv", "check-ins-json", "medications-csv"])
def test_every_file_says_what_it_is_and_that_nobody_monitors_entries(as_alice, what):
    assert SELF_REPORTED in as_alice.post(ALONG, {"what": what}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", [{}, {"what": "all"}, {"what": "check-ins-csv", "also": "password"}]
)
def test_a_file_that_is_not_offered_is_met_with_a_sentence(as_alice, sent):
    response = as_alice.post(ALONG, sent)

    assert response.status_code == 422
    assert "One thing needs a look" in response.content.decode()
