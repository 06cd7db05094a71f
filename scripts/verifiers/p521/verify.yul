// Numbers and points are in memory: three words a number, lowest limb first; x and then y.

// --- Numbers of 521 bits

// From the words of a number, `high` from bit 512 on, to limbs.
function writeNumber(place, high, middle, low) {
  mstore(place, and(low, LIMB))
  mstore(add(place, 32), and(or(shr(174, low), shl(82, middle)), LIMB))
  mstore(add(place, 64), or(shr(92, middle), shl(164, high)))
}

// The words of limbs that may be longer than 174 bits.
function wordsOf(place) -> high, middle, low {
  let first := mload(place)
  let second := add(mload(add(place, 32)), shr(174, first))
  let third := add(mload(add(place, 64)), shr(174, second))
  second := and(second, LIMB)
  low := or(and(first, LIMB), shl(174, second))
  middle := or(shr(82, second), shl(92, third))
  high := shr(164, third)
}

function copyNumber(from, to) {
  mstore(to, mload(from))
  mstore(add(to, 32), mload(add(from, 32)))
  mstore(add(to, 64), mload(add(from, 64)))
}

function keepPoint(to) {
  copyNumber(X, to)
  copyNumber(Y, add(to, 96))
}

function isBelow(high, middle, low, otherHigh, otherMiddle, otherLow) -> below {
  switch eq(high, otherHigh)
  case 0 { below := lt(high, otherHigh) }
  default {
    switch eq(middle, otherMiddle)
    case 0 { below := lt(middle, otherMiddle) }
    default { below := lt(low, otherLow) }
  }
}

// A coordinate, 66 bytes big-endian, which has to be below p = 2^521 - 1.
function readCoordinate(offset, place) -> ok {
  let high := shr(240, calldataload(offset))
  let middle := calldataload(add(offset, 2))
  let low := calldataload(add(offset, 34))
  writeNumber(place, high, middle, low)
  ok := isBelow(high, middle, low, 0x1ff, not(0), not(0))
}

// r or s, which have to be from 1 to n - 1 (FIPS 186-5, section 6.4.2, step 1).
function readScalar(offset, place) -> ok {
  let high := shr(240, calldataload(offset))
  let middle := calldataload(add(offset, 2))
  let low := calldataload(add(offset, 34))
  writeNumber(place, high, middle, low)
  ok := and(iszero(iszero(or(or(high, middle), low))), isBelow(high, middle, low, 0x1ff, ORDER_MIDDLE, ORDER_LOW))
}

// number := number + n, if that is below p; r may be the remainder of such an x.
function addOrder(place) -> ok {
  let high, middle, low := wordsOf(place)
  ok := isBelow(high, middle, low, 0, GAP_MIDDLE, GAP_LOW)
  let sum := add(low, ORDER_LOW)
  // The sum is below p: its topmost word is that of n.
  writeNumber(place, 0x1ff, add(add(middle, ORDER_MIDDLE), lt(sum, low)), sum)
}

// Whether a number below 3p is zero modulo p. With the bits above 2^521 added at the bottom, zero is written 0 or p.
function isZero(place) -> zero {
  let first := mload(place)
  let second := add(mload(add(place, 32)), shr(174, first))
  let third := add(mload(add(place, 64)), shr(174, second))
  first := add(and(first, LIMB), shr(173, third))
  second := and(second, LIMB)
  third := and(third, TOP_LIMB)
  zero := or(
    iszero(or(or(first, second), third)),
    iszero(or(or(xor(first, LIMB), xor(second, LIMB)), xor(third, TOP_LIMB)))
  )
}

// Whether no equation has failed since this was asked last.
function allHeld() -> held {
  held := iszero(mload(FAILED))
  mstore(FAILED, 0)
}

// number := number^exponent modulo a prime of 521 bits, by the precompile of EIP-198; the exponent has `length` bytes at EXPONENT.
// Reverts without its answer: a caller who is sparing with gas is to fail, not to be told something.
function raise(place, length, modulusMiddle, modulusLow) {
  let high, middle, low := wordsOf(place)
  mstore(MODEXP, 66)
  mstore(add(MODEXP, 0x20), length)
  mstore(add(MODEXP, 0x40), 66)
  mstore(add(MODEXP, 0x60), shl(240, high))
  mstore(add(MODEXP, 0x62), middle)
  mstore(add(MODEXP, 0x82), low)
  let modulus := add(EXPONENT, length)
  mstore(modulus, shl(240, 0x1ff))
  mstore(add(modulus, 2), modulusMiddle)
  mstore(add(modulus, 34), modulusLow)
  let answered := staticcall(gas(), 5, MODEXP, add(0xe4, length), MODEXP, 66)
  if iszero(and(answered, eq(returndatasize(), 66))) { revert(0, 0) }
  writeNumber(place, shr(240, mload(MODEXP)), mload(add(MODEXP, 2)), mload(add(MODEXP, 34)))
}

