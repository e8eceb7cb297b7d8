"""What is said of an engine: that it does not answer, why its process ended, what helps, what failed within it.

Causes follow the engine's name within a sentence ("The trainer ran out of memory."); they and the remedies also stand
in the reasons for which a run ended, which lie in the log of runs.
"""

from __future__ import annotations

from core.messages.message import Message, sentence


@sentence
def died(*, name: str, cause: Message, remedy: Message | None) -> str:
    """The process of the engine of that name has ended, or could not be started."""
    return f"The {name} {cause}. {remedy or ''}".rstrip()


@sentence
def no_answer(*, name: str, seconds: float) -> str:
    """A call was not answered in time."""
    return f"The {name} has not answered for {seconds:.0f} s."


@sentence
def starting(*, name: str) -> str:
    """A call that does not wait for a start found the engine starting."""
    return f"The {name} is waking up. Try again in a moment."


@sentence
def at_other_work(*, name: str, seconds: float) -> str:
    """A job before this one did not end in time."""
    return f"The {name} has been at other work for {seconds:.0f} s."


@sentence
def out_of_memory() -> str:
    """What an engine ran asked for more memory than there is; the engine goes on."""
    return "This machine ran out of memory. Use a smaller network or a smaller batch size."


@sentence
def no_room_to_save() -> str:
    """What an engine ran found the disk full; the engine goes on."""
    return "No room left to save. Free some space, then try again."


@sentence
def not_foreseen() -> str:
    """A bug in what an engine ran."""
    return "The computation failed in a way that was not foreseen. The details are in the server's log."


@sentence
def file_takes_too_much() -> str:
    """A person's file was given up by the process that read it, which had limits."""
    return "This file takes more time or memory to read than a model's file may. Save the network again as .keras."


@sentence
def file_not_readable() -> str:
    """The process that read a person's file failed in a way that was not foreseen."""
    return "This file could not be read: it is not what a model's file should be. Save the network again as .keras."


# Causes.


@sentence
def ran_out_of_memory() -> str:
    """The process, or the system for it, said so."""
    return "ran out of memory"


@sentence
def refused_thread() -> str:
    """The system grants no further thread or process."""
    return "was refused another thread or process"


@sentence
def no_avx() -> str:
    """The processor lacks the instructions that TensorFlow is compiled to."""
    return "found no AVX in this computer's processor"


@sentence
def no_room() -> str:
    """The disk is full."""
    return "found no room left on the disk"


@sentence
def no_temporary_folder() -> str:
    """None of the system's folders for temporary files can be written."""
    return "found no folder for temporary files that it can write to"


@sentence
def exited(*, exit_code: int) -> str:
    """The process ended by itself."""
    return f"ended unexpectedly (exit code {exit_code})"


@sentence
def killed() -> str:
    """SIGKILL, and the kernel does not say that it was for memory."""
    return "was killed (a system does that when memory runs out)"


@sentence
def crashed(*, signal: str) -> str:
    """A signal of a fault within the process: "SIGSEGV"."""
    return f"crashed ({signal})"


@sentence
def ended_from_outside(*, signal: str) -> str:
    """Another signal, "SIGTERM" or, where it has no name, "signal 40"."""
    return f"was ended from outside ({signal})"


@sentence
def not_started(*, cause: Message | None) -> str:
    """The system could not start the process; `cause` is one of those above, None where none is known."""
    return "could not be started" + (f": it {cause}" if cause else "")


@sentence
def sent_foreign_object() -> str:
    """The process sent what may not cross the pipe."""
    return "sent an object of a kind that it must not send"


@sentence
def closed_its_pipe() -> str:
    """The process can no longer be spoken to."""
    return "closed its pipe"


@sentence
def made_no_progress() -> str:
    """The process did nothing for long while it started."""
    return "made no progress while it started"


@sentence
def shut_down() -> str:
    """The server closed the engine."""
    return "was shut down"


# Remedies.


@sentence
def use_less_memory() -> str:
    """For `ran_out_of_memory`."""
    return "Close other programs, or use a smaller network or a smaller batch size."


@sentence
def close_programs() -> str:
    """For `refused_thread`."""
    return "Memory, or the number of processes that may run here, is used up. Close other programs, then try again."


@sentence
def use_another_computer() -> str:
    """For `no_avx`."""
    return "TensorFlow needs it: to train networks and to let them read, use another computer. Start and Browse work."


@sentence
def free_space() -> str:
    """For `no_room`."""
    return "Free some space, then try again."


@sentence
def name_temporary_folder() -> str:
    """For `no_temporary_folder`."""
    return "Free some space, or name such a folder with TMPDIR, then start Digit Lab again."
