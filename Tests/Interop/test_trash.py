"""Deleting is a move to the trash, and back."""
import pytest
import requests

import datasets


@pytest.fixture
def study(yigong):
    images = datasets.series(2)
    assert yigong.stow(*map(datasets.part10, images)).status_code == 200
    return images


def post(yigong, path: str, **options) -> requests.Response:
    return yigong.session.post(yigong.base + path, headers={"X-Requested-With": "yigong"}, timeout=20, **options)


def in_trash(yigong, uid: str) -> bool:
    return uid in yigong.session.get(f"{yigong.base}/api/trash", timeout=20).text


def test_a_deleted_study_is_gone_from_every_answer_and_comes_back_whole(yigong, study):
    uid, series = study[0].StudyInstanceUID, study[0].SeriesInstanceUID
    instance = f"/studies/{uid}/series/{series}/instances/{study[0].SOPInstanceUID}"
    assert post(yigong, f"/api/studies/{uid}/trash").status_code in (200, 204)
    assert in_trash(yigong, uid)
    assert yigong.search("/studies", StudyInstanceUID=uid) == []
    assert yigong.search("/instances", StudyInstanceUID=uid) == []
    assert yigong.get(instance).status_code == 404
    assert yigong.get(f"/studies/{uid}/metadata").status_code == 404
    assert post(yigong, f"/api/studies/{uid}/restore").status_code in (200, 204)
    assert not in_trash(yigong, uid)
    kept = yigong.client.retrieve_instance(uid, series, study[0].SOPInstanceUID)
    assert kept.PixelData == study[0].PixelData
    assert len(yigong.search("/instances", StudyInstanceUID=uid)) == 2


def test_sending_a_deleted_study_again_brings_it_back(yigong, study):
    uid = study[0].StudyInstanceUID
    post(yigong, f"/api/studies/{uid}/trash")
    assert yigong.stow(*map(datasets.part10, study)).status_code == 200
    assert len(yigong.search("/instances", StudyInstanceUID=uid)) == 2
    assert not in_trash(yigong, uid)


def test_what_is_not_there_cannot_be_deleted_or_restored(yigong, study):
    assert post(yigong, f"/api/studies/{datasets.fresh_uid()}/trash").status_code == 404
    assert post(yigong, f"/api/studies/{study[0].StudyInstanceUID}/restore").status_code in (404, 409)


def test_only_those_with_the_right_delete(yigong, study):
    name = f"reader-{datasets.fresh_uid()[-8:]}"
    password = yigong.command("account", "add", name, "--roles", "radiologist").stdout.strip()
    answer = requests.post(f"{yigong.base}/api/studies/{study[0].StudyInstanceUID}/trash", auth=(name, password), timeout=20)
    assert answer.status_code == 403
    assert len(yigong.search("/studies", StudyInstanceUID=study[0].StudyInstanceUID)) == 1
