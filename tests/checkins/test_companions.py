"""Companions, notes and the safety answer: what is chosen is asked, kept and never lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.urls import reverse

from accounts.actions import TooManyCompanions, choose_companions
from accounts.sealing import seal
from checkins.actions import record_check_in
from checkins.forms import CheckInForm, CompanionsForm
from checkins.models import CheckIn, Told
from domain.answers import AnswerKind
from domain.companions import COMPANIONS, GUILT_LINE, MOST_ON, NEUROLOGICAL, SETS
from domain.places import numbered
from domain.safety import HarmAnswer
from tests.factories import MONDAY, NOW, a_check_in

pytestmark = pytest.mark.django_db
NEW, CHOOSE = "/check-ins/new/", "/check-ins/companions/"
EVERY = pytest.mark.parametrize("companion", COMPANIONS.values(), ids=lambda each: each.key)
TYPED = {
    AnswerKind.SCALE: "7",
    AnswerKind.AMOUNT: "7",
    AnswerKind.TICKS: ["robotic", "fog"],
}
STORED = {AnswerKind.SCALE: 7, AnswerKind.AMOUNT: 7, AnswerKind.TICKS: ["fog", "robotic"]}


def typed(companion):
    return TYPED.get(companion.kind) or list(companion.options)[-1]


def stored(companion):
    return STORED.get(companion.kind) or list(companion.options)[-1]


def answers(**told):
    return {"day": MONDAY.isoformat(), "seen": "0"} | told


# --- the walk: each item of the catalogue reaches every place where answers are


@EVERY
def test_each_item_is_asked_once_it_is_on_and_not_before(as_alice, alice, companion):
    before = as_alice.get(NEW).content.decode()
    choose_companions(owner=alice, keys=[companion.key])
    after = as_alice.get(NEW).content.decode()

    assert f'name="{companion.key}"' not in before
    assert f'name="{companion.key}"' in after
    assert companion.label in after
    assert (f'name="{companion.key}" value="cant_tell"' in after) == companion.unsure


@EVERY
def test_each_item_reaches_its_row_the_history_the_day_the_trends_and_the_files(
    as_alice, alice, companion
):
    choose_companions(owner=alice, keys=[companion.key])

    as_alice.post(NEW, answers(**{companion.key: typed(companion)}))

    words = companion.words(stored(companion))
    assert alice.check_ins.get().companions == {companion.key: stored(companion)}
    for address in (
        reverse("checkins:saved", args=[MONDAY]),
        reverse("dashboard:day", args=[MONDAY]),
    ):
        page = as_alice.get(address).content.decode()
        assert f"<dt>{companion.label}</dt><dd>{words}</dd>" in page
    assert f"{companion.name}: {words}" in as_alice.get("/check-ins/").content.decode()
    trends = as_alice.get("/trends/", {"beside": numbered(COMPANIONS)[companion.key]})
    assert f"<td>{words}</td>" in trends.content.decode()
    assert (trends.context["beside"] is not None) == companion.charted
    if companion.charted:
        assert [point.level for point in trends.context["beside"].points] == [
            companion.level(stored(companion))
        ]
    csv = as_alice.post("/summary/take-along/", {"what": "check-ins-csv", "also": "sensitive"})
    assert companion.heading in csv.content.decode().splitlines()[0]
    json = as_alice.post(
        "/summary/take-along/", {"what": "check-ins-json", "also": "sensitive"}
    ).json()
    assert json["check_ins"][0]["companions"] == {companion.key: stored(companion)}
    assert json["companions"][companion.key]["label"] == companion.label


@EVERY
def test_cant_tell_is_kept_beside_each_item_that_offers_it(as_alice, alice, companion):
    choose_companions(owner=alice, keys=[companion.key])

    response = as_alice.post(NEW, answers(**{companion.key: "cant_tell"}))

    if companion.unsure:
        assert alice.check_ins.get().not_rated == {companion.key: "cant_tell"}
        page = as_alice.get(reverse("dashboard:day", args=[MONDAY])).content.decode()
        assert f"<dt>{companion.label}</dt><dd>I can’t tell</dd>" in page
    else:
        assert response.status_code == 422
        assert alice.check_ins.count() == 0


@EVERY
def test_each_item_opens_again_with_its_answer(as_alice, alice, companion):
    choose_companions(owner=alice, keys=[companion.key])
    as_alice.post(NEW, answers(**{companion.key: typed(companion)}))

    form = as_alice.get(reverse("checkins:edit", args=[MONDAY])).context["form"]

    expected = stored(companion)
    shown = form[companion.key].value()
    assert shown == (expected if isinstance(expected, list) else str(expected))


@EVERY
@pytest.mark.parametrize("value", ["11.5", "-1", "ten", "[]", "<b>", "9" * 300], ids=str)
def test_what_does_not_fit_is_met_with_a_sentence_and_nothing_is_lost(
    as_alice, alice, companion, value
):
    choose_companions(owner=alice, keys=[companion.key])
    if companion.key == "sleep_hours" and value == "11.5":
        value = "11.25"

    response = as_alice.post(NEW, answers(detachment="4", **{companion.key: value}))

    page = response.content.decode()
    assert response.status_code == 422
    assert 'name="detachment" value="4" checked' in page
    assert "One thing needs a look" in page
    assert alice.check_ins.count() == 0


# --- quantities as people write them


@pytest.mark.parametrize(
    ("told", "kept"),
    [("7.5", 7.5), ("7,5", 7.5), ("7", 7), ("7.0", 7), ("07", 7), (" 8 ", 8), ("0", 0), ("24", 24),
     ("7.50", 7.5), (".5", 0.5), ("6.5 hours", 6.5), ("7h", 7), ("7.5 h", 7.5), ("٧", 7), ("７", 7)],
)  # fmt: skip
def test_hours_are_understood_as_people_write_them(as_alice, alice, told, kept):
    choose_companions(owner=alice, keys=["sleep_hours"])

    as_alice.post(NEW, answers(sleep_hours=told))

    assert alice.check_ins.get().companions == {"sleep_hours": kept}


@pytest.mark.parametrize("told", ["7.3", "25", "eight", "7:30", "1e1", "20 min", "7 m", ".", "+7"])
def test_hours_that_are_none_stay_in_the_field_with_a_sentence(as_alice, alice, told):
    choose_companions(owner=alice, keys=["sleep_hours"])

    page = as_alice.post(NEW, answers(sleep_hours=told)).content.decode()

    assert "Write hours from 0 to 24, in half hours, such as 7.5." in page
    assert f'value="{told}"' in page


@pytest.mark.parametrize("told", ["30", "30 minutes", "30 min", "30m", "030"])
def test_minutes_are_understood_as_people_write_them(as_alice, alice, told):
    choose_companions(owner=alice, keys=["activity_minutes"])

    as_alice.post(NEW, answers(activity_minutes=told))

    assert alice.check_ins.get().companions == {"activity_minutes": 30}


@pytest.mark.parametrize("told", ["2 h", "2 hours", "30.5"])
def test_minutes_are_never_taken_from_hours(as_alice, alice, told):
    choose_companions(owner=alice, keys=["activity_minutes"])

    page = as_alice.post(NEW, answers(activity_minutes=told)).content.decode()

    assert "Write minutes from 0 to 600, as a whole number." in page
    assert alice.check_ins.count() == 0


# --- choosing


def test_a_new_person_has_none_on(alice):
    assert alice.companions == []


def test_a_choice_is_kept_in_the_order_of_the_check_in(as_alice, alice):
    as_alice.post(CHOOSE, {"companions": ["signs", "fatigue", "sadness"]})

    alice.refresh_from_db()
    assert alice.companion_keys == ["sadness", "fatigue", "signs"]


def test_nothing_may_be_chosen_too(as_alice, alice):
    choose_companions(owner=alice, keys=["fatigue"])

    as_alice.post(CHOOSE, {})

    alice.refresh_from_db()
    assert alice.companion_keys == []


def test_more_than_eight_are_refused_and_the_ticks_stay(as_alice, alice):
    nine = list(COMPANIONS)[: MOST_ON + 1]

    response = as_alice.post(CHOOSE, {"companions": nine})

    page = response.content.decode()
    assert response.status_code == 422
    assert "9 are ticked: untick 1. Up to 8 can be on." in page
    assert page.count("checked") == MOST_ON + 1
    alice.refresh_from_db()
    assert alice.companion_keys == []


def test_the_action_refuses_more_than_eight_too(alice):
    with pytest.raises(TooManyCompanions):
        choose_companions(owner=alice, keys=COMPANIONS)


@pytest.mark.parametrize(("place", "name"), list(enumerate(SETS, start=1)), ids=SETS)
def test_a_ready_made_choice_is_ticked_and_not_saved(as_alice, alice, place, name):
    page = as_alice.get(CHOOSE, {"set": place}).content.decode()

    ticked = [key for key in COMPANIONS if f'value="{key}" checked' in page]
    alice.refresh_from_db()
    assert set(ticked) == set(SETS[name].keys)
    assert alice.companion_keys == []


def test_the_page_says_why_each_may_matter_and_has_the_neurological_text(as_alice):
    page = as_alice.get(CHOOSE).content.decode()

    assert all(each.why in page for each in COMPANIONS.values())
    assert NEUROLOGICAL in page
    assert [each.key for each in CompanionsForm().all] == list(COMPANIONS)


def test_what_was_turned_off_is_still_asked_of_a_day_that_holds_it(as_alice, alice):
    a_check_in(alice, companions={"fatigue": 6}, not_rated={"pain": "cant_tell"})

    form = as_alice.get(reverse("checkins:edit", args=[MONDAY])).context["form"]

    assert form.companion_keys == ["fatigue", "pain"]
    assert (form["fatigue"].value(), form["pain"].value()) == ("6", "cant_tell")


def test_what_was_turned_off_while_a_page_was_open_is_saved_with_it(as_alice, alice):
    as_alice.post(NEW, answers(fatigue="6"))

    assert alice.check_ins.get().companions == {"fatigue": 6}


def test_a_companion_alone_is_a_whole_check_in(as_alice, alice):
    choose_companions(owner=alice, keys=["calm"])

    response = as_alice.post(NEW, answers(calm="yes"))

    assert response.url == reverse("checkins:saved", args=[MONDAY])


def test_the_day_average_is_of_the_four_alone(as_alice, alice):
    a_check_in(alice, rating=4, companions={"fatigue": 10})

    page = as_alice.get(reverse("dashboard:day", args=[MONDAY])).content.decode()

    assert "Day average 4.0" in page


@pytest.mark.parametrize("address", ["/check-ins/new/", "/check-ins/", "/days/2026-03-16/",
                                     "/check-ins/2026-03-16/saved/",
                                     "/trends/?beside=15"])  # fmt: skip
def test_the_neurological_text_stands_wherever_numb_areas_are_shown(as_alice, alice, address):
    before = as_alice.get(address).content.decode() if address == "/check-ins/new/" else ""
    choose_companions(owner=alice, keys=["numb_areas"])
    a_check_in(alice, companions={"numb_areas": 2})

    assert NEUROLOGICAL not in before
    assert NEUROLOGICAL in as_alice.get(address).content.decode()


def test_ticking_guilt_is_answered_with_a_kind_line_and_never_scored(as_alice, alice):
    as_alice.post(NEW, answers(signs=["guilt"]))

    page = as_alice.get(reverse("checkins:saved", args=[MONDAY])).content.decode()
    assert GUILT_LINE in page


# --- what the database and the action refuse


def a_row(owner, **told):
    facts = {"owner": owner, "day": MONDAY, "timezone": "UTC", "lag_days": 0, "entered_at": NOW}
    return CheckIn(**(facts | told))


SINGLE = [each for each in COMPANIONS.values() if each.kind is not AnswerKind.TICKS]


@pytest.mark.parametrize("companion", SINGLE, ids=lambda each: each.key)
@pytest.mark.parametrize("value", [-1, 601, 10.25, "x", "6", True, None, [5], {"a": 1}], ids=repr)
def test_the_database_refuses_a_value_the_catalogue_does_not_know(alice, companion, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_row(alice, companions={companion.key: value}).save()


@pytest.mark.parametrize("companion", SINGLE, ids=lambda each: each.key)
def test_the_database_keeps_every_value_of_the_catalogue(alice, companion):
    for n, value in enumerate(companion.values[:: max(1, len(companion.values) // 12)]):
        a_row(alice, day=MONDAY - timedelta(n), companions={companion.key: value}).save()

    kept = [each.companions[companion.key] for each in alice.check_ins.order_by("-day")]
    assert kept == list(companion.values[:: max(1, len(companion.values) // 12)])


@pytest.mark.parametrize("companion", SINGLE, ids=lambda each: each.key)
def test_the_database_refuses_a_reason_that_is_not_offered_and_a_second_answer(alice, companion):
    value = companion.values[0]
    odd = [{"not_rated": {companion.key: "not_applicable"}},
           {"not_rated": {companion.key: "cant_tell"}, "companions": {companion.key: value}}]  # fmt: skip
    for told in odd:
        with pytest.raises(IntegrityError), transaction.atomic():
            a_row(alice, **told).save()


@pytest.mark.parametrize("told", [{"signs": ["robotic", "fog"]}, {"signs": []}, {"signs": ["x"]},
                                  {"unknown": 3}, {"fatigue": 11}])  # fmt: skip
def test_the_action_refuses_an_answer_that_no_form_can_give(alice, told):
    with pytest.raises(ValueError, match="cannot be answered like that"):
        a_check_in(alice, companions=told)


# --- notes


def test_a_note_is_kept_sealed_and_shown_on_its_day(as_alice, alice):
    as_alice.post(NEW, answers(note="  Cold air.\r\nThe bridge.  "))

    page = as_alice.get(reverse("dashboard:day", args=[MONDAY])).content.decode()
    assert alice.check_ins.get().note == "Cold air.\nThe bridge."
    assert "Cold air.<br>The bridge." in page
    assert b"Cold air" not in raw("note")


def raw(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM checkins_checkin")  # a name of ours
        return bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(("length", "status"), [(2000, 302), (2001, 422)])
def test_a_note_holds_two_thousand_characters(as_alice, length, status):
    response = as_alice.post(NEW, answers(note="é" * length))

    assert response.status_code == status
    if status == 422:
        assert "A note holds up to 2,000 characters; this has 2,001." in response.content.decode()


def test_a_changed_note_is_kept_beside_the_new_one_and_both_can_be_read(as_alice, alice):
    as_alice.post(NEW, answers(note="first", harm="no"))
    as_alice.post(NEW, answers(note="second", seen="1"))

    earlier = alice.check_ins.get().earlier_answers.get()
    page = as_alice.get(reverse("dashboard:day", args=[MONDAY])).content.decode()
    assert (earlier.note, earlier.harm_answer) == ("first", HarmAnswer.NO)
    assert "first" in page
    assert "second" in page


# --- the safety answer


def asked(alice):
    alice.asks_about_harm = True
    alice.save()


def test_the_safety_question_is_asked_of_nobody_who_has_not_turned_it_on(as_alice):
    assert 'name="harm"' not in as_alice.get(NEW).content.decode()


def test_the_safety_question_has_four_answers_and_none_is_chosen(as_alice, alice):
    asked(alice)

    page = as_alice.get(NEW).content.decode()

    assert [f'name="harm" value="{each}"' in page for each in HarmAnswer] == [True] * 4
    assert "did thoughts of hurting yourself or of not wanting to live come up?" in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("answer", "panel", "unsafe", "quiet"),
    [("no", False, False, False), ("yes", True, False, False), ("yes_unsafe", True, True, False),
     ("rather_not_say", False, False, True)],
)  # fmt: skip
def test_the_saved_page_opens_with_what_the_answer_opens(
    as_alice, alice, answer, panel, unsafe, quiet
):
    asked(alice)

    response = as_alice.post(NEW, answers(harm=answer), follow=True)

    page = response.content.decode()
    main = page.partition("<main")[2]
    assert ("Thank you for telling it here." in page) == panel
    assert (f"support--{answer}" in page) == panel
    assert (main.find("Thank you") < main.find("<h1>Saved.</h1>")) or not panel
    assert ("support--yes_unsafe" in page) == unsafe
    assert ("That is fine. Help is there at any time" in page) == quiet
    if panel:
        assert 'href="tel:999"' in page
        assert 'href="tel:116123"' in page
        assert 'href="sms:85258?body=SHOUT"' in page


def test_the_emergency_number_comes_first_in_the_panel(as_alice, alice):
    asked(alice)

    page = as_alice.post(NEW, answers(harm="yes_unsafe"), follow=True).content.decode()

    assert page.find("tel:999") < page.find("tel:116123") < page.find("Be with someone if you can")


def test_the_panel_is_in_the_form_above_the_question_without_script(as_alice, alice):
    asked(alice)

    page = as_alice.get(NEW).content.decode()

    assert page.find("Thank you for telling it here.") < page.find('name="harm"')
    assert 'class="opens-support"' in page


@pytest.mark.parametrize("answer", HarmAnswer)
def test_the_answer_is_sealed_and_its_length_tells_nothing(as_alice, alice, answer):
    asked(alice)

    as_alice.post(NEW, answers(harm=answer.value))

    assert answer.value.encode() not in raw("harm")
    assert len(raw("harm")) == len(seal(" " * 14, "anywhere"))
    assert alice.check_ins.get().harm_answer is answer


def test_the_answer_is_in_no_number_no_chart_and_no_file_that_was_not_ticked(as_alice, alice):
    a_check_in(alice, harm=HarmAnswer.YES_UNSAFE)
    a_check_in(alice, MONDAY - timedelta(1))

    without = a_check_in(alice, MONDAY - timedelta(2)).diary_day()
    assert set(without.__slots__) == {"day", "ratings", "not_rated", "recall", "companions",
                                      "changed_later"}  # fmt: skip
    for address in ("/trends/", "/check-ins/", "/summary/", "/check-ins/2026-03-16/saved/"):
        page = as_alice.get(address).content.decode()
        assert HarmAnswer.YES_UNSAFE.words not in page, address
    for what in ("check-ins-csv", "check-ins-json"):
        file = as_alice.post("/summary/take-along/", {"what": what}).content.decode()
        assert "harm" not in file
        assert "safe" not in file


def test_the_answer_is_in_a_file_that_it_was_ticked_for(as_alice, alice):
    a_check_in(alice, harm=HarmAnswer.YES)

    json = as_alice.post("/summary/take-along/", {"what": "check-ins-json", "also": "harm"}).json()
    csv = as_alice.post("/summary/take-along/", {"what": "check-ins-csv", "also": "harm"})

    assert json["check_ins"][0]["self_harm"] == "yes"
    assert "did thoughts of hurting yourself" in csv.content.decode()


def test_an_answer_alone_is_saved_and_needs_no_number(as_alice, alice):
    asked(alice)

    as_alice.post(NEW, answers(harm="rather_not_say"))

    saved = alice.check_ins.get()
    assert (saved.ratings, saved.harm_answer) == ({}, HarmAnswer.RATHER_NOT_SAY)


def test_a_day_that_holds_an_answer_asks_again_after_it_was_turned_off(as_alice, alice):
    a_check_in(alice, harm=HarmAnswer.YES)

    page = as_alice.get(reverse("checkins:edit", args=[MONDAY])).content.decode()

    assert 'name="harm" value="yes" checked' in page


def test_the_day_page_folds_the_answer_away(as_alice, alice):
    a_check_in(alice, harm=HarmAnswer.YES)

    page = as_alice.get(reverse("dashboard:day", args=[MONDAY])).content.decode()

    assert "<summary>The safety question</summary><p>Your answer: Yes." in page


@pytest.mark.parametrize("answer", ["maybe", "YES", "7"])
def test_another_answer_is_refused_beside_the_question(as_alice, alice, answer):
    asked(alice)

    response = as_alice.post(NEW, answers(harm=answer))

    assert response.status_code == 422
    assert "Choose one of the answers below, or leave it empty." in response.content.decode()


# --- both versions


def test_a_stale_tab_loses_no_tick_no_note_and_no_answer(as_alice, alice):
    asked(alice)
    choose_companions(owner=alice, keys=["signs", "sleep_hours"])
    a_check_in(alice, rating=3)

    page = as_alice.post(
        NEW, answers(signs=["fog", "robotic"], sleep_hours="6.5", note="mine", harm="no")
    )

    shown = page.context["form"]
    assert page.status_code == 409
    assert shown["signs"].value() == ["fog", "robotic"]
    assert [shown[name].value() for name in ("sleep_hours", "note", "harm")] == [
        "6.5",
        "mine",
        "no",
    ]


def test_the_same_answers_again_make_no_new_version(alice):
    told = Told({"detachment": 3}, {}, {"signs": ["fog"]}, "note", HarmAnswer.NO)
    facts = {"owner": alice, "day": MONDAY, "today": MONDAY, "timezone": "UTC", "now": NOW}
    first = record_check_in(**facts, told=told, submission="00000000-0000-4000-8000-000000000001")
    again = record_check_in(**facts, told=told, submission="00000000-0000-4000-8000-000000000002")

    assert (again.pk, again.version) == (first.pk, 1)


def test_the_form_walks_both_catalogues():
    form = CheckInForm(today=MONDAY, companions=COMPANIONS.values())

    assert form.companion_keys == list(COMPANIONS)


def test_both_versions_show_the_safety_answer_folded(as_alice, alice):
    asked(alice)
    a_check_in(alice, rating=3, harm=HarmAnswer.YES)

    page = as_alice.post(NEW, answers(detachment="9", harm="no")).content.decode()

    assert "Your answer: Yes." in page.partition("<form")[0]
    assert "Every answer is optional. Nobody monitors entries." in page


def test_earlier_answers_show_the_safety_answer_folded(as_alice, alice):
    asked(alice)
    as_alice.post(NEW, answers(harm="yes_unsafe"))
    as_alice.post(NEW, answers(harm="no", seen="1"))

    page = as_alice.get(reverse("dashboard:day", args=[MONDAY])).content.decode()

    earlier = page.partition("Earlier answers of this day")[2]
    assert "Your answer: Yes, and I am not sure I can stay safe." in earlier


@pytest.mark.parametrize(
    ("country", "language", "expected"),
    [
        ("", "en-GB", ['href="tel:999"', 'href="tel:116123"']),
        ("", "xx", ["In many countries it is 112 or 911.", "findahelpline.com"]),
        ("KE", "en", ["findahelpline.com"]),
    ],
)
def test_the_panel_always_has_someone_to_reach(as_alice, alice, country, language, expected):
    alice.asks_about_harm, alice.country = True, country
    alice.save()

    pages = [
        as_alice.get(NEW, HTTP_ACCEPT_LANGUAGE=language),
        as_alice.post(NEW, answers(harm="yes"), follow=True, HTTP_ACCEPT_LANGUAGE=language),
    ]

    for page in pages:
        text = page.content.decode()
        panel = text.partition("Thank you for telling it here.")[2].partition("All help lines")[0]
        assert [each for each in expected if each not in panel] == []


@pytest.mark.parametrize("key", ["signs", "sleep_hours", "migraine", "unknown"])
def test_the_action_refuses_a_cant_tell_that_is_not_offered(alice, key):
    with pytest.raises(ValueError, match="cannot be answered like that"):
        a_check_in(alice, not_rated={key: "cant_tell"})


def test_words_that_cannot_be_stored_come_back_with_their_names_and_every_tick(
    as_alice, alice, monkeypatch
):
    def down(**facts):
        raise OperationalError("database is locked")

    monkeypatch.setattr("checkins.views.record_check_in", down)
    as_alice.raise_request_exception = False

    page = as_alice.post(
        NEW,
        answers(detachment="3", empathy="cant_tell", signs=["fog", "robotic"], note="my note",
                harm="yes_unsafe", appetite="same"),
    ).content.decode()  # fmt: skip

    shown = page.partition("What you typed")[2]
    for words in ("Distance", "<p>3</p>", "I can’t tell", "fog or bubble, robotic", "my note",
                  "Yes, and I am not sure I can stay safe", "About the same"):  # fmt: skip
        assert words in shown, words
    assert "yes_unsafe" not in shown
    assert "2026-03-16" not in shown
