"""The demo's rows over HTTP: loaded, counted, and removed."""

from onward.actions import demo
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.demo import DemoOut, LoadDemoIn, RemovedDemoOut, RemoveDemoIn
from onward.api.shapes.jobs import JobOut
from onward.domain.roles import Permission

ROUTES = Routes()
TAG = "Demo"


@ROUTES.get("/v1/demo", permission=Permission.READ, answers=DemoOut, summary="How many rows are the demo's", tag=TAG)
async def count_demo(call: Call) -> Answer:
    """All are 0 in a tenant that has none. `loading_job_id` names the job that writes them now."""
    counted = await demo.count(call.acting)
    return Answer(DemoOut.of(counted, await demo.find_loading(call.acting)))


@ROUTES.post(
    "/v1/demo",
    permission=Permission.WRITE_SETTINGS,
    body=LoadDemoIn,
    answers=JobOut,
    status=202,
    summary="Load the demo's rows",
    tag=TAG,
)
async def load_demo(call: Call, body: LoadDemoIn) -> Answer:
    """Three hundred customers with a year of work, four templates, a campaign and five members, beside what is there.
    A worker writes them, within seconds; the job says how far it is. Removing the demo takes all of it away again."""
    job = await demo.load(call.acting)
    return Answer(JobOut.of(job), location=f"/v1/jobs/{job.id}", details={"job_id": str(job.id)})


@ROUTES.post(
    "/v1/demo/remove",
    permission=Permission.WRITE_SETTINGS,
    body=RemoveDemoIn,
    answers=RemovedDemoOut,
    summary="Remove the demo's rows",
    tag=TAG,
)
async def remove_demo(call: Call, body: RemoveDemoIn) -> Answer:
    """The demo's customers go with everything that hangs on them, also what people did with them since. Its campaigns,
    templates and members go unless something of one's own needs them. One that is being loaded is left off. The answer
    says what went."""
    removed = await demo.remove(call.acting)
    return Answer(RemovedDemoOut.of(removed), details={"customers": removed.customers}, changes_access=True)
