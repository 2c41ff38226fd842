"""The page is put together by the person: every block, for whom, and what is remembered."""

import io
import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest

from accounts.actions import change_settings
from care.actions import keep_row
from care.models import PageChoices
from domain.safety import HarmAnswer
from summary.page import BLOCKS
from tests.factories import MONDAY, NOW, a_change, a_check_in, days_of_check_ins
from tests.records import an_event

pytestmark = pytest.mark.django_db
ORACLE = json.loads((Path(__file__).parents[1] / "domain" / "analysis_oracle.json").read_text())
CHANGED = MONDAY - timedelta(45)
BUILD, PDF = "/summary/", "/summary/page.pdf"


def choices(**told):
    usual = {"period": "12", "paper": "a4", "closer": "detachment", "blocks": list(BLOCKS)}
    return usual | told


def printed(client, **told):
    response = client.post(PDF, choices(**told))
    assert response.headers["Content-Type"] == "application/pdf", response.context["form"].errors
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


@pytest.fixture
def compared(alice):
    case = ORACLE["before_after_clear"]
    for offset, window in ((-28, "before_days_-28_to_-1"), (14, "after_days_14_to_41")):
        for n, rating in enumerate(case[window]):
            if rating is not None:
                day = CHANGED + timedelta(offset + n)
                beside = {"fatigue": 6, "sleep_hours": 7}
                a_check_in(alice, day, ratings={"detachment": rating}, companions=beside)
    return a_change(alice, day=CHANGED)


HEADINGS = {
    "ratings": "Four ratings",
    "chart": "height = dose",
    "medicines": "Medicines now",
    "around": "Around medication changes: distance",
    "days": "What it does to my days",
    "questions": "My questions",
}


@pytest.mark.parametrize("left_out", BLOCKS)
def test_every_block_can_be_left_out(as_alice, compared, left_out):
    blocks = [each for each in BLOCKS if each != left_out]
    told = {"around": [str(compared.story)], "days": "I call nobody.", "questions": ["0"]}

    (page,) = printed(as_alice, blocks=blocks, **told)
    text = as_alice.post(BUILD, choices(blocks=blocks, **told)).content.decode()

    assert [key for key, words in HEADINGS.items() if words not in page] == [left_out]
    assert (f"<h3>{HEADINGS[left_out]}</h3>" in text) is False


def test_what_is_told_around_a_change_is_what_its_page_says(as_alice, alice, compared):
    an_event(alice, "infection", CHANGED + timedelta(3))

    (page,) = printed(as_alice, around=[str(compared.story)])

    assert "it was 4.6: 2.5 points lower (likely range " in page
    assert "Also in this period: infection (" in page
    assert "14 days left out after the last step." in page
    assert page.count("It cannot show why.") == 1
    assert page.count("Talk to the person who prescribes it first.") == 1


def test_another_rating_can_be_told_of(as_alice, compared):
    (page,) = printed(as_alice, around=[str(compared.story)], closer="empathy")

    assert "Around medication changes: muted response to others" in page
    assert (
        "The start of sertraline (30 January 2026): Not enough rated days to compare yet: 0 before"
        in page
    )


def test_companions_stand_with_their_days(as_alice, compared):
    (page,) = printed(as_alice, companions=["fatigue", "sleep_hours"], days="I call nobody.")

    assert "I call nobody." in page
    assert "Tiredness 6.0 (20 of 28 days); hours slept 7.0 (20 of 28 days)." in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"days": "x" * 301}, "Use up to 300 characters; this has 301."),
        ({"questions": list("012345")}, "Tick up to 5, so that there is time for each."),
        (
            {"period": "since", "since": "2026-01-05", "until": "2026-01-01"},
            "The last day comes before the first.",
        ),
        (
            {"period": "since", "since": "2026-01-05", "until": "2027-01-01"},
            "That day has not come yet.",
        ),
    ],
)
def test_what_cannot_be_printed_is_said_beside_it(as_alice, compared, told, said):
    response = as_alice.post(BUILD, choices(**told))

    assert response.status_code == 422
    assert said in response.content.decode()


def test_three_changes_are_too_many(as_alice, alice):
    events = [a_change(alice, f"medicine {n}", day=MONDAY - timedelta(50 + n)) for n in range(3)]

    response = as_alice.post(BUILD, choices(around=[str(each.story) for each in events]))

    assert "Tick up to 2." in response.content.decode()


def test_a_period_can_end_before_today(as_alice, compared):
    told = {"period": "since", "since": "2026-01-05", "until": "2026-02-01"}

    (page,) = printed(as_alice, **told)

    assert "5 January 2026 to 1 February 2026 (4 weeks)" in page


# --- for whom


@pytest.mark.parametrize(
    ("whom", "companions"),
    [("anyone", []), ("neurology", ["fatigue"]), ("gp", ["fatigue", "sleep_hours"])],
)
def test_for_whom_it_is_changes_what_is_ticked_of_what_there_is(
    as_alice, compared, whom, companions
):
    response = as_alice.get(BUILD, {"for_whom": whom})

    assert response.context["form"].initial["companions"] == companions


