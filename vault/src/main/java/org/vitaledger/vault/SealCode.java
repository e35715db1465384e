package org.vitaledger.vault;

import org.vitaledger.core.fault.Fault;

/** How a vault can fail. */
public enum SealCode implements Fault.Code {
    KEY_STORE(
            "VL-SEAL-001",
            "The node's key store can't be opened or made.",
            "Check that the file is whole and that the password is the one it was made with."),
    WRONG_NODE_KEY(
            "VL-SEAL-002",
            "The vault was made with another node key.",
            "Bring back the node's own key store; without it nothing in the vault can be opened."),
    KEYS_DAMAGED(
            "VL-SEAL-003",
            "The file of the patients' keys is damaged.",
            "Restore it from a copy and destroy again what was destroyed since."),
    RECORD_DAMAGED(
            "VL-SEAL-004",
            "A sealed record is not as it was written.",
            "Run fsck to see the extent and restore the named file from a copy."),
    DISK(
            "VL-SEAL-005",
            "The vault's disk failed; the vault takes nothing until the disk takes writes.",
            "Free space, or make the disk writable again; the vault then goes on by itself."),
    OUT_OF_ORDER(
            "VL-SEAL-006",
            "A gateway's batch does not follow its last sealed batch.",
            "Restore gateway and vault from the same backup."),
    GRANT_ENDED("VL-SEAL-007", "The grant has ended.", "Ask for a new decision."),
    INDEX(
            "VL-SEAL-008",
            "The vault's index failed.",
            "Free space; if the vault does not go on by itself, restart: the index is then made anew."),
    ERASED("VL-SEAL-009", "The patient's key was destroyed.", "Nothing can be done: what was erased stays so."),
    CLOSED("VL-SEAL-010", "The vault is closed.", "Restart the node."),
    IN_USE("VL-SEAL-011", "Another process has the vault open.", "Stop the other process."),
    STOPPED("VL-SEAL-012", "A bug ended a thread of the vault.", "Restart the node, and report the cause."),
    OTHER_VERSION(
            "VL-SEAL-013",
            "The vault was written by another version of the software.",
            "Open it with the version that it was written by."),
    SCRATCH(
            "VL-SEAL-014",
            "A check has no room for its scratch files.",
            "Free space, or name another folder with fsck --scratch.");

    private final String id;
    private final String text;
    private final String remedy;

    SealCode(String id, String text, String remedy) {
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
