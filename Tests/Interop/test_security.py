"""Who gets in, and who does not: every door refuses without a right, and each kind of key opens, narrows and ends."""
import pytest
import requests

import datasets
from peers.multipart import related
from peers.process import wait_until
from peers.yigong import PASSWORD

UID = "1.2.3.4"
DOORS = [
    ("GET", "/dicom-web/studies"), ("GET", "/dicom-web/series"), ("GET", "/dicom-web/instances"), ("GET", f"/dicom-web/studies/{UID}"),
    ("GET", f"/dicom-web/studies/{UID}/metadata"), ("GET", f"/dicom-web/studies/{UID}/series/{UID}/metadata"),
    ("GET", f"/dicom-web/studies/{UID}/series/{UID}/instances/{UID}"), ("GET", f"/dicom-web/studies/{UID}/series/{UID}/instances/{UID}/frames/1"),
    ("GET", f"/dicom-web/studies/{UID}/series/{UID}/instances/{UID}/rendered"), ("GET", f"/dicom-web/studies/{UID}/thumbnail"),
    ("GET", f"/dicom-web/wado?requestType=WADO&studyUID={UID}&seriesUID={UID}&objectUID={UID}"), ("POST", "/dicom-web/studies"),
    ("POST", f"/dicom-web/studies/{UID}"), ("GET", "/api/session"), ("GET", "/api/accounts"), ("POST", "/api/accounts"), ("GET", "/api/tokens"),
    ("POST", "/api/tokens"), ("GET", "/api/audit"), ("GET", "/api/peers"), ("POST", f"/api/studies/{UID}/trash"),
    ("POST", f"/api/studies/{UID}/restore"), ("GET", "/api/trash"),
]


@pytest.fixture
def account(yigong):
    """Makes accounts: account(role) is (name, password)."""
    def make(role: str) -> tuple[str, str]:
        name = f"{role}-{datasets.fresh_uid()[-8:]}"
        return name, yigong.command("account", "add", name, "--roles", role).stdout.strip()

    return make


@pytest.fixture
def token(yigong):
    """Makes tokens: token(*flags) is the secret."""
    return lambda *flags: yigong.command("token", "create", *flags).stdout.strip()


def studies(yigong, **how) -> int:
    return requests.get(f"{yigong.dicomweb}/studies?limit=1", timeout=20, **how).status_code


def bearer(secret: str) -> dict:
    return {"headers": {"Authorization": f"Bearer {secret}"}}


def stow(yigong, **how) -> int:
    body, content_type = related([("application/dicom", datasets.part10(datasets.image()))])
    headers = {"Content-Type": content_type, **how.pop("headers", {})}
    return requests.post(f"{yigong.dicomweb}/studies", data=body, headers=headers, timeout=20, **how).status_code


# MARK: without a key

@pytest.mark.parametrize("method, path", DOORS, ids=[f"{method} {path.split('?')[0]}" for method, path in DOORS])
def test_nothing_opens_without_credentials(yigong, method, path):
    answer = requests.request(method, yigong.base + path, timeout=20, allow_redirects=False)
    assert answer.status_code == 401
    if path.startswith("/dicom-web"):
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("path", ["/", "/viewer", "/viewer?study=1.2.3"])
def test_pages_lead_to_the_login(yigong, path):
    answer = requests.get(yigong.base + path, timeout=20, allow_redirects=False)
    assert answer.status_code in (302, 303) and answer.headers["Location"].startswith("/login")


def test_the_login_page_and_health_are_open(yigong):
    assert requests.get(f"{yigong.base}/login", timeout=20).status_code == 200
    assert requests.get(f"{yigong.base}/health", timeout=20).status_code == 200


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/styles/..%2f..%2f..%2fPackage.swift", "//etc/passwd"])
def test_no_path_leads_out_of_the_public_folder(yigong, path):
    request = requests.Request("GET", yigong.base).prepare()
    request.url = yigong.base + path
    request.headers.update(bearer("x")["headers"])
    answer = requests.Session().send(request, timeout=20, allow_redirects=False)
    assert answer.status_code in (302, 303, 400, 401, 403, 404) and "root:" not in answer.text


# MARK: Basic, sessions, tokens

def test_basic(yigong):
    assert studies(yigong, auth=("admin", PASSWORD)) in (200, 204)
    assert studies(yigong, auth=("admin", "wrong")) == 401
    assert studies(yigong, auth=("nobody", PASSWORD)) == 401


def test_a_token_opens_until_it_is_revoked(yigong, token):
    secret = token("--account", "admin", "--label", "interop")
    assert secret.startswith("yg_")
    assert studies(yigong, **bearer(secret)) in (200, 204)
    yigong.command("token", "revoke", secret)
    assert studies(yigong, **bearer(secret)) == 401
    assert studies(yigong, **bearer(secret[:-1] + "A")) == 401


