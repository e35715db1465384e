package org.vitaledger.ledger.follow;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** A follower can't use its own files. */
public final class FollowFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The kinds of fault at a follower. */
    public enum Kind implements Code {
        STATE_UNUSABLE(
                "VL-FOLLOW-001",
                "The follower's folder can't be read or written.",
                "Check its owner, rights and free space."),
        STATE_DAMAGED(
                "VL-FOLLOW-002",
                "The kept checkpoint is not one of a log of the policy.",
                "Name the folder and the policy that belong together; a log is followed in a folder of its own.");

        private final String id;
        private final String text;
        private final String remedy;

        Kind(String id, String text, String remedy) {
            this.id = id;
            this.text = text;
            this.remedy = remedy;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String remedy() {
            return remedy;
        }
    }

    FollowFault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        super(kind, context, cause);
    }
}
