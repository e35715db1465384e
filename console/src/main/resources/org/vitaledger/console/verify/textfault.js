/** Says what is wrong with a text file, in words for whoever saved, copied or mailed it. */

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;

/** What is wrong with a file that was rejected as a note. */
export function describeFile(bytes, rejected) {
  if (BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte)) {
    return "it begins with a byte order mark; save it as UTF-8 without one";
  }
  const at = bytes.indexOf(CARRIAGE_RETURN);
  if (at >= 0) {
    const line = 1 + bytes.subarray(0, at).filter((byte) => byte === NEWLINE).length;
    return `line ${line} ends with a carriage return; save it with LF line ends, or fetch it again`;
  }
  return rejected.message;
}
