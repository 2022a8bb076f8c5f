"""What the tests share: a platform to drive from outside, projects to deploy on it, and ways to look."""

from . import components, processes
from .client import Client, Reply, Response, send
from .platform import Platform, Refused, at_once
from .project import manifest, npm_package, tree, wheel
from .wait import eventually

__all__ = [
    "Client",
    "Platform",
    "Refused",
    "Reply",
    "Response",
    "at_once",
    "components",
    "eventually",
    "manifest",
    "npm_package",
    "processes",
    "send",
    "tree",
    "wheel",
]
