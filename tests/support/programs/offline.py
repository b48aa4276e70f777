"""Run a command. The kernel kills it as soon as it, or a process that it starts, opens an Internet socket.

    python offline.py COMMAND ...

This includes libraries in C and the lookup of names. The filter is a seccomp filter, which needs no privileges; see
https://docs.kernel.org/userspace-api/seccomp_filter.html.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
import sys

_SOCKET_CALL = {"x86_64": 41, "aarch64": 198}
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER_MODE = 22, 38, 2
# The offsets in `struct seccomp_data` of the system call's number and of the low half of its first argument.
_NUMBER, _FIRST_ARGUMENT = 0, 16
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL_PROCESS, _FAIL, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def go_offline() -> None:
    """Make the kernel kill this process and its children for an IPv4 socket, and refuse them IPv6 sockets.

    Libraries open an IPv6 socket to find out whether the machine supports IPv6. An error means that it does not.
    """
    instructions = [
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_IF_EQUAL, 0, 3, _SOCKET_CALL[platform.machine()]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_IF_EQUAL, 2, 0, socket.AF_INET),
        (_JUMP_IF_EQUAL, 2, 0, socket.AF_INET6),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_RETURN, 0, 0, _FAIL | errno.EAFNOSUPPORT),
    ]
    program = _Program(len(instructions), b"".join(struct.pack("HBBI", *line) for line in instructions))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0)
    _prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program))


def _prctl(option: int, value: int, argument: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, argument, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    go_offline()
    os.execvp(sys.argv[1], sys.argv[1:])
