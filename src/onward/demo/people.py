"""The people of the demo tenant: who works there, and whom they have to do with.

Every address ends in example.com, and every number is one that is reserved for fiction.
"""

from typing import Literal

from msgspec import Struct

from onward.domain.records import Channel, CustomerStatus, Role

TemplateName = Literal["standard", "quick", "contract", "enquiry", "care"]
Habit = Literal["prompt", "steady", "slow", "neglected", "untouched"]


# How likely open work gets done on a day, and on how many of the last days nothing was done.
HABITS: dict[Habit, tuple[float, int]] = {
    "prompt": (0.95, 0),
    "steady": (0.7, 0),
    "slow": (0.4, 2),
    "neglected": (0.8, 9),
    "untouched": (0.0, 365),
}


class Colleague(Struct, frozen=True):
    name: str
    role: Role
    zone: str

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@northwind-advisers.example.com"


class Contact(Struct, frozen=True):
    """A customer to be. `began_days_ago`: when the first workflow started; `habit`: how work with them goes."""

    name: str
    company: str
    industry: str
    email: str
    phone: str
    template: TemplateName
    began_days_ago: int
    habit: Habit
    timezone: str | None = None
    status: CustomerStatus = "active"
    do_not_contact: tuple[Channel, ...] = ()


TENANT_NAME = "Northwind Advisers"

COLLEAGUES = (
    Colleague("Helena Brandt", "owner", "Europe/Berlin"),
    Colleague("Marcus Oyelaran", "manager", "Europe/London"),
    Colleague("Priya Raman", "rep", "Europe/London"),
    Colleague("Jonas Eklund", "rep", "Europe/Stockholm"),
    Colleague("Sofia Duarte", "viewer", "Europe/Lisbon"),
)

_BERLIN, _LONDON, _PARIS = "Europe/Berlin", "Europe/London", "Europe/Paris"
_NEW_YORK, _CHICAGO, _SYDNEY = "America/New_York", "America/Chicago", "Australia/Sydney"

