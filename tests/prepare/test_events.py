"""Attendee lists and the brief before an event; the network is the toy drawn in conftest."""

from __future__ import annotations

import itertools
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infonet.errors import InfonetError, ReadError
from infonet.graph import Network, network
from infonet.prepare import attendees, event_brief, is_open_ended
from infonet.prepare.events import greedy_cover
from infonet.readers import SEVERAL
from infonet.tables import Tables, frame

LUMA = (
    "\ufeffapi_id,name,first_name,last_name,email,phone_number,created_at,approval_status,"
    "custom_source,checked_in_at,qr_code_url,amount,amount_tax,amount_discount,currency,"
    "coupon_code,eth_address,solana_address,survey_response_rating,survey_response_feedback,"
    "ticket_type_id,ticket_name,What company do you work for?,What is your LinkedIn profile?,"
    "What is your job title?\n"
)
EVENTBRITE = (
    "Order no.,Order Date,First Name,Surname,Email,Quantity,Ticket Type,Attendee #,Order Type,"
    "Total Paid,Attendee Status,Job Title,Company\n"
)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def guest(name: str, status: str, *answers: str, email: str = "") -> str:
    first, _, last = name.partition(" ")
    cells = [f"gst-{name}", name, first, last, email, "", "2026-06-01T10:00:00Z", status]
    return ",".join([*cells, *[""] * 13, "Standard", *answers]) + "\n"


def test_a_guest_list_of_luma_is_recognised(tmp_path: Path) -> None:
    text = (
        LUMA
        + guest("Ana Diaz", "approved", "Delta", "linkedin.com/in/ana-diaz", "Data engineer")
        + guest("Bo Lin", "declined", "Echo", "", "")
        + guest("Cy Young-Osei", "waitlist", "", "", "")
        + guest("Di Marković", "approved", "", "di on linkedin", "", email="Di@Example.com")
    )
    coming = attendees(written(tmp_path, text))
    assert coming.form == "Luma"
    people = coming.people
    assert people.name.tolist() == ["Ana Diaz", "Di Marković"]
    assert people[["company", "title", "url", "line"]].iloc[0].tolist() == [
        *("Delta", "Data engineer", "https://www.linkedin.com/in/ana-diaz", 2),
    ]
    assert people.email[1] == "di@example.com"
    assert coming.statuses.to_dict() == {"declined": 1, "waitlist": 1}
    assert coming.counts.to_dict() == {"rows": 4, "people": 2, "merged": 0, "reported": 2}
    assert coming.report[["line", "column", "problem"]].values.tolist() == [
        [3, "approval_status", "status `declined`"],
        [4, "approval_status", "status `waitlist`"],
        [5, "What is your LinkedIn profile?", "not a profile address"],
    ]
    assert "also=['waitlist']" in coming.report.action[1]
    assert "company from `What company do you work for?`" in repr(coming)
    assert len(attendees(written(tmp_path, text), also=["Waitlist"]).people) == 3


def test_two_people_in_one_cell_are_two_guests_without_the_address_of_the_row(
    tmp_path: Path,
) -> None:
    text = (
        "Guest,Company,Email,LinkedIn\n"
        "Runa Askeland; Timo Brevik,Delta,both@example.com,linkedin.com/in/runa\n"
        '"Ana Diaz <ana@example.com> & Lin, Bo",Echo,,\n'
        "Ana and Bo Diaz,Echo,,\n"
        "Runa Askeland,Delta,,\n"
    )
    coming = attendees(written(tmp_path, text))
    found = coming.people[["name", "company", "email", "url", "line"]]
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        ["Runa Askeland", "Delta", None, None, 2],
        ["Timo Brevik", "Delta", None, None, 2],
        ["Ana Diaz", "Echo", "ana@example.com", None, 3],
        ["Bo Lin", "Echo", None, None, 3],
        ["Ana and Bo Diaz", "Echo", None, None, 4],
    ]
    # Four rows name six people, one of them twice.
    assert coming.counts.to_dict() == {"rows": 6, "people": 5, "merged": 1, "reported": 0}
    assert coming.report[["line", "problem", "action"]].values.tolist() == [
        [2, SEVERAL, "taken as 2, without an address of the row"],
        [3, SEVERAL, "taken as 2, without an address of the row"],
    ]


