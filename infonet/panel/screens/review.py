"""The review: what the asks led to, and what to change, in sentences and three pictures."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from infonet import plot
from infonet.conversion import forecast, funnel, median_wait, review, waiting_time
from infonet.ledger import Ledger
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, day_of
from infonet.panel.screens.letter import CHANNELS
from infonet.panel.screens.people import CLOSE
from infonet.panel.screens.pictures import Pictures
from infonet.panel.screens.proof import ForCoach, Proof
from infonet.strength import priors
from infonet.tables import TEXT
from infonet.tables.stages import BY_NAME

GROUPS = {
    "none": "all asks together",
    "kind": "by kind of ask",
    "tie class": "by closeness",
    "channel": "by channel",
    "hops": "by steps",
    "month": "by month",
}
"""The groups of the asks → what a job seeker calls them."""

_LABELS = {
    **CLOSE,
    **dict(CHANNELS),
    "introduction": "introduction",
    "direct": "you know them",
    "cold": "cold message",
    "scout": "may know somebody",
}
"""Kind of request, closeness or channel → what it is called."""
_SPOKEN = ("kind", "tie class", "channel")

_DONE = {
    "introduced": "led to an introduction",
    "replied": "got a reply",
    "scheduled": "led to a date",
    "held": "led to a talk",
    "referred": "led to a referral",
    "offered": "led to an offer",
}
_WAITS = (("held", "referred"), ("asked", "held"), ("asked", "replied"), ("held", "offered"))
_SINCE = {"asked": "days since the ask", "held": "days since the talk"}
_HEADS = {
    "kind": "Kind of ask",
    "tie class": "Closeness",
    "channel": "Channel",
    "hops": "Steps",
    "month": "Month",
}
_HOW_FAR = "How far your asks got"
_BY_MONTH = "share of asks that led to a talk, by month"
_AT_MOST = 4
_WIDE, _LOW, _HIGH = 400.0, 170.0, 220.0
_NO_LOG = (
    "Nothing to review yet. Ask somebody for a talk and press “I sent it”: what comes of your asks"
    " is counted here."
)
_TIES = {
    "strong": "somebody close",
    "medium": "somebody you know well",
    "weak": "somebody you know a little",
    "connection": "a mere connection",
    "cold": "a stranger",
    "scout": "a friend, for a name there",
}
"""The class of a tie → who is asked."""
_ASSUMED = (
    "Reckoned with one referral in ten talks: an assumption, until your own talks are counted."
)
_NONE = "You asked nobody in this period: choose an earlier From or a later Until."
_TURNED = "From is later than Until: choose an earlier From or a later Until."
_HONEST = (
    "A rate counts only asks that have had {within} days, so that a recent one is no failure. The"
    " range holds the true rate 95 times in 100 if each ask went to somebody else: many asks to one"
    " person say less."
)


def to_week(session: Session) -> Node:
    """Return the button that leads to whom one can ask."""
    return html.row(html.button("See who to ask", session.goes("week"), kind="main"))


class ReviewScreen:
    """Show what the asks of a period led to; never what is due."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._since: pd.Timestamp | None = None
        self._until: pd.Timestamp | None = None
        self._by, self._wait = "none", _WAITS[0]
        self._pictures = Pictures(session)
        self._handed = Proof(session), ForCoach(session)

    def page(self, about: str) -> Node:
        """Return the review of the period."""
        session = self.session
        if not session.ledger.histories:
            return self._before_the_first_ask()
        name = f"review {self._since} {self._until}"
        log = session.once(name, lambda: session.ledger.asked(self._since, self._until))
        if not log.requests(as_of=session.day):
            since, until = self._since, self._until
            turned = since is not None and until is not None and since > until
            nothing = html.empty(_TURNED if turned else _NONE)
            return html.box(self._period(), nothing, self._handing_over(), key="review")
        found = session.once(f"{name} found", lambda: review(log, as_of=session.day))
        said = [html.element("p", text, dir="auto") for text in found.sentences.text]
        weeks = self._weeks(name, found.weeks)
        picture = self._funnel(name, log)
        if picture is not None:
            picture = html.box(html.heading(_HOW_FAR, level=3), picture)
        return html.box(
            html.box(html.heading("What your asks led to"), said, class_="sentences"),
            self._period(),
            html.box(
                html.box(html.heading("Week by week", level=3), weeks, picture),
                self._waiting(name, log),
                class_="two even",
            ),
            self._numbers(name, log),
            html.element("p", _HONEST.format(within=found.within), class_="hint"),
            self._handing_over(),
            key="review",
        )

    def _handing_over(self) -> list[Node]:
        """Return what can be made for others to read."""
        return [each.section() for each in self._handed]

    def _before_the_first_ask(self) -> Node:
        """Return what is reckoned with while nothing was asked; where it is from is on hover."""
        session = self.session
        rows = [
            [
                html.element("span", _TIES[each["tie_class"]], title=each["basis"]),
                f"{100 * each['probability']:.0f} %",
                f"{100 * each['low']:.0f} to {100 * each['high']:.0f} %",
            ]
            for each in html.rows_of(priors())
        ]
        ahead = session.once("forecast", lambda: forecast(session.ledger, as_of=session.day))
        talks = [[f"{100 * each['chance']:.0f} %", each["shown"]] for each in html.rows_of(ahead)]
        return html.box(
            html.box(
                html.heading("What your asks led to"),
                html.element("p", _NO_LOG),
                to_week(session),
                class_="sentences",
            ),
            html.box(
                html.box(
                    html.heading("Until your own asks say better", level=3),
                    html.table(("Whom you ask", "They help #", "Range #"), rows, class_="figures"),
                ),
                html.box(
                    html.heading("How many talks a referral takes", level=3),
                    html.table(("For a chance of", "Talks #"), talks),
                    html.element("p", _ASSUMED, class_="hint"),
                ),
                class_="two",
            ),
            self._handed[-1].section(),
            key="review",
        )

    def _period(self) -> Node:
        """Return the fields of the period and the groups."""
        groups = list(GROUPS.items())
        return html.row(
            html.day_field("since", "Asked from", self._since, change=self._choose),
            html.day_field("until", "until", self._until, change=self._choose),
            html.choice("by", "Show", groups, self._by, change=self._choose),
            html.button("All of the time", self._reset, kind="quiet")
            if (self._since, self._until) != (None, None)
            else None,
            class_="period",
            role="group",
            aria_label="Period and groups",
        )

    def _choose(self, values: Values) -> None:
        self._since, self._until = day_of(values, "since"), day_of(values, "until")
        if values.get("by") in GROUPS:
            self._by = str(values["by"])

    def _reset(self, values: Values) -> None:
        self._since = self._until = None

    def _weeks(self, name: str, weeks: pd.DataFrame) -> Node:
        """Return the picture of the weeks."""
        sums = weeks[["asked", "held", "referred"]].sum()
        words = (
            f"{counted(int(sums.asked), 'ask')}, {counted(int(sums.held), 'talk')} and"
            f" {counted(int(sums.referred), 'referral')} in {counted(len(weeks), 'week')}"
        )
        drawn = partial(_draw_weeks, weeks)
        return self._pictures.draw(f"{name} weeks", drawn, words, width=_WIDE, height=_LOW)

    def _stages(self, name: str, log: Ledger) -> pd.DataFrame:
        """Return the funnel of the groups that are shown."""
        by = None if self._by == "none" else self._by
        return self.session.once(
            f"{name} stages {by}", lambda: funnel(log, as_of=self.session.day, by=by)
        )

    def _funnel(self, name: str, log: Ledger) -> Node | None:
        """Return the picture of how far the asks got; none of more groups than it can show."""
        found, by = self._stages(name, log), self._by

        if by == "month":
            drawn, words = partial(_cohorts, found), f"The {_BY_MONTH}"
        elif by != "none" and found.iloc[:, 0].nunique(dropna=False) > _AT_MOST:
            return None
        else:
            shown = found.assign(stage=found.stage.map(_label))
            if by in _SPOKEN:
                shown[found.columns[0]] = _spoken(found)
            shown.attrs.update(found.attrs)
            drawn = partial(_draw_funnel, shown)
            words = "How many asks got how far, as in the numbers below"
        return self._pictures.draw(
            f"{name} funnel {by}",
            drawn,
            words,
            width=_WIDE,
            height=_HIGH,
            plain={'share of requests that reached "held", by month': _BY_MONTH},
        )

    def _numbers(self, name: str, log: Ledger) -> Node:
        """Return how far the asks got, in numbers; of groups a row each."""
        found, by = self._stages(name, log), self._by
        if by == "none":
            columns = ["How far", "Old enough #", "Got there #", "Rate #", "Range #"]
            columns.append("So far, with recent ones #")
            rows = [_row(each) for each in found.to_dict("records")]
        else:
            stages = list(dict.fromkeys(found.stage))
            columns = [_HEADS[by], "Old enough #", *(f"{_label(each)} #" for each in stages[1:])]
            rows = [
                _group_row(_group(label, by), part, stages)
                for label, part in found.groupby(
                    found.columns[0], sort=False, dropna=False, observed=True
                )
            ]
        few = by in ("none", "month") or len(rows) <= _AT_MOST
        return html.unfold(
            "The numbers",
            html.table(columns, rows),
            open=None if few else True,
            key=f"numbers {by}",
        )

    def _waiting(self, name: str, log: Ledger) -> Node:
        """Return how long it took from one stage to a later one."""
        session = self.session
        start, end = self._wait
        options = [(f"{a} {b}", f"{_label(a)} → {_label(b)}") for a, b in _WAITS]
        by = None if self._by in ("none", "month") else self._by

        def make() -> tuple[pd.DataFrame, pd.DataFrame]:
            middle = median_wait(log, start, end, as_of=session.day, by=by)
            curve = waiting_time(log, start, end, as_of=session.day, by=by)
            if by in _SPOKEN:
                tables = (middle, curve)
                middle, curve = (each.assign(**{each.columns[0]: _spoken(each)}) for each in tables)
            return middle, curve

        wait = f"{name} wait {self._by} {start} {end}"
        words = f"The share that got from “{_label(start)}” to “{_label(end)}”, by day"
        size = {"width": _WIDE, "height": _LOW}
        found, room = self._pictures.late(wait, make, words, **size)
        shown = [room]
        if found is not None:
            middle, curve = found
            shown = [
                html.element("p", _took(each, curve, by, start, end), dir="auto")
                for each in middle.to_dict("records")
            ]
            if len(middle) <= _AT_MOST and len(curve):
                drawn = partial(_curve, curve, "share that got there, by day")
                plain = {"at risk": "waiting", f"days since {start}": _SINCE[start]}
                name = f"{wait} drawn"
                shown.append(self._pictures.draw(name, drawn, words, **size, plain=plain))
        return html.box(
            html.heading("How long it takes", level=3),
            html.choice("wait", "From", options, f"{start} {end}", change=self._choose_wait),
            shown,
            key="waiting",
        )

    def _choose_wait(self, values: Values) -> None:
        start, _, end = str(values.get("wait") or "").partition(" ")
        if (start, end) in _WAITS:
            self._wait = (start, end)


