#pragma once
#include "vector.h"

// Elementary functions from + - * and bits alone, as in simd/assembly/elementary.ts. Constants are rounded to double and then to float, as
// AssemblyScript does.

namespace kernel {

/** e^x for x in [-87, 0]: Cephes (S. Moshier), single precision, below 2 units in the last place. */
INLINE V exponential(V x) {
  const V bounded = pmax(x, splat(-87));
  const V n = nearest(bounded * splat(1.44269504088896341));
  V r = bounded - n * splat(0.693359375);
  r = r - n * splat(-2.12194440e-4);
  V p = splat(1.9875691500e-4);
  p = p * r + splat(1.3981999507e-3);
  p = p * r + splat(8.3334519073e-3);
  p = p * r + splat(4.1665795894e-2);
  p = p * r + splat(1.6666665459e-1);
  p = p * r + splat(5.0000001201e-1);
  p = p * (r * r) + r + splat(1);
  // No finite n is out of range; where x is no number, p is none either.
  const U power = ((U)toInt(n) + splatWord(127)) << 23;
  return p * (V)power;
}

/** log(1 + e) for e in [0, 1]. */
INLINE V logOnePlus(V e) {
  // 1 + e lies in [1, 2]: above sqrt 2 it is halved and log 2 added, so that the polynomial sees [-0.293, 0.414].
  const V m = splat(1) + e;
  const I upper = m > splat(1.41421356237);
  const V x = select(upper, m * splat(0.5), m) - splat(1);
  const V z = x * x;
  V p = splat(7.0376836292e-2);
  p = p * x + splat(-1.1514610310e-1);
  p = p * x + splat(1.1676998740e-1);
  p = p * x + splat(-1.2420140846e-1);
  p = p * x + splat(1.4249322787e-1);
  p = p * x + splat(-1.6668057665e-1);
  p = p * x + splat(2.0000714765e-1);
  p = p * x + splat(-2.4999993993e-1);
  p = p * x + splat(3.3333331174e-1);
  V y = p * x * z;
  y = y - splat(0.5) * z;
  return x + y + (V)(upper & (I)splat(0.69314718056));
}

} // namespace kernel
