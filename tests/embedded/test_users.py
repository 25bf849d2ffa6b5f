"""The engine runs exactly as long as it has users, however they come and go."""

import os
import signal
import threading

import pytest

from onward import embedded

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


def test_two_users_share_one_postmaster_and_the_last_one_stops_it(scene):
    ada, ben = scene.start_user(), scene.start_user()
    dsn = ada.dsn()
    assert ben.dsn() == dsn
    only = scene.postmaster()

    ada.leave()
    assert scene.answers(dsn)
    assert scene.postmaster() == only

    ben.leave()
    scene.assert_stops()
    assert not scene.answers(dsn)


@pytest.mark.parametrize("word", ["leave", "exit", "fail"])
def test_it_stops_when_its_user_ends_by_itself(scene, word):
    ada = scene.start_user()
    ada.dsn()
    ada.tell(word)
    assert ada.program.wait(30) == {"leave": 0, "exit": 3, "fail": 1}[word]
    scene.assert_stops()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_it_stops_when_its_user_is_ended_by_a_signal(scene, how):
    ada = scene.start_user()
    ada.dsn()
    ada.end(how)
    scene.assert_stops()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_it_stops_cleanly_when_the_process_group_of_its_user_is_killed(scene, how):
    ada = scene.start_user()
    ada.dsn()
    os.killpg(ada.pid, how)
    ada.program.wait(30)
    scene.assert_stops()
    assert "database system is shut down" in scene.places.log.read_text()


def test_a_process_group_killed_while_another_lives_leaves_it_the_engine(scene):
    ada, ben = scene.start_user(), scene.start_user()
    ada.dsn()
    dsn = ben.dsn()
    only = scene.postmaster()
    os.killpg(ada.pid, signal.SIGKILL)
    ada.program.wait(30)
    scene.pause()
    assert scene.answers(dsn)
    assert scene.postmaster() == only


def test_a_program_started_by_a_user_is_not_a_user(scene):
    with embedded.lease(scene.data_dir, settings=QUICK):
        outliving = scene.start_bystander()
    scene.assert_stops()
    assert outliving.poll() is None


def test_eight_users_at_once_get_one_postmaster(scene):
    users = [scene.start_user() for _ in range(8)]
    addresses = {user.dsn() for user in users}
    assert len(addresses) == 1
    assert len(scene.postmasters()) == 1
    assert len(scene.keepers()) == 1
    assert scene.log_count("starting PostgreSQL") == 1


def test_users_that_enter_while_the_last_one_leaves_always_get_an_engine(scene):
    ada = scene.start_user()
    ada.dsn()
    for _ in range(20):
        ben = scene.start_user()
        ada.leave()
        assert scene.answers(ben.dsn())
        assert len(scene.postmasters()) == 1
        ada = ben
    ada.leave()
    scene.assert_stops()


def test_threads_that_lease_and_release_always_meet_a_running_engine(scene):
    answered = []

    def come_and_go() -> None:
        for _ in range(8):
            with embedded.lease(scene.data_dir, settings=QUICK) as engine:
                answered.append(scene.answers(engine.dsn))

    threads = [threading.Thread(target=come_and_go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answered == [True] * 24
    scene.assert_stops()
    assert scene.log_count("database system was not properly shut down") == 0


def test_a_release_can_wait_until_the_engine_has_stopped(scene):
    lease = embedded.acquire(scene.data_dir, settings=QUICK)
    lease.release(wait=True)
    assert not scene.server_processes()
    lease.release()  # a second time does nothing


def test_a_waiting_release_does_not_wait_for_others(scene):
    ben = scene.start_user()
    ben.dsn()
    embedded.acquire(scene.data_dir).release(wait=True)
    assert len(scene.postmasters()) == 1
