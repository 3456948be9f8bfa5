"""Rules and kernels: plain scalar functions, compiled once and kept on disk.

A rule is arithmetic about one person. A kernel is one pass over the rows: it looks, reckons by
rules, draws and writes. Both stay callable uncompiled through ``.py_func``.
"""

import ast
import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

ROOT = Path(__file__).resolve().parent.parent
"""Where this copy of the source lies."""
SOURCES = ("sim", "models")
"""Packages whose source decides whether a compiled rule is still good."""


@cache
def source_hash() -> str:
    """Return 16 hex digits over the source of the engine and the model, for fingerprints."""
    return _hashed(Path.read_bytes)


@cache
def compiled_hash() -> str:
    """Return 16 hex digits over that part of the source that compiled code is made of.

    numba looks only at a kernel's own file and would miss a change in a rule it calls from
    another; so the hash of all rules names the cache folder. A change in a process compiles nothing anew.
    """
    return _hashed(_compiled_part)


def _hashed(content: Callable[[Path], bytes]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for package in SOURCES:
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(content(path))
    return digest.hexdigest()


def _compiled_part(path: Path) -> bytes:
    lines = path.read_bytes().splitlines()
    kept = [part for part in ast.parse(path.read_bytes()).body if _is_compiled(part)]
    return b"\n".join(line for part in kept for line in lines[part.lineno - 1 : part.end_lineno])


def _is_compiled(part: ast.stmt) -> bool:
    """Say whether compiled code may be made of a part of a module: a rule or kernel, a tuple or code, a constant."""
    names = {"rule", "kernel", "NamedTuple", "IntEnum"}
    if isinstance(part, ast.FunctionDef):
        return any(isinstance(one, ast.Name) and one.id in names for one in part.decorator_list)
    if isinstance(part, ast.ClassDef):
        return any(isinstance(one, ast.Name) and one.id in names for one in part.bases)
    return isinstance(part, ast.Assign | ast.AnnAssign)


def cache_folder() -> Path:
    """Return the folder that keeps compiled rules, made if need be.

    It is named by the source and by where this copy of it lies, as numba shares nothing between two copies.
    ``KITH_CACHE`` names another; a home that cannot be written falls back to the system's folder
    for temporary files.
    """
    place = hashlib.blake2b(str(ROOT).encode(), digest_size=4).hexdigest()
    home = os.environ.get("KITH_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    for base in (Path(home).expanduser() / "kith", Path(tempfile.gettempdir()) / "kith"):
        folder = base / compiled_hash() / place
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="kith-"))


def is_compiled() -> bool:
    """Say whether compiled rules of this very source, in this very place, lie in the cache."""
    return any(cache_folder().rglob("*.nbc"))


numba.config.CACHE_DIR = str(cache_folder())


def rule[F: Callable[..., Any]](function: F) -> F:
    """Compile a pure scalar function about one person; no fastmath, so that it agrees with plain Python."""
    compiled: F = numba.njit(cache=True, fastmath=False, error_model="python")(function)
    return compiled


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile one pass over the rows; division by zero gives infinity, as in NumPy."""
    compiled: F = numba.njit(cache=True, fastmath=False, error_model="numpy")(function)
    return compiled
