"""Contenders that are a Python script in the job's folder, run once on a sample: `by_X.py INPUT OUTPUT` prints the seconds of the work,
without the start of Python and of the library."""
from contenders.environment import python_with, version_of
from process import timed


class Script:
    def __init__(self, name, file, modules, packages):
        self.NAME, self.file, self.modules, self.packages = name, file, modules, packages

    def run(self, job, _):
        return timed([python_with(self.modules, self.packages), job.here / self.file, next(iter(job.inputs.values())), job.fresh(self.NAME)], says_seconds=True)

    def version(self):
        python_with(self.modules, self.packages)
        return version_of(self.packages[0])


PANDAS = Script("NumPy and pandas", "by_pandas.py", ["pandas", "numpy"], ["pandas", "numpy"])
OPENFISCA = Script("OpenFisca-core", "by_openfisca.py", ["openfisca_core", "pandas"], ["openfisca-core", "pandas"])
ZEN = Script("GoRules ZEN", "by_zen.py", ["zen"], ["zen-engine"])
