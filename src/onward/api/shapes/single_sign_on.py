"""What an identity provider sends a browser back with."""

from typing import Annotated

from msgspec import Meta, Struct

Text = Annotated[str, Meta(max_length=4096)]


class FinishSingleSignOnQuery(Struct, frozen=True):
    """Providers add parameters of their own; they are passed over, as OAuth demands."""

    state: Text = ""
    code: Text | None = None
    error: Text | None = None
    iss: Text | None = None
