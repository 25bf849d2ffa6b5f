"""The pages themselves: links lead somewhere, everything can be found from the index, blocks are well formed."""

import json

import pytest

from tests.docs.pages import DOCS, REPOSITORY, Block, Page, all_pages, page

PAGES = all_pages()
KINDS = {"", "sh", "console", "text", "json", "json answer", "python", "ts"}
LONGEST_LINE = 120

on_every_page = pytest.mark.parametrize("each", PAGES, ids=repr)


def linked_from(one: Page) -> set[Page]:
    targets = {link.target.partition("#")[0] for link in one.links}
    paths = {(one.path.parent / target).resolve() for target in targets if target.endswith(".md")}
    return {found for found in PAGES if found.path in paths}


@on_every_page
def test_links_lead_somewhere(each: Page) -> None:
    broken = []
    for link in each.links:
        name, _, anchor = link.target.partition("#")
        path = (each.path.parent / name).resolve() if name else each.path
        if link.target.startswith(("http://", "https://")):
            continue
        if not path.exists() or (anchor and anchor not in Page(path).anchors):
            broken.append(link.target)
    assert broken == []


@on_every_page
def test_links_stay_in_the_repository(each: Page) -> None:
    """Nobody needs the network to read the documentation."""
    assert [link.target for link in each.links if "://" in link.target] == []


@on_every_page
def test_pictures_are_told_in_words(each: Page) -> None:
    assert [link.target for link in each.links if link.is_picture and len(link.words) < 20] == []


@on_every_page
def test_blocks_are_of_known_kinds(each: Page) -> None:
    assert [block for block in each.blocks if block.kind not in KINDS] == []
    assert each.prose.count("```") == 0, "a block does not end"


@on_every_page
def test_json_is_json(each: Page) -> None:
    shown = [block for block in each.blocks if block.kind.startswith("json")]
    assert [block for block in shown if not is_json(block)] == []


@on_every_page
def test_lines_are_short(each: Page) -> None:
    lines = [line for line in each.prose.splitlines() if not line.startswith("|")]
    assert [line for line in lines if len(line) > LONGEST_LINE] == []


def test_every_page_is_found_from_the_readme() -> None:
    found, ahead = set(), [page("README.md").path]
    while ahead:
        path = ahead.pop()
        found.add(path)
        ahead += [one.path for one in linked_from(Page(path)) if one.path not in found]
    assert {str(one) for one in PAGES if one.path not in found} == set()


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(one.path.parent / link.target).resolve() for one in PAGES for link in one.links if link.is_picture}
    assert shown == set((DOCS / "images").iterdir())


def test_every_decision_has_its_three_parts() -> None:
    records = sorted((DOCS / "decisions").glob("0*.md"))
    assert len(records) >= 10
    assert [Page(path) for path in records if not {"context", "decision", "consequences"} <= Page(path).anchors] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_the_pages_call_files_is_there() -> None:
    """`deploy/` and the sources that the architecture names."""
    named = {f"src/onward/{name}" for name in ("domain", "store", "actions", "api", "embedded", "cli", "wiring.py")}
    assert [name for name in {*named, "deploy", "clients/typescript"} if not (REPOSITORY / name).exists()] == []


def is_json(block: Block) -> bool:
    try:
        json.loads(block.text)
    except ValueError:
        return False
    return True
