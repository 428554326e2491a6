"""rocrate.py FOLDER CACHE [RECOMMENDED]: checks an RO-Crate as a Provenance Run Crate with roc-validator, offline; the context comes from package rocrate."""

import json
import subprocess
import sys
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path

from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
folder, cache, *severity = sys.argv[1:]


class Shelf(HTTPAdapter):
    """Answers with what lies in the package, so that nothing is fetched."""

    def send(self, request, **_):
        body = Path(distribution("rocrate").locate_file("rocrate/data/ro-crate.jsonld")).read_bytes()
        headers = {"Content-Type": "application/ld+json"}
        answer = HTTPResponse(BytesIO(body), headers, 200, preload_content=False, request_url=request.url)
        return self.build_response(request, answer)


with CachedSession(cache_name=cache, expire_after=-1) as session:
    session.mount(CONTEXT, Shelf())
    assert session.get(CONTEXT).json()["@id"] == CONTEXT
report = Path(cache).with_suffix(".json")
profile = ["--profile-identifier", "provenance-run-crate", "--requirement-severity", *(severity or ["REQUIRED"])]
form = ["--output-format", "json", "--output-file", str(report)]
command = [str(Path(sys.executable).with_name("rocrate-validator")), "--disable-color", "-y", "validate", *profile]
ended = subprocess.run([*command, *form, "--no-paging", "--offline", "--cache-path", cache, folder], capture_output=True, text=True)
if not report.exists():
    sys.exit(ended.stdout + ended.stderr)
print(json.dumps(json.loads(report.read_text())))
