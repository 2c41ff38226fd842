"""The measure of the reading level is itself held against words counted by hand."""

import pytest

from tests.learn.reading import blocks_of, grade, sentences_of, syllables

COUNTED = """
numb 1 · feeling 2 · feelings 2 · depression 3 · anxiety 4 · medicine 3 · clinician 3 · detachment 3
enjoyment 3 · muted 2 · response 2 · body 2 · table 2 · little 2 · helped 1 · wanted 2 · turned 1
closes 2 · times 1 · sources 2 · changes 2 · doses 2 · blunting 2 · idea 3 · area 3 · being 2
quiet 2 · usual 3 · usually 4 · trial 2 · medical 3 · experience 4 · trauma 2 · dissociation 5
depersonalisation 7 · serious 3 · various 3 · violence 3 · client 2 · hospital 3 · symptom 2
protection 3 · reaction 3 · emotion 3 · question 2 · appointment 3 · prescriber 3 · fatigue 2
sclerosis 3 · multiple 3 · brain 1 · lesions 2 · inflammation 4 · the 1 · be 1 · eye 1 · are 1
were 1 · before 2 · there 1 · while 1 · made 1 · came 1 · alone 2 · together 3 · sometimes 2
noticed 2 · watched 1 · called 1 · needed 2 · rated 2 · apple 2 · handle 2 · handled 2 · rule 1
scale 1 · voice 1 · days 1 · grades 1 · horses 2 · dishes 2 · bodies 2 · studies 2 · tries 1
cried 1 · steroid 2 · interferon 4 · benzodiazepine 6 · corticosteroid 5 · stimulant 3
antidepressant 5 · antidepressants 5 · survey 2 · adults 2 · physical 3 · sensation 3 · empathy 3
dulled 1 · mirror 2 · breath 1 · breathe 1 · music 2 · journal 2 · calm 1 · reduce 2 · family 3
doctor 2 · therapy 3 · therapist 3 · crisis 2 · emergency 4 · grief 1 · abuse 2 · burnout 2
exhaustion 3 · migraine 2 · epilepsy 4 · different 3 · difficult 3 · average 3 · several 3
"""
WORDS = [pair.rsplit(" ", 1) for pair in COUNTED.replace("\n", " · ").split(" · ") if pair.strip()]


@pytest.mark.parametrize(("word", "count"), WORDS, ids=[word for word, _ in WORDS])
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == int(count)


def test_the_grade_of_a_text_is_the_published_formula():
    blocks = ["The cat sat on the mat.", "It was happy."]

    assert grade(blocks) == pytest.approx(0.39 * 9 / 2 + 11.8 * 10 / 9 - 15.59)


def test_long_words_and_long_sentences_raise_the_grade():
    plain = ["Numb days come and go. You can rest."]
    heavy = (
        "Depersonalisation accompanies innumerable neuropsychiatric conditions, "
        "notwithstanding considerable individual variability in presentation."
    )

    assert grade(plain) < 3
    assert grade([heavy]) > 20


def test_names_of_parts_and_lists_of_sources_are_no_prose():
    page = (
        "<main><article><h1>Title</h1><p>One two.</p><ul><li>Three four.</li></ul>"
        '<section aria-labelledby="src"><p>Price 2009.</p></section></article><p>Foot.</p></main>'
    )

    assert blocks_of(page) == ["One two.", "Three four."]


def test_a_block_ends_a_sentence_and_a_number_is_no_word():
    assert sentences_of(["One 2 three", "four. Five!"]) == [["One", "three"], ["four"], ["Five"]]
