"""Printing in a process of its own: what happens there does not reach the server."""

import asyncio
import os
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from exports import Rendered
from server.domain.errors import Refusal, Unavailable, Unusable
from server.domain.revision import dump_revision
from server.jobs import ExportJobs, Job, Worker
from tests.exports import samples
from tests.exports.presses import WHO

MISBEHAVE = "tests.exports.presses:misbehave"


def titled(title: str) -> bytes:
    return dump_revision(samples.revision("en", [], title=title))


def with_worker(trial: Callable[[Worker], Awaitable[None]], render: str = MISBEHAVE) -> None:
    """Run a trial with a worker that is closed afterwards."""

    async def run() -> None:
        with TemporaryDirectory() as folder:
            worker = Worker(Path(folder, "press"), render)
            await worker.start()
            try:
                await trial(worker)
            finally:
                await worker.close()
            assert os.listdir(folder) == []

    asyncio.run(run())


def test_a_text_is_printed_by_the_process_and_the_process_is_kept() -> None:
    async def trial(worker: Worker) -> None:
        first = await worker.run(titled("well"), "pdf", seconds=20)
        assert first.data.startswith(WHO) and first.pages is None
        assert await worker.run(titled("well"), "pdf", seconds=20) == first

    with_worker(trial)


def test_a_text_that_never_ends_is_killed_at_its_deadline_and_the_next_is_printed() -> None:
    async def trial(worker: Worker) -> None:
        before = await worker.run(titled("well"), "pdf", seconds=20)
        with pytest.raises(Unavailable) as refused:
            await worker.run(titled("never return"), "pdf", seconds=0.2)
        assert refused.value.code == "export_timeout"
        after = await worker.run(titled("well"), "pdf", seconds=20)
        assert after.data.startswith(WHO) and after != before

    with_worker(trial)


def test_what_a_process_left_lying_about_is_gone_before_the_next_one_starts() -> None:
    async def trial(worker: Worker) -> None:
        await worker.run(titled("leave a file"), "pdf", seconds=20)
        assert (await worker.run(titled("look about"), "pdf", seconds=20)).data == b"['left']"
        with pytest.raises(Unavailable):
            await worker.run(titled("crash"), "pdf", seconds=20)
        assert (await worker.run(titled("look about"), "pdf", seconds=20)).data == b"[]"

    with_worker(trial)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("crash", "export_crashed"),
        ("exit", "export_crashed"),
        ("take all memory", "export_memory"),
        ("raise", "export_failed"),
    ],
)
def test_a_process_that_breaks_is_replaced(title: str, code: str) -> None:
    async def trial(worker: Worker) -> None:
        before = await worker.run(titled("well"), "pdf", seconds=20)
        with pytest.raises(Unavailable) as refused:
            await worker.run(titled(title), "pdf", seconds=20)
        assert refused.value.code == code
        after = await worker.run(titled("well"), "pdf", seconds=20)
        assert after.data.startswith(WHO) and after != before

    with_worker(trial)


def test_a_text_at_fault_is_refused_with_its_code_and_the_process_is_kept() -> None:
    async def trial(worker: Worker) -> None:
        with pytest.raises(Unusable) as refused:
            await worker.run(dump_revision(samples.english()), "scroll", seconds=20)
        assert refused.value.code == "form_unknown" and refused.value.detail["form"] == "scroll"

    with_worker(trial, "exports:render")


def test_the_real_press_prints_through_the_process() -> None:
    async def trial(worker: Worker) -> None:
        rendered = await worker.run(dump_revision(samples.english()), "pdf", seconds=50)
        assert rendered.data.startswith(b"%PDF-1.7") and rendered.pages == 2

    with_worker(trial, "exports:render")


def test_words_on_standard_output_do_not_spoil_the_answer() -> None:
    async def trial(worker: Worker) -> None:
        assert (await worker.run(titled("babble"), "pdf", seconds=20)).data.startswith(WHO)

    with_worker(trial)


def test_the_process_sees_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADREF_DATABASE_URL", "postgresql://user:secret@host/db")

    async def trial(worker: Worker) -> None:
        told = await worker.run(titled("tell the environment"), "pdf", seconds=20)
        assert b"TMPDIR" in told.data and b"ADREF" not in told.data

    with_worker(trial)


