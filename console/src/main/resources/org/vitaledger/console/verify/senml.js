import { CborRejected, readWellFormed } from "./cbor.js";
import { add, decimal, nearest, shortest } from "./decimal.js";

const BASE_VERSION = -1n;
const BASE_NAME = -2n;
const BASE_TIME = -3n;
const BASE_UNIT = -4n;
const BASE_VALUE = -5n;
const BASE_SUM = -6n;
const NAME = 0n;
const UNIT = 1n;
const VALUE = 2n;
const OTHER_VALUES = [3n, 4n, 8n];
const SUM = 5n;
const TIME = 6n;
const UPDATE_TIME = 7n;
const NEWEST_VERSION = 10n;
const MAX_RECORDS = 500;
const MAX_EXPONENT = 30n;
const NAMES = /^[A-Za-z0-9][-A-Za-z0-9:./_]*$/;
const ZERO = decimal(0n, 0);

/**
 * What a device said in a pack (RFC 8428): [{name, parameter, unit, value, time}]; the value is a decimal or null, the
 * time whole milliseconds or null if it is relative or beyond the year 9999. Throws CborRejected for what core refuses.
 */
export function readSenml(payload) {
  const list = readWellFormed(payload);
  require(Array.isArray(list) && list.length > 0 && list.length <= MAX_RECORDS, "no list of records");
  const base = { name: "", time: ZERO, unit: "", value: null, sum: null, version: 0n };
  const records = [];
  for (const fields of list) {
    require(fields instanceof Map, "a record that is no map");
    takeBase(base, fields);
    if (fields.size === 0 || [...fields.keys()].some((label) => typeof label === "bigint" && label >= 0n)) {
      records.push(record(base, fields));
    }
  }
  require(records.length > 0, "no records");
  return records;
}

function takeBase(base, fields) {
  for (const [label, value] of fields) {
    require(typeof label === "bigint" || !label.startsWith("h'"), "a label of another type");
    require(typeof label === "bigint" || !label.endsWith("_"), "a field that must be understood");
    if (label === BASE_VERSION) {
      require(typeof value === "bigint" && value >= 0n && value <= NEWEST_VERSION, "an unknown version");
      require(base.version === 0n || base.version === value, "two versions");
      base.version = value;
    } else if (label === BASE_NAME) {
      base.name = textOf(value);
    } else if (label === BASE_UNIT) {
      base.unit = textOf(value);
    } else if (label === BASE_TIME) {
      base.time = number(value);
    } else if (label === BASE_VALUE) {
      base.value = number(value);
    } else if (label === BASE_SUM) {
      base.sum = number(value);
    }
  }
}

function record(base, fields) {
  const name = base.name + (fields.has(NAME) ? textOf(fields.get(NAME)) : "");
  require(NAMES.test(name), "a name that is not allowed");
  const others = OTHER_VALUES.filter((label) => fields.has(label));
  require(others.length + (fields.has(VALUE) ? 1 : 0) <= 1, "more than one value");
  others.forEach((label) => checkOther(label, fields.get(label)));
  const [own, sum, time] = [VALUE, SUM, TIME, UPDATE_TIME].map((label) =>
    fields.has(label) ? number(fields.get(label)) : null,
  );
  const hasSum = sum !== null || base.sum !== null;
  const value = others.length > 0 ? null : plus(base.value, own);
  require(value !== null || others.length > 0 || hasSum, "no value");
  return {
    name,
    parameter: name.slice(Math.max(name.lastIndexOf(":"), name.lastIndexOf("/")) + 1),
    unit: fields.has(UNIT) ? textOf(fields.get(UNIT)) : base.unit,
    value: value === null ? null : nearest(value),
    time: milliseconds(time === null ? base.time : add(base.time, time)),
  };
}

function checkOther(label, value) {
  const types = { 3: () => typeof value === "string", 4: () => typeof value === "boolean" };
  require((types[Number(label)] ?? (() => value instanceof Uint8Array))(), "a value of another type");
}

function plus(base, own) {
  return base === null || own === null ? (base ?? own) : add(base, own);
}

/** Cut to whole milliseconds. */
function milliseconds({ unscaled, scale }) {
  const shift = 3 - scale;
  const down = 10n ** BigInt(Math.max(-shift, 0));
  const up = unscaled * 10n ** BigInt(Math.max(shift, 0));
  const floor = up >= 0n ? up / down : -((-up + down - 1n) / down);
  const isAbsolute = up >= (1n << 28n) * 1000n * down && up < 253_402_300_800_000n * down;
  return isAbsolute ? Number(floor) : null;
}

/** Integers, floating-point numbers at the width that was sent, and decimal fractions (tag 4: exponent and mantissa). */
function number(value) {
  if (typeof value === "bigint") {
    return decimal(value, 0);
  }
  if (value?.bits !== undefined) {
    require(Number.isFinite(value.number), "an infinite number");
    return shortest(value.number, value.bits);
  }
  require(value?.tag === 4n && Array.isArray(value.value) && value.value.length === 2, "no number");
  const [exponent, mantissa] = value.value;
  require(typeof exponent === "bigint" && typeof mantissa === "bigint", "no decimal fraction");
  require(exponent >= -MAX_EXPONENT && exponent <= MAX_EXPONENT, "an exponent out of its bounds");
  return decimal(mantissa, -Number(exponent));
}

function textOf(value) {
  require(typeof value === "string", "not a text");
  return value;
}

function require(holds, message) {
  if (!holds) {
    throw new CborRejected(message);
  }
}
