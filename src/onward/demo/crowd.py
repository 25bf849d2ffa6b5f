"""The many customers of the demo tenant, put together from parts by dice that always fall the same way.

Every address ends in example.com, and every number is one that is reserved for fiction.
"""

from random import Random

from onward.demo.people import Contact, Habit, TemplateName

SIZE = 276


def _words(text: str) -> list[str]:
    return text.split()


_FIRST = _words(
    "Adele Agnes Ahmed Alba Amir Anja Anton Astrid Bela Bruno Carla Cem Clara Cosmo Dalia Dario Deniz Dora Edgar "
    "Elif Emma Enzo Erik Esther Farid Fiona Flora Frida Gabriel Gerda Gideon Hana Hassan Hedda Henrik Ida Ilse "
    "Imran Ines Iris Ivan Jana Jasper Joana Jules Kaja Kamil Karin Keiko Kofi Lars Laura Lena Liam Lina Lorenzo "
    "Lucia Magnus Maja Malik Marta Mila Milan Mina Mona Nadim Nils Nina Noah Nora Olga Omar Oskar Otto Paula "
    "Pavel Petra Pia Quentin Rana Rasmus Rita Rosa Ruben Salma Sami Selma Simon Stella Sven Tara Theo Tilda Timo "
    "Ulrike Vera Viktor Wanda Yara Zoe "
)
_LAST = _words(
    "Abel Achterberg Alvarez Amsel Baumann Becker Bergman Bianchi Blom Bonnet Brandl Castell Conti Costa Dahl "
    "Delorme Dietz Dubois Eder Engel Esposito Falk Ferrari Fischer Fonseca Garnier Gruber Haas Hansson Hartmann "
    "Hoff Horvat Huber Ibarra Jansen Jokela Kaya Keller Klein Kovacs Kruse Lang Larsen Lindqvist Lopes Maier "
    "Marchetti Moreau Moser Nagy Nilsen Novak Olsen Ortega Palmer Petersen Pichler Quist Rahman Reuter Ricci "
    "Rossi Roth Sauer Schmid Silva Sommer Stein Svoboda Tanaka Toth Ullman Vega Vermeer Vogel Wagner Weber "
    "Winkler Yilmaz Zeller Ziegler "
)
_TRADES = (
    ("Bakery", "food"),
    ("Brewery", "food"),
    ("Carpentry", "construction"),
    ("Clinic", "health care"),
    ("Design Studio", "services"),
    ("Electrics", "construction"),
    ("Farms", "agriculture"),
    ("Fine Furniture", "manufacturing"),
    ("Forwarding", "logistics"),
    ("Gardens", "services"),
    ("Glassworks", "manufacturing"),
    ("Hotel", "hospitality"),
    ("Law Office", "legal"),
    ("Metalworks", "manufacturing"),
    ("Optics", "retail"),
    ("Pharmacy", "health care"),
    ("Print House", "printing"),
    ("Solar", "energy"),
    ("Software", "technology"),
    ("Travel", "travel"),
    ("Veterinary Practice", "health care"),
    ("Winery", "agriculture"),
)
_ZONES = ("Europe/Berlin", "Europe/London", "Europe/Paris", "Europe/Stockholm", "America/New_York", None)
_HABITS: tuple[Habit, ...] = ("prompt", "steady", "slow", "neglected")
_HABIT_WEIGHTS = (50, 38, 9, 3)
_TEMPLATES: tuple[TemplateName, ...] = ("enquiry", "contract", "care")
_TEMPLATE_WEIGHTS = (66, 14, 20)
_OLDEST_DAYS_AGO = 364
_NEWEST_DAYS_AGO = 3


def crowd(dice: Random) -> list[Contact]:
    """So many contacts, the oldest first; no two of one name."""
    names = dice.sample([(first, last) for first in _FIRST for last in _LAST], SIZE)
    days_ago = sorted((dice.randint(_NEWEST_DAYS_AGO, _OLDEST_DAYS_AGO) for _ in range(SIZE)), reverse=True)
    return [
        _contact(dice, *name, number, days) for number, (name, days) in enumerate(zip(names, days_ago, strict=True))
    ]


def _contact(dice: Random, first: str, last: str, number: int, days_ago: int) -> Contact:
    trade, industry = dice.choice(_TRADES)
    company = f"{last} {trade}"
    host = company.lower().replace(" ", "-")
    return Contact(
        name=f"{first} {last}",
        company=company,
        industry=industry,
        email=f"{first.lower()}@{host}.example.com",
        phone=f"+44 20 7946 {number:04}",
        template=dice.choices(_TEMPLATES, _TEMPLATE_WEIGHTS)[0],
        began_days_ago=days_ago,
        habit=dice.choices(_HABITS, _HABIT_WEIGHTS)[0],
        timezone=dice.choice(_ZONES),
        do_not_contact=("sms",) if dice.random() < 0.02 else (),
    )
