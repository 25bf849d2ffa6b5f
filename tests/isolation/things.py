"""Things that a tenant can have, each made over the API, by the same recipe for both tenants.

A maker answers the text that names its thing: an id most often. The open things are overdue, so that they stand in
every list that there is.
"""

import itertools
from collections.abc import Awaitable, Callable
from typing import Any

Ask = Callable[[str, str, dict[str, Any] | str], Awaitable[Any]]


class Making:
    """One tenant's workshop: `word` stands in every name and title, `made` has the last of each thing asked for."""

    def __init__(self, ask: Ask, word: str) -> None:
        self.ask = ask
        self.word = word
        self.made: dict[str, str] = {}
        self._numbers = itertools.count(1)

    def unique(self) -> str:
        return f"{self.word}{next(self._numbers)}"

    async def post(self, path: str, **body: Any) -> Any:
        return await self.ask("POST", path, body)

    async def make(self, thing: str) -> str:
        self.made[thing] = await MAKERS[thing](self)
        return self.made[thing]


Maker = Callable[[Making], Awaitable[str]]


async def customer(making: Making) -> str:
    """With two overdue interactions, one of a workflow, a conversation and two notes."""
    made = await bare_customer(making)
    for _ in range(2):
        await making.post(f"/customers/{made}/notes", body=making.word)
    await making.post("/conversations", customer_id=made, channel="email", subject=making.word)
    await interaction(making, made)
    await _first_step(making, made, await idle_template(making))
    return made


async def bare_customer(making: Making, **fields: Any) -> str:
    made = await making.post("/customers", name=f"{making.word} Inc.", **fields)
    return str(made["id"])


async def closed_customer(making: Making) -> str:
    made = await bare_customer(making)
    await making.post(f"/customers/{made}/close")
    return made


async def survivor(making: Making) -> str:
    """With a note, and a duplicate merged into it."""
    made = await bare_customer(making)
    await making.post(f"/customers/{made}/notes", body=making.word)
    await making.ask("POST", f"/customers/{made}/merge", {"from": await bare_customer(making)})
    return made


async def note(making: Making) -> str:
    made = await making.post(f"/customers/{await bare_customer(making)}/notes", body=making.word)
    return str(made["id"])


async def interaction(making: Making, customer_id: str, **fields: Any) -> str:
    made = await making.post(
        "/interactions",
        customer_id=customer_id,
        type="phone_call",
        title=f"Call {making.word}",
        scheduled_at="2026-01-05",
        due_at="2026-01-06",
        **fields,
    )
    return str(made["id"])


async def open_interaction(making: Making) -> str:
    """The first step of a workflow."""
    first = await _first_step(making, await bare_customer(making), await idle_template(making))
    return str(first["id"])


async def completed_interaction(making: Making) -> str:
    made = await open_interaction(making)
    await making.post(f"/interactions/{made}/complete", outcome="success")
    return made


async def job(making: Making) -> str:
    """A bulk act on two that is done."""
    made = await making.post("/interactions/bulk/skip", ids=[await open_interaction(making) for _ in range(2)])
    return str(made["job"]["id"])


async def waiting_job(making: Making) -> str:
    """One of so many items that it waits for a worker."""
    planned = {"customer_id": await bare_customer(making), "type": "email", "title": making.word}
    made = await making.post("/interactions/bulk/create", interactions=[planned] * 1001)
    return str(made["job"]["id"])


async def uploaded_import(making: Making) -> str:
    """Checked, with a line that is wrong."""
    content = f"name,email\n{making.word},\n{making.word},nowhere\n"
    made = await making.ask("POST", f"/imports?file_name={making.word}.csv", content)
    await making.post(f"/imports/{made['id']}/check")
    return str(made["id"])


async def waiting_import(making: Making) -> str:
    """One of so many lines that it waits for a worker."""
    content = f"name,phone\n{f'{making.word},1{chr(10)}' * 1001}"
    made = await making.ask("POST", "/imports", content)
    await making.post(f"/imports/{made['id']}/run")
    return str(made["id"])


async def done_import(making: Making) -> str:
    made = await uploaded_import(making)
    await making.post(f"/imports/{made}/run")
    return made


