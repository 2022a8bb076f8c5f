"""Fixtures of the black-box tests.

`platform` is shared by all tests that do not mind company: every function there has a name of its
own. `fresh` makes platforms that a test has to itself, to stop, kill and start again.
"""

import pytest
from harness import Platform
from harness.platform import BINARY
from harness.witness import Witness

platforms = []


@pytest.fixture(scope="session")
def platform(tmp_path_factory):
    require_binary()
    shared = Platform(tmp_path_factory.mktemp("shared"))
    platforms.append(shared)
    try:
        shared.start()
        yield shared
    finally:
        platforms.remove(shared)
        shared.close()


@pytest.fixture
def fresh(tmp_path):
    """Makes platforms that are not started yet: `fresh()`, `fresh("--flag", "value")`."""
    require_binary()
    made = []

    def make(*flags):
        made.append(Platform(tmp_path / f"platform-{len(made)}", flags))
        platforms.append(made[-1])
        return made[-1]

    yield make
    for one in made:
        platforms.remove(one)
        one.close()


@pytest.fixture
def witness():
    made = Witness()
    yield made
    made.close()


def require_binary():
    if not BINARY.exists():
        pytest.exit(f"there is no {BINARY}: run the tests with `cargo xtask test --blackbox`", 1)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows what its platforms said."""
    report = (yield).get_result()
    if report.failed:
        for one in platforms:
            report.sections.append((f"platform in {one.folder}", one.tail()))
