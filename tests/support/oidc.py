"""A real OpenID provider (the npm package oidc-provider), and a browser that signs in there.

Where Node is absent, or its package cannot be had, the tests that need one are skipped by name.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
import urllib3

HERE = Path(__file__).parent.parent / "oidc"
CLIENT = "mvs-desktop"
START_SECONDS = 60


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The issuer's address, of a provider that runs as long as the tests do."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("no OpenID provider: Node is not on this computer")
    folder = tmp_path_factory.mktemp("oidc")
    for file in ("package.json", "provider.mjs"):
        shutil.copy(HERE / file, folder)
    install = [npm, "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=START_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("no OpenID provider: npm could not install the package oidc-provider")
    process = subprocess.Popen(
        [node, "provider.mjs"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(START_SECONDS)
        process.stdout.close()


class Browser:
    """Follows redirects, keeps cookies and fills in the forms of the provider, as `account`."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.visited: list[str] = []
        self.page = ""  # what it shows at the end
        self._cookies: dict[str, str] = {}

    def sign_in(self, address: str) -> None:
        """From the address that the program opens until the browser is back at the program."""
        with urllib3.PoolManager(retries=False, timeout=10) as pool:
            answer = self._go(pool, "GET", address)
            while form := re.search(r'<form[^>]*action="([^"]+)"', self.page):
                prompt = re.search(r'name="prompt" value="(\w+)"', self.page)
                assert prompt is not None
                filled = {"prompt": prompt[1], "login": self.account, "password": "x"}
                answer = self._go(pool, "POST", urljoin(self.visited[-1], form[1]), filled)
            assert answer == 200

    def _go(
        self,
        pool: urllib3.PoolManager,
        method: str,
        address: str,
        form: dict[str, str] | None = None,
    ) -> int:
        while True:
            self.visited.append(address)
            cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            answer = pool.request(
                method,
                address,
                body=urlencode(form) if form else None,
                headers={"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
                redirect=False,
            )
            for line in answer.headers.getlist("set-cookie"):
                name, _, value = line.partition(";")[0].partition("=")
                if value:
                    self._cookies[name] = value
                else:
                    self._cookies.pop(name, None)
            self.page = answer.data.decode()
            if answer.status not in (302, 303):
                return answer.status
            address = urljoin(address, answer.headers["Location"])
            method, form = "GET", None

    @property
    def came_back_to(self) -> str:
        return urlsplit(self.visited[-1]).path
