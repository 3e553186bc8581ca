"""Who is inside a company or a field, and by which job."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from infonet.errors import InfonetError, UnknownNameError
from infonet.insiders import Workplaces, near_words
from infonet.tables import Tables

PERSON = pd.Index(["in/ana", "in/bo", "me"])
EGO = 2
ANA, BO = 0, 1


def places(*jobs: dict[str, str], wanted: str | None = None) -> Workplaces:
    companies = [{"company": wanted, "kind": "company", "priority": 1}] if wanted else []
    return Workplaces(Tables.of(jobs=jobs, companies=companies), PERSON, EGO)


def job(person: str, company: str, title: str, **more: str) -> dict[str, str]:
    return {"person": person, "company": company, "title": title, **more}


PAST = job("in/ana", "Delta", "Intern", end="2019-01-01")
PRESENT = job("in/ana", "Delta", "Head", start="2019-02-01")


@pytest.mark.parametrize("jobs", [(PAST, PRESENT), (PRESENT, PAST)])
def test_a_present_job_is_shown_before_a_past_one_at_the_same_company(
    jobs: tuple[dict[str, str], ...],
) -> None:
    found = places(*jobs)
    for former in (False, True):
        assert found.at_target(ANA, found.target("Delta", former=former)) == ("Delta", "Head")


def test_a_past_job_says_until_when() -> None:
    found = places(PAST, job("in/bo", "Delta", "Clerk"))
    target = found.target("Delta", former=True)
    assert target.insiders.tolist() == [ANA, BO]
    assert found.at_target(ANA, target) == ("Delta", "Intern (until 2019-01-01)")
    untitled = {"person": "in/ana", "company": "Delta", "end": "2019-01-01"}
    found = places(untitled)
    target = found.target("Delta", former=True)
    assert found.at_target(ANA, target) == ("Delta", "worked there (until 2019-01-01)")


def test_who_left_is_inside_only_when_asked_for() -> None:
    found = places(PAST)
    assert found.target("Delta").insiders.tolist() == []
    assert found.target("Delta", former=True).insiders.tolist() == [ANA]


def schooled(person: str, name: str, year: str | None = None) -> dict[str, Any]:
    days = {} if year is None else dict.fromkeys(("since", "last"), pd.Timestamp(year))
    return {"gathering": name, "kind": "school", "person": person, **days}


def test_who_went_to_my_school_in_whatever_years_has_it_in_common_with_me() -> None:
    went = [schooled("me", "Quillmark College", "2001"), schooled("in/ana", "QUILLMARK College")]
    tables = Tables.of(gatherings=went, jobs=[job("in/bo", "Quillmark College", "Dean")])
    found = Workplaces(tables, PERSON, EGO)
    assert found.alumni.tolist() == [True, False, False]
    assert [found.in_common(one) for one in (ANA, BO, EGO)] == [
        "went to Quillmark College, like you", None, None,
    ]  # fmt: skip
    # An employer of mine is said first, and nobody has anything in common with nobody.
    jobs = [job("in/ana", "Golf Ltd", "Clerk"), job("me", "Golf", "Clerk")]
    both = Workplaces(Tables.of(gatherings=went, jobs=jobs), PERSON, EGO)
    assert both.in_common(ANA) == "worked at Golf, like you"
    assert not Workplaces(tables, PERSON, -1).alumni.any()


def test_other_schools_beside_the_same_jobs_make_other_alumni() -> None:
    tables = Tables.of(gatherings=[schooled("me", "Quillmark College")])
    found = Workplaces(tables, PERSON, EGO)
    assert not found.alumni.any()
    assert found.beside(tables).in_common(ANA) is None
    more = Tables.of(
        gatherings=[*tables.gatherings.to_dict("records"), schooled("in/ana", "Quillmark College")]
    )
    beside = found.beside(more)
    assert beside.alumni.tolist() == [True, False, False]
    assert beside.in_common(ANA) == "went to Quillmark College, like you"


def test_a_field_is_matched_on_titles_of_present_jobs() -> None:
    found = places(job("in/ana", "Echo", "Data Engineer"), job("in/bo", "Echo", "Clerk"))
    target = found.target(field="data engineering")
    assert (target.insiders.tolist(), target.spellings) == ([ANA], ("Data Engineer",))


def test_the_egos_own_job_is_nobodys_way_in() -> None:
    found = places(job("me", "Delta", "Analyst"), job("in/bo", "Delta", "Clerk"))
    assert found.target("Delta").insiders.tolist() == [BO]


def test_where_nobody_is_known_it_says_what_to_do() -> None:
    with pytest.raises(UnknownNameError) as error:
        places(PRESENT).target("Detla")
    assert str(error.value) == (
        "you know nobody at `Detla` yet: did you mean `Delta`? "
        "If not, make it a target: `book.want('Detla')`"
    )
    assert error.value.candidates == ("Delta",)
    with pytest.raises(UnknownNameError) as error:
        places(PRESENT).target("Zzyzx")
    assert str(error.value) == (
        "you know nobody at `Zzyzx` yet: check the spelling, or make it a target: "
        "`book.want('Zzyzx')`"
    )


def test_a_wanted_company_without_insiders_is_a_target_all_the_same() -> None:
    target = places(PRESENT, wanted="Golf").target("Golf", former=True)
    assert (target.name, target.kind, target.insiders.tolist()) == ("Golf", "company", [])


def test_a_name_means_the_field_of_that_name_or_else_the_company() -> None:
    jobs = [job("in/ana", "Data", "Clerk"), job("in/bo", "Echo", "Data Engineer")]
    fields = [{"company": "Data", "kind": "field"}]
    for companies, kind, inside in (([], "company", [ANA]), (fields, "field", [BO])):
        found = Workplaces(Tables.of(jobs=jobs, companies=companies), PERSON, EGO)
        target = found.named("Data")
        assert (target.kind, target.insiders.tolist()) == (kind, inside)
        assert found.is_field("Data") == (kind == "field")


def test_an_unknown_name_is_an_error_or_has_nobody_inside() -> None:
    found = places(PRESENT)
    with pytest.raises(UnknownNameError, match="did you mean `Delta`"):
        found.named("Detla")
    target = found.named("Detla", strict=False)
    assert (target.name, target.kind, target.insiders.tolist()) == ("Detla", "company", [])


@pytest.mark.parametrize("given", [{}, {"company": "Delta", "field": "data"}])
def test_a_target_is_a_company_or_a_field(given: dict[str, Any]) -> None:
    with pytest.raises(InfonetError, match="one of the two"):
        places(PRESENT).target(**given)


FJORDLYS = (
    job("in/ana", "Fjordlys UK", "Clerk"),
    job("in/bo", "FJORDLYS UK Ltd", "Clerk"),
    job("in/bo", "Fjordlys.com", "Clerk"),
    job("in/ana", "Fjordlys Kraft", "Clerk", end="2019-01-01"),
    job("in/ana", "Loopio", "Clerk"),
)


def test_near_spellings_are_named_with_the_people_who_are_there_now() -> None:
    near = places(*FJORDLYS).near("Fjordlys")
    assert near.to_dict("list") == {"company": ["Fjordlys UK", "Fjordlys.com"], "people": [2, 1]}
    assert near_words(near) == "2 people at Fjordlys UK, 1 at Fjordlys.com"
    assert len(places(*FJORDLYS).near("Loop")) == 0


def test_where_only_near_spellings_are_known_the_error_asks_whether_they_are_the_same() -> None:
    with pytest.raises(UnknownNameError) as caught:
        places(*FJORDLYS).target("Fjordlys")
    error = caught.value
    assert error.near == {"company": ["Fjordlys UK", "Fjordlys.com"], "people": [2, 1]}
    assert error.candidates[:2] == ("Fjordlys UK", "Fjordlys.com")
    assert error.plain == (
        "You know nobody at Fjordlys itself; 2 people at Fjordlys UK, 1 at Fjordlys.com: "
        "the same company?"
    )
    assert "book.same_company('Fjordlys', 'Fjordlys UK')" in str(error)


def test_what_was_declared_the_same_or_another_is_near_no_more() -> None:
    same = {"company": "Fjordlys", "kind": "company", "aliases": ("fjordlys uk",)}
    other = {"company": "Fjordlys AS", "kind": "another company", "text": "Fjordlys.com"}
    for companies, notes, left in (
        ([same], [], ["Fjordlys.com"]),
        ([], [other], ["Fjordlys UK"]),
        ([same], [other], []),
    ):
        tables = Tables.of(jobs=FJORDLYS, companies=companies, notes=notes)
        assert Workplaces(tables, PERSON, EGO).near("Fjordlys").company.tolist() == left


def test_a_company_is_found_by_its_second_name() -> None:
    found = places(job("in/ana", "Nordic Fjord Services (NFS)", "Clerk"))
    assert found.target("NFS").insiders.tolist() == [ANA]
