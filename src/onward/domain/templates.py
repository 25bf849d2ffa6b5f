"""Templates as the rest of the product sees them: what they must be, how to walk them, the seeded ones.

The work is done next door: template_faults.py, steps.py, simulation.py, seeded_templates.py.
"""

from onward.domain.seeded_templates import SEEDED, SeededTemplate
from onward.domain.simulation import SimulatedStep, simulate
from onward.domain.steps import find_step, first_step, referenced_template_ids, steps_by_number
from onward.domain.template_faults import placeholder_faults, validate

__all__ = [
    "SEEDED",
    "SeededTemplate",
    "SimulatedStep",
    "find_step",
    "first_step",
    "placeholder_faults",
    "referenced_template_ids",
    "simulate",
    "steps_by_number",
    "validate",
]
