// The vector instructions that base/simd.h tells of, as functions. Without GCC's false alarms: its own headers make undefined
// registers by reading a variable before it is set (bug 105593).
#pragma once
#include "base/simd.h"

#ifdef HUICE_X86
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif
