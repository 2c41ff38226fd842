"""Visits, and questions that wait until they are ticked off at one."""

from datetime import timedelta
from uuid import uuid4

import pytest

from care.actions import ask, keep_row
from domain.wording import QUESTIONS_FOR_CLINICIAN
from summary.page import BLOCKS
from tests.factories import MONDAY, NOW, a_check_in

pytestmark = pytest.mark.django_db
CARE, NEW = "/care/", "/care/visits/new/"


def a_visit(owner, day=MONDAY, **told):
    return keep_row(owner.visits, owner=owner, submission=uuid4(), now=NOW, day=day, **told)


def a_question(owner, words="Why is it flat?"):
    ask(owner=owner, words=[words], submission=uuid4(), now=NOW)
    return next(each for each in owner.questions.all() if each.words == words)


def waiting(owner):
    return [str(each.words) for each in owner.questions.waiting()]


def test_the_day_of_a_visit_is_enough(as_alice, alice):
    as_alice.post(NEW, {"day": str(MONDAY + timedelta(9)), "submission": str(uuid4())})

    page = as_alice.get(CARE).content.decode()
    assert "25 March 2026" in page
    assert alice.visits.count() == 1


def test_a_visit_keeps_time_person_and_what_was_decided(as_alice, alice):
    told = {"day": str(MONDAY - timedelta(3)), "at": "14:30", "seen_by": "Dr Example",
            "decided": "Wait four weeks.\nCall if worse.", "submission": str(uuid4())}  # fmt: skip

    as_alice.post(NEW, told)
    as_alice.post(NEW, told)

    visit = alice.visits.get()
    page = as_alice.get(CARE).content.decode()
    assert (visit.seen_by, visit.decided) == ("Dr Example", "Wait four weeks.\nCall if worse.")
    assert "13 March 2026, 14:30" in page


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"day": ""}, "Enter the day."),
        ({"day": "2036-01-01"}, "That is more than three years ahead. Check the year."),
        ({"day": "1850-01-01"}, "Choose a day after 1900."),
        ({"at": "half past"}, "Write the time like 14:30."),
        ({"decided": "x" * 2001}, "This part holds up to 2,000 characters; this has 2,001."),
    ],
)
def test_what_is_amiss_is_said_and_nothing_typed_is_lost(as_alice, alice, told, sentence):
    response = as_alice.post(
        NEW, {"day": str(MONDAY), "seen_by": "kept words", "submission": str(uuid4())} | told
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "kept words" in page
    assert alice.visits.count() == 0


def test_questions_come_from_the_list_and_in_ones_own_words(as_alice, alice):
    as_alice.post(
        CARE, {"listed": ["1", "7"], "own": " Could  it be my sleep? ", "submission": str(uuid4())}
    )

    assert waiting(alice) == [
        QUESTIONS_FOR_CLINICIAN[1], QUESTIONS_FOR_CLINICIAN[7], "Could it be my sleep?",
    ]  # fmt: skip


def test_a_question_that_waits_is_not_kept_again(as_alice, alice):
    for _ in range(2):
        as_alice.post(CARE, {"listed": ["1"], "submission": str(uuid4())})

    assert waiting(alice) == [QUESTIONS_FOR_CLINICIAN[1]]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Tick one of the list, or write one of your own."),
        ({"own": "x" * 301}, "Use up to 300 characters; this has 301."),
    ],
)
def test_an_empty_or_endless_question_is_met_with_a_sentence(as_alice, alice, told, sentence):
    response = as_alice.post(CARE, told | {"submission": str(uuid4())})

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_full_list_says_so_and_keeps_what_was_typed(as_alice, alice, monkeypatch):
    monkeypatch.setattr("care.models.Question.MOST", 1)
    a_question(alice)

    page = as_alice.post(CARE, {"own": "One more?", "submission": str(uuid4())}).content.decode()

    assert "up to 200 questions" in page
    assert "One more?" in page


def test_a_question_is_ticked_off_at_a_visit_and_waits_no_longer(as_alice, alice):
    visit, question = a_visit(alice), a_question(alice)
    other = a_question(alice, "When do I come back?")
    address = f"/care/visits/{visit.pk}/edit/"

    as_alice.post(
        address,
        {
            "day": str(MONDAY),
            "questions": [str(question.pk)],
            "decided": "Wait.",
            "seen": "1",
            "submission": str(uuid4()),
        },
    )

    assert waiting(alice) == [str(other.words)]
    assert [str(each.words) for each in visit.questions.all()] == ["Why is it flat?"]


def test_what_is_unticked_waits_again(as_alice, alice):
    visit, question = a_visit(alice), a_question(alice)
    address = f"/care/visits/{visit.pk}/edit/"
    as_alice.post(
        address,
        {
            "day": str(MONDAY),
            "questions": [str(question.pk)],
            "seen": "1",
            "submission": str(uuid4()),
        },
    )

    as_alice.post(address, {"day": str(MONDAY), "seen": "2", "submission": str(uuid4())})

    assert waiting(alice) == ["Why is it flat?"]


def test_a_stale_tab_unticks_nothing(as_alice, alice):
    visit, question = a_visit(alice), a_question(alice)
    address = f"/care/visits/{visit.pk}/edit/"
    ticked = {
        "day": str(MONDAY),
        "questions": [str(question.pk)],
        "seen": "1",
        "submission": str(uuid4()),
    }
    as_alice.post(address, ticked)

    stale = as_alice.post(
        address, {"day": str(MONDAY), "decided": "x", "seen": "1", "submission": str(uuid4())}
    )

    assert stale.status_code == 409
    assert waiting(alice) == []


def test_a_question_of_a_deleted_visit_waits_again_and_goes_back_with_it(as_alice, alice):
    visit, question = a_visit(alice), a_question(alice)
    as_alice.post(
        f"/care/visits/{visit.pk}/edit/",
        {
            "day": str(MONDAY),
            "questions": [str(question.pk)],
            "seen": "1",
            "submission": str(uuid4()),
        },
    )

    as_alice.post(f"/care/visits/{visit.pk}/delete/")
    meanwhile = waiting(alice)
    as_alice.post(f"/care/visits/{visit.pk}/bring-back/")

    assert (meanwhile, waiting(alice)) == (["Why is it flat?"], [])


def test_a_question_of_someone_else_cannot_be_ticked_off(as_alice, alice, bob):
    visit, theirs = a_visit(alice), a_question(bob)

    response = as_alice.post(
        f"/care/visits/{visit.pk}/edit/",
        {
            "day": str(MONDAY),
            "questions": [str(theirs.pk)],
            "seen": "1",
            "submission": str(uuid4()),
        },
    )

    assert response.status_code in {302, 422}
    assert waiting(bob) == ["Why is it flat?"]


def test_a_second_tab_overwrites_no_visit_and_shows_both(as_alice, alice):
    visit = a_visit(alice)
    address = f"/care/visits/{visit.pk}/edit/"
    as_alice.post(
        address, {"day": str(MONDAY), "decided": "one tab", "seen": "1", "submission": str(uuid4())}
    )

    stale = as_alice.post(
        address,
        {"day": str(MONDAY), "decided": "the other", "seen": "1", "submission": str(uuid4())},
    )

    page = stale.content.decode()
    assert stale.status_code == 409
    assert alice.visits.get().decided == "one tab"
    assert "one tab" in page
    assert "the other" in page


def test_a_question_can_be_deleted_and_brought_back(as_alice, alice):
    question = a_question(alice)

    page = as_alice.post(f"/care/questions/{question.pk}/delete/", follow=True).content.decode()
    gone = waiting(alice)
    as_alice.post(f"/care/questions/{question.pk}/bring-back/")

    assert "The question was deleted." in page
    assert (gone, waiting(alice)) == ([], ["Why is it flat?"])


# --- since the latest visit


def test_trends_can_start_from_the_latest_visit(as_alice, alice):
    a_check_in(alice)
    a_visit(alice, MONDAY - timedelta(40))
    a_visit(alice, MONDAY - timedelta(20))
    a_visit(alice, MONDAY + timedelta(5))

    response = as_alice.get("/trends/?range=since-visit")

    interval = response.context["chart"].interval
    assert (interval.start, interval.latest_day) == (MONDAY - timedelta(20), MONDAY)
    assert "Since your visit on 24 February 2026." in response.content.decode()


def test_without_a_visit_there_is_nothing_to_start_from(as_alice, alice):
    a_check_in(alice)

    response = as_alice.get("/trends/?range=since-visit")

    assert response.context["asked"].chosen == "12-weeks"
    assert "Since visit" not in response.content.decode()


def test_the_page_for_a_visit_can_start_from_the_latest_one(as_alice, alice):
    a_visit(alice, MONDAY - timedelta(20))

    told = {"period": "visit", "paper": "a4"}
    page = as_alice.post("/summary/", told).context["page"]

    assert page.choices.interval.start == MONDAY - timedelta(20)
    assert "Since my visit of 24 February 2026" in as_alice.get("/summary/").content.decode()


def test_without_a_visit_the_page_cannot_start_from_one(as_alice, alice):
    assert as_alice.post("/summary/", {"period": "visit", "paper": "a4"}).status_code == 422


def test_ones_own_questions_can_be_ticked_for_the_page(as_alice, alice):
    question = a_question(alice)

    told = {
        "period": "12",
        "paper": "a4",
        "blocks": list(BLOCKS),
        "questions": [f"own-{question.pk}"],
    }
    page = as_alice.post("/summary/", told).context["page"]

    assert list(page.choices.questions) == ["Why is it flat?"]


def test_room_that_was_made_can_be_used_at_once(as_alice, alice, monkeypatch):
    monkeypatch.setattr("care.models.Question.MOST", 1)
    question = a_question(alice)
    as_alice.post(f"/care/questions/{question.pk}/delete/")

    as_alice.post(CARE, {"own": "One more?", "submission": str(uuid4())})

    assert waiting(alice) == ["One more?"]
