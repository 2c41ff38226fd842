"""Check-ins: what is saved is what was answered, once a day, and nothing replaced is lost."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.keeping import ChangedElsewhere
from checkins.actions import NotThatDay, record_check_in
from checkins.forms import NOTHING_CHOSEN, TOO_FAR_BACK, CheckInForm
from checkins.models import CheckIn, Told
from checkins.versions import BELOW, EMPTY, differences
from domain.companions import COMPANIONS
from domain.days import BRING_BACK_FOR, Recall
from domain.dimensions import DIMENSIONS
from domain.safety import HarmAnswer
from tests.factories import MONDAY, NOW, a_check_in, a_person, days_of_check_ins

pytestmark = pytest.mark.django_db
NEW = "/check-ins/new/"
FOUR = {"detachment": "4", "anhedonia": "6", "empathy": "cant_tell", "physical_sensation": "5"}


def answers(**told):
    return {"day": MONDAY.isoformat(), "zone": "Europe/London", "seen": "0", **FOUR} | told


# --- saving


def test_four_answers_become_one_row_with_numbers_and_reasons_apart(as_alice, alice):
    response = as_alice.post(NEW, answers())

    saved = alice.check_ins.get()
    assert response.url == reverse("checkins:saved", args=[MONDAY])
    assert saved.ratings == {"detachment": 4, "anhedonia": 6, "physical_sensation": 5}
    assert saved.not_rated == {"empathy": "cant_tell"}
    assert (saved.day, saved.lag_days, saved.entered_at) == (MONDAY, 0, NOW)


@pytest.mark.parametrize("key", DIMENSIONS)
def test_any_single_answer_is_enough(as_alice, alice, key):
    as_alice.post(NEW, {"day": MONDAY.isoformat(), key: "0"})

    assert alice.check_ins.get().ratings == {key: 0}


def test_no_answer_at_all_is_met_with_a_sentence(as_alice, alice):
    response = as_alice.post(NEW, {"day": MONDAY.isoformat()})

    assert response.status_code == 422
    assert NOTHING_CHOSEN in response.content.decode()
    assert alice.check_ins.count() == 0


@pytest.mark.parametrize("value", ["11", "-1", "7.5", "ten", "6 ", "٤", "not_applicable", "[]"])
def test_what_is_not_on_the_scale_is_refused_beside_its_question(as_alice, alice, value):
    response = as_alice.post(NEW, answers(detachment=value))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose a whole number from 0 to 10" in page
    assert 'name="anhedonia" value="6" checked' in page
    assert alice.check_ins.count() == 0


def test_a_second_save_of_a_day_changes_the_first_and_keeps_what_it_replaced(as_alice, alice):
    as_alice.post(NEW, answers())
    as_alice.post(NEW, answers(detachment="9", seen="1"))

    saved = alice.check_ins.get()
    earlier = saved.earlier_answers.get()
    assert saved.ratings["detachment"] == 9
    assert (earlier.ratings["detachment"], earlier.version) == (4, 1)
    assert (earlier.saved_at, earlier.replaced_at) == (NOW, NOW)


def test_the_same_form_sent_twice_is_kept_once_and_answers_as_the_first_time(as_alice, alice):
    first, second = (as_alice.post(NEW, answers()) for _ in range(2))

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert alice.check_ins.get().earlier_answers.count() == 0


def test_a_form_sent_again_after_the_day_was_changed_answers_as_the_first_time(as_alice, alice):
    form = answers(submission="00000000-0000-4000-8000-000000000001")
    first = as_alice.post(NEW, form)
    as_alice.post(NEW, answers(detachment="9", seen="1"))

    again = as_alice.post(NEW, form)

    assert (again.status_code, again.url) == (302, first.url)
    assert alice.check_ins.get().ratings["detachment"] == 9


def test_a_form_sent_again_after_the_day_was_deleted_brings_nothing_back(as_alice, alice):
    form = answers(submission="00000000-0000-4000-8000-000000000001")
    as_alice.post(NEW, form)
    as_alice.post(reverse("checkins:delete", args=[MONDAY]))

    again = as_alice.post(NEW, form)

    assert again.status_code == 302
    assert alice.check_ins.standing().count() == 0


def test_a_stale_tab_overwrites_nothing_and_shows_both_versions(as_alice, alice):
    a_check_in(alice, rating=3)

    response = as_alice.post(NEW, answers(detachment="9"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "saved from another page" in page
    assert '<th scope="row">Distance</th>' in page
    told = [re.sub("<[^>]+>", "", each) for each in re.findall("<td .*?</td>", page)]
    assert told[:2] == ["3", "9"]
    assert 'name="detachment" value="9" checked' in page
    assert alice.check_ins.get().ratings["detachment"] == 3


def test_what_differs_between_two_versions_is_said_and_nothing_else():
    saved = Told({"detachment": 3}, {"empathy": "cant_tell"}, {"fatigue": 4}, "a", HarmAnswer.NO)
    chosen = Told({"detachment": 3, "empathy": 5}, {}, {"sleep_trouble": 2}, "b", HarmAnswer.YES)

    found = differences(saved, chosen)

    assert [(each.label, each.saved, each.chosen) for each in found] == [
        (DIMENSIONS["empathy"].label, "I can’t tell", "5"),
        (COMPANIONS["sleep_trouble"].label, EMPTY, COMPANIONS["sleep_trouble"].words(2)),
        (COMPANIONS["fatigue"].label, COMPANIONS["fatigue"].words(4), EMPTY),
        ("Note", "a", "b"),
        ("The safety question", BELOW, BELOW),
    ]
    assert differences(saved, saved) == []


def test_after_seeing_both_versions_either_can_be_kept(as_alice, alice):
    a_check_in(alice, rating=3)
    as_alice.post(NEW, answers(detachment="9"))

    as_alice.post(reverse("checkins:edit", args=[MONDAY]), answers(detachment="9", seen="1"))

    assert alice.check_ins.get().ratings["detachment"] == 9


def test_a_changed_day_is_found_by_the_action_too(alice):
    a_check_in(alice)

    with pytest.raises(ChangedElsewhere):
        record_check_in(
            owner=alice,
            day=MONDAY,
            today=MONDAY,
            timezone="UTC",
            now=NOW,
            told=Told({"empathy": 1}, {}),
            submission=uuid4(),
            seen_version=0,
        )


# --- the day


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Europe/London", datetime(2026, 3, 17, 3, 59, tzinfo=UTC), date(2026, 3, 16)),
        ("Europe/London", datetime(2026, 3, 17, 4, 0, tzinfo=UTC), date(2026, 3, 17)),
        ("Pacific/Kiritimati", datetime(2026, 3, 16, 20, 30, tzinfo=UTC), date(2026, 3, 17)),
        ("America/Los_Angeles", datetime(2026, 3, 17, 5, 0, tzinfo=UTC), date(2026, 3, 16)),
    ],
)
def test_the_page_is_of_the_day_on_the_browsers_wall_clock(as_alice, clock, zone, moment, day):
    clock.move_to(moment)

    response = as_alice.get(NEW, {"zone": zone})

    assert response.context["day"] == day


def test_a_zone_that_nobody_knows_falls_back_to_the_persons_own(as_alice):
    response = as_alice.get(NEW, {"zone": "Mars/Olympus\x00"})

    assert (response.status_code, response.context["zone"]) == (200, "Europe/London")


def test_the_zone_the_browser_told_is_kept_with_the_day(as_alice, alice, clock):
    as_alice.post(NEW, answers(day="2026-03-17", zone="Pacific/Kiritimati"))

    saved = alice.check_ins.get()
    assert (saved.day, saved.timezone, saved.lag_days) == (
        date(2026, 3, 17),
        "Pacific/Kiritimati",
        0,
    )


def test_a_page_opened_before_the_day_ended_is_filed_under_the_day_above_it(as_alice, alice, clock):
    clock.move_to(datetime(2026, 3, 17, 4, 5, tzinfo=UTC))

    as_alice.post(NEW, answers())

    saved = alice.check_ins.get()
    assert (saved.day, saved.lag_days) == (MONDAY, 1)


@pytest.mark.parametrize(
    ("ago", "recall"), [(0, Recall.SAME_DAY), (2, Recall.RECALLED), (7, Recall.RECALLED_LATER)]
)
def test_a_day_of_the_last_week_can_be_filled_in(as_alice, alice, ago, recall):
    day = MONDAY - timedelta(ago)

    as_alice.post(reverse("checkins:edit", args=[day]), answers(day=day.isoformat()))

    assert alice.check_ins.get(day=day).recall == recall


def test_a_day_too_far_back_is_refused_kindly_and_nothing_typed_is_lost(as_alice, alice):
    day = MONDAY - timedelta(8)

    response = as_alice.post(reverse("checkins:edit", args=[day]), answers(day=day.isoformat()))

    page = response.content.decode()
    assert TOO_FAR_BACK in page
    assert 'name="anhedonia" value="6" checked' in page
    assert alice.check_ins.count() == 0


def test_a_day_that_has_not_come_is_refused(as_alice, alice):
    response = as_alice.post(NEW, answers(day="2026-03-17"))

    assert "That day has not come yet." in response.content.decode()
    assert alice.check_ins.count() == 0


@pytest.mark.parametrize("day", ["", "10000-01-01", "0001-01-01", "2026-02-30", "\x00", "9" * 5000])
def test_a_day_that_is_none_is_met_with_the_form_again(as_alice, alice, day):
    response = as_alice.post(NEW, answers(day=day))

    assert response.status_code == 422
    assert alice.check_ins.count() == 0


def test_an_old_day_that_is_there_can_still_be_changed_and_is_then_not_counted(
    as_alice, alice, clock
):
    a_check_in(alice, MONDAY - timedelta(30), rating=3)
    day = MONDAY - timedelta(30)

    as_alice.post(reverse("checkins:edit", args=[day]), answers(day=day.isoformat(), seen="1"))

    changed = alice.check_ins.get()
    assert changed.ratings["detachment"] == 4
    assert changed.changed_later
    assert changed.recall == Recall.RECALLED_LATER


def test_a_day_changed_within_48_hours_keeps_its_place(as_alice, alice):
    day = MONDAY - timedelta(1)
    a_check_in(alice, day, rating=3)

    as_alice.post(reverse("checkins:edit", args=[day]), answers(day=day.isoformat(), seen="1"))

    assert alice.check_ins.get().recall == Recall.SAME_DAY


def test_the_action_refuses_a_day_outside_the_week(alice):
    with pytest.raises(NotThatDay):
        record_check_in(
            owner=alice,
            day=MONDAY - timedelta(8),
            today=MONDAY,
            timezone="UTC",
            now=NOW,
            told=Told({"empathy": 1}, {}),
            submission=uuid4(),
        )


# --- the page


def test_nothing_is_chosen_beforehand(as_alice):
    page = as_alice.get(NEW).content.decode()

    assert page.count('type="radio"') == 4 * 13 + 2
    assert re.search(r'name="submission" value="[0-9a-f-]{36}"', page)
    assert "checked" not in page


def test_yesterdays_ratings_are_not_on_the_page(as_alice, alice):
    a_check_in(alice, MONDAY - timedelta(1), rating=9)

    assert "checked" not in as_alice.get(NEW).content.decode()


def test_a_day_that_is_saved_opens_with_its_answers(as_alice, alice):
    a_check_in(alice, rating=9, ratings={"detachment": 9}, not_rated={"empathy": "not_applicable"})

    page = as_alice.get(NEW).content.decode()

    assert page.count("checked") == 2
    assert 'name="detachment" value="9" checked' in page
    assert 'name="empathy" value="not_applicable" checked' in page


@pytest.mark.parametrize(("ago", "greeted"), [(7, False), (8, True)])
def test_someone_who_was_away_can_just_start_with_today(as_alice, alice, ago, greeted):
    a_check_in(alice, MONDAY - timedelta(ago))

    page = as_alice.get(NEW).content.decode()

    assert ("You can just start with today." in page) == greeted


def test_after_saving_a_settled_line_stands_there_and_no_cheer(as_alice, alice):
    a_check_in(alice)

    page = as_alice.get(reverse("checkins:saved", args=[MONDAY])).content.decode()

    assert "<h1>Saved.</h1>" in page
    assert sum(line in page for line in ("Noticing is enough.", "Nothing to fix right now.",
                                         "A flat day is still a day you showed up for.")) == 1  # fmt: skip


@pytest.mark.parametrize("days", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("checkins:history", 4), ("checkins:new", 4)])
def test_pages_ask_the_same_number_of_questions_whatever_the_days(
    as_alice, alice, django_assert_num_queries, days, page, queries
):
    days_of_check_ins(alice, days)

    with django_assert_num_queries(queries):
        as_alice.get(reverse(page))


# --- history


def states(response):
    cells = [cell for week in response.context["page"].weeks for cell in week]
    return {cell.day: cell.state for cell in cells}


def test_the_calendar_tells_rated_later_unsure_and_blank_days_apart(as_alice, alice):
    a_check_in(alice, MONDAY)
    a_check_in(alice, MONDAY - timedelta(1), lag=1)
    a_check_in(alice, MONDAY - timedelta(2), ratings={}, not_rated={"empathy": "cant_tell"})

    shown = states(as_alice.get(reverse("checkins:history")))

    assert [shown[MONDAY - timedelta(n)] for n in (-1, 0, 1, 2, 3, 8)] == [
        "future",
        "rated",
        "late",
        "unsure",
        "open",
        "blank",
    ]


def test_the_calendar_says_how_many_days_are_rated_since_the_diary_began(as_alice, alice):
    days_of_check_ins(alice, 3)
    a_check_in(alice, MONDAY - timedelta(5), lag=2)

    page = as_alice.get(reverse("checkins:history")).content.decode()

    assert "Rated 4 of 6 days: 3 on the day, 1 filled in later." in page


def test_days_with_cant_tell_alone_are_said_apart_from_rated_ones(as_alice, alice):
    a_check_in(alice)
    a_check_in(alice, MONDAY - timedelta(1), ratings={}, not_rated={"empathy": "cant_tell"})

    page = as_alice.get(reverse("checkins:history")).content.decode()

    assert "Rated 1 of 2 days: 1 on the day, 0 filled in later." in page
    assert "1 more day with “I can’t tell” alone." in page
    assert "You rated 1 of 84 days." in as_alice.get("/trends/").content.decode()


def test_every_day_that_has_come_opens(as_alice, alice):
    a_check_in(alice, MONDAY - timedelta(30))

    response = as_alice.get(reverse("checkins:history"))

    cells = [cell for week in response.context["page"].weeks for cell in week]
    assert all(cell.opens == (cell.day <= MONDAY) for cell in cells)
    assert next(cell.words for cell in cells if cell.is_today) == "today, not filled in yet"
    kind = as_alice.get(reverse("checkins:edit", args=[MONDAY - timedelta(20)])).content.decode()
    assert "A day can be filled in up to 7 days later." in kind


def test_earlier_weeks_can_be_opened(as_alice, alice):
    a_check_in(alice, MONDAY - timedelta(60))

    first = as_alice.get(reverse("checkins:history"))
    shown = states(as_alice.get(first.request["PATH_INFO"], {"until": "2026-01-20"}))

    assert "?until=" in first.content.decode()
    assert shown[MONDAY - timedelta(60)] == "rated"


@pytest.mark.parametrize("until", ["", "0001-01-01", "9999-12-31", "x", "\x00"])
def test_any_wish_for_weeks_is_answered(as_alice, until):
    assert as_alice.get(reverse("checkins:history"), {"until": until}).status_code == 200


# --- deleting


def test_a_deleted_day_is_blank_and_can_be_brought_back(as_alice, alice):
    check_in = a_check_in(alice)
    key = check_in.pk

    page = as_alice.post(reverse("checkins:delete", args=[MONDAY]), follow=True)

    assert "The day was deleted." in page.content.decode()
    assert (
        "Not filled in yet."
        in as_alice.get(reverse("dashboard:day", args=[MONDAY])).content.decode()
    )
    as_alice.post(reverse("checkins:bring-back", args=[key]))
    assert alice.check_ins.standing().get().pk == key


def test_a_day_entered_anew_is_not_replaced_by_bringing_the_old_one_back(as_alice, alice):
    old = a_check_in(alice, rating=2)
    as_alice.post(reverse("checkins:delete", args=[MONDAY]))
    as_alice.post(NEW, answers())

    as_alice.post(reverse("checkins:bring-back", args=[old.pk]))

    assert alice.check_ins.standing().get().ratings["detachment"] == 4


def test_a_deleted_day_is_gone_for_good_after_a_week(as_alice, alice, clock):
    a_check_in(alice)
    a_check_in(alice, MONDAY - timedelta(1))
    as_alice.post(reverse("checkins:delete", args=[MONDAY]))
    clock.shift(BRING_BACK_FOR + timedelta(minutes=1))

    as_alice.post(reverse("checkins:delete", args=[MONDAY - timedelta(1)]))

    assert [each.day for each in alice.check_ins.all()] == [MONDAY - timedelta(1)]


# --- what the database refuses


def a_row(owner, **told):
    facts = {
        "owner": owner,
        "day": MONDAY,
        "timezone": "UTC",
        "lag_days": 0,
        "entered_at": NOW,
        "ratings": {},
        "not_rated": {},
    }
    return CheckIn(**(facts | told))


@pytest.mark.parametrize("key", DIMENSIONS)
@pytest.mark.parametrize("value", [11, -1, "x", "5", True, None, [5], {"a": 1}, 7.5])
def test_the_database_refuses_a_rating_off_the_scale(alice, key, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_row(alice, ratings={key: value}).save()


@pytest.mark.parametrize("key", DIMENSIONS)
@pytest.mark.parametrize("value", range(11))
def test_the_database_keeps_every_rating_of_the_scale(alice, key, value):
    a_row(alice, ratings={key: value}).save()

    assert alice.check_ins.get().ratings == {key: value}


@pytest.mark.parametrize(
    "told",
    [
        {"not_rated": {"detachment": "not_applicable"}},
        {"not_rated": {"empathy": "forgot"}},
        {"ratings": {"empathy": 3}, "not_rated": {"empathy": "cant_tell"}},
        {"lag_days": 8},
        {"changed_at": NOW - timedelta(1)},
    ],
    ids=["reason not offered", "unknown reason", "rated and not", "too late", "changed before"],
)
def test_the_database_refuses_what_cannot_be(alice, told):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_row(alice, **told).save()


def test_the_database_keeps_one_check_in_a_day_and_person(alice):
    a_check_in(alice)
    a_check_in(a_person("carol@example.org"))

    with pytest.raises(IntegrityError), transaction.atomic():
        a_row(alice).save()


def test_a_row_names_itself_without_telling_what_was_answered(alice):
    check_in = a_check_in(alice, rating=9)

    assert str(check_in) == f"check-in #{check_in.pk} of 2026-03-16"


def test_the_form_walks_the_catalogue():
    assert [name for name in CheckInForm(today=MONDAY).fields if name in DIMENSIONS] == [
        *DIMENSIONS
    ]


# --- days that hold something else than a number


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"ratings": {"detachment": 0}}, "rated"),
        ({"ratings": {}, "not_rated": {"empathy": "cant_tell"}}, "unsure"),
        ({"ratings": {}, "not_rated": {"empathy": "not_applicable"}}, "unsure"),
        ({"ratings": {}, "note": "A grey day."}, "noted"),
        ({"ratings": {}, "companions": {"fatigue": 3}}, "noted"),
        ({"ratings": {}, "not_rated": {"fatigue": "cant_tell"}}, "noted"),
        ({"ratings": {}, "harm": "yes"}, "noted"),
    ],
)
def test_a_day_is_called_cant_tell_only_where_one_of_the_four_was_answered_so(
    as_alice, alice, told, state
):
    a_check_in(alice, **(told | ({"harm": HarmAnswer(told["harm"])} if "harm" in told else {})))

    response = as_alice.get(reverse("checkins:history"))

    assert states(response)[MONDAY] == state
    assert ("with “I can’t tell” alone" in response.content.decode()) == (state == "unsure")


def test_a_day_that_was_changed_later_says_so_wherever_it_is_shown(as_alice, alice, clock):
    a_check_in(alice, rating=3)
    clock.shift(timedelta(days=9))
    as_alice.post(reverse("checkins:edit", args=[MONDAY]), answers(day=str(MONDAY), seen="1"))

    for address in (
        reverse("checkins:history"),
        "/trends/",
        reverse("checkins:saved", args=[MONDAY]),
    ):
        page = as_alice.get(address).content.decode()
        rows = page.partition("<tbody")[2] if address == "/trends/" else page
        assert "hanged later" in rows, address
    assert states(as_alice.get(reverse("checkins:history")))[MONDAY] == "changed"
    assert "1 on the day, 0 filled in later." in as_alice.get("/check-ins/").content.decode()


def test_a_tab_that_was_open_before_a_day_was_deleted_and_entered_anew_overwrites_nothing(
    as_alice, alice
):
    a_check_in(alice, rating=2)
    as_alice.post(reverse("checkins:delete", args=[MONDAY]))
    as_alice.post(NEW, answers(detachment="5"))

    stale = as_alice.post(NEW, answers(detachment="9", seen="1"))

    assert stale.status_code == 409
    assert alice.check_ins.standing().get().ratings["detachment"] == 5


# --- paging through years


def test_any_month_since_the_diary_began_can_be_opened_in_one_step(as_alice, alice):
    a_check_in(alice, date(2017, 5, 3))

    page = as_alice.get(reverse("checkins:history"))
    opened = as_alice.get(reverse("checkins:history"), {"until": "2017-05-31"})

    years = page.context["page"].months
    assert [year for year, _ in years] == list(range(2026, 2016, -1))
    assert sum(len(months) for _, months in years) == 8 + 12 * 8 + 3
    assert states(opened)[date(2017, 5, 3)] == "rated"
    shown = [
        month.name for _, months in opened.context["page"].months for month in months if month.shown
    ]
    assert shown == ["May 2017"]


def test_ten_years_of_days_are_paged_with_as_few_questions_as_one(
    as_alice, alice, django_assert_num_queries
):
    for n in range(0, 3650, 90):
        a_check_in(alice, MONDAY - timedelta(n))

    with django_assert_num_queries(4):
        as_alice.get(reverse("checkins:history"), {"until": "2018-02-28"})


# --- one number alone


@pytest.mark.parametrize(("place", "key"), list(enumerate(DIMENSIONS, start=1)))
def test_one_question_can_be_asked_alone(as_alice, place, key):
    page = as_alice.get(NEW, {"only": place}).content.decode()

    asked = [each for each in DIMENSIONS if f'name="{each}" value="3"' in page]
    assert asked == [key]
    assert "One number is a whole check-in." in page
    assert 'name="note"' not in page


@pytest.mark.parametrize("only", ["0", "5", "x", "detachment", "\x00", "1" * 500])
def test_another_wish_shows_every_question(as_alice, only):
    page = as_alice.get(NEW, {"only": only}).content.decode()

    assert page.count('value="10"') == 4


def test_a_day_that_is_saved_is_never_cut_down_to_one_question(as_alice, alice):
    a_check_in(alice, rating=4)

    page = as_alice.get(NEW, {"only": "1"}).content.decode()

    assert page.count("checked") == 4


def test_another_day_is_asked_by_its_date_and_said_to_be_marked(as_alice):
    page = as_alice.get(reverse("checkins:edit", args=[MONDAY - timedelta(3)])).content.decode()

    assert "On Friday 13 March …" in page
    assert "This day will be marked as filled in later." in page
    assert "In the last 24 hours …" not in page


def test_the_question_about_the_safety_question_is_not_asked_again_once_it_was_left(
    as_alice, alice
):
    as_alice.post(NEW, answers())

    assert "One question, asked once" not in as_alice.get(NEW).content.decode()
    alice.refresh_from_db()
    assert alice.asks_about_harm is False


def test_someone_who_was_not_asked_at_sign_up_is_asked_once_about_the_safety_question(
    as_alice, alice
):
    assert alice.asks_about_harm is None
    assert "One question, asked once" in as_alice.get(NEW).content.decode()

    as_alice.post("/accounts/safety-question/", {"ask": "no"})

    assert "One question, asked once" not in as_alice.get(NEW).content.decode()
    alice.refresh_from_db()
    assert alice.asks_about_harm is False
