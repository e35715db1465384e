/** Checks signatures with what the browser has (Web Cryptography): Ed25519, ES256, and ML-DSA-44 where it is known. */

const IMPORT = {
  "Ed25519": { format: "raw", algorithm: { name: "Ed25519" } },
  "ES256": { format: "raw", algorithm: { name: "ECDSA", namedCurve: "P-256" } },
  "ML-DSA-44": { format: "raw-public", algorithm: { name: "ML-DSA-44" } },
};
const VERIFY = {
  "Ed25519": { name: "Ed25519" },
  "ES256": { name: "ECDSA", hash: "SHA-256" },
  "ML-DSA-44": { name: "ML-DSA-44" },
};

/**
 * Whether a raw public key signed a message: true, false, or null if this browser does not know the algorithm. Keys are
 * 32 bytes for Ed25519, 65 for ES256, 1312 for ML-DSA-44; ES256 signatures are r || s.
 */
export async function verifySignature(algorithm, rawKey, message, signature) {
  const { format, algorithm: parameters } = IMPORT[algorithm];
  let key;
  try {
    key = await crypto.subtle.importKey(format, rawKey, parameters, false, ["verify"]);
  } catch (e) {
    // DataError: the algorithm is known, and this is no key of it.
    return e.name === "DataError" ? false : null;
  }
  return crypto.subtle.verify(VERIFY[algorithm], key, signature, message);
}

/** What to say where that is not so. */
export const NO_CRYPTOGRAPHY =
  "This browser checks signatures only over HTTPS, or on the machine that runs the node.";

/** Whether this page may use the browser's cryptography: only over HTTPS, or on the same machine. */
export function hasCryptography() {
  return globalThis.crypto?.subtle !== undefined;
}
