"""The noun modules whose routes are served, in the order of the reference."""

from onward.api import (
    audit,
    campaigns,
    conversations,
    customer_interactions,
    customers,
    exports,
    interactions,
    invitations,
    keys,
    me,
    members,
    password_resets,
    sessions,
    setup,
    templates,
    workflows,
)
from onward.api.routing import Routes

ROOMS: tuple[Routes, ...] = (
    interactions.ROUTES,
    workflows.ROUTES,
    customer_interactions.ROUTES,
    templates.ROUTES,
    customers.ROUTES,
    exports.ROUTES,
    members.ROUTES,
    invitations.ROUTES,
    keys.ROUTES,
    audit.ROUTES,
    campaigns.ROUTES,
    conversations.ROUTES,
    sessions.ROUTES,
    me.ROUTES,
    password_resets.ROUTES,
    setup.ROUTES,
)