async def template(making: Making) -> str:
    """One that runs for a customer."""
    made = await idle_template(making)
    await _first_step(making, await bare_customer(making), made)
    return made


async def idle_template(making: Making) -> str:
    step = {"step_number": 1, "type": "phone_call", "title": f"Step {making.word}"}
    made = await making.post("/interactions/templates", name=making.word, steps=[step])
    return str(made["id"])


async def drafted_template(making: Making) -> str:
    made = await idle_template(making)
    step = {"step_number": 1, "type": "email", "title": f"Draft {making.word}"}
    await making.ask("PUT", f"/interactions/templates/{made}/draft", {"name": making.word, "steps": [step]})
    return made


async def archived_template(making: Making) -> str:
    made = await idle_template(making)
    await making.post(f"/interactions/templates/{made}/archive")
    return made


async def template_reference(making: Making) -> str:
    return f"template:{await idle_template(making)}"


async def workflow(making: Making) -> str:
    first = await _first_step(making, await bare_customer(making), await idle_template(making))
    return str(first["workflow_id"])


async def _first_step(making: Making, customer_id: str, template_id: str, **fields: Any) -> Any:
    body = {"customer_id": customer_id, "template_id": template_id, "start_date": "2026-01-05"}
    return await making.post("/interactions/workflow/start", **body, **fields)


async def idle_campaign(making: Making) -> str:
    return str((await making.post("/campaigns", name=f"Spring {making.word}"))["id"])


async def templated_campaign(making: Making) -> str:
    template_id = await idle_template(making)
    return str((await making.post("/campaigns", name=f"Spring {making.word}", template_id=template_id))["id"])


async def campaign(making: Making) -> str:
    """One that was started for a customer, and that something else is linked to."""
    made = {"id": await templated_campaign(making)}
    await making.post(f"/campaigns/{made['id']}/enroll", customer_ids=[await bare_customer(making)])
    await interaction(making, await bare_customer(making), campaign_id=made["id"])
    await _first_step(making, await bare_customer(making), await idle_template(making), campaign_id=made["id"])
    return str(made["id"])


async def conversation(making: Making) -> str:
    customer_id = await bare_customer(making)
    made = await making.post("/conversations", customer_id=customer_id, channel="email", subject=making.word)
    for _ in range(2):
        await making.post(f"/conversations/{made['id']}/messages", direction="outbound", body=making.word)
    await interaction(making, customer_id, conversation_id=made["id"])
    await _first_step(making, customer_id, await idle_template(making), conversation_id=made["id"])
    return str(made["id"])


async def conversation_of_customer(making: Making, customer_id: str | None = None) -> str:
    """With the last customer: something of theirs can be linked to it."""
    customer_id = customer_id or making.made["customer"]
    made = await making.post("/conversations", customer_id=customer_id, channel="email", subject=making.word)
    return str(made["id"])


async def conversation_of_interaction(making: Making) -> str:
    """With the customer of the last open interaction."""
    step = await making.ask("GET", f"/interactions/{making.made['open_interaction']}", {})
    return await conversation_of_customer(making, step["customer_id"])


async def conversation_rule(making: Making) -> str:
    made = await making.post(
        "/conversation-rules",
        name=making.word,
        trigger="message_received",
        channel="in_person",
        template_id=await idle_template(making),
    )
    return str(made["id"])


async def member(making: Making) -> str:
    """Who owns two customers, one with nothing planned, and has work, one of a workflow."""
    made = await making.post("/members", name=f"Bea {making.word}", role="rep")
    await bare_customer(making, owner_id=made["id"])
    await interaction(making, await bare_customer(making, owner_id=made["id"]), assignee_id=made["id"])
    await _first_step(making, await bare_customer(making), await idle_template(making), assignee_id=made["id"])
    return str(made["id"])


async def colleague(making: Making) -> str:
    """Another one."""
    return await member(making)


async def inactive_member(making: Making) -> str:
    made = await member(making)
    await making.post(f"/members/{made}/deactivate", hand_over_to="nobody")
    return made


async def actor(making: Making) -> str:
    """Whoever did what the audit log tells last."""
    return str((await _last_entry(making))["actor_id"])


async def subject(making: Making) -> str:
    """What it was done to."""
    return str((await _last_entry(making))["subject_id"])


