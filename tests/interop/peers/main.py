"""Python's side of the interop tests: answers one JSON line for each line.

    {"id": 1, "peer": "jwcrypto", "call": "thumbprint", "with": {"jwk": "…"}}
    {"id": 1, "result": "…"}   or   {"id": 1, "error": "ValueError: …"}
"""

import base64
import json
import sys

import pyca
import latchset

PEERS = {
    "cryptography": pyca.CALLS,
    "jwcrypto": latchset.CALLS,
    "base64": {"decode": lambda text: base64.b64decode(text, validate=True).decode()},
}


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        answer = {"id": asked["id"]}
        try:
            answer["result"] = PEERS[asked["peer"]][asked["call"]](**asked["with"])
        except Exception as error:  # a refusal is an answer
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


main()
