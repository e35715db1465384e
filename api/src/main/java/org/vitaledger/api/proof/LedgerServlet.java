package org.vitaledger.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.api.index.BlockSummary;
import org.vitaledger.api.index.LedgerIndex;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;

/**
 * The public log in the form of C2SP tlog-tiles: {@code /ledger/checkpoint}, {@code /ledger/tile/...}; besides them the
 * consortium's policy as {@code /ledger/policy} and the newest blocks as JSON in {@code /ledger/blocks}. Needs no token.
 */
public final class LedgerServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;
    private static final String TEXT = "text/plain;charset=utf-8";

    private final transient Ledger ledger;
    private final transient LedgerIndex index;
    private final String policy;

    public LedgerServlet(Ledger ledger, LedgerIndex index, String policy) {
        this.ledger = ledger;
        this.index = index;
        this.policy = policy;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        switch (path) {
            case "/checkpoint" -> checkpoint(response);
            case "/policy" -> Answers.bytes(response, TEXT, policy.getBytes(UTF_8));
            case "/blocks" -> Answers.json(response, HttpServletResponse.SC_OK, blocks());
            default -> tile(path, response);
        }
    }

    private void checkpoint(HttpServletResponse response) throws IOException {
        Snapshot snapshot = ledger.snapshot();
        if (snapshot.size() == 0) {
            throw new RefusedRequest(ApiRefusal.NOT_FOUND);
        }
        response.setHeader("Cache-Control", "no-cache");
        Answers.bytes(response, TEXT, snapshot.checkpoint().getBytes(UTF_8));
    }

    private void tile(String path, HttpServletResponse response) throws IOException {
        TileAddress address = TileAddress.parse(path.substring(Math.min(1, path.length())))
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS));
        long size = ledger.snapshot().size();
        if (TileAddress.available(address.level(), address.index(), size) < address.width()) {
            throw new RefusedRequest(ApiRefusal.NOT_FOUND);
        }
        byte[] tile = ledger.log().tile(address).toArray();
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        Answers.bytes(response, "application/octet-stream", tile);
    }

    private Map<String, Object> blocks() {
        Snapshot snapshot = ledger.snapshot();
        List<Map<String, Object>> blocks = new ArrayList<>();
        for (BlockSummary block : index.latestBlocks()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("height", block.height());
            line.put("time", block.time().toString());
            line.put("size", block.size());
            line.put("commands", block.commands());
            line.put("refused", block.refused());
            line.put("readings", block.readings());
            blocks.add(line);
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("height", snapshot.height());
        told.put("size", snapshot.size());
        told.put("root", snapshot.root().base64());
        told.put("stateRoot", snapshot.state().map().root().base64());
        told.put("checkpoint", snapshot.checkpoint());
        told.put("blocks", blocks);
        return told;
    }
}
