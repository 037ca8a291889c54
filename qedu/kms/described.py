"""The server described in OpenAPI 3.1: the standard's formats, and what is chosen here where the standard is silent."""

from typing import Any

from qedu._arguments import bad
from qedu.kms.messages import ASKED_UUID, UUID, Limits
from qedu.kms.store import LONGEST_NAME

_WORDS = """\
A key server after ETSI GS QKD 014 V1.1.1 (2019-02), with mutual TLS. Applications (SAE) are told apart by the common name of their
certificate, at each request.

Chosen here, where the standard is silent:

- 401, without a body, for everything that is not for the caller: a certificate that is not enrolled, an application that is not, one
  at the caller's own place, keys that were given to others. A key that does not exist and one of somebody else are answered alike, though
  for the first the standard's 400 "not found" would fit as well.
- 400 for more or longer keys than the limits that `status` tells; for parts that are not known; for an address that says something
  twice. 413 for bodies that are too long, 415 for bodies that are not application/json, 404 and 405 for other paths and methods.
- 503 for a pool with too few keys, which keeps those that it has, and for a caller too many of whose requests wait.
- 400 with "one or more keys specified are not found on KME" where the caller has collected one of the keys before, or names it twice.
- A request for several keys is answered whole or not at all.
- One slave is served at a time (`max_SAE_ID_count` is 0), and no extension is known: mandatory ones are refused, others passed over.
- Keys wait without a term. How two servers come to hold the same keys is not part of this interface.

Where the standard differs from itself, its tables and examples are followed: `dec_keys` names the master in its path, and the
container of keys is called `keys`.

A key is written down as given before the answer is sent. If the answer is lost on its way, the key is spent for the master; the slave's
copy waits. No key is given twice to one side."""


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def description(limits: Limits | None = None) -> dict[str, Any]:
    """Describe the server.

    Parameters
    ----------
    limits : Limits or None
        What one request may ask for; None: the usual ones.

    Returns
    -------
    dict
        An OpenAPI document.

    Raises
    ------
    ValueError
        If the limits are something else.

    Notes
    -----
    ETSI GS QKD 014 V1.1.1, clauses 5 and 6.  Chapter C14.

    Examples
    --------
    >>> sorted(description()["paths"])[-1]
    '/api/v1/keys/{slave_SAE_ID}/status'
    """
    limits = Limits() if limits is None else limits
    if not isinstance(limits, Limits):
        raise bad("limits", limits, "qedu.kms.Limits, or None")
    text, any_object = {"type": "string"}, {"type": "object"}
    whole = {"type": "integer", "minimum": 0}
    number = {"type": "integer", "minimum": 1, "maximum": limits.max_key_per_request, "default": 1}
    size = {"type": "integer", "minimum": limits.min_key_size, "maximum": limits.max_key_size, "multipleOf": 8, "default": limits.key_size}
    uuid, asked = ({"type": "string", "pattern": pattern} for pattern in (UUID, ASKED_UUID))
    one_id = {**_object(["key_ID"], key_ID=asked, key_ID_extension=any_object), "additionalProperties": False}
    schemas = {
        "Status": _object(
            ["source_KME_ID", "target_KME_ID", "master_SAE_ID", "slave_SAE_ID", "key_size", "stored_key_count", "max_key_count",
             "max_key_per_request", "max_key_size", "min_key_size", "max_SAE_ID_count"],
            source_KME_ID=text, target_KME_ID=text, master_SAE_ID=text, slave_SAE_ID=text, key_size=whole, stored_key_count=whole,
            max_key_count=whole, max_key_per_request=whole, max_key_size=whole, min_key_size=whole, max_SAE_ID_count=whole),
        "KeyRequest": {**_object(
            [], number=number, size=size, additional_slave_SAE_IDs={"type": "array", "items": text, "maxItems": 0},
            extension_mandatory={"type": "array", "items": any_object, "maxItems": 0},
            extension_optional={"type": "array", "items": any_object}), "additionalProperties": False},
        "KeyContainer": _object(["keys"], keys={"type": "array", "items": _object(["key_ID", "key"], key_ID=uuid, key=text)}),
        "KeyIDs": {**_object(
            ["key_IDs"], key_IDs={"type": "array", "items": one_id, "minItems": 1, "maxItems": limits.max_key_per_request},
            key_IDs_extension=any_object), "additionalProperties": False},
        "Error": _object(["message"], message=text, details={"type": "array", "items": any_object}),
    }

    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    def answers(name: str, *, body: bool = False) -> dict[str, Any]:
        found = {"200": {"description": "As asked.", "content": content(name)},
                 "401": {"description": "Not for the caller; nothing is said."}}
        found |= {code: {"description": words, "content": content("Error")}
                  for code, words in (("400", "The request is not as it should be."), ("503", "There is no answer now."))}
        if body:
            found |= {"413": {"description": "The body is too long."}, "415": {"description": "The body is not application/json."}}
        return found

    def path(name: str) -> dict[str, Any]:
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}}

    def query(**schemas: Any) -> list[dict[str, Any]]:
        return [{"name": name, "in": "query", "required": name == "key_ID", "schema": schema} for name, schema in schemas.items()]

    def post(name: str, *, required: bool) -> dict[str, Any]:
        return {"requestBody": {"required": required, "content": content(name)}, "responses": answers("KeyContainer", body=True)}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Key delivery after ETSI GS QKD 014 V1.1.1", "version": "1.1.1", "description": _WORDS},
        "components": {"schemas": schemas, "securitySchemes": {"certificate": {
            "type": "mutualTLS", "description": "The common name of the certificate is the application's, at each request."}}},
        "security": [{"certificate": []}],
        "paths": {
            "/api/v1/keys/{slave_SAE_ID}/status": {
                "parameters": [path("slave_SAE_ID")],
                "get": {"operationId": "status", "responses": answers("Status")}},
            "/api/v1/keys/{slave_SAE_ID}/enc_keys": {
                "parameters": [path("slave_SAE_ID")],
                "get": {"operationId": "get_enc_keys", "parameters": query(number=number, size=size), "responses": answers("KeyContainer")},
                "post": {"operationId": "post_enc_keys", **post("KeyRequest", required=False)}},
            "/api/v1/keys/{master_SAE_ID}/dec_keys": {
                "parameters": [path("master_SAE_ID")],
                "get": {"operationId": "get_dec_keys", "parameters": query(key_ID=asked), "responses": answers("KeyContainer")},
                "post": {"operationId": "post_dec_keys", **post("KeyIDs", required=True)}},
        },
    }
