// Division with rounding. Dividends are made non-negative first, and a bias turns every rounding into "cut off".
// No vector unit divides integers, so that constant divisors become multiplications (Granlund and Montgomery, 1994).
#include <llvm/IR/IntrinsicsX86.h>

#include "compiler/ir/interval.h"
#include "compiler/machine/llvm/emit.h"

namespace huice::machine {

using llvm::Value;

namespace {

Integer power_of_two(unsigned long bits) { return Integer(1) << bits; }
size_t bit_length(const Integer& n) { return n == 0 ? 0 : mpz_sizeinbase(n.get_mpz_t(), 2); }

/// floor(a / divisor) = (a · factor) >> shift for 0 ≤ a ≤ most: with factor = ⌈2^shift / divisor⌉ the error stays below
/// one step while (factor · divisor − 2^shift) · most < 2^shift.
std::optional<Integer> factor_for(unsigned long shift, const Integer& divisor, const Integer& most) {
  Integer factor;
  const Integer power = power_of_two(shift);
  mpz_cdiv_q(factor.get_mpz_t(), power.get_mpz_t(), divisor.get_mpz_t());
  const Integer excess = factor * divisor - power;
  if (excess * most < power) return factor;
  return std::nullopt;
}

}  // namespace

Value* Emitter::emit(const ir::Divide& it, const ir::Value&) {
  const ir::Interval& range = function_.values[it.dividend].interval;
  const Integer most = ir::magnitude(range) + function_.values[it.divisor].interval.hi;
  Value *dividend = number(it.dividend), *divisor = number(it.divisor), *zero = number(Integer(0));
  const bool never_negative = range.lo >= 0;
  Value* negative = never_negative ? nullptr : make_.CreateICmpSLT(dividend, zero);
  Value* size = never_negative ? dividend
                               : make_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, dividend, make_.CreateNeg(dividend));
  Value* almost = make_.CreateSub(divisor, number(Integer(1)));
  Value* bias = zero;
  switch (it.mode) {
    case Rounding::down: break;
    case Rounding::up: bias = almost; break;
    case Rounding::half_up: bias = make_.CreateLShr(divisor, number(Integer(1))); break;
    case Rounding::floor: bias = never_negative ? zero : make_.CreateSelect(negative, almost, zero); break;
    case Rounding::ceil: bias = never_negative ? almost : make_.CreateSelect(negative, zero, almost); break;
  }
  Value* result = quotient(make_.CreateAdd(size, bias), most, it.divisor);
  return never_negative ? result : make_.CreateSelect(negative, make_.CreateNeg(result), result);
}

Value* Emitter::quotient(Value* dividend, const Integer& most, ir::ValueId divisor_id) {
  const auto* constant = std::get_if<ir::NumberConstant>(&function_.values[divisor_id].node);
  if (narrow() && constant) return quotient_by_constant(dividend, most, constant->value);
  Value* divisor = number(divisor_id);
  // A divisor is at least 1 in every row of the batch; what may stand behind the last row must not trap either.
  if (!constant) divisor = make_.CreateBinaryIntrinsic(llvm::Intrinsic::umax, divisor, number(Integer(1)));
  if (narrow()) return make_.CreateUDiv(dividend, divisor);
  // The narrowest division that holds both is by far the fastest.
  for (unsigned bits : {64u, 128u, 256u}) {
    if (bits >= variant_.bits || bit_length(most) > bits) continue;
    llvm::Type* type = make_.getIntNTy(bits);
    Value* result = make_.CreateUDiv(make_.CreateTrunc(dividend, type), make_.CreateTrunc(divisor, type));
    return widened(result, false);
  }
  return make_.CreateUDiv(dividend, divisor);
}

Value* Emitter::quotient_by_constant(Value* a, Integer most, Integer divisor) {
  if (divisor > most) return number(Integer(0));
  const unsigned long twos = mpz_scan1(divisor.get_mpz_t(), 0);
  if (twos > 0) {
    a = make_.CreateLShr(a, number(Integer(twos)));
    most >>= twos, divisor >>= twos;
  }
  if (divisor == 1) return a;
  // One multiplication, when the product fits; better still a 32-bit one.
  for (unsigned long shift = 1; shift < 64; ++shift) {
    const auto factor = factor_for(shift, divisor, most);
    if (!factor) continue;
    if (bit_length(*factor * most) > 64) break;
    if (bit_length(most) <= 32 && bit_length(*factor) <= 32) a = make_.CreateAnd(a, number(power_of_two(32) - 1));
    return make_.CreateLShr(make_.CreateMul(a, number(*factor)), number(Integer(shift)));
  }
  if (ifma_) {
    for (unsigned long shift = 52; shift < 52 + 64; ++shift) {
      if (bit_length(most) > 52) break;
      const auto factor = factor_for(shift, divisor, most);
      if (!factor) continue;
      if (bit_length(*factor) > 52) break;
      llvm::Function* multiply_high = llvm::Intrinsic::getDeclaration(&module_, llvm::Intrinsic::x86_avx512_vpmadd52h_uq_512);
      Value* high = make_.CreateCall(multiply_high, {number(Integer(0)), a, number(*factor)});
      return make_.CreateLShr(high, number(Integer(shift - 52)));
    }
  }
  // The upper half of a 128-bit product. a < 2^63 and 2^(n-1) < divisor < 2^n always leave room for such a factor.
  const size_t n = bit_length(divisor);
  const auto factor = factor_for(63 + n, divisor, most);
  return make_.CreateLShr(high_half(a, *factor), number(Integer(n - 1)));
}

/// The upper 64 bits of a · factor, from four 32-bit products.
Value* Emitter::high_half(Value* a, const Integer& factor) {
  const Integer mask_value = power_of_two(32) - 1;
  llvm::Constant *mask = number(mask_value), *half = number(Integer(32));
  llvm::Constant *f_low = number(factor & mask_value), *f_high = number(factor >> 32);
  Value *a_low = make_.CreateAnd(a, mask), *a_high = make_.CreateLShr(a, half);
  Value* carry = make_.CreateLShr(make_.CreateMul(a_low, f_low), half);
  Value* middle = make_.CreateAdd(make_.CreateMul(a_high, f_low), carry);
  Value* other = make_.CreateAdd(make_.CreateMul(a_low, f_high), make_.CreateAnd(middle, mask));
  return make_.CreateAdd(make_.CreateAdd(make_.CreateMul(a_high, f_high), make_.CreateLShr(middle, half)),
                         make_.CreateLShr(other, half));
}

}  // namespace huice::machine
