"""The page for the visit: what was entered, on one sheet, whatever was entered."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.acts import acts
from domain.comparing import Comparing
from domain.dates import Precision
from domain.diary import Diary
from domain.intervals import Interval
from domain.numbers import one_decimal
from domain.regimen import Kind
from domain.wording import DISCLAIMER_LONG, QUESTIONS_FOR_CLINICIAN
from summary.page import BLOCKS, Choices, Sources, summary_page
from summary.typesetting import fits, print_page
from summary.words import breakable, printable
from tests.factories import (
    MONDAY,
    a_change,
    a_check_in,
    a_diary,
    a_story,
    change,
    days_of_check_ins,
)

BUILD, PDF = "/summary/", "/summary/page.pdf"
WEEKS_12 = Interval.latest(84, MONDAY)


def choices(**told):
    usual = {"period": "12", "paper": "a4", "closer": "detachment", "blocks": list(BLOCKS)}
    return usual | {"statement": "", "who": ""} | told


def text_of(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def pages_of(pdf):
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def printed(diary=None, stories=(), **told):
    facts = {"interval": WEEKS_12} | told
    sources = Sources(diary or a_diary({}), stories, MONDAY)
    return print_page(summary_page(sources, Choices(**facts)))


def without_breaks(text):
    return re.sub(r"-\s", "", text)


# --- choosing


@pytest.mark.django_db
def test_the_page_stands_there_before_anything_is_chosen(as_alice, alice):
    days_of_check_ins(alice, 20)

    page = as_alice.get(BUILD).content.decode()

    assert "Fits on one page" in page
    assert "23 December 2025 to 16 March 2026 (12 weeks), rated 20 of 84 days" in page


@pytest.mark.django_db
def test_what_is_written_stands_in_the_preview_and_is_stored_nowhere(as_alice, alice):
    page = as_alice.post(
        BUILD, choices(statement="I watch myself live.", who="A. B.")
    ).content.decode()

    assert '<p class="sheet-own" dir="auto">I watch myself live.</p>' in page
    assert "A. B. ·" in page
    assert "I watch myself live." not in as_alice.get(BUILD).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("period", "days"), [("4", 28), ("8", 56), ("12", 84)])
def test_the_period_can_be_chosen(as_alice, period, days):
    page = as_alice.post(BUILD, choices(period=period)).context["page"]

    assert len(page.choices.interval) == days


@pytest.mark.django_db
def test_the_period_can_begin_on_a_date(as_alice):
    page = as_alice.post(BUILD, choices(period="since", since="2026-03-01")).context["page"]

    assert (page.choices.interval.start.isoformat(), len(page.choices.interval)) == (
        "2026-03-01",
        16,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"statement": "x" * 301}, "Use up to 300 characters; this has 301."),
        ({"period": "since"}, "Enter the first day of the period."),
        ({"period": "since", "since": "2026-03-17"}, "That day has not come yet."),
        ({"period": "since", "since": "soon"}, "Write the day like"),
        ({"period": "99"}, "Select a valid choice"),
        ({"questions": ["0", "1", "2", "3", "4", "5"]}, "Tick up to 5"),
        ({"questions": ["99"]}, "One of these was ticked off meanwhile. Look again."),
        ({"who": "x" * 61}, "at most 60 characters"),
        ({"statement": "\x00"}, "Null characters"),
    ],
)
@pytest.mark.parametrize("address", [BUILD, PDF])
def test_what_is_amiss_is_said_and_the_words_stay(as_alice, told, sentence, address):
    response = as_alice.post(address, choices(**({"statement": "kept words"} | told)))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "kept words" in page or "statement" in told


@pytest.mark.django_db
def test_three_hundred_characters_are_accepted_with_a_browsers_line_ends(as_alice):
    words = "\r\n".join(["x" * 99] * 3)

    assert as_alice.post(PDF, choices(statement=words)).status_code == 200


@pytest.mark.django_db
# --- the PDF


@pytest.mark.django_db
def test_the_pdf_holds_the_medicine_both_doses_the_days_and_the_disclaimer(as_alice, alice):
    days_of_check_ins(alice, 22)
    a_change(alice, day=MONDAY - timedelta(70))
    a_change(alice, kind=Kind.DOSE_INCREASED, day=MONDAY - timedelta(20), dose=100,
             reasons=("prescriber_advised",))  # fmt: skip

    response = as_alice.post(PDF, choices(statement="It is far away.", questions=["7"]))

    text = text_of(response.content)
    assert response.headers["Content-Type"] == "application/pdf"
    assert 'filename="summary-2026-03-16.pdf"' in response.headers["Content-Disposition"]
    assert pages_of(response.content) == 1
    assert "It is far away." in text
    assert "Sertraline 100 mg once a day, since 24 February 2026" in text
    assert "sertraline 50 → 100 mg once a day (prescriber advised)" in text
    assert "22 of 28" in text
    assert "rated 22 of 84 days" in text
    assert QUESTIONS_FOR_CLINICIAN[7] in text
    assert without_breaks(DISCLAIMER_LONG) in without_breaks(text)
    assert "It does not diagnose, and nobody watches your entries." in text
    assert "Page 1 of 1" in text


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize(
    ("diary", "stories"),
    [
        (a_diary({}), []),
        (a_diary({MONDAY: 6}), []),
        (
            a_diary({MONDAY - timedelta(n): n % 11 for n in range(84)}),
            [a_story(change(Kind.STARTED, MONDAY - timedelta(400 - n), n + 1), name=f"medicine {n}")
             for n in range(5)],
        ),
    ],
    ids=["no data", "one day", "full"],
)  # fmt: skip
def test_the_page_is_one_page_on_both_papers(paper, diary, stories):
    made = printed(diary, stories, paper=paper, statement="x " * 150,
                   questions=QUESTIONS_FOR_CLINICIAN[:5])  # fmt: skip

    assert (pages_of(made.pdf), made.tagged_for_access, made.moved) == (1, True, "")


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_what_page_one_has_no_room_for_moves_to_the_next_page_and_says_so(paper):
    stories = [
        a_story(
            change(Kind.STARTED, MONDAY - timedelta(80), 50),
            change(Kind.DOSE_INCREASED, MONDAY - timedelta(40 - n), 100, reasons=("side_effect",)),
            name=f"a medicine with a long name number {n}",
        )
        for n in range(30)
    ]

    made = printed(a_diary({MONDAY: 3}), stories, paper=paper, statement="字" * 300)

    reader = pypdf.PdfReader(io.BytesIO(made.pdf))
    first, rest = reader.pages[0].extract_text(), text_of(made.pdf)
    assert "on the next page." in made.moved
    assert made.moved in " ".join(first.split())
    assert "Four ratings" in first
    assert "Page 1 of" in first
    for n in range(30):
        assert f"number {n} 100 mg once a day, since" in rest


wide = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    wide,
    wide,
    st.text(max_size=60),
    st.integers(0, 30),
    st.text(min_size=1, max_size=200),
    st.sampled_from([0, 1, 40]),
    st.sampled_from(["a4", "us-letter"]),
    st.booleans(),
)
def test_page_one_is_one_page_whatever_was_typed(
    statement, days, who, medicines, name, rated, paper, harm
):
    stories = [
        a_story(change(Kind.STARTED, MONDAY - timedelta(30 + n), 50), name=name)
        for n in range(medicines)
    ]
    beside = {"fatigue": 5, "stress": 4, "pain": 3, "sleep_hours": 7, "anxiety": 2}
    diary = a_diary({MONDAY - timedelta(n): (3, 0) for n in range(rated)})
    diary = Diary.of(replace(each, companions=beside) for each in diary.days)
    compared = Comparing("x", lambda _, compute: compute(), diary, stories, (), MONDAY)
    sources = Sources(diary, stories, MONDAY, comparing=compared)
    chosen = Choices(
        WEEKS_12,
        who=who,
        statement=statement,
        days=days,
        questions=QUESTIONS_FOR_CLINICIAN[:5],
        companions=list(beside),
        around=[each.key for each in acts(stories)[:2]],
        paper=paper,
        harm=harm,
    )

    made = print_page(summary_page(sources, chosen))

    assert made.pdf.startswith(b"%PDF")
    assert fits(json.loads(made.inputs["data"]))


def test_the_pdf_is_tagged_and_says_what_it_is():
    made = printed(a_diary({MONDAY - timedelta(n): 5 for n in range(40)}),
                   [a_story(change(Kind.STARTED, MONDAY - timedelta(30), 50))])  # fmt: skip

    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        root = pdf.Root
        tags = list(walk(root.StructTreeRoot))
        alts = [str(tag.Alt) for tag in tags if "/Alt" in tag]
        kinds = [str(tag.get("/S")) for tag in tags]
        assert str(root.Lang).startswith("en")
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Self-reported numbness summary"
            assert metadata["pdfuaid:part"] == "1"
        told = f"{pdf.docinfo} {pdf.Root.Metadata.read_bytes().decode()}"
        assert not re.search(r"Typst \d|/(home|srv|tmp|root)/", told)
        heads = [tag for tag in tags if tag.get("/S") == "/TH"]
        assert all("/Scope" in str(tag.get("/A")) for tag in heads)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert kinds.count("/TH") >= 6
    assert (
        sum(
            "Typical in the last 28 days 5.0" in alt and alt.startswith("Distance. ")
            for alt in alts
        )
        == 1
    )
    assert sum("Sertraline: 50 mg once a day" in alt for alt in alts) == 1
    assert len(alts) == 5


def walk(tag):
    yield tag
    kids = tag.get("/K")
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary):
                yield from walk(kid)
    elif isinstance(kids, pikepdf.Dictionary):
        yield from walk(kids)


@pytest.mark.parametrize(
    "words",
    ["Жизнь за стеклом", "Ζωή πίσω από το τζάμι", "ガラスの向こう側", "玻璃墙后面", "유리벽 너머", "मैं दूर हूँ", "حياة خلف الزجاج", "חיים מאחורי זכוכית", "ชีวิตหลังกระจก"],
)  # fmt: skip
def test_words_in_other_scripts_are_printed_with_all_their_signs(words):
    made = printed(statement=words)

    assert made.tagged_for_access


def test_an_emoji_is_printed_in_words():
    made = printed(statement="Today 😀 and 👩‍⚕️ and 🇩🇪")

    text = text_of(made.pdf)
    assert made.tagged_for_access
    assert "[grinning face]" in text
    assert "[flag DE]" in text


@pytest.mark.parametrize(
    ("value", "words"), [(5.25, "5.3"), (4.45, "4.5"), (7.0, "7.0"), (6.04, "6.0"), (None, "–")]
)
def test_numbers_are_written_with_one_decimal_halves_up(value, words):
    assert one_decimal(value) == words


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize(
    "statement", ["😀" * 300, "🤦" * 300, "😀🎈🐢" * 100, "\n".join("字" * 99) + "x" * 100]
)
def test_a_statement_of_emoji_alone_still_leaves_one_page(paper, statement):
    made = printed(statement=statement, who="🤦" * 60, paper=paper,
                   questions=QUESTIONS_FOR_CLINICIAN[:5])  # fmt: skip

    assert pages_of(made.pdf) == 1


def test_many_emoji_are_counted_in_place_of_named():
    assert printable("😀" * 300 + " so") == "[300 emoji]so"
    assert printable("I 😀 you") == "I [grinning face] you"


def test_words_that_alone_fill_the_page_stand_in_the_appendix(monkeypatch):
    monkeypatch.setattr("summary.typesetting.fits", lambda _data: False)

    made = printed(statement="It is far away.")

    assert made.moved == "Own words on the next page."
    assert pages_of(made.pdf) == 2
    assert "It is far away." in text_of(made.pdf)


def test_a_diary_that_is_full_is_printed_in_a_moment():
    stories = [
        a_story(
            *(
                change(Kind.DOSE_INCREASED, MONDAY - timedelta(n), 1 + n, reasons=("other",))
                for n in range(20)
            ),
            name=f"{'x' * 115} {place}",
        )
        for place in range(100)
    ]

    made = printed(a_diary({MONDAY: 3}), stories)

    assert "100 letters" not in made.moved
    assert pages_of(made.pdf) > 2


def test_a_sign_that_no_font_has_is_a_box_and_the_person_is_told():
    made = printed(statement="runes \U00010330 here")

    assert (made.tagged_for_access, pages_of(made.pdf)) == (False, 1)


@pytest.mark.parametrize(
    "words",
    ["#read(\"/etc/passwd\")", "{{ 7*7 }}{% debug %}", "<script>alert(1)</script>", "$x^2$ *bold* _it_", "https://evil.example/x", "#import \"@preview/x:1.0.0\"", "\\u{41} \\ // comment", "\"]); panic()"],
)  # fmt: skip
def test_hostile_words_are_printed_as_words(words):
    made = printed(statement=words)

    assert words in text_of(made.pdf)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert "/Annots" not in pdf.pages[0]


# --- what the page says


def told(*stories, interval=WEEKS_12):
    return summary_page(Sources(a_diary({}), stories, MONDAY), Choices(interval))


def test_the_changes_of_the_period_are_told_with_doses_and_reasons():
    page = told(
        a_story(
            change(Kind.STARTED, MONDAY - timedelta(200), 50),
            change(Kind.DOSE_INCREASED, MONDAY - timedelta(40), 100, reasons=("felt_numb",)),
            change(Kind.STOPPED, MONDAY - timedelta(10)),
        ),
        a_story(change(Kind.COURSE, MONDAY - timedelta(5), 60, end_day=MONDAY - timedelta(3)),
                name="prednisolone"),
        a_story(change(Kind.STARTED, MONDAY.replace(day=1), 10, precision=Precision.MONTH),
                name="baclofen"),
    )  # fmt: skip

    assert page.changes == (
        "4 February 2026: sertraline 50 → 100 mg once a day (felt numb)",
        "March 2026: baclofen started, 10 mg once a day",
        "6 March 2026: sertraline stopped (before: 100 mg once a day)",
        "11 to 13 March 2026: prednisolone course, 60 mg once a day",
    )
    assert page.now == ("Baclofen 10 mg once a day, since March 2026",)


def test_a_cross_taper_is_told_in_one_line():
    group = "7c1f9a52-4f0e-4a58-9a35-3e2c8a3f7a11"
    first = MONDAY - timedelta(40)
    page = told(
        a_story(
            change(Kind.STARTED, MONDAY - timedelta(300), 100),
            change(Kind.DOSE_DECREASED, first, 50, switch_group=group),
            change(Kind.STOPPED, first + timedelta(14), switch_group=group, reasons=("felt_numb",)),
        ),
        a_story(
            change(Kind.STARTED, first, 5, switch_group=group),
            change(Kind.DOSE_INCREASED, first + timedelta(14), 10, switch_group=group),
            name="vortioxetine",
        ),
    )

    assert page.changes == (
        "4 Feb – 18 February 2026: sertraline 100 → 50 → 0 mg; vortioxetine 0 → 5 → 10 mg (felt numb)",
    )


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.integers(0, 120), st.tuples(st.integers(0, 10), st.integers(0, 7))))
def test_every_number_of_the_page_traces_to_entries(told_days):
    diary = a_diary({MONDAY - timedelta(n): each for n, each in told_days.items()})

    page = summary_page(Sources(diary, [], MONDAY), Choices(WEEKS_12))

    counted = sum(n < 28 and lag <= 2 for n, (_, lag) in told_days.items())
    assert {row.rated for row in page.ratings} == {f"{counted} of 28"}
    assert all((row.recent == "–") == (counted < 14) for row in page.ratings)
    assert page.chart.rated == sum(n < 84 for n in told_days)


@pytest.mark.django_db
def test_the_printed_table_is_the_one_of_trends(as_alice, alice):
    for n in range(60):
        a_check_in(alice, MONDAY - timedelta(n), rating=(n * 7) % 11)

    page = as_alice.get(BUILD).context["page"]
    panels = as_alice.get("/trends/").context["chart"].panels

    assert [row.recent for row in page.ratings] == [f"{each.recent.value:.1f}" for each in panels]
    assert json.dumps([row.unsure for row in page.ratings]) == "[0, 0, 0, 0]"


def test_a_route_that_changed_with_its_dose_tells_both():
    page = told(
        a_story(
            change(Kind.STARTED, MONDAY - timedelta(300), 100),
            change(Kind.ROUTE_OR_FORM_CHANGED, MONDAY - timedelta(10), 50, route="nasal"),
        )
    )

    assert page.changes == ("6 March 2026: sertraline changed to nasal, 100 → 50 mg once a day",)


def test_a_word_without_end_is_broken_and_runs_off_no_page():
    text = breakable("a" * 100)

    assert max(len(part) for part in text.split("\u200b")) <= 32
    assert (
        breakable("an ordinary sentence of ordinary words")
        == "an ordinary sentence of ordinary words"
    )