def test_a_token_can_do_no_more_than_it_was_given(yigong, token):
    secret = token("--account", "admin", "--rights", "viewStudies")
    assert studies(yigong, **bearer(secret)) in (200, 204)
    assert stow(yigong, **bearer(secret)) == 403
    assert requests.get(f"{yigong.base}/api/accounts", timeout=20, **bearer(secret)).status_code == 403


def test_the_list_of_tokens_shows_no_secret(yigong, token):
    secret = token("--account", "admin")
    listed = yigong.command("token", "list", "--json").stdout
    assert secret not in listed and secret[8:] not in listed


def test_a_session_begins_serves_and_ends(yigong):
    browser = requests.Session()
    wrong = browser.post(f"{yigong.base}/api/session", json={"name": "admin", "password": "no"}, timeout=20)
    assert wrong.status_code == 401 and not browser.cookies
    assert browser.post(f"{yigong.base}/api/session", json={"name": "admin", "password": PASSWORD}, timeout=20).status_code == 204
    cookie = next(cookie for cookie in browser.cookies if cookie.name == "yigong_session")
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert browser.get(f"{yigong.base}/api/session", timeout=20).json()["name"] == "admin"
    assert browser.get(f"{yigong.dicomweb}/studies?limit=1", timeout=20).status_code in (200, 204)
    kept = browser.cookies.get_dict()
    assert browser.delete(f"{yigong.base}/api/session", headers={"X-Requested-With": "yigong"}, timeout=20).status_code == 204
    assert requests.get(f"{yigong.base}/api/session", cookies=kept, timeout=20).status_code == 401


def test_a_foreign_page_cannot_use_a_session(yigong):
    """A cookie alone changes nothing: the request must come from our own pages."""
    browser = requests.Session()
    browser.post(f"{yigong.base}/api/session", json={"name": "admin", "password": PASSWORD}, timeout=20)
    foreign = {"headers": {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}, "cookies": browser.cookies.get_dict()}
    assert stow(yigong, **foreign) == 403
    own = {"headers": {"X-Requested-With": "yigong"}, "cookies": browser.cookies.get_dict()}
    assert stow(yigong, **own) == 200


# MARK: roles

@pytest.mark.parametrize("role", ["radiologist", "technician"])
def test_those_who_work_with_images_do_not_administer(yigong, account, role):
    how = {"auth": account(role)}
    assert studies(yigong, **how) in (200, 204)
    assert stow(yigong, **how) == 200
    for path in ("/api/accounts", "/api/audit", "/api/peers"):
        assert requests.get(yigong.base + path, timeout=20, **how).status_code == 403


def test_a_disabled_account_is_out_at_once(yigong, account):
    credentials = account("radiologist")
    assert studies(yigong, auth=credentials) in (200, 204)
    yigong.command("account", "disable", credentials[0])
    assert studies(yigong, auth=credentials) == 401


def test_guessing_is_slowed_down(yigong, account):
    """After a few failures even the right password has to wait, from this address."""
    name, password = account("radiologist")
    for _ in range(8):
        requests.post(f"{yigong.base}/api/session", json={"name": name, "password": "guess"}, timeout=20)
    answer = requests.post(f"{yigong.base}/api/session", json={"name": name, "password": password}, timeout=20)
    assert answer.status_code in (401, 429)


# MARK: the audit, headers, the data folder

def test_who_looked_at_which_study_is_written_down(yigong, account):
    name, password = account("radiologist")
    image = datasets.image(PatientID="AUDITED")
    yigong.stow(datasets.part10(image))
    path = f"/studies/{image.StudyInstanceUID}/series/{image.SeriesInstanceUID}/metadata"
    requests.get(yigong.dicomweb + path, auth=(name, password), timeout=20)
    wait_until(lambda: any(name in str(event) and image.StudyInstanceUID in str(event)
                           for event in yigong.session.get(f"{yigong.base}/api/audit?limit=100", timeout=20).json()["entries"]),
               5, "the read is in the audit")


@pytest.mark.parametrize("path", ["/login", "/health", "/dicom-web/studies"])
def test_answers_carry_security_headers(yigong, path):
    headers = requests.get(yigong.base + path, timeout=20).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"] and "unsafe-inline" not in headers["Content-Security-Policy"]


def test_the_data_folder_is_for_its_owner_only(yigong):
    assert yigong.data.stat().st_mode & 0o077 == 0


def test_two_servers_do_not_share_a_data_folder(yigong):
    done = yigong.command("serve", "--http", "127.0.0.1:0", "--dicom", "127.0.0.1:0", check=False)
    assert done.returncode != 0 and done.stderr


def test_listening_to_the_world_in_clear_must_be_asked_for(own_yigong, tmp_path):
    with pytest.raises(AssertionError, match="TLS|plaintext|encrypt"):
        own_yigong("--http", "0.0.0.0:0")
