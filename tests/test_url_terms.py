"""A function's URL is one thing: the manifest, the Lambda API and the command line show and change
the same."""

import pytest
from harness import manifest

APP = "def handler(event, context): return event['requestContext']['accountId']"
PAGE = "https://shop.example"
CORS = {"origins": [PAGE], "methods": ["GET", "PUT"], "headers": ["content-type"], "max_age": "1h"}


class Function:
    """One function of a project, of which only the URL changes."""

    def __init__(self, platform, name):
        self.platform, self.name = platform, name
        self.api = platform.boto3_client("lambda")
        self.path = f"/fn/{name}/"

    def deploy(self, **url):
        settings = {"runtime": "python", "handler": "app.handler", **url}
        files = {"app.py": APP, "mayfly.toml": manifest(self.name, **{self.name: settings})}
        return self.platform.deploy(files, folder=self.name).stdout

    def told(self):
        """What the API tells; none where there is no URL."""
        urls = self.api.list_function_url_configs(FunctionName=self.name)["FunctionUrlConfigs"]
        try:
            one = self.api.get_function_url_config(FunctionName=self.name)
        except self.api.exceptions.ResourceNotFoundException:
            assert urls == []
            return None
        assert [url["FunctionUrl"] for url in urls] == [one["FunctionUrl"]]
        assert one["FunctionUrl"] == f"{self.platform.endpoint}{self.path}"
        return one["AuthType"], one.get("Cors")

    def row(self):
        """What `mayfly ls` says of its URL."""
        rows = self.platform.cli("ls").stdout.splitlines()
        row = next(row for row in rows if row.startswith(f"{self.name} "))
        return row.split("ago")[-1].split("just now")[-1].strip()

    def facts(self):
        """What `mayfly show` says."""
        lines = self.platform.cli("show", self.name).stdout.splitlines()
        pairs = (line.split(None, 1) for line in lines if len(line.split(None, 1)) == 2)
        return {name: value for name, value in pairs}

    def status(self):
        return self.platform.fetch(self.path).status


@pytest.fixture
def function(platform, request):
    return Function(platform, request.node.name.replace("test_", "").replace("_", "-")[:60])


def test_a_manifest_says_who_and_which_pages(platform, function):
    function.deploy(url={"auth": "iam", "cors": CORS})
    auth, cors = function.told()
    assert (auth, function.status()) == ("AWS_IAM", 403)
    assert (cors["AllowOrigins"], cors["AllowMethods"]) == ([PAGE], ["GET", "PUT"])
    assert (cors["AllowHeaders"], cors["MaxAge"]) == (["content-type"], 3600)
    address = f"{platform.endpoint}{function.path}"
    assert function.row() == f"{address} (iam, cors)"
    facts = function.facts()
    assert facts["url"] == address and facts["auth"].startswith("iam")
    assert PAGE in facts["cors"] and "GET, PUT" in facts["cors"]
    asks = {"Origin": PAGE, "Access-Control-Request-Method": "PUT"}
    answer = platform.fetch(function.path, "OPTIONS", headers=asks)
    assert answer.header("access-control-allow-origin") == PAGE
    asks["Origin"] = "https://evil.example"
    answer = platform.fetch(function.path, "OPTIONS", headers=asks)
    assert answer.header("access-control-allow-origin") is None

    function.deploy(url=True)
    assert (function.told(), function.status()) == (("NONE", None), 200)
    assert (function.row(), "cors" in function.facts()) == (address, False)
    function.deploy()
    assert (function.told(), function.status(), function.row()) == (None, 404, "-")
    assert function.facts()["url"].startswith("none")


def test_the_api_shows_and_changes_what_the_manifest_made(platform, function):
    function.deploy(url=True)
    assert function.told() == ("NONE", None)
    with pytest.raises(function.api.exceptions.ResourceConflictException):
        function.api.create_function_url_config(FunctionName=function.name, AuthType="NONE")
    cors = {"AllowOrigins": [PAGE]}
    function.api.update_function_url_config(FunctionName=function.name, AuthType="AWS_IAM", Cors=cors)
    assert function.status() == 403
    assert function.row().endswith("(iam, cors)")
    assert PAGE in function.facts()["cors"]

    # The next deploy puts back what the manifest says, and says that it changed something.
    assert "updated" in function.deploy(url=True)
    assert (function.told(), function.status()) == (("NONE", None), 200)
    assert "unchanged" in function.deploy(url=True)


def test_what_the_api_deletes_is_gone_until_the_next_deploy(fresh):
    platform = fresh()
    platform.start()
    function = Function(platform, "gone")
    function.deploy(url=True)
    function.api.delete_function_url_config(FunctionName="gone")
    platform.restart()
    assert (function.told(), function.status(), function.row()) == (None, 404, "-")
    assert "updated" in function.deploy(url=True)
    assert (function.told(), function.status()) == (("NONE", None), 200)
    platform.restart()
    assert (function.told(), function.status()) == (("NONE", None), 200)


def test_a_manifest_that_says_nothing_leaves_the_apis_url_alone(platform, function):
    function.deploy()
    function.api.create_function_url_config(FunctionName=function.name, AuthType="AWS_IAM")
    assert function.row().endswith("(iam)")
    assert "unchanged" in function.deploy()
    assert (function.told(), function.status()) == (("AWS_IAM", None), 403)
    function.deploy(url=False)
    assert (function.told(), function.row()) == (None, "-")


def test_aliases_and_versions_are_shown(platform, function):
    function.deploy(url=True)
    api, name = function.api, function.name
    for description in ("first", "second"):
        api.update_function_configuration(FunctionName=name, Description=description)
        api.publish_version(FunctionName=name)
    shared = {"AdditionalVersionWeights": {"2": 0.25}}
    api.create_alias(FunctionName=name, Name="live", FunctionVersion="1", RoutingConfig=shared)
    api.create_function_url_config(FunctionName=name, Qualifier="live", AuthType="AWS_IAM")
    shown = platform.cli("show", name).stdout
    for text in ("live → 1 (75 %), 2 (25 %)", "2, published", ": second", f"/fn/{name}:live/", "auth of live"):
        assert text in shown, shown
    assert function.row().endswith("and 1 more")
    told = platform.cli_json("show", name)
    assert [version["number"] for version in told["versions"]] == [2, 1]
    assert [alias["name"] for alias in told["aliases"]] == ["live"]
    assert [url["alias"] for url in told["urls"]] == [None, "live"]
