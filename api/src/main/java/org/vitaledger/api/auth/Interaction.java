package org.vitaledger.api.auth;

/** What a request does to resources, as SMART App Launch 2 abbreviates it in scopes. */
public enum Interaction {
    /** Create. */
    CREATE('c'),
    /** Read one. */
    READ('r'),
    /** Update. */
    UPDATE('u'),
    /** Delete. */
    DELETE('d'),
    /** Search. */
    SEARCH('s');

    private final char letter;

    Interaction(char letter) {
        this.letter = letter;
    }

    /** The letter in a scope. */
    public char letter() {
        return letter;
    }
}
