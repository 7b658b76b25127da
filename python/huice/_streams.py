"""Arrow streams in PyCapsules, as the Arrow PyCapsule interface has them: taken from tables, and handed out."""
import ctypes
from ctypes import c_char_p, c_int, c_size_t, c_void_p, py_object
from typing import Any, Protocol

from . import _library, errors

NAME = b"arrow_array_stream"
Release = ctypes.CFUNCTYPE(None, c_void_p)
_python = ctypes.pythonapi


class ArrowStreamable(Protocol):
    """A table of pyarrow, pandas, polars, DuckDB, or of whatever else speaks the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


def _function(name: str, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)((name, _python))


_is_valid = _function("PyCapsule_IsValid", c_int, py_object, c_char_p)
_pointer = _function("PyCapsule_GetPointer", c_void_p, py_object, c_char_p)
_pointer_of_dying = _function("PyCapsule_GetPointer", c_void_p, c_void_p, c_char_p)  # a dying object must not be referred to again
_new = _function("PyCapsule_New", py_object, c_void_p, c_char_p, c_void_p)
_allocate = _function("PyMem_RawCalloc", c_void_p, c_size_t, c_size_t)
_free = _function("PyMem_RawFree", None, c_void_p)


def capsule_of(rows: ArrowStreamable) -> object:
    """The rows as a capsule with an ArrowArrayStream."""
    export = getattr(rows, "__arrow_c_stream__", None)
    if export is None:
        raise errors.DataError(f"{type(rows).__name__} has no __arrow_c_stream__: give a table of pyarrow, pandas 2.2, polars 1.0 or DuckDB 1.1, or later",
                               f"{type(rows).__name__} 没有 __arrow_c_stream__：请给出 pyarrow、pandas 2.2、polars 1.0、DuckDB 1.1 或更新版本的表")
    capsule = export()
    if not _is_valid(capsule, NAME):
        raise errors.DataError(f"{type(rows).__name__}.__arrow_c_stream__ gave no Arrow stream", f"{type(rows).__name__}.__arrow_c_stream__ 没有给出 Arrow 流")
    return capsule


def address_of(capsule: object) -> int:
    """Where the stream of a capsule lies; the capsule goes on owning the structure."""
    return _pointer(capsule, NAME)


class Stream:
    """A stream that Huice wrote, until somebody takes it."""

    def __init__(self) -> None:
        self._address: int | None = _allocate(1, ctypes.sizeof(_library.ArrowArrayStream))
        if not self._address:
            raise MemoryError

    @property
    def address(self) -> int | None:
        return self._address

    def taken(self) -> object:
        """The stream in a capsule that owns it. Once only."""
        if self._address is None:
            raise errors.UsageError("the decisions have been read already; with pyarrow installed they may be read any number of times",
                                    "决定已被读取；安装 pyarrow 后可以多次读取")
        capsule = _new(self._address, NAME, ctypes.cast(_end, c_void_p))
        self._address = None
        return capsule

    def __del__(self) -> None:
        if self._address is not None:
            _release(self._address)


def _release(address: int) -> None:
    stream = _library.ArrowArrayStream.from_address(address)
    if stream.release:  # nobody moved it out
        Release(stream.release)(address)
    _free(address)


@Release
def _end(capsule: int) -> None:
    _release(_pointer_of_dying(capsule, NAME))


_function("Py_IncRef", None, py_object)(_end)  # capsules may outlive this module when Python ends
