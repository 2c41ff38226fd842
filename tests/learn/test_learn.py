"""Nine pages to read: plain, with sources, without a promise, and open to everyone."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from domain.companions import NEUROLOGICAL
from domain.comparison import INTRODUCTION, QUESTION, TOPICS
from domain.places import numbered
from domain.practices import NOT_PROVEN, PRACTICES
from domain.wording import QUESTIONS_FOR_CLINICIAN
from learn.articles import ARTICLES
from summary.page import BLOCKS
from tests.factories import MONDAY, a_check_in
from tests.learn.reading import blocks_of, grade

pytestmark = pytest.mark.django_db
PLACES = numbered(ARTICLES)
HARDEST = 7.0
"""The highest school grade that a page may need; the pages aim well below it."""
EVERY = pytest.mark.parametrize("slug", ARTICLES)


def page_of(client, slug):
    return client.get(reverse("learn:article", args=[PLACES[slug]])).content.decode()


def text_of(client, slug):
    return " ".join(blocks_of(page_of(client, slug)))


def test_there_are_nine_pages_and_the_list_leads_to_each(client):
    page = client.get(reverse("learn:index")).content.decode()

    assert len(ARTICLES) == 9
    for place, article in enumerate(ARTICLES.values(), start=1):
        assert f'href="/learn/{place}/"' in page
        assert article.title in page


@EVERY
def test_each_page_can_be_read_at_the_level_it_is_written_for(client, slug):
    blocks = blocks_of(page_of(client, slug))

    assert sum(len(block.split()) for block in blocks) > 200
    assert grade(blocks) <= HARDEST


@EVERY
def test_each_page_ends_with_its_sources_its_review_and_what_it_is_not(client, slug):
    page = page_of(client, slug)
    article = ARTICLES[slug]

    assert article.sources
    assert all(source in page for source in article.sources)
    assert "General information, not medical advice." in page
    assert "Reviewed 22 November 2026 by the makers of numbtrack" in page
    assert article.reviewed_on < article.review_again


def test_each_page_leads_to_the_next(client):
    slugs = list(ARTICLES)
    for slug, following in pairwise(slugs):
        assert f'href="/learn/{PLACES[following]}/" rel="next"' in page_of(client, slug)
    assert 'rel="next"' not in page_of(client, slugs[-1])


def test_a_page_that_is_none_is_not_found(client):
    assert client.get("/learn/10/").status_code == 404


# --- content notes


@pytest.mark.parametrize(
    ("slug", "topics"),
    [
        ("understanding-numbness", ["trauma"]),
        ("conditions", ["trauma and violence", "feeling unreal"]),
    ],
)
def test_what_may_be_hard_to_read_is_folded_away_with_a_way_past_it(client, slug, topics):
    page = page_of(client, slug)
    folds = re.findall(
        r'<details class="fold card"[^>]*><summary>(.*?)</summary>(.*?)</details>', page, re.DOTALL
    )

    assert [f"This part speaks about {topic}. Open it if you like." for topic in topics] == [
        summary for summary, _ in folds
    ]
    assert "<details open" not in page
    assert all(
        inside.lstrip().startswith('<div class="stack"><p><a href="#') for _, inside in folds
    )
    outside = re.sub(r"<details.*?</details>", "", page.partition("<article")[2], flags=re.DOTALL)
    assert not re.search(r"abuse|fight|frightening|flee", outside)


# --- what they say and do not say


PROMISES = re.compile(
    r"\b(will (feel|heal|return|pass|help|get better)|is reversible|not permanent|always works|"
    r"guarantee\w*|cures?|chemical imbalance|serotonin|dopamine|spark|uncommon)\b",
    re.IGNORECASE,
)  # fmt: skip


@EVERY
def test_no_page_promises_that_feeling_returns_or_repeats_an_unsettled_claim(client, slug):
    assert PROMISES.findall(text_of(client, slug)) == []


FACTS = {
    "understanding-numbness": ["mute button", "detachment", "anhedonia", "not a verdict on your character"],
    "conditions": ["rarely a diagnosis by itself", "freeze", "nearly 3,500 young people for six years",
                   "migraine", "compassion fatigue", "can end in a blank", "After a death"],
    "medicines": ["1,829 adults in New Zealand", "60 in 100", "52 in 100", "42 in 100", "39 in 100",
                  "669 people", "46 in 100", "38 people", "bupropion", "never stop a medicine",
                  "Benzodiazepines", "Steroids", "interferons"],
    "ms": ["not all in your head", "lesions", "without depression", NEUROLOGICAL],
    "numbness-or-low-mood": [INTRODUCTION],
    "what-can-help": [NOT_PROVEN],
    "preparing-a-visit": ["CBT", "DBT", "EMDR", "Body-based"],
    "questions": ["permanent", "wanting to feel is itself a sign", "pause, track once a week, or stop",
                  "Nobody can promise"],
    "how-the-numbers-work": ["never turned into a number", "seven days", "half of the days"],
}  # fmt: skip


@EVERY
def test_each_page_says_what_it_is_there_for(client, slug):
    page = page_of(client, slug)
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))

    assert [fact for fact in FACTS[slug] if fact.lower() not in plain.lower()] == []


def test_the_questions_for_a_visit_are_the_settled_ones(client):
    page = page_of(client, "preparing-a-visit")

    assert all(question in page for question in QUESTIONS_FOR_CLINICIAN)


@pytest.mark.parametrize("practice", PRACTICES.values(), ids=lambda each: each.key)
def test_each_practice_can_be_noted_from_its_page_by_someone_who_is_signed_in(
    as_alice, client, practice
):
    page = page_of(as_alice, "what-can-help")
    as_alice.logout()
    signed_out = page_of(client, "what-can-help")

    link = f'href="/journal/practices/?practice={numbered(PRACTICES)[practice.key]}"'
    assert practice.label in page
    assert practice.caution in page
    assert link in page
    assert link not in signed_out


def test_someone_who_is_not_sure_what_is_real_is_sent_to_a_doctor_and_nothing_is_concluded(client):
    text = text_of(client, "understanding-numbness")

    assert "If you are not sure what is real, please tell a doctor soon." in text
    assert not re.search(r"psychosis|psychotic|delusion|you may have", text, re.IGNORECASE)


# --- the comparison


def test_the_comparison_shows_a_persons_own_numbers_beside_the_words(as_alice, alice):
    for n in range(15):
        a_check_in(alice, MONDAY - timedelta(n), rating=6, companions={"sadness": 3})

    page = page_of(as_alice, "numbness-or-low-mood")

    assert all(topic.blunting in page and topic.low_mood in page for topic in TOPICS)
    assert "3.0 (15 days)" in page
    assert "6.0 (15 days)" in page
    assert page.count("not tracked") == 3


def test_signed_out_there_are_the_words_alone(client, alice):
    a_check_in(alice)

    page = page_of(client, "numbness-or-low-mood")

    assert TOPICS[0].blunting in page
    assert "not tracked" not in page
    assert "Your own number" not in page


def test_the_comparison_has_no_verdict_no_colour_no_count_and_no_arrow(as_alice, alice):
    for n in range(15):
        a_check_in(alice, MONDAY - timedelta(n), rating=9, companions={"sadness": 9})

    page = page_of(as_alice, "numbness-or-low-mood")
    table = page.partition("<table")[2].partition("</table>")[0]

    assert not re.search(r"match|score|%|→|↑|↓|✓|class=\"(good|bad|high|low)", table)
    assert "style=" not in table


def test_thoughts_of_ending_ones_life_have_a_line_with_help_and_no_row(client):
    page = page_of(client, "numbness-or-low-mood")

    assert "They always deserve help:" in page
    assert not re.search("suicid", page, re.IGNORECASE)


def test_trends_offer_the_comparison_folded(as_alice, alice):
    a_check_in(alice)

    page = as_alice.get("/trends/").content.decode()

    fold = page.partition("<summary>How people describe blunting and low mood</summary>")
    assert fold[0].rstrip().endswith('<details class="fold">')
    assert INTRODUCTION in fold[2]


def test_the_question_can_be_added_to_the_page_for_a_visit(as_alice, alice):
    link = "/summary/?ask=1"

    assert f'href="{link}"' in page_of(as_alice, "numbness-or-low-mood")
    opened = as_alice.get(link)
    assert 'value="blunting-or-low-mood" checked' in opened.content.decode()
    sent = {
        "period": "12",
        "paper": "a4",
        "blocks": list(BLOCKS),
        "questions": "blunting-or-low-mood",
    }
    assert QUESTION in as_alice.post("/summary/", sent).context["page"].choices.questions
