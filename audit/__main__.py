"""Asks pip-audit about the requirements that the bot runs with. Where its data cannot be had, that
is said and nothing fails; a hole that is known is exit code 1."""

import json
import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parent / ".venv" / "bin" / "pip-audit"
REQUIREMENTS = Path(__file__).parent.parent / "requirements.txt"
# What pip-audit ends with when nobody answers it, or not as PyPI does.
OUT_OF_REACH = ("requests.exceptions.", "urllib3.exceptions.", "ServiceError", "may be blocking")


def verdict(found: str, errors: str) -> tuple[str, int]:
    """What to say of pip-audit's JSON, or of the errors that it ended with; and the exit code."""
    try:
        libraries = json.loads(found)["dependencies"]
    except ValueError:
        why = (errors.strip().splitlines() or ["it said nothing"])[-1]
        if any(name in errors for name in OUT_OF_REACH):
            return f"audit skipped: the data cannot be had: {why}", 0
        return f"the audit has failed: {why}", 2
    holes = [
        f"{library['name']} {library['version']}: {hole['id']}, mended in "
        f"{', '.join(hole['fix_versions']) or 'no version yet'}"
        for library in libraries
        for hole in library.get("vulns", ())
    ]
    reasons = [each["skip_reason"] for each in libraries if "skip_reason" in each]
    said = [*holes, f"libraries audited: {len(libraries) - len(reasons)}, holes: {len(holes)}"]
    if reasons:
        said.append(f"audit skipped for {len(reasons)}, whose data cannot be had: {reasons[0]}, …")
    return "\n".join(said), 1 if holes else 0


def main() -> int:
    command = [str(TOOL), "-r", str(REQUIREMENTS), "--disable-pip", "--require-hashes"]
    options = ("--format", "json", "--progress-spinner", "off", "--timeout", "15")
    done = subprocess.run(  # noqa: S603 - nothing in it comes from outside
        [*command, *options], capture_output=True, text=True, check=False
    )
    said, code = verdict(done.stdout, done.stderr)
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
