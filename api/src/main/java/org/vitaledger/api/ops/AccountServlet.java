package org.vitaledger.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.Passwords;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.BearerFilter;
import org.vitaledger.api.http.GuardedServlet;

/**
 * What people do with their own account: {@code POST /account/password} with {@code current} and {@code new} changes the
 * password. All tokens and logins of the account are then over, also the one that asked.
 */
public final class AccountServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;

    private final transient Directory directory;
    private final transient Passwords passwords;

    public AccountServlet(Directory directory, Passwords passwords) {
        this.directory = directory;
        this.passwords = passwords;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!String.join("/", segments(request)).equals("password")) {
            throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
        Account account = directory
                .actor(BearerFilter.caller(request).principal())
                .flatMap(actor -> actor instanceof Account person ? Optional.of(person) : Optional.empty())
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.ROLE_MISSING));
        JsonBody body = JsonBody.read(request);
        String current = body.required("current");
        String next = body.required("new");
        passwords.change(account.login(), current, next).ifPresent(refusal -> {
            throw new RefusedRequest(ErrorTable.of(refusal));
        });
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
