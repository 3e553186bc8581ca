"""The critical path: roles from titles, how far each person is from the goal, and the next step."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from infonet.agenda import HiringPath, hiring_path
from infonet.errors import InfonetError, UnknownNameError
from infonet.graph import Network, network
from infonet.names.titles import role_of
from infonet.tables import Tables, frame

AS_OF = "2026-06-30"  # a Tuesday
HOSTILE = '<img src=x onerror="alert(1)">'

# The company Delta; strengths stand on the ties, all others at Delta know only whom is drawn.
#
#     Robin, me ──.70── Ana [Freelance] ──.37── Bo [Analyst] ──.50── Kit [Head of Data Engineering]
#         └─────.25──── Ty [Recruiter]                          Mo [Finance Director]
PEOPLE = {
    "me": ("Robin Achterberg", None, None),
    "in/ana": ("Ana Diaz", "Freelance", "Designer"),
    "in/bo": ("Bo Lin", "Delta", "Analyst"),
    "in/kit": ("Kit Oduya", "Delta", "Head of Data Engineering"),
    "in/mo": ("Mo Farrow", "Delta", "Finance Director"),
    "in/ty": ("Ty Sund", "Delta", "Recruiter"),
}


def tables(**titles: str) -> Tables:
    """Return the network drawn above, with other titles where they are given."""
    stated = {"evidence": "stated", "origin": "me"}
    return Tables.of(
        people=[{"person": key, "name": name} for key, (name, _, _) in PEOPLE.items()],
        jobs=[
            {"person": key, "company": company, "title": titles.get(key[3:], title)}
            for key, (_, company, title) in PEOPLE.items()
            if company
        ],
        ties=[
            {"source": "in/ana", "target": "me", "closeness": "strong", **stated},
            {"source": "in/ty", "target": "me", "evidence": "connection", "origin": "me"},
            {"source": "in/ana", "target": "in/bo", "closeness": "weak", **stated},
            {"source": "in/bo", "target": "in/kit", "closeness": "medium", **stated},
        ],
        companies=[
            {"company": "Delta", "kind": "company", "priority": 1},
            {"company": "data engineering", "kind": "field", "priority": 1},
            {"company": "Golf", "kind": "company", "priority": 2},
        ],
    )


def log(*lines: str) -> pd.DataFrame:
    rows = []
    for number, line in enumerate(lines, start=1):
        date, stage, person, company, *rest = line.split()
        row: dict[str, Any] = dict(word.split("=") for word in rest)
        row |= {"event": number, "date": date, "stage": stage.replace("_", " ")}
        rows.append(row | {"person": person, "company": company})
    return frame("events", rows)


@pytest.fixture
def delta() -> Network:
    return network(tables(), as_of=AS_OF)


def at_delta(net: Network, *lines: str, **more: Any) -> HiringPath:
    return hiring_path(net, log(*lines), more.pop("company", "Delta"), as_of=AS_OF, **more)


MET_BO = (
    "2026-05-01 asked in/ana Delta kind=introduction",
    "2026-05-04 introduced in/bo Delta via=in/ana",
    "2026-05-12 held in/bo Delta",
)


# --- roles ---


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Talent Acquisition Partner", "recruiter"),
        ("Head of Talent", "recruiter"),
        ("HR Business Partner", "recruiter"),
        ("Director, Human Resources", "recruiter"),
        ("Head of Data", "manager"),
        ("VP Engineering", "manager"),
        ("Vice President of Sales", "manager"),
        ("Vice-président", "manager"),
        ("CTO & co-founder", "manager"),
        ("Engineering Manager, Payments", "manager"),
        ("Manager, Payments", "manager"),
        ("Team Lead Payments", "manager"),
        ("Payments Lead", "manager"),
        ("Teamleiterin Einkauf", "manager"),
        ("Geschäftsführer", "manager"),
        ("Lead Actuary", "peer"),
        ("Lead", "peer"),
        ("Product Manager", "peer"),
        ("Senior Key Account Manager", "peer"),
        ("Chief of Staff", "peer"),
        ("Executive Assistant to the Director", "peer"),
        ("Assistant Director", "manager"),
        ("Data Engineer", "peer"),
        ("Head of Data Engineering", "hiring manager"),
        ("Engineering Manager, Data Platform", "hiring manager"),
        ("Recruiter for Data Engineering", "recruiter"),
        ("", "peer"),
        (None, "peer"),
        (float("nan"), "peer"),
    ],
)
def test_a_title_says_the_role(title: object, role: str) -> None:
    assert role_of(title, ["data engineering"]) == role


def test_without_a_wanted_field_nobody_is_known_to_hire() -> None:
    assert role_of("Head of Data Engineering") == "manager"


# --- where the search stands ---


def test_before_the_first_conversation(delta: Network) -> None:
    """Three ties to Kit, by way of Ana and Bo; the recruiter knows nobody on the way."""
    found = at_delta(delta)
    assert (found.hops_left, found.nearer, found.goal) == (3, None, ("in/kit",))
    assert found.steps.empty
    assert found.rungs.rung.tolist() == ["peer", "alum", "recruiter", "manager", "hiring manager"]
    assert found.rungs.known.tolist() == [1, 0, 1, 1, 1]
    assert found.rungs.state.fillna("").tolist() == ["known", "", "known", "known", "known"]
    # Ty is three ties from Kit but for me, and nobody else; Mo knows nobody.
    assert found.rungs.hops_left.fillna(-1).tolist() == [1, -1, -1, -1, 0]
    assert found.step == (
        "ask Ana Diaz, whom you know, for an introduction towards Kit Oduya, "
        "Head of Data Engineering."
    )


def test_a_conversation_that_brings_it_nearer(delta: Network) -> None:
    found = at_delta(delta, *MET_BO)
    assert (found.hops_left, found.nearer) == (1, True)
    assert found.steps[["name", "role", "hops_left", "nearer"]].values.tolist() == [
        ["Bo Lin", "peer", 1, True]
    ]
    assert found.step == (
        "ask Bo Lin, whom you have met, to introduce you to Kit Oduya, Head of Data Engineering."
    )


def test_a_conversation_that_does_not_and_the_step_that_would(delta: Network) -> None:
    """Ty is a higher rung than Bo: nearer. Bo again, and a second talk with Ty: no nearer."""
    ty = ("2026-05-14 asked in/ty Delta", "2026-05-20 held in/ty Delta")
    again = ("2026-05-25 asked in/bo Delta kind=direct", "2026-05-28 held in/bo Delta")
    found = at_delta(delta, *MET_BO, *ty, *again)
    assert found.steps.name.tolist() == ["Bo Lin", "Ty Sund", "Bo Lin"]
    assert found.steps.nearer.tolist() == [True, True, False]
    assert found.steps.hops_left.tolist() == [1, 1, 1]
    assert found.nearer is False
    assert found.step.startswith("ask Bo Lin, whom you have met, to introduce you to Kit Oduya")
    text = repr(found)
    assert "The last conversation, with Bo Lin on Thu 28 May, did not bring it nearer." in text


def test_a_job_referral_is_nearer(delta: Network) -> None:
    again = ("2026-05-25 asked in/bo Delta kind=direct", "2026-05-28 held in/bo Delta")
    found = at_delta(delta, *MET_BO, *again, "2026-06-05 referred in/bo Delta")
    assert found.steps.nearer.tolist() == [True, True]
    found = at_delta(delta, *MET_BO, "2026-05-20 referred in/bo Delta", *again)
    assert found.steps.nearer.tolist() == [True, False]


def test_the_goal_is_reached(delta: Network) -> None:
    found = at_delta(delta, "2026-05-01 asked in/kit Delta", "2026-05-20 held in/kit Delta")
    assert (found.hops_left, found.nearer) == (0, True)
    assert found.step == (
        "you have met Kit Oduya, Head of Data Engineering: ask what the next step there would be."
    )
    assert "you have met the hiring manager face to face" in repr(found)


def test_a_peer_from_an_employer_of_mine_is_an_alum(delta: Network) -> None:
    known = delta.tables
    past = {"start": pd.Timestamp("2019-01-01"), "end": pd.Timestamp("2021-12-31")}
    jobs = [
        {"person": who, "company": company, **past}
        for who, company in (("me", "Harp"), ("in/bo", "HARP Ltd"), ("in/ty", "Harp"))
    ]
    both = pd.concat([known.jobs, frame("jobs", jobs)], ignore_index=True)
    rungs = at_delta(network(known._replace(jobs=both), as_of=AS_OF)).rungs.set_index("rung")
    # Bo, an analyst, was at Harp as I was; so was Ty, whose rung as a recruiter is higher.
    assert rungs.name[["alum", "recruiter"]].tolist() == ["Bo Lin", "Ty Sund"]
    assert rungs.known["peer"] == 0
    went = [
        {"gathering": "Quillmark College", "kind": "school", "person": who}
        for who in ("me", "in/bo")
    ]
    schools = known._replace(gatherings=frame("gatherings", went))
    rungs = at_delta(network(schools, as_of=AS_OF)).rungs.set_index("rung")
    assert rungs.name["alum"] == "Bo Lin"
    # What I say of somebody goes before it.
    told = at_delta(network(known._replace(jobs=both), as_of=AS_OF), roles={"in/bo": "peer"})
    assert told.rungs.set_index("rung").name["peer"] == "Bo Lin"


def test_roles_are_corrected_by_hand_by_key_or_name(delta: Network) -> None:
    roles = {"Mo Farrow": "hiring manager", "in/kit": "peer", "Ana Diaz": "alum"}
    found = at_delta(delta, roles=roles)
    assert found.goal == ("in/mo",)
    assert found.rungs.known.tolist() == [2, 1, 1, 0, 1]
    assert found.hops_left is None
    assert found.step == (
        "no way to a hiring manager yet: ask Ty Sund, Recruiter, whom you know, "
        "for a conversation, and ask who hires there."
    )
    assert "no way to the hiring manager is known" in repr(found)


def test_without_a_hiring_manager_the_nearest_manager_is_the_goal() -> None:
    net = network(tables(kit="Head of Logistics", mo="Clerk"), as_of=AS_OF)
    found = at_delta(net, *MET_BO)
    assert (found.goal, found.hops_left) == (("in/kit",), 1)
    assert "1 tie left to the nearest manager" in repr(found)
    met = at_delta(net, "2026-05-01 asked in/kit Delta", "2026-05-20 held in/kit Delta")
    assert met.step.endswith("ask whether they hire for it, or who does.")


def test_where_no_way_on_is_known_the_question_is_put_to_whoever_was_met() -> None:
    net = network(tables(kit="Clerk", mo="Clerk"), as_of=AS_OF)
    found = at_delta(net, *MET_BO)
    assert (found.goal, found.hops_left) == ((), None)
    assert found.nearer is True  # the first rung
    assert found.step == ("no way to a hiring manager yet: ask Bo Lin who hires there.")


def test_a_goal_that_declined_is_not_asked_again(delta: Network) -> None:
    lines = ("2026-06-01 asked in/kit Delta kind=cold", "2026-06-02 declined in/kit Delta")
    found = at_delta(delta, *MET_BO, *lines)
    assert found.rungs.state.tolist()[-1] == "declined"
    assert found.step == (
        "Kit Oduya, Head of Data Engineering, has declined: ask Bo Lin who else hires there."
    )


def test_a_plan_and_a_young_ask_come_before_anything_else(delta: Network) -> None:
    asked = "2026-06-29 asked in/ana Delta kind=introduction"
    assert at_delta(delta, *MET_BO, asked).step == (
        "Ana Diaz was asked, and has until Thu 2 Jul: wait until then."
    )
    planned = at_delta(
        delta, *MET_BO, "2026-06-15 asked in/kit Delta", "2026-07-03 held in/kit Delta"
    )
    assert planned.rungs.state.tolist()[-1] == "planned"
    assert planned.step == (
        "a conversation with Kit Oduya is planned for Fri 3 Jul: "
        "prepare it, and ask there who hires."
    )
    replied = at_delta(delta, "2026-06-15 asked in/ty Delta", "2026-06-25 replied in/ty Delta")
    assert replied.step.startswith("Ty Sund has replied: arrange the conversation")


def test_where_nobody_is_known_a_scout_is_asked(delta: Network) -> None:
    found = at_delta(delta, company="Golf")
    assert found.rungs.known.sum() == 0
    assert found.step == ("no way to a hiring manager yet: ask Ana Diaz who they know at Golf.")
    assert "no manager is known there yet" in repr(found)


def test_a_company_of_the_log_alone_will_do_and_any_other_is_an_error(delta: Network) -> None:
    found = at_delta(delta, "2026-06-01 asked in/ana Hotel kind=scout", company="Hotel")
    assert found.company == "Hotel"
    with pytest.raises(UnknownNameError, match="you know nobody at `Detla` yet"):
        at_delta(delta, company="Detla")


def test_a_field_has_its_hiring_managers_too(delta: Network) -> None:
    assert at_delta(delta, company="data engineering").goal == ("in/kit",)


def test_wrong_roles_are_errors(delta: Network) -> None:
    with pytest.raises(InfonetError, match="`boss` is no role: choose one of peer, alum"):
        at_delta(delta, roles={"Ana Diaz": "boss"})
    with pytest.raises(InfonetError, match="did you mean `hiring manager`"):
        at_delta(delta, roles={"Ana Diaz": "hiring maneger"})
    with pytest.raises(UnknownNameError, match="`Ann Diaz` is nobody in the network"):
        at_delta(delta, roles={"Ann Diaz": "peer"})


def test_a_name_that_two_people_have_asks_for_the_key() -> None:
    doubled = tables()
    doubled.people.loc[doubled.people.person == "in/mo", "name"] = "Kit Oduya"
    net = network(doubled, as_of=AS_OF)
    with pytest.raises(UnknownNameError, match="several people") as caught:
        at_delta(net, roles={"Kit Oduya": "peer"})
    assert set(caught.value.candidates) == {"in/kit", "in/mo"}


def test_names_are_letters_in_the_notebook() -> None:
    hostile = tables(kit=f"Head of Data Engineering {HOSTILE}")
    hostile.people.loc[hostile.people.person == "in/kit", "name"] = HOSTILE
    found = at_delta(network(hostile, as_of=AS_OF))
    html = found._repr_html_()
    assert HOSTILE in found.step
    assert "<img" not in html and "&lt;img" in html


def test_the_order_of_lines_changes_nothing(delta: Network) -> None:
    events = log(*MET_BO, "2026-05-14 asked in/ty Delta", "2026-05-20 held in/ty Delta")
    there, back = (
        repr(hiring_path(delta, rows, "Delta", as_of=AS_OF)) for rows in (events, events[::-1])
    )
    assert there == back


def test_the_name_of_somebody_on_a_higher_rung_is_nearer(delta: Network) -> None:
    again = ("2026-05-25 asked in/bo Delta kind=direct", "2026-05-28 held in/bo Delta")
    named = "2026-05-28 named {} Delta via=in/bo"
    found = at_delta(delta, *MET_BO, *again, named.format("in/kit"))
    assert found.steps.nearer.tolist() == [True, True]
    # The first talk brought the name, the second did not.
    early = at_delta(delta, *MET_BO, "2026-05-12 named in/kit Delta via=in/bo", *again)
    assert early.steps.nearer.tolist() == [True, False]
    # A name from outside Delta is a name, and no rung of it.
    outside = at_delta(delta, *MET_BO, *again, named.format("in/ana"))
    assert outside.steps.nearer.tolist() == [True, False]


def test_an_offer_is_answered_first(delta: Network) -> None:
    met = ("2026-05-01 asked in/kit Delta", "2026-05-20 held in/kit Delta")
    later = ("2026-05-21 asked in/bo Delta kind=direct", "2026-05-28 held in/bo Delta")
    found = at_delta(delta, *met, "2026-06-05 offered in/kit Delta", *later)
    assert (
        found.step == "Kit Oduya has brought an offer: answer it, and thank the people who helped."
    )
    # The goal is met: that a later talk brings it no nearer is nothing to be told.
    assert found.nearer is False and "did not bring" not in repr(found)


def test_the_last_day_of_a_state_is_shown(delta: Network) -> None:
    again = ("2026-05-25 asked in/bo Delta kind=direct", "2026-05-28 held in/bo Delta")
    rungs = at_delta(delta, *MET_BO, *again).rungs.set_index("rung")
    assert str(rungs.date["peer"].date()) == "2026-05-28"


def test_a_noted_role_counts_where_the_person_is(delta: Network) -> None:
    rows = [["in/mo", "hiring manager"], ["in/ana", "hiring manager"], ["in/kit", "I think so"]]
    notes = frame("notes", [{"person": who, "kind": "role", "text": text} for who, text in rows])
    noted = network(delta.tables._replace(notes=notes), as_of=AS_OF)
    found = at_delta(noted)
    assert found.goal == ("in/kit", "in/mo")  # Ana is not at Delta, Kit's title says it
    assert at_delta(noted, roles={"in/mo": "peer"}).goal == ("in/kit",)
    later = delta.tables._replace(notes=notes.assign(date=pd.Timestamp("2026-07-01")))
    assert at_delta(network(later, as_of=AS_OF)).goal == ("in/kit",)


def test_a_conversation_that_nobody_was_asked_for_counts(delta: Network) -> None:
    """As at an event: the log has no ask before it."""
    found = at_delta(
        delta, "2026-06-29 held in/bo Delta", "2026-06-29 named in/kit Delta via=in/bo"
    )
    assert found.steps[["name", "nearer"]].values.tolist() == [["Bo Lin", True]]
    assert found.rungs.set_index("rung").state["peer"] == "met"
    assert found.step.startswith("ask Bo Lin, whom you have met, to introduce you to Kit Oduya")
    assert at_delta(delta, "2026-06-29 held in/bo Echo").steps.empty


def test_a_silence_dates_from_the_last_message(delta: Network) -> None:
    lines = ("2026-05-04 asked in/kit Delta kind=direct", "2026-05-13 followed_up in/kit Delta")
    found = at_delta(delta, *lines).rungs.set_index("person")
    assert found.state["in/kit"] == "silent"
    assert found.date["in/kit"] == pd.Timestamp("2026-05-13")
