"""What is killed comes back while there is a user, and nothing that was committed is lost."""

import contextlib
import itertools
import os
import signal
import threading

import psycopg
import pytest

from onward import embedded


def test_signals_to_the_keeper_do_not_end_the_engine_under_its_user(scene):
    ada = scene.start_user()
    dsn = ada.dsn()
    keeper, postmaster = scene.keeper(), scene.postmaster()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        os.kill(keeper, each)
    scene.pause()
    assert (scene.keeper(), scene.postmaster()) == (keeper, postmaster)
    assert scene.answers(dsn)


def test_a_killed_keeper_is_replaced_by_one_that_adopts_the_postmaster(scene):
    ada = scene.start_user()
    dsn = ada.dsn()
    killed, postmaster = scene.keeper(), scene.postmaster()
    os.kill(killed, signal.SIGKILL)
    scene.wait_until(lambda: scene.keepers() - {killed})
    assert scene.postmaster() == postmaster
    assert scene.answers(dsn)

    ada.end(signal.SIGKILL)
    scene.assert_stops()
    assert scene.log_count("database system is shut down") == 1


def test_a_user_that_leaves_right_after_the_keeper_was_killed_still_stops_the_engine(scene):
    ada = scene.start_user()
    ada.dsn()
    os.kill(scene.keeper(), signal.SIGKILL)
    ada.leave()
    scene.assert_stops()


def test_an_engine_left_alone_is_adopted_by_the_next_user_and_stops_with_it(scene):
    ada = scene.start_user()
    ada.dsn()
    postmaster = scene.postmaster()
    os.kill(scene.keeper(), signal.SIGKILL)
    ada.end(signal.SIGKILL)

    ben = scene.start_user()
    assert scene.answers(ben.dsn())
    assert scene.postmaster() == postmaster
    ben.leave()
    scene.assert_stops()


@pytest.mark.parametrize("with_keeper", [False, True])
def test_a_killed_postmaster_comes_back_while_its_user_lives(scene, with_keeper):
    ada = scene.start_user()
    dsn = ada.dsn()
    victims = [scene.keeper()] if with_keeper else []
    killed = scene.postmaster()
    for pid in [*victims, killed]:
        os.kill(pid, signal.SIGKILL)
    scene.wait_until(lambda: scene.postmasters() - {killed} and scene.answers(dsn))
    assert len(scene.postmasters()) == 1
    assert scene.log_count("database system was not properly shut down") == 1
    ada.leave()
    scene.assert_stops()


def test_the_backends_of_a_killed_postmaster_do_not_stand_in_the_way(scene):
    ada = scene.start_user()
    dsn = ada.dsn()
    killed = scene.postmaster()
    with psycopg.connect(dsn, autocommit=True) as busy:
        backend = busy.execute("SELECT pg_backend_pid()").fetchone()[0]
        os.kill(backend, signal.SIGSTOP)
        os.kill(killed, signal.SIGKILL)
        scene.wait_until(lambda: scene.postmasters() - {killed} and scene.answers(dsn))
    assert backend not in scene.server_processes()


def test_everything_committed_survives_a_kill_in_the_middle_of_writes(scene):
    ada = scene.start_user(settings={})
    dsn = ada.dsn()
    confirmed = write_until_killed(scene, dsn)
    assert confirmed

    ben = scene.start_user(settings={})
    with psycopg.connect(ben.dsn()) as connection:
        kept = {number for (number,) in connection.execute("SELECT number FROM written")}
    assert set(confirmed) <= kept
    assert scene.log_count("database system was not properly shut down") == 1


def write_until_killed(scene, dsn: str) -> list[int]:
    confirmed: list[int] = []
    connection = psycopg.connect(dsn, autocommit=True)
    connection.execute("CREATE TABLE written (number int PRIMARY KEY)")
    killer = threading.Timer(0.5, scene.kill_everything)
    killer.start()
    with connection, contextlib.suppress(psycopg.OperationalError):
        for number in itertools.count():
            connection.execute("INSERT INTO written VALUES (%s)", (number,))
            confirmed.append(number)
    killer.join()
    return confirmed


def test_a_lock_file_whose_process_id_passed_to_a_stranger_is_no_obstacle(scene):
    with embedded.lease(scene.data_dir, settings={"fsync": "off"}, wait=True):
        written = (scene.places.cluster / "postmaster.pid").read_text()
    stranger = scene.start_bystander(as_owner=True)
    _, rest = written.split("\n", 1)
    scene.write_as_owner("postmaster.pid", f"{stranger.pid}\n{rest}")

    with embedded.lease(scene.data_dir) as engine:
        assert scene.answers(engine.dsn)
    assert stranger.poll() is None
