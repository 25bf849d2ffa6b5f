"""What the people of the demo tenant write down about their work."""

from onward.domain.records import Channel

SENDING = frozenset({"email", "sms", "send_proposal"})

# Outcome, words, weight.
Outcomes = tuple[tuple[str, str, int], ...]

TALKS: Outcomes = (
    ("success", "Good talk; knows what comes next.", 32),
    ("interested", "Wants to hear more, and asked good questions.", 28),
    ("reached", "Short talk between two meetings.", 10),
    ("left_message", "Left a message with the front desk.", 12),
    ("no_answer", "Nobody picked up.", 12),
    ("rescheduled", "Asked for another day.", 4),
    ("not_interested", "Not this year.", 2),
)
SENDS: Outcomes = (
    ("success", "Sent, with a personal note.", 60),
    ("interested", "Answered the same day and wants a call.", 36),
    ("not_interested", "Wrote back: the budget is spent.", 4),
)

# Type, title, days ahead: plans that somebody made by hand.
BY_HAND: dict[str, tuple[str, str, int]] = {
    "Caleb Whitfield": ("meeting", "Lunch at the growers' fair", 9),
    "Grace Liu": ("phone_call", "Call back about the second practice", 5),
    "Karl-Heinz Vogt": ("meeting", "Tour of the new assembly hall", 14),
    "Nadia Petrova": ("email", "Send the price list she asked for", 4),
}

# Channel and subject: conversations that are going on.
CONVERSATIONS: dict[str, tuple[Channel, str]] = {
    "Arthur Pemberton": ("email", "Questions about the data processing terms"),
    "Daniel Okafor": ("phone", "Roll-out at the second site"),
    "Juliette Marchand": ("email", "Price for 40 seats"),
    "Renée Fontaine": ("email", "Harvest time: when to begin"),
}

# Of the many, and of the two dozen.
FAIR_CAMPAIGN = "Trade fair contacts"
CAMPAIGN = "Referral outreach"
IN_CAMPAIGN = frozenset({"Beatriz Nogueira", "Eleni Papadaki", "Grace Liu", "Isaac Feldman", "Leila Farahani"})
