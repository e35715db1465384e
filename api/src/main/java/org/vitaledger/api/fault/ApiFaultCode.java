package org.vitaledger.api.fault;

import org.vitaledger.core.fault.Fault;

/** What can fail around the API. */
public enum ApiFaultCode implements Fault.Code {
    /** The key of the access tokens. */
    KEY_FILE(
            "VL-API-001",
            "The file with the token key can't be used.",
            "Make the file readable and writable for the node's user, or remove it to get a new key."),
    /** The list of revoked tokens. */
    REVOCATION_FILE(
            "VL-API-002",
            "The list of revoked tokens can't be used.",
            "Check the free space and the permissions of the node's folder."),
    /** The accounts and services. */
    DIRECTORY_FILE(
            "VL-API-003",
            "The directory of accounts can't be used.",
            "Restore the file api/directory.json from its backup; the cause says what is wrong with it."),
    /** The port. */
    LISTEN(
            "VL-API-004",
            "The HTTP port can't be opened.",
            "Stop what listens on it, or choose another: http=HOST:PORT of a node, --listen of a witness, --port of the"
                    + " demo."),
    /** The certificate. */
    TLS("VL-API-005", "The TLS key store can't be used.", "Give a PKCS #12 file with one key and its certificates."),
    /** The authorization server. */
    AUTHORIZATION_SERVER(
            "VL-API-006", "The authorization server did not start.", "See the node's log for the cause and report it."),
    /** The index of the ledger lags. */
    INDEX_BEHIND(
            "VL-API-007",
            "The API has not read all blocks of the ledger; searches may miss what is in the others.",
            "Wait until it has read them; if it stands still, restart the node."),
    /** The index of the ledger ended. */
    INDEX_BROKEN(
            "VL-API-008",
            "A bug ended the API's reading of the ledger's blocks; searches miss what is in later ones.",
            "Restart the node, and report the cause, which stands in the log."),
    /** The ledger stands still. */
    LEDGER_OLD(
            "VL-API-009",
            "The ledger's last block is older than the members allow; reads are denied until the next.",
            "See that the members reach each other, and that this node's clock is right."),
    /** A part's health can't be found out. */
    UNTOLD(
            "VL-API-010",
            "A part of the node can't tell whether it works.",
            "Report the cause, which stands in the log, and restart the node.");

    private final String id;
    private final String text;
    private final String remedy;

    ApiFaultCode(String id, String text, String remedy) {
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
