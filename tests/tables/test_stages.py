"""The stages: their order and what each of them means are pinned here."""

from __future__ import annotations

from infonet.tables import STAGES, stages


def test_every_stage_stands_once_in_the_order_of_the_craft() -> None:
    assert STAGES == stages.STAGES
    assert STAGES == (
        "asked",
        "accepted",
        "introduced",
        "declined",
        "no answer",
        "withdrawn",
        "contacted",
        "followed up",
        "replied",
        "scheduled",
        "held",
        "thanked",
        "reported back",
        "named",
        "referred",
        "applied",
        "interviewed",
        "offered",
    )


def test_what_each_means_is_one_table() -> None:
    assert stages.MAIN == (
        "asked",
        "introduced",
        "replied",
        "scheduled",
        "held",
        "referred",
        "offered",
    )
    assert {
        "asked",
        "accepted",
        "introduced",
        "contacted",
        "followed up",
        "replied",
        "scheduled",
    } == stages.MESSAGES
    assert stages.MET == ("held", "referred", "offered")
    assert {"thanked", "reported back"} == stages.COURTESY


def test_a_promise_is_waited_for_longer_than_an_answer() -> None:
    assert stages.NO_ANSWER_AFTER == 7
    patience = {stage.word: stage.patience for stage in stages.TABLE}
    assert {word for word, days in patience.items() if days != 7} == {"accepted"}
    assert patience["accepted"] == 15


def test_no_conversation_awaits_an_answer_and_every_label_is_its_own() -> None:
    assert not stages.MESSAGES & {*stages.MET}
    assert not stages.MESSAGES & stages.COURTESY
    labels = [stage.label for stage in stages.TABLE]
    assert len(set(labels)) == len(labels)
    assert all(label[0].isupper() and label.strip(".") == label for label in labels)
