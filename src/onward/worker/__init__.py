"""The worker: periodic work, one turn of a step at a time, each under a lease that lives in a row.

What a step does is an action's business; here is only when it runs, for whom, and that it runs once.
"""
