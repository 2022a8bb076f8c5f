"""A package registry on this machine: what pip and npm ask for, and nothing else."""

import base64
import hashlib
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Registry:
    def __init__(self):
        self.files = {}  # file name: bytes
        self.asked = []  # paths, in order
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, package):
        """A package as `wheel` or `npm_package` make it."""
        name, data = package
        self.files[name] = data

    def times_asked_for(self, name):
        return sum(path.strip("/").endswith(f"/{name}") for path in self.asked)

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path):
        """The type and bytes at a path, or None."""
        kind, _, name = path.strip("/").partition("/")
        if kind == "simple":
            links = (f'<a href="/files/{f}">{f}</a>' for f in self.files if f.startswith(name))
            return "text/html", "<!DOCTYPE html>".encode() + "<br>".join(links).encode()
        if kind == "npm":
            return "application/json", json.dumps(self.about(name)).encode()
        if kind == "files" and name in self.files:
            return "application/octet-stream", self.files[name]
        return None

    def about(self, name):
        """What npm wants to know of a package."""
        versions = {}
        for file, data in self.files.items():
            if file.startswith(f"{name}-") and file.endswith(".tgz"):
                version = file.removeprefix(f"{name}-").removesuffix(".tgz")
                digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
                dist = {"tarball": f"{self.url}/files/{file}", "integrity": f"sha512-{digest}"}
                versions[version] = {"name": name, "version": version, "dist": dist}
        return {"name": name, "dist-tags": {"latest": max(versions)}, "versions": versions}


def handler(registry):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            registry.asked.append(self.path)
            found = registry.answer(self.path)
            self.send_response(200 if found else 404)
            kind, data = found or ("text/plain", b"nothing here")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words):
            pass

    return Handler
