"""One child process from its start to its death: the pipe to it, its heartbeat, and the words for how it died."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from core.engine import wire
from core.errors import EngineDiedError

ROOT = Path(__file__).resolve().parents[2]
CONNECT_SECONDS = 60.0
LOG_BYTES = 1_000_000
_MEMORY_WORDS = (b"bad_alloc", b"MemoryError", b"out of memory", b"Out of memory", b"OOM")


def _open_log(path: Path) -> Any:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = "wb" if path.exists() and path.stat().st_size > LOG_BYTES else "ab"
    return path.open(mode)


class ChildProcess:
    """A running child; messages for the job at hand arrive in `inbox`, its death as ("died", 0, words, exit code)."""

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
        self._name = name
        self._log_path = log_path
        self._on_death = on_death
        self._connection: Connection | None = None
        self._sending = threading.Lock()
        self._last_heard = time.monotonic()
        key = secrets.token_bytes(32)
        self._listener = Listener(authkey=key)
        log = _open_log(log_path)
        self._log_start = log.tell()
        command = [sys.executable, "-m", "core.engine.child", "--preload", preload, "--threads", str(threads)]
        command += ["--nice", str(nice)] + (["--warm-up", warm_up] if warm_up else [])
        environment = os.environ | {
            "KERAS_BACKEND": "tensorflow",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "OMP_NUM_THREADS": str(threads),
            "OPENBLAS_NUM_THREADS": str(threads),
            "PYTHONUNBUFFERED": "1",
        }
        group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
        with log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log, **group
            )
        assert self._process.stdin is not None
        self._lifeline = self._process.stdin
        boot = {"address": self._listener.address, "key": key.hex()}
        with contextlib.suppress(BrokenPipeError):
            self._lifeline.write(json.dumps(boot).encode() + b"\n")
            self._lifeline.flush()
        threading.Thread(target=self._read, name=f"{name}-pipe", daemon=True).start()
        threading.Thread(target=self._watch, name=f"{name}-watch", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def silent_seconds(self) -> float:
        """Seconds since the child last gave a sign of life."""
        return time.monotonic() - self._last_heard

    def send(self, *message: Any) -> None:
        """Send one message; a child that is gone gets none, and says so by its death."""
        with self._sending, contextlib.suppress(OSError):
            if self._connection is not None:
                self._connection.send_bytes(wire.dumps(message))

    def terminate(self) -> None:
        """Ask the operating system to end the child."""
        with contextlib.suppress(OSError):
            self._process.terminate()

    def kill(self) -> None:
        """End the child at once, also one that is suspended."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self, *, patience_seconds: float = 2.0) -> None:
        """End the child: its lifeline first, then terminate, then kill. Returns when it is gone."""
        with contextlib.suppress(OSError):
            self._lifeline.close()
        for step in (self.terminate, self.kill):
            if self.gone.wait(patience_seconds):
                return
            step()
        self.gone.wait(CONNECT_SECONDS)

    def _read(self) -> None:
        try:
            self._connection = self._listener.accept()
            while True:
                message = wire.loads(self._connection.recv_bytes())
                self._last_heard = time.monotonic()
                if message[0] == "ready":
                    self.ready.set()
                elif message[0] != "beat":
                    self.inbox.put(message)
        except wire.ForeignObjectError as error:
            print(f"{self._name}: {error}", file=sys.stderr)
            self.kill()
        except Exception:  # the pipe closed, or nobody connected: the watch knows how the child died
            pass
        finally:
            if self._connection is not None:
                with contextlib.suppress(OSError):
                    self._connection.close()
            self._listener.close()
            if not self.gone.wait(1.0):
                self.kill()  # a child without a pipe is of no use

    def _watch(self) -> None:
        deadline = time.monotonic() + CONNECT_SECONDS
        while self._connection is None and self._process.poll() is None:
            if time.monotonic() > deadline:
                self.kill()
            time.sleep(0.05)
        code = self._process.wait()
        with contextlib.suppress(OSError):
            self._lifeline.close()
        if self._connection is None:  # accept() has no time-out: knock, so that it returns
            with contextlib.suppress(Exception):
                Client(self._listener.address).close()
        reason = self._reason(code)
        self.death = EngineDiedError(f"The {self._name} {reason}.", reason=reason, exit_code=code)
        self.gone.set()
        self.inbox.put(("died", 0, reason, code))
        self._on_death(self)

    def _reason(self, code: int) -> str:
        with self._log_path.open("rb") as log:
            log.seek(self._log_start)
            tail = log.read()[-20_000:]
        if any(word in tail for word in _MEMORY_WORDS) and code != 0:
            return "ran out of memory"
        if code >= 0:
            return f"ended unexpectedly (exit code {code})"
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        if name == "SIGKILL":
            return "was killed (a system does that when memory runs out)"
        if name in {"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT"}:
            return f"crashed ({name})"
        return f"was ended from outside ({name})"
