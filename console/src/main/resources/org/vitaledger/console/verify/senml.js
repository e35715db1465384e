import { CborRejected, readWellFormed } from "./cbor.js";

const BASE_NAME = -2n;
const BASE_TIME = -3n;
const BASE_UNIT = -4n;
const BASE_VALUE = -5n;
const NAME = 0n;
const UNIT = 1n;
const VALUE = 2n;
const TIME = 6n;

/** What a device said in a pack (RFC 8428): [{name, unit, value, time}], for showing; empty if it can't be read. */
export function readSenml(payload) {
  try {
    return resolve(readWellFormed(payload));
  } catch (e) {
    if (e instanceof CborRejected) {
      return [];
    }
    throw e;
  }
}

function resolve(list) {
  const records = [];
  let base = { name: "", time: 0, unit: "", value: 0 };
  for (const record of Array.isArray(list) ? list : []) {
    if (!(record instanceof Map)) {
      return [];
    }
    base = {
      name: record.get(BASE_NAME) ?? base.name,
      time: record.has(BASE_TIME) ? number(record.get(BASE_TIME)) : base.time,
      unit: record.get(BASE_UNIT) ?? base.unit,
      value: record.has(BASE_VALUE) ? number(record.get(BASE_VALUE)) : base.value,
    };
    if ([...record.keys()].some((label) => typeof label === "bigint" && label >= 0n)) {
      records.push({
        name: base.name + (record.get(NAME) ?? ""),
        unit: record.get(UNIT) ?? base.unit,
        value: record.has(VALUE) || record.has(BASE_VALUE) ? number(record.get(VALUE) ?? 0n) + base.value : null,
        time: (base.time + number(record.get(TIME) ?? 0n)) * 1000,
      });
    }
  }
  return records;
}

/** Integers, floating-point numbers and decimal fractions (tag 4: exponent and mantissa). */
function number(value) {
  if (typeof value === "object" && value !== null && value.tag === 4n && Array.isArray(value.value)) {
    const [exponent, mantissa] = value.value.map(Number);
    return exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent;
  }
  return Number(value);
}
