"""`libhuice.so` through ctypes: the structures and functions of huice.h, and its errors as exceptions. Calls release the GIL."""
import ctypes
import os
from collections.abc import Sequence
from ctypes import POINTER, byref, c_char_p, c_int, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path
from typing import Any

from . import errors

Progress = ctypes.CFUNCTYPE(c_int, c_void_p, c_uint64)


class Parameter(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("value", c_char_p), ("from_", c_char_p)]


class CompileOptions(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("parameters", POINTER(Parameter)), ("parameter_count", c_size_t), ("cache", c_char_p), ("engine", c_int32)]


class RunOptions(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("as_of", c_char_p), ("measures", POINTER(c_char_p)), ("measure_count", c_size_t), ("threads", c_int32),
                ("check_keys", c_int32), ("memory", c_uint64), ("progress", Progress), ("progress_data", c_void_p)]


class Input(ctypes.Structure):
    _fields_ = [("entity", c_char_p), ("rows", c_void_p), ("results", c_void_p)]


class ArrowArrayStream(ctypes.Structure):
    """The Arrow C Stream Interface, as far as owners need it."""
    _fields_ = [("get_schema", c_void_p), ("get_next", c_void_p), ("get_last_error", c_void_p), ("release", c_void_p), ("private_data", c_void_p)]


def _load() -> ctypes.CDLL:
    path = os.environ.get("HUICE_LIBRARY") or str(Path(__file__).with_name("libhuice.so"))
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"huice: {path} cannot be loaded: {error}. It needs Debian 12's libllvm19, libicu72, "
                          "libantlr4-runtime4.9, libsqlite3-0, libgmpxx4ldbl and libxxhash0") from error
    handle = text = c_void_p
    functions = {  # name: result, arguments
        "huice_error_code": (c_int32, handle),
        "huice_error_message": (c_char_p, handle, c_int32),
        "huice_error_details": (c_char_p, handle),
        "huice_error_close": (None, handle),
        "huice_version": (c_char_p,),
        "huice_api_version": (c_uint32,),
        "huice_free": (None, text),
        "huice_compile_path": (c_int32, c_char_p, POINTER(CompileOptions), POINTER(handle), POINTER(handle)),
        "huice_compile_text": (c_int32, c_char_p, c_char_p, c_size_t, POINTER(CompileOptions), POINTER(handle), POINTER(handle)),
        "huice_describe": (c_int32, handle, POINTER(text), POINTER(handle)),
        "huice_program_close": (None, handle),
        "huice_decide": (c_int32, handle, POINTER(RunOptions), POINTER(Input), c_size_t, POINTER(text), POINTER(handle)),
        "huice_explain": (c_int32, handle, POINTER(RunOptions), POINTER(Input), c_size_t, c_char_p, POINTER(c_uint64), c_size_t, c_int, POINTER(text), POINTER(handle)),
        "huice_assess": (c_int32, handle, POINTER(RunOptions), POINTER(c_char_p), c_size_t, c_uint64, POINTER(Input), c_size_t, POINTER(text), POINTER(handle)),
        "huice_claims": (c_int32, handle, POINTER(RunOptions), c_char_p, c_void_p, c_void_p, POINTER(handle)),
        "huice_settle": (c_int32, handle, POINTER(RunOptions), c_uint32, c_void_p, c_void_p, POINTER(handle)),
        "huice_grant": (c_int32, handle, POINTER(RunOptions), c_char_p, c_void_p, c_void_p, c_void_p, POINTER(handle)),
        "huice_decide_json": (c_int32, handle, POINTER(RunOptions), c_char_p, c_char_p, c_size_t, c_char_p, c_int, POINTER(text), POINTER(handle)),
    }
    for name, (result, *arguments) in functions.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


library = _load()


def call(name: str, *arguments: object) -> None:
    """Calls a function that ends in `huice_error* error`; raises what it says."""
    error = c_void_p()
    code = getattr(library, name)(*arguments, byref(error))
    if code == 0:
        return
    try:
        kind = errors.BY_CODE.get(code, errors.InternalError)
        english, chinese = (library.huice_error_message(error, language).decode() for language in (0, 1))
        raise kind(english, chinese, library.huice_error_details(error).decode())
    finally:
        library.huice_error_close(error)


def run_options(as_of: object | None, measures: Sequence[str], threads: int = 0) -> RunOptions:
    if isinstance(measures, str):
        measures = [measures]
    return RunOptions(ctypes.sizeof(RunOptions), None if as_of is None else str(as_of).encode(), texts(measures), len(measures), threads)


def texts(words: Sequence[str]) -> Any:
    return (c_char_p * len(words))(*[one.encode() for one in words])


def taken(text: c_void_p) -> str:
    """The text that a function gave out, which is freed."""
    try:
        return ctypes.string_at(text.value or 0).decode() if text.value else ""
    finally:
        library.huice_free(text)