def test_an_attendee_report_of_eventbrite_is_recognised(tmp_path: Path) -> None:
    rows = [
        "1,2026-06-01,Ana,Diaz,ana@example.com,1,General,901,Free,0,Attending,Buyer,Delta",
        "1,2026-06-01,Ana,Diaz,ana@example.com,1,General,902,Free,0,Attending,,",
        "1,2026-06-01,Bo,Lin,ana@example.com,1,General,903,Free,0,Checked In,,Echo",
        "2,2026-06-01,Cy,Osei,cy@example.com,1,General,904,Free,0,Refunded,,",
        "3,2026-06-01,Di,Wren,di@example.com,1,General,905,Free,0,Not Attending,,",
        "4,2026-06-01,Info Requested,Info Requested,Info Requested,1,G,906,Free,0,Attending,,",
        "5,2026-06-01,Eli,Ota,not an address,1,General,907,Free,0,Astral,,",
    ]
    coming = attendees(written(tmp_path, EVENTBRITE + "\r\n".join(rows)))
    assert coming.form == "Eventbrite"
    assert coming.columns["last"] == "Surname" and "name" not in coming.columns
    assert coming.people.name.tolist() == ["Ana Diaz", "Bo Lin", "Eli Ota"]
    assert coming.people.title[0] == "Buyer"
    assert coming.counts.to_dict() == {"rows": 7, "people": 3, "merged": 1, "reported": 3}
    problems = dict(zip(coming.report.line, coming.report.problem, strict=True))
    assert problems[7] == "a ticket whose holder is not named yet"
    assert coming.report.problem[coming.report.line == 8].tolist() == [
        "status `Astral` is not known",
        "not an e-mail address",
    ]


def test_a_title_of_a_meetup_member_is_no_job(tmp_path: Path) -> None:
    text = (
        "Name\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\n"
        "Ana Diaz\tuser 1\tMember\tNo\tYes\t0\n"
        "Bo Lin\tuser 2\tOrganizer\tYes\tNo\t0\n"
    )
    coming = attendees(written(tmp_path, text, "utf-16"))
    assert coming.form == "Meetup"
    assert coming.people.name.tolist() == ["Ana Diaz"]
    assert coming.people.title.isna().all()


def test_any_list_is_read_by_stated_columns(tmp_path: Path) -> None:
    text = "Spring fair\n\nWer;Firma;Notiz\nAna Diaz;Delta;VIP\n;Echo;\nBo Lin;Echo;\n"
    coming = attendees(written(tmp_path, text, "cp1252"), {"name": "wer", "company": "Firma"})
    assert coming.people[["name", "company", "line"]].values.tolist() == [
        ["Ana Diaz", "Delta", 4],
        ["Bo Lin", "Echo", 6],
    ]
    assert coming.report[["line", "column", "problem"]].values.tolist() == [
        [5, "Wer", "neither a name nor an address"]
    ]


def test_a_stated_column_goes_before_a_recognised_one(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Company,Team,Title\nAna Diaz,Fair Ltd,Delta,Speaker\n")
    coming = attendees(path, {"company": "Team", "title": None})
    assert coming.people.company.tolist() == ["Delta"]
    assert coming.columns == {"name": "Name", "company": "Team"}


@pytest.mark.parametrize(
    ("text", "columns", "told"),
    [
        ("Wer,Firma\nAna,Delta\n", None, "state the columns"),
        ("Name,Firma\nAna,Delta\n", {"company": "Firm"}, "no column `Firm` among `Name`, `Firma`"),
        ("First Name,Last Name,URL,Company,Position,Connected On\n", None, "no column names"),
        ("", None, "empty"),
    ],
)
def test_a_list_without_the_columns_is_refused(
    tmp_path: Path, text: str, columns: dict[str, str] | None, told: str
) -> None:
    with pytest.raises(ReadError, match=told):
        attendees(written(tmp_path, text), columns)


def test_a_field_that_there_is_not_and_a_spreadsheet_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InfonetError, match="has no field `Naam`: did you mean `name`"):
        attendees(tmp_path / "list.csv", {"Naam": "Name"})
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ReadError, match="save the sheet as CSV"):
        attendees(tmp_path / "list.xlsx")


