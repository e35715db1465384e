/** Decimal numbers as core has them: {unscaled: BigInt, scale}, the digits and how many stand behind the point. */

const MAX_DIGITS = 18;
const HALF_DIGITS = 5;
const SINGLE_DIGITS = 9;

/** A decimal of its digits and how many of them stand behind the point; fewer than none are zeros before it. */
export function decimal(unscaled, scale) {
  return { unscaled, scale };
}

/** The sum, with as many digits behind the point as the term that has more. */
export function add(a, b) {
  const scale = Math.max(a.scale, b.scale);
  return { unscaled: scaled(a, scale) + scaled(b, scale), scale };
}

function scaled({ unscaled, scale }, to) {
  return unscaled * 10n ** BigInt(to - scale);
}

/** The product. */
export function multiply(a, b) {
  return { unscaled: a.unscaled * b.unscaled, scale: a.scale + b.scale };
}

/** How many digits there are; zero has one. */
export function precision({ unscaled }) {
  return magnitude(unscaled).toString().length;
}

/** numerator / denominator with so many digits behind the point, rounded half to even. */
export function divide(numerator, denominator, scale) {
  const shift = scale + denominator.scale - numerator.scale;
  const up = numerator.unscaled * 10n ** BigInt(Math.max(shift, 0));
  const down = denominator.unscaled * 10n ** BigInt(Math.max(-shift, 0));
  const negative = up < 0n !== down < 0n;
  const quotient = halfEven(magnitude(up), magnitude(down));
  return { unscaled: negative ? -quotient : quotient, scale };
}

function halfEven(up, down) {
  const quotient = up / down;
  const twice = 2n * (up % down);
  return twice > down || (twice === down && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function magnitude(value) {
  return value < 0n ? -value : value;
}

const ONE = { unscaled: 1n, scale: 0 };

/** The number with so many digits behind the point, rounded half to even. */
export function rescale(number, scale) {
  return divide(number, ONE, scale);
}

/** Without zeros at the end of the digits behind the point. */
function strip({ unscaled, scale }) {
  let digits = unscaled;
  let behind = scale;
  while (behind > 0 && digits % 10n === 0n) {
    digits /= 10n;
    behind--;
  }
  return { unscaled: digits, scale: behind };
}

/** The number as a reading holds it, rounded if it has more digits than 18; null if that many stand before the point. */
export function nearest(number) {
  const plain = number.scale < 0 ? rescale(number, 0) : number;
  const digits = precision(plain);
  if (plain.scale <= MAX_DIGITS && digits <= MAX_DIGITS) {
    return plain;
  }
  const scale = Math.min(MAX_DIGITS, MAX_DIGITS - (digits - plain.scale));
  const rounded = scale < 0 ? null : strip(rescale(plain, scale));
  return rounded === null || precision(rounded) > MAX_DIGITS ? null : rounded;
}

/** The decimal in a text such as -12.50 or 1.5e-7; as many digits behind the point as it says. */
export function parseDecimal(text) {
  const [mantissa, exponent = "0"] = text.toLowerCase().split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return { unscaled: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}

/** The text of a decimal with at least no digits behind the point. */
export function decimalText({ unscaled, scale }) {
  const digits = magnitude(unscaled).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return unscaled < 0n ? `-${text}` : text;
}

/** The shortest decimal that is rounded to a finite number of so many bits, without zeros at its end. */
export function shortest(number, bits) {
  const text = { 16: () => search(number, HALF_DIGITS, toHalf), 32: () => search(number, SINGLE_DIGITS, Math.fround) };
  const found = parseDecimal((text[bits] ?? (() => String(number)))());
  return strip(found.scale < 0 ? rescale(found, 0) : found);
}

function search(number, most, round) {
  for (let digits = 1; digits < most; digits++) {
    const text = number.toPrecision(digits);
    if (round(Number(text)) === number) {
      return text;
    }
  }
  return number.toPrecision(most);
}

/** The nearest number of half precision, half to even. */
function toHalf(number) {
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(number) || 1)));
  const step = 2 ** (exponent - 10);
  const steps = number / step;
  const below = Math.floor(steps);
  const rest = steps - below;
  return step * (rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below);
}
