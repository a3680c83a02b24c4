"""Reads an attestation as in-toto's consumers do: in_toto.py ENVELOPE PUBLIC_KEY. Fails where it is none, or another's."""

import base64
import json
import sys

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf.json_format import ParseDict
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey

with open(sys.argv[1]) as file:
    envelope = Envelope.from_dict(json.load(file))
with open(sys.argv[2], "rb") as file:
    key = SSlibKey.from_crypto(load_pem_public_key(file.read()), keyid=next(iter(envelope.signatures)))
envelope.verify([key], threshold=1)
assert envelope.payload_type == "application/vnd.in-toto+json", envelope.payload_type

parsed = ParseDict(json.loads(envelope.payload), statement_pb2.Statement())
statement = Statement.copy_from_pb(parsed)
statement.validate()
for subject in parsed.subject:
    print(subject.name, subject.digest["sha256"])
