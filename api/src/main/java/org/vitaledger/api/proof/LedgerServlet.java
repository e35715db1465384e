package org.vitaledger.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.api.index.BlockSummary;
import org.vitaledger.api.index.LedgerIndex;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.publish.Publications;
import org.vitaledger.ledger.publish.StampStore;

/**
 * The public log in the form of C2SP tlog-tiles: {@code /ledger/checkpoint}, {@code /ledger/tile/...}; besides them the
 * consortium's policy as {@code /ledger/policy}, the newest blocks as JSON in {@code /ledger/blocks}, and the time stamps of
 * checkpoints in {@code /ledger/stamps}. Needs no token: nothing of it identifies a patient (INV-009). Tiles never change
 * and may be kept for ever; an entry bundle is mostly hashes and signatures, which don't pack, so nothing is packed.
 */
public final class LedgerServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;
    private static final String TEXT = "text/plain;charset=utf-8";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final int STAMPS = 100;
    private static final String STAMP = "/stamps/";
    private static final String CHECKPOINT = ".checkpoint";
    private static final String REPLY = ".tsr";

    private final transient Ledger ledger;
    private final transient LedgerIndex index;
    private final String policy;
    private final transient Optional<Publications> publications;

    /** @param publications what is served besides the ledger's own: cosignatures of witnesses, time stamps */
    public LedgerServlet(Ledger ledger, LedgerIndex index, String policy, Optional<Publications> publications) {
        this.ledger = ledger;
        this.index = index;
        this.policy = policy;
        this.publications = publications;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        switch (path) {
            case "/checkpoint" -> checkpoint(response);
            case "/policy" -> Answers.bytes(response, TEXT, policy.getBytes(UTF_8));
            case "/blocks" -> Answers.json(response, HttpServletResponse.SC_OK, blocks());
            case "/stamps" -> Answers.json(response, HttpServletResponse.SC_OK, Map.of("stamps", stamps()));
            default -> {
                if (path.startsWith(STAMP)) {
                    stamp(path.substring(STAMP.length()), response);
                } else {
                    tile(path, response);
                }
            }
        }
    }

    private void checkpoint(HttpServletResponse response) throws IOException {
        String checkpoint = publications
                .map(Publications::checkpoint)
                .orElseGet(() -> ledger.snapshot().checkpoint());
        if (checkpoint.isEmpty()) {
            throw new RefusedRequest(ApiRefusal.NOT_FOUND);
        }
        response.setHeader("Cache-Control", "no-cache");
        Answers.bytes(response, TEXT, checkpoint.getBytes(UTF_8));
    }

    private List<Map<String, Object>> stamps() {
        List<Map<String, Object>> stamps = new ArrayList<>();
        publications.ifPresent(kept -> kept.stamps().newest(STAMPS).forEach(id -> stamps.add(line(id))));
        return stamps;
    }

    private static Map<String, Object> line(StampStore.Id id) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("size", id.size());
        line.put("publisher", id.publisher());
        line.put("checkpoint", "/ledger" + STAMP + id.text() + CHECKPOINT);
        line.put("reply", "/ledger" + STAMP + id.text() + REPLY);
        return line;
    }

    private void stamp(String name, HttpServletResponse response) throws IOException {
        boolean reply = name.endsWith(REPLY);
        String suffix = reply ? REPLY : CHECKPOINT;
        StampStore.Stamp stamp = Optional.of(name)
                .filter(text -> text.endsWith(suffix))
                .flatMap(text -> StampStore.Id.parse(text.substring(0, text.length() - suffix.length())))
                .flatMap(id -> publications.flatMap(kept -> kept.stamps().find(id)))
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
        response.setHeader("Cache-Control", FOR_EVER);
        Answers.bytes(
                response,
                reply ? "application/timestamp-reply" : TEXT,
                (reply ? stamp.reply() : stamp.checkpoint()).toArray());
    }

    private void tile(String path, HttpServletResponse response) throws IOException {
        TileAddress address = TileAddress.parse(path.substring(Math.min(1, path.length())))
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS));
        long size = ledger.snapshot().size();
        if (TileAddress.available(address.level(), address.index(), size) < address.width()) {
            throw new RefusedRequest(ApiRefusal.NOT_FOUND);
        }
        byte[] tile = ledger.log().tile(address).toArray();
        response.setHeader("Cache-Control", FOR_EVER);
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
