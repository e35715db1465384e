package org.vitaledger.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.vitaledger.core.note.SignedNote;

/**
 * What a witness answers (C2SP tlog-witness).
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body signature lines, a checkpoint, a size, or a reason for people
 */
public record WitnessAnswer(int status, String contentType, String body) {
    static final int COSIGNED = 200;
    private static final int OK = 200;
    static final int MALFORMED = 400;
    static final int NOT_SIGNED = 403;
    static final int UNKNOWN_LOG = 404;
    static final int CONFLICT = 409;
    static final int UNPROVED = 422;
    /** The media type of a size in a body. */
    static final String SIZE = "text/x.tlog.size";

    private static final String TEXT = "text/plain;charset=utf-8";

    static WitnessAnswer cosigned(String lines) {
        return new WitnessAnswer(COSIGNED, TEXT, lines);
    }

    static WitnessAnswer checkpoint(SignedNote note) {
        return new WitnessAnswer(OK, TEXT, new String(note.encode(), UTF_8));
    }

    static WitnessAnswer refused(int status, String reason) {
        return new WitnessAnswer(status, TEXT, reason + "\n");
    }

    static WitnessAnswer conflict(long size) {
        return new WitnessAnswer(CONFLICT, SIZE, size + "\n");
    }
}