// number := number^(n - 2), its inverse modulo n.
function invertModN(place) {
  mstore(EXPONENT, shl(240, 0x1ff))
  mstore(add(EXPONENT, 2), ORDER_MIDDLE)
  mstore(add(EXPONENT, 34), sub(ORDER_LOW, 2))
  raise(place, 66, ORDER_MIDDLE, ORDER_LOW)
}

function raiseModP(place, exponent) {
  mstore(EXPONENT, exponent)
  raise(place, 32, not(0), not(0))
}

// z := z^(p - 2), its inverse modulo p. EIP-7883 charges bits of an exponent beyond 32 bytes twice, so there are none:
// 2^521 - 3 = ((2^256 - 1) 2^256 + 2^256 - 1) 2^9 + 509.
function invertZ() {
  copyNumber(Z, T1)
  raiseModP(T1, not(0))
  copyNumber(T1, T2)
  raiseModP(T2, shl(255, 1))
  fieldSquare(T2, T2)
  fieldMultiply(T1, T2, T1)
  raiseModP(T1, 512)
  raiseModP(Z, 509)
  fieldMultiply(Z, T1, Z)
}

// --- Without hints: u1 G + u2 Q in Jacobian coordinates

// The digits of a scalar, a signed byte for every second place: zero, or odd and below 2^(width - 1) either way, and then width - 1
// zeros at least.
function writeDigits(scalar, width, digits) {
  let high, middle, low := wordsOf(scalar)
  mstore(T1, 0)
  mstore(add(T1, 0x20), high)
  mstore(add(T1, 0x40), middle)
  mstore(add(T1, 0x60), low)
  let last := add(T1, 0x60)
  let window := sub(shl(width, 1), 1)
  let carried := 0
  for { let i := 0 } lt(i, 522) {} {
    let bits := shr(and(i, 7), mload(sub(last, shr(3, i))))
    switch eq(and(bits, 1), carried)
    case 1 { i := add(i, 1) }
    default {
      // The upper half of the window stands for a negative digit, and a carry.
      let digit := add(and(bits, window), carried)
      carried := shr(sub(width, 1), digit)
      mstore8(add(digits, shl(1, i)), sub(digit, shl(width, carried)))
      i := add(i, width)
    }
  }
}

// (x, y) -> (x z^2, y z^3)
function scalePoint(from, z, to) {
  fieldSquare(z, T5)
  fieldMultiply(z, T5, T6)
  fieldMultiply(from, T5, to)
  fieldMultiply(add(from, 96), T6, add(to, 96))
}

// Q, 3Q, … 15Q in affine coordinates. With z of 2Q = (x, y, z), the map (x, y) -> (x z^2, y z^3) leads to a curve where 2Q is the
// affine point (x, y), so that the cheap addition adds it. Of all denominators only the last has to be inverted.
function multiplesOfQ() {
  startPoint(TABLE_Q, 1)
  jacobianDouble()
  keepPoint(TWICE)
  copyNumber(Z, W)
  scalePoint(TABLE_Q, W, X)
  mstore(Z, 1)
  mstore(add(Z, 32), 0)
  mstore(add(Z, 64), 0)
  let point := TABLE_Q
  let ratio := DIGITS
  for { let i := 1 } lt(i, 8) { i := add(i, 1) } {
    jacobianCompare(TWICE, 1)
    copyNumber(T2, ratio)
    jacobianAdd()
    point := add(point, POINT_BYTES)
    ratio := add(ratio, 96)
    keepPoint(point)
  }
  fieldMultiply(Z, W, Z)
  invertZ()
  for { let i := 1 } lt(i, 8) { i := add(i, 1) } {
    scalePoint(point, Z, point)
    point := sub(point, POINT_BYTES)
    ratio := sub(ratio, 96)
    fieldMultiply(Z, ratio, Z)
  }
}

