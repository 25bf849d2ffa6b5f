"""Two customers who are the same: whose fields count, which run of a template goes on, which step is one too many."""

import msgspec

from onward.domain.records import Customer, Interaction, Workflow

_FILLED = ("external_id", "company", "email", "phone", "timezone", "owner_id", "notes")
_MOST_KEYS = 50
_MOST_BYTES = 16 * 1024


def merged(survivor: Customer, other: Customer) -> Customer:
    """The survivor's fields, and the other's where the survivor has none. Tags are put together, and so is
    do-not-contact: what one of them did not want holds on."""
    filled = {name: getattr(other, name) for name in _FILLED if getattr(survivor, name) is None}
    return msgspec.structs.replace(
        survivor,
        **filled,
        do_not_contact=_united(survivor.do_not_contact, other.do_not_contact),
        tags=_united(survivor.tags, other.tags)[:_MOST_KEYS],
        metadata=_metadata(survivor, other),
    )


def _united(first: list[str], second: list[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def _metadata(survivor: Customer, other: Customer) -> dict[str, object]:
    """Both, as far as there is room."""
    both = {**other.metadata, **survivor.metadata}
    has_room = len(both) <= _MOST_KEYS and len(msgspec.json.encode(both)) <= _MOST_BYTES
    return both if has_room else survivor.metadata


def doubled_runs(running: list[Workflow]) -> list[Workflow]:
    """Of two runs of one template, the one that is not as far; where both are at the same step, the later one."""
    furthest: dict[object, Workflow] = {}
    for run in sorted(running, key=_progress):
        furthest[run.template_id] = run
    return [run for run in running if furthest[run.template_id] is not run]


def _progress(run: Workflow) -> tuple[int, bool, float]:
    return run.step_number, run.status == "active", -run.started_at.timestamp()


def needless_steps(open_steps: list[Interaction]) -> list[Interaction]:
    """The default follow-ups that stand only because there was nothing else: one stays where there still is nothing
    else, the first in working order; what somebody works on already stays too. `open_steps` in working order."""
    fallbacks = [step for step in open_steps if _is_fallback(step)]
    return fallbacks[1:] if len(fallbacks) == len(open_steps) else fallbacks


def _is_fallback(step: Interaction) -> bool:
    return step.origin == "default_follow_up" and step.workflow_id is None and step.status == "pending"
