"""Pure: what a card says, in the words of a page: when, how far, what it costs, how to join."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from app.core.clock import to_local
from app.finder.area_schemas import DeskOpen
from app.finder.place_schemas import OpenNow
from app.finder.schemas import Card, CardCost
from app.web.addresses import Language
from app.web.phones import to_call
from app.web.terms import Terms
from app.web.texts import Texts, named

CalendarDay: TypeAlias = date
"""A date; the name `date` is a method here."""
LONGEST_WALK_MINUTES = 60
WHOLE_KILOMETRES_FROM_M = 10_000
_JOINING = {
    "walk_in": named("card.joining.walk_in"),
    "call_first": named("card.joining.call_first"),
    "sign_up": named("card.joining.sign_up"),
    "by_referral": named("card.joining.by_referral"),
}
_CHANNEL = {
    "at_home": named("card.channel.at_home"),
    "phone": named("card.channel.phone"),
    "online": named("card.channel.online"),
    "on_the_move": named("card.channel.on_the_move"),
    "place": named("card.channel.place"),
}
# In Dutch the answer says it in words itself.
_DOOR = {
    "open": named("place.door.open"),
    "closed": named("place.door.closed"),
    "by_appointment": named("place.door.by_appointment"),
    "unknown": named("place.door.unknown"),
}
_DOOR_UNTIL = {
    "open": named("place.door.open_until"),
    "closed": named("place.door.closed_until"),
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words for what is shown at one moment, in one language."""

    texts: Texts
    terms: Terms
    now: datetime
    is_dated: bool = False
    """Whether it is read on other days too: dates then, and nothing that holds only now."""

    @property
    def language(self) -> Language:
        return self.texts.language

    def day(self, moment: datetime) -> str:
        """`vandaag`, `morgen` or `dinsdag 24 november`; to keep, always the last."""
        return self.day_of(to_local(moment).date())

    def day_of(self, local: CalendarDay) -> str:
        """The same of a date in the Netherlands."""
        today = to_local(self.now).date()
        if self.is_dated:
            return self.full_day(local)
        if local == today:
            return self.texts.text("day.today")
        if local == today + timedelta(days=1):
            return self.texts.text("day.tomorrow")
        return self.full_day(local)

    def full_day(self, local: CalendarDay) -> str:
        """`dinsdag 24 november`, also when that is today; with the year when it is another."""
        pattern = "EEEE d MMMM" if local.year == to_local(self.now).year else "EEEE d MMMM y"
        return format_date(local, pattern, locale=self.texts.locale)

    def day_month(self, local: CalendarDay) -> str:
        """`24 november`."""
        return format_date(local, "d MMMM", locale=self.texts.locale)

    def short_days(self, days: Sequence[CalendarDay]) -> str:
        """`di, wo en do`."""
        said = [format_date(day, "EEEEEE", locale=self.texts.locale) for day in days]
        return format_list(said, locale=self.texts.locale)

    def dated(self, moment: datetime) -> str:
        """`dinsdag 24 november`, whatever day it is: for what is printed or kept."""
        return self.full_day(to_local(moment).date())

    def is_near(self, moment: datetime) -> bool:
        """Whether `day` has a shorter word for it than its date."""
        return self.day(moment) != self.dated(moment)

    def clock(self, moment: datetime) -> str:
        """`14.00` in Dutch, `14:00` in English."""
        pattern = "H.mm" if self.language == "nl" else "HH:mm"
        return format_time(to_local(moment).time(), pattern, locale=self.texts.locale)

    def date(self, moment: datetime) -> str:
        """`24 november 2026`."""
        return format_date(to_local(moment).date(), "d MMMM y", locale=self.texts.locale)

    def hours(self, starts_at: datetime, ends_at: datetime) -> str:
        """`10.00 tot 11.30 uur`."""
        begin, end = self.clock(starts_at), self.clock(ends_at)
        return self.texts.text("hours.from_to", begin=begin, end=end)

    def when(self, card: Card) -> str:
        """With what a card begins: when it is next. First letter a capital."""
        if card.next is None:
            return self.texts.text("card.when.unknown")
        is_now = card.next.starts_at <= self.now < card.next.ends_at
        if is_now and not self.is_dated:
            return self.texts.text("card.when.now", end=self.clock(card.next.ends_at))
        day = self.day(card.next.starts_at)
        said = self.texts.text("card.when.at", day=day, begin=self.clock(card.next.starts_at))
        return said[:1].upper() + said[1:]

    def desk_open(self, desk: DeskOpen) -> str:
        """Whether somebody answers at a desk, until when, and otherwise when again."""
        changes_at = desk.changes_at
        if desk.state == "unknown" or changes_at is None or changes_at <= self.now:
            return self.texts.text("helps.desk.unknown")
        day, clock = self.day(changes_at), self.clock(changes_at)
        is_today = to_local(changes_at).date() == to_local(self.now).date()
        if desk.state == "open":
            until = clock if is_today else f"{day} {clock}"
            return self.texts.text("helps.desk.open", until=until)
        if is_today:
            return self.texts.text("helps.desk.today", begin=clock)
        return self.texts.text("helps.desk.later", day=day, begin=clock)

    def answers(self, line: Card) -> str:
        """When a telephone line is answered: now, or when again."""
        if line.next is None or line.next.ends_at <= self.now:
            return self.texts.text("helps.line.unknown")
        begin, end = self.clock(line.next.starts_at), self.clock(line.next.ends_at)
        if line.next.starts_at <= self.now:
            return self.texts.text("helps.line.now", end=end)
        day = self.day(line.next.starts_at)
        said = self.texts.text("helps.line.later", day=day, begin=begin, end=end)
        return said[:1].upper() + said[1:]

    def way(self, card: Card) -> str:
        """How far on foot, or how it comes to you."""
        if card.walk_minutes is not None and card.walk_minutes <= LONGEST_WALK_MINUTES:
            return self.texts.counted("card.walk", max(card.walk_minutes, 1))
        if card.distance is not None:
            return self.texts.text("card.distance", km=self.kilometres(card.distance))
        if card.place is not None and card.buurt is not None:
            return self.texts.text("card.in_area", area=card.buurt.name)
        return self.texts.text(_CHANNEL[card.channel])

    def way_aloud(self, card: Card) -> str | None:
        """What `way` says in signs, in words for the ear; None when it reads well as it is."""
        if card.walk_minutes is not None and card.walk_minutes <= LONGEST_WALK_MINUTES:
            return self.texts.counted("card.walk_aloud", max(card.walk_minutes, 1))
        return None

    def kilometres(self, metres: int) -> str:
        """`1,2` of 1,234 metres; whole from ten on."""
        return format_decimal(
            metres / 1000,
            "0.#" if metres < WHOLE_KILOMETRES_FROM_M else "0",
            locale=self.texts.locale,
        )

    def price(self, cost: CardCost) -> str:
        """What it costs, short."""
        if cost.kind == "amount" and cost.amount is not None:
            money = self.money(cost.amount)
            return (
                self.texts.text("card.cost.per", money=money, per=cost.per) if cost.per else money
            )
        if cost.kind == "free":
            return self.texts.text("card.cost.free")
        if cost.kind == "donation":
            return self.texts.text("card.cost.donation")
        if cost.kind == "contribution":
            return self.texts.text("card.cost.contribution")
        return self.texts.text("card.cost.unknown")

    def money(self, euros: float) -> str:
        """`€ 2,50`."""
        return format_currency(euros, "EUR", locale=self.texts.locale)

    def joining(self, card: Card) -> str:
        """Whether one walks in, short."""
        return self.texts.text(_JOINING[card.joining])

    def checked(self, card: Card) -> str:
        """When somebody last looked whether this is right."""
        if self.language == "nl":
            return card.verification.text
        if card.verification.verified_at is None:
            return self.texts.text("card.checked.never")
        return self.texts.text("card.checked.on", date=self.date(card.verification.verified_at))

    def dialled(self, number: str) -> str:
        """A telephone number as an address (`tel:`) has it."""
        return to_call(number)

    def date_of(self, day: CalendarDay) -> str:
        """`24 november 2026`, of a date."""
        return format_date(day, "d MMMM y", locale=self.texts.locale)

    def door(self, door: OpenNow) -> str:
        """Whether a place is open, until when, and otherwise when again; a capital first."""
        if self.language == "nl":
            return door.text[:1].upper() + door.text[1:]
        changes_at = door.changes_at
        if changes_at is None or door.state in {"by_appointment", "unknown"}:
            return self.texts.text(_DOOR[door.state])
        is_today = to_local(changes_at).date() == to_local(self.now).date()
        clock = self.clock(changes_at)
        until = clock if is_today else f"{self.day(changes_at)} {clock}"
        return self.texts.text(_DOOR_UNTIL[door.state], until=until)

    def language_name(self, code: str) -> str:
        """What a language is called, by its code; the code itself when it is too rare for that."""
        return str(self.texts.locale.languages.get(code.partition("-")[0], code))

    def term(self, vocabulary: str, code: str) -> str:
        """What a code of a vocabulary is called."""
        return self.terms.label(vocabulary, code, self.language)