def _label(stage: str) -> str:
    return "Named somebody" if stage == "named" else BY_NAME[stage].label


def _spoken(groups: pd.DataFrame) -> pd.Series:
    """Return the groups, which are the first column, as a job seeker calls them."""
    return groups.iloc[:, 0].astype(TEXT).replace(_LABELS)


def _draw_weeks(weeks: pd.DataFrame, figure: Any) -> None:
    plot.review_weeks(weeks, ax=figure)


def _draw_funnel(found: pd.DataFrame, figure: Any) -> None:
    plot.funnel(found, ax=figure)


def _cohorts(found: pd.DataFrame, figure: Any) -> None:
    plot.cohorts(found, ax=figure)


def _curve(curve: pd.DataFrame, label: str, figure: Any) -> None:
    plot.waiting_time(curve, label=label, ax=figure)


def _row(row: dict[Any, Any]) -> list[str]:
    """Return a stage as a row of the table."""
    rate, low, high, so_far = (_percent(row[name]) for name in ("rate", "low", "high", "naive"))
    spread = f"{low} to {high}" if rate else "none old enough yet"
    return [_label(row["stage"]), str(row["n"]), str(row["reached"]), rate, spread, so_far]


def _group_row(name: str, part: pd.DataFrame, stages: list[str]) -> list[Any]:
    """Return a group as a row of the table: of each stage how many got there, and the rate."""
    of_stage = {row["stage"]: row for row in part.to_dict("records")}
    cells: list[Any] = [name, str(of_stage["asked"]["n"])]
    for stage in stages[1:]:
        row = of_stage.get(stage)
        if row is None or not row["n"]:
            cells.append("")
            continue
        count = f"{row['reached']} of {row['n']}"
        spread = f"{_percent(row['low'])} to {_percent(row['high'])}"
        cells.append([_percent(row["rate"]), *(html.element("small", x) for x in (count, spread))])
    return cells