async def _last_entry(making: Making) -> Any:
    await making.post("/campaigns", name=making.word)
    return (await making.ask("GET", "/audit?limit=1", {}))["data"][0]


async def event(making: Making) -> str:
    """The last that happened."""
    await bare_customer(making)
    return str((await making.ask("GET", "/events?limit=200", {}))["data"][-1]["id"])


async def invitation(making: Making) -> str:
    made = await making.post("/invitations", email=f"{making.unique()}@example.com", role="rep")
    return str(made["id"])


async def key(making: Making) -> str:
    made = await making.post("/keys", name=making.word, role="viewer")
    return str(made["id"])


async def type_key(making: Making) -> str:
    """A type of its own, that an interaction has."""
    key = making.unique()
    await making.ask("PUT", f"/types/{key}", {"channel": "phone"})
    await making.post("/interactions", customer_id=await bare_customer(making), type=key, title=making.word)
    return key


async def outcome_key(making: Making) -> str:
    """An outcome of its own."""
    key = making.unique()
    await making.ask("PUT", f"/outcomes/{key}", {"kind": "positive"})
    return key


async def external_id(making: Making) -> str:
    """Of a customer and of a conversation."""
    text = making.unique()
    customer_id = await bare_customer(making, external_id=text)
    await making.post("/conversations", customer_id=customer_id, channel="email", external_id=text)
    return text


async def email(making: Making) -> str:
    """Of a member and of a customer."""
    text = f"{making.unique()}@example.com"
    await making.post("/members", name=making.word, role="rep", email=text)
    await bare_customer(making, email=text)
    return text


async def no_demo(making: Making) -> str:
    """A tenant without the demo's rows, in which nobody loads them."""
    await making.post("/demo/remove")
    return making.unique()


async def word(making: Making) -> str:
    """In the name of a customer and in the title of an interaction."""
    await open_interaction(making)
    return making.word


MAKERS: dict[str, Maker] = {
    made.__name__: made
    for made in (
        customer,
        bare_customer,
        closed_customer,
        survivor,
        note,
        open_interaction,
        completed_interaction,
        job,
        waiting_job,
        uploaded_import,
        waiting_import,
        done_import,
        template,
        idle_template,
        drafted_template,
        archived_template,
        template_reference,
        workflow,
        campaign,
        idle_campaign,
        templated_campaign,
        conversation,
        conversation_of_customer,
        conversation_of_interaction,
        conversation_rule,
        member,
        colleague,
        inactive_member,
        actor,
        subject,
        event,
        invitation,
        key,
        type_key,
        outcome_key,
        external_id,
        email,
        no_demo,
        word,
    )
}

# The states in which a thing of a kind is tried; the first is what stands at its place in a sound request.
STATES: dict[str, tuple[str, ...]] = {
    "customer": ("customer", "bare_customer", "closed_customer", "survivor"),
    "adopted_customer": ("customer",),
    "note": ("note",),
    "interaction": ("open_interaction", "completed_interaction"),
    "job": ("job", "waiting_job"),
    "import": ("uploaded_import", "waiting_import", "done_import"),
    "template": ("idle_template", "template", "drafted_template", "archived_template"),
    "template_reference": ("template_reference",),
    "workflow": ("workflow",),
    "campaign": ("campaign", "templated_campaign"),
    "conversation": ("conversation",),
    "conversation_rule": ("conversation_rule",),
    "member": ("member", "inactive_member"),
    "actor": ("actor",),
    "subject": ("subject",),
    "event": ("event",),
    "invitation": ("invitation",),
    "key": ("key",),
    "session": ("session",),
    "view": ("view",),
    "person_email": ("person_email",),
    "type_key": ("type_key",),
    "adopted_type": ("type_key",),
    "outcome_key": ("outcome_key",),
    "adopted_outcome": ("outcome_key",),
    "external_id": ("external_id",),
    "email": ("email",),
    "word": ("word",),
}

# Made by no request: put into the database for the caller.
PLANTED = ("session", "person_email", "view")

# A text of these kinds that another tenant has is free in this one: trying it makes it this tenant's too, so each
# try takes a new one.
ADOPTED = frozenset({"adopted_customer", "adopted_type", "adopted_outcome", "external_id", "email"})
