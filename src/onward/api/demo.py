"""The demo's rows over HTTP: counted, and removed."""

from onward.actions import demo
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.demo import DemoOut, RemoveDemoIn
from onward.domain.roles import Permission

ROUTES = Routes()
TAG = "Demo"


@ROUTES.get("/v1/demo", permission=Permission.READ, answers=DemoOut, summary="How many rows are the demo's", tag=TAG)
async def count_demo(call: Call) -> Answer:
    """All are 0 in a tenant that was not made as a demo."""
    return Answer(DemoOut.of(await demo.count(call.acting)))


@ROUTES.post(
    "/v1/demo/remove",
    permission=Permission.WRITE_SETTINGS,
    body=RemoveDemoIn,
    answers=DemoOut,
    summary="Remove the demo's rows",
    tag=TAG,
)
async def remove_demo(call: Call, body: RemoveDemoIn) -> Answer:
    """The demo's customers go with everything that hangs on them, also what people did with them since. Its campaigns,
    templates and members go unless something of one's own needs them. The answer says what went."""
    removed = await demo.remove(call.acting)
    return Answer(DemoOut.of(removed), details={"customers": removed.customers}, changes_access=True)
