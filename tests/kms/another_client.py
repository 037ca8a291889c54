"""What an application would do with the client `etsi-qkd-014-client`, which knows nothing of qedu; run by scripts/audit.py.

    python another_client.py PORT FOLDER-OF-CERTIFICATES
"""

import base64
import sys
from pathlib import Path


def main():
    from etsi_qkd_014_client.client import QKD014Client  # here, since those who look for tests import this file

    port, folder = sys.argv[1], Path(sys.argv[2])
    alice, bob, dora = (QKD014Client(f"127.0.0.1:{port}", str(folder / f"{name}.pem"), str(folder / f"{name}.key"), str(folder / "authority.pem"))
                        for name in ("alice", "bob", "dora"))

    code, status = alice.get_status("bob")
    assert code == 200 and (status.master_sae_id, status.slave_sae_id, status.key_size) == ("alice", "bob", 256), status
    assert (status.source_kme_id, status.target_kme_id, status.max_sae_id_count) == ("A", "B", 0) and status.stored_key_count > 0

    code, one = alice.get_key("bob")                        # GET, without a body
    assert code == 200 and len(one.keys) == 1
    code, many = alice.get_key("bob", number=4)             # POST
    assert code == 200 and len(many.keys) == 4
    code, short = alice.get_key("bob", number=2, size=128, extension_optional=[{"abc_x": 1}])
    assert code == 200 and [len(base64.b64decode(key.key)) for key in short.keys] == [16, 16]
    made = [*one.keys, *many.keys, *short.keys]

    code, copies = bob.get_key_with_key_IDs("alice", [key.key_id for key in made])
    assert code == 200 and [(key.key_id, key.key) for key in copies.keys] == [(key.key_id, key.key) for key in made]
    code, error = bob.get_key_with_key_IDs("alice", [made[0].key_id])
    assert (code, error.message) == (400, "one or more keys specified are not found on KME")
    code, error = alice.get_key("bob", size=100)
    assert (code, error.message) == (400, "size shall be a multiple of 8")
    code, error = alice.get_key("bob", extension_mandatory=[{"abc_route": "direct"}])
    assert (code, error.message) == (400, "not all extension_mandatory parameters are supported")
    try:                                                    # the standard gives 401 no body; this client reads one, and does not find it
        dora.get_key_with_key_IDs("alice", [made[0].key_id])
    except ValueError as error:
        print("401 has no body:", error)
    else:
        raise AssertionError("dora got something that is bob's")
    print(len(made), "keys for alice and the same for bob")


if __name__ == "__main__":
    main()
