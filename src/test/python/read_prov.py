"""Reads a PROV-JSONLD file and prints its relations, a line each, and what is wrong: read_prov.py FILE."""

import sys
import warnings

from prov.model import PROV_ATTRIBUTE_QNAMES, ProvDocument, ProvElement

warnings.simplefilter("error")
document = ProvDocument.deserialize(sys.argv[1], format="jsonld")
elements = {record.identifier for record in document.get_records(ProvElement)}
for record in document.get_records():
    names = [value for name, value in record.formal_attributes if name in PROV_ATTRIBUTE_QNAMES]
    for name in names:
        if name is not None and name not in elements:
            print(f"problem: nothing is called {name}")
    if not isinstance(record, ProvElement):
        shown = ", ".join(str(name) for name in names if name is not None)
        print(f"statement {record.get_provn().split('(')[0]}({shown})")

# It can be written in PROV's own notation, and comes back from its own format as it was.
document.get_provn()
if ProvDocument.deserialize(content=document.serialize(format="json"), format="json") != document:
    print("problem: it does not come back from PROV-JSON as it was")
