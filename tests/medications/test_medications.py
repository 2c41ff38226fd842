"""Medications: what happened is kept as it was told, and a later change moves no earlier day."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone as django_clock

from domain.dates import Precision
from domain.regimen import Kind, dose_on
from domain.wording import NOT_SUDDENLY_LINE, STOPPING_LINE
from medications.actions import Facts, correct_change, take_back_change
from medications.models import MedicationEvent
from tests.factories import MONDAY, NOW, a_change, a_dose

pytestmark = pytest.mark.django_db
LIST, NEW = "/medications/", "/medications/changes/new/"


def told(**facts):
    return {
        "kind": "started",
        "medicine": "another",
        "name": "sertraline",
        "day": MONDAY.isoformat(),
        "how_sure": "day",
        "amount": "50",
        "unit": "mg",
        "frequency": "once_daily",
        "submission": str(uuid4()),
    } | facts


def changes_of(owner, medication=None):
    events = owner.medication_events.standing()
    return [event.change() for event in events]


# --- recording


def test_a_start_is_kept_with_class_and_code_of_that_day(as_alice, alice):
    response = as_alice.post(
        NEW, told(reasons=["prescriber_advised"], note="With food.", taken_for="mood")
    )

    event = alice.medication_events.get()
    assert response.url == LIST
    assert event.change().dose == a_dose(50)
    assert (event.atc, event.drug_class, event.note) == ("N06AB06", "SSRI", "With food.")
    assert event.medication.taken_for == "mood"


def test_any_name_is_accepted(as_alice, alice):
    as_alice.post(NEW, told(name="  Grandmother’s   tea ", unit="drop"))

    medication = alice.medications.get()
    assert (medication.name, medication.catalogue_atc) == ("Grandmother’s tea", "")


def test_an_alias_finds_class_and_code_and_keeps_the_name_as_it_was_written(as_alice, alice):
    as_alice.post(NEW, told(name="amphetamine"))

    medication = alice.medications.get()
    assert (medication.name, medication.drug_class) == ("amphetamine", "stimulant")


def test_a_change_of_dose_belongs_to_the_medication_that_was_chosen(as_alice, alice):
    start = a_change(alice, day=MONDAY - timedelta(30))

    as_alice.post(
        NEW, told(kind="dose_increased", medicine=str(start.medication_id), amount="100", name="")
    )

    assert alice.medications.count() == 1
    assert [event.kind for event in alice.medication_events.order_by("day")] == [
        "started",
        "dose_increased",
    ]


def test_without_a_medicine_chosen_nothing_is_recorded_against_the_first_one(as_alice, alice):
    a_change(alice, "baclofen")

    response = as_alice.post(NEW, told(kind="stopped", medicine="", name="", amount=""))

    assert "Choose the medicine." in response.content.decode()
    assert alice.medication_events.count() == 1


def test_a_weekly_medicine_stays_weekly_when_only_its_dose_changes(as_alice, alice):
    start = a_change(alice, "interferon beta-1a", day=MONDAY - timedelta(90), dose=None)
    start.dose, start.unit, start.frequency = Decimal(22), "mcg", "weekly"
    start.save()

    page = as_alice.get(NEW, {"medicine": str(start.medication_id)}).content.decode()
    as_alice.post(
        NEW,
        told(
            kind="dose_increased",
            medicine=str(start.medication_id),
            amount="44",
            unit="",
            frequency="",
        ),
    )

    assert '<option value="weekly" selected>' in page
    assert '<option value="mcg" selected>' in page
    assert str(alice.medication_events.latest("day").change().dose) == "44 mcg weekly"


def test_the_usual_unit_is_filled_in_when_none_is_chosen(as_alice, alice):
    as_alice.post(NEW, told(unit=""))

    assert alice.medication_events.get().unit == "mg"


def test_a_start_is_always_named_whatever_the_select_shows(as_alice, alice):
    start = a_change(alice, "baclofen")

    response = as_alice.post(NEW, told(medicine=str(start.medication_id), name=""))

    assert "Enter the name of the medicine." in response.content.decode()
    assert alice.medication_events.count() == 1


def test_the_same_name_in_another_case_is_the_same_medication(as_alice, alice):
    a_change(alice, "Sertraline", day=MONDAY - timedelta(90))
    a_change(alice, "Sertraline", Kind.STOPPED, MONDAY - timedelta(60), dose=None)

    as_alice.post(NEW, told(name="SERTRALINE"))

    assert alice.medications.get().name == "Sertraline"


def test_the_same_form_sent_twice_is_kept_once_and_answers_as_the_first_time(as_alice, alice):
    form = told()

    first, second = (as_alice.post(NEW, form) for _ in range(2))

    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, LIST)
    assert alice.medication_events.count() == 1


@pytest.mark.parametrize(
    ("sure", "day", "precision", "about"),
    [
        ("day", MONDAY, Precision.DAY, False),
        ("about", MONDAY, Precision.DAY, True),
        ("month", MONDAY, Precision.MONTH, False),
        ("year", MONDAY, Precision.YEAR, False),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_known(as_alice, alice, sure, day, precision, about):
    as_alice.post(NEW, told(how_sure=sure))

    change = alice.medication_events.get().change()
    assert (change.day, change.precision, change.about) == (day, precision, about)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": ""}, "Choose what happened."),
        ({"name": ""}, "Enter the name of the medicine."),
        ({"day": "2026-03-17"}, "That day has not come yet."),
        ({"day": "soon"}, "Write the day like"),
        ({"amount": "a few"}, "Enter the dose as a number"),
        ({"amount": "0"}, "A start has a dose above 0."),
        ({"amount": "1e99"}, "Enter a dose up to 1,000,000."),
        ({"amount": "NaN"}, "Enter the dose as a number"),
        ({"unit": "", "name": "tea"}, "Choose the unit"),
        ({"kind": "dose_increased", "amount": ""}, "Enter the new dose"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"note": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_what_is_amiss_is_said_beside_its_field_and_nothing_typed_is_lost(
    as_alice, alice, facts, sentence
):
    response = as_alice.post(NEW, told(**({"note": "kept words"} | facts)))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "kept words" in page or "note" in facts
    assert alice.medication_events.count() == 0


@pytest.mark.parametrize(
    ("kind", "amount", "sentence"),
    [
        ("dose_increased", "50", "This is not more than before"),
        ("dose_decreased", "50", "This is not less than before"),
    ],
)
def test_an_increase_that_is_none_is_asked_about(as_alice, alice, kind, amount, sentence):
    start = a_change(alice, day=MONDAY - timedelta(30))

    response = as_alice.post(NEW, told(kind=kind, medicine=str(start.medication_id), amount=amount))

    assert sentence in response.content.decode()
    assert alice.medication_events.count() == 1


def test_stopping_shows_the_settled_lines_and_blocks_nothing(as_alice, alice):
    start = a_change(alice, "diazepam", day=MONDAY - timedelta(30))

    page = as_alice.post(
        NEW, told(kind="stopped", medicine=str(start.medication_id), amount=""), follow=True
    ).content.decode()

    assert STOPPING_LINE in page
    assert NOT_SUDDENLY_LINE in page
    assert alice.medication_events.count() == 2


# --- what was is not repainted


def test_changing_a_dose_leaves_every_earlier_day_as_it_was(as_alice, alice):
    start = a_change(alice, day=MONDAY - timedelta(60))
    days = [MONDAY - timedelta(n) for n in range(1, 61)]
    before = [dose_on(changes_of(alice), day) for day in days]

    as_alice.post(NEW, told(kind="dose_increased", medicine=str(start.medication_id), amount="150"))

    assert [dose_on(changes_of(alice), day) for day in days] == before
    assert dose_on(changes_of(alice), MONDAY) == a_dose(150)


def test_a_correction_keeps_what_was_recorded_before(as_alice, alice):
    event = a_change(alice, dose=50)

    as_alice.post(reverse("medications:edit", args=[event.pk]), told(amount="25"))

    standing = alice.medication_events.standing().get()
    assert standing.change().dose == a_dose(25)
    assert standing.story == event.story
    event.refresh_from_db()
    assert (event.dose, event.superseded_at) == (Decimal(50), NOW)


def test_the_past_can_be_told_as_it_was_known_at_any_moment(alice, clock):
    event = a_change(alice, dose=50)
    clock.shift(timedelta(days=3))
    later = NOW + timedelta(days=3)

    corrected = correct_change(
        event=event,
        facts=Facts(kind=Kind.STARTED, day=MONDAY, dose=a_dose(25)),
        submission=uuid4(),
        now=later,
    )
    take_back_change(event=corrected, now=later + timedelta(days=1))

    def known(moment):
        return [each.change().dose for each in alice.medication_events.as_of(moment)]

    assert known(NOW) == [a_dose(50)]
    assert known(later) == [a_dose(25)]
    assert known(later + timedelta(days=1)) == []


def test_a_full_diary_says_so_and_keeps_what_was_typed(as_alice, alice, monkeypatch):
    monkeypatch.setattr("medications.models.Medication.MOST", 1)
    a_change(alice, "baclofen")

    response = as_alice.post(NEW, told(note="kept words"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "A diary holds up to 100 medicines and 2,000 changes" in page
    assert "kept words" in page
    assert alice.medications.count() == 1


def test_a_second_reason_for_taking_a_medicine_takes_the_place_of_the_first(as_alice, alice):
    as_alice.post(NEW, told(taken_for="mood"))
    as_alice.post(NEW, told(taken_for="sleep"))

    assert alice.medications.get().taken_for == "sleep"


def test_a_correction_sent_twice_is_kept_once(as_alice, alice):
    event = a_change(alice)
    form = told(amount="25")

    first = as_alice.post(reverse("medications:edit", args=[event.pk]), form)
    second = as_alice.post(reverse("medications:edit", args=[event.pk]), form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert alice.medication_events.count() == 2


def test_a_correction_from_a_page_that_was_overtaken_is_shown_again_and_overwrites_nothing(
    as_alice, alice
):
    event = a_change(alice)
    address = reverse("medications:edit", args=[event.pk])
    as_alice.post(address, told(amount="25"))

    response = as_alice.post(address, told(amount="75", note="my words"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "corrected from another page meanwhile" in page
    assert "my words" in page
    assert alice.medication_events.standing().get().change().dose == a_dose(25)


def test_an_old_link_to_a_corrected_event_leads_to_the_standing_one(as_alice, alice):
    event = a_change(alice)
    address = reverse("medications:edit", args=[event.pk])
    as_alice.post(address, told(amount="25"))

    standing = alice.medication_events.standing().get()
    assert as_alice.get(address).url == reverse("medications:edit", args=[standing.pk])


def test_a_step_of_a_cross_taper_keeps_its_group_when_it_is_corrected(as_alice, alice):
    group = uuid4()
    event = a_change(alice, switch_group=group)

    as_alice.post(reverse("medications:edit", args=[event.pk]), told(amount="25"))

    assert alice.medication_events.standing().get().switch_group == group


def test_a_course_can_be_corrected_up_to_its_end(as_alice, alice):
    event = a_change(
        alice, "prednisolone", Kind.COURSE, MONDAY - timedelta(9), end_day=MONDAY - timedelta(5)
    )
    address = reverse("medications:edit", args=[event.pk])

    ends = (MONDAY - timedelta(5)).isoformat()

    late = as_alice.post(address, told(kind="course", day=MONDAY.isoformat(), end_day=ends))
    fine = as_alice.post(
        address, told(kind="course", day=(MONDAY - timedelta(8)).isoformat(), end_day=ends)
    )

    assert (late.status_code, fine.status_code) == (422, 302)
    assert alice.medication_events.standing().get().end_day == MONDAY - timedelta(5)


# --- pauses, missed doses, courses


def recorded(client, **facts):
    return client.post("/medications/changes/new/", told(**facts))


@pytest.mark.parametrize("kind", ["paused", "missed_doses"])
def test_a_pause_and_missed_doses_have_no_dose_of_their_own(as_alice, alice, kind):
    a_change(alice, "sertraline", day=MONDAY - timedelta(30), dose=50)
    medicine = str(alice.medications.get().pk)

    recorded(as_alice, kind=kind, medicine=medicine, name="", amount="75")

    assert alice.medication_events.standing().latest("day").dose is None


def test_a_paused_medicine_is_not_taken_and_a_resumed_one_goes_on_with_its_dose(as_alice, alice):
    a_change(alice, "sertraline", day=MONDAY - timedelta(30), dose=50)
    medicine = str(alice.medications.get().pk)
    days = {"paused": MONDAY - timedelta(9), "resumed": MONDAY - timedelta(2)}
    for kind, day in days.items():
        recorded(as_alice, kind=kind, medicine=medicine, name="", amount="", day=day.isoformat())

    (story,) = alice.medication_events.standing().stories()
    taken = [dose_on(story.changes, MONDAY - timedelta(n)) for n in (10, 9, 3, 2, 0)]
    assert [str(each) if each else None for each in taken] == [
        "50 mg once a day", None, None, "50 mg once a day", "50 mg once a day",
    ]  # fmt: skip


def test_missed_doses_keep_their_number_and_days_and_leave_the_dose(as_alice, alice):
    a_change(alice, "sertraline", day=MONDAY - timedelta(30), dose=50)
    medicine = str(alice.medications.get().pk)

    recorded(
        as_alice, kind="missed_doses", medicine=medicine, name="", amount="",
        day=(MONDAY - timedelta(3)).isoformat(), end_day=(MONDAY - timedelta(2)).isoformat(),
        missed="2",
    )  # fmt: skip

    event = alice.medication_events.standing().latest("day")
    (story,) = alice.medication_events.standing().stories()
    assert (event.missed, event.end_day) == (2, MONDAY - timedelta(2))
    assert str(dose_on(story.changes, MONDAY - timedelta(3))) == "50 mg once a day"
    assert "Missed doses: 2" in as_alice.get("/medications/").content.decode()


def test_a_course_has_its_own_days_and_a_name_that_may_be_new(as_alice, alice):
    recorded(
        as_alice, kind="course", medicine="another", name="methylprednisolone", amount="1", unit="g",
        day=(MONDAY - timedelta(3)).isoformat(), end_day=(MONDAY - timedelta(1)).isoformat(),
    )  # fmt: skip

    (story,) = alice.medication_events.standing().stories()
    taken = [dose_on(story.changes, MONDAY - timedelta(n)) is not None for n in (4, 3, 1, 0)]
    assert taken == [False, True, True, False]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"kind": "course", "end_day": ""},
            "Enter the last day of the course, or your best guess.",
        ),
        ({"kind": "course", "end_day": "2026-03-01"}, "It began on 16 March 2026: enter that day"),
        ({"kind": "course", "end_day": "2028-03-01"}, "That is more than a year ahead."),
        ({"kind": "course", "end_day": "soon"}, "Write the day like 2026-11-22."),
        (
            {"kind": "course", "end_day": "2026-03-18", "amount": "0"},
            "A course has a dose above 0.",
        ),
        ({"kind": "missed_doses", "end_day": "2026-03-18"}, "That day has not come yet."),
        ({"kind": "missed_doses", "missed": "0"}, "Write a number from 1, or leave it empty."),
        ({"kind": "missed_doses", "missed": "1000"}, "Write a number up to 999."),
        ({"kind": "missed_doses", "missed": "two"}, "Write the number of doses, such as 2."),
    ],
)
def test_what_does_not_fit_an_end_or_a_number_is_said_beside_it(as_alice, alice, facts, sentence):
    response = recorded(as_alice, **facts)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert alice.medication_events.count() == 0


def test_a_course_that_goes_on_is_taken_now(as_alice, alice):
    recorded(
        as_alice, kind="course", medicine="another", name="prednisolone", amount="40",
        day=(MONDAY - timedelta(3)).isoformat(), end_day=(MONDAY + timedelta(4)).isoformat(),
    )  # fmt: skip

    assert "Prednisolone" in as_alice.get("/medications/").content.decode().partition("Timeline")[0]


# --- contradictions


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "started"}, "It is recorded as taken since 14 February 2026."),
        ({"kind": "stopped", "ago": 40}, "It is recorded as started on 14 February 2026, later."),
        ({"kind": "paused", "ago": 40}, "It is recorded as started on 14 February 2026, later."),
        (
            {"kind": "dose_increased", "amount": "25"},
            "This is not more than before: it was 50 mg once a day.",
        ),
        (
            {"kind": "dose_decreased", "amount": "75"},
            "This is not less than before: it was 50 mg once a day.",
        ),
        (
            {"kind": "dose_increased", "amount": "1", "unit": "g"},
            "it was 50 mg once a day. Check the unit.",
        ),
    ],
)
def test_what_contradicts_the_record_is_told_and_can_be_overruled(as_alice, alice, facts, sentence):
    a_change(alice, "sertraline", day=MONDAY - timedelta(30), dose=50)
    medicine = str(alice.medications.get().pk)
    day = (MONDAY - timedelta(facts.pop("ago", 2))).isoformat()
    form = {"medicine": medicine, "day": day, "note": "my words"} | facts

    doubted = recorded(as_alice, **form)
    page = doubted.content.decode()
    assert (doubted.status_code, alice.medication_events.count()) == (422, 1)
    assert sentence in page
    assert "This is how it was. Save it." in page
    assert "my words" in page

    overruled = recorded(as_alice, **form, so_it_was="on")
    assert overruled.status_code == 302
    assert "my words" in {each.note for each in alice.medication_events.standing()}
    assert alice.medication_events.count() == 2


def test_without_a_contradiction_nobody_is_asked_how_it_was(as_alice, alice):
    a_change(alice, "sertraline", day=MONDAY - timedelta(30), dose=50)

    page = recorded(as_alice, kind="course", end_day="").content.decode()

    assert "That is how it was." not in page
    assert "That is how it was." not in as_alice.get("/medications/changes/new/").content.decode()


def test_a_missing_answer_cannot_be_overruled(as_alice, alice):
    response = recorded(as_alice, kind="dose_increased", amount="", so_it_was="on")

    assert response.status_code == 422
    assert alice.medication_events.count() == 0


def test_another_route_is_told_from_its_day_on_and_leaves_the_dose(as_alice, alice):
    recorded(as_alice, route="oral", day=(MONDAY - timedelta(30)).isoformat())
    medicine = str(alice.medications.get().pk)

    recorded(
        as_alice, kind="route_or_form_changed", medicine=medicine, name="", amount="",
        route="under_the_skin", day=(MONDAY - timedelta(2)).isoformat(),
    )  # fmt: skip

    (story,) = alice.medication_events.standing().stories()
    assert [story.route_on(MONDAY - timedelta(n)) for n in (31, 30, 3, 2)] == [
        "", "oral", "oral", "under the skin",
    ]  # fmt: skip
    assert str(dose_on(story.changes, MONDAY)) == "50 mg once a day"
    page = as_alice.get("/medications/").content.decode()
    assert "50 mg once a day · under the skin · since" in page
    assert "Route or form changed: under the skin" in page


def test_a_change_of_form_may_be_told_in_words_alone(as_alice, alice):
    nothing = recorded(as_alice, kind="route_or_form_changed", amount="", route="")
    words = recorded(as_alice, kind="route_or_form_changed", amount="", note="Liquid now")

    assert "Choose the new route, or write in the note what changed." in nothing.content.decode()
    assert words.status_code == 302


def test_the_database_refuses_a_route_that_nobody_knows(alice):
    event = a_change(alice)
    event.route = "telepathy"

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()


def test_the_file_of_changes_tells_the_missed_doses(as_alice, alice):
    a_change(alice, "sertraline", Kind.MISSED_DOSES, dose=None, missed=3)

    file = as_alice.post("/summary/take-along/", {"what": "medications-csv"}).content.decode()

    assert "missed doses" in file.splitlines()[0]
    assert ",3," in file.splitlines()[1]


def test_a_deleted_change_can_be_brought_back(as_alice, alice):
    event = a_change(alice)

    page = as_alice.post(reverse("medications:delete", args=[event.pk]), follow=True)
    assert "The change was deleted." in page.content.decode()
    assert alice.medication_events.standing().count() == 0

    as_alice.post(reverse("medications:bring-back", args=[event.pk]))
    assert alice.medication_events.standing().get() == event


# --- the page


def test_the_page_tells_what_is_taken_now_and_since_when(as_alice, alice):
    a_change(alice, day=MONDAY - timedelta(60), taken_for="mood")
    a_change(alice, kind=Kind.DOSE_INCREASED, day=MONDAY - timedelta(30), dose=100)
    a_change(alice, "baclofen", day=MONDAY - timedelta(20), about=True)
    a_change(alice, "diazepam", day=MONDAY - timedelta(20))
    a_change(alice, "diazepam", Kind.STOPPED, MONDAY - timedelta(10), dose=None)

    taken = as_alice.get(LIST).context["taken"]

    assert [(story.name, str(period.dose), since) for story, period, since, _ in taken] == [
        ("sertraline", "100 mg once a day", "14 February 2026"),
        ("baclofen", "50 mg once a day", "about 24 February 2026"),
    ]


@pytest.mark.parametrize("span", ["3-months", "6-months", "all", "\x00", "x"])
def test_any_wish_for_a_span_is_answered(as_alice, alice, span):
    a_change(alice, day=MONDAY - timedelta(2000))

    assert as_alice.get(LIST, {"span": span}).status_code == 200


def test_a_name_is_shown_as_text_and_never_as_markup(as_alice, alice):
    a_change(alice, "<script>alert(1)</script>&amp;")

    page = as_alice.get(LIST).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in page


def test_the_suggestions_stand_in_the_page_for_browsers_without_script(as_alice):
    page = as_alice.get(NEW).content.decode()

    assert '<option value="sertraline">SSRI</option>' in page
    assert '<option value="amphetamine">also written amfetamine</option>' in page


# --- what the database refuses


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "guessed"},
        {"dose": Decimal(-1), "unit": "mg", "frequency": "weekly"},
        {"dose": Decimal(1), "unit": "pinch", "frequency": "weekly"},
        {"dose": Decimal(1), "unit": "mg", "frequency": "often"},
        {"end_day": MONDAY - timedelta(1)},
    ],
    ids=["unknown kind", "below zero", "unknown unit", "unknown rhythm", "ends before it starts"],
)
def test_the_database_refuses_what_cannot_be(alice, told):
    event = a_change(alice, dose=None)
    facts = {"kind": "started", "day": MONDAY, "recorded_at": django_clock.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        MedicationEvent(owner=alice, medication=event.medication, **(facts | told)).save()


def test_two_versions_of_one_event_never_stand_together(alice):
    event = a_change(alice)

    with pytest.raises(IntegrityError), transaction.atomic():
        MedicationEvent.objects.create(
            owner=alice,
            medication=event.medication,
            story=event.story,
            kind="started",
            day=MONDAY,
            recorded_at=NOW,
        )


@pytest.mark.parametrize(
    ("typed", "kept"), [("2,5", "2.5"), ("0,75", "0.75"), ("12.5", "12.5"), ("0,0125", "0.0125")]
)
def test_a_dose_can_be_typed_with_a_comma(as_alice, alice, typed, kept):
    recorded(as_alice, amount=typed)

    assert alice.medication_events.get().dose == Decimal(kept)


def test_a_comma_that_may_set_thousands_apart_is_asked_about(as_alice, alice):
    response = recorded(as_alice, amount="1,000")

    assert "Enter the dose as a number, for example 50." in response.content.decode()
    assert not alice.medication_events.exists()
