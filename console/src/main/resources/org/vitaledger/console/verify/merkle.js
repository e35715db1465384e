import { equal, sha256 } from "./bytes.js";

/** The hash of a leaf that holds an entry (RFC 9162 section 2.1.1). */
export function leafHash(entry) {
  return sha256(0, entry);
}

/** The hash of the node above two. */
export function nodeHash(left, right) {
  return sha256(1, left, right);
}

/**
 * Whether the leaf is at an index in the tree of a size with a root (RFC 9162 section 2.1.3.2).
 *
 * @param {{index: bigint, size: bigint, path: Uint8Array[]}} proof
 */
export async function verifyInclusion({ index, size, path }, leaf, root) {
  if (index < 0n || index >= size || path.length > 64) {
    return false;
  }
  let node = index;
  let last = size - 1n;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0n) {
      return false;
    }
    if ((node & 1n) === 1n || node === last) {
      hash = await nodeHash(sibling, hash);
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equal(hash, root);
}

/**
 * Whether neighbouring leaves, and no others, are at their places in the tree of a size with a root: what stands beside
 * them is taken from the left to the right.
 *
 * @param {{first: bigint, size: bigint, path: Uint8Array[]}} proof
 */
export async function verifyLeaves({ first, size, path }, leaves, root) {
  const last = first + BigInt(leaves.length);
  if (leaves.length === 0 || last > size || path.length > 128) {
    return false;
  }
  const beside = [...path].reverse();
  const inside = [...leaves].reverse();
  const node = async (from, to) => {
    if (to <= first || from >= last) {
      return beside.pop() ?? null;
    }
    if (to - from === 1n) {
      return inside.pop();
    }
    const split = from + splitOf(to - from);
    const left = await node(from, split);
    const right = left === null ? null : await node(split, to);
    return right === null ? null : nodeHash(left, right);
  };
  const top = await node(0n, size);
  return top !== null && beside.length === 0 && equal(top, root);
}

/**
 * Whether the tree of a size with a root begins with all leaves of an older one (RFC 9162 section 2.1.4.2).
 *
 * @param {{from: bigint, root: Uint8Array, path: Uint8Array[]}} older
 */
export async function verifyGrowth({ from, root, path }, size, newRoot) {
  if (from < 1n || from > size || path.length > 64) {
    return false;
  }
  if (from === size) {
    return path.length === 0 && equal(root, newRoot);
  }
  let node = from - 1n;
  let last = size - 1n;
  while ((node & 1n) === 1n) {
    node >>= 1n;
    last >>= 1n;
  }
  if (path.length === 0) {
    return false;
  }
  // A subtree that is complete is its own root.
  const [first, ...rest] = path;
  const siblings = node === 0n ? path : rest;
  let older = node === 0n ? root : first;
  let newer = older;
  for (const sibling of siblings) {
    if (last === 0n) {
      return false;
    }
    if ((node & 1n) === 1n || node === last) {
      older = await nodeHash(sibling, older);
      newer = await nodeHash(sibling, newer);
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      newer = await nodeHash(newer, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equal(older, root) && equal(newer, newRoot);
}

/** The largest power of two below a count. */
function splitOf(count) {
  return 1n << BigInt((count - 1n).toString(2).length - 1);
}

const EMPTY = new Uint8Array(32);

/**
 * Whether a claim about a key holds in the state map with a root: leaves are SHA-256(2 || key hash || value hash),
 * inner nodes SHA-256(3 || left || right), the empty subtree is 32 zero bytes.
 */
export async function verifyState(claim, key, root) {
  const keyHash = await sha256(key);
  if (claim.value === null && claim.other !== null && !endsBeside(claim, keyHash)) {
    return false;
  }
  let hash = EMPTY;
  if (claim.value !== null) {
    hash = await sha256(2, keyHash, await sha256(claim.value));
  } else if (claim.other !== null) {
    hash = await sha256(2, claim.other);
  }
  let depth = claim.siblings.length;
  for (const sibling of claim.siblings) {
    depth--;
    hash = await (bit(keyHash, depth) ? sha256(3, sibling, hash) : sha256(3, hash, sibling));
  }
  return equal(hash, root);
}

function endsBeside({ other, siblings }, keyHash) {
  const otherHash = other.subarray(0, 32);
  return siblings.every((_, depth) => bit(otherHash, depth) === bit(keyHash, depth)) && !equal(otherHash, keyHash);
}

function bit(hash, depth) {
  return (hash[depth >> 3] >> (7 - (depth & 7))) & 1;
}