def test_hostile_text_is_one_line_and_shows_as_letters(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> $x$ \u202eevil\u202c"
    text = f'Name,Status\n"{hostile}\nBCC: eve@example.com",{hostile}\n{"x" * 300},yes\n'
    coming = attendees(written(tmp_path, text))
    assert coming.people.name[0] == "<img src=x onerror=alert(1)> $x$ evil BCC: eve@example.com"
    assert "<img" not in coming._repr_html_() and "mathjax_ignore" in coming._repr_html_()
    assert not set("\n\u202e") & set("".join(coming.report.problem))


CELL = st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]), max_size=8)


@given(rows=st.lists(st.tuples(CELL, st.sampled_from(["", "yes", "No", "maybe", "??"]))))
def test_every_row_is_a_person_merged_or_reported(rows: list[tuple[str, str]]) -> None:
    text = "Name,RSVP\n" + "".join(
        '"{}",{}\n'.format(name.replace('"', '""'), status) for name, status in rows
    )
    with tempfile.TemporaryDirectory() as folder:
        coming = attendees(written(Path(folder), text))
    counts = coming.counts
    assert counts.rows == len(rows)
    assert counts.rows == counts.people + counts.merged + counts.reported
    assert counts.people == len(coming.people)


def listed(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{"name": None, "company": None, "url": None, **row} for row in rows])


EVERYBODY = listed(
    {"name": "Robin Achterberg"},
    {"name": "Hana Ito", "company": "Golf GmbH", "title": "Recruiter"},
    {"name": "Ana Diaz", "url": "https://www.linkedin.com/in/ana"},
    {"name": "Bo LIN", "company": "Delta"},
    {"name": "Cy Young-Osei", "company": "Delta"},
    {"name": "Di Marković"},
    {"name": "Eli Ota, MSc", "url": "linkedin.com/in/ELI/"},
    {"name": "Fay Adebayo", "url": "linkedin.com/in/fay"},
    {"name": "Gus Wren", "company": "Foxtrot Ltd"},
    {"name": "Ida Berg", "company": "Delta Dental"},
)


@pytest.fixture
def brief(net: Network) -> pd.DataFrame:
    return event_brief(net, EVERYBODY).set_index("name")


def test_whom_i_know_and_whom_my_ties_know(brief: pd.DataFrame) -> None:
    assert brief.knows.dropna().to_dict() == {
        "Ana Diaz": "you",
        "Bo LIN": "a tie",
        "Cy Young-Osei": "you",
        "Di Marković": "maybe",  # a name alone
        "Eli Ota, MSc": "a tie",
    }
    assert brief.broker.dropna().to_dict() == {"Bo LIN": "Ana Diaz", "Eli Ota, MSc": "Di Marković"}
    # Ana's tie; .70 × .37 by Ana beats .50 × .50 by Di; Cy's tie; Di introduces to Eli.
    expected = {"Ana Diaz": 0.7, "Bo LIN": 0.259, "Cy Young-Osei": 0.25, "Eli Ota, MSc": 0.125}
    assert brief.probability.dropna().to_dict() == pytest.approx(expected)
    known = brief.dropna(subset="probability")
    assert ((known.low < known.probability) & (known.probability < known.high)).all()
    assert brief.loc["Di Marković", "candidates"] == ("in/di",)
    assert pd.isna(brief.person["Di Marković"])


def test_who_works_at_a_target_also_strangers(brief: pd.DataFrame) -> None:
    assert {name: target for name, target in brief.target.items() if target} == {
        "Bo LIN": ("Delta",),
        "Cy Young-Osei": ("Delta",),
        "Eli Ota, MSc": ("data engineering",),  # by the title in the network
        "Fay Adebayo": ("Echo",),
        "Gus Wren": ("Foxtrot",),
        "Hana Ito": ("Golf",),
    }
    assert brief.loc["Ana Diaz", "opens"] == ("Delta",)  # she knows Bo
    assert brief.loc["Eli Ota, MSc", "opens"] == ("Echo",)  # he knows Fay
    assert "Robin Achterberg" not in brief.index


