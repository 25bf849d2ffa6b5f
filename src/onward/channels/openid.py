"""OpenID Connect: sending a browser to one configured provider, and asking that provider who came back.

Only addresses of the provider's own discovery document are called, and never one that a token names.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx
import msgspec
from joserfc import jws, jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from onward.domain import errors
from onward.domain.single_sign_on import Identity, Trip

T = TypeVar("T")

# Only signatures that nobody but the provider can make: no `none`, and no secret that we hold as well.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
# Where a token would tell us to look for a key.
_KEYS_OF_ITS_OWN = frozenset({"jwk", "jku", "x5c", "x5u"})
_TIMEOUT_SECONDS = 10
_LEEWAY_SECONDS = 60
_LONGEST_SUBJECT = 255
_DISCOVERY_LASTS = timedelta(hours=1)
# A key that we do not know may be new; so often we look at the most.
_LOOK_AGAIN = timedelta(minutes=1)


class Client(Struct, frozen=True):
    """What we are to the provider, and what it is called here."""

    issuer: str
    client_id: str
    client_secret: str | None
    redirect_address: str
    scopes: str
    name: str


class Metadata(Struct, frozen=True):
    """What a provider tells of itself, as far as it is used here."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Tokens(Struct, frozen=True):
    id_token: str
    access_token: str = ""


class Claims(Struct, frozen=True):
    sub: str
    email: str | None = None
    email_verified: bool | str | None = None
    name: str | None = None
    azp: str | None = None


