import { add, decimal, divide, multiply, parseDecimal, precision, rescale } from "./decimal.js";

/** What devices say in terms of LOINC and UCUM, as far as it is declared: the table that gateways normalise with. */

const MAX_DIGITS = 18;
const RATIO_DIGITS = 16;
/** unit[=factor[/divisor]][@offset] */
const OTHER_UNIT = /^([^=@]+)(?:=([^/@]+)(?:\/([^@]+))?)?(?:@(.+))?$/;
const ZERO = decimal(0n, 0);
const ONE = decimal(1n, 0);
const NONE = { offset: ZERO, factor: ONE, divisor: ONE };

let table = null;

/** The declared names and units; fetched once, from beside this module. */
export function declaredCodes() {
  table ??= Promise.all(["codes", "names", "units"].map(text)).then(parseCodes);
  table.catch(() => (table = null));
  return table;
}

async function text(name) {
  const answer = await fetch(new URL(`./${name}.csv`, import.meta.url));
  if (!answer.ok) {
    throw new Error(`the table ${name} can't be fetched`);
  }
  return answer.text();
}

/** A map from each name and code to {code, unit, ucum, known}: what it stands for, and the conversions of its units. */
export function parseCodes([codes, names, units]) {
  const aliases = rows(units);
  const named = new Map();
  for (const [code, ucum, , , also] of rows(codes)) {
    const known = new Map([[ucum, NONE], ...also.split(" ").filter(Boolean).map(otherUnit)]);
    for (const [name, stands] of aliases) {
      if (known.has(stands) && !known.has(name)) {
        known.set(name, known.get(stands));
      }
    }
    named.set(code, { code, ucum, known, unit: /^[{[]/.test(ucum) ? ucum : "" });
  }
  for (const [name, code, unit] of rows(names)) {
    named.set(name, { ...named.get(code), unit });
  }
  return named;
}

function rows(content) {
  const lines = content.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.slice(1).map((line) => line.split(","));
}

function otherUnit(also) {
  const [, name, factor = "1", divisor = "1", offset = "0"] = OTHER_UNIT.exec(also);
  return [name, { offset: parseDecimal(offset), factor: parseDecimal(factor), divisor: parseDecimal(divisor) }];
}

/** The number in the other unit: (number + offset) * factor / divisor, rounded once; null if a reading can't hold it. */
export function convert(number, conversion) {
  const { offset, factor, divisor } = conversion;
  if (conversion === NONE || (offset.unscaled === 0n && offset.scale === 0 && isOne(factor) && isOne(divisor))) {
    return number;
  }
  const product = multiply(add(number, offset), factor);
  const scale = Math.min(MAX_DIGITS, Math.max(0, number.scale - exponent(factor, divisor)));
  const result = divide(product, divisor, scale);
  const surplus = precision(result) - MAX_DIGITS;
  if (surplus > scale) {
    return null;
  }
  return surplus > 0 ? rescale(result, scale - surplus) : result;
}

function isOne({ unscaled, scale }) {
  return unscaled === 1n && scale === 0;
}

/** The power of ten of factor / divisor, which is first rounded to 16 digits as core does. */
function exponent(factor, divisor) {
  const guess = precision(factor) - factor.scale - (precision(divisor) - divisor.scale);
  const ratio = divide(factor, divisor, RATIO_DIGITS - guess);
  const digits = precision(ratio);
  const rounded = digits > RATIO_DIGITS ? rescale(ratio, ratio.scale - (digits - RATIO_DIGITS)) : ratio;
  return precision(rounded) - rounded.scale - 1;
}