def test_whom_to_meet_first(brief: pd.DataFrame) -> None:
    # Weights: Delta 1, Foxtrot 1, data engineering 1/2, Echo 1/2, Golf 1/3.
    # Bo, Cy and Gus add 1 each: Cy, whom I know; then Gus, as Delta is covered. Eli adds 1/2 for
    # data engineering + .37/2 for Echo, as does Fay the other way round: Fay is head of something.
    # Then Hana adds 1/3 and Eli, for the rest of data engineering, .63/2.
    chosen = brief.meet.dropna().astype(int).to_dict()
    assert chosen == {
        "Cy Young-Osei": 1,
        "Gus Wren": 2,
        "Fay Adebayo": 3,
        "Hana Ito": 4,
        "Eli Ota, MSc": 5,
    }
    assert brief.loc["Fay Adebayo", "covers"] == ("Echo", "data engineering")
    assert "chosen to reach Delta" in brief.why["Cy Young-Osei"]
    assert brief.index[:5].tolist() == list(chosen)


def test_of_equals_managers_then_whom_one_knows_are_met_first(net: Network) -> None:
    """All of them work at Delta, so that each is worth the same."""
    everybody = [
        {"name": "Abe Stranger", "company": "Delta"},
        {"name": "Bo Lin", "company": "Delta"},  # Ana knows him
        {"name": "Cy Young-Osei", "company": "Delta"},  # I do
        {"name": "Tess Talent", "company": "Delta", "title": "Recruiter"},
        {"name": "Una Boss", "company": "Delta", "title": "Head of Sales"},
        {"name": "Zoe Hires", "company": "Delta", "title": "Head of Data Engineering"},
    ]
    wanted, order = net.tables.companies, []
    companies = wanted[wanted.kind == "company"]
    fieldless = network(net.tables._replace(companies=companies), as_of="2026-06-30")
    while everybody:
        name = str(event_brief(fieldless, listed(*everybody), meet=1).name[0])
        order.append(name)
        everybody = [row for row in everybody if row["name"] != name]
    managers, others = order[:2], order[2:]
    assert managers == ["Una Boss", "Zoe Hires"]  # without a wanted field both only manage
    assert others == ["Cy Young-Osei", "Bo Lin", "Tess Talent", "Abe Stranger"]
    rows = [{"name": "Una Boss", "company": "Delta", "title": "Head of Sales"}]
    rows += [{"name": "Zoe Hires", "company": "Delta", "title": "Head of Data Engineering"}]
    assert event_brief(net, listed(*rows), meet=1).name[0] == "Zoe Hires"


def test_the_last_word_of_the_log_is_told(toy: Tables) -> None:
    events = [
        {"person": "in/bo", "stage": "introduced", "via": "in/ana", "date": "2026-06-01"},
        {"person": "in/bo", "stage": "thanked", "date": "2026-06-02"},
        {"person": "in/cy", "stage": "asked", "date": "2026-05-01"},
        {"person": "in/cy", "stage": "held", "date": "2026-07-02"},  # after the day
        {"person": "in/di", "stage": "held", "date": "2026-05-05"},
    ]
    rows = [{"event": at, **row} for at, row in enumerate(events, 1)]
    net = network(toy._replace(events=frame("events", rows)), as_of="2026-06-30")
    why = event_brief(net, EVERYBODY).set_index("name").why
    assert "recognised by name and company; Ana Diaz introduced you on 1 Jun 2026" in why["Bo LIN"]
    assert "; you asked them on 1 May 2026" in why["Cy Young-Osei"]
    assert why["Di Marković"].endswith("greet them; if so, you talked on 5 May 2026")
    assert "log" not in why["Fay Adebayo"]


def test_the_reasons_are_told(brief: pd.DataFrame) -> None:
    assert brief.loc["Bo LIN", "why"] == (
        "works at Delta; Ana Diaz knows them: you called it strong (0.70 × 0.37); recognised by "
        "name and company"
    )
    assert brief.loc["Ida Berg", "why"] == "a stranger to you and your ties"
    assert brief.loc["Di Marković", "why"] == (
        "may be Di Marković of your network: look before you greet them"
    )


def test_everybody_gets_an_open_question_for_their_role(net: Network) -> None:
    titles = ["Recruiter", "Recruiter", "Head of Data", "Analyst", None]
    found = event_brief(net, listed(*({"name": f"P{i}", "title": t} for i, t in enumerate(titles))))
    assert found.question.map(is_open_ended).all()
    assert found.question[0] != found.question[1]
    assert not found.question.str.contains("send", case=False).any()


