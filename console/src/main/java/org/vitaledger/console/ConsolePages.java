package org.vitaledger.console;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;

/** Where the console's pages are. Safe for any thread. */
public final class ConsolePages {
    private static final String INDEX = "index.html";

    private ConsolePages() {}

    /**
     * The folder of the pages, a {@code file:} or {@code jar:} address that ends with a slash; to be served at
     * {@code /console/}, beside the API.
     */
    public static URI folder() {
        URL index = ConsolePages.class.getResource(INDEX);
        if (index == null) {
            throw new IllegalStateException("the pages are not on the class path");
        }
        try {
            String address = index.toURI().toString();
            return new URI(address.substring(0, address.length() - INDEX.length()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an address that is none", e);
        }
    }
}