def _percent(rate: float) -> str:
    return "" if pd.isna(rate) else f"{100 * rate:.0f} %"


def _group(label: Any, by: str) -> str:
    """Return the label of a group as it is shown."""
    if pd.isna(label):
        return "not known"
    if by == "month":
        return f"{pd.Timestamp(f'{label}-01'):%b %Y}"
    return _LABELS.get(str(label), str(label))


def _took(row: dict[Any, Any], curve: pd.DataFrame, by: str | None, start: str, end: str) -> str:
    """Say how many got there so far, and how long half of them took."""
    who = ""
    if by is not None:
        label = next(iter(row.values()))
        curve = curve[curve.iloc[:, 0].isin([label])]
        group = _group(label, by)
        who = f"{group[:1].upper()}{group[1:]}: "
    if not row["n"]:
        return f"{who}no ask has come as far as “{_label(start)}” yet."
    many = f"{who}{row['happened']} of {row['n']} {_DONE[end]}"
    if pd.isna(row["median"]):
        days = counted(int(curve.day.max()), "day")
        if row["happened"]:
            return f"{many}; fewer than half after {days}."
        none = "so far" if row["n"] == 1 else f"of {row['n']}"
        return f"{who}{'not' if who else 'Not'} one {none} {_DONE[end]} in {days}."
    if pd.isna(row["low"]):
        high = row["high"]
        span = "too few to say how sure this is" if pd.isna(high) else f"likely {high} or less"
    else:
        most = "or more" if pd.isna(row["high"]) else f"to {row['high']}"
        span = f"likely {row['low']} {most}"
    return f"{many}; half of them within {row['median']} days ({span})."