def test_texts_asked_for_at_once_are_printed_one_after_the_other() -> None:
    async def trial(worker: Worker) -> None:
        asked = [worker.run(titled("well"), "pdf", seconds=20) for _ in range(4)]
        assert len(set(await asyncio.gather(*asked))) == 1

    with_worker(trial)


def test_giving_up_a_text_leaves_no_answer_for_the_next() -> None:
    async def trial(worker: Worker) -> None:
        stuck = asyncio.create_task(worker.run(titled("never return"), "pdf", seconds=60))
        await asyncio.wait([stuck], timeout=0.3)
        stuck.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stuck
        assert (await worker.run(titled("well"), "pdf", seconds=20)).data.startswith(WHO)

    with_worker(trial)


@dataclass(frozen=True, slots=True)
class Paper:
    id: str
    content: bytes
    form: str = "pdf"


@dataclass(slots=True)
class Shelf:
    """A queue in memory. `settled` is set when nothing waits and nothing runs."""

    waiting: deque[Paper] = field(default_factory=deque)
    running: dict[str, Paper] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    takes_that_fail: int = 0
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    failed_once: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self) -> Paper | None:
        if self.takes_that_fail:
            self.takes_that_fail -= 1
            self.failed_once.set()
            raise Unavailable("storage_unavailable")
        if not self.waiting:
            self.settled.set()
            return None
        paper = self.waiting.popleft()
        self.running[paper.id] = paper
        self.taken.set()
        return paper

    async def done(self, job: Job, rendered: Rendered) -> None:
        del self.running[job.id]
        self.outcomes[job.id] = "done"

    async def failed(self, job: Job, refusal: Refusal) -> None:
        del self.running[job.id]
        self.outcomes[job.id] = refusal.code

    async def requeue_running(self) -> None:
        self.waiting.extend(self.running.values())
        self.running.clear()


def with_jobs(shelf: Shelf, trial: Callable[[ExportJobs], Awaitable[None]], seconds: float = 20) -> None:
    async def run() -> None:
        with TemporaryDirectory() as folder:
            jobs = ExportJobs(shelf, Worker(Path(folder, "press"), MISBEHAVE), seconds=seconds)
            await jobs.start()
            try:
                await asyncio.wait_for(trial(jobs), 40)
            finally:
                await jobs.close()

    asyncio.run(run())


def test_what_was_left_running_is_taken_again_at_the_start() -> None:
    shelf = Shelf(running={"1": Paper("1", titled("well"))})

    async def trial(jobs: ExportJobs) -> None:
        await shelf.settled.wait()

    with_jobs(shelf, trial)
    assert shelf.outcomes == {"1": "done"}


def test_a_job_that_fails_does_not_hold_up_those_behind_it() -> None:
    shelf = Shelf(deque([Paper("1", titled("crash")), Paper("2", titled("raise")), Paper("3", titled("well"))]))

    async def trial(jobs: ExportJobs) -> None:
        await shelf.settled.wait()

    with_jobs(shelf, trial)
    assert shelf.outcomes == {"1": "export_crashed", "2": "export_failed", "3": "done"}


def test_a_job_queued_later_is_taken_when_the_loop_is_woken() -> None:
    shelf = Shelf()

    async def trial(jobs: ExportJobs) -> None:
        await shelf.settled.wait()
        shelf.settled.clear()
        shelf.waiting.append(Paper("1", titled("well")))
        jobs.wake()
        await shelf.settled.wait()

    with_jobs(shelf, trial)
    assert shelf.outcomes == {"1": "done"}


def test_a_queue_that_fails_is_asked_again() -> None:
    shelf = Shelf(deque([Paper("1", titled("well"))]), takes_that_fail=1)

    async def trial(jobs: ExportJobs) -> None:
        await shelf.failed_once.wait()
        jobs.wake()
        await shelf.settled.wait()

    with_jobs(shelf, trial)
    assert shelf.outcomes == {"1": "done"}


def test_closing_gives_up_the_job_that_is_being_printed_and_leaves_it_to_be_taken_again() -> None:
    shelf = Shelf(deque([Paper("1", titled("never return"))]))

    async def trial(jobs: ExportJobs) -> None:
        await shelf.taken.wait()

    with_jobs(shelf, trial, seconds=60)
    assert shelf.outcomes == {} and list(shelf.running) == ["1"]
