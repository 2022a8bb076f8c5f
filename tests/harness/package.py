"""Packages for the Lambda API."""

import io
import zipfile


def zipped(files):
    """The bytes of a zip file with these texts; `bootstrap` can be run."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o755 if name == "bootstrap" else 0o644) << 16
            archive.writestr(info, text)
    return made.getvalue()
