"""A pytest plugin: an emulator for the session, emptied before each test that asks for it.

Put it on the path and name it in conftest.py: pytest_plugins = ["lazulite_pytest"]
The command is `lazulite`, or what LAZULITE_COMMAND says.
"""

import json
import os
import shlex
import ssl
import subprocess
import time
import urllib.request

import pytest

START_SECONDS = 30


class Lazulite:
    """A running emulator: where it is, how to reach it, and its control API."""

    def __init__(self, ready, token):
        self.url = ready["url"]
        self.ca_bundle_file = ready["caBundleFile"]
        self.tenant_id = ready["tenantId"]
        self.subscription_id = ready["subscriptionId"]
        self._token = token
        self._context = ssl.create_default_context(cafile=ready["caFile"])

    def environment(self):
        """Variables for Azure's clients for Python, to be set before they are made."""
        return {
            "AZURE_AUTHORITY_HOST": self.url,
            "AZURE_TENANT_ID": self.tenant_id,
            "AZURE_SUBSCRIPTION_ID": self.subscription_id,
            "AZURE_CLIENT_ID": "pytest",
            "AZURE_CLIENT_SECRET": "any",
            "REQUESTS_CA_BUNDLE": self.ca_bundle_file,
            "SSL_CERT_FILE": self.ca_bundle_file,
        }

    def request(self, method, target, body=None):
        """A signed-in request; the JSON of the answer. Raises urllib.error.HTTPError for a refusal."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + target, data=data, method=method)
        request.add_header("Authorization", "Bearer " + self._token)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, context=self._context) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def advance(self, duration):
        """Moves the clock by `3m`, `90s`, `PT3M`."""
        return self.request("POST", "/_lazulite/clock", {"advanceBy": duration})

    def run_until_idle(self):
        return self.request("POST", "/_lazulite/clock", {"runUntilIdle": True})

    def fault(self, name, **rule):
        """Adds a rule: `lazulite.fault("AllocationFailed", on={"zone": "1"}, times=1)`."""
        return self.request("POST", "/_lazulite/faults", {"fault": name, **rule})

    def assert_requests(self, *assertions):
        verdict = self.request("POST", "/_lazulite/requests/assert", {"assertions": list(assertions)})
        assert verdict["passed"], [result["reason"] for result in verdict["results"]]

    def reset(self):
        self.request("POST", "/_lazulite/reset", {})


@pytest.fixture(scope="session")
def lazulite_session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lazulite")
    ready_file = folder / "ready.json"
    command = shlex.split(os.environ.get("LAZULITE_COMMAND", "lazulite"))
    where = ["--data", str(folder)]
    start = ["start", "--port", "0", "--store", "memory", "--clock", "manual", "--ready-file", str(ready_file)]
    process = subprocess.Popen(command + start + where, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready_file.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail("lazulite did not start: " + " ".join(command + start))
            time.sleep(0.05)
        ready = json.loads(ready_file.read_text())
        token = subprocess.run(
            command + ["token"] + where, check=True, capture_output=True, text=True
        ).stdout.strip()
        yield Lazulite(ready, token)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


@pytest.fixture
def lazulite(lazulite_session):
    """The session's emulator, as after a start."""
    lazulite_session.reset()
    return lazulite_session