class Provider:
    """One provider. What it tells of itself and its keys are kept for an hour."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._known: tuple[Metadata, KeySet] | None = None
        self._known_at = clock()

    @property
    def name(self) -> str:
        return self._client.name

    async def address(self, trip: Trip) -> str:
        """Where to send a browser. Raises Unavailable."""
        metadata, _ = await self._discovered()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._client.client_id,
                "redirect_uri": self._client.redirect_address,
                "scope": self._client.scopes,
                "state": trip.state,
                "nonce": trip.nonce,
                "code_challenge": trip.challenge,
                "code_challenge_method": "S256",
            }
        )
        separator = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
        return f"{metadata.authorization_endpoint}{separator}{query}"

    async def identity(self, trip: Trip, code: str, issuer: str | None) -> Identity:
        """Who came back with a code. Raises Unavailable, and Unauthenticated for an answer that does not hold."""
        metadata, _ = await self._discovered()
        must_be_told = metadata.authorization_response_iss_parameter_supported
        if issuer != metadata.issuer and (issuer is not None or must_be_told):
            raise errors.Unauthenticated("The answer came from another provider than the one that was asked.")
        tokens = await self._redeem(metadata, trip, code)
        claims = await self._verified(tokens.id_token, trip.nonce)
        if claims.email is None and metadata.userinfo_endpoint is not None and tokens.access_token:
            claims = await self._more(metadata.userinfo_endpoint, tokens.access_token, claims)
        # Some providers write the truth as a text.
        is_verified = claims.email_verified in (True, "true")
        email = claims.email.strip() if claims.email and is_verified else None
        return Identity(metadata.issuer, claims.sub, email or None, claims.name)

    async def _discovered(self, *, is_key_missing: bool = False) -> tuple[Metadata, KeySet]:
        lasts = _LOOK_AGAIN if is_key_missing else _DISCOVERY_LASTS
        if self._known is None or self._clock() - self._known_at >= lasts:
            issuer = self._client.issuer
            asked_at = self._clock()
            answer = await _ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            metadata = _converted(answer, Metadata)
            _check(metadata, issuer)
            self._known = metadata, _keys(await _ask("GET", metadata.jwks_uri))
            self._known_at = asked_at
        return self._known

    async def _redeem(self, metadata: Metadata, trip: Trip, code: str) -> Tokens:
        client = self._client
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_address,
            "code_verifier": trip.verifier,
        }
        basic = None
        if client.client_secret is None:
            form["client_id"] = client.client_id
        elif "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            basic = httpx.BasicAuth(quote(client.client_id, safe=""), quote(client.client_secret, safe=""))
        else:
            form |= {"client_id": client.client_id, "client_secret": client.client_secret}
        answer = await _ask("POST", metadata.token_endpoint, data=form, auth=basic)
        return _converted(answer, Tokens)

    async def _verified(self, text: str, nonce: str) -> Claims:
        try:
            return await self._claims_by_known_keys(text, nonce)
        except (JoseError, ValueError) as wrong:
            raise errors.Unauthenticated(
                f"The identity provider's token does not hold: {type(wrong).__name__}: {wrong}"
            ) from wrong

    async def _claims_by_known_keys(self, text: str, nonce: str) -> Claims:
        _, keys = await self._discovered()
        try:
            return self._claims(text, nonce, keys)
        except InvalidKeyIdError:
            _, keys = await self._discovered(is_key_missing=True)
            return self._claims(text, nonce, keys)

    def _claims(self, text: str, nonce: str, keys: KeySet) -> Claims:
        """Raises JoseError, and ValueError for what that library lets pass."""
        header = jws.extract_compact(text.encode()).headers()
        if _KEYS_OF_ITS_OWN & header.keys():
            raise ValueError("it brings a key of its own")
        token = jwt.decode(text, keys, algorithms=_ALGORITHMS)
        registry = jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._client.issuer},
            aud={"essential": True, "value": self._client.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        registry.validate(token.claims)
        claims = msgspec.convert(token.claims, Claims)
        audience = token.claims["aud"]
        is_for_others_too = isinstance(audience, list) and len(audience) > 1
        if claims.azp != self._client.client_id and (claims.azp is not None or is_for_others_too):
            raise ValueError("it was made for another client")
        if len(claims.sub) > _LONGEST_SUBJECT or "\0" in claims.sub:
            raise ValueError("its subject is none")
        return claims

    async def _more(self, address: str, access_token: str, claims: Claims) -> Claims:
        answer = await _ask("GET", address, headers={"Authorization": f"Bearer {access_token}"})
        more = _converted(answer, Claims)
        if more.sub != claims.sub:
            raise errors.Unauthenticated("The identity provider told of somebody else.")
        return more


async def _ask(method: str, address: str, **options: Any) -> bytes:
    """Raises Unauthenticated for what the provider refuses, Unavailable when it does not answer as it should."""
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, follow_redirects=False) as http:
            answer = await http.request(method, address, **options)
    except (httpx.HTTPError, httpx.InvalidURL) as gone:
        raise errors.Unavailable(f"The identity provider cannot be reached: {type(gone).__name__}.") from gone
    if method == "POST" and answer.status_code in {400, 401, 403}:
        raise errors.Unauthenticated(f"The identity provider refused the code with status {answer.status_code}.")
    if answer.status_code != httpx.codes.OK:
        raise errors.Unavailable(f"The identity provider answered {answer.status_code}.")
    return answer.content


def _converted(answer: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise errors.Unavailable(f"The identity provider's answer cannot be read: {wrong}.") from wrong


def _keys(answer: bytes) -> KeySet:
    """Those that can check a signature; kinds of keys that nobody knows here are passed over."""
    found = _converted(answer, dict[str, list[dict[str, Any]]]).get("keys", [])
    try:
        return KeySet.import_key_set({"keys": [key for key in found if key.get("kty") in {"RSA", "EC", "OKP"}]})
    except (JoseError, ValueError) as wrong:
        raise errors.Unavailable(f"The identity provider's keys cannot be read: {wrong}.") from wrong


def _check(metadata: Metadata, issuer: str) -> None:
    """Raises Unavailable for a provider that is not the one, or that would have us talk in the open."""
    if metadata.issuer != issuer:
        raise errors.Unavailable("The identity provider calls itself otherwise than ONWARD_OIDC_ISSUER says.")
    addresses = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri]
    if not all(map(is_safe, [*addresses, metadata.userinfo_endpoint or issuer])):
        raise errors.Unavailable("The identity provider has addresses without TLS.")


def is_safe(address: str) -> bool:
    """Over TLS, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
