import { parseUtf8, base64 } from "./bytes.js";
import { NoteRejected, checkSignature, number, parseCheckpoint, parseVerifierKey, require } from "./note.js";

const MAX_LINES = 256;
const MAX_SIZE = 1 << 20;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** Reads a policy file (C2SP tlog-policy) line by line; names must be defined above the lines that use them. */
class PolicyReader {
  constructor() {
    this.logs = [];
    this.witnesses = [];
    this.groups = [];
    this.defined = new Set();
    this.quorum = null;
  }

  async read(bytes) {
    require(bytes.length <= MAX_SIZE, "the policy is too large");
    // Names and URLs are octets, held as the characters of the same number.
    const text = Array.from(bytes, (b) => String.fromCharCode(b)).join("");
    require(!CONTROLS.test(text), "the policy holds control characters");
    // A file that was cut off in its last line must not be read as another one.
    require(text === "" || text.endsWith("\n"), "the policy's last line has no end");
    for (const line of text.split("\n")) {
      const items = line.split(/[ \t]+/).filter((item) => item !== "");
      if (items.length > 0 && !items[0].startsWith("#")) {
        await this.line(items);
      }
    }
    require(this.quorum !== null, "the policy has no quorum");
    return this;
  }

  async line(items) {
    switch (items[0]) {
      case "log":
        return this.log(items);
      case "witness":
        return this.witness(items);
      case "group":
        return this.group(items);
      case "quorum":
        return this.setQuorum(items);
      default:
        throw new NoteRejected("the policy has a line with an unknown keyword");
    }
  }

  async log(items) {
    require(items.length === 2 || items.length === 3, "a line of a log has other items");
    const key = await keyOf(items[1]);
    this.add(this.logs, { key });
  }

  async witness(items) {
    require(items.length === 3 || items.length === 4, "a line of a witness has other items");
    const key = await keyOf(items[2]);
    require(key.typeCode !== 1, "a witness's key is of a log's type");
    this.add(this.witnesses, { name: items[1], key });
    this.define(items[1]);
  }

  add(list, line) {
    const text = (key) => key.type.algorithm + base64(key.raw);
    require(list.every((other) => text(other.key) !== text(line.key)), "a key stands twice");
    require(list.length < MAX_LINES, "the policy has too many lines");
    list.push(line);
  }

  group(items) {
    require(items.length >= 4, "a line of a group has other items");
    const members = items.slice(3);
    const threshold = items[2] === "all" ? BigInt(members.length) : items[2] === "any" ? 1n : number(items[2]);
    require(threshold >= 1n && threshold <= BigInt(members.length), "a group's threshold is out of its bounds");
    require(members.every((member) => this.defined.has(member)), "a group has an undefined member");
    const taken = new Set(this.groups.flatMap((group) => group.members));
    require(new Set(members).size === members.length, "a group names a member twice");
    require(members.every((member) => !taken.has(member)), "a name is a member of two groups");
    require(this.groups.length < MAX_LINES, "the policy has too many lines");
    this.groups.push({ name: items[1], threshold: Number(threshold), members });
    this.define(items[1]);
  }

  setQuorum(items) {
    require(items.length === 2 && this.quorum === null, "the policy has more than one quorum");
    require(items[1] === "none" || this.defined.has(items[1]), "the quorum is not defined");
    this.quorum = items[1];
  }

  define(name) {
    require(name !== "none" && !this.defined.has(name), "a name is defined twice");
    this.defined.add(name);
  }
}

function keyOf(octets) {
  const text = parseUtf8(Uint8Array.from(octets, (c) => c.charCodeAt(0)));
  require(text !== null, "a key's name is not UTF-8");
  return parseVerifierKey(text);
}

/** Reads a policy file: its logs, witnesses, groups and quorum. Throws NoteRejected if it is none. */
export function parsePolicy(bytes) {
  return new PolicyReader().read(bytes);
}

function reached(policy, cosigned) {
  const names = new Set(cosigned);
  for (const group of policy.groups) {
    if (group.members.filter((member) => names.has(member)).length >= group.threshold) {
      names.add(group.name);
    }
  }
  return policy.quorum === "none" || names.has(policy.quorum);
}

/**
 * Whether a note is a checkpoint of one of the policy's logs with enough cosignatures:
 * {accepted, reason, checkpoint, log, cosignatures: [{name, keyName, algorithm, time, checked}]}. A cosignature of an
 * algorithm that `verify` does not know has checked = false; who trusts the answer must have those checked elsewhere.
 */
export async function checkPolicy(policy, note, verify) {
  let checkpoint;
  try {
    checkpoint = parseCheckpoint(note.text);
  } catch (e) {
    if (e instanceof NoteRejected) {
      return refused(`NOT_A_CHECKPOINT ${e.message}`, null, []);
    }
    throw e;
  }
  const logs = policy.logs.filter((log) => log.key.name === checkpoint.origin);
  if (logs.length === 0) {
    return refused(`UNKNOWN_LOG ${checkpoint.origin}`, checkpoint, []);
  }
  let signer = null;
  for (const log of logs) {
    const { state } = await checkSignature(note, log.key, verify);
    if (state === "invalid") {
      return refused(`BAD_SIGNATURE ${log.key.name}`, checkpoint, []);
    }
    signer ??= state === "absent" ? null : { log, checked: state === "valid" };
  }
  return checkWitnesses(policy, note, verify, { checkpoint, signer });
}

async function checkWitnesses(policy, note, verify, { checkpoint, signer }) {
  const cosignatures = [];
  for (const { name, key } of policy.witnesses) {
    const { state, time } = await checkSignature(note, key, verify);
    if (state === "invalid") {
      return refused(`BAD_SIGNATURE ${key.name}`, checkpoint, cosignatures);
    }
    if (state !== "absent") {
      const { algorithm } = key.type;
      cosignatures.push({ name, keyName: key.name, algorithm, time: Number(time), checked: state === "valid" });
    }
  }
  if (signer === null) {
    return refused(`LOG_SIGNATURE_MISSING ${checkpoint.origin}`, checkpoint, cosignatures);
  }
  if (!reached(policy, cosignatures.map((cosignature) => cosignature.name))) {
    return refused("QUORUM_NOT_REACHED", checkpoint, cosignatures);
  }
  const { key } = signer.log;
  const log = { name: key.name, algorithm: key.type.algorithm, checked: signer.checked };
  return { accepted: true, reason: "", checkpoint, log, cosignatures };
}

const ANOTHER_POLICY =
  "no key that the policy gives for this log has signed; check that the policy is that of the log it comes from";

/** A reason in words for people, who may have taken another log's policy: that is told apart from forgery. */
export function describeRefusal(reason) {
  return /^(UNKNOWN_LOG|LOG_SIGNATURE_MISSING) /.test(reason) ? `${reason}: ${ANOTHER_POLICY}` : reason;
}

function refused(reason, checkpoint, cosignatures) {
  return { accepted: false, reason, checkpoint, log: null, cosignatures };
}
