import os
import shutil

import pytest

NO_OFFICE = (
    "this needs LibreOffice's Calc and Writer "
    "(Debian: libreoffice-calc-nogui, libreoffice-writer-nogui)"
)


@pytest.fixture(scope="module")
def office() -> str:
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if path:
        return path
    # Where everything is checked, a test that quietly skips proves nothing.
    if os.environ.get("CI"):
        pytest.fail(NO_OFFICE)
    pytest.skip(NO_OFFICE)