def test_the_list_decides_where_somebody_works(net: Network) -> None:
    bo = {"name": "Bo Lin", "url": "linkedin.com/in/bo"}
    found = event_brief(net, listed({**bo, "company": "Golf"}))
    assert (found.company[0], found.target[0]) == ("Golf", ("Golf",))
    silent = event_brief(net, listed({**bo, "company": "Freelance"}))
    assert (silent.company[0], silent.target[0]) == ("Delta", ("Delta",))


def test_spellings_declared_the_same_are_the_same(toy: Tables) -> None:
    companies = toy.companies.copy()
    companies["aliases"] = [("Delta Holding of Utrecht",), *[()] * (len(companies) - 1)]
    net = network(toy._replace(companies=companies), as_of="2026-06-30")
    found = event_brief(net, listed({"name": "Ida Berg", "company": "delta holding of utrecht BV"}))
    assert found.target[0] == ("Delta",)


def test_an_address_lent_to_somebody_else_is_no_proof(toy: Tables) -> None:
    people = toy.people.assign(
        email=[f"{key[3:]}@example.com" if key != "me" else np.nan for key in toy.people.person]
    )
    net = network(toy._replace(people=people), as_of="2026-06-30")
    found = event_brief(
        net,
        listed(
            {"name": "A. Diaz", "email": "ANA@example.com"},
            {"name": "Her Guest", "email": "ana@example.com"},
            {"name": None, "email": "cy@example.com"},
        ),
    ).set_index("name")
    assert found.knows.to_dict() == {
        "A. Diaz": "you",
        "cy@example.com": "you",
        "Her Guest": "maybe",
    }


def test_a_name_that_several_have_is_only_maybe(toy: Tables) -> None:
    people = pd.concat([toy.people, toy.people[toy.people.person == "in/bo"]], ignore_index=True)
    people.loc[len(people) - 1, "person"] = "in/bo-2"
    net = network(toy._replace(people=people), as_of="2026-06-30")
    found = event_brief(net, listed({"name": "Bo Lin", "company": "Delta"}))
    assert found.knows[0] == "maybe"
    assert found.candidates[0] == ("in/bo", "in/bo-2")
    assert "may be somebody in your network: look" in found.why[0]
    twice = listed(*[{"name": "Cy Young-Osei", "company": "Delta", "email": m} for m in "ab"])
    assert event_brief(net, twice).knows.tolist() == ["maybe", "maybe"]


def test_another_profile_is_another_person(net: Network) -> None:
    namesake = {"name": "Bo Lin", "company": "Delta", "url": "linkedin.com/in/bo-lin-77"}
    found = event_brief(net, listed(namesake))
    assert pd.isna(found.knows[0]) and found.candidates[0] == ()


def test_without_targets_it_still_tells_whom_i_know(toy: Tables) -> None:
    net = network(toy._replace(companies=toy.companies.iloc[:0]), as_of="2026-06-30")
    found = event_brief(net, EVERYBODY)
    assert (found.knows == "you").sum() == 2
    assert found.meet.isna().all()


def test_an_empty_list_and_a_wrong_one(net: Network) -> None:
    full = event_brief(net, EVERYBODY)
    none = event_brief(net, EVERYBODY.iloc[:0])
    assert none.empty and none.dtypes.equals(full.dtypes)
    with pytest.raises(InfonetError, match="column `name`"):
        event_brief(net, EVERYBODY.drop(columns="name"))
    for meet in (-1, True, 2.5):
        with pytest.raises(InfonetError, match="`meet` takes a whole number from 0 on"):
            event_brief(net, EVERYBODY, meet=meet)  # type: ignore[arg-type]


def test_going_to_the_same_event_makes_no_tie(net: Network) -> None:
    before = (net.ties, len(net.tables.ties), len(net.tables.people))
    event_brief(net, EVERYBODY)
    assert (net.ties, len(net.tables.ties), len(net.tables.people)) == before


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(EVERYBODY))))
def test_the_order_of_the_list_changes_nothing(net: Network, order: list[int]) -> None:
    told = ["meet", "name", "knows", "broker", "probability", "target", "covers", "why"]
    found = event_brief(net, EVERYBODY.iloc[order])[told]
    pd.testing.assert_frame_equal(found, event_brief(net, EVERYBODY)[told])


def known_answer(name: str) -> dict[str, Any]:
    answers = json.loads((Path(__file__).parents[1] / "known_answers.json").read_text("utf-8"))
    found: dict[str, Any] = next(one for one in answers["answers"] if one["id"] == name)
    return found


