"""What is made of the answers of pip-audit."""

import json

import pytest

from audit.__main__ import verdict

SOUND = {"name": "yarl", "version": "1.2", "vulns": []}
UNKNOWN = {"name": "idna", "skip_reason": "Dependency not found on PyPI"}
HOLE = {
    "name": "jinja2",
    "version": "3.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"]}, {"id": "PYSEC-2", "fix_versions": []}],
}


@pytest.mark.parametrize(
    ("libraries", "code", "said"),
    [
        ([SOUND], 0, "libraries audited: 1, holes: 0"),
        ([SOUND, UNKNOWN], 0, "audit skipped for 1, whose data cannot be had"),
        ([HOLE, UNKNOWN], 1, "jinja2 3.0: PYSEC-1, mended in 3.1"),
        ([HOLE], 1, "jinja2 3.0: PYSEC-2, mended in no version yet"),
    ],
)
def test_a_known_hole_fails_and_missing_data_is_told(
    libraries: list[object], code: int, said: str
) -> None:
    told, result = verdict(json.dumps({"dependencies": libraries, "fixes": []}), "")
    assert result == code
    assert said in told


@pytest.mark.parametrize(
    "errors",
    [
        "Traceback\nrequests.exceptions.ConnectionError: nobody is there\n",
        "Traceback\nrequests.exceptions.SSLError: nobody is there\n",
        "Traceback\nrequests.exceptions.JSONDecodeError: nobody is there\n",
        "Traceback\npip_audit._service.interface.ServiceError: nobody is there\n",
        # What it says of a connection that took too long, or was sent to and fro.
        "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed\n"
        "ERROR:pip_audit._cli:Tip: your network may be blocking this service: nobody is there\n",
    ],
)
def test_without_a_network_the_audit_is_skipped_and_says_so(errors: str) -> None:
    told, code = verdict("", errors)
    assert (code, told[:13]) == (0, "audit skipped")
    assert "nobody is there" in told


@pytest.mark.parametrize("errors", ["", "usage: pip-audit\npip-audit: error: no such option"])
def test_an_audit_that_cannot_run_is_no_success(errors: str) -> None:
    assert verdict("", errors)[1] == 2
