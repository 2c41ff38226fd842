"""What happened, with its days. Details are never needed, and it stands beside the ratings."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from domain.happenings import HAPPENINGS
from domain.regimen import Kind
from tests.factories import MONDAY, a_change, a_check_in
from tests.records import an_event

pytestmark = pytest.mark.django_db
NEW, LIST = "/journal/events/new/", "/journal/events/"


def told(**facts):
    return {
        "kind": "relapse", "day": str(MONDAY - timedelta(9)), "how_sure": "day", "submission": str(uuid4()),
    } | facts  # fmt: skip


@pytest.mark.parametrize("kind", HAPPENINGS)
def test_each_kind_needs_a_day_and_nothing_more(as_alice, alice, kind):
    response = as_alice.post(NEW, told(kind=kind))

    (event,) = alice.dated_events.all()
    assert response.url == LIST
    assert (event.kind, event.day, event.note, event.said) == (kind, MONDAY - timedelta(9), "", "")


def test_first_and_last_day_are_kept(as_alice, alice):
    as_alice.post(NEW, told(end_day=str(MONDAY - timedelta(2))))

    assert "7 to 14 March 2026" in as_alice.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("sure", "words"), [("about", "about 7 March 2026"), ("month", "March 2026"), ("year", "2026")]
)
def test_a_date_may_be_known_roughly(as_alice, alice, sure, words):
    as_alice.post(NEW, told(how_sure=sure))

    assert [event.happening().when for event in alice.dated_events.all()] == [words]


@pytest.mark.parametrize("reaction", ["0", "10"])
def test_news_may_tell_how_much_of_it_got_through(as_alice, alice, reaction):
    as_alice.post(NEW, told(kind="good_news", reaction=reaction))

    assert alice.dated_events.get().said == f"{reaction} of 10 got through"


def test_a_therapy_session_may_tell_its_kind_whether_it_fits_and_what_helped(as_alice, alice):
    as_alice.post(
        NEW, told(kind="therapy_session", therapy="dbt", fits="partly", helped="Cold water.")
    )

    page = as_alice.get(LIST).content.decode()
    assert "DBT, fits me: partly" in page
    assert "Cold water." in page


def test_a_choice_that_does_not_belong_to_a_kind_is_not_kept_but_words_are(as_alice, alice):
    words = {"helped": "Cold water.", "note": "On the train."}
    as_alice.post(NEW, told(kind="migraine", reaction="3", therapy="cbt", fits="yes", **words))

    event = alice.dated_events.get()
    assert (event.said, event.helped) == ("", "")
    assert event.note == "On the train.\nCold water."


def test_the_same_form_sent_twice_is_one_event(as_alice, alice):
    facts = told()

    as_alice.post(NEW, facts)
    as_alice.post(NEW, facts)

    assert alice.dated_events.count() == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": ""}, "Choose what it was."),
        ({"day": ""}, "Choose a day."),
        ({"day": "2026-03-17"}, "That day has not come yet."),
        ({"end_day": "2026-03-01"}, "It began on 7 March 2026: enter that day or a later one."),
        ({"end_day": "2026-03-20"}, "Leave it empty while it lasts."),
        ({"note": "x" * 2001}, "A note holds up to 2,000 characters; this has 2,001."),
    ],
)
def test_what_is_amiss_is_said_and_nothing_typed_is_lost(as_alice, alice, facts, sentence):
    response = as_alice.post(NEW, told(helped="kept words", **facts))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "kept words" in page
    assert alice.dated_events.count() == 0


def test_what_it_was_cannot_be_read_from_the_database_nor_from_a_length(alice):
    for kind in HAPPENINGS:
        an_event(alice, kind)

    with connection.cursor() as cursor:
        cursor.execute("SELECT kind_text FROM journal_datedevent")
        sealed = [bytes(row[0]) for row in cursor.fetchall()]
    assert len({len(each) for each in sealed}) == 1
    assert [each for each in sealed if b"abuse" in each or b"relapse" in each] == []


def test_an_event_can_be_changed_deleted_and_brought_back(as_alice, alice):
    event = an_event(alice, note="first")

    as_alice.post(f"/journal/events/{event.pk}/edit/", told(note="second", seen="1"))
    changed = alice.dated_events.get()
    page = as_alice.post(f"/journal/events/{event.pk}/delete/", follow=True).content.decode()
    gone = alice.dated_events.standing().count()
    as_alice.post(f"/journal/events/{event.pk}/bring-back/")

    assert (changed.note, changed.version) == ("second", 2)
    assert "The event was deleted." in page
    assert (gone, alice.dated_events.standing().count()) == (0, 1)


def test_a_second_tab_overwrites_nothing_and_shows_both(as_alice, alice):
    event = an_event(alice, note="first")
    address = f"/journal/events/{event.pk}/edit/"
    as_alice.post(address, told(day=str(MONDAY), note="from one tab", seen="1"))

    stale = as_alice.post(address, told(day=str(MONDAY), note="from the other", seen="1"))

    page = stale.content.decode()
    assert stale.status_code == 409
    assert alice.dated_events.get().note == "from one tab"
    assert "from one tab" in page
    assert "from the other" in page
    assert 'name="seen" value="2"' in page


@pytest.mark.parametrize("facts", [{"reaction": 11}, {"end_day": MONDAY - timedelta(30)}])
def test_the_database_refuses_what_cannot_be(alice, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        an_event(alice, **facts)


# --- beside everything else


def test_it_stands_on_trends_as_a_bar_over_its_days(as_alice, alice):
    a_check_in(alice)
    an_event(alice, "infection", MONDAY - timedelta(20), end_day=MONDAY - timedelta(15))

    response = as_alice.get("/trends/")

    (lane,) = response.context["chart"].others
    assert (lane.name, [(bar.start, bar.end) for bar in lane.bars]) == (
        "Infection",
        [(MONDAY - timedelta(20), MONDAY - timedelta(14))],
    )
    assert "Infection: 24 February to 1 March 2026." in response.content.decode()
    assert "What happened in this time" in response.content.decode()


def test_what_happened_before_the_time_shown_is_not_there(as_alice, alice):
    a_check_in(alice)
    an_event(alice, "infection", MONDAY - timedelta(200))

    assert as_alice.get("/trends/").context["chart"].others == ()


@pytest.mark.parametrize(("day", "there"), [(-6, True), (-3, True), (-1, False)])
def test_it_stands_on_each_of_its_days(as_alice, alice, day, there):
    an_event(
        alice, "infection", MONDAY - timedelta(6), end_day=MONDAY - timedelta(3), note="Fever."
    )

    page = as_alice.get(f"/days/{MONDAY + timedelta(day)}/").content.decode()

    assert ("Fever." in page) == there


def test_it_is_named_beside_a_change_of_medication_that_was_near(as_alice, alice):
    event = a_change(alice, day=MONDAY - timedelta(60))
    a_change(alice, "baclofen", day=MONDAY - timedelta(70), dose=10)
    an_event(alice, "relapse", MONDAY - timedelta(50), end_day=MONDAY - timedelta(40))
    an_event(alice, "good_news", MONDAY - timedelta(5))

    page = as_alice.get(f"/medications/{event.medication_id}/").content.decode()

    assert "baclofen started, 10 mg once a day (5 Jan), relapse or flare (25 Jan – 4 Feb)." in page
    assert "Their part cannot be separated." in page
    assert "good news" not in page


def test_the_other_leg_of_a_switch_is_no_other_change(as_alice, alice):
    from tests.records import a_switch

    a_change(alice, day=date(2025, 1, 1), dose=100)
    a_switch(alice)
    stop = alice.medication_events.get(kind=Kind.STOPPED)

    page = as_alice.get(f"/medications/{stop.medication_id}/").content.decode()

    assert "Also around that time" not in page
