"""What is kept is computed once, and never more than there is room for."""

from accounts.kept import Kept


def test_a_result_is_computed_once():
    kept, computed = Kept(), []

    found = [kept.once("name", lambda: computed.append(1) or "result") for _ in range(3)]

    assert (found, computed) == (["result"] * 3, [1])


def test_what_nothing_was_found_for_is_not_looked_for_again():
    kept, computed = Kept(), []

    for _ in range(2):
        kept.once("name", lambda: computed.append(1))

    assert computed == [1]


def test_what_was_asked_for_longest_ago_makes_room():
    kept = Kept(most=2)
    for name in ("a", "b", "a", "c"):
        kept.once(name, lambda: 1)

    found = [kept.once(name, lambda: 2) for name in ("a", "c", "b")]

    assert found == [1, 1, 2]
