"""Pictures are made anew, sealed, and shown to their owner alone."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from journal.pictures import LARGEST_BYTES, LONGEST_SIDE, NotAPicture, TooManyPixels, make_anew
from tests.factories import an_entry
from tests.records import a_photo, a_picture

pytestmark = pytest.mark.django_db


def sent(content, **told):
    return {
        "picture": SimpleUploadedFile("my holiday.jpg", content, "image/jpeg"), "submission": str(uuid4()),
    } | told  # fmt: skip


@pytest.mark.parametrize("encoding", ["JPEG", "PNG", "WEBP"])
def test_each_kind_of_picture_is_taken_and_nothing_stands_beside_it(encoding):
    kept = make_anew(a_photo(encoding=encoding))

    again = Image.open(io.BytesIO(kept.data))
    assert again.size == (64, 48)
    assert dict(again.getexif()) == {}
    assert b"canary-camera" in a_photo(encoding=encoding)
    assert b"canary-camera" not in kept.data
    assert "exif" not in again.info


def test_a_picture_stands_upright_as_it_was_taken():
    image = Image.new("RGB", (64, 32))
    exif = image.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)

    kept = make_anew(out.getvalue())

    assert (kept.width, kept.height) == (32, 64)


def test_clear_parts_stay_clear():
    kept = make_anew(a_photo(encoding="PNG", mode="RGBA", colour=(0, 0, 0, 0)))

    again = Image.open(io.BytesIO(kept.data))
    assert (kept.encoding, again.mode, again.getpixel((0, 0))[3]) == ("png", "RGBA", 0)


def test_a_large_picture_becomes_smaller():
    kept = make_anew(a_photo(size=(4000, 1000)))

    assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff", b"%PDF-1.7"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture):
        make_anew(content)


def test_half_a_picture_is_refused():
    photo = a_photo(size=(400, 400))

    with pytest.raises(NotAPicture):
        make_anew(photo[: len(photo) // 2])


def test_a_gif_in_disguise_is_refused():
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")

    with pytest.raises(NotAPicture):
        make_anew(out.getvalue())


def test_a_picture_that_unfolds_beyond_measure_is_refused(monkeypatch):
    monkeypatch.setattr("journal.pictures.MOST_PIXELS", 100)

    with pytest.raises(TooManyPixels):
        make_anew(a_photo())


def test_a_picture_is_added_to_an_entry_and_stands_with_it(as_alice, alice):
    entry = an_entry(alice)
    address = f"/journal/{entry.pk}/pictures/"

    response = as_alice.post(address, sent(a_photo(), words="The <sea>"))

    picture = alice.entry_pictures.get()
    page = as_alice.get("/journal/").content.decode()
    assert response.url == address
    assert f'src="/journal/pictures/{picture.pk}/"' in page
    assert 'alt="The &lt;sea&gt;"' in page


def test_the_same_form_sent_twice_is_one_picture(as_alice, alice):
    entry, key = an_entry(alice), str(uuid4())

    for _ in range(2):
        as_alice.post(f"/journal/{entry.pk}/pictures/", sent(a_photo(), submission=key))

    assert alice.entry_pictures.count() == 1


def test_its_owner_sees_it_and_it_is_kept_nowhere(as_alice, alice):
    picture = a_picture(an_entry(alice))

    response = as_alice.get(f"/journal/pictures/{picture.pk}/")

    assert Image.open(io.BytesIO(response.content)).size == (64, 48)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "holiday" not in response.headers["Content-Disposition"]


def test_nobody_else_sees_it(client, as_alice, alice, bob):
    picture = a_picture(an_entry(bob))

    assert as_alice.get(f"/journal/pictures/{picture.pk}/").status_code == 404


def test_a_deleted_picture_is_not_shown_and_can_come_back(as_alice, alice):
    picture = a_picture(an_entry(alice))
    address = f"/journal/pictures/{picture.pk}/"

    page = as_alice.post(f"{address}delete/", follow=True).content.decode()
    gone = as_alice.get(address).status_code
    as_alice.post(f"{address}bring-back/")

    assert "The picture was deleted." in page
    assert (gone, as_alice.get(address).status_code) == (404, 200)


def test_a_picture_comes_back_only_where_there_is_room_for_it(as_alice, alice, monkeypatch):
    monkeypatch.setattr("journal.actions.MOST_OF_AN_ENTRY", 2)
    entry = an_entry(alice)
    gone, *_ = [a_picture(entry) for _ in range(2)]
    as_alice.post(f"/journal/pictures/{gone.pk}/delete/")
    a_picture(entry)

    page = as_alice.post(f"/journal/pictures/{gone.pk}/bring-back/", follow=True).content.decode()

    assert "It stays deleted for now: its place was taken" in page
    assert entry.pictures.standing().count() == 2


def test_it_is_stored_sealed(alice):
    picture = a_picture(an_entry(alice), words="canary words")

    with connection.cursor() as cursor:
        cursor.execute("SELECT data, words FROM journal_entrypicture")
        data, words = (bytes(each) for each in cursor.fetchone())
    assert b"JFIF" in picture.data
    assert b"JFIF" not in data
    assert b"canary" not in words


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"x" * 100, "This is no JPEG, PNG or WebP picture"),
        (b"x" * (LARGEST_BYTES + 1), "This picture is larger than 10 MB."),
    ],
    ids=["empty", "no picture", "too large"],
)
def test_what_cannot_be_kept_is_met_with_a_sentence(as_alice, alice, content, sentence):
    entry = an_entry(alice)

    response = as_alice.post(f"/journal/{entry.pk}/pictures/", sent(content, words="kept words"))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "kept words" in page
    assert alice.entry_pictures.count() == 0


def test_a_body_far_beyond_a_picture_is_refused_before_it_is_read(as_alice, alice):
    entry = an_entry(alice)

    response = as_alice.post(f"/journal/{entry.pk}/pictures/", sent(b"x" * 10_300_000))

    assert response.status_code == 413


def test_other_forms_stay_small(as_alice, alice):
    assert as_alice.post("/journal/", sent(b"x" * 1_100_000)).status_code == 413


def test_an_entry_holds_ten_pictures_and_says_so(as_alice, alice, monkeypatch):
    monkeypatch.setattr("journal.actions.MOST_OF_AN_ENTRY", 1)
    entry = an_entry(alice)
    a_picture(entry)

    response = as_alice.post(f"/journal/{entry.pk}/pictures/", sent(a_photo()))

    assert response.status_code == 422
    assert "An entry holds up to 10 pictures" in response.content.decode()


@pytest.mark.parametrize(
    "exif",
    [b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x02\x00\xff\xff", b"Exif\x00\x00MM"],
)
def test_damaged_words_of_a_camera_leave_the_picture(exif):
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)

    assert make_anew(out.getvalue()).width == 8


def test_what_fails_while_a_picture_is_turned_is_no_fault(monkeypatch):
    def fail(image):
        raise TypeError

    monkeypatch.setattr("journal.pictures.ImageOps.exif_transpose", fail)

    assert make_anew(a_photo()).width == 64


def test_grey_of_sixteen_bits_stays_grey():
    out = io.BytesIO()
    Image.new("I;16", (8, 8), 30_000).save(out, "PNG")

    kept = Image.open(io.BytesIO(make_anew(out.getvalue()).data))

    assert 110 <= kept.getpixel((4, 4))[0] <= 124


def test_a_picture_of_a_deleted_entry_is_not_shown(as_alice, alice):
    entry = an_entry(alice)
    picture = a_picture(entry)
    as_alice.post(f"/journal/{entry.pk}/delete/")

    assert as_alice.get(f"/journal/pictures/{picture.pk}/").status_code == 404
