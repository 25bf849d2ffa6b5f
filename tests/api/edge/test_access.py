"""Who may call: the local owner on this machine, and the holders of API keys. Ada owns the tenant, Ben is
her rep, Cleo belongs to another tenant."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from onward.api.access import check_binding
from onward.api.origins import is_loopback_authority
from onward.domain import errors
from onward.domain.credentials import key_text, make_key, parse_key
from onward.domain.records import Role
from tests.stage import ACME, GLOBEX, NOW

from .asking import Asker
from .serving import AskedDatabase, Keys, serve

NOTE = f"/v1/notes/{UUID(int=5)}"
TITLE = b'{"title": "a"}'


def bearer(key: str, **more: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}", **more}


class TestLocalMode:
    async def test_without_a_header_the_demo_tenant_answers(self, local: Asker) -> None:
        said = await local.get(NOTE)
        assert (said.status, said.json["title"], said.json["asked_by"]) == (200, "demo", "local")

    @pytest.mark.parametrize("name", ["acme", str(ACME.id)])
    async def test_the_header_names_any_tenant(self, local: Asker, name: str) -> None:
        said = await local.get(NOTE, headers={"x-tenant-id": name})
        assert said.json["title"] == "acme"

    @pytest.mark.parametrize("name", ["nobody", str(UUID(int=77)), "", "a\0b", "ä", "x" * 9999, "' OR 1=1"])
    async def test_an_unknown_tenant_is_not_found(self, local: Asker, name: str) -> None:
        said = await local.get(NOTE, headers={"x-tenant-id": name})
        assert said.status == 404
        assert "X-Tenant-ID" in said.json["detail"]

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:9", "LocalHost:1", "127.9.9.9"])
    async def test_this_machines_names_are_answered(self, local: Asker, host: str) -> None:
        assert (await local.get(NOTE, headers={"host": host})).status == 200

    @pytest.mark.parametrize(
        "host",
        [
            *("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1:8000", "", "::1"),
            *("localhost:80:80", "localhost:x", "[::1", "[localhost]", "0.0.0.0:8000", "[::]", "127.1"),
        ],
    )
    async def test_a_rebound_name_is_refused_even_to_read(self, local: Asker, host: str) -> None:
        assert (await local.get(NOTE, headers={"host": host})).status in {400, 403}
        assert not is_loopback_authority(host.encode())

    @pytest.mark.parametrize("name", ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"])
    async def test_what_a_proxy_passed_on_is_refused_even_to_read(self, local: Asker, name: str) -> None:
        said = await local.get(NOTE, headers={name: "203.0.113.9"})
        assert said.status == 403
        assert "onward keys create" in said.json["detail"]

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "http://localhost:3000"},
            {"origin": "https://localhost:8000"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "http://localhost:8000", "sec-fetch-site": "cross-site"},
        ],
    )
    async def test_another_sites_page_may_not_write(self, local: Asker, headers: dict[str, str]) -> None:
        assert (await local.post("/v1/notes", TITLE, headers=headers)).status == 403
        assert (await local.get("/v1/notes", headers=headers)).status == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "http://localhost:8000", "sec-fetch-site": "same-origin"},
            {"origin": "HTTP://LOCALHOST:8000"},
            {"host": "localhost:80", "origin": "http://localhost"},
            {"host": "localhost", "origin": "http://localhost:80"},
            {"sec-fetch-site": "none"},
            {},
        ],
    )
    async def test_its_own_page_and_a_plain_client_may(self, local: Asker, headers: dict[str, str]) -> None:
        assert (await local.post("/v1/notes", TITLE, headers=headers)).status == 201

    async def test_a_key_that_is_sent_must_hold(self, local: Asker) -> None:
        said = await local.get(NOTE, headers=bearer(key_text(ACME.id, bytes(32))))
        assert said.status == 401

    async def test_it_ends_with_the_first_credential(self, keyed: AskedDatabase, keys: Keys) -> None:
        await keys.make()
        assert (await serve(keyed).get(NOTE)).status == 401

    async def test_it_can_be_off(self, keyless: AskedDatabase) -> None:
        assert (await serve(keyless, local_mode="off").get(NOTE)).status == 401
        assert (await serve(keyless, is_loopback=False).get(NOTE)).status == 401

    async def test_what_the_database_says_is_remembered(self, keyless: AskedDatabase, local: Asker) -> None:
        for _ in range(3):
            await local.get("/v1/notes")
        assert keyless.questions == ["has_credentials", "tenant", "transaction", *["transaction"] * 3]

    async def test_without_the_database_nobody_is_let_in(self, keyless: AskedDatabase, local: Asker) -> None:
        await keyless.close()
        assert (await local.get(NOTE)).status == 503
        await keyless.open()
        assert (await local.get(NOTE)).status == 200


class TestKeys:
    async def test_a_key_lets_its_tenant_in(self, guarded: Asker, keys: Keys) -> None:
        said = await guarded.get(NOTE, headers=bearer(await keys.make()))
        assert (said.status, said.json["title"], said.json["asked_by"]) == (200, "acme", "key")

    async def test_the_tenant_may_be_written_with_dashes(self, guarded: Asker, keys: Keys) -> None:
        key = (await keys.make()).replace(ACME.id.hex, str(ACME.id))
        assert (await guarded.get(NOTE, headers=bearer(key))).status == 200

    @pytest.mark.parametrize("name", ["acme", str(ACME.id), ACME.id.hex])
    async def test_the_header_may_repeat_the_tenant(self, guarded: Asker, keys: Keys, name: str) -> None:
        headers = bearer(await keys.make(), **{"x-tenant-id": name})
        assert (await guarded.get(NOTE, headers=headers)).status == 200

    @pytest.mark.parametrize("name", ["globex", str(GLOBEX.id), "nobody", "", "a\0"])
    async def test_another_tenant_is_forbidden(self, guarded: Asker, keys: Keys, name: str) -> None:
        headers = bearer(await keys.make(), **{"x-tenant-id": name})
        said = await guarded.get(NOTE, headers=headers)
        assert said.status == 403
        assert "X-Tenant-ID" in said.json["detail"]

    async def test_cleos_secret_does_not_open_adas_tenant(self, guarded: Asker, keys: Keys) -> None:
        hers = await keys.make("owner", GLOBEX)
        assert (await guarded.get(NOTE, headers=bearer(hers))).status == 200
        forged = hers.replace(GLOBEX.id.hex, ACME.id.hex)
        assert (await guarded.get(NOTE, headers=bearer(forged))).status == 401

    @pytest.mark.parametrize(
        "authorization",
        ["", "Bearer", "Bearer ", "Bearer onw_x", "Basic YTpi", "onw_", "Bearer \xff\xfe", "Bearer " + "x" * 9999],
    )
    async def test_what_is_no_key_is_unauthenticated(self, guarded: Asker, authorization: str) -> None:
        said = await guarded.get(NOTE, headers={"authorization": authorization})
        assert said.status == 401
        assert said.headers["www-authenticate"] == "Bearer"

    async def test_no_key_is_unauthenticated(self, guarded: Asker) -> None:
        said = await guarded.get(NOTE)
        assert (said.status, said.headers["www-authenticate"]) == (401, "Bearer")

    @pytest.mark.parametrize(("seconds", "status"), [(-1, 401), (0, 401), (1, 200)])
    async def test_a_key_ends_at_its_time(self, guarded: Asker, keys: Keys, seconds: int, status: int) -> None:
        key = await keys.make(expires_at=NOW + timedelta(seconds=seconds))
        assert (await guarded.get(NOTE, headers=bearer(key))).status == status

    async def test_a_key_that_was_not_there_is_looked_for_again(self, guarded: Asker, keys: Keys) -> None:
        key, secret_hash = keys.written()
        assert (await guarded.get(NOTE, headers=bearer(key))).status == 401
        await keys.enforce(secret_hash, "viewer", ACME)
        assert (await guarded.get(NOTE, headers=bearer(key))).status == 200

    async def test_a_key_is_looked_up_once(self, guarded: Asker, keyed: AskedDatabase, keys: Keys) -> None:
        headers = bearer(await keys.make())
        for _ in range(3):
            await guarded.get("/v1/notes", headers=headers)
            # The second is the day of the key's last use.
        assert keyed.questions == ["credential", "transaction", "tenant", "transaction", *["transaction"] * 3]

    async def test_foreign_pages_are_no_matter_with_a_key(self, guarded: Asker, keys: Keys) -> None:
        headers = bearer(await keys.make(), origin="https://evil.example", host="api.example")
        assert (await guarded.post("/v1/notes", TITLE, headers=headers)).status == 201

    @pytest.mark.parametrize(
        ("role", "read", "write", "delete"),
        [("viewer", 200, 403, 403), ("rep", 200, 201, 403), ("manager", 200, 201, 403), ("owner", 200, 201, 204)],
    )
    async def test_each_role_may_what_the_table_says(
        self, guarded: Asker, keys: Keys, role: Role, read: int, write: int, delete: int
    ) -> None:
        headers = bearer(await keys.make(role))
        assert (await guarded.get(NOTE, headers=headers)).status == read
        assert (await guarded.post("/v1/notes", TITLE, headers=headers)).status == write
        assert (await guarded.ask("DELETE", NOTE, headers=headers)).status == delete

    async def test_a_refusal_names_the_roles_that_may(self, guarded: Asker, keys: Keys) -> None:
        said = await guarded.post("/v1/notes", TITLE, headers=bearer(await keys.make("viewer")))
        assert said.json["detail"] == "This needs the role rep or manager or owner; you act as viewer."

    async def test_who_may_not_is_told_so_before_the_body_is_read(self, guarded: Asker, keys: Keys) -> None:
        said = await guarded.post("/v1/notes", b"not json", headers=bearer(await keys.make("viewer")))
        assert said.status == 403


class TestKeyText:
    def test_a_key_is_read_back(self) -> None:
        text, secret_hash = make_key(ACME.id, bytes(range(32)))
        assert text == f"onw_{ACME.id.hex}_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
        assert parse_key(text) == (ACME.id, secret_hash)
        assert len(secret_hash) == 32

    @pytest.mark.parametrize("change", [lambda text: text + "A", lambda text: text[:-1], str.upper, str.strip])
    def test_only_a_whole_key_is_one(self, change: Callable[[str], str]) -> None:
        text = key_text(ACME.id, bytes(32))
        assert (parse_key(change(text)) is None) == (change(text) != text)

    def test_a_short_secret_makes_no_key(self) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            key_text(ACME.id, b"short")


class TestBinding:
    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
    def test_this_machine_needs_nothing(self, host: str) -> None:
        check_binding(host, "auto", has_credentials=False)

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.0.0.1", "example.org"])
    def test_other_addresses_need_a_key_or_local_mode_off(self, host: str) -> None:
        with pytest.raises(errors.Refused, match="onward keys create"):
            check_binding(host, "auto", has_credentials=False)
        check_binding(host, "auto", has_credentials=True)
        check_binding(host, "off", has_credentials=False)
