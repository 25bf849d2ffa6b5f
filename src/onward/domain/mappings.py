"""Which column of a file is which field: the fields that there are, and what a heading is taken for.

A field is a name of the API, `first_name` and `last_name`, which together are the name, or `metadata.` and a key.
"""

import re
from collections.abc import Iterable

from onward.domain.errors import Fault
from onward.domain.imports import ImportKind

METADATA = "metadata."
MOST_COLUMNS = 200
_METADATA_KEY = re.compile(r"metadata\.[^\0\ud800-\udfff]{1,100}")
_MOST_METADATA = 50

FIELDS: dict[ImportKind, tuple[str, ...]] = {
    "customers": (
        "external_id",
        "name",
        "first_name",
        "last_name",
        "company",
        "email",
        "phone",
        "timezone",
        "owner",
        "status",
        "do_not_contact",
        "tags",
        "notes",
    ),
    "interactions": (
        "customer_external_id",
        "customer_email",
        "customer_id",
        "type",
        "title",
        "description",
        "status",
        "outcome",
        "outcome_details",
        "close_reason",
        "completed_at",
        "closed_at",
        "scheduled_at",
        "due_at",
        "priority",
        "assignee",
    ),
}

_CALLED: dict[ImportKind, dict[str, str]] = {
    "customers": {
        "external_id": "external id|id|customer id|customer number|customer no|number|account|account number|reference|"
        "kundennummer|kundennr|nummer",
        "name": "name|full name|customer|customer name|contact|contact name|kunde|kundenname|ansprechpartner|nom",
        "first_name": "first name|firstname|given name|forename|vorname|prénom|prenom",
        "last_name": "last name|lastname|surname|family name|nachname|familienname",
        "company": "company|company name|organisation|organization|firm|firma|unternehmen|société|empresa",
        "email": "email|e mail|mail|email address|e mail address|e mail adresse|mailadresse|courriel|correo",
        "phone": "phone|phone number|telephone|tel|mobile|mobile phone|cell|telefon|telefonnummer|handy|téléphone",
        "timezone": "timezone|time zone|zeitzone",
        "owner": "owner|account owner|assigned to|sales rep|rep|betreuer|zuständig",
        "status": "status|state",
        "do_not_contact": "do not contact|do not contact by|opt out|blocked channels",
        "tags": "tags|tag|labels|categories|category|schlagworte|schlagwörter",
        "notes": "notes|note|comment|comments|remarks|notizen|notiz|bemerkung|bemerkungen|kommentar",
    },
    "interactions": {
        "customer_external_id": "customer external id|customer number|customer no|customer|external id|account|"
        "account number|kundennummer|kundennr",
        "customer_email": "customer email|customer e mail|email|e mail|mail|contact email",
        "customer_id": "customer id",
        "type": "type|kind|activity|activity type|channel|art|typ",
        "title": "title|subject|summary|topic|betreff|titel|thema",
        "description": "description|body|details|text|beschreibung",
        "status": "status|state",
        "outcome": "outcome|result|disposition|ergebnis",
        "outcome_details": "outcome details|result details|notes|note|comment|notizen|bemerkung",
        "close_reason": "close reason|reason|grund",
        "completed_at": "completed at|completed|done at|date|datetime|timestamp|when|datum|erledigt am",
        "closed_at": "closed at|ended at|cancelled at|beendet am",
        "scheduled_at": "scheduled at|scheduled|planned|start|starts at|geplant",
        "due_at": "due at|due|due date|deadline|fällig|fällig am",
        "priority": "priority|priorität",
        "assignee": "assignee|assigned to|owner|member|user|agent|rep|bearbeiter",
    },
}
_BY_WORDS: dict[ImportKind, dict[str, str]] = {
    kind: {words: field for field, names in called.items() for words in names.split("|")}
    for kind, called in _CALLED.items()
}
_NOT_WORD = re.compile(r"[\W_]+")


def suggested(kind: ImportKind, columns: Iterable[str]) -> list[str | None]:
    """For each column the field that its heading names, the first of several; None for what says nothing known."""
    taken: set[str] = set()
    mapping: list[str | None] = []
    for column in columns:
        field = _field_called(kind, column)
        mapping.append(None if field in taken else field)
        taken.add(field or "")
    return mapping


def _field_called(kind: ImportKind, column: str) -> str | None:
    if column in FIELDS[kind] or _METADATA_KEY.fullmatch(column):
        return column
    return _BY_WORDS[kind].get(_NOT_WORD.sub(" ", column).strip().casefold())


def faults(kind: ImportKind, mapping: list[str | None], columns: list[str]) -> list[Fault]:
    """Why lines cannot be read with this mapping; none means that they can."""
    if len(mapping) != len(columns):
        return [Fault("mapping", f"has {len(mapping)} entries, but the file has {len(columns)} columns")]
    found = [
        Fault(f"mapping[{at}]", f"is no field of {kind}; use one of {', '.join(FIELDS[kind])} or metadata.<key>")
        for at, field in enumerate(mapping)
        if field is not None and field not in FIELDS[kind] and not _is_metadata(field)
    ]
    named = [field for field in mapping if field is not None]
    found += [Fault("mapping", f"names {field} twice") for field in sorted({f for f in named if named.count(f) > 1})]
    if sum(field.startswith(METADATA) for field in named) > _MOST_METADATA:
        found.append(Fault("mapping", f"names more than {_MOST_METADATA} keys of metadata"))
    return found + _missing(kind, set(named))


def _is_metadata(field: str) -> bool:
    return _METADATA_KEY.fullmatch(field) is not None


def _missing(kind: ImportKind, named: set[str]) -> list[Fault]:
    if kind == "customers":
        tells_who = not named.isdisjoint({"external_id", "name", "first_name", "last_name", "company"})
        return [] if tells_who else [Fault("mapping", "names no column for name or external_id")]
    found = []
    if named.isdisjoint({"customer_external_id", "customer_email", "customer_id"}):
        found.append(Fault("mapping", "names no column that tells the customer"))
    if named.isdisjoint({"completed_at", "closed_at"}):
        found.append(Fault("mapping", "names no column for completed_at: when it happened"))
    return found
