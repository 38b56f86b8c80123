"""The columns of a file with offerings: the one table behind parser, documentation and example.

One line is one offering. A column fills one member of one of the documents of a line: the offering,
its organization, its place, its schedule, what the source says about itself, or names that are
looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.ingest.spreadsheet.cells import (
    AGE,
    DATE,
    DATES,
    EMAIL,
    HOUSE_NUMBER,
    KEY,
    KILOMETRES,
    KVK_NUMBER,
    LAT,
    LINE,
    LON,
    MONEY,
    NAMES,
    PHONE,
    POSTCODE,
    TEXT,
    TIME,
    WEBSITE,
    YES_NO,
    Cell,
    Groups,
    OneOf,
    SomeOf,
)

Part = Literal["source", "organization", "place", "offering", "schedule", "named"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    into: str
    """Part and JSON pointer of the member that it fills: `offering/cost/amount`."""
    cell: Cell
    explains: str
    example: str = ""
    required: bool = False
    answers_for: tuple[str, ...] = ()
    """Other members that are this column's fault: `schedule/durationMinutes`."""


Section = tuple[str, tuple[Column, ...]]

SECTIONS: tuple[Section, ...] = (
    (
        "Waar de gegevens vandaan komen",
        (
            Column(
                "bron_id",
                "source/externalId",
                KEY,
                "Uw eigen nummer of code van dit aanbod. Gebruik steeds hetzelfde: zo weten wij "
                "bij een volgend bestand om welk aanbod het gaat.",
                "W-001",
                required=True,
            ),
            Column("bron_url", "source/url", WEBSITE, "De webpagina waar dit vandaan komt."),
            Column(
                "gecontroleerd_op",
                "source/checkedOn",
                DATE,
                "De dag waarop iemand bij u voor het laatst keek of alles klopt. Weet u dat niet? "
                "Laat het leeg.",
                "02-11-2026",
            ),
        ),
    ),
    (
        "Wat het is",
        (
            Column(
                "soort",
                "offering/kind",
                OneOf("kind"),
                "Wat voor aanbod het is.",
                "activiteit",
                required=True,
            ),
            Column(
                "titel",
                "offering/title",
                LINE,
                "De naam van het aanbod, 3 tot 80 tekens. Noem geen ziekte.",
                "Samen wandelen in Pathmos",
                required=True,
            ),
            Column(
                "samenvatting",
                "offering/summary",
                LINE,
                "Eén of twee gewone zinnen, 3 tot 160 tekens.",
                "Een rondje door de buurt, daarna koffie.",
                required=True,
            ),
            Column(
                "omschrijving",
                "offering/description",
                TEXT,
                "Meer uitleg, hoogstens 5000 tekens.",
                "Wij lopen ongeveer een uur in een rustig tempo.",
            ),
            Column(
                "themas",
                "offering/themes",
                SomeOf("theme"),
                "Waar het over gaat: één tot vijf onderwerpen, het belangrijkste eerst.",
                "bewegen | ontmoeten",
                required=True,
            ),
        ),
    ),
    (
        "Wie het doet",
        (
            Column(
                "organisatie",
                "organization/name",
                LINE,
                "De naam van de organisatie. Schrijf die in elke regel hetzelfde.",
                "Wandelclub Voorbeeld",
                required=True,
                answers_for=("organization/gemeenten", "offering/organizationId"),
            ),
            Column(
                "organisatie_soort",
                "organization/kind",
                OneOf("organization_kind"),
                "Nodig als wij de organisatie nog niet kennen.",
                "vrijwilligers",
            ),
            Column(
                "organisatie_kvk",
                "organization/kvkNumber",
                KVK_NUMBER,
                "Het KvK-nummer. Een bewonersinitiatief of zelforganisatie mag zonder, als "
                "'staat_ervoor_in' is ingevuld.",
                answers_for=("organization",),
            ),
            Column(
                "organisatie_telefoon",
                "organization/phone",
                PHONE,
                "Het algemene nummer van de organisatie.",
            ),
            Column(
                "organisatie_email",
                "organization/email",
                EMAIL,
                "Het algemene e-mailadres van de organisatie.",
            ),
            Column(
                "organisatie_website",
                "organization/website",
                WEBSITE,
                "De website van de organisatie.",
                "https://www.example.nl",
            ),
            Column(
                "staat_ervoor_in",
                "named/vouchedBy",
                LINE,
                "De organisatie die instaat voor een bewonersinitiatief zonder KvK-nummer.",
                answers_for=("organization/vouchedBy",),
            ),
            Column(
                "samen_met",
                "named/organizers",
                NAMES,
                "Andere organisaties die meedoen. Wij moeten ze kennen, of ze staan ergens in dit "
                "bestand bij 'organisatie'.",
                answers_for=("offering/organizers",),
            ),
        ),
    ),
    (
        "Waar het is",
        (
            Column(
                "vorm",
                "offering/channel",
                OneOf("channel"),
                "Leeg betekent: op een plek.",
                "op een plek",
            ),
            Column(
                "plek",
                "place/name",
                LINE,
                "De naam van het gebouw of de plek. Nodig bij 'op een plek'. Bij 'onderweg' is "
                "dit waar het begint.",
                "Wijkcentrum Voorbeeld",
                answers_for=("offering/placeId", "schedule/placeId"),
            ),
            Column(
                "plek_soort",
                "place/kind",
                OneOf("place_kind"),
                "Nodig als wij de plek nog niet kennen.",
                "buurthuis",
            ),
            Column(
                "straat",
                "place/address/street",
                LINE,
                "De straat van de plek. Een bankje in het park heeft geen adres: laat het leeg.",
                "Voorbeeldstraat",
                answers_for=("place/address",),
            ),
            Column(
                "huisnummer",
                "place/address/houseNumber",
                HOUSE_NUMBER,
                "Het huisnummer van de plek.",
                "12",
            ),
            Column(
                "postcode",
                "place/address/postcode",
                POSTCODE,
                "De postcode van de plek.",
                "7545 TP",
            ),
            Column(
                "woonplaats",
                "place/address/city",
                LINE,
                "De woonplaats. Nodig als er een straat is.",
                "Enschede",
            ),
            Column(
                "lat",
                "place/point/lat",
                LAT,
                "De breedtegraad van de plek. Nodig als wij de plek nog niet kennen. Een postcode "
                "is te grof om een plek op de kaart te zetten.",
                "52,21158",
                answers_for=("place/point",),
            ),
            Column("lon", "place/point/lon", LON, "De lengtegraad van de plek.", "6,87572"),
            Column(
                "zichtbaar",
                "place/visibility",
                OneOf("visibility"),
                "Wie het adres mag zien. Leeg betekent: openbaar. Bij 'alleen gebied' ziet men "
                "alleen de buurt, bij 'verborgen' niets.",
                "openbaar",
            ),
            Column(
                "gebieden",
                "offering/serviceAreas",
                SomeOf(
                    "area", "namen of codes van buurten, wijken of gemeenten, met een | ertussen"
                ),
                "Voor wie het is, als er geen vaste plek is: bij u thuis, telefoon en online.",
            ),
        ),
    ),
    (
        "Voor wie het is",
        (
            Column(
                "doelgroepen",
                "offering/audiences",
                Groups(),
                "Leeg betekent: voor iedereen.",
                "ouderen (vooral)",
            ),
            Column("min_leeftijd", "offering/minAge", AGE, "De jongste leeftijd, 0 tot 120.", "55"),
            Column("max_leeftijd", "offering/maxAge", AGE, "De hoogste leeftijd, 0 tot 120."),
            Column(
                "talen",
                "offering/languages",
                SomeOf("language"),
                "De talen die de begeleiders spreken.",
                "Nederlands",
            ),
            Column(
                "makkelijke_taal",
                "offering/easyLanguage",
                YES_NO,
                "Of er in makkelijke taal wordt gepraat. Leeg betekent: nee.",
            ),
        ),
    ),
    (
        "Meedoen en betalen",
        (
            Column(
                "toegang",
                "offering/access",
                SomeOf("access"),
                "Of iemand toestemming nodig heeft. Weet u het niet? Vul 'onbekend' in.",
                "open",
                required=True,
            ),
            Column(
                "voorziening",
                "offering/provision",
                OneOf("provision"),
                "Wat voor voorziening het is.",
                "initiatief",
                required=True,
            ),
            Column(
                "kosten",
                "offering/cost/kind",
                OneOf("cost"),
                "Of het geld kost.",
                "bedrag",
                required=True,
                answers_for=("offering/cost",),
            ),
            Column(
                "bedrag",
                "offering/cost/amount",
                MONEY,
                "Hoeveel het kost. Alleen bij 'bedrag' of 'eigen bijdrage'.",
                "2,50",
            ),
            Column(
                "per", "offering/cost/per", LINE, "Waarvoor het bedrag is: keer, maand.", "keer"
            ),
            Column(
                "kosten_uitleg",
                "offering/cost/note",
                LINE,
                "Wat iemand nog meer moet weten over de kosten.",
                "Met koffie.",
            ),
            Column(
                "aanmelden",
                "offering/joining",
                OneOf("joining"),
                "Hoe iemand begint.",
                "eerst bellen",
                required=True,
            ),
            Column(
                "eerste_keer",
                "offering/firstTime",
                SomeOf("first_time"),
                "Wat er kan als iemand voor het eerst komt.",
                "ontvangst | iemand meenemen",
            ),
            Column(
                "begeleiding",
                "offering/ledBy",
                SomeOf("led_by"),
                "Wie het begeleidt.",
                "vrijwilliger",
            ),
            Column("tempo", "offering/effort", OneOf("effort"), "Alleen bij 'onderweg'."),
            Column(
                "afstand_km", "offering/distanceKm", KILOMETRES, "Hoe ver. Alleen bij 'onderweg'."
            ),
            Column("weer", "offering/weather", OneOf("weather"), "Wat er gebeurt bij slecht weer."),
            Column(
                "plekken",
                "offering/spots/state",
                OneOf("spots"),
                "Of er nog plek is. Vul dan ook 'gecontroleerd_op' in.",
                "er is plek",
                answers_for=("offering/spots",),
            ),
        ),
    ),
    (
        "Contact",
        (
            Column(
                "contact_vraag_naar",
                "offering/contact/askFor",
                LINE,
                "Een voornaam. Alleen als die persoon dat goed vindt.",
            ),
            Column(
                "telefoon",
                "offering/contact/phone",
                PHONE,
                "Het nummer voor vragen.",
                "053-0000001",
                answers_for=("offering/contact",),
            ),
            Column("email", "offering/contact/email", EMAIL, "Het e-mailadres voor vragen."),
            Column("website", "offering/contact/website", WEBSITE, "De pagina over dit aanbod."),
            Column("whatsapp", "offering/contact/whatsapp", PHONE, "Het nummer voor WhatsApp."),
            Column(
                "verwijzer_telefoon",
                "offering/professionalContact/phone",
                PHONE,
                "Het nummer dat alleen verwijzers zien.",
                answers_for=("offering/professionalContact",),
            ),
            Column(
                "verwijzer_email",
                "offering/professionalContact/email",
                EMAIL,
                "Het e-mailadres dat alleen verwijzers zien.",
            ),
        ),
    ),
    (
        "Wanneer het is",
        (
            Column(
                "herhaling",
                "schedule/repeat",
                OneOf("repeat"),
                "Hoe vaak het is. Leeg betekent: er zijn geen vaste tijden, of u weet ze niet.",
                "wekelijks",
                answers_for=("schedule", "schedule/preset", "schedule/everyWeeks"),
            ),
            Column(
                "dagen",
                "schedule/days",
                SomeOf("weekday"),
                "De dagen van de week, bij wekelijks en om de week. Bij maandelijks één dag.",
                "dinsdag",
                answers_for=("schedule/weekdays", "schedule/weekday"),
            ),
            Column(
                "hoeveelste",
                "schedule/nth",
                OneOf("nth"),
                "Alleen bij maandelijks: de hoeveelste van de maand.",
            ),
            Column(
                "begindatum",
                "schedule/startDate",
                DATE,
                "De dag van de eerste keer. Nodig als 'herhaling' is ingevuld.",
                "01-09-2026",
            ),
            Column("begintijd", "schedule/startTime", TIME, "Hoe laat het begint.", "10:00"),
            Column(
                "eindtijd",
                "schedule/endTime",
                TIME,
                "Hoe laat het klaar is.",
                "11:30",
                answers_for=("schedule/durationMinutes",),
            ),
            Column(
                "einddatum",
                "schedule/until",
                DATE,
                "De laatste dag. Leeg betekent: het gaat door tot u iets anders zegt.",
            ),
            Column(
                "niet_op",
                "schedule/except",
                DATES,
                "Dagen waarop het een keer niet doorgaat.",
                "22-12-2026 | 29-12-2026",
            ),
            Column(
                "feestdagen",
                "schedule/onPublicHolidays",
                OneOf("on_holiday"),
                "Of het doorgaat op feestdagen. Leeg betekent: door.",
                "niet",
            ),
            Column(
                "schoolvakanties",
                "schedule/onSchoolHolidays",
                OneOf("on_holiday"),
                "Of het doorgaat in de schoolvakanties. Leeg betekent: door.",
                "door",
                answers_for=("schedule/schoolRegion",),
            ),
        ),
    ),
)

COLUMNS: Mapping[str, Column] = {
    column.name: column for _, columns in SECTIONS for column in columns
}
