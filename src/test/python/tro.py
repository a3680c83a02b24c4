"""Reads a declaration by tro-utils: tro.py DECLARATION. Fails where it would not be written again byte by byte, or its fingerprint is not that of its artifacts."""

import json
import sys

from tro_utils.models import TransparentResearchObject
from tro_utils.models.composition import CompositionFingerprint

with open(sys.argv[1], "rb") as file:
    declaration = file.read()
tro = TransparentResearchObject.load(sys.argv[1])

again = json.dumps(tro.to_jsonld(), indent=2, sort_keys=True).encode()
assert again == declaration, again.decode()

computed = CompositionFingerprint.compute(tro.composition.artifacts)
assert computed == tro.composition.fingerprint, computed

for arrangement in tro.arrangements:
    for path, digest in sorted(arrangement.to_path_hash_map(tro.composition).items()):
        print(arrangement.arrangement_id, ascii(path), digest)