CONTACTS = (
    Contact(
        "Anneke de Vries",
        "De Vries Logistics",
        "logistics",
        "anneke@devries-logistics.example.com",
        "+31 20 555 0142",
        "standard",
        34,
        "steady",
        "Europe/Amsterdam",
    ),
    Contact(
        "Arthur Pemberton",
        "Pemberton & Hale Solicitors",
        "legal",
        "a.pemberton@pemberton-hale.example.com",
        "+44 20 7946 0311",
        "contract",
        29,
        "prompt",
        _LONDON,
    ),
    Contact(
        "Beatriz Nogueira",
        "Clínica Nogueira",
        "health care",
        "beatriz@clinica-nogueira.example.com",
        "+351 21 555 0127",
        "quick",
        18,
        "prompt",
        "Europe/Lisbon",
    ),
    Contact(
        "Caleb Whitfield",
        "Whitfield Orchards",
        "agriculture",
        "caleb@whitfield-orchards.example.com",
        "+1 312 555 0118",
        "standard",
        40,
        "slow",
        _CHICAGO,
    ),
    Contact(
        "Chiara Lombardi",
        "Studio Lombardi",
        "architecture",
        "chiara@studio-lombardi.example.com",
        "+39 02 555 0163",
        "contract",
        22,
        "steady",
        "Europe/Rome",
    ),
    Contact(
        "Daniel Okafor",
        "Okafor Solar",
        "energy",
        "daniel@okafor-solar.example.com",
        "+44 20 7946 0478",
        "contract",
        37,
        "prompt",
        _LONDON,
    ),
    Contact(
        "Eleni Papadaki",
        "Aegean Sailing Tours",
        "travel",
        "eleni@aegean-sailing.example.com",
        "+30 21 555 0109",
        "quick",
        12,
        "neglected",
        "Europe/Athens",
    ),
    Contact(
        "Emil Sørensen",
        "Sørensen Fjord Seafood",
        "food",
        "emil@fjord-seafood.example.com",
        "+47 22 555 014",
        "standard",
        26,
        "steady",
        "Europe/Oslo",
    ),
    Contact(
        "Fatima Haddad",
        "Atlas Ceramics",
        "manufacturing",
        "fatima@atlas-ceramics.example.com",
        "+33 1 99 00 14 52",
        "standard",
        31,
        "neglected",
        _PARIS,
    ),
    Contact(
        "Grace Liu",
        "Harbour Street Dental",
        "health care",
        "grace.liu@harbourdental.example.com",
        "+61 2 5550 0134",
        "quick",
        9,
        "prompt",
        _SYDNEY,
    ),
    Contact(
        "Hamish Drummond",
        "Drummond Brewing",
        "food",
        "hamish@drummond-brewing.example.com",
        "+44 131 496 0172",
        "standard",
        20,
        "slow",
        _LONDON,
        do_not_contact=("email",),
    ),
    Contact(
        "Ingrid Thaler",
        "Hotel Thaler",
        "hospitality",
        "ingrid@hotel-thaler.example.com",
        "+43 1 555 0186",
        "contract",
        33,
        "steady",
        "Europe/Vienna",
    ),
    Contact(
        "Isaac Feldman",
        "Feldman Hardware",
        "retail",
        "isaac@feldman-hardware.example.com",
        "+1 212 555 0147",
        "quick",
        15,
        "slow",
        _NEW_YORK,
    ),
    Contact(
        "Juliette Marchand",
        "Marchand Imprimerie",
        "printing",
        "juliette@marchand-imprimerie.example.com",
        "+33 1 99 00 67 81",
        "standard",
        24,
        "prompt",
        _PARIS,
    ),
    Contact(
        "Karl-Heinz Vogt",
        "Vogt Maschinenbau",
        "manufacturing",
        "kh.vogt@vogt-maschinenbau.example.com",
        "+49 30 23125 018",
        "contract",
        41,
        "slow",
        _BERLIN,
    ),
    Contact(
        "Leila Farahani",
        "Farahani Rugs",
        "retail",
        "leila@farahani-rugs.example.com",
        "+49 30 23125 467",
        "quick",
        6,
        "prompt",
        _BERLIN,
    ),
    Contact(
        "Maria Keller",
        "Keller Holzbau",
        "construction",
        "maria@keller-holzbau.example.com",
        "+49 30 23125 205",
        "standard",
        28,
        "prompt",
        _BERLIN,
    ),
    Contact(
        "Mateo Villareal",
        "Villareal Coffee Roasters",
        "food",
        "mateo@villareal-coffee.example.com",
        "+1 312 555 0173",
        "contract",
        13,
        "steady",
        _CHICAGO,
    ),
    Contact(
        "Nadia Petrova",
        "Petrova Translations",
        "services",
        "nadia@petrova-translations.example.com",
        "+44 20 7946 0905",
        "quick",
        21,
        "neglected",
        _LONDON,
    ),
    Contact(
        "Oliver Grant",
        "Grant Cycle Works",
        "retail",
        "oliver@grantcycles.example.com",
        "+44 161 496 0238",
        "standard",
        17,
        "steady",
        _LONDON,
    ),
    Contact(
        "Renée Fontaine",
        "Fontaine Vignobles",
        "agriculture",
        "renee@fontaine-vignobles.example.com",
        "+33 1 99 00 29 16",
        "contract",
        8,
        "prompt",
        _PARIS,
    ),
    Contact(
        "Samuel Adeyemi",
        "Adeyemi Freight",
        "logistics",
        "samuel@adeyemi-freight.example.com",
        "+44 20 7946 0662",
        "standard",
        36,
        "slow",
        _LONDON,
        status="paused",
    ),
    Contact(
        "Tomoko Hayashi",
        "Hayashi Instruments",
        "music",
        "tomoko@hayashi-instruments.example.com",
        "+1 212 555 0191",
        "quick",
        39,
        "steady",
        _NEW_YORK,
        status="closed",
    ),
    Contact(
        "Walter Quinn",
        "Quinn Roofing",
        "construction",
        "walter@quinn-roofing.example.com",
        "+1 212 555 0126",
        "standard",
        0,
        "untouched",
        _NEW_YORK,
    ),
)