// P := P + digit times the base of a table of odd multiples; P may be infinity before and after.
function addMultiple(finite, table, digit) -> finiteThen {
  let sign := 1
  if gt(digit, 127) {
    digit := sub(256, digit)
    sign := not(0)
  }
  let point := add(table, mul(shr(1, digit), POINT_BYTES))
  finiteThen := 1
  switch finite
  case 0 { startPoint(point, sign) }
  default {
    jacobianCompare(point, sign)
    // Multiples of p below 3p end in 0, -1 or -2, and nearly nothing else does.
    let same := lt(and(add(mload(T2), 2), LIMB), 3)
    if same { same := isZero(T2) }
    switch same
    case 0 { jacobianAdd() }
    default {
      switch isZero(T4)
      case 0 { finiteThen := 0 }
      default { jacobianDouble() }
    }
  }
}

// FIPS 186-5, section 6.4.2, steps 3 to 8, from r, s and the digest e.
function verifyPlain() -> valid {
  copyNumber(S, W)
  invertModN(W)
  multiplyModN(E, W, U)
  multiplyModN(R, W, V)
  multiplesOfQ()
  calldatacopy(DIGITS, calldatasize(), 0x440)
  writeDigits(U, 8, DIGITS)
  writeDigits(V, 5, add(DIGITS, 1))
  let finite := 0
  for { let place := add(DIGITS, 1046) } gt(place, DIGITS) {} {
    place := sub(place, 2)
    if finite { jacobianDouble() }
    let digits := shr(240, mload(place))
    if digits {
      let digit := shr(8, digits)
      if digit { finite := addMultiple(finite, POINTS, digit) }
      digit := and(digits, 0xff)
      if digit { finite := addMultiple(finite, TABLE_Q, digit) }
    }
  }
  if finite {
    jacobianRequireX(R)
    valid := allHeld()
    if iszero(valid) {
      if addOrder(R) {
        jacobianRequireX(R)
        valid := allHeld()
      }
    }
  }
}

// --- With hints: d R = g G + c Q, where d is not zero, c s = d r and g s = d e modulo n

// Q, 3Q, … 15Q, or those of R: slopes of the tangent at the point, and of seven lines through 2Q.
function hintedMultiples(point, slope) {
  startPoint(point, 1)
  affineDouble(slope)
  keepPoint(TWICE)
  startPoint(point, 1)
  for { let i := 1 } lt(i, 8) { i := add(i, 1) } {
    slope := add(slope, 66)
    point := add(point, POINT_BYTES)
    affineAdd(slope, TWICE, 1)
    keepPoint(point)
  }
}

// A step: how many doublings it comes after the one before (7 bits), whether it subtracts (1 bit), which entry of the tables (8 bits).
// Adds what it contributes to the scalar of G, Q or R. The point is 0 if there is no such step.
function readStep(step, position) -> gap, point, sign {
  let entry := shr(240, calldataload(step))
  gap := shr(9, entry)
  sign := sub(1, and(shr(7, entry), 2))
  entry := and(entry, 0xff)
  if iszero(or(gt(entry, 143), gt(gap, position))) {
    point := add(POINTS, mul(entry, POINT_BYTES))
    position := sub(position, gap)
    let scalar := W
    if gt(entry, 63) {
      switch gt(entry, 127)
      case 0 { position := add(position, SECOND_BASE) }
      default {
        scalar := U
        if gt(entry, 135) { scalar := V }
        entry := and(entry, 7)
      }
    }
    // Limbs of scalars are signed until the program has ended.
    if gt(position, 173) {
      position := sub(position, 174)
      scalar := add(scalar, 32)
      if gt(position, 173) {
        position := sub(position, 174)
        scalar := add(scalar, 32)
      }
    }
    mstore(scalar, add(mload(scalar), shl(position, mul(sign, add(shl(1, and(entry, 63)), 1)))))
  }
}