def test_greedy_walks_into_its_published_trap() -> None:
    known = known_answer("greedy_set_cover_trap")
    sets: dict[str, list[int]] = known["inputs"]["sets"]
    companies = [f"Firm {element}" for element in range(1, 15)]
    insiders = [f"in/insider-{element}" for element in range(1, 15)]
    keys = [*(f"in/{name.lower()}" for name in sets), *insiders]
    # Somebody who knows an insider at each company of their set, by ties that are all alike.
    ties = [
        {"source": f"in/insider-{element}", "target": f"in/{name.lower()}"}
        for name, elements in sets.items()
        for element in elements
    ]
    tables = Tables.of(
        people=[{"person": "me"}, *({"person": key} for key in keys)],
        jobs=[
            {"person": key, "company": company}
            for key, company in zip(insiders, companies, strict=True)
        ],
        ties=[{**tie, "evidence": "connection", "origin": tie["target"]} for tie in ties],
        companies=[{"company": name, "kind": "company", "priority": 1} for name in companies],
    )
    net = network(tables, as_of="2026-06-30")
    coming = listed(*({"name": name, "url": f"linkedin.com/in/{name.lower()}"} for name in sets))
    found = event_brief(net, coming).dropna(subset="meet")
    assert found.name.tolist() == known["expected"]["greedy"]
    assert set(itertools.chain(*found.covers)) == set(companies)
    assert len(found) > known["expected"]["optimum"]


VALUES = st.lists(
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=4, max_size=4),
    min_size=1,
    max_size=6,
)


@given(values=VALUES, n=st.integers(1, 4))
def test_greedy_keeps_its_promise_against_every_other_choice(
    values: list[list[float]], n: int
) -> None:
    value, weight = np.array(values), np.array([1.0, 0.5, 1 / 3, 0.25])

    def cover(rows: tuple[int, ...]) -> float:
        return float(value[list(rows)].max(axis=0, initial=0.0) @ weight)

    chosen = greedy_cover(value, weight, n=n)
    rows = tuple(row for row, _ in chosen)
    best = max(
        cover(some) for some in itertools.combinations(range(len(value)), min(n, len(value)))
    )
    assert len(rows) == len(set(rows)) <= n
    assert cover(rows) >= (1 - 1 / np.e) * best - 1e-12
    gains = np.diff([cover(rows[:count]) for count in range(len(rows) + 1)])
    assert (gains > 0).all() and (np.diff(gains) <= 1e-12).all()
    for count, (_, improved) in enumerate(chosen):
        before = value[list(rows[:count])].max(axis=0, initial=0.0)
        assert (improved == (value[rows[count]] > before)).all()


def test_two_thousand_attendees_are_briefed_whole() -> None:
    rng = np.random.default_rng(20260630)
    count = 10_000
    keys = np.array([f"in/p{i}" for i in range(count)], dtype=object)
    pairs = rng.integers(0, count, (50_000, 2))
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    source, target = keys[pairs[:, 0]], keys[pairs[:, 1]]
    ends = np.sort(np.stack([source, target]).astype(str), axis=0)
    company = [f"Firm {i % 400}" for i in range(count)]
    tables = Tables.of(
        people={"person": keys, "name": [f"Given{i % 100} Family{i % 997}" for i in range(count)]},
        jobs={"person": keys, "company": company},
        ties={
            "source": ends[0],
            "target": ends[1],
            "origin": ends[0],
            "evidence": ["connection"] * ends.shape[1],
        },
        companies=[
            {"company": f"Firm {i}", "kind": "company", "priority": 1 + i % 3} for i in range(30)
        ],
    )
    net = network(tables, as_of="2026-06-30", ego="in/p0")
    some = rng.integers(1, count, 2_000)
    coming = pd.DataFrame(
        {
            "name": [f"Given{i % 100} Family{i % 997}" for i in some],
            "company": [company[i] for i in some],
            "url": [f"linkedin.com/in/p{i}" if i % 4 == 0 else None for i in some],
        }
    )
    found = event_brief(net, coming)
    assert len(found) == 2_000 and found.meet.max() == 10


