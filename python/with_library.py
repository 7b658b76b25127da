"""Puts libhuice.so into the wheel: the file that HUICE_LIBRARY names, else the one of build/release."""
import os
import sysconfig
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WithLibrary(BuildHookInterface):
    def initialize(self, version, build_data):
        library = Path(os.environ.get("HUICE_LIBRARY") or Path(self.root).parent / "build/release/libhuice.so").resolve()
        if not library.exists():
            raise FileNotFoundError(f"{library}: build the target huice_shared first, or let HUICE_LIBRARY name libhuice.so")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"  # no extension module: any Python 3
        build_data["force_include"][str(library)] = "huice/libhuice.so"
