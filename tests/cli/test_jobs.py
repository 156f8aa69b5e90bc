"""Jobs: what is read, one after another."""

from __future__ import annotations

import pytest

from taizhang.cli.jobs import Job, plan_jobs, run_jobs
from taizhang.cli.words import Words
from taizhang.errors import FileMissing

WORDS = Words("zh")


def stems(*files: str) -> list[str]:
    return [job.stem for job in plan_jobs(files, join=False)]


def test_names_that_collide_get_a_number():
    assert stems("a/报告.txt", "b/报告.docx", "c/报告.md") == ["报告", "报告-2", "报告-3"]


def test_a_number_does_not_collide_with_a_file_that_has_it():
    assert stems("a.txt", "a-2.txt", "x/a.txt") == ["a", "a-2", "a-3"]


def test_names_that_differ_in_case_alone_collide():
    assert stems("A.txt", "a.txt") == ["A", "a-2"]


def test_joined_files_are_one_job_under_the_first_name():
    (job,) = plan_jobs(["1.txt", "2.txt"], join=True)
    assert (len(job.paths), job.stem) == (2, "1")


def fail_on(*stems: str):
    def act(job: Job) -> tuple[str, ...]:
        if job.stem in stems:
            raise FileMissing(job.name)
        return (f"read {job.stem}",)

    return act


@pytest.mark.parametrize(("failing", "code"), [((), 0), (("a",), 3), (("a", "b"), 3), (("a", "b", "c"), 2)])
def test_the_exit_code_tells_none_some_or_all_failed(failing: tuple[str, ...], code: int):
    jobs = plan_jobs(["a", "b", "c"], join=False)
    assert run_jobs(jobs, fail_on(*failing), WORDS) == (code, len(failing))


def test_each_failure_is_one_line(capsys: pytest.CaptureFixture[str]):
    run_jobs(plan_jobs(["a", "b", "c"], join=False), fail_on("a", "c"), WORDS)
    lines = capsys.readouterr().err.splitlines()
    assert [line[:6] for line in lines] == ["E101 a", "E101 c"]


def test_a_single_job_that_fails_raises():
    with pytest.raises(FileMissing):
        run_jobs(plan_jobs(["a"], join=False), fail_on("a"), WORDS)


def test_an_unexpected_exception_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]):
    done = []

    def act(job: Job) -> tuple[str, ...]:
        if job.stem == "a":
            raise KeyError("q1\nq2")
        done.append(job.stem)
        return ()

    assert run_jobs(plan_jobs(["a", "b"], join=False), act, WORDS) == (3, 1)
    assert done == ["b"]
    (line,) = capsys.readouterr().err.splitlines()
    assert "E999" in line
    assert "KeyError" in line


def test_a_closed_pipe_stops_at_once():
    def act(_: Job) -> tuple[str, ...]:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        run_jobs(plan_jobs(["a", "b"], join=False), act, WORDS)


def test_progress_is_shown_on_a_terminal_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    jobs = plan_jobs(["a", "b"], join=False)
    run_jobs(jobs, fail_on(), WORDS)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    run_jobs(jobs, fail_on(), WORDS)
    shown = capsys.readouterr().err
    assert "1/2" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_single_job_shows_no_progress(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    run_jobs(plan_jobs(["a"], join=False), fail_on(), WORDS)
    assert capsys.readouterr().err == ""


def test_the_lines_of_those_that_were_read_are_printed(capsys: pytest.CaptureFixture[str]):
    run_jobs(plan_jobs(["a", "b", "c"], join=False), fail_on("b"), WORDS)
    assert capsys.readouterr().out == "read a\nread c\n"


def test_a_traceback_is_printed_on_request(capsys: pytest.CaptureFixture[str]):
    run_jobs(plan_jobs(["a", "b"], join=False), fail_on("a"), WORDS, with_traceback=True)
    assert "Traceback" in capsys.readouterr().err