@pytest.mark.parametrize(
    "header", ["Coming?", "Attending", "Confirmed", "Going?", "Will you attend?", "Are you coming?"]
)
@pytest.mark.parametrize("answer", ["No", "no, sorry", "FALSE", "declined"])
def test_who_answers_that_they_do_not_come_is_left_out(
    tmp_path: Path, header: str, answer: str
) -> None:
    text = f'Name,{header}\nAna Diaz,Yes\nBo Lin,"{answer}"\nCy Marsh,"yes, gladly"\nDi Roe\n'
    coming = attendees(written(tmp_path, text))
    assert coming.people.name.tolist() == ["Ana Diaz", "Cy Marsh", "Di Roe"]
    assert coming.statuses.to_dict() == {answer: 1}
    assert coming.columns["coming"] == header


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Zusage", "ja", "Nein, leider"),
        ("Présence", "oui", "non"),
        ("Kommer", "Ja", "nej"),
        ("Coming?", "✓", "✗"),
        ("Going", "✅", "❌"),
    ],
)
def test_an_answer_may_be_in_another_language_or_a_sign(
    tmp_path: Path, header: str, yes: str, no: str
) -> None:
    text = f'Name,{header}\nAna Diaz,{yes}\nBo Lin,"{no}"\nCy Marsh,?\nDi Roe,☂\n'
    coming = attendees(written(tmp_path, text))
    assert coming.people.name.tolist() == ["Ana Diaz", "Di Roe"]
    assert coming.statuses.to_dict() == {no: 1, "?": 1}
    assert "status `☂` is not known" in set(coming.report.problem)
    assert "Cy Marsh" in set(attendees(written(tmp_path, text), also="?").people.name)


def test_a_status_and_an_answer_both_count(tmp_path: Path) -> None:
    header = "name,approval_status,Will you be there?\n"
    text = f"{header}Ana,approved,No\nBo,declined,Yes\nCy,approved,Yes\n"
    assert attendees(written(tmp_path, text)).people.name.tolist() == ["Cy"]


@pytest.mark.parametrize(
    "header",
    [
        "May we share your details with other guests?",
        "OK to contact?",
        "Are you happy to be contacted after the event?",
    ],
)
def test_a_no_to_being_contacted_is_carried(tmp_path: Path, header: str) -> None:
    text = f'Name,"{header}"\nAna Diaz,Yes\nBo Lin,No thanks\nCy Marsh,please don\'t\n'
    people = attendees(written(tmp_path, text)).people
    assert people.contact.fillna("").tolist() == ["", "no", "no"]


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    coming = attendees(written(tmp_path, "Name,Shoe size,Diet\nAna Diaz,38,none\n"))
    assert coming.unread == ("Shoe size", "Diet")
    assert "columns not read: `Shoe size`, `Diet`" in repr(coming)


def test_hidden_members_and_pasted_headers_are_nobody(tmp_path: Path) -> None:
    text = "First Name,Last Name\nLinkedIn,Member\nAna,Diaz\nFirst Name,Last Name\nBo,Lin\n"
    coming = attendees(written(tmp_path, text))
    assert coming.people.name.tolist() == ["Ana Diaz", "Bo Lin"]
    assert coming.report.line.tolist() == [2, 4]
    assert coming.counts.tolist() == [4, 2, 0, 2]


def test_a_workbook_is_a_guest_list_too(tmp_path: Path) -> None:
    made: Any = openpyxl.Workbook()
    made.active.append(["Our evening"])
    sheet = made.create_sheet("Guests")
    for row in (["Name", "Going?"], ["Ana Diaz", "Yes"], ["Bo Lin", False]):
        sheet.append(row)
    made.save(tmp_path / "guests.xlsx")
    assert attendees(tmp_path / "guests.xlsx").people.name.tolist() == ["Ana Diaz"]


def test_several_columns_of_one_name_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "guests.csv"
    path.write_text("Name,Company,company\nBo Lin,Delta,Echo\n", "utf-8")
    found = attendees(path)
    assert found.people.company.tolist() == ["Delta"]
    assert found.report[["line", "column", "action"]].to_numpy().tolist() == [
        [1, "Company", "only the first is read"]
    ]


def test_marks_without_end_are_cut(tmp_path: Path) -> None:
    marks = "\u0301\u0316" * 50_000  # to put all of them in order would take minutes
    coming = attendees(written(tmp_path, f"Name,Company\nAna Diaz{marks},Delta{marks}\n"))
    assert coming.people.name.map(len).tolist() == [len("Ana Dia\u017a") + 30 - 1]
