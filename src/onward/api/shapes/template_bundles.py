"""Templates in a file: out of one tenant, into another."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from onward.actions.template_bundles import Packed
from onward.api.shapes.fields import Name, Text
from onward.api.shapes.templates import DefinitionIn, EndAction, OnReply, Steps, TemplateOut
from onward.domain.errors import Fault
from onward.domain.records import Step, Template

Format = Literal["onward.templates"]
FormatVersion = Literal[1]
MOST_TEMPLATES = 200


class PackedTemplateOut(Struct, frozen=True):
    """`id` is what other templates of the file call it by."""

    id: UUID
    name: str
    description: str | None
    steps: list[Step]
    end_action: str
    on_reply: OnReply
    is_active: bool

    @classmethod
    def of(cls, template: Template) -> "PackedTemplateOut":
        definition = template.definition
        return cls(
            id=template.id,
            name=definition.name,
            description=definition.description,
            steps=list(definition.steps),
            end_action=definition.end_action,
            on_reply=definition.on_reply,
            is_active=template.is_active,
        )


class TemplateBundleOut(Struct, frozen=True, kw_only=True):
    format: Format
    format_version: FormatVersion
    templates: list[PackedTemplateOut]

    @classmethod
    def of(cls, templates: list[Template]) -> "TemplateBundleOut":
        packed = [PackedTemplateOut.of(one) for one in templates]
        return cls(format="onward.templates", format_version=1, templates=packed)


class PackedTemplateIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`id` is what other templates of the file call it by; it gets a new one."""

    id: UUID
    name: Name
    steps: Steps
    description: Text | None = None
    end_action: EndAction = "default"
    on_reply: OnReply = "ignore"
    is_active: bool = True

    def packed(self) -> Packed:
        definition = DefinitionIn(self.name, self.steps, self.description, self.end_action, self.on_reply).definition()
        return Packed(self.id, definition, self.is_active)


class TemplateBundleIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the export answers."""

    format: Format
    format_version: FormatVersion
    templates: Annotated[list[PackedTemplateIn], Meta(min_length=1, max_length=MOST_TEMPLATES)]


class TemplatesTakenInOut(Struct, frozen=True):
    """`notes` name what could not be kept, each with its place in the file."""

    data: list[TemplateOut]
    notes: list[Fault]


class ExportTemplatesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    template_id: Annotated[list[UUID], Meta(description="Left out: all that are not archived")] = []
