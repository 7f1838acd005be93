"""Export jobs: a process that prints and may be killed, and the loop that feeds it from the queue."""

import asyncio
import contextlib
import os
import shutil
import struct
import sys
from pathlib import Path
from typing import Protocol

import msgspec
import structlog

import exports
from exports import Rendered
from exports.press import Failed, Order, Printed, write_frame
from server.domain.errors import Refusal, Unavailable, Unusable

log = structlog.get_logger()

JOBS_BEFORE_REPLACEMENT = 50
"""A process that has printed so many texts is replaced: what its libraries keep does not add up."""
ANSWER_BYTES = 256 << 20
"""A longer answer is no file of ours."""
PAUSE_SECONDS = 5.0
"""How long the loop waits before it asks again a queue that failed."""
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""The process sees no secret of the server: not its database address, not its keys."""


class Worker:
    """One process that prints one text at a time. Whatever happens to it, the next text gets a new one.

    `scratch` is a folder of its own, emptied for each process. `render` names the function that prints, as
    `module:function`; it runs in the process.
    """

    def __init__(self, scratch: Path, render: str = "exports:render") -> None:
        self._scratch = scratch.resolve()
        self._render = render
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._printed = 0

    async def start(self) -> None:
        """Start the process ahead of the first text, so that this one need not wait for it."""
        async with self._turn:
            await self._ready()

    async def close(self) -> None:
        """End the process; a text that is being printed is given up."""
        await self._end()
        await asyncio.to_thread(shutil.rmtree, self._scratch, ignore_errors=True)

    async def run(self, content: bytes, form: str, *, seconds: float) -> Rendered:
        """Print what `dump_revision` wrote, in this form, within so many seconds from when its turn has come.

        Raises:
            Unusable: the text cannot be printed; the code is that of `exports.render`.
            Unavailable: `export_timeout`, `export_crashed`, `export_memory` or `export_failed`.
        """
        async with self._turn:
            try:
                async with asyncio.timeout(seconds):
                    answer = await self._exchange(Order(content, form, seconds))
            except TimeoutError:
                await self._end()
                raise Unavailable("export_timeout", seconds=seconds) from None
            except (EOFError, OSError, msgspec.DecodeError):
                code = await self._end()
                log.warning("export_crashed", form=form, exit_code=code)
                raise Unavailable("export_crashed") from None
            except BaseException:
                await self._end()
                raise
            return await self._settle(answer)

    async def _settle(self, answer: Printed | Failed) -> Rendered:
        self._printed += 1
        spoilt = isinstance(answer, Failed) and not answer.refused
        if spoilt or self._printed >= JOBS_BEFORE_REPLACEMENT:
            await self._end()
        match answer:
            case Printed(data, pages):
                return Rendered(data, pages)
            case Failed(code, True, detail):
                raise Unusable(code, **detail)
            case Failed(code, _, detail):
                raise Unavailable(code, **detail)

    async def _exchange(self, order: Order) -> Printed | Failed:
        process = await self._ready()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(write_frame(order))
        await process.stdin.drain()
        (length,) = struct.unpack(">I", await process.stdout.readexactly(4))
        if length > ANSWER_BYTES:
            raise EOFError
        return msgspec.msgpack.decode(await process.stdout.readexactly(length), type=Printed | Failed)

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            await self._end()
            self._printed = 0
            await asyncio.to_thread(self._empty_scratch)
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "exports.press",
                self._render,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                cwd=self._scratch,
                env=self._environment(),
            )
        return self._process

    def _empty_scratch(self) -> None:
        """Take away what a process that was killed has left, even one of a server that was killed."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        root = str(Path(exports.__file__).parent.parent)
        return {**kept, "PYTHONPATH": root, "PYTHONHASHSEED": "0", "TMPDIR": str(self._scratch), "TZ": "UTC"}

    async def _end(self) -> int | None:
        """Kill the process if there is one, and return its exit code when it is gone."""
        process, self._process = self._process, None
        if process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
        return process.returncode


class Job(Protocol):
    """One file that is to be made: which, from what content, in which form."""

    @property
    def id(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def form(self) -> str: ...


class ExportQueue(Protocol):
    """Where jobs wait; storage has it. A job that was taken is running until one of the other verbs is called."""

    async def take(self) -> Job | None:
        """Return the job that has waited longest and mark it as running, or None."""

    async def done(self, job: Job, rendered: Rendered) -> None:
        """Keep the file."""

    async def failed(self, job: Job, refusal: Refusal) -> None:
        """Note why there is none: the code, and what explains it."""

    async def requeue_running(self) -> None:
        """Put back the jobs that a server which is gone, or this one after a failure, left running."""


class ExportJobs:
    """Takes jobs one after the other for as long as the server runs."""

    def __init__(self, queue: ExportQueue, worker: Worker, *, seconds: float) -> None:
        self._queue = queue
        self._worker = worker
        self._seconds = seconds
        self._woken = asyncio.Event()
        self._turned = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin with what was left from before."""
        self._task = asyncio.create_task(self._serve(), name="export jobs")

    async def close(self) -> None:
        """Stop. A job that is being printed is given up; it is taken again at the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._turn()
        await self._worker.close()

    def wake(self) -> None:
        """Say that a job was queued."""
        self._woken.set()

    async def turn(self, seconds: float) -> None:
        """Return when the next file is made or has failed, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._turned.wait(), seconds)

    def _turn(self) -> None:
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()

    async def _serve(self) -> None:
        while True:
            try:
                await self._queue.requeue_running()
                while True:
                    self._woken.clear()
                    await self._work_off()
                    await self._woken.wait()
            except Exception:
                log.exception("export_queue_failed")
                self._woken.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), PAUSE_SECONDS)

    async def _work_off(self) -> None:
        while (job := await self._queue.take()) is not None:
            try:
                rendered = await self._worker.run(job.content, job.form, seconds=self._seconds)
            except Refusal as refusal:
                log.warning("export_failed", job=job.id, form=job.form, code=refusal.code)
                await self._queue.failed(job, refusal)
            else:
                await self._queue.done(job, rendered)
            self._turn()