def test_own_words_go_along_when_it_is_for_somebody_else(as_alice, compared):
    told = choices(for_whom="gp", statement="canary words", who="A. B.", companions=["fatigue"])

    page = as_alice.post(BUILD, told | {"change_to": "neurology"})

    form = page.context["form"]
    assert page.context["desk"].clinician.key == "neurology"
    assert (form["statement"].value(), form["who"].value()) == ("canary words", "A. B.")
    assert (
        form["parts"].value()
        == as_alice.get(BUILD, {"for_whom": "neurology"}).context["form"]["parts"].value()
    )


def test_it_says_for_whom_it_is(as_alice, compared):
    (page,) = printed(as_alice, for_whom="neurology")
    (for_anyone,) = printed(as_alice)

    assert "For: Neurology" in page
    assert "For: " not in for_anyone


def test_someone_of_the_care_team_is_a_choice_and_opens_as_their_kind(as_alice, alice, compared):
    carer = keep_row(
        alice.carers, owner=alice, submission=uuid4(), now=NOW, role="neurologist", name="Dr Okafor"
    )

    response = as_alice.get(BUILD, {"for_whom": str(carer.pk)})

    assert response.context["form"].initial["companions"] == ["fatigue"]
    assert "For: Dr Okafor" in printed(as_alice, for_whom=str(carer.pk))[0]


def test_what_was_chosen_is_remembered_for_each_and_own_words_are_not(as_alice, alice, compared):
    told = {
        "for_whom": "gp",
        "period": "4",
        "blocks": ["chart"],
        "statement": "canary",
        "days": "canary",
    }
    as_alice.post(BUILD, choices(**told))

    again = as_alice.get(BUILD, {"for_whom": "gp"})
    another = as_alice.get(BUILD, {"for_whom": "neurology"})

    initial = again.context["form"].initial
    assert (initial["period"], initial["blocks"]) == ("4", ["chart"])
    assert another.context["form"].initial["period"] == "12"
    assert "canary" not in again.content.decode()
    assert "canary" not in str(PageChoices.objects.get().told)


def test_what_was_remembered_and_is_gone_breaks_nothing(as_alice, alice, compared):
    as_alice.post(BUILD, choices(for_whom="gp", companions=["fatigue"]))
    alice.check_ins.update(deleted_at=NOW)

    assert as_alice.get(BUILD, {"for_whom": "gp"}).status_code == 200


# --- what is sensitive


@pytest.fixture
def told_of_harm(alice):
    change_settings(owner=alice, asks_about_harm=True)
    days_of_check_ins(alice, 3)
    a_check_in(alice, MONDAY - timedelta(5), harm=HarmAnswer.YES)
    return alice


def test_the_safety_line_stands_there_only_where_it_is_ticked_and_is_not_remembered(
    as_alice, told_of_harm
):
    (without,) = printed(as_alice)
    (with_it,) = printed(as_alice, harm="on")
    again = as_alice.get(BUILD)

    line = "In this period I noted thoughts of hurting myself or of not wanting to live."
    assert (line in without, line in with_it) == (False, True)
    assert not again.context["form"].initial.get("harm")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (HarmAnswer.YES_UNSAFE, "and was not sure that I could stay safe."),
        (HarmAnswer.NO, "I noted no thoughts of hurting myself"),
        (None, "I gave no answer about thoughts of hurting myself."),
    ],
)
def test_the_safety_line_says_what_was_answered_and_never_how_often(as_alice, alice, answer, said):
    change_settings(owner=alice, asks_about_harm=True)
    for n in range(3):
        a_check_in(alice, MONDAY - timedelta(n), harm=answer)

    assert said in printed(as_alice, harm="on")[0]


def test_who_is_not_asked_about_it_is_not_offered_the_line(as_alice, alice):
    a_check_in(alice)

    assert "thoughts of hurting" not in as_alice.get(BUILD).content.decode()


def test_feeling_worth_little_is_left_out_unless_it_is_ticked_and_not_remembered(as_alice, alice):
    for n in range(20):
        a_check_in(alice, MONDAY - timedelta(n), companions={"worthlessness": 7})

    (without,) = printed(as_alice, for_whom="gp")
    (with_it,) = printed(as_alice, for_whom="gp", companions=["worthlessness"])
    again = as_alice.get(BUILD, {"for_whom": "gp"})

    assert ("Worth little" in without, "Worth little" in with_it) == (False, True)
    assert "worthlessness" not in again.context["form"].initial["companions"]


# --- the preview


def test_the_preview_is_a_picture_of_the_page_itself_and_the_same_words(as_alice, compared):
    page = as_alice.get(BUILD).content.decode()

    assert 'src="data:image/png;base64,iVBOR' in page
    assert "The same page as text" in page
    assert 'aria-label="One-page summary"' in page
