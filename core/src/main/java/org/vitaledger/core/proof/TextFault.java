package org.vitaledger.core.proof;

import java.util.Arrays;
import org.vitaledger.core.note.NoteRejected;

/** Says what is wrong with a text file, in words for whoever saved, copied or mailed it. */
public final class TextFault {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private TextFault() {}

    /** What is wrong with {@code file}, which was rejected as a note; a line is named without its content. */
    public static String describe(byte[] file, NoteRejected rejected) {
        if (startsWith(file, BYTE_ORDER_MARK)) {
            return "it begins with a byte order mark; save it as UTF-8 without one";
        }
        int line = 1;
        for (byte b : file) {
            if (b == '\r') {
                return "line " + line + " ends with a carriage return; save it with LF line ends, or fetch it again";
            }
            line += b == '\n' ? 1 : 0;
        }
        if (rejected.reason() == NoteRejected.Reason.WRONG_STRUCTURE && !endsWithNewline(file)) {
            return "the last line has no line end; the file may have been cut off, fetch it again";
        }
        return rejected.line() == 0 ? rejected.reason().name() : rejected.reason() + " in line " + rejected.line();
    }

    private static boolean endsWithNewline(byte[] file) {
        return file.length > 0 && file[file.length - 1] == '\n';
    }

    private static boolean startsWith(byte[] file, byte[] mark) {
        return file.length >= mark.length && Arrays.equals(file, 0, mark.length, mark, 0, mark.length);
    }
}
