"""What a crate says of its run, by ro-crate-py, as JSON: crate_read.py FOLDER"""

import json
import sys

from rocrate.rocrate import ROCrate


def some(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def file(entity):
    return {
        "id": entity.id,
        "name": entity.get("name"),
        "sha256": entity.get("sha256"),
        "size": entity.get("contentSize"),
    }


def action(entity):
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.get("name"),
        "instrument": entity["instrument"].get("name"),
        "status": entity.get("actionStatus"),
        "inputs": [file(each) for each in some(entity.get("object"))],
        "outputs": [file(each) for each in some(entity.get("result"))],
        "environment": {each["name"]: each["value"] for each in some(entity.get("environment"))},
        "image": entity["containerImage"].get("sha256") if entity.get("containerImage") else None,
        "properties": {each["name"]: each["value"] for each in some(entity.get("additionalProperty"))},
    }


crate = ROCrate(sys.argv[1])
root = crate.root_dataset
json.dump(
    {
        "name": crate.name,
        "description": crate.description,
        "license": root["license"] if isinstance(root["license"], str) else root["license"].id,
        "authors": [{"id": each.id, "name": each["name"]} for each in some(root.get("author"))],
        "parts": [file(each) for each in some(root.get("hasPart"))],
        "actions": [action(each) for each in some(root.get("mentions"))],
    },
    sys.stdout,
)
