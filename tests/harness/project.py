"""Projects: directories with code, and packages for them to depend on."""

import io
import json
import os
import shutil
import tarfile
import zipfile
from pathlib import Path


def toml(value):
    """A value as TOML writes it on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + " }"
    raise TypeError(f"{value!r} has no TOML form")


def manifest(app, **functions):
    """The text of a mayfly.toml: `manifest("shop", hello={"runtime": "python", …})`."""
    lines = [f"name = {toml(app)}"]
    for name, settings in functions.items():
        lines.append(f"[functions.{name}]")
        lines += [f"{key} = {toml(value)}" for key, value in settings.items()]
    return "\n".join(lines) + "\n"


def tree(folder, files):
    """Makes `folder` hold exactly `files`: text, bytes, or a Path to copy from.

    A file named bootstrap, or one that starts with `#!`, is executable.
    """
    folder = Path(folder)
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path) and content.is_dir():
            shutil.copytree(content, path, symlinks=True)
        elif isinstance(content, Path):
            shutil.copy(content, path)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content)
        if path.is_file() and (path.name == "bootstrap" or path.read_bytes()[:2] == b"#!"):
            os.chmod(path, 0o755)
    return folder


def wheel(name, version, source):
    """A Python package with one module, as (file name, bytes); installs without any network."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)
    return f"{name}-{version}-py3-none-any.whl", data.getvalue()


def npm_package(name, version, source):
    """A Node package with one module, as (file name, bytes); installs without any network."""
    files = {
        "package/package.json": json.dumps({"name": name, "version": version, "main": "index.js"}),
        "package/index.js": source,
    }
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for path, text in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return f"{name}-{version}.tgz", data.getvalue()
