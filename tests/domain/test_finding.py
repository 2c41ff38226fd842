import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.finding import folded, holds, read_tags

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Went to the café.", "CAFE", True),
        ("Straße", "strasse", True),
        ("the sea, and the cold", "cold sea", True),
        ("the sea", "sea cold", False),
        ("seaside", "sea", True),
        ("море и холод", "МОРЕ", True),
        ("海を見た", "海", True),
        ("anything", "", True),
    ],
)
def test_words_are_found_without_regard_to_case_accents_and_order(text, wanted, found):
    assert holds(text, wanted) == found


@given(WORDS, WORDS)
def test_a_text_holds_each_word_that_it_was_made_of(before, after):
    assert all(holds(f"{before} {after}", word) for word in (before, after))


def test_letters_of_mathematics_are_the_letters_they_show():
    assert folded("𝓐𝕓") == "ab"


@given(WORDS)
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("with family, sleep", ["with family", "sleep"]),
        (" sleep ,,  Sleep, SLEEP", ["sleep"]),
        ("a\nb", ["a", "b"]),
        ("  many   spaces ", ["many spaces"]),
        ("", []),
        (",", []),
    ],
)
def test_tags_are_read_between_commas_each_once(typed, tags):
    assert read_tags(typed) == tags


@given(WORDS)
def test_tags_that_were_read_are_read_again_as_they_are(typed):
    tags = read_tags(typed)

    assert read_tags(", ".join(tags)) == tags
