"""Fills an HTTP cache of roc-validator with the contexts of a Process Run Crate: crate_contexts.py CACHE

The terms are those that our crates use, each as the published contexts define it. One that is missing
here is a term that the validator does not know, and refuses.
"""

import io
import json
import sys

import requests
from requests_cache import CachedSession
from urllib3.response import HTTPResponse

SCHEMA = """
    ActivateAction CreateAction CreativeWork Dataset Person PropertyValue SoftwareApplication
    about actionStatus additionalProperty additionalType author contentSize datePublished description
    encodingFormat endTime error hasPart identifier instrument license mentions name object result
    softwareVersion startTime url value version
""".split()
RUN = "ContainerImage containerImage environment registry sha256 tag".split()

CONTEXTS = {
    "https://w3id.org/ro/crate/1.1/context": {
        "File": "http://schema.org/MediaObject",
        "conformsTo": "http://purl.org/dc/terms/conformsTo",
    }
    | {term: "http://schema.org/" + term for term in SCHEMA},
    "https://w3id.org/ro/terms/workflow-run/context": {
        term: "https://w3id.org/ro/terms/workflow-run#" + term for term in RUN
    },
}


class Kept(requests.adapters.BaseAdapter):
    """Answers with a context in place of the network."""

    def send(self, request, **_):
        response = requests.Response()
        response.status_code = 200
        response.request = request
        response.url = request.url
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = HTTPResponse(
            io.BytesIO(json.dumps({"@context": CONTEXTS[request.url]}).encode()),
            headers=response.headers,
            preload_content=False,
            request_url=request.url,
        )
        return response

    def close(self):
        pass


session = CachedSession(cache_name=sys.argv[1], backend="sqlite", expire_after=-1)
session.mount("https://", Kept())
for url in CONTEXTS:
    session.get(url, headers={"Accept": "application/ld+json, application/json"}).raise_for_status()
