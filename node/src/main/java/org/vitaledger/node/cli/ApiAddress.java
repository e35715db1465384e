package org.vitaledger.node.cli;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the address of a node's API, {@code http://HOST:PORT}, as the options {@code --api} take it. That of the node's pages
 * is taken for it, because the node prints both; any other path is refused, since requests would go astray.
 */
public final class ApiAddress implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
        String scheme = address.getScheme();
        if (scheme == null
                || !scheme.matches("(?i)https?")
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || !address.getRawPath().matches("(/console)?/*")) {
            throw refused(text);
        }
        return scheme + "://" + address.getRawAuthority();
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException(
                "'" + text + "' is not the address of a node's API: that is http://HOST:PORT, without a path.");
    }
}
