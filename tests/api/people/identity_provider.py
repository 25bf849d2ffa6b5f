"""An OpenID provider in a process of its own, on joserfc: right in every point unless the address that a browser is
sent to asks for a fault.

`python identity_provider.py` prints its issuer and serves until it is ended. Beside what we send, `/authorize` takes
`sub`, `email`, `verified`, `claims_in` and `fault`: it is the person at the browser who has no secrets here.
"""

import base64
import hmac
import json
import secrets
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT_ID = "onward & friends"
CLIENT_SECRET = "a secret: with + signs"
KID = "the key of this week"

Json = dict[str, Any]
Claiming = Callable[["Provider", Json], None]


def _set(name: str, value: Any) -> Claiming:
    return lambda _, claims: claims.update({name: value})


def _drop(name: str) -> Claiming:
    return lambda _, claims: claims.pop(name, None)


CLAIM_FAULTS: dict[str, Claiming] = {
    "wrong issuer": _set("iss", "https://elsewhere.example"),
    "no issuer": _drop("iss"),
    "wrong audience": _set("aud", "somebody else"),
    "no audience": _drop("aud"),
    "made for another client": lambda _, claims: claims.update(aud=[CLIENT_ID, "another"], azp="another"),
    "for several, of nobody": lambda _, claims: claims.update(aud=[CLIENT_ID, "another"]),
    "wrong nonce": _set("nonce", "another"),
    "no nonce": _drop("nonce"),
    "expired": lambda _, claims: claims.update(exp=claims["iat"] - 3600),
    "never expires": _drop("exp"),
    "from the future": lambda _, claims: claims.update(iat=claims["iat"] + 3600, exp=claims["iat"] + 7200),
    "no subject": _drop("sub"),
    "empty subject": _set("sub", ""),
    "endless subject": _set("sub", "x" * 256),
}


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.kid = KID
        self.key = self._new_key()
        self.own_key = RSAKey.generate_key(2048, {"kid": KID})
        self.small_key = ECKey.generate_key("P-256", {"kid": KID})
        self.codes: dict[str, Json] = {}
        self.people: dict[str, Json] = {}
        self.visited: list[str] = []

    def _new_key(self) -> RSAKey:
        return RSAKey.generate_key(2048, {"kid": self.kid, "use": "sig", "alg": "RS256"})

    def rotate(self) -> Json:
        """From here on a new key signs, and the old one is published no more."""
        self.kid += " and of the next one"
        self.key = self._new_key()
        return {}

    def metadata(self) -> Json:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "authorization_response_iss_parameter_supported": True,
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to."""
        for name, value in {"response_type": "code", "client_id": CLIENT_ID, "code_challenge_method": "S256"}.items():
            assert asked[name] == value, name
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = dict(asked)
        back = {"state": asked["state"], "iss": self.issuer, "session_state": "of no concern", "code": code}
        if asked.get("fault") == "refused":
            back = {"state": asked["state"], "iss": self.issuer, "error": "access_denied"}
        if asked.get("fault") == "from another provider":
            back["iss"] = "https://elsewhere.example"
        if asked.get("fault") == "from nobody":
            del back["iss"]
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def redeem(self, form: dict[str, str]) -> Json | None:
        """Tokens for a code, once."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return None
        digest = sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        access_token = secrets.token_urlsafe()
        self.people[access_token] = self._person(asked)
        return {"access_token": access_token, "token_type": "Bearer", "id_token": self._token(asked)}

    def _person(self, asked: dict[str, str]) -> Json:
        person: Json = {"sub": asked["sub"], "name": asked.get("name", "Somebody")}
        if asked.get("fault") == "tells of somebody else":
            person["sub"] = "somebody else"
        if "email" in asked:
            person |= {"email": asked["email"], "email_verified": asked.get("verified") != "no"}
        return person

    def _token(self, asked: dict[str, str]) -> str:
        now, fault = int(time.time()), asked.get("fault", "")
        claims: Json = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= {"sub": asked["sub"]} if asked.get("claims_in") == "userinfo" else self._person(asked)
        if fault in CLAIM_FAULTS:
            CLAIM_FAULTS[fault](self, claims)
        return self._signed(claims, fault)

    def _signed(self, claims: Json, fault: str) -> str:
        header = {"alg": "RS256", "kid": self.kid}
        if fault == "alg none":
            return _plain({"alg": "none"}, claims) + "."
        if fault == "alg none, signed":
            return _plain({"alg": "none", "kid": KID}, claims) + "." + _text(b"nothing")
        if fault in {"our secret as key", "public key as secret"}:
            secret = CLIENT_SECRET.encode() if fault == "our secret as key" else self.key.as_pem(private=False)
            signed = _plain({"alg": "HS256", "kid": KID}, claims)
            return f"{signed}.{_text(hmac.digest(secret, signed.encode(), 'sha256'))}"
        if fault == "another key":
            return jwt.encode(header, claims, self.own_key)
        if fault == "unknown key":
            return jwt.encode({"alg": "RS256", "kid": "unknown"}, claims, self.own_key)
        if fault == "embedded key":
            return jwt.encode({**header, "jwk": self.own_key.as_dict(private=False)}, claims, self.own_key)
        if fault == "embedded key, rightly signed":
            return jwt.encode({**header, "jwk": self.small_key.as_dict(private=False)}, claims, self.key)
        if fault == "key elsewhere":
            return jwt.encode({**header, "jku": f"{self.issuer}/keys-of-mine"}, claims, self.own_key)
        signed = jwt.encode(header, claims, self.key)
        if fault == "changed afterwards":
            start, _, end = signed.split(".")
            return f"{start}.{_text(json.dumps({**claims, 'sub': 'ada'}).encode())}.{end}"
        return "no token at all" if fault == "nonsense" else signed


class Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.visited.append(parts.path)
        asked = dict(parse_qsl(parts.query))
        if parts.path == "/authorize":
            self._answer(302, None, Location=self.server.authorize(asked))
        elif parts.path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            self._answer(200, self.server.people[token])
        else:
            answers = {
                "/.well-known/openid-configuration": self.server.metadata,
                "/keys": lambda: KeySet([self.server.key]).as_dict(private=False),
                "/keys-of-mine": lambda: KeySet([self.server.own_key]).as_dict(private=False),
                "/rotate": self.server.rotate,
                "/visited": lambda: {"paths": self.server.visited},
            }
            answering = answers.get(parts.path)
            self._answer(200 if answering else 404, answering() if answering else {})

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        given = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        if [unquote(part) for part in given.split(":")] != [CLIENT_ID, CLIENT_SECRET]:
            self._answer(401, {"error": "invalid_client"})
            return
        tokens = self.server.redeem(form)
        self._answer(200 if tokens else 400, tokens or {"error": "invalid_grant"})

    def _answer(self, status: int, content: Json | None, **headers: str) -> None:
        body = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silence."""


def _plain(header: Json, claims: Json) -> str:
    return ".".join(_text(json.dumps(part).encode()) for part in (header, claims))


def _text(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


if __name__ == "__main__":
    provider = Provider()
    sys.stdout.write(f"{provider.issuer}\n")
    sys.stdout.flush()
    provider.serve_forever()
