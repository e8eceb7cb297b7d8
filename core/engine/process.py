"""One child process from its start to its death: the pipe to it, its heartbeat, and why it died."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core import machine
from core.engine import exit_reason, pipe, wire
from core.engine.environment import child_environment
from core.errors import EngineDiedError
from core.messages import engine as messages
from core.messages.message import Message

ROOT = Path(__file__).resolve().parents[2]
STUCK_SECONDS = 120.0  # without a sign of life or of work while it starts; an import itself may take minutes
PATIENCE_SECONDS = 2.0  # with a child that is asked to end, before each harder way
END_SECONDS = 60.0  # how long the system may take to end a process that was killed
LOG_BYTES = 1_000_000
POLL_SECONDS = 0.05  # between two looks at a child that starts
READER_SECONDS = 5.0  # how long the rest of what a dead child sent may take to read


def _open_log(path: Path) -> Any:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = "wb" if path.exists() and path.stat().st_size > LOG_BYTES else "ab"
    return path.open(mode)


class ChildProcess:
    """A running child; messages of its job arrive in `inbox`, its death as ("died", 0)."""

    def __init__(
        self,
        *,
        name: str,
        log_path: Path,
        preload: str,
        warm_up: str,
        threads: int,
        nice: int,
        on_death: Callable[[ChildProcess], None],
    ) -> None:
        self.inbox: queue.Queue[tuple] = queue.Queue()
        self.ready = threading.Event()
        self.gone = threading.Event()
        self.death: EngineDiedError | None = None
        self.warm_up_result: Any = None  # once it is ready
        self._name = name
        self._log_path = log_path
        self._on_death = on_death
        self._connection: Connection | None = None
        self._is_connected = False
        self._sending = threading.Lock()
        self._started = self._last_heard = time.monotonic()
        self._worked: tuple[tuple[float, int] | None, float] = (None, 0.0)  # when last looked at, and since when
        self._exited = threading.Event()
        self._killed_because: Message | None = None
        try:
            self._start(preload=preload, warm_up=warm_up, threads=threads, nice=nice)
        except OSError as error:
            raise exit_reason.explain_start_failure(error).error(name) from error
        self._reader = threading.Thread(target=self._read, name=f"{name}-pipe", daemon=True)
        self._reader.start()
        threading.Thread(target=self._watch, name=f"{name}-watch", daemon=True).start()

    def _start(self, *, preload: str, warm_up: str, threads: int, nice: int) -> None:
        self._listener = pipe.listen()
        command = [sys.executable, "-m", "core.engine.child", "--preload", preload, "--threads", str(threads)]
        command += ["--nice", str(nice)] + (["--warm-up", warm_up] if warm_up else [])
        group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
        try:
            with _open_log(self._log_path) as log:
                self._baseline = exit_reason.Baseline.now(self._log_path)
                self._process = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=child_environment(threads),
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    pass_fds=self._listener.handles,
                    **group,
                )
        except OSError:
            self._listener.close()
            raise
        assert self._process.stdin is not None
        self._lifeline = self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._lifeline.write(json.dumps(self._listener.boot).encode() + b"\n")
            self._lifeline.flush()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def age_seconds(self) -> float:
        """Seconds since the child was started."""
        return time.monotonic() - self._started

    @property
    def silent_seconds(self) -> float:
        """Seconds since the child last gave a sign of life."""
        return time.monotonic() - self._last_heard

    @property
    def processor_seconds(self) -> float | None:
        """For how long the child has used a processor; None where the system does not tell."""
        done = machine.work_done(self.pid)
        return None if done is None else done[0]

    def idle_seconds(self) -> float:
        """Return for how long the child has done nothing at all, as far as it was looked at: ask again and again.

        One that waits long for a processor on a busy machine gives no sign of life, but is not idle.
        """
        done, now = machine.work_done(self.pid), time.monotonic()
        if done is None:
            return self.silent_seconds  # not known on this system
        if done != self._worked[0] or machine.is_ready(self.pid):
            self._worked = done, now
        return now - self._worked[1]

    def send(self, *message: Any) -> None:
        """Send one message; a child that is gone gets none, and says so by its death."""
        with self._sending, contextlib.suppress(OSError):
            if self._connection is not None:
                self._connection.send_bytes(wire.dumps(message))

    def terminate(self) -> None:
        """Ask the operating system to end the child."""
        with contextlib.suppress(OSError):
            self._process.terminate()

    def kill(self, because: Message | None = None) -> None:
        """End the child at once, also one that is suspended; `because` is then the cause of its death."""
        self._killed_because = because
        with contextlib.suppress(OSError):
            self._process.kill()

    def forget_earlier_jobs(self) -> None:
        """Forget what the log and the inbox hold of earlier jobs."""
        with contextlib.suppress(OSError):
            self._baseline = exit_reason.Baseline.now(self._log_path)
        while not self.inbox.empty():
            self.inbox.get_nowait()

    def request_exit(self) -> None:
        """Close the lifeline: the child exits by itself; returns at once."""
        with contextlib.suppress(OSError):
            self._lifeline.close()

    def end(self) -> None:
        """End the child: its lifeline first, then terminate, then kill. Returns when it is gone."""
        self.request_exit()
        for step in (self.terminate, self.kill):
            if self.gone.wait(PATIENCE_SECONDS):
                return
            step()
        self.gone.wait(END_SECONDS)

    def _read(self) -> None:
        try:
            connection = self._connection = self._listener.accept()
            self._is_connected = True
            while True:
                message = wire.loads(connection.recv_bytes())
                self._last_heard = time.monotonic()
                if message[0] == "ready":
                    self.warm_up_result = message[2]
                    self.ready.set()
                elif message[0] != "beat":
                    self.inbox.put(message)
        except wire.ForeignObjectError as error:
            print(f"{self._name}: {error}", file=sys.stderr)
            self.kill(because=messages.sent_foreign_object())
        except Exception:  # the pipe closed, or nobody connected: the watch knows how the child died
            pass
        finally:
            with self._sending:  # whoever sends now must not write into a file that gets this one's number
                connection, self._connection = self._connection, None
                if connection is not None:
                    with contextlib.suppress(OSError):
                        connection.close()
            self._listener.close()
            if not self._exited.wait(1.0):
                self.kill(because=messages.closed_its_pipe())  # a child without a pipe is of no use

    def _watch(self) -> None:
        """Wait for the child's end, then for what it had still sent; "died" is the last message there is.

        A child that starts may take as long as it needs, unless it makes no progress.
        """
        while self._process.poll() is None and not self.ready.wait(POLL_SECONDS):
            if min(self.silent_seconds, self.idle_seconds()) > STUCK_SECONDS:
                self.kill(because=messages.made_no_progress())
        code = self._process.wait()
        self._exited.set()
        self.request_exit()
        if not self._is_connected:  # accept() has no time-out
            with contextlib.suppress(Exception):
                self._listener.cancel_accept()
        self._reader.join(READER_SECONDS)
        if self._killed_because is not None:
            reason = exit_reason.ExitReason(cause=self._killed_because)
        else:
            reason = exit_reason.explain_exit(code, self._log_path, self._baseline)
        self.death = reason.error(self._name, exit_code=code)
        self.gone.set()
        self.inbox.put(("died", 0))
        self._on_death(self)
