package org.vitaledger.node.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The node can't start or go on. */
public final class NodeFault extends Fault {
    private static final long serialVersionUID = 1L;

    public NodeFault(NodeCode code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }

    /** What keeps a node from running. */
    public enum NodeCode implements Code {
        /** A setting that nobody knows. */
        SETTING_UNKNOWN("VL-NODE-001", "The configuration has a setting that is not known.", "Correct its name."),
        /** A setting that makes no sense. */
        SETTING_WRONG(
                "VL-NODE-002",
                "A setting has no valid value.",
                "Correct the setting that is named; docs/operating lists them all."),
        /** The folder can't be used. */
        HOME_UNUSABLE(
                "VL-NODE-003",
                "The node's folder can't be read or written.",
                "Check its owner, rights and free space."),
        /** The ledger refused what the node needs to start. */
        FOUNDING_REFUSED(
                "VL-NODE-004",
                "The ledger refused to register this node's member or an account, or was founded with other members or cards.",
                "The folder may belong to another member: check the setting member. Compare network.properties with that of"
                        + " the other founders."),
        /** A node's API refused a request of the command line. */
        API_REFUSED(
                "VL-NODE-005",
                "The node's API refused the request.",
                "Give an operator's access token of that node that has not expired: vitaledger token prints one."),
        /** No API answers. */
        API_UNREACHABLE(
                "VL-NODE-006", "The node's API can't be reached.", "Check that the node runs, and its address."),
        /** Keys of a member would be overwritten. */
        FOLDER_EXISTS(
                "VL-NODE-007",
                "There is a folder of that member already.",
                "Name another folder; to start anew, remove this one, with the keys in it."),
        /** A member of a demonstration gave up. */
        MEMBER_ENDED("VL-NODE-008", "A member's process ended.", "Look at its messages, in the file that is named."),
        /** Not a file of settings. */
        SETTINGS_UNREADABLE(
                "VL-NODE-009",
                "The file of settings is not UTF-8 text in the form of Java properties.",
                "Give the file with lines NAME = VALUE that --config expects; see docs/operating for the settings."),
        /** No MQTT endpoint lets devices in. */
        MQTT_UNREACHABLE(
                "VL-NODE-010",
                "No device could connect to the node's MQTT port.",
                "Check that the node runs, and give the port that it prints as mqtt."),
        /** The password that the account admin is to begin with is easy to guess. */
        ADMIN_PASSWORD_WEAK(
                "VL-NODE-015",
                "The first password of the account admin is too easy to guess.",
                "Remove the file, then the node makes a password; or write 12 characters or more into it."),
        /** Name or password are wrong, or the account is closed for a while. */
        SIGN_IN_REFUSED(
                "VL-NODE-016",
                "The node refused the sign-in.",
                "Check name and password; after several wrong ones wait a minute."),
        /** A thread that others rely on ended in a way that nobody foresaw. */
        THREAD_DIED(
                "VL-NODE-017",
                "A defect of the program ended one of its threads.",
                "Report the stack trace in the node's messages, and start the node again."),
        /** Nothing is there that could be checked. */
        NO_HOME(
                "VL-NODE-018",
                "The folder is not there, or is no node's folder.",
                "Give the node's --home, or the folder that its file of settings lies in."),
        /** Nothing that a check could begin from. */
        CHECKPOINT_REFUSED(
                "VL-NODE-019",
                "The checkpoint that the check is to begin from is none that the node's policy accepts.",
                "Give a checkpoint of this node's log as /ledger/checkpoint serves it, or check from the first entry on."),
        LEDGER_OLDER(
                "VL-NODE-020",
                "A witness has cosigned more of this log, or another one: the folder is a copy of an older state.",
                "Put back the newest copy of the folder. If there is none, what was written since is lost; a node that goes on"
                        + " without the witness, taken out of the settings, signs what contradicts what others hold.");

        private final String id;
        private final String text;
        private final String remedy;

        NodeCode(String id, String text, String remedy) {
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
}
