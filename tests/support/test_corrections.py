"""An operator can correct a help line without a release, and is told of every fault first."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.countries import NAMES
from domain.crisis import LINES, corrected, differences, help_for, read_corrections
from tests.factories import MONDAY

HEAD = "country_code,name,contact,kind,hours,url,source,verified_on,verified_by,show"
SAMARITANS = "GB,Samaritans,116 124,phone,24/7,https://www.samaritans.org,own site,2026-03-10,Kim,"


@pytest.fixture
def var(settings, tmp_path, clock):
    settings.VAR = tmp_path
    return tmp_path


def written(var, *rows, head=HEAD):
    file = var / "crisis_lines.csv"
    file.write_text("\n".join([head, *rows]))
    return file


def checked(*args):
    out = io.StringIO()
    call_command("check_help_lines", *args, stdout=out)
    return out.getvalue()


def test_without_a_file_the_lines_that_ship_are_shown(var, client, db):
    assert 'href="tel:116123"' in client.get("/help-now/", {"country": "GB"}).content.decode()


def test_a_corrected_line_is_shown_at_once_with_the_day_it_was_checked(var, client, db):
    before = client.get("/help-now/", {"country": "GB"}).content.decode()
    written(var, SAMARITANS)
    after = client.get("/help-now/", {"country": "GB"}).content.decode()

    assert 'href="tel:116124"' not in before
    assert 'href="tel:116124"' in after
    assert 'href="tel:116123"' not in after
    assert "checked on 10 March 2026 by Kim" in after


def test_a_correction_reaches_the_panel_and_the_error_pages_too(var, as_alice, alice):
    written(var, SAMARITANS)
    alice.asks_about_harm = True
    alice.save()

    for address in ("/check-ins/new/", "/nowhere/"):
        assert 'href="tel:116124"' in as_alice.get(address).content.decode(), address


def test_a_line_can_be_taken_away_and_a_new_one_added(var, client, db):
    written(
        var,
        "GB,Shout,Text SHOUT to 85258,text,,,,,,no",
        "GB,A new line,0800 123 456,phone,9-17,,own site,2026-03-10,Kim,yes",
    )

    page = client.get("/help-now/", {"country": "GB"}).content.decode()

    assert "85258" not in page
    assert 'href="tel:0800123456"' in page


def test_a_row_without_a_check_is_shown_as_not_checked_recently(var, client, db):
    written(var, "GB,A new line,0800 123 456,phone,,,heard of it,,,")

    page = client.get("/help-now/", {"country": "GB"}).content.decode()

    assert page.find("Not checked recently by us") < page.find("tel:0800123456")


def test_the_emergency_number_and_the_directories_stay(var, client, db):
    written(var, SAMARITANS)

    page = client.get("/help-now/", {"country": "GB"}).content.decode()

    assert 'href="tel:999"' in page
    assert "findahelpline.com" in page


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nonsense",
        "a,b\n1,2",
        HEAD + "\nXX,Somewhere,1,phone,,,,,,",
        "\x00",
        HEAD + "\nGB," + "x" * 140_000,
        b"\xff\xfe\xff",
    ],
)
def test_a_faulty_file_is_left_aside_and_help_is_shown(var, client, db, content):
    file = var / "crisis_lines.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    assert 'href="tel:116123"' in client.get("/help-now/", {"country": "GB"}).content.decode()


# --- the command


def test_the_command_prints_what_would_change(var):
    written(
        var,
        SAMARITANS,
        "GB,Shout,Text SHOUT to 85258,text,,,,,,no",
        "GB,A new line,0800 123 456,phone,,,own site,2026-03-10,Kim,yes",
    )

    told = checked().splitlines()

    assert told == [
        (
            "~ GB Samaritans (phone): 116 123 (tel:116123), high -> "
            "GB Samaritans (phone): 116 124 (tel:116124), high, "
            "checked on 2026-03-10 by Kim"
        ),
        next(line for line in told if line.startswith("- GB Shout")),
        "+ GB A new line (phone): 0800 123 456 (tel:0800123456), high, checked on 2026-03-10 by Kim",
        "3 rows read, 3 lines change.",
    ]


def test_the_command_can_look_at_a_file_before_it_is_put_in_place(var, tmp_path):
    file = tmp_path / "new.csv"
    file.write_text(f"{HEAD}\n{SAMARITANS}")

    assert "1 row read, 1 line changes." in checked(file)


def test_a_file_that_changes_nothing_says_so(var):
    written(var)

    assert checked() == "0 rows read, nothing changes.\n"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("XX,A,112,phone,,,,,,", "XX is not a country that can be chosen"),
        ("GB,,112,phone,,,,,,", "name is empty"),
        ("GB,A,,phone,,,,,,", "contact is empty"),
        ("GB,A,112,pigeon,,,,,,", "kind is one of phone, text"),
        ("GB,A,112,phone,,http://a.example,,,,", "url begins with https://"),
        ("GB,A,javascript:alert(1),chat,,javascript:alert(1),,,,", "url begins with https://"),
        ("GB,A,call us,phone,,,,,,", "contact is no number, and there is no url to follow"),
        ("GB,A,112,phone,,,,yesterday,Kim,", "verified_on is a day like 2026-11-22"),
        ("GB,A,112,phone,,,,2026-03-10,,", "verified_on and verified_by go together"),
        ("GB,A,112,phone,,,,,,maybe", "show is yes, no or empty"),
        ("GB,A,112,phone,,,,2999-01-01,Kim,", "verified_on is a day from 2020-01-01 to today"),
        ("GB,A,112,phone,,,,1999-01-01,Kim,", "verified_on is a day from 2020-01-01 to today"),
        ("GB,Emergency services,999,emergency,,,,,,no", "emergency rows and directories can be"),
        ("ZZ,Find A Helpline,x,directory,,https://a.example,confidence=low,,,", "emergency rows"),
    ],
)
def test_each_fault_is_told_with_its_row(var, row, fault):
    written(var, SAMARITANS, row)

    with pytest.raises(CommandError, match=f"Row 3: {fault}"):
        checked()


def test_the_same_row_twice_is_a_fault(var):
    written(var, SAMARITANS, SAMARITANS)

    with pytest.raises(CommandError, match="Row 3: an earlier row is the same"):
        checked()


def test_a_missing_file_is_told(var):
    assert "the lines that ship are shown" in checked()
    with pytest.raises(CommandError, match="There is no"):
        checked(str(var / "another.csv"))


# --- the rules, as plain values


def rows(*told):
    return [dict(zip(HEAD.split(","), row.split(","), strict=True)) for row in told]


def test_corrections_replace_every_line_of_their_place():
    found, faults = read_corrections(
        rows("DE,TelefonSeelsorge,116 123,phone,24/7,,,2026-03-10,Kim,"), set(NAMES), MONDAY
    )

    after = corrected(LINES, found)

    assert faults == []
    before_count = sum(line.place == found[0].line.place for line in LINES)
    assert before_count == 3
    assert [line.contact for line in after if line.place == found[0].line.place] == ["116 123"]
    assert [new is None for _, new in differences(LINES, after)] == [False, True, True]


def test_a_checked_line_is_shown_among_the_first():
    found, _ = read_corrections(
        rows("GB,A new line,0800 123,phone,,,confidence=low,2026-03-10,Kim,"), set(NAMES), MONDAY
    )

    shown = help_for("GB", corrected(LINES, found))

    assert "A new line" in [line.name for line in shown.lines]
