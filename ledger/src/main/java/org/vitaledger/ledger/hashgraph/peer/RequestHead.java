package org.vitaledger.ledger.hashgraph.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The request line and headers of an HTTP/1.1 request (RFC 9112), as far as members need them.
 *
 * @param method GET or another
 * @param path from the first slash on
 * @param last whether the client wants the connection to end behind the answer
 */
record RequestHead(String method, String path, boolean last) {
    private static final int MAX_SIZE = 8 << 10;
    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final Pattern LINE = Pattern.compile("([A-Z]{1,20}) (/[!-~]{0,1000}) HTTP/1\\.1");
    private static final Pattern BODY =
            Pattern.compile("transfer-encoding:.*|content-length:[ \t]*+(?!0[ \t]*$).*", Pattern.DOTALL);
    private static final Pattern LAST = Pattern.compile("connection:[ \t]*close[ \t]*");

    /** What members never send. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Reads the next one; empty if the connection ends before it begins.
     *
     * @throws Refused if it is too large, not HTTP/1.1, or announces a body
     */
    static Optional<RequestHead> read(InputStream in) throws IOException, Refused {
        byte[] head = new byte[MAX_SIZE];
        int size = 0;
        while (size < END.length || !Arrays.equals(head, size - END.length, size, END, 0, END.length)) {
            int next = in.read();
            if (next < 0 && size == 0) {
                return Optional.empty();
            }
            if (next < 0) {
                throw new EOFException("the connection ended in the head of a request");
            }
            if (size == MAX_SIZE) {
                throw new Refused("the head of the request is too large");
            }
            head[size++] = (byte) next;
        }
        return Optional.of(parse(new String(head, 0, size - END.length, StandardCharsets.ISO_8859_1)));
    }

    private static RequestHead parse(String head) throws Refused {
        String[] lines = head.split("\r\n", -1);
        Matcher line = LINE.matcher(lines[0]);
        if (!line.matches()) {
            throw new Refused("not a request of HTTP/1.1");
        }
        boolean last = false;
        for (int i = 1; i < lines.length; i++) {
            String header = lines[i].toLowerCase(Locale.ROOT);
            if (BODY.matcher(header).matches()) {
                throw new Refused("members send no bodies");
            }
            last |= LAST.matcher(header).matches();
        }
        return new RequestHead(line.group(1), line.group(2), last);
    }
}