// Runs the program, whose last step is to lead to infinity. Says whether it is well formed and uses all slopes up.
function runProgram(step, end, position, left) -> ok {
  let slope := add(step, shl(1, left))
  calldatacopy(U, calldatasize(), 288)
  let gap, point, sign := readStep(step, position)
  ok := and(iszero(gt(position, 264)), and(gt(left, 1), and(iszero(gap), gt(point, 0))))
  if ok { startPoint(point, sign) }
  for { left := sub(left, 1) } and(ok, gt(left, 0)) { left := sub(left, 1) } {
    step := add(step, 2)
    gap, point, sign := readStep(step, position)
    ok := gt(point, 0)
    if ok {
      position := sub(position, gap)
      let last := eq(left, 1)
      for { let until := iszero(or(last, iszero(gap))) } gt(gap, until) { gap := sub(gap, 1) } {
        affineDouble(slope)
        slope := add(slope, 66)
      }
      switch last
      case 1 { requireOpposite(point, sign) }
      default {
        switch gap
        case 0 { affineAdd(slope, point, sign) }
        default {
          affineDoubleAdd(slope, point, sign)
          slope := add(slope, 66)
        }
        slope := add(slope, 66)
      }
    }
  }
  ok := and(ok, and(iszero(position), eq(slope, end)))
}

// Turns signed limbs, times `sign`, into those of a positive number that is the same modulo n; says whether they were not zero.
function makePositive(scalar, sign) -> notZero {
  let first := mul(mload(scalar), sign)
  let second := add(mul(mload(add(scalar, 32)), sign), sar(174, first))
  let third := add(mul(mload(add(scalar, 64)), sign), sar(174, second))
  first := and(first, LIMB)
  second := and(second, LIMB)
  notZero := iszero(iszero(or(or(first, second), third)))
  // 2^20 n, more than 255 digits below 128 at positions up to 525 add up to.
  first := add(first, ORDERS_FIRST)
  second := add(add(second, ORDERS_SECOND), shr(174, first))
  mstore(scalar, and(first, LIMB))
  mstore(add(scalar, 32), and(second, LIMB))
  mstore(add(scalar, 64), add(add(third, ORDERS_THIRD), shr(174, second)))
}

// Whether scalar s = d other modulo n.
function scalarAgrees(scalar, other) -> same {
  multiplyModN(scalar, S, X)
  multiplyModN(V, other, Y)
  let difference := or(xor(mload(X), mload(Y)), xor(mload(add(X, 32)), mload(add(Y, 32))))
  same := iszero(or(difference, xor(mload(add(X, 64)), mload(add(Y, 64)))))
}

function verifyHinted(signature, end) -> valid {
  let wrapped := byte(0, calldataload(add(signature, 132)))
  copyNumber(R, TABLE_R)
  // x of R is r, or r + n where that is below p.
  let ok := lt(wrapped, 2)
  if wrapped { ok := and(ok, addOrder(TABLE_R)) }
  if and(ok, gt(sub(end, signature), 1258)) {
    if readCoordinate(add(signature, 133), add(TABLE_R, 96)) {
      requireOnCurve(TABLE_R)
      hintedMultiples(TABLE_Q, add(signature, 199))
      hintedMultiples(TABLE_R, add(signature, 727))
      let doublings := shr(240, calldataload(add(signature, 1255)))
      let steps := byte(0, calldataload(add(signature, 1257)))
      if runProgram(add(signature, 1258), end, doublings, steps) {
        // The scalar of R is -d. Far smaller than n, it is zero modulo n only if it is zero.
        if and(allHeld(), makePositive(V, not(0))) {
          pop(makePositive(U, 1))
          pop(makePositive(W, 1))
          if scalarAgrees(U, R) { valid := scalarAgrees(W, E) }
        }
      }
    }
  }
}

// --- Both

// Public key validation (SP 800-56A revision 3, section 5.6.2.3.3): a point of the curve has order n, as n is prime and the cofactor 1.
function readKey(key, length) -> ok {
  if eq(length, 133) {
    if eq(byte(0, calldataload(key)), 4) {
      key := add(key, 1)
      length := 132
    }
  }
  if eq(length, 132) {
    if and(readCoordinate(key, TABLE_Q), readCoordinate(add(key, 66), add(TABLE_Q, 96))) {
      mstore(FAILED, 0)
      requireOnCurve(TABLE_Q)
      ok := allHeld()
    }
  }
}

if readKey(keyOffset, keyLength) {
  if and(
    gt(signatureLength, 131),
    and(readScalar(signatureOffset, R), readScalar(add(signatureOffset, 66), S))
  ) {
    writeNumber(E, 0, digestHigh, digestLow)
    extcodecopy(multiplesOfG, POINTS, 0, TABLE_BYTES)
    switch signatureLength
    case 132 { accepted := verifyPlain() }
    default { accepted := verifyHinted(signatureOffset, add(signatureOffset, signatureLength)) }
  }
}
