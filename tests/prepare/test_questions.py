"""The question bank, a user's own, the balanced choice, and what counts as an open question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.errors import InfonetError, ReadError
from infonet.prepare import AUDIENCES, TOPICS, is_open_ended, questions

OPEN = [
    "What surprised you most?",
    "How did you get into the field?",
    "Why did you leave Echo?",
    "Which skills count most?",
    "Who else should I talk to?",
    "Where do you see the field in five years?",
    "Tell me about your first year.",
    "Tell me more about that",
    "Walk me through a normal week",
    "Please describe a project you liked.",
    "Could you tell me how you got your first role?",
    "Can you walk me through a normal day?",
    "Would you mind telling me what you would do differently?",
    "Would you be willing to share what you look for?",
    "May I ask what brought you to Delta?",
    "I'd love to hear how you chose Delta.",
    "I am curious about your path.",
    "I wonder what changed after the merger.",
    "When you look back, what would you do differently?",
    "If you could start again, what would you change?",
    "If you could start again what would you change?",
    "On a normal day what do you do first?",
    "In what ways has the role changed?",
    "To what extent do tools shape the work?",
    "What's the hardest part?",
    "So, how's the team?",
    "Ana, what do you think of the new rules?",
    "You moved from Echo to Delta; how did that go?",
    "I saw that Delta bought Echo. How did that change your work?",
    "What do you think is missing?",
    "Which books, talks or courses would you recommend?",
    "Which books, talks or courses helped you?",
    "How do people in your team, or in others, share what they learn?",
    "How would you describe the team in a word or two?",
    "How do you decide whether to take a project?",
    "What skills, in your view, are missing?",
    "Could we talk about how hiring works?",
    "Where you work now, what is the pace like?",
    "Help me understand how the teams fit together.",
    "Given what I told you, what would you do in my place?",
    "Are you able to tell me what the team is like?",
    "Could you say more about that?",
    "Show me how you plan a week.",
    "Would you be so kind as to explain how teams are formed?",
    "I would love to know what you read.",
    "I am interested in how teams are formed.",
    "Could I ask you about your path?",
    "Can you give me an example of a good application?",
    "What did you do next, and how did it go?",
    "why not?",
    "From whom did you learn the most?",
    "How much freedom do people have in choosing their work?",
    "What happens when a project is late?",
    "Since you joined, what has changed?",
    "As a manager, what do you look for?",
    "Do tell me about the team.",
    "How do you, as a manager, handle mistakes?",
    "What would you do, if you were me?",
    "If I may ask, what made you leave?",
    "What is it like, working at Delta?",
]

CLOSED = [
    "Do you like it here?",
    "Does it pay well?",
    "Did you study physics?",
    "Is it a good place to work?",
    "Are there openings?",
    "Was it hard?",
    "Can I send you my résumé?",
    "Could you introduce me to Bo?",
    "Would you recommend it?",
    "Will the team grow?",
    "Have you worked abroad?",
    "Has the role changed?",
    "Should I learn SQL?",
    "Isn't it hard?",
    "Don't you miss the lab?",
    "When you started, did you know anybody?",
    "When you started did you know anybody?",
    "If you could start again, would you?",
    "If you started again would you take the same way?",
    "Ana, do you like it?",
    "So, is it fun?",
    "And do you travel?",
    "Is it the people or the work?",
    "Do you prefer the office or your home?",
    "Could you tell me whether you are hiring?",
    "Could you tell me if the team is growing?",
    "I wonder whether it is hard.",
    "Tell me if you like it.",
    "Can you tell me how many people work there?",
    "How many people are in the team?",
    "How long have you been here?",
    "How old is the company?",
    "How often do you travel?",
    "When did you join?",
    "At what age did you start?",
    "You like it here, don't you?",
    "It is hard, right?",
    "You started at Delta?",
    "Any advice?",
    "What do you do, and do you like it?",
    "What do you do and would you do it again?",
    "Is it fun? Why?",
    "How did you start? Was it hard?",
    "Tell me about your week. Do you like it?",
    "Nice to meet you.",
    "Thank you.",
    "",
    "?",
    "May I ask whether you are hiring?",
    "Looking back, was it worth it?",
    "What you described, is it typical?",
    "Do you know anybody at Echo?",
    "Is there anything you wish you had known?",
    "You had planned that, hadn't you?",
    "Am I too old for this?",
    "Were you nervous?",
    "Can you help me get a job?",
    "Could you give me Bo's address?",
    "Can you talk?",
    "Would you take me to lunch?",
    "I'd like to know if you are hiring.",
    "I am curious whether it pays.",
    "Could I ask how many people you hire?",
    "Must I move?",
    "do you like it",
]


@pytest.mark.parametrize("question", OPEN)
def test_an_open_question_is_open(question: str) -> None:
    assert is_open_ended(question)


@pytest.mark.parametrize("question", CLOSED)
def test_a_closed_question_is_flagged(question: str) -> None:
    assert not is_open_ended(question)


@pytest.mark.parametrize("question", [*OPEN, *CLOSED])
def test_capitals_and_curly_quotes_do_not_matter(question: str) -> None:
    assert is_open_ended(question.upper().replace("'", "’")) == is_open_ended(question)


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_text_is_judged_and_a_closed_question_closes_it(text: str) -> None:
    assert is_open_ended(text) in (True, False)
    assert not is_open_ended(f"{text}\nDo you like it?")


@pytest.mark.parametrize("piece", ["be so kind as to ", "what, ", "and ", "a" * 9, ". ", "n't "])
def test_a_long_text_is_judged_in_proportion_to_its_length(piece: str) -> None:
    assert not is_open_ended(piece * 20_000 + "\nIs it?")


def test_the_whole_bank_is_open() -> None:
    bank = questions()
    assert bank.question[~bank.question.map(is_open_ended)].tolist() == []
    assert bank.open.all()


def test_the_bank_has_five_to_eight_questions_on_every_topic() -> None:
    counts = questions().topic.value_counts()
    assert set(counts.index) == set(TOPICS)
    assert counts.between(5, 8).all()


def test_every_audience_can_be_asked_about_every_topic() -> None:
    for audience in AUDIENCES:
        assert set(questions(audience).topic) == set(TOPICS), audience


def test_no_question_asks_for_a_job() -> None:
    text = questions().question.str.casefold()
    assert not text.str.contains(
        r"\b(?:vacanc|hire me|a job|refer me|my application|opening)"
    ).any()


def test_no_question_stands_twice() -> None:
    assert questions().question.is_unique


def test_questions_come_in_the_order_of_a_conversation() -> None:
    topics = list(dict.fromkeys(questions("manager").topic))
    assert topics == list(TOPICS)


def test_a_choice_opens_and_closes_the_conversation() -> None:
    for audience in AUDIENCES:
        chosen = questions(audience, n=5)
        assert len(chosen) == 5
        assert chosen.topic.iloc[0] == "path"
        assert chosen.topic.iloc[-1] == "closing"
        assert chosen.topic.is_unique
        assert chosen.audience.str.contains(audience).all()


def test_ten_questions_touch_every_topic_once_and_twenty_twice() -> None:
    assert questions(n=10).topic.tolist() == list(TOPICS)
    assert set(questions(n=20).topic.value_counts()) == {2}


@pytest.mark.parametrize("audience", [None, "recruiter"])
def test_a_longer_choice_holds_the_shorter(audience: str | None) -> None:
    every = questions(audience)
    chosen: set[str] = set()
    for n in range(1, len(every) + 2):
        longer = set(questions(audience, n=n).question)
        assert chosen <= longer
        assert len(longer) == min(n, len(every))
        chosen = longer
    assert chosen == set(every.question)


def test_one_topic() -> None:
    assert set(questions(topic="trends").topic) == {"trends"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"audience": "managers"}, "`managers` is no audience of the bank: did you mean `manager`"),
        ({"topic": "salary"}, "`salary` is no topic of the bank: choose one of path, role"),
        ({"n": 0}, "`n` takes a whole number from 1 on, not `0`"),
        ({"n": True}, "not `True`"),
        ({"n": 2.5}, "not `2.5`"),
    ],
)
def test_a_wrong_wish_says_what_there_is(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(InfonetError, match=told):
        questions(**wrong)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "mine.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_bank_of_ones_own_comes_first_in_its_topic(tmp_path: Path) -> None:
    bank = write(
        tmp_path,
        "question,topic,audience\n"
        '"What, in your view, is the union good for?",culture,peer; manager\n'
        "How is pay set?,pay,\n",
    )
    mine = questions(bank=bank)
    assert len(mine) == len(questions()) + 2
    assert questions(topic="culture", n=1, bank=bank).audience[0] == "peer, manager"
    # A topic of one's own stands before the closing, and no audience means everybody.
    assert list(dict.fromkeys(mine.topic)) == [*TOPICS[:-1], "pay", "closing"]
    assert questions("recruiter", "pay", bank=bank).question.tolist() == ["How is pay set?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_bank_as_a_spreadsheet_saves_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["Topic", "Question", "Audience"], ["trends", "Was überrascht Sie?", "alum"]]
    bank = write(tmp_path, "\r\n".join(map(delimiter.join, rows)) + "\r\n\r\n", encoding)
    assert questions(topic="trends", n=1, bank=bank).question[0] == "Was überrascht Sie?"


def test_the_banks_own_frame_is_a_bank(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    questions().to_csv(path, index=False)
    assert questions(bank=path).equals(questions())


def test_a_closed_question_of_ones_own_is_kept_and_flagged(tmp_path: Path) -> None:
    bank = write(tmp_path, "question,topic,audience\nDo you like it?,culture,peer\n")
    flagged = questions(bank=bank).query("~open")
    assert flagged.question.tolist() == ["Do you like it?"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: expected the columns question, topic, audience: `question` is missing"),
        ("question,topic\n", "line 1: .*`audience` is missing"),
        ("question,topic,audience,note\n", "line 1: .*`note` is none of them"),
        ("question,topic,audience,topic\n", "one is there twice"),
        (
            "question,topic,audience\nWhy?,role,peer\n\nWhy not?,role,boss\n",
            "`mine.csv`, line 4, column `audience`: `boss` is no audience; choose one of peer",
        ),
        (
            'question,topic,audience\n"Why\nnot?",role,peer\nWho?,role,mangers\n',
            "line 4, column `audience`: `mangers` is no audience; did you mean `manager`",
        ),
        ("question,topic,audience\nWhy?,trend,peer\n", "`trend` is no topic; write `trends`"),
        ("question,topic,audience\nWhy?,,peer\n", "line 2, column `topic`: it is empty"),
        ("question,topic,audience\n,role,peer\n", "line 2, column `question`: it is empty"),
        ("question,topic,audience\nWhy, then?,role,peer\n", "line 2: 4 fields where .* has 3"),
        ('question,topic,audience\n"Why?,role,peer\n', "it is no CSV from here on"),
    ],
)
def test_a_faulty_bank_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        questions(bank=write(tmp_path, text))


def test_a_bank_that_is_not_there_or_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"`none.csv`: it cannot be read"):
        questions(bank=tmp_path / "none.csv")
    with pytest.raises(ReadError, match="save it as CSV UTF-8"):
        questions(bank=write(tmp_path, "question,topic,audience\nÜ?,role,\n", "latin-1"))
